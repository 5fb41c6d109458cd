use staffroom_domain::builders::{day, email, invitation, member, noon, offer, owner, store, user};
use staffroom_domain::{
    Delivery, DeliveryChannel, EventActor, Invitation, InvitationState, Member, Offer, OptOut, OptOutCause,
    Rejection, Restriction, SeatChange, SeatCount, Store,
};

use super::InviteMember;
use crate::builders::{
    address_key, context, context_at, count_found, found, holder_found, invitation_found, invitation_key,
    member_found, member_key, opt_out_everywhere_key, opt_out_found, opt_out_key, person, platform, shop,
    store_found, store_key,
};
use crate::execute::UseCase;
use crate::expect::{
    checked, committed, event, event_names, keys, managers_or_platform_only, put_invitation, read_more,
    rejected, sorted, store_write, write,
};
use crate::key::Key;
use crate::plan::{Condition, StoreCondition, Write};
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::record::Record;

fn by(caller: crate::Caller) -> InviteMember {
    InviteMember { caller, store: shop(), offer: offer("lou@example.com", &["seller"]), invited_by: None }
}

fn ecwid_offer() -> Offer {
    Offer { permissions: vec!["sales".parse().unwrap()], ..offer("lou@example.com", &[]) }
}

fn shop_found() -> ReadResult {
    found([store_found(&Store { version: 3, departures: 2, ..store("whatnot") })])
}

#[test]
fn it_reads_the_address_and_the_seats_past_their_term() {
    let reads = by(person("kim")).reads(noon());
    let of_lou =
        [invitation_key("lou"), address_key("lou"), opt_out_key("lou"), opt_out_everywhere_key("lou")];
    assert_eq!(reads.keys, [[store_key(), member_key("kim")].as_slice(), &of_lou].concat());
    assert_eq!(reads.releasable_seats, Some((shop(), noon())));
}

#[test]
fn only_managers_invite() {
    managers_or_platform_only(by, &shop_found());
}

#[test]
fn an_invitation_takes_a_seat_counts_against_each_limit_and_is_told() {
    let mut read = shop_found();
    let kim = Member { version: 5, ..member("kim", &["administrator"]) };
    let (key, record) = member_found(&kim);
    read.set(key, record);
    let (plan, (shop, invitation)) = committed(by(person("kim")).decide(&read, &context()));
    assert_eq!(shop.version, 3);
    assert_eq!((invitation.email.clone(), invitation.invited_by.departures), (email("lou@example.com"), 2));

    let store = store_write(&plan);
    let expected = StoreCondition::Unchanged { version: 3, departures: Some(2) };
    assert_eq!((store.condition, store.seats), (expected, SeatChange { taken: 1, members: 0 }));
    assert_eq!(put_invitation(&plan, "lou"), (invitation, Condition::Absent));
    assert_eq!(checked(&plan, &address_key("lou")), Condition::Absent);
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(5));
    let quotas = [
        Quota::of_store(&shop, noon()),
        Quota::of_inviter(&shop, &user("kim"), noon()),
        Quota::of_recipient(&email("lou@example.com"), noon()),
    ];
    for quota in quotas.clone() {
        let key = Key::Counter(quota.counter.clone());
        assert_eq!(*write(&plan, &key), Write::Count { quota, more: 1 });
    }
    let [a, b, c] = quotas.map(|quota| Key::Counter(quota.counter));
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), address_key("lou"), member_key("kim"), a, b, c]));
    assert_eq!(event_names(&plan), ["invitation.created"]);
    assert!(matches!(event(&plan).actor, EventActor::User { user_id, .. } if user_id == user("kim")));
}

#[test]
fn each_limit_on_invitations_holds() {
    let store = store("whatnot");
    for quota in [
        Quota::of_store(&store, noon()),
        Quota::of_inviter(&store, &user("owner"), noon()),
        Quota::of_recipient(&email("lou@example.com"), noon()),
    ] {
        let mut read = shop_found();
        let (key, record) = count_found(&quota, quota.limit);
        read.set(key, record);
        assert_eq!(rejected(by(person("owner")).decide(&read, &context())), quota.exceeded());
        let (key, record) = count_found(&quota, quota.limit - 1);
        read.set(key, record);
        committed(by(person("owner")).decide(&read, &context()));
    }
}

#[test]
fn an_invitation_in_the_place_of_one_that_is_over_has_it_as_its_condition() {
    let before = Invitation {
        state: InvitationState::Revoked,
        version: 8,
        ..invitation(&store("whatnot"), "lou", &["support"])
    };
    let mut read = shop_found();
    let (key, record) = invitation_found(&before);
    read.set(key, record);
    let (plan, _) = committed(by(person("owner")).decide(&read, &context()));
    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!((after.version, condition), (9, Condition::VersionAndDelivery(8, before.delivery)));
}

#[test]
fn an_invited_address_is_not_invited_again() {
    let before = invitation(&store("whatnot"), "lou", &["support"]);
    let mut read = shop_found();
    let (key, record) = invitation_found(&before);
    read.set(key, record);
    let decided = by(person("owner")).decide(&read, &context());
    assert_eq!(rejected(decided), Rejection::AlreadyInvited(before.id));
}

#[test]
fn who_complained_is_not_invited_whatever_became_of_the_invitation() {
    let mut read = shop_found();
    let (key, record) = opt_out_found("lou");
    read.set(key, record);
    let decided = by(person("owner")).decide(&read, &context_at(day(100)));
    assert_eq!(rejected(decided), Rejection::RecipientOptedOut);
}

