//! Each condition of a plan against the embedded database: it holds, or it fails and brings the record back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use chrono::Duration;
use staffroom_app::{
    CommitOutcome, Condition, Counter, Database as _, IdempotencyState, Key, Plan, Quota, Record,
    StoreCondition, StoreEvent, StoreWrite, Write,
};
use staffroom_domain::{
    AddressId, Delivery, Departure, EventKind, Invitation, InvitationState, Member, Membership, Seat,
    SeatChange, SeatCount, Store, Timestamp, durations,
};
use support::samples::{self, at, at_millis, email, user};
use support::{Fixture, plan};

fn put((key, record): (Key, Record), condition: Condition) -> Write {
    Write::Put { key, record, condition }
}

fn stale(key: &Key, record: Option<Record>) -> CommitOutcome {
    CommitOutcome::Stale(vec![(key.clone(), record)])
}

/// Tries a put under a condition; what stands there afterwards.
async fn try_put(fixture: &Fixture, record: (Key, Record), condition: Condition) -> CommitOutcome {
    let before = fixture.get(&record.0).await;
    let outcome = fixture.commit(at(10), [put(record.clone(), condition)]).await;
    let after = fixture.get(&record.0).await;
    match &outcome {
        CommitOutcome::Committed => assert_eq!(after, Some(record.1)),
        CommitOutcome::Stale(found) => {
            assert_eq!(found.as_slice(), [(record.0, before.clone())]);
            assert_eq!(after, before);
        }
        CommitOutcome::Contention => panic!("nothing else writes"),
    }
    outcome
}

fn holds(outcome: &CommitOutcome) -> bool {
    matches!(outcome, CommitOutcome::Committed)
}

#[tokio::test]
async fn every_record_is_put_and_read_back() {
    let fixture = Fixture::start().await;
    for (key, record) in samples::every_record() {
        fixture.put([(key.clone(), record.clone())]).await;
        assert_eq!(fixture.get(&key).await, Some(record));
    }
}

#[tokio::test]
async fn absent_and_version() {
    let fixture = Fixture::start().await;
    let invitation =
        |version| samples::of_invitation(Invitation { version, ..samples::full_invitation("lou") });
    assert!(!holds(&try_put(&fixture, invitation(2), Condition::Version(1)).await), "there is none");
    assert!(holds(&try_put(&fixture, invitation(1), Condition::Absent).await));
    assert!(!holds(&try_put(&fixture, invitation(2), Condition::Absent).await));
    assert!(!holds(&try_put(&fixture, invitation(3), Condition::Version(2)).await));
    assert!(holds(&try_put(&fixture, invitation(2), Condition::Version(1)).await));
    assert!(holds(&try_put(&fixture, invitation(9), Condition::None).await));
}

#[tokio::test]
async fn version_and_delivery() {
    let fixture = Fixture::start().await;
    let sent = Invitation { delivery: Delivery::Sent, version: 4, ..samples::invitation("lou") };
    fixture.put([samples::of_invitation(sent.clone())]).await;
    let next = || samples::of_invitation(Invitation { version: 5, ..sent.clone() });
    for (version, delivery) in [(4, Delivery::Queued), (3, Delivery::Sent)] {
        let outcome = try_put(&fixture, next(), Condition::VersionAndDelivery(version, delivery)).await;
        assert!(!holds(&outcome), "{version} {delivery:?}");
    }
    assert!(holds(&try_put(&fixture, next(), Condition::VersionAndDelivery(4, Delivery::Sent)).await));
}

#[tokio::test]
async fn absent_or_held_by_in_a_deletion_alone_and_in_a_transaction() {
    let fixture = Fixture::start().await;
    let holder = samples::of_holder("kim", "kim");
    let delete =
        |id: &str| Write::Delete { key: holder.0.clone(), condition: Condition::AbsentOrHeldBy(user(id)) };
    let other = || put(samples::of_activity(samples::activity("show")), Condition::None);
    for beside in [false, true] {
        let writes = |id: &str| if beside { vec![delete(id), other()] } else { vec![delete(id)] };
        assert!(holds(&fixture.commit(at(10), writes("lou")).await), "there is none");
        fixture.put([holder.clone()]).await;
        let outcome = fixture.commit(at(10), writes("lou")).await;
        assert_eq!(outcome, stale(&holder.0, Some(holder.1.clone())));
        assert!(holds(&fixture.commit(at(10), writes("kim")).await));
        assert_eq!(fixture.get(&holder.0).await, None);
    }
}

