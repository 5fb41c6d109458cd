use std::collections::BTreeSet;

use staffroom_domain::builders::{active, day, email, invitation, member, noon, owner, store, user};
use staffroom_domain::{
    Activity, Actor, Delivery, Departure, EventActor, EventKind, Invitation, InvitationState, Member,
    Membership, OrderSummary, Seat, SeatChange, Store, bounds,
};

use super::{Condition, Plan, StoreCondition, StoreEvent, StoreWrite, Write};
use crate::builders::{
    address_key, context, found, holder_found, invitation_id, invitation_key, member_key, shop, store_key,
};
use crate::expect::{checked, event, event_names, events, is_invalid, keys, put, sorted, store_write, write};
use crate::key::{IdempotencyScope, Key};
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::record::{IdempotencyRecord, IdempotencyState, Record};

fn plan() -> Plan {
    Plan::in_store(&store("whatnot"), &context(), EventActor::Platform)
}

fn check(key: Key, condition: Condition) -> Write {
    Write::Check { key, condition }
}

fn holder(condition: Condition) -> Write {
    Write::Put { key: member_key("kim"), record: Record::AddressHolder(user("kim")), condition }
}

/// One write of each kind at the key of kim, as a check of that record leaves it.
fn of_kinds() -> [Write; 3] {
    let key = || member_key("kim");
    [
        holder(Condition::None),
        Write::Delete { key: key(), condition: Condition::None },
        Write::Check { key: key(), condition: Condition::None },
    ]
}

fn with_condition(write: Write, set: Condition) -> Write {
    match write {
        Write::Put { key, record, .. } => Write::Put { key, record, condition: set },
        Write::Delete { key, .. } => Write::Delete { key, condition: set },
        Write::Check { key, .. } => Write::Check { key, condition: set },
        other => other,
    }
}

#[test]
fn a_plan_is_dated_with_the_decision() {
    assert_eq!(plan().at, noon());
}

#[test]
fn a_plan_in_a_store_holds_while_the_store_is_as_it_was_read() {
    let plan = Plan::in_store(&Store { version: 7, ..store("whatnot") }, &context(), EventActor::Platform);
    let expected = StoreCondition::Unchanged { version: 7, departures: None };
    let store = store_write(&plan);
    assert_eq!((&store.id, store.condition), (&shop(), expected));
    assert!(store.is_check(), "nothing is written of it");
}

#[test]
fn a_plan_beside_a_store_excludes_no_change_of_it() {
    assert_eq!(Plan::beside_store(&shop(), &context(), EventActor::Platform).store, None);
    assert_eq!(Plan::outside_store(&context(), EventActor::Platform).store, None);
}

#[test]
fn a_store_is_written_when_its_fields_its_seats_or_its_departures_change() {
    let unwritten = store_write(&plan()).clone();
    let seats = SeatChange { taken: 1, members: 0 };
    assert!(unwritten.is_check());
    assert!(!StoreWrite { put: Some(Box::new(store("whatnot"))), ..unwritten.clone() }.is_check());
    assert!(!StoreWrite { seats, ..unwritten.clone() }.is_check());
    assert!(!StoreWrite { departures: 1, ..unwritten.clone() }.is_check());
    assert!(!StoreWrite { event: Some(StoreEvent::NotBefore(noon())), ..unwritten }.is_check());
}

#[test]
fn a_check_joins_the_write_of_its_record_in_either_order() {
    let version = || Condition::Version(3);
    for write in of_kinds() {
        let expected = with_condition(write.clone(), version());
        for pair in [
            [check(member_key("kim"), version()), write.clone()],
            [write.clone(), check(member_key("kim"), version())],
        ] {
            let mut plan = plan();
            plan.push(check(store_key(), Condition::None)).unwrap();
            for write in pair {
                plan.push(write).unwrap();
            }
            assert_eq!(plan.writes, [check(store_key(), Condition::None), expected.clone()]);
        }
    }
}

#[test]
fn a_check_of_a_version_joins_the_release_of_a_seat() {
    let mut plan = plan();
    plan.push(Write::ReleaseSeat { key: member_key("kim"), version: None }).unwrap();
    plan.push(check(member_key("kim"), Condition::Version(3))).unwrap();
    assert_eq!(plan.writes, [Write::ReleaseSeat { key: member_key("kim"), version: Some(3) }]);
    assert!(is_invalid(plan.push(check(member_key("kim"), Condition::Version(4)))));
    let mut absent = self::plan();
    absent.push(Write::ReleaseSeat { key: member_key("kim"), version: None }).unwrap();
    assert!(is_invalid(absent.push(check(member_key("kim"), Condition::Absent))));
}

