use staffroom_domain::builders::{active, day, member, noon, offer, owner, store, user};
use staffroom_domain::{
    EventActor, Invitation, InvitationState, Member, Offer, Rejection, Seat, SeatChange, SeatCount, Store,
    Timestamp,
};

use super::SeatCheck;
use crate::builders::{context, context_at, invitation_key, member_key, shop};
use crate::expect::{is_invalid, keys, rejected, sorted, store_write};
use crate::key::Key;
use crate::plan::{Condition, Plan, StoreCondition, Write};
use crate::read::ReadResult;
use crate::record::Record;

const ONE_MEMBER: SeatChange = SeatChange { taken: 1, members: 1 };
const ONE_INVITATION: SeatChange = SeatChange { taken: 1, members: 0 };

/// A store with two seats, of which so many are taken.
fn store_with(taken: u32, members: u32) -> Store {
    let store = store("ecwid");
    assert_eq!(store.plan.seats, Some(2));
    Store { seats: SeatCount { taken, members }, ..store }
}

fn taking(store: &Store, seats: SeatChange) -> Plan {
    let mut plan = Plan::in_store(store, &context(), EventActor::Platform);
    plan.store.as_mut().unwrap().seats = seats;
    plan
}

fn releasable(keys: impl IntoIterator<Item = Key>) -> ReadResult {
    let mut read = ReadResult::default();
    read.set_releasable_seats(keys.into_iter().collect());
    read
}

#[test]
fn a_seat_is_taken_where_one_is_left_and_of_two_plans_the_later_finds_it_taken() {
    let store = store_with(1, 1);
    let mut plan = taking(&store, ONE_MEMBER);
    let checked = plan.settle_seats(&store, SeatChange::default(), &ReadResult::default());
    assert_eq!(checked.unwrap(), SeatCheck::Fits);
    let write = store_write(&plan);
    assert_eq!((write.taken_at_most, write.members_at_most), (Some(1), Some(1)));
    assert!(plan.writes.is_empty());
}

#[test]
fn an_invitation_takes_no_members_seat() {
    let store = store_with(1, 1);
    let mut plan = taking(&store, ONE_INVITATION);
    assert_eq!(
        plan.settle_seats(&store, SeatChange::default(), &ReadResult::default()).unwrap(),
        SeatCheck::Fits
    );
    let write = store_write(&plan);
    assert_eq!((write.taken_at_most, write.members_at_most), (Some(1), None));
}

#[test]
fn a_plan_without_a_limit_has_room_for_all() {
    let store = Store { seats: SeatCount { taken: 5000, members: 5000 }, ..store("whatnot") };
    let mut plan = taking(&store, ONE_MEMBER);
    let checked = plan.settle_seats(&store, SeatChange::default(), &ReadResult::default());
    assert_eq!(checked.unwrap(), SeatCheck::Fits);
    assert_eq!((store_write(&plan).taken_at_most, store_write(&plan).members_at_most), (None, None));
}

#[test]
fn a_change_that_takes_no_seat_is_never_refused_one() {
    let store = store_with(5, 5);
    for seats in [SeatChange::default(), SeatChange { taken: -1, members: 0 }] {
        let mut plan = taking(&store, seats);
        let checked = plan.settle_seats(&store, SeatChange::default(), &ReadResult::default());
        assert_eq!(checked.unwrap(), SeatCheck::Fits);
        assert_eq!((store_write(&plan).taken_at_most, store_write(&plan).members_at_most), (None, None));
    }
}

#[test]
fn an_invitation_that_is_accepted_needs_a_members_seat_alone() {
    // The invitation's own seat becomes the member's.
    let seats = SeatChange { taken: 0, members: 1 };
    let store = store_with(3, 1);
    let mut plan = taking(&store, seats);
    let checked = plan.settle_seats(&store, SeatChange::default(), &ReadResult::default());
    assert_eq!(checked.unwrap(), SeatCheck::Fits);
    let write = store_write(&plan);
    assert_eq!((write.taken_at_most, write.members_at_most), (None, Some(1)));
}

#[test]
fn seats_past_their_term_must_be_read_before_one_is_refused() {
    let store = store_with(2, 0);
    let mut plan = taking(&store, ONE_INVITATION);
    let checked = plan.settle_seats(&store, SeatChange::default(), &ReadResult::default());
    assert_eq!(checked.unwrap(), SeatCheck::Unread);
}