#[tokio::test]
async fn an_idempotency_key_is_free_as_the_record_itself_says() {
    let fixture = Fixture::start().await;
    let now = at(10);
    let lease = Duration::seconds(durations::IDEMPOTENCY_LEASE_SECONDS);
    let day = Duration::hours(durations::IDEMPOTENCY_HOURS);
    let moment = Duration::milliseconds(1);
    let fresh = samples::idempotency(IdempotencyState::InProgress, now);
    assert!(holds(&try_put(&fixture, fresh.clone(), Condition::IdempotencyKeyFree).await), "there is none");
    let answered = || IdempotencyState::Answered("{}".to_owned());
    for state in [IdempotencyState::InProgress, IdempotencyState::Interrupted, answered()] {
        for age in [Duration::zero(), lease - moment, lease, day - moment, day] {
            let (key, record) = samples::idempotency(state.clone(), now - age);
            fixture.put([(key, record.clone())]).await;
            let outcome = try_put(&fixture, fresh.clone(), Condition::IdempotencyKeyFree).await;
            let Record::Idempotency(known) = record else { panic!("another kind") };
            assert_eq!(holds(&outcome), known.is_free(now), "{known:?}");
        }
    }
}

#[tokio::test]
async fn checks_write_nothing() {
    let fixture = Fixture::start().await;
    let there = samples::of_activity(samples::activity("show"));
    let absent = samples::of_activity(samples::activity("other")).0;
    fixture.put([there.clone()]).await;
    let check = |key: &Key, condition| Write::Check { key: key.clone(), condition };
    let written = samples::of_holder("kim", "kim");
    let both = |first: Condition, second: Condition| {
        [check(&there.0, first), check(&absent, second), put(written.clone(), Condition::None)]
    };
    let outcome = fixture.commit(at(10), both(Condition::Version(1), Condition::Version(1))).await;
    let found = vec![(there.0.clone(), Some(there.1.clone())), (absent.clone(), None)];
    assert_eq!(outcome, CommitOutcome::Stale(found), "each failed condition brings its record");
    assert_eq!(fixture.get(&written.0).await, None, "nothing is written");
    let outcome = fixture.commit(at(10), both(Condition::Version(2), Condition::Absent)).await;
    assert!(holds(&outcome));
    assert_eq!(fixture.get(&written.0).await, Some(written.1.clone()));
    assert_eq!(fixture.get(&absent).await, None);
    let nothing = fixture.commit(at(10), [check(&absent, Condition::None)]).await;
    assert!(holds(&nothing), "a plan without an action");
}

fn of_store(condition: StoreCondition, change: impl FnOnce(&mut StoreWrite)) -> Plan {
    let mut write = StoreWrite {
        id: samples::store_id(),
        condition,
        put: None,
        seats: SeatChange::default(),
        departures: 0,
        event: None,
        changed_at: None,
        taken_at_most: None,
        members_at_most: None,
    };
    change(&mut write);
    with_store(Some(write), plan(at(10), []))
}

fn with_store(store: Option<StoreWrite>, mut plan: Plan) -> Plan {
    plan.store = store;
    plan
}

async fn stored(fixture: &Fixture) -> Option<Store> {
    match fixture.get(&Key::Store(samples::store_id())).await {
        Some(Record::Store(store)) => Some(*store),
        None => None,
        Some(other) => panic!("{other:?}"),
    }
}

