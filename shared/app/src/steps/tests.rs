use staffroom_domain::builders::{day, invitation, member, noon, store, user};
use staffroom_domain::{
    EventActor, Grantor, Invitation, InvitationState, Membership, Owner, Rejection, SeatChange, Store,
};

use super::{
    GrantorNeed, Voucher, grantor, linked, present_id, require_grantor, supersede_invitation, withdraw,
};
use crate::builders::{
    Found, context, context_at, found, invitation_found, invitation_id, invitation_key, left_found, link,
    member_found, member_key, moved_found, nothing_found, shop, store_found,
};
use crate::expect::{checked, event, event_names, put_invitation, store_write};
use crate::key::Key;
use crate::plan::{Condition, Plan};
use crate::read::ReadResult;

fn plan() -> Plan {
    Plan::in_store(&store("whatnot"), &context(), EventActor::Platform)
}

fn by_owner() -> Invitation {
    Invitation { version: 5, ..invitation(&store("whatnot"), "lou", &["seller"]) }
}

fn by(user_id: &str, member_version: Option<u64>) -> Invitation {
    let invited_by = Grantor {
        user_id: user(user_id),
        name: None,
        member_version,
        access_ends_at: None,
        vouched_at: noon(),
        departures: 0,
    };
    Invitation { invited_by, ..by_owner() }
}

#[test]
fn a_link_leads_to_its_store_and_invitation() {
    let (shop, lou) = (store("whatnot"), by_owner());
    let read = found([store_found(&shop), invitation_found(&lou)]);
    assert_eq!(linked(&read, &link(&lou)), Ok((&shop, &lou)));
    assert_eq!(linked(&ReadResult::default(), &link(&lou)), Err(Rejection::TokenTooOld));
}

/// The version of the grantor that is known on the first day, or the key that must be read.
fn known(invitation: &Invitation, need: GrantorNeed, more: Option<Found>) -> Result<Option<u64>, Vec<Key>> {
    grantor(&found(more), &store("whatnot"), invitation, need, &context_at(day(1)))
        .map(|voucher| voucher.membership.map(Membership::version))
        .map_err(|reads| reads.keys)
}

#[test]
fn a_grantor_is_read_where_the_link_or_their_access_is_over_or_nothing_is_written() {
    let kim = by("kim", Some(4));
    let unread = || Err(vec![member_key("kim")]);
    assert_eq!(known(&kim, GrantorNeed::IfOver, None), Ok(None), "a condition of the write holds instead");
    assert_eq!(known(&kim, GrantorNeed::Always, None), unread());
    let expired = Invitation { expires_at: day(1), ..kim.clone() };
    assert_eq!(known(&expired, GrantorNeed::IfOver, None), unread());
    let mut ended = kim.clone();
    ended.invited_by.access_ends_at = Some(day(1));
    assert_eq!(known(&ended, GrantorNeed::IfOver, None), unread());
    let read = || Some(member_found(&member("kim", &["administrator"])));
    for invitation in [&kim, &expired, &ended] {
        for need in [GrantorNeed::IfOver, GrantorNeed::Always] {
            assert_eq!(known(invitation, need, read()), Ok(Some(1)));
        }
    }
    let nobody = Some(nothing_found(member_key("kim")));
    assert_eq!(known(&kim, GrantorNeed::Always, nobody), Ok(Some(0)), "it was read that they are none");
}

#[test]
fn the_owner_and_the_grantor_of_an_answered_invitation_are_not_read() {
    assert_eq!(known(&by_owner(), GrantorNeed::Always, None), Ok(None));
    let answered = Invitation { state: InvitationState::Revoked, ..by("kim", Some(4)) };
    assert_eq!(known(&answered, GrantorNeed::Always, None), Ok(None));
}

#[test]
fn a_grantor_is_required_to_be_as_they_were_read_or_as_they_vouched() {
    let required = |invitation: &Invitation, read: Option<&Membership>| {
        let mut plan = plan();
        let voucher = Voucher { user: &invitation.invited_by.user_id, membership: read };
        require_grantor(&mut plan, &store("whatnot"), invitation, voucher).unwrap();
        (!plan.writes.is_empty()).then(|| checked(&plan, &member_key("kim")))
    };
    let kim = by("kim", Some(4));
    assert_eq!(required(&kim, None), Some(Condition::Version(4)));
    assert_eq!(required(&kim, Some(&Membership::Never)), Some(Condition::Absent));
    assert_eq!(required(&by("kim", None), None), Some(Condition::Absent), "who vouched as the owner");
    assert_eq!(required(&by_owner(), None), None, "ownership is a condition on the store");
}