#[test]
fn a_plan_whose_seats_are_all_taken_admits_nobody() {
    let store = store_with(2, 2);
    for seats in [ONE_MEMBER, ONE_INVITATION] {
        let settled = taking(&store, seats).settle_seats(&store, SeatChange::default(), &releasable([]));
        assert_eq!(rejected(settled), Rejection::SeatLimitReached { limit: 2 });
    }
}

#[test]
fn as_many_seats_past_their_term_are_released_as_are_needed() {
    let store = store_with(2, 0);
    let mut plan = taking(&store, ONE_INVITATION);
    let read = releasable([invitation_key("lou"), invitation_key("mel")]);
    assert_eq!(plan.settle_seats(&store, SeatChange::default(), &read).unwrap(), SeatCheck::Fits);
    assert_eq!(plan.writes, [Write::ReleaseSeat { key: invitation_key("lou"), version: None }]);
    let write = store_write(&plan);
    assert_eq!(write.seats, SeatChange::default(), "one is taken and one is released");
    assert_eq!((write.taken_at_most, write.members_at_most), (Some(2), None));
}

#[test]
fn a_members_seat_is_released_by_a_member_whose_access_has_ended() {
    let store = store_with(2, 2);
    let read = releasable([invitation_key("lou"), member_key("tom"), member_key("kim")]);
    let mut plan = taking(&store, ONE_MEMBER);
    assert_eq!(plan.settle_seats(&store, SeatChange::default(), &read).unwrap(), SeatCheck::Fits);
    assert_eq!(plan.writes, [Write::ReleaseSeat { key: member_key("tom"), version: None }]);
    assert_eq!(store_write(&plan).seats, SeatChange::default());
    assert_eq!(store_write(&plan).members_at_most, Some(2));
    let only_invitation = releasable([invitation_key("lou")]);
    let settled = taking(&store, ONE_MEMBER).settle_seats(&store, SeatChange::default(), &only_invitation);
    assert_eq!(rejected(settled), Rejection::SeatLimitReached { limit: 2 });
}

#[test]
fn invitations_give_their_seats_first_and_then_members_whose_access_has_ended() {
    // Five are taken of two: an invitation needs four released.
    let store = store_with(5, 1);
    let read = releasable([
        member_key("tom"),
        member_key("kim"),
        invitation_key("lou"),
        invitation_key("mel"),
        invitation_key("sue"),
    ]);
    let mut plan = taking(&store, ONE_INVITATION);
    assert_eq!(plan.settle_seats(&store, SeatChange::default(), &read).unwrap(), SeatCheck::Fits);
    let all = [invitation_key("lou"), invitation_key("mel"), invitation_key("sue"), member_key("tom")];
    assert_eq!(keys(&plan), sorted(all));
    assert_eq!(store_write(&plan).seats, SeatChange { taken: 1 - 4, members: -1 });
    assert_eq!(store_write(&plan).taken_at_most, Some(5));
}

#[test]
fn both_kinds_of_seats_are_released_where_both_are_short() {
    // A member and an invitation at once, with three taken of two, two of them by members.
    let store = store_with(3, 2);
    let read =
        releasable([member_key("tom"), member_key("kim"), invitation_key("lou"), invitation_key("mel")]);
    let mut plan = taking(&store, SeatChange { taken: 2, members: 1 });
    assert_eq!(plan.settle_seats(&store, SeatChange::default(), &read).unwrap(), SeatCheck::Fits);
    assert_eq!(keys(&plan), sorted([member_key("tom"), invitation_key("lou"), invitation_key("mel")]));
    let few = releasable([member_key("tom"), invitation_key("lou")]);
    let settled =
        taking(&store, SeatChange { taken: 2, members: 1 }).settle_seats(&store, SeatChange::default(), &few);
    assert_eq!(rejected(settled), Rejection::SeatLimitReached { limit: 2 });
}

#[test]
fn no_more_members_are_released_than_there_are() {
    // Six are taken of two: an invitation needs five released, of three members and two invitations.
    let store = store_with(6, 2);
    let read = releasable([
        member_key("tom"),
        member_key("kim"),
        member_key("mel"),
        invitation_key("lou"),
        invitation_key("sue"),
    ]);
    let mut plan = taking(&store, ONE_INVITATION);
    assert_eq!(plan.settle_seats(&store, SeatChange::default(), &read).unwrap(), SeatCheck::Fits);
    assert_eq!(plan.writes.len(), 5);
}