#[test]
fn two_conditions_on_a_record_must_agree() {
    let delivery = |version| Condition::VersionAndDelivery(version, Delivery::Sent);
    for (one, other, both) in [
        (Condition::Absent, Condition::Absent, Some(Condition::Absent)),
        (Condition::Version(3), Condition::Version(3), Some(Condition::Version(3))),
        (Condition::Version(3), Condition::Version(4), None),
        (Condition::Version(3), Condition::Absent, None),
        (Condition::None, Condition::Absent, Some(Condition::Absent)),
        (delivery(3), Condition::Version(3), Some(delivery(3))),
        (delivery(3), Condition::Version(4), None),
        (delivery(3), Condition::Absent, None),
    ] {
        for (one, other) in [(&one, &other), (&other, &one)] {
            let mut plan = plan();
            plan.push(holder(one.clone())).unwrap();
            let joined = plan.push(check(member_key("kim"), other.clone()));
            match &both {
                Some(both) => {
                    joined.unwrap();
                    assert_eq!(put(&plan, &member_key("kim")).1, both, "{one:?} and {other:?}");
                }
                None => assert!(is_invalid(joined), "{one:?} and {other:?}"),
            }
        }
    }
}

#[test]
fn a_record_is_written_once() {
    let mut plan = plan();
    plan.push(holder(Condition::None)).unwrap();
    plan.push(holder(Condition::None)).unwrap();
    assert_eq!(plan.writes.len(), 1, "the very same write");
    assert!(is_invalid(plan.push(holder(Condition::Absent))));
    assert!(is_invalid(plan.push(Write::RecordActivity { key: member_key("kim") })));
}

#[test]
fn a_write_that_has_its_own_condition_takes_no_other() {
    let key = || member_key("kim");
    let quota = Quota::of_store(&store("whatnot"), noon());
    for write in [
        Write::RecordActivity { key: key() },
        Write::MarkMailed { key: key(), address: staffroom_domain::AddressId::of(&email("kim@example.com")) },
        Write::MarkDelivered {
            key: key(),
            address: staffroom_domain::AddressId::of(&email("kim@example.com")),
        },
        Write::SetDelivery { key: key(), generation: 1, from: vec![Delivery::Queued], to: Delivery::Sent },
        Write::Count { quota, more: 1 },
    ] {
        let mut plan = plan();
        let key = write.key();
        plan.push(write).unwrap();
        assert!(is_invalid(plan.push(check(key, Condition::Version(3)))));
    }
}

#[test]
fn version_nought_is_that_there_is_no_record() {
    assert_eq!(Condition::of_version(0), Condition::Absent);
    assert_eq!(Condition::of_version(1), Condition::Version(1));
}

#[test]
fn a_transaction_holds_a_hundred_actions_with_the_stores() {
    let filled = |mut plan: Plan, writes: usize| {
        for number in 0..writes {
            plan.push(Write::RecordActivity { key: member_key(&format!("m{number}")) }).unwrap();
        }
        plan
    };
    let beside = || Plan::beside_store(&shop(), &context(), EventActor::Service);
    assert_eq!(filled(plan(), 99).actions(), 100);
    assert_eq!(filled(beside(), 99).actions(), 99);
    assert!(filled(plan(), 99).require_size().is_ok());
    assert!(filled(beside(), 100).require_size().is_ok());
    assert!(is_invalid(filled(plan(), 100).require_size()));
}

#[test]
fn a_members_own_membership_is_a_condition_and_the_owners_is_not() {
    let store = store("whatnot");
    let kim = Member { version: 5, ..member("kim", &["administrator"]) };
    let actor = Actor::person(&store, &kim.user, Some(&kim), noon()).unwrap();
    let by_kim = plan().by(&actor).unwrap();
    assert_eq!(checked(&by_kim, &member_key("kim")), Condition::Version(5));
    assert!(plan().by(&owner(&store)).unwrap().writes.is_empty());
    assert!(plan().by(&Actor::platform()).unwrap().writes.is_empty());
}

#[test]
fn that_nobody_left_is_required_of_a_store_that_was_read() {
    let mut in_store = plan();
    in_store.require_departures(4).unwrap();
    let expected = StoreCondition::Unchanged { version: 1, departures: Some(4) };
    assert_eq!(store_write(&in_store).condition, expected);
    let mut freeing = Plan::freeing_seats(&shop(), &context());
    freeing.require_departures(4).unwrap();
    assert_eq!(store_write(&freeing).condition, StoreCondition::SeatsTaken);
    let mut beside = Plan::beside_store(&shop(), &context(), EventActor::Service);
    assert!(is_invalid(beside.require_departures(4)));
}

