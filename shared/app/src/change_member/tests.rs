use staffroom_domain::builders::{day, grant, member, noon, store, user};
use staffroom_domain::{
    EventKind, Grant, Member, MemberChange, MemberStatus, Rejection, Seat, SeatChange, SeatCount, Store,
    Suspension,
};

use super::ChangeMember;
use crate::builders::{
    Found, address_key, context, found, invitation_key, member_found, member_key, nothing_found, person,
    shop, store_found, store_key,
};
use crate::context::Caller;
use crate::execute::UseCase;
use crate::expect::{
    checked, committed, event, event_names, keys, managers_only, put, put_membership, read_more, rejected,
    sorted, store_write, unchanged, versions, write,
};
use crate::key::Key;
use crate::plan::{Condition, StoreCondition, Write};
use crate::precondition::Precondition;
use crate::read::ReadResult;
use crate::record::Record;

fn to(role: &str) -> MemberChange {
    MemberChange { roles: Some(vec![role.parse().unwrap()]), ..MemberChange::default() }
}

fn by(caller: Caller) -> ChangeMember {
    ChangeMember {
        caller,
        store: shop(),
        user: user("sue"),
        required: Precondition::None,
        change: to("support"),
    }
}

fn sue() -> Member {
    Member { version: 5, ..member("sue", &["seller"]) }
}

fn read_with(sue: Found) -> ReadResult {
    let kim = Member { version: 4, ..member("kim", &["administrator"]) };
    found([store_found(&Store { version: 3, ..store("whatnot") }), member_found(&kim), sue])
}

fn read() -> ReadResult {
    read_with(member_found(&sue()))
}

#[test]
fn only_managers_change_a_member() {
    managers_only(by, &read());
    let keys = by(person("kim")).reads(noon()).keys;
    assert_eq!(keys, [store_key(), member_key("kim"), member_key("sue")]);
}