#[test]
fn a_seat_that_the_plan_does_not_take_but_needs_is_looked_for_and_not_counted() {
    let more = SeatChange { taken: 0, members: 1 };
    let store = store_with(1, 1);
    let mut plan = taking(&store, ONE_INVITATION);
    assert_eq!(plan.settle_seats(&store, more, &ReadResult::default()).unwrap(), SeatCheck::Fits);
    let write = store_write(&plan);
    assert_eq!(write.seats, ONE_INVITATION);
    assert_eq!((write.taken_at_most, write.members_at_most), (Some(1), Some(1)));
    let full = store_with(2, 2);
    let settled = taking(&full, SeatChange::default()).settle_seats(&full, more, &releasable([]));
    assert_eq!(rejected(settled), Rejection::SeatLimitReached { limit: 2 });
}

#[test]
fn a_seat_needed_beside_is_in_the_limit_on_all_seats_too() {
    let store = store_with(0, 0);
    let mut plan = taking(&store, ONE_INVITATION);
    assert_eq!(
        plan.settle_seats(&store, SeatChange { taken: 1, members: 0 }, &ReadResult::default()).unwrap(),
        SeatCheck::Fits
    );
    assert_eq!(store_write(&plan).taken_at_most, Some(0));
}

#[test]
fn a_record_that_the_plan_writes_keeps_its_seat_and_one_that_it_checks_does_not() {
    let store = store_with(2, 0);
    let read = releasable([invitation_key("lou"), member_key("tom")]);
    let mut plan = taking(&store, ONE_INVITATION);
    let record = Record::AddressHolder(user("lou"));
    plan.push(Write::Put { key: invitation_key("lou"), record, condition: Condition::None }).unwrap();
    plan.push(Write::Check { key: member_key("tom"), condition: Condition::Version(4) }).unwrap();
    assert_eq!(plan.settle_seats(&store, SeatChange::default(), &read).unwrap(), SeatCheck::Fits);
    assert_eq!(plan.writes[1], Write::ReleaseSeat { key: member_key("tom"), version: Some(4) });
    assert_eq!(plan.writes.len(), 2);
}

#[test]
fn seats_are_freed_whatever_else_became_of_the_store() {
    let mut plan = Plan::freeing_seats(&shop(), &context());
    plan.free_seats(ONE_MEMBER).unwrap();
    plan.release_seat(invitation_key("lou")).unwrap();
    let write = store_write(&plan);
    assert_eq!(write.condition, StoreCondition::SeatsTaken);
    assert_eq!(write.seats, SeatChange { taken: -2, members: -1 });
    let mut beside = Plan::beside_store(&shop(), &context(), EventActor::Service);
    assert!(is_invalid(beside.free_seats(ONE_MEMBER)));
}

#[test]
fn members_are_required_to_take_no_more_seats() {
    let mut plan = taking(&store_with(1, 1), SeatChange::default());
    plan.require_members_at_most(1).unwrap();
    assert_eq!(store_write(&plan).members_at_most, Some(1));
}

/// A plan at so many days that puts the invitation of lou, made at noon, in a state with a seat in the place of itself.
fn again(store: &Store, days: i64, before: Seat) -> (Plan, Invitation) {
    let offer = Offer { permissions: vec!["sales".parse().unwrap()], ..offer("lou@example.com", &[]) };
    let made = Invitation::invite(store, &owner(store), &offer, None, None, noon()).unwrap();
    let before = Invitation { state: InvitationState::Pending(before), ..made.clone() };
    let mut plan = Plan::in_store(store, &context_at(day(days)), EventActor::Platform);
    plan.put_invitation(Some(&before), &made).unwrap();
    (plan, made)
}

#[test]
fn an_expired_invitation_that_is_sent_again_needs_its_seat_to_fit_the_plan() {
    let store = store_with(3, 0);
    let (mut plan, lou) = again(&store, 7, Seat::Held);
    let settled = plan.clone().settle_seats(&store, SeatChange::default(), &releasable([]));
    assert_eq!(rejected(settled), Rejection::SeatLimitReached { limit: 2 });
    let read = releasable([invitation_key("lou"), invitation_key("mel")]);
    assert_eq!(plan.settle_seats(&store, SeatChange::default(), &read).unwrap(), SeatCheck::Fits);
    assert_eq!(keys(&plan), sorted([invitation_key("lou"), invitation_key("mel")]));
    assert_eq!(lou.seats(), ONE_INVITATION);
    assert_eq!(store_write(&plan).taken_at_most, Some(3));
}

