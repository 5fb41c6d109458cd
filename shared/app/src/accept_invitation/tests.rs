use std::collections::BTreeSet;

use staffroom_domain::builders::{account, active, day, email, invitation, member, noon, store, user};
use staffroom_domain::{
    Delivery, EventActor, EventKind, Grantor, Invitation, InvitationState, LinkClaims, Member, Membership,
    Rejection, SeatChange, SeatCount, Store,
};

use super::{AcceptInvitation, Accepted, Joined};
use crate::builders::{
    Found, address_key, context, context_at, found, holder_found, invitation_found, invitation_id,
    invitation_key, left_found, link, member_found, member_key, nothing_found, person, shop, store_found,
    store_key,
};
use crate::execute::{Outcome, UseCase};
use crate::expect::{
    checked, committed, event, event_names, events, keys, put, put_invitation, put_membership, read_more,
    rejected, sorted, store_write, unchanged, write,
};
use crate::plan::{Condition, Plan, StoreCondition, Write};
use crate::read::ReadResult;
use crate::record::Record;

fn shop_() -> Store {
    Store { version: 3, ..store("whatnot") }
}

fn lou() -> Invitation {
    Invitation { version: 5, ..invitation(&shop_(), "lou", &["seller"]) }
}

/// An invitation by kim, an administrator whose membership has version 4.
fn by_kim() -> Invitation {
    let invited_by = Grantor {
        user_id: user("kim"),
        name: None,
        member_version: Some(4),
        access_ends_at: None,
        vouched_at: noon(),
        departures: 0,
    };
    Invitation { invited_by, ..lou() }
}

fn kim() -> Member {
    Member { version: 4, ..member("kim", &["administrator"]) }
}

fn by(id: &str, link: LinkClaims) -> AcceptInvitation {
    AcceptInvitation { caller: person(id), account: account(id), link }
}

fn read(store: &Store, invitation: &Invitation, more: impl IntoIterator<Item = Found>) -> ReadResult {
    let free = ["lou", "bob", "kim", "tom"].map(|id| nothing_found(address_key(id)));
    let linked = [store_found(store), invitation_found(invitation)];
    found(linked.into_iter().chain(free).chain(more))
}

type Decided = Result<Outcome<Result<Accepted, Rejection>>, crate::Error>;

fn decide(id: &str, invitation: &Invitation, more: impl IntoIterator<Item = Found>) -> Decided {
    by(id, link(invitation)).decide(&read(&shop_(), invitation, more), &context_at(day(1)))
}

/// The plan that ends the invitation, and the rejection that the person gets.
fn ended(decided: Decided) -> (Plan, Rejection) {
    let (plan, answer) = committed(decided);
    (plan, answer.expect_err("the invitation ends"))
}

#[test]
fn it_reads_the_link_the_person_and_the_invitation_of_their_own_address() {
    let reads = by("bob", link(&lou())).reads(noon());
    let own = [invitation_key("bob"), address_key("bob"), member_key("bob")];
    let expected: Vec<_> = [store_key(), invitation_key("lou")].into_iter().chain(own).collect();
    assert_eq!(reads.keys, expected);
    assert_eq!(reads.releasable_seats, None, "they are read when a seat is short");
}

#[test]
fn the_invited_person_joins_and_the_invitations_seat_is_theirs() {
    let lou = lou();
    let (plan, answer) = committed(decide("lou", &lou, []));
    let accepted = answer.unwrap();
    assert_eq!((accepted.joined, accepted.store.id), (Joined::Now, shop()));
    assert_eq!(accepted.member.joined_at, day(1));

    let (after, condition) = put_invitation(&plan, "lou");
    assert_eq!(after.state, InvitationState::Accepted { by: user("lou") });
    assert_eq!(condition, Condition::VersionAndDelivery(5, Delivery::Queued));
    let (membership, condition) = put_membership(&plan, "lou");
    assert_eq!((membership, condition), (active(accepted.member), Condition::Absent));
    assert_eq!(*put(&plan, &address_key("lou")).0, Record::AddressHolder(user("lou")));
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), member_key("lou"), address_key("lou")]));
    let store = store_write(&plan);
    assert_eq!(store.condition, StoreCondition::Unchanged { version: 3, departures: None });
    assert_eq!(store.seats, SeatChange { taken: 0, members: 1 });
}