#[test]
fn a_store_is_put_in_the_place_of_the_version_before_or_of_nothing() {
    let (before, after) =
        (Store { version: 4, ..store("whatnot") }, Store { version: 5, ..store("whatnot") });
    let mut plan = plan();
    plan.put_store(Some(&before), after.clone()).unwrap();
    let expected = StoreCondition::Unchanged { version: 4, departures: None };
    assert_eq!(store_write(&plan).condition, expected);
    assert_eq!(store_write(&plan).put.as_deref(), Some(&after));
    plan.put_store(None, after).unwrap();
    assert_eq!(store_write(&plan).condition, StoreCondition::Absent);
    assert!(is_invalid(Plan::outside_store(&context(), EventActor::Platform).put_store(None, before)));
}

#[test]
fn an_invitation_moves_its_seat_with_its_state() {
    let store = store("whatnot");
    let lou = Invitation { version: 3, delivery: Delivery::Sent, ..invitation(&store, "lou", &["seller"]) };
    let revoked = Invitation { state: InvitationState::Revoked, ..lou.clone() };
    let released = Invitation { state: InvitationState::Pending(Seat::Released), ..lou.clone() };
    for (before, after, taken) in [
        (None, &lou, 1),
        (Some(&lou), &lou, 0),
        (Some(&lou), &revoked, -1),
        (Some(&released), &revoked, 0),
        (Some(&released), &lou, 1),
    ] {
        let mut plan = plan();
        plan.put_invitation(before, after).unwrap();
        assert_eq!(store_write(&plan).seats, SeatChange { taken, members: 0 });
        let condition = match before {
            None => Condition::Absent,
            Some(_) => Condition::VersionAndDelivery(3, Delivery::Sent),
        };
        let record = Record::Invitation(Box::new(after.clone()));
        assert_eq!(put(&plan, &invitation_key("lou")), (&record, &condition));
    }
}

#[test]
fn an_invitation_is_required_to_be_as_it_was_read() {
    let lou = Invitation { version: 3, ..invitation(&store("whatnot"), "lou", &["seller"]) };
    let mut plan = plan();
    plan.require_invitation(lou.id, Some(&lou)).unwrap();
    plan.require_invitation(invitation_id("mel"), None).unwrap();
    assert_eq!(checked(&plan, &invitation_key("lou")), Condition::Version(3));
    assert_eq!(checked(&plan, &invitation_key("mel")), Condition::Absent);
}

#[test]
fn a_new_member_takes_a_seat_and_their_address() {
    let kim = member("kim", &["seller"]);
    let mut plan = plan();
    plan.put_member(&store("whatnot"), &Membership::Never, &kim, &ReadResult::default()).unwrap();
    assert_eq!(keys(&plan), sorted([member_key("kim"), address_key("kim")]));
    let record = Record::Membership(active(kim.clone()));
    assert_eq!(put(&plan, &member_key("kim")), (&record, &Condition::Absent));
    let holder = Record::AddressHolder(kim.user);
    assert_eq!(
        put(&plan, &address_key("kim")),
        (&holder, &Condition::AbsentOrHeldBy(user("kim"))),
        "nobody else got it meanwhile"
    );
    assert_eq!(store_write(&plan).seats, SeatChange { taken: 1, members: 1 });
}

#[test]
fn a_member_who_joins_again_counts_on() {
    let left = Membership::Left(Departure { at: noon(), departures: 1, version: 8, moved: None });
    let mut plan = plan();
    plan.put_member(&store("whatnot"), &left, &member("kim", &["seller"]), &ReadResult::default()).unwrap();
    assert_eq!(*put(&plan, &member_key("kim")).1, Condition::Version(8));
}

#[test]
fn a_member_moves_their_seat_when_it_was_released_before() {
    let kim = member("kim", &["seller"]);
    let released = Member { seat: Seat::Released, ..kim.clone() };
    for (before, after, seats) in [(&kim, &kim, 0), (&released, &kim, 1), (&kim, &released, -1)] {
        let mut plan = plan();
        plan.put_member(&store("whatnot"), &active(before.clone()), after, &ReadResult::default()).unwrap();
        assert_eq!(store_write(&plan).seats, SeatChange { taken: seats, members: seats });
        assert_eq!(keys(&plan), [member_key("kim")], "the address is theirs already");
    }
}