#[test]
fn a_pending_invitation_that_is_sent_again_keeps_its_seat() {
    let store = store_with(3, 0);
    let (mut plan, _) = again(&store, 6, Seat::Held);
    let settled = plan.settle_seats(&store, SeatChange::default(), &ReadResult::default());
    assert_eq!(settled.unwrap(), SeatCheck::Fits);
    assert_eq!(store_write(&plan).taken_at_most, None);
}

#[test]
fn an_expired_invitation_whose_seat_was_given_away_takes_another() {
    let store = store_with(1, 0);
    let (mut plan, _) = again(&store, 7, Seat::Released);
    let settled = plan.settle_seats(&store, SeatChange::default(), &ReadResult::default());
    assert_eq!(settled.unwrap(), SeatCheck::Fits);
    assert_eq!((store_write(&plan).seats, store_write(&plan).taken_at_most), (ONE_INVITATION, Some(1)));
}

/// A plan at noon that gives tom, whose access had ended, another end.
fn back(store: &Store, before: Seat, end: Option<Timestamp>) -> Plan {
    let after = Member { access_ends_at: end, ..member("tom", &[]) };
    let before = Member { access_ends_at: Some(day(-1)), seat: before, ..after.clone() };
    let mut plan = taking(store, SeatChange::default());
    plan.put_member(store, &active(before), &after, &ReadResult::default()).unwrap();
    plan
}

#[test]
fn access_that_comes_back_needs_its_seat_to_fit_the_plan() {
    let full = store_with(3, 3);
    for end in [None, Some(day(1))] {
        let mut plan = back(&full, Seat::Held, end);
        let settled = plan.clone().settle_seats(&full, SeatChange::default(), &releasable([]));
        assert_eq!(rejected(settled), Rejection::SeatLimitReached { limit: 2 });
        let read = releasable([member_key("tom"), member_key("kim")]);
        assert_eq!(plan.settle_seats(&full, SeatChange::default(), &read).unwrap(), SeatCheck::Fits);
        let released = Write::ReleaseSeat { key: member_key("kim"), version: None };
        assert!(plan.writes.contains(&released), "not that of tom, who is back");
        assert_eq!(store_write(&plan).members_at_most, Some(3));
    }
    let mut fitting = back(&store_with(2, 2), Seat::Held, None);
    assert_eq!(
        fitting.settle_seats(&store_with(2, 2), SeatChange::default(), &ReadResult::default()).unwrap(),
        SeatCheck::Fits
    );
    let write = store_write(&fitting);
    assert_eq!(
        (write.seats, write.taken_at_most, write.members_at_most),
        (SeatChange::default(), Some(2), Some(2))
    );
}

#[test]
fn access_that_comes_back_after_its_seat_was_given_away_takes_another() {
    let mut plan = back(&store_with(1, 1), Seat::Released, None);
    assert_eq!(
        plan.settle_seats(&store_with(1, 1), SeatChange::default(), &ReadResult::default()).unwrap(),
        SeatCheck::Fits
    );
    let write = store_write(&plan);
    assert_eq!((write.seats, write.taken_at_most, write.members_at_most), (ONE_MEMBER, Some(1), Some(1)));
}

#[test]
fn access_that_stays_ended_or_never_ended_needs_nothing() {
    let full = store_with(3, 3);
    let mut ended = back(&full, Seat::Held, Some(noon()));
    let settled = ended.settle_seats(&full, SeatChange::default(), &ReadResult::default());
    assert_eq!(settled.unwrap(), SeatCheck::Fits);
    assert_eq!(store_write(&ended).members_at_most, None);
    let kim = member("kim", &[]);
    let mut present = taking(&full, SeatChange::default());
    present.put_member(&store("whatnot"), &active(kim.clone()), &kim, &ReadResult::default()).unwrap();
    let settled = present.settle_seats(&full, SeatChange::default(), &ReadResult::default());
    assert_eq!(settled.unwrap(), SeatCheck::Fits);
    assert_eq!(store_write(&present).members_at_most, None);
}