#[test]
fn an_address_that_another_person_on_the_team_has_is_not_the_visitors() {
    let tom = member("tom", &["seller"]);
    let held = || [holder_found("lou", "tom"), member_found(&tom)];
    assert_eq!(rejected(decide("lou", &lou(), held())), Rejection::AlreadyMember);
    let unread = read_more(decide("lou", &lou(), [holder_found("lou", "tom")]));
    assert_eq!(unread.keys, [member_key("tom")]);
    let ended = Member { access_ends_at: Some(noon()), version: 7, ..tom };
    let (plan, answer) = committed(decide("lou", &lou(), [holder_found("lou", "tom"), member_found(&ended)]));
    assert!(answer.is_ok(), "an ended member keeps no address");
    assert_eq!(*put(&plan, &address_key("lou")).1, Condition::AbsentOrHeldBy(user("tom")));
    assert_eq!(checked(&plan, &member_key("tom")), Condition::Version(7));
    let gone = [holder_found("lou", "tom"), left_found("tom", 1, 9)];
    let (plan, _) = committed(decide("lou", &lou(), gone));
    assert_eq!(checked(&plan, &member_key("tom")), Condition::Version(9));
    let mut owned = shop_();
    owned.owner.email = email("lou@example.com");
    let read = read(&owned, &lou(), []);
    let decided = by("lou", link(&lou())).decide(&read, &context_at(day(1)));
    assert_eq!(rejected(decided), Rejection::AlreadyMember, "nor is the owner's");
}

#[test]
fn an_acceptance_is_told_with_the_invitation_and_the_member() {
    let (plan, _) = committed(decide("lou", &lou(), []));
    let event = event(&plan);
    assert_eq!(event.actor, person("lou").event_actor());
    match event.kind {
        EventKind::InvitationAccepted { invitation, member } => {
            assert_eq!((invitation.email, member.user_id), (email("lou@example.com"), user("lou")));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_grantors_membership_is_a_condition_as_it_was_when_they_vouched() {
    let (plan, _) = committed(decide("lou", &by_kim(), []));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    let changed = Member { version: 9, ..kim() };
    let (plan, _) = committed(decide("lou", &by_kim(), [member_found(&changed)]));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(9), "or as it was read");
}

#[test]
fn a_grantor_whose_access_is_over_by_what_the_invitation_says_is_read() {
    let mut ends = by_kim();
    ends.invited_by.access_ends_at = Some(day(1));
    assert_eq!(read_more(decide("lou", &ends, [])).keys, [member_key("kim")]);
    let longer = Member { access_ends_at: Some(day(9)), ..kim() };
    committed(decide("lou", &ends, [member_found(&longer)])).1.unwrap();
}

#[test]
fn an_invitation_whose_grantor_gives_nothing_any_more_is_withdrawn_and_the_owner_is_told() {
    for gone in [left_found("kim", 1, 5), member_found(&Member { access_ends_at: Some(day(1)), ..kim() })] {
        let (plan, rejection) = ended(decide("lou", &by_kim(), [gone]));
        assert_eq!(rejection, Rejection::InvitationWithdrawn);
        assert_eq!(put_invitation(&plan, "lou").0.state, InvitationState::Withdrawn);
        assert_eq!(store_write(&plan).seats, SeatChange { taken: -1, members: 0 });
        assert_eq!(
            (event(&plan).actor, event_names(&plan)),
            (EventActor::Service, vec!["invitation.withdrawn"])
        );
        let version = checked(&plan, &member_key("kim"));
        assert!(matches!(version, Condition::Version(4 | 5)), "{version:?}");
    }
}

#[test]
fn an_expired_link_and_another_persons_are_refused_and_nothing_is_written() {
    let lou = lou();
    let expired = by("lou", link(&lou)).decide(&read(&shop_(), &lou, []), &context_at(day(7)));
    assert_eq!(rejected(expired), Rejection::InvitationExpired);
    let wrong = Rejection::WrongAccount { invited: "l***@example.com".to_owned() };
    assert_eq!(rejected(decide("bob", &lou, [])), wrong);
    let again = Invitation { generation: lou.generation + 1, ..lou.clone() };
    let replaced = by("lou", link(&lou)).decide(&read(&shop_(), &again, []), &context());
    assert_eq!(rejected(replaced), Rejection::InvitationRevoked);
    // A closed store had the id before, and invited the same address.
    let old = LinkClaims { generation: lou.generation - 1, ..link(&lou) };
    let of_another = by("lou", old).decide(&read(&shop_(), &lou, []), &context());
    assert_eq!(rejected(of_another), Rejection::TokenTooOld);
}

#[test]
fn a_genuine_link_to_what_is_stored_no_more_is_too_old() {
    let lou = lou();
    for read in [found([store_found(&shop_())]), found([invitation_found(&lou)])] {
        assert_eq!(rejected(by("lou", link(&lou)).decide(&read, &context())), Rejection::TokenTooOld);
    }
}

#[test]
fn the_same_link_again_gives_the_same_answer_and_writes_nothing() {
    let accepted = Invitation { state: InvitationState::Accepted { by: user("lou") }, ..lou() };
    let answer = unchanged(decide("lou", &accepted, [member_found(&member("lou", &["seller"]))]));
    let answer = answer.unwrap();
    assert_eq!((answer.joined, answer.member.user), (Joined::Before, user("lou")));
}

#[test]
fn a_person_who_joined_before_and_left_joins_anew_as_the_next_version() {
    let vouched_after = {
        let mut lou = lou();
        lou.invited_by.departures = 1;
        lou
    };
    let (plan, _) = committed(decide("lou", &vouched_after, [left_found("lou", 1, 8)]));
    let (membership, condition) = put_membership(&plan, "lou");
    assert_eq!((membership.version(), condition), (9, Condition::Version(8)));
}

#[test]
fn an_invitation_from_before_a_departure_ends_without_a_member() {
    let (plan, rejection) = ended(decide("lou", &lou(), [left_found("lou", 1, 8)]));
    assert_eq!(rejection, Rejection::InvitationRevoked);
    assert_eq!(put_invitation(&plan, "lou").0.state, InvitationState::Revoked);
    assert_eq!(store_write(&plan).seats, SeatChange { taken: -1, members: 0 });
    assert_eq!(
        (event(&plan).actor, event_names(&plan)),
        (EventActor::Service, vec!["invitation.superseded"])
    );
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), member_key("lou")]));
    assert_eq!(checked(&plan, &member_key("lou")), Condition::Version(8), "the departure decided it");
}