/// Whether the plan is carried out; if not, nothing may have changed and the store must come back.
async fn carried_out(fixture: &Fixture, plan: Plan) -> bool {
    let before = stored(fixture).await;
    match fixture.table.commit(&plan).await.unwrap() {
        CommitOutcome::Committed => true,
        outcome => {
            let record = before.clone().map(|store| Record::Store(Box::new(store)));
            assert_eq!(outcome, stale(&Key::Store(samples::store_id()), record));
            assert_eq!(stored(fixture).await, before);
            false
        }
    }
}

fn unchanged(version: u64) -> StoreCondition {
    StoreCondition::Unchanged { version, departures: None }
}

#[tokio::test]
async fn a_store_is_put_with_its_counts_kept() {
    let fixture = Fixture::start().await;
    let put = |store: Store| |write: &mut StoreWrite| write.put = Some(Box::new(store));
    let first = Store { seats: SeatCount::default(), departures: 0, ..samples::full_store() };
    assert!(!carried_out(&fixture, of_store(unchanged(1), put(first.clone()))).await, "there is none");
    assert!(carried_out(&fixture, of_store(StoreCondition::Absent, put(first.clone()))).await);
    assert_eq!(stored(&fixture).await, Some(first.clone()));
    assert!(!carried_out(&fixture, of_store(StoreCondition::Absent, put(first.clone()))).await);

    let seats = SeatChange { taken: 3, members: 2 };
    let taken = of_store(unchanged(first.version), |write| {
        write.seats = seats;
        write.departures = 1;
    });
    assert!(carried_out(&fixture, taken).await);
    // A put knows nothing of seats and departures, and removes what the store lacks now.
    let next = Store { version: first.version + 1, ..samples::store() };
    assert!(!carried_out(&fixture, of_store(unchanged(first.version + 1), put(next.clone()))).await);
    assert!(carried_out(&fixture, of_store(unchanged(first.version), put(next.clone()))).await);
    let counted = Store { seats: SeatCount { taken: 3, members: 2 }, departures: 1, ..next };
    assert_eq!(stored(&fixture).await, Some(counted.clone()));
    let both = of_store(unchanged(counted.version), |write| {
        write.put = Some(Box::new(Store { version: counted.version + 1, ..samples::full_store() }));
        write.seats = SeatChange { taken: -3, members: -1 };
    });
    assert!(carried_out(&fixture, both).await);
    let seats = SeatCount { taken: 0, members: 1 };
    let expected = Store { version: counted.version + 1, seats, departures: 1, ..samples::full_store() };
    assert_eq!(stored(&fixture).await, Some(expected));
}

#[tokio::test]
async fn a_store_is_checked_by_version_departures_and_seats() {
    let fixture = Fixture::start().await;
    let store =
        Store { version: 5, departures: 3, seats: SeatCount { taken: 4, members: 2 }, ..samples::store() };
    fixture.put([samples::of_store(store.clone())]).await;
    let departures = |count| StoreCondition::Unchanged { version: 5, departures: Some(count) };
    for takes_a_seat in [false, true] {
        let seats = SeatChange { taken: i64::from(takes_a_seat), members: 0 };
        let try_it = |condition, taken_at_most, members_at_most| {
            let plan = of_store(condition, |write| {
                write.seats = seats;
                write.taken_at_most = taken_at_most;
                write.members_at_most = members_at_most;
            });
            carried_out(&fixture, plan)
        };
        assert!(!try_it(unchanged(4), None, None).await);
        assert!(!try_it(departures(2), None, None).await);
        assert!(!try_it(departures(3), Some(3), None).await);
        assert!(!try_it(departures(3), Some(4), Some(1)).await);
        assert!(try_it(departures(3), Some(4), Some(2)).await);
        assert_eq!(stored(&fixture).await.unwrap().seats.taken, 4 + u32::from(takes_a_seat));
    }
    let quiet_since = |at| of_store(unchanged(5), |write| write.changed_at = Some(at));
    assert!(!carried_out(&fixture, quiet_since(at(9))).await, "something changed since");
    assert!(carried_out(&fixture, quiet_since(store.changed_at)).await);
    // Seats: 5 taken, 2 of them by members.
    let free = |taken, members| {
        of_store(StoreCondition::SeatsTaken, |write| write.seats = SeatChange { taken, members })
    };
    assert!(!carried_out(&fixture, free(-6, 0)).await);
    assert!(!carried_out(&fixture, free(-3, -3)).await);
    assert!(carried_out(&fixture, free(-3, -2)).await);
    assert!(carried_out(&fixture, free(-2, 0)).await);
    assert!(!carried_out(&fixture, free(-1, 0)).await);
    assert!(carried_out(&fixture, free(0, 0)).await);
    assert_eq!(stored(&fixture).await.unwrap().seats, SeatCount::default());
}

