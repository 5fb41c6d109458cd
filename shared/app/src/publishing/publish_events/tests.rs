use staffroom_domain::builders::{day, noon, store, user};
use staffroom_domain::{Event, EventActor, EventId, EventKind, PersonalData, PublicEvent, Store};

use super::{NumberedEvent, PublishEvents};
use crate::builders::{closed_found, found, shop, store_found};
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, PublishingKey};
use crate::plan::Write;
use crate::read::ReadResult;
use crate::record::{EventReference, PublishingRecord, Record};

fn event(number: u8) -> PublicEvent {
    let kind = EventKind::StoreCreated;
    let actor = EventActor::User { user_id: user("olga"), name: None };
    let id = EventId::new(noon(), [number; 10]);
    let event = Event { id, at: noon(), actor, source_ip: None, kind };
    event.published(&shop(), &[u64::from(number)], PersonalData::Omit).remove(0)
}

fn publish(events: &[u8], read: &ReadResult) -> (Vec<NumberedEvent>, Vec<Write>) {
    let use_case = PublishEvents { store: shop(), events: events.iter().copied().map(event).collect() };
    let context = Context { now: noon(), source_ip: None, entropy: [0; 10] };
    match use_case.decide(read, &context).unwrap() {
        Outcome::Commit(plan, answer) => (answer, plan.writes),
        Outcome::Unchanged(answer) => (answer, Vec::new()),
        other => panic!("{other:?}"),
    }
}

fn sequence(number: u64) -> ReadResult {
    let mut read = found([store_found(&store("whatnot"))]);
    let record = PublishingRecord::Sequence { number, at: noon() };
    let key = Key::Publishing(PublishingKey::Sequence(shop()));
    read.set(key, Some(Record::Publishing(record)));
    read
}

#[test]
fn events_are_numbered_one_after_another() {
    let (answer, writes) = publish(&[1, 2], &sequence(40));
    assert_eq!(answer.iter().map(|event| event.number).collect::<Vec<_>>(), [Some(41), Some(42)]);
    assert_eq!(writes.len(), 5, "two for each event, and the sequence");
    let last = writes.last().unwrap();
    assert_eq!(last.key(), Key::Publishing(PublishingKey::Sequence(shop())));
    assert!(matches!(last, Write::Put { condition: crate::Condition::Version(40), .. }), "{last:?}");
}

#[test]
fn the_first_number_is_the_time_so_that_none_comes_twice() {
    let (answer, _) = publish(&[1], &found([store_found(&store("whatnot"))]));
    assert_eq!(answer[0].number, u64::try_from(noon().timestamp_millis()).ok());
}

#[test]
fn an_event_that_comes_again_keeps_its_number() {
    let mut read = sequence(40);
    let reference = EventReference { store: shop(), number: 7, kind: "store.created".to_owned(), at: noon() };
    let key = Key::Publishing(PublishingKey::Reference(event(1).id));
    read.set(key, Some(Record::Publishing(PublishingRecord::Reference(reference))));
    let (answer, writes) = publish(&[1], &read);
    assert_eq!((answer[0].number, writes.len()), (Some(7), 0));
    let (answer, writes) = publish(&[1, 2, 2], &read);
    assert_eq!(answer.iter().map(|event| event.number).collect::<Vec<_>>(), [Some(7), Some(41)]);
    assert_eq!(writes.len(), 3);
}

#[test]
fn nothing_is_kept_of_a_store_that_is_closed_or_gone_or_another_by_now() {
    let later = Store { created_at: day(1), ..store("whatnot") };
    for read in [found([closed_found(&store("whatnot"))]), found([]), found([store_found(&later)])] {
        let (answer, writes) = publish(&[1], &read);
        assert_eq!((answer[0].number, writes.len()), (None, 0));
        assert!(answer[0].json.contains("store.created"), "it is sent");
    }
}