/// A link to lou, used by a person with the verified address of lou.
fn as_lou(user: &str, invitation: &Invitation, more: impl IntoIterator<Item = Found>) -> Decided {
    let account = staffroom_domain::Account { email: email("lou@example.com"), ..account(user) };
    AcceptInvitation { caller: person(user), account, link: link(invitation) }
        .decide(&read(&shop_(), invitation, more), &context_at(day(1)))
}

#[test]
fn a_member_who_uses_a_link_to_their_own_alias_ends_it_and_the_alias_is_known_as_theirs() {
    let kim = kim();
    let (plan, rejection) = ended(as_lou("kim", &lou(), [member_found(&kim)]));
    assert_eq!(rejection, Rejection::AlreadyMember);
    assert_eq!(put_invitation(&plan, "lou").0.state, InvitationState::Revoked);
    assert_eq!(store_write(&plan).seats, SeatChange { taken: -1, members: 0 }, "its seat is free");
    let (membership, condition) = put_membership(&plan, "kim");
    let both = BTreeSet::from([invitation_id("kim"), invitation_id("lou")]);
    assert_eq!(membership.member().map(|member| member.addresses.clone()), Some(both));
    assert_eq!(condition, Condition::Version(4));
    assert_eq!(*put(&plan, &address_key("lou")).0, Record::AddressHolder(user("kim")));
    assert_eq!(
        (event(&plan).actor, event_names(&plan)),
        (EventActor::Service, vec!["invitation.superseded"])
    );
}

#[test]
fn the_owner_who_uses_a_link_to_their_own_alias_ends_it() {
    let (plan, rejection) = ended(as_lou("owner", &lou(), []));
    assert_eq!(rejection, Rejection::AlreadyMember);
    assert_eq!(put_invitation(&plan, "lou").0.state, InvitationState::Revoked);
    assert_eq!(keys(&plan), [invitation_key("lou")]);
    assert_eq!(event_names(&plan), ["invitation.superseded"]);
}

fn ecwid(taken: u32, members: u32) -> Store {
    Store { seats: SeatCount { taken, members }, ..store("ecwid") }
}

fn sales(store: &Store, id: &str) -> Invitation {
    let offer = staffroom_domain::Offer {
        permissions: vec!["sales".parse().unwrap()],
        ..staffroom_domain::builders::offer(&format!("{id}@example.com"), &[])
    };
    let owner = staffroom_domain::builders::owner(store);
    Invitation::invite(store, &owner, &offer, None, None, noon()).unwrap()
}