#[test]
fn an_address_left_behind_is_free_unless_it_is_anothers_by_now() {
    let kim = member("kim", &["seller"]);
    let moved = Member { addresses: BTreeSet::from([invitation_id("new")]), ..kim.clone() };
    let changed = |read: &ReadResult| {
        let mut plan = plan();
        plan.put_member(&store("whatnot"), &active(kim.clone()), &moved, read).unwrap();
        plan
    };
    let held = Condition::AbsentOrHeldBy(user("kim"));
    let freed = Write::Delete { key: address_key("kim"), condition: held.clone() };
    for read in [ReadResult::default(), found([holder_found("kim", "kim")])] {
        let plan = changed(&read);
        assert_eq!(*write(&plan, &address_key("kim")), freed);
        assert_eq!(*put(&plan, &address_key("new")).1, held);
    }
    let plan = changed(&found([holder_found("kim", "tom")]));
    assert_eq!(keys(&plan), sorted([member_key("kim"), address_key("new")]));
}

#[test]
fn a_removed_member_leaves_a_trace_and_frees_their_seat_and_addresses() {
    let store = Store { departures: 4, ..store("whatnot") };
    let kim = Member {
        version: 6,
        addresses: BTreeSet::from([invitation_id("kim"), invitation_id("alias"), invitation_id("toms")]),
        ..member("kim", &["seller"])
    };
    let mut plan = Plan::in_store(&store, &context(), EventActor::Platform);
    plan.remove_member(&store, &kim, &found([holder_found("toms", "tom")])).unwrap();
    let left = Membership::Left(Departure { at: noon(), departures: 5, version: 7, moved: None });
    let record = Record::Membership(left);
    assert_eq!(put(&plan, &member_key("kim")), (&record, &Condition::Version(6)));
    assert_eq!(keys(&plan), sorted([member_key("kim"), address_key("kim"), address_key("alias")]));
    let held = Condition::AbsentOrHeldBy(user("kim"));
    for id in ["kim", "alias"] {
        let freed = Write::Delete { key: address_key(id), condition: held.clone() };
        assert_eq!(*write(&plan, &address_key(id)), freed);
    }
    let removed = store_write(&plan);
    assert_eq!(removed.seats, SeatChange { taken: -1, members: -1 });
    assert_eq!(removed.departures, 1);
    assert_eq!(removed.condition, StoreCondition::Unchanged { version: 1, departures: Some(4) });
}

#[test]
fn a_member_whose_seat_was_released_frees_none() {
    let kim = Member { seat: Seat::Released, ..member("kim", &["seller"]) };
    let mut plan = plan();
    plan.remove_member(&store("whatnot"), &kim, &ReadResult::default()).unwrap();
    assert_eq!(store_write(&plan).seats, SeatChange::default());
}

#[test]
fn an_activity_is_put_in_the_place_of_the_version_before() {
    let show = Activity {
        id: "show".parse().unwrap(),
        name: "Show".to_owned().try_into().unwrap(),
        order_notifications: true,
        version: 2,
    };
    for (before, condition) in [(None, Condition::Absent), (Some(&show), Condition::Version(2))] {
        let mut plan = plan();
        plan.put_activity(before, &show).unwrap();
        let key = Key::Activity(shop(), show.id.clone());
        assert_eq!(put(&plan, &key), (&Record::Activity(show.clone()), &condition));
    }
}

#[test]
fn what_is_counted_is_counted_and_nothing_is_not() {
    let quota = Quota::of_store(&store("whatnot"), noon());
    let mut plan = plan();
    plan.count(quota.clone(), 0).unwrap();
    assert!(plan.writes.is_empty());
    plan.count(quota.clone(), 2).unwrap();
    assert_eq!(plan.writes, [Write::Count { quota: quota.clone(), more: 2 }]);
    assert_eq!(keys(&plan), [Key::Counter(quota.counter)]);
}

#[test]
fn an_event_says_when_where_from_and_by_whom() {
    let mut plan = plan();
    plan.record_event(EventKind::StoreCreated).unwrap();
    let event = event(&plan);
    assert_eq!((event.at, event.actor, event.kind), (noon(), EventActor::Platform, EventKind::StoreCreated));
    assert_eq!(event.source_ip.as_deref(), Some("192.0.2.1"));
    assert_eq!(keys(&plan), [], "an event needs nothing else");
}

#[test]
fn an_event_that_the_service_caused_came_from_no_address() {
    let mut plan = plan();
    plan.record_event_by(EventActor::Service, EventKind::ReviewDue).unwrap();
    assert_eq!((event(&plan).actor, event(&plan).source_ip), (EventActor::Service, None));
}