#[tokio::test]
async fn departures_count_on_in_a_store_from_before_they_were_counted() {
    let fixture = Fixture::start().await;
    fixture.put([samples::of_store(samples::store())]).await;
    fixture.remove("STORE#shop", "STORE", &["departures"]).await;
    assert_eq!(stored(&fixture).await.unwrap().departures, 1);
    let depart = |count| {
        let condition = StoreCondition::Unchanged { version: 1, departures: Some(count) };
        of_store(condition, |write| write.departures = 1)
    };
    assert!(!carried_out(&fixture, depart(0)).await);
    assert!(carried_out(&fixture, depart(1)).await);
    assert_eq!(stored(&fixture).await.unwrap().departures, 2);
    assert!(!carried_out(&fixture, depart(1)).await);
    assert!(carried_out(&fixture, depart(2)).await);
}

#[tokio::test]
async fn a_seat_is_released_once_its_time_is_over() {
    let fixture = Fixture::start().await;
    let member = Member { version: 8, ..samples::full_member("kim") };
    let end = member.access_ends_at.unwrap();
    let invitation = Invitation { version: 8, expires_at: at(101), ..samples::invitation("lou") };
    fixture.put([samples::of_member(member.clone()), samples::of_invitation(invitation.clone())]).await;
    for (key, record) in [samples::of_member(member.clone()), samples::of_invitation(invitation.clone())] {
        let release = |at: Timestamp, version| {
            let write = Write::ReleaseSeat { key: key.clone(), version };
            let seats = SeatChange::default();
            let store = of_store(StoreCondition::SeatsTaken, |write| write.seats = seats).store;
            with_store(store, plan(at, [write]))
        };
        fixture.put([samples::of_store(samples::store())]).await;
        for (at, version) in [(end, None), (at_millis(100_999), None), (at(101), Some(7))] {
            let outcome = fixture.table.commit(&release(at, version)).await.unwrap();
            assert_eq!(outcome, stale(&key, Some(record.clone())), "{at} {version:?}");
        }
        assert!(holds(&fixture.table.commit(&release(at(101), Some(8))).await.unwrap()));
        let released = if let Record::Membership(_) = record {
            samples::of_member(Member { seat: Seat::Released, version: 9, ..member.clone() }).1
        } else {
            let state = InvitationState::Pending(Seat::Released);
            samples::of_invitation(Invitation { state, version: 9, ..invitation.clone() }).1
        };
        assert_eq!(fixture.get(&key).await, Some(released.clone()));
        let again = fixture.table.commit(&release(at(102), None)).await.unwrap();
        assert_eq!(again, stale(&key, Some(released)));
    }
}

#[tokio::test]
async fn a_count_does_not_pass_its_limit() {
    let fixture = Fixture::start().await;
    let counters = [
        Counter::StoreInvitations(samples::store_id(), 7),
        Counter::InviterInvitations(samples::store_id(), user("a#b"), 7),
        Counter::RecipientStores(AddressId::of(&email("kim")), 7),
        Counter::AddressChanges(samples::store_id(), user("a#b"), 7),
    ];
    for counter in counters {
        let key = Key::Counter(counter.clone());
        let count = |limit, more| {
            let quota = Quota { counter: counter.clone(), limit, ends_at: at(60), retry_after: 60 };
            fixture.commit(at(10), [Write::Count { quota, more }])
        };
        assert_eq!(count(2, 3).await, stale(&key, None), "more than the limit, and nothing counted yet");
        assert_eq!(count(0, 1).await, stale(&key, None));
        assert!(holds(&count(3, 2).await));
        assert_eq!(count(3, 2).await, stale(&key, Some(Record::Count(2))));
        assert!(holds(&count(3, 1).await));
        assert_eq!(fixture.get(&key).await, Some(Record::Count(3)));
    }
    let item = fixture.item("STORE#shop", "COUNT#invitations#7").await.unwrap();
    assert_eq!(item["ttl"].as_n().unwrap(), &at(60).timestamp().to_string());
}