#[test]
fn a_forwarded_link_ends_the_invitation_that_the_persons_own_address_has() {
    let store = ecwid(2, 0);
    let (lou, bob) = (sales(&store, "lou"), sales(&store, "bob"));
    let read = read(&store, &lou, [invitation_found(&bob)]);
    let (plan, _) = committed(by("bob", link(&lou)).decide(&read, &context_at(day(1))));
    assert_eq!(put_invitation(&plan, "bob").0.state, InvitationState::Revoked);
    assert_eq!(put_invitation(&plan, "lou").0.state, InvitationState::Accepted { by: user("bob") });
    assert_eq!(store_write(&plan).seats, SeatChange { taken: -1, members: 1 });
    assert_eq!(event_names(&plan), ["invitation.accepted", "invitation.superseded"]);
    assert_eq!(events(&plan)[1].actor, EventActor::Service);
}

#[test]
fn a_forwarded_link_binds_the_invited_address_to_nobody() {
    let store = ecwid(1, 0);
    let lou = sales(&store, "lou");
    let decided = by("bob", link(&lou)).decide(&read(&store, &lou, []), &context_at(day(1)));
    let (plan, _) = committed(decided);
    assert_eq!(checked(&plan, &invitation_key("bob")), Condition::Absent, "no invitation comes meanwhile");
    let expected = [invitation_key("lou"), invitation_key("bob"), member_key("bob"), address_key("bob")];
    assert_eq!(keys(&plan), sorted(expected));
}

#[test]
fn an_answered_invitation_of_the_persons_own_address_stays_as_it_is() {
    let store = ecwid(1, 0);
    let lou = sales(&store, "lou");
    let bob = Invitation { state: InvitationState::Revoked, version: 6, ..sales(&store, "bob") };
    let read = read(&store, &lou, [invitation_found(&bob)]);
    let (plan, _) = committed(by("bob", link(&lou)).decide(&read, &context_at(day(1))));
    assert_eq!(checked(&plan, &invitation_key("bob")), Condition::Version(6));
    assert_eq!(event_names(&plan), ["invitation.accepted"]);
}

#[test]
fn a_member_needs_a_seat_that_no_other_member_has() {
    let store = ecwid(3, 2);
    let lou = sales(&store, "lou");
    let mut full = read(&store, &lou, []);
    let accept = |read: &ReadResult| by("lou", link(&lou)).decide(read, &context_at(day(1)));
    let more = read_more(accept(&full));
    assert_eq!((more.keys, more.releasable_seats), (vec![], Some((shop(), day(1)))));
    full.set_releasable_seats(vec![invitation_key("mel")]);
    assert_eq!(rejected(accept(&full)), Rejection::SeatLimitReached { limit: 2 });
    full.set_releasable_seats(vec![member_key("tom")]);
    let (plan, _) = committed(accept(&full));
    let released = Write::ReleaseSeat { key: member_key("tom"), version: None };
    assert_eq!(*write(&plan, &member_key("tom")), released);
}

#[test]
fn a_member_whose_access_ended_gets_their_seat_back() {
    let tom = Member { access_ends_at: Some(day(1)), version: 6, ..member("lou", &["support"]) };
    let (plan, answer) = committed(decide("lou", &lou(), [member_found(&tom)]));
    assert_eq!(answer.unwrap().member.version, 7);
    assert_eq!(put_membership(&plan, "lou").1, Condition::Version(6));
    assert_eq!(store_write(&plan).seats, SeatChange { taken: -1, members: 0 });
    assert!(matches!(put_membership(&plan, "lou").0, Membership::Active(_)));
}

#[test]
fn a_member_who_uses_a_forwarded_link_ends_it_and_the_address_is_not_theirs() {
    let store = ecwid(2, 1);
    let lou = sales(&store, "lou");
    let kim = Member { grant: lou.grant.clone(), ..kim() };
    let read = read(&store, &lou, [member_found(&kim)]);
    let (plan, rejection) = ended(by("kim", link(&lou)).decide(&read, &context_at(day(1))));
    assert_eq!(rejection, Rejection::AlreadyMember);
    assert_eq!(put_invitation(&plan, "lou").0.state, InvitationState::Revoked);
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4), "that they are one decided it");
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), member_key("kim")]));
}