#[test]
fn a_member_gets_other_rights_and_is_told_what_they_were() {
    let change = MemberChange { access_ends_at: Some(Some(day(9))), ..to("support") };
    let change = ChangeMember { change, ..by(person("kim")) };
    let (plan, (shop, answer)) = committed(change.decide(&read(), &context()));
    let (membership, condition) = put_membership(&plan, "sue");
    assert_eq!((membership.member(), condition), (Some(&answer), Condition::Version(5)));
    assert_eq!((shop.version, &answer.grant), (3, &grant(&["support"], &[])));
    assert_eq!(checked(&plan, &member_key("kim")), Condition::Version(4));
    assert_eq!(keys(&plan), sorted([member_key("sue"), member_key("kim")]));
    let unchanged = StoreCondition::Unchanged { version: 3, departures: None };
    assert_eq!((store_write(&plan).condition, store_write(&plan).seats), (unchanged, SeatChange::default()));
    match event(&plan).kind {
        EventKind::MemberChanged { member, before, access_ends_at, access_ends_at_before: None, .. } => {
            assert_eq!((member.user_id, before, access_ends_at), (user("sue"), sue().grant, Some(day(9))));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn another_end_of_access_is_a_change() {
    let change = MemberChange { access_ends_at: Some(Some(day(9))), ..MemberChange::default() };
    let (_, (_, answer)) =
        committed(ChangeMember { change, ..by(person("kim")) }.decide(&read(), &context()));
    assert_eq!((answer.access_ends_at, answer.grant), (Some(day(9)), sue().grant));
}

fn suspending(suspension: Suspension) -> ChangeMember {
    let change = MemberChange { suspension: Some(suspension), ..MemberChange::default() };
    ChangeMember { change, ..by(person("kim")) }
}

#[test]
fn a_suspended_member_keeps_their_grant_and_seat() {
    let (plan, (_, answer)) = committed(suspending(Suspension::Suspend).decide(&read(), &context()));
    assert_eq!(answer.status(noon()), MemberStatus::Suspended);
    assert!(answer.held(&store("whatnot"), noon()).is_empty());
    assert_eq!(
        (&answer.grant, answer.seat, store_write(&plan).seats),
        (&sue().grant, Seat::Held, SeatChange::default())
    );
    assert!(matches!(event(&plan).kind, EventKind::MemberSuspended { .. }));

    let suspended = Member { suspended_at: Some(day(-1)), ..sue() };
    let read = read_with(member_found(&suspended));
    assert_eq!(
        unchanged(suspending(Suspension::Suspend).decide(&read, &context())).1,
        suspended,
        "since then"
    );
    let (plan, (_, answer)) = committed(suspending(Suspension::Resume).decide(&read, &context()));
    assert_eq!(answer.status(noon()), MemberStatus::Active);
    assert!(matches!(event(&plan).kind, EventKind::MemberResumed { .. }));
}

#[test]
fn other_rights_and_a_suspension_are_two_changes() {
    let change = MemberChange { suspension: Some(Suspension::Suspend), ..to("support") };
    let change = ChangeMember { change, ..by(person("kim")) };
    let (plan, (_, answer)) = committed(change.decide(&read(), &context()));
    assert_eq!(event_names(&plan), ["member.changed", "member.suspended"]);
    let version = sue().version;
    assert_eq!(versions(plan), [vec![version + 1], vec![version + 2]]);
    assert_eq!(answer.version, version + 2);
}

#[test]
fn nobody_gives_access_back_that_outlasts_their_own() {
    let kim = Member { access_ends_at: Some(day(3)), ..member("kim", &["administrator"]) };
    for (end, refused) in [(None, true), (Some(day(4)), true), (Some(day(3)), false)] {
        let sue = Member { suspended_at: Some(day(-1)), access_ends_at: end, ..sue() };
        let read = found([store_found(&store("whatnot")), member_found(&kim), member_found(&sue)]);
        let decided = suspending(Suspension::Resume).decide(&read, &context());
        assert_eq!(decided.is_err(), refused, "{end:?}");
    }
}

#[test]
fn what_changes_nothing_is_not_written() {
    for change in [to("seller"), MemberChange { access_ends_at: Some(None), ..to("seller") }] {
        let change = ChangeMember { change, ..by(person("kim")) };
        assert_eq!(unchanged(change.decide(&read(), &context())).1, sue());
    }
}

#[test]
fn they_must_be_a_member_in_the_version_that_the_caller_requires() {
    let other = ChangeMember { required: Precondition::Versions(vec![4]), ..by(person("kim")) };
    assert_eq!(rejected(other.decide(&read(), &context())), Rejection::PreconditionFailed);
    let nobody = read_with(nothing_found(member_key("sue")));
    assert_eq!(rejected(by(person("kim")).decide(&nobody, &context())), Rejection::NotFound);
    let owner = ChangeMember { user: user("owner"), ..by(person("kim")) };
    assert_eq!(rejected(owner.decide(&read(), &context())), Rejection::OwnerIsFixed);
}

#[test]
fn access_that_comes_back_takes_a_seat_again() {
    let full = Store { seats: SeatCount { taken: 2, members: 2 }, ..store("ecwid") };
    let ended = Member {
        grant: Grant { roles: [].into(), ..grant(&[], &["sales"]) },
        access_ends_at: Some(day(-1)),
        seat: Seat::Released,
        ..sue()
    };
    let change = MemberChange { access_ends_at: Some(None), ..MemberChange::default() };
    let change = ChangeMember { change, ..by(person("owner")) };
    let mut read = found([store_found(&full), member_found(&ended)]);
    let address = *ended.addresses.first().unwrap();
    let of_address = Key::Invitation(shop(), address);
    assert_eq!(read_more(change.decide(&read, &context())).keys, std::slice::from_ref(&of_address));
    read.merge(found([nothing_found(of_address)]));
    let holder = Key::Address(shop(), address);
    assert_eq!(read_more(change.decide(&read, &context())).keys, std::slice::from_ref(&holder));
    let tom = member("tom", &[]);
    let taken = found([(holder.clone(), Some(Record::AddressHolder(user("tom")))), member_found(&tom)]);
    let mut with_tom = read.clone();
    with_tom.merge(taken);
    assert_eq!(rejected(change.decide(&with_tom, &context())), Rejection::AlreadyMember);
    read.merge(found([nothing_found(holder)]));
    let more = read_more(change.decide(&read, &context()));
    assert_eq!((more.keys, more.releasable_seats), (vec![], Some((shop(), noon()))));
    read.set_releasable_seats(vec![invitation_key("lou")]);
    assert_eq!(rejected(change.decide(&read, &context())), Rejection::SeatLimitReached { limit: 2 });
    read.set_releasable_seats(vec![member_key("tom")]);
    let (plan, _) = committed(change.decide(&read, &context()));
    let released = Write::ReleaseSeat { key: member_key("tom"), version: None };
    assert_eq!(*write(&plan, &member_key("tom")), released);
    assert_eq!(
        put(&plan, &address_key("sue")).1,
        &Condition::AbsentOrHeldBy(user("sue")),
        "it is theirs again"
    );
}