#[test]
fn a_members_address_is_read_and_taken_until_their_access_has_ended() {
    let store = store("whatnot");
    let read = |more: &[crate::builders::Found]| {
        found([store_found(&store), holder_found("lou", "lou")].into_iter().chain(more.iter().cloned()))
    };
    let decide = |read: &ReadResult| by(person("owner")).decide(read, &context_at(day(1)));
    assert_eq!(read_more(decide(&read(&[]))).keys, [member_key("lou")]);
    let lou = Member { access_ends_at: Some(day(2)), ..member("lou", &["seller"]) };
    assert_eq!(rejected(decide(&read(&[member_found(&lou)]))), Rejection::AlreadyMember);
    let ended = Member { access_ends_at: Some(day(1)), ..lou };
    let (plan, _) = committed(decide(&read(&[member_found(&ended)])));
    assert_eq!(checked(&plan, &address_key("lou")), Condition::AbsentOrHeldBy(user("lou")));
    assert_eq!(checked(&plan, &member_key("lou")), Condition::Version(1));
}

#[test]
fn a_full_store_invites_where_a_seat_is_past_its_term() {
    let full = Store { seats: SeatCount { taken: 2, members: 1 }, ..store("ecwid") };
    let invite = InviteMember { offer: ecwid_offer(), ..by(person("owner")) };
    let mut read = found([store_found(&full)]);
    read.set_releasable_seats(Vec::new());
    let limit = Rejection::SeatLimitReached { limit: 2 };
    assert_eq!(rejected(invite.decide(&read, &context())), limit);
    read.set_releasable_seats(vec![invitation_key("mel")]);
    let (plan, _) = committed(invite.decide(&read, &context()));
    let released = Write::ReleaseSeat { key: invitation_key("mel"), version: None };
    assert_eq!(*write(&plan, &invitation_key("mel")), released);
    assert_eq!(store_write(&plan).seats, SeatChange::default());
}

#[test]
fn an_expired_invitation_of_the_same_address_gives_its_own_seat() {
    let full = Store { seats: SeatCount { taken: 2, members: 1 }, ..store("ecwid") };
    let before = Invitation::invite(&full, &owner(&full), &ecwid_offer(), None, None, noon()).unwrap();
    let mut read = found([store_found(&full), invitation_found(&before)]);
    read.set_releasable_seats(vec![invitation_key("lou")]);
    let invite = InviteMember { offer: ecwid_offer(), ..by(person("owner")) };
    let (plan, _) = committed(invite.decide(&read, &context_at(before.expires_at)));
    assert_eq!(store_write(&plan).seats, SeatChange::default());
    assert_eq!(put_invitation(&plan, "lou").0.version, before.version + 1);
}

#[test]
fn the_platform_invites_in_the_name_of_a_manager_who_could() {
    let by_kim = || InviteMember { invited_by: Some(user("kim")), ..by(platform()) };
    let read = |kim: &[&str]| {
        let mut read = found([store_found(&store("whatnot")), member_found(&member("kim", kim))]);
        for key in [invitation_key("lou"), address_key("lou"), opt_out_key("lou")] {
            read.set(key, None);
        }
        read
    };
    let (plan, (_, made)) = committed(by_kim().decide(&read(&["administrator"]), &context_at(day(1))));
    assert_eq!(made.invited_by.user_id, user("kim"));
    assert_eq!(event(&plan).actor, EventActor::Platform, "the history names who did it");

    let refused =
        |use_case: InviteMember, kim: &[&str]| rejected(use_case.decide(&read(kim), &context_at(day(1))));
    assert_eq!(refused(by_kim(), &["seller"]), Rejection::Forbidden(Restriction::ManagersOnly));
    let by_nobody = || InviteMember { invited_by: Some(user("tom")), ..by(platform()) };
    assert!(matches!(refused(by_nobody(), &["administrator"]), Rejection::InvalidField(_)));
    let by_a_person = InviteMember { invited_by: Some(user("owner")), ..by(person("kim")) };
    assert_eq!(refused(by_a_person, &["administrator"]), Rejection::Forbidden(Restriction::PlatformOnly));
    assert_eq!(refused(by(platform()), &["administrator"]), Rejection::Forbidden(Restriction::GrantorNeeded));
}

#[test]
fn an_address_that_asked_for_it_is_invited_by_nobody() {
    let said = Record::OptOut(OptOut { at: day(0), cause: OptOutCause::Request });
    let mut read = found([store_found(&store("whatnot"))]);
    read.set(opt_out_everywhere_key("lou"), Some(said));
    let refused = rejected(by(person("owner")).decide(&read, &context_at(day(1))));
    assert_eq!(refused, Rejection::RecipientOptedOut);
}

#[test]
fn an_invitation_that_no_mail_brings_counts_for_no_recipient() {
    let offer = Offer { channel: DeliveryChannel::None, ..offer("lou@example.com", &["seller"]) };
    let invite = InviteMember { offer, ..by(person("owner")) };
    let (plan, (_, made)) =
        committed(invite.decide(&found([store_found(&store("whatnot"))]), &context_at(day(1))));
    assert_eq!((made.delivery, made.mails_that_day), (Delivery::None, 0));
    let counts: Vec<_> = plan.writes.iter().filter(|write| matches!(write, Write::Count { .. })).collect();
    assert_eq!(counts.len(), 2, "those of the store and of the inviter");
}