#[test]
fn an_unanswered_invitation_of_a_members_address_ends_by_the_service() {
    let lou = by_owner();
    let mut plan = plan();
    let read = found([invitation_found(&lou)]);
    supersede_invitation(&mut plan, &read, &shop(), lou.id).unwrap();
    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!((after.state, after.changed_at), (InvitationState::Revoked, noon()));
    assert_eq!(condition, Condition::VersionAndDelivery(5, lou.delivery));
    assert_eq!(store_write(&plan).seats, SeatChange { taken: -1, members: 0 });
    assert_eq!(
        (event(&plan).actor, event_names(&plan)),
        (EventActor::Service, vec!["invitation.superseded"])
    );
}

#[test]
fn where_there_is_none_to_end_none_comes_meanwhile() {
    let mut none = plan();
    supersede_invitation(&mut none, &ReadResult::default(), &shop(), invitation_id("lou")).unwrap();
    assert_eq!(checked(&none, &invitation_key("lou")), Condition::Absent);
    let answered = Invitation { state: InvitationState::Withdrawn, ..by_owner() };
    let mut plan = plan();
    supersede_invitation(&mut plan, &found([invitation_found(&answered)]), &shop(), answered.id).unwrap();
    assert_eq!(checked(&plan, &invitation_key("lou")), Condition::Version(5));
    assert_eq!(event_names(&plan), [""; 0]);
}

#[test]
fn a_withdrawn_invitation_is_told_by_the_service() {
    let lou = by_owner();
    let mut plan = plan();
    withdraw(&mut plan, &lou, &lou.withdrawn(noon())).unwrap();
    assert_eq!(put_invitation(&plan, "lou").0.state, InvitationState::Withdrawn);
    assert_eq!((event(&plan).actor, event_names(&plan)), (EventActor::Service, vec!["invitation.withdrawn"]));
}

#[test]
fn ownership_does_not_end_by_itself() {
    let mut lou = by_owner();
    lou.invited_by.access_ends_at = Some(noon());
    let store = Store { version: 9, ..store("whatnot") };
    let read = ReadResult::default();
    let known = grantor(&read, &store, &lou, GrantorNeed::IfOver, &context_at(day(30)));
    assert!(known.is_ok_and(|voucher| voucher.membership.is_none()));
}

#[test]
fn a_grantor_who_was_moved_is_found_by_their_present_id() {
    let kim = by("kim", Some(4));
    let shop = store("whatnot");
    let of = |records: Vec<Found>, need| {
        let read = found(records);
        let found = grantor(&read, &shop, &kim, need, &context_at(day(1)));
        found
            .map(|voucher| (voucher.user.clone(), voucher.membership.map(Membership::version)))
            .map_err(|more| more.keys)
    };
    let moves = || vec![moved_found("kim", "kim-2"), moved_found("kim-2", "kim-3")];
    for need in [GrantorNeed::IfOver, GrantorNeed::Always] {
        assert_eq!(of(moves(), need), Err(vec![member_key("kim-3")]), "whatever is needed");
    }
    let mut read = moves();
    read.push(member_found(&member("kim-3", &["administrator"])));
    assert_eq!(of(read, GrantorNeed::IfOver), Ok((user("kim-3"), Some(1))));
}

#[test]
fn an_owner_whose_id_was_moved_before_is_found_by_that_id() {
    let shop = store("whatnot");
    let read = found([moved_found("owner", "owner-2"), left_found("owner-2", 2, 6)]);
    assert_eq!(present_id(&read, &shop, &user("owner")).ok(), Some(&user("owner")));
    let lou = by_owner();
    let voucher = grantor(&read, &shop, &lou, GrantorNeed::Always, &context_at(day(1))).unwrap();
    assert_eq!(voucher.user, &user("owner"));
}

#[test]
fn an_owner_who_was_moved_still_vouches_and_one_who_gave_the_store_away_does_not() {
    let lou = by_owner();
    let owner = Owner { user_id: user("owner-2"), ..store("whatnot").owner };
    let shop = Store { owner, ..store("whatnot") };
    let need = GrantorNeed::IfOver;
    let nothing = ReadResult::default();
    let unread = grantor(&nothing, &shop, &lou, need, &context_at(day(1)));
    assert_eq!(unread.err().map(|more| more.keys), Some(vec![member_key("owner")]));
    for (to, is_given) in [("owner-2", true), ("another", false)] {
        let read = found([moved_found("owner", to), nothing_found(member_key("another"))]);
        let voucher = grantor(&read, &shop, &lou, need, &context_at(day(1))).unwrap();
        assert_eq!(lou.still_given(&shop, voucher.membership, day(1)).is_some(), is_given, "{to}");
    }
    let gone = found([left_found("owner", 1, 2)]);
    let voucher = grantor(&gone, &shop, &lou, need, &context_at(day(1))).unwrap();
    assert!(lou.still_given(&shop, voucher.membership, day(1)).is_none());
}