#[tokio::test]
async fn a_delivery_state_is_set_from_certain_states_of_one_generation() {
    let fixture = Fixture::start().await;
    let sent = Invitation { delivery: Delivery::Sent, generation: 3, ..samples::full_invitation("lou") };
    let (key, record) = samples::of_invitation(sent.clone());
    let advance = |generation, from: &[Delivery], to| {
        let write = Write::SetDelivery { key: key.clone(), generation, from: from.to_vec(), to };
        fixture.commit(at(10), [write])
    };
    let both = [Delivery::Queued, Delivery::Sent];
    assert_eq!(advance(3, &both, Delivery::Delivered).await, stale(&key, None));
    fixture.put([(key.clone(), record.clone())]).await;
    assert_eq!(advance(2, &both, Delivery::Delivered).await, stale(&key, Some(record.clone())));
    assert_eq!(advance(3, &both[..1], Delivery::Delivered).await, stale(&key, Some(record)));
    assert!(holds(&advance(3, &both, Delivery::Delivered).await));
    let delivered = Invitation { delivery: Delivery::Delivered, ..sent };
    assert_eq!(fixture.get(&key).await, Some(samples::of_invitation(delivered).1), "and no new version");
    let none = plan(at(10), [Write::SetDelivery { key, generation: 3, from: vec![], to: Delivery::Sent }]);
    assert!(fixture.table.commit(&none).await.is_err());
}

#[tokio::test]
async fn an_address_is_marked_as_mailed_where_the_event_is_stored() {
    let fixture = Fixture::start().await;
    let mut stored = samples::event(1, EventKind::StoreCreated);
    let (key, record) = samples::of_event(stored.clone());
    let mark = |local: &str| {
        let write = Write::MarkMailed { key: key.clone(), address: AddressId::of(&email(local)) };
        fixture.commit(at(10), [write])
    };
    assert_eq!(mark("kim").await, stale(&key, None));
    fixture.put([(key.clone(), record)]).await;
    for local in ["kim", "lou", "kim"] {
        assert!(holds(&mark(local).await));
        stored.mailed.insert(AddressId::of(&email(local)));
        assert_eq!(fixture.get(&key).await, Some(samples::of_event(stored.clone()).1));
    }
    let begun = Write::MarkBegun { key: key.clone(), address: AddressId::of(&email("kim")) };
    assert!(holds(&fixture.commit(at(10), [begun]).await));
    stored.begun.insert(AddressId::of(&email("kim")));
    let delivered = Write::MarkDelivered { key: key.clone(), address: AddressId::of(&email("kim")) };
    assert!(holds(&fixture.commit(at(10), [delivered]).await));
    stored.delivered.insert(AddressId::of(&email("kim")));
    assert_eq!(fixture.get(&key).await, Some(samples::of_event(stored).1));
}

#[tokio::test]
async fn activity_is_recorded_of_members_only_and_only_later() {
    let fixture = Fixture::start().await;
    let (key, _) = samples::of_member(samples::member("kim"));
    let record = |at| fixture.commit(at, [Write::RecordActivity { key: key.clone() }]);
    assert_eq!(record(at(10)).await, stale(&key, None));
    let trace = samples::of_trace("kim", samples::trace());
    fixture.put([trace.clone()]).await;
    assert_eq!(record(at(10)).await, stale(&key, Some(trace.1)));
    let member = samples::member("kim");
    fixture.put([samples::of_member(member.clone())]).await;
    assert!(holds(&record(at_millis(10_001)).await));
    let active = samples::of_member(Member { last_active_at: Some(at_millis(10_001)), ..member.clone() }).1;
    assert_eq!(fixture.get(&key).await, Some(active.clone()));
    assert_eq!(record(at_millis(10_001)).await, stale(&key, Some(active.clone())));
    assert_eq!(record(at(10)).await, stale(&key, Some(active)));
    assert!(holds(&record(at(11)).await));
}

