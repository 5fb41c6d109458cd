use staffroom_domain::builders::{noon, user};
use staffroom_domain::{Event, EventActor, EventId, EventKind, PersonalData, PublicEvent};

use super::{NumberedEvent, PublishEvents};
use crate::builders::shop;
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
    let mut read = ReadResult::default();
    let record = PublishingRecord::Sequence { number, at: noon() };
    let key = Key::Publishing(PublishingKey::Sequence(shop()));
    read.set(key, Some(Record::Publishing(record)));
    read
}

#[test]
fn events_are_numbered_one_after_another() {
    let (answer, writes) = publish(&[1, 2], &sequence(40));
    assert_eq!(answer.iter().map(|event| event.number).collect::<Vec<_>>(), [41, 42]);
    assert_eq!(writes.len(), 5, "two for each event, and the sequence");
    let last = writes.last().unwrap();
    assert_eq!(last.key(), Key::Publishing(PublishingKey::Sequence(shop())));
    assert!(matches!(last, Write::Put { condition: crate::Condition::Version(40), .. }), "{last:?}");
}

#[test]
fn the_first_number_is_the_time_so_that_none_comes_twice() {
    let (answer, _) = publish(&[1], &ReadResult::default());
    assert_eq!(answer[0].number, u64::try_from(noon().timestamp_millis()).unwrap());
}

#[test]
fn an_event_that_comes_again_keeps_its_number() {
    let mut read = sequence(40);
    let reference = EventReference { store: shop(), number: 7, kind: "store.created".to_owned(), at: noon() };
    let key = Key::Publishing(PublishingKey::Reference(event(1).id));
    read.set(key, Some(Record::Publishing(PublishingRecord::Reference(reference))));
    let (answer, writes) = publish(&[1], &read);
    assert_eq!((answer[0].number, writes.len()), (7, 0));
    let (answer, writes) = publish(&[1, 2, 2], &read);
    assert_eq!(answer.iter().map(|event| event.number).collect::<Vec<_>>(), [7, 41]);
    assert_eq!(writes.len(), 3);
}
