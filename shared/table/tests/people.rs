//! The lists by which a person is found, the records that can name them, and the ledger, against the embedded database.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;

use staffroom_app::{
    CommitOutcome, Condition, Counter, Database as _, IdempotencyState, Key, Ledger as _, LedgerEntry, List,
    PersonList, Record, RecordKind, RecordPlace, Write, entries,
};
use staffroom_domain::{AddressId, ErasureCounts, ErasureId, ErasureStatus, EventKind, Membership};
use staffroom_table::ErasureLedger;
use support::Fixture;
use support::local_table::create_ledger;
use support::samples::{self, at, email, store_id, user};

async fn keys(fixture: &Fixture, list: List) -> Vec<Key> {
    let page = fixture.table.page(&list, None, 100).await.unwrap();
    page.entries.into_iter().map(|(key, _)| key).collect()
}

#[tokio::test]
async fn a_person_is_found_by_address_by_ownership_and_by_what_they_left() {
    let fixture = Fixture::start().await;
    let kim = samples::full_member("kim");
    let listed: Vec<(Key, Record)> =
        entries(&store_id(), &kim).into_iter().map(|key| (key, Record::Listed)).collect();
    fixture.put(listed).await;
    fixture.put([samples::of_store(samples::store()), samples::of_trace("a#b", samples::trace())]).await;

    let of = |list| List::OfPerson(list);
    let held = keys(&fixture, of(PersonList::WithAddress(kim.email.clone()))).await;
    assert!(matches!(held.as_slice(), [Key::Listed(store, ..)] if *store == store_id()), "{held:?}");
    assert_eq!(keys(&fixture, of(PersonList::WithAddress(email("other")))).await, []);
    let owned = keys(&fixture, of(PersonList::OwnersAddress(email("owner")))).await;
    assert_eq!(owned, [Key::Store(store_id())]);
    let left = keys(&fixture, of(PersonList::Left(user("a#b")))).await;
    assert_eq!(left, [Key::Member(store_id(), user("a#b"))]);
    assert_eq!(keys(&fixture, of(PersonList::Left(user("kim")))).await, []);

    // Who comes back is in the list no more.
    let mut back = samples::full_member("a#b");
    back.version = 900;
    let (key, trace) = samples::of_trace("a#b", samples::trace());
    let Record::Membership(Membership::Left(departure)) = trace else { panic!("no trace") };
    let record = Record::Membership(Membership::Active(Box::new(back)));
    let put = Write::Put { key, record, condition: Condition::Version(departure.version) };
    assert_eq!(fixture.commit(at(9), [put]).await, CommitOutcome::Committed);
    assert_eq!(keys(&fixture, of(PersonList::Left(user("a#b")))).await, []);
}

#[tokio::test]
async fn each_kind_of_record_of_a_store_is_listed_by_itself() {
    let fixture = Fixture::start().await;
    let records: Vec<(Key, Record)> = samples::every_record();
    let listed = |key: &Key| RecordPlace::of(key).filter(|place| place.key(&store_id()) == *key);
    fixture.put(records.clone()).await;
    let expected: BTreeSet<Key> =
        records.into_iter().map(|(key, _)| key).filter(|key| listed(key).is_some()).collect();
    let mut found = BTreeSet::new();
    for kind in RecordKind::ALL {
        let of_kind = keys(&fixture, List::Records(store_id(), kind)).await;
        assert!(of_kind.iter().all(|key| kind.has(&store_id(), key)), "{kind:?}: {of_kind:?}");
        found.extend(of_kind);
    }
    assert_eq!(found, expected);
    let own = keys(&fixture, List::OfPerson(PersonList::Answers(user("a#b")))).await;
    assert!(own.iter().all(|key| matches!(key, Key::Idempotency(..))));
    let mails = Key::Counter(Counter::RecipientStores(AddressId::of(&email("kim")), 7));
    assert!(!keys(&fixture, List::OfPerson(PersonList::Mails(email("kim")))).await.contains(&mails));
    assert!(IdempotencyState::InProgress != IdempotencyState::Interrupted);
}

#[tokio::test]
async fn a_record_is_rewritten_only_where_it_is_and_has_the_marks_that_were_read() {
    let fixture = Fixture::start().await;
    let (key, record) = samples::of_event(samples::event(1, EventKind::StoreCreated));
    let put = |condition| Write::Put { key: key.clone(), record: record.clone(), condition };
    let absent = fixture.commit(at(1), [put(Condition::Present)]).await;
    assert!(matches!(absent, CommitOutcome::Stale(_)));
    fixture.put([(key.clone(), record.clone())]).await;
    let Record::Event(stored) = &record else { panic!("no event") };
    let (mailed, delivered) = (stored.mailed.len(), stored.delivered.len());
    for (condition, holds) in [
        (Condition::Present, true),
        (Condition::Marks { mailed, delivered }, true),
        (Condition::Marks { mailed: mailed + 1, delivered }, false),
        (Condition::Marks { mailed, delivered: delivered + 1 }, false),
    ] {
        let outcome = fixture.commit(at(1), [put(condition.clone())]).await;
        assert_eq!(outcome == CommitOutcome::Committed, holds, "{condition:?}");
    }
    let mark = Write::MarkMailed { key: key.clone(), address: AddressId::of(&email("new")) };
    assert_eq!(fixture.commit(at(2), [mark]).await, CommitOutcome::Committed);
    let late = fixture.commit(at(3), [put(Condition::Marks { mailed, delivered })]).await;
    assert!(matches!(late, CommitOutcome::Stale(_)), "no mark is lost");
    let again = put(Condition::Marks { mailed: mailed + 1, delivered });
    assert_eq!(fixture.commit(at(3), [again]).await, CommitOutcome::Committed);
}

#[tokio::test]
async fn the_ledger_keeps_the_latest_entry_and_finds_it_by_each_hash() {
    let fixture = Fixture::start().await;
    create_ledger(&fixture.client, "ledger").await;
    let ledger = ErasureLedger::new(fixture.client.clone(), "ledger");
    let id = ErasureId::from_bytes([1; 16]);
    assert_eq!((ledger.entry(id).await.unwrap(), ledger.latest("a").await.unwrap()), (None, None));
    let running = LedgerEntry {
        id,
        subjects: ["a".to_owned(), "b".to_owned()].into(),
        begun_at: at(1),
        status: ErasureStatus::Running,
        counts: ErasureCounts::default(),
    };
    let counts = ErasureCounts { memberships: 1, invitations: 2, events: 3 };
    let done = LedgerEntry { status: ErasureStatus::Done, counts, ..running.clone() };
    for entry in [running.clone(), done.clone()] {
        ledger.put(&entry).await.unwrap();
        assert_eq!(ledger.entry(id).await.unwrap(), Some(entry));
        assert_eq!(ledger.latest("b").await.unwrap(), Some(id));
    }
    // A worker that was slower says so late.
    ledger.put(&running).await.unwrap();
    assert_eq!(ledger.entry(id).await.unwrap(), Some(done));
}