#[tokio::test]
async fn a_member_is_put_without_what_other_writes_own() {
    let fixture = Fixture::start().await;
    let full = Member { version: 1, ..samples::full_member("kim") };
    let (key, record) = samples::of_member(full.clone());
    assert!(holds(&fixture.commit(at(10), [put((key.clone(), record), Condition::Absent)]).await));

    // Activity is recorded between the read of a member and the write of a change.
    assert!(holds(&fixture.commit(at(20), [Write::RecordActivity { key: key.clone() }]).await));
    let changed = Member { version: 2, last_active_at: full.last_active_at, ..samples::member("kim") };
    let write = put(samples::of_member(changed.clone()), Condition::Version(1));
    assert!(holds(&fixture.commit(at(21), [write]).await));
    let expected = Member { last_active_at: Some(at(20)), ..changed };
    assert_eq!(fixture.get(&key).await, Some(samples::of_member(expected).1), "and what it lacks is gone");

    // They leave, and come back in the place of their trace.
    let left = samples::of_trace("kim", Departure { version: 3, ..samples::trace() });
    assert!(holds(&fixture.commit(at(22), [put(left.clone(), Condition::Version(2))]).await));
    assert_eq!(fixture.get(&key).await, Some(left.1));
    let back = Member { version: 4, ..samples::member("kim") };
    let write = put(samples::of_member(back.clone()), Condition::Version(3));
    assert!(holds(&fixture.commit(at(23), [write]).await));
    let record = Record::Membership(Membership::Active(Box::new(back)));
    assert_eq!(fixture.get(&key).await, Some(record));
    let item = fixture.item("STORE#shop", "MEMBER#kim").await.unwrap();
    for attribute in ["ttl", "left_at", "departures", "held_until", "due", "last_active_at"] {
        assert!(!item.contains_key(attribute), "{attribute}");
    }
}

#[tokio::test]
async fn a_transaction_takes_a_hundred_actions_and_never_two_of_a_key() {
    let fixture = Fixture::start().await;
    fixture.put([samples::of_store(samples::store())]).await;
    let members = (0..99).map(|n| samples::of_member(samples::full_member(&format!("user{n}"))));
    let writes: Vec<Write> = members.map(|record| put(record, Condition::Absent)).collect();
    let store = of_store(unchanged(1), |write| write.seats = SeatChange { taken: 99, members: 99 }).store;
    let full = with_store(store.clone(), plan(at(10), writes));
    full.require_size().unwrap();
    assert!(holds(&fixture.table.commit(&full).await.unwrap()));
    assert_eq!(stored(&fixture).await.unwrap().seats, SeatCount { taken: 99, members: 99 });

    let again = put(samples::of_store(samples::store()), Condition::None);
    let twice = with_store(store, plan(at(10), [again]));
    assert!(fixture.table.commit(&twice).await.is_err());
}

#[tokio::test]
async fn the_history_of_a_store_is_in_the_order_of_its_commits() {
    let fixture = Fixture::start().await;
    fixture.put([samples::of_store(samples::store())]).await;
    let event = |event| {
        of_store(StoreCondition::Unchanged { version: samples::store().version, departures: None }, |write| {
            write.event = Some(event);
        })
    };
    for (order, holds) in [
        (StoreEvent::NotBefore(at(50)), true),
        (StoreEvent::NotBefore(at(50)), true),
        (StoreEvent::After(at(50)), false),
        (StoreEvent::NotBefore(at(49)), false),
        (StoreEvent::After(at(51)), true),
    ] {
        let outcome = fixture.table.commit(&event(order)).await.unwrap();
        assert_eq!(outcome == CommitOutcome::Committed, holds, "{order:?}: {outcome:?}");
    }
}