#[test]
fn an_activity_changes_after_the_stores_last_change() {
    let mut deleted = plan();
    let name = "The Show".to_owned().try_into().unwrap();
    deleted.record_event(EventKind::ActivityDeleted { activity: "show".parse().unwrap(), name }).unwrap();
    assert_eq!(store_write(&deleted).event, Some(StoreEvent::After(noon())));
}

#[test]
fn an_event_is_not_before_the_stores_last_change_and_that_of_a_removal_is_after_it() {
    let mut changed = plan();
    changed.record_event(EventKind::ReviewDue).unwrap();
    assert_eq!(store_write(&changed).event, Some(StoreEvent::NotBefore(noon())));
    let mut removed = plan();
    removed.remove_member(&store("whatnot"), &member("kim", &["seller"]), &ReadResult::default()).unwrap();
    assert_eq!(store_write(&removed).event, None, "without an event there is nothing to order");
    removed.record_event(EventKind::ReviewDue).unwrap();
    assert_eq!(store_write(&removed).event, Some(StoreEvent::After(noon())));
    let mut beside = Plan::beside_store(&shop(), &context(), EventActor::Service);
    beside.record_event(EventKind::ReviewDue).unwrap();
    assert_eq!(beside.store, None);
}

#[test]
fn the_events_of_a_plan_sort_in_the_order_in_which_they_were_recorded() {
    let mut plan = Plan::beside_store(&shop(), &context(), EventActor::Service);
    for _ in 0..40 {
        plan.record_event(EventKind::ReviewDue).unwrap();
    }
    let ids: Vec<String> = events(&plan).iter().map(|event| event.id.to_string()).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 40);
}

#[test]
fn an_order_is_no_part_of_the_history() {
    let mut plan = plan();
    let activity = "Show".to_owned().try_into().unwrap();
    plan.record_event(EventKind::OrderCreated { activity, order: OrderSummary::default() }).unwrap();
    assert_eq!(event_names(&plan), ["order.created"]);
    assert!(matches!(plan.writes[0].key(), Key::Notice(..)));
}

#[test]
fn an_idempotency_key_is_taken_where_it_is_free() {
    let key = Key::Idempotency(IdempotencyScope::Store(shop()), "k".to_owned());
    let record = IdempotencyRecord {
        fingerprint: "f".to_owned(),
        begun: noon(),
        at: noon(),
        state: IdempotencyState::InProgress,
    };
    let mut plan = Plan::outside_store(&context(), EventActor::Service);
    plan.put_idempotency(key.clone(), record.clone()).unwrap();
    assert_eq!(put(&plan, &key), (&Record::Idempotency(record), &Condition::IdempotencyKeyFree));
}

#[test]
fn an_address_is_free_where_it_is_no_members_or_one_whose_access_has_ended() {
    let mut free = plan();
    free.require_free_address(invitation_id("lou"), None).unwrap();
    assert_eq!(free.writes, [check(address_key("lou"), Condition::Absent)]);
    let lou = Member { version: 4, access_ends_at: Some(day(-1)), ..member("lou", &["seller"]) };
    let mut ended = plan();
    ended.require_free_address(invitation_id("lou"), Some(&lou)).unwrap();
    assert_eq!(
        ended.writes,
        [
            check(address_key("lou"), Condition::AbsentOrHeldBy(user("lou"))),
            check(member_key("lou"), Condition::Version(4)),
        ]
    );
}

#[test]
fn a_plan_outside_any_store_writes_nothing_of_one() {
    let mut plan = Plan::outside_store(&context(), EventActor::Service);
    let store = store("whatnot");
    assert!(is_invalid(plan.record_event(EventKind::ReviewDue)));
    assert!(is_invalid(plan.require_membership(&user("kim"), 1)));
    assert!(is_invalid(plan.put_invitation(None, &invitation(&store, "lou", &["seller"]))));
    assert!(is_invalid(plan.put_member(
        &store,
        &Membership::Never,
        &member("kim", &[]),
        &ReadResult::default()
    )));
}

#[test]
fn a_removal_fits_a_transaction_with_all_addresses() {
    let addresses =
        (0..bounds::MEMBER_ADDRESSES).map(|number| invitation_id(&format!("kim{number}"))).collect();
    let kim = Member { addresses, ..member("kim", &["seller"]) };
    let mut plan = plan();
    plan.remove_member(&store("whatnot"), &kim, &ReadResult::default()).unwrap();
    // The member, the store, and entries in the lists of names, words, addresses and the role.
    assert_eq!(plan.actions(), 2 + 4 + bounds::MEMBER_ADDRESSES);
    assert!(plan.require_size().is_ok());
}
