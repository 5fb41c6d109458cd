use chrono::Duration;
use staffroom_domain::builders::noon;
use staffroom_domain::{
    AttemptOutcome, DeliveryId, DeliverySource, DeliveryState, DisabledReason, EventId, SealedSecret,
    Timestamp, Webhook, WebhookDelivery, WebhookId, WebhookSecrets, WebhookState, bounds,
};

use super::{Attempted, BeginAttempt, Begun, EndAttempt, Recorded};
use crate::builders::shop;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, PublishingKey, WebhookKey};
use crate::plan::Write;
use crate::read::ReadResult;
use crate::record::{PublishedEvent, PublishingRecord, Record};
use crate::webhook::WebhookRecord;

fn id() -> WebhookId {
    WebhookId::from_bytes([1; 16])
}

fn webhook() -> Webhook {
    Webhook {
        id: id(),
        url: "https://shop.example/hook".to_owned().try_into().unwrap(),
        types: [].into(),
        stores: [].into(),
        description: None,
        state: WebhookState::Enabled,
        secrets: WebhookSecrets { current: SealedSecret::new("one".to_owned()), former: None },
        created_at: noon(),
        version: 7,
    }
}

fn delivery() -> WebhookDelivery {
    let event = EventId::new(noon(), [2; 10]);
    let source = DeliverySource::Published { store: shop(), number: 5 };
    let ids = (DeliveryId::new(noon(), [3; 10]), id());
    WebhookDelivery::new(ids, (event, "store.created".to_owned()), source, noon())
}

fn read(webhook: Option<Webhook>, delivery: WebhookDelivery) -> ReadResult {
    let mut read = ReadResult::default();
    let (delivery_id, event) = (delivery.id, delivery.event_id);
    let record = |record| Some(Record::Webhook(record));
    read.set(
        Key::Webhook(WebhookKey::Webhook(id())),
        webhook.and_then(|webhook| record(WebhookRecord::Webhook(Box::new(webhook)))),
    );
    read.set(
        Key::Webhook(WebhookKey::Delivery(id(), delivery_id)),
        record(WebhookRecord::Delivery(Box::new(delivery))),
    );
    let event =
        PublishedEvent { id: event, kind: "store.created".to_owned(), json: "{}".to_owned(), at: noon() };
    let event = Record::Publishing(PublishingRecord::Event(Box::new(event)));
    read.set(Key::Publishing(PublishingKey::Event(shop(), 5)), Some(event));
    read
}

fn with_slot(read: &mut ReadResult, slot: u8, until: Timestamp, version: u64) {
    let record = Record::Webhook(WebhookRecord::Slot { until, version });
    read.set(Key::Webhook(WebhookKey::Slot(id(), slot)), Some(record));
}

fn context(now: Timestamp) -> Context {
    Context { now, source_ip: None, entropy: [0; 10] }
}

fn begin(read: &ReadResult, now: Timestamp) -> (Begun, Vec<Write>) {
    let begin = BeginAttempt { webhook: id(), delivery: delivery().id };
    match begin.decide(read, &context(now)).unwrap() {
        Outcome::Commit(plan, answer) => (answer, plan.writes),
        Outcome::Unchanged(answer) => (answer, Vec::new()),
        other => panic!("{other:?}"),
    }
}

fn attempted() -> Attempted {
    match begin(&read(Some(webhook()), delivery()), noon()).0 {
        Begun::Attempt(attempt) => *attempt,
        other => panic!("{other:?}"),
    }
}

/// Ends an attempt with an outcome, `days` after noon; `failing_since` says since when all attempts failed.
fn end(
    outcome: AttemptOutcome,
    days: i64,
    failing_since: Option<Timestamp>,
) -> (Recorded, Vec<(Key, Option<Record>)>) {
    let attempt = attempted();
    let mut read = read(Some(webhook()), attempt.delivery.clone());
    let (slot, version) = attempt.slot;
    with_slot(&mut read, slot, noon() + Duration::minutes(2), version);
    if let Some(failing_since) = failing_since {
        let record = Record::Webhook(WebhookRecord::Health { failing_since, version: 1 });
        read.set(Key::Webhook(WebhookKey::Health(id())), Some(record));
    }
    let end = EndAttempt { attempt: &attempt, outcome };
    let Outcome::Commit(plan, answer) = end.decide(&read, &context(noon() + Duration::days(days))).unwrap()
    else {
        panic!("nothing is recorded");
    };
    let written = plan.writes.into_iter().map(|write| match write {
        Write::Put { key, record, .. } => (key, Some(record)),
        Write::Delete { key, .. } => (key, None),
        other => panic!("{other:?}"),
    });
    (answer, written.collect())
}

fn put(written: &[(Key, Option<Record>)], wanted: &WebhookKey) -> Option<WebhookRecord> {
    written.iter().find_map(|(key, record)| match (key, record) {
        (Key::Webhook(key), Some(Record::Webhook(record))) if key == wanted => Some(record.clone()),
        _ => None,
    })
}

fn is_deleted(written: &[(Key, Option<Record>)], wanted: &WebhookKey) -> bool {
    written.iter().any(|(key, record)| *key == Key::Webhook(wanted.clone()) && record.is_none())
}

#[test]
fn an_attempt_takes_a_slot_and_counts() {
    let attempt = attempted();
    assert_eq!((attempt.delivery.attempts, attempt.event.as_deref()), (1, Some("{}")));
    let (_, writes) = begin(&read(Some(webhook()), delivery()), noon());
    assert_eq!(writes.len(), 2, "the delivery and the slot");
}

#[test]
fn what_is_not_due_is_not_attempted() {
    let later = delivery().attempted(noon()).unwrap();
    assert!(matches!(begin(&read(Some(webhook()), later), noon()).0, Begun::NotDue));
    assert!(matches!(begin(&ReadResult::default(), noon()).0, Begun::NotDue));
}

#[test]
fn an_endpoint_has_so_many_attempts_in_progress_and_no_more() {
    let mut read = read(Some(webhook()), delivery());
    for slot in 1..bounds::ATTEMPTS_IN_FLIGHT {
        with_slot(&mut read, slot, noon() + Duration::minutes(1), 1);
    }
    let (Begun::Attempt(attempt), _) = begin(&read, noon()) else { panic!("one is free") };
    assert_eq!(attempt.slot.0, 0);
    with_slot(&mut read, 0, noon() + Duration::minutes(1), 9);
    assert!(matches!(begin(&read, noon()).0, Begun::Busy));
    let (Begun::Attempt(attempt), _) = begin(&read, noon() + Duration::minutes(1)) else {
        panic!("an attempt that is not ended in time counts as lost")
    };
    assert!(attempt.slot.1 > 9, "the end of the lost attempt frees no other's slot");
}

#[test]
fn a_delivery_that_cannot_be_attempted_is_given_up() {
    for webhook in [None, Some(webhook().disabled(DisabledReason::ByPlatform))] {
        let (begun, writes) = begin(&read(webhook, delivery()), noon());
        assert!(matches!(begun, Begun::GivenUp), "{begun:?}");
        assert_eq!(writes.len(), 1);
    }
    let mut gone = read(Some(webhook()), delivery());
    gone.set(Key::Publishing(PublishingKey::Event(shop(), 5)), None);
    assert!(matches!(begin(&gone, noon()).0, Begun::GivenUp));
}

#[test]
fn success_ends_the_delivery_and_the_days_of_failing() {
    let (recorded, written) = end(AttemptOutcome::Answered(204), 0, Some(noon()));
    assert_eq!(recorded, Recorded::Ended);
    assert!(is_deleted(&written, &WebhookKey::Health(id())));
    assert!(is_deleted(&written, &WebhookKey::Slot(id(), attempted().slot.0)));
    let Some(WebhookRecord::Delivery(after)) = put(&written, &WebhookKey::Delivery(id(), delivery().id))
    else {
        panic!("{written:?}")
    };
    assert_eq!(after.state, DeliveryState::Delivered);
}

#[test]
fn a_failure_is_attempted_again_and_the_first_one_is_noted() {
    let (recorded, written) = end(AttemptOutcome::Answered(503), 0, None);
    assert!(
        matches!(recorded, Recorded::Again(_, at) if at == noon() + Duration::seconds(5)),
        "{recorded:?}"
    );
    let health = put(&written, &WebhookKey::Health(id()));
    assert_eq!(health, Some(WebhookRecord::Health { failing_since: noon(), version: 1 }));
    assert_eq!(put(&written, &WebhookKey::Webhook(id())), None);
}

#[test]
fn a_webhook_is_disabled_by_410_and_by_five_days_of_failing() {
    let state = |written: &[(Key, Option<Record>)]| match put(written, &WebhookKey::Webhook(id())) {
        Some(WebhookRecord::Webhook(webhook)) => Some(webhook.state),
        _ => None,
    };
    let (recorded, gone) = end(AttemptOutcome::Answered(410), 0, None);
    assert_eq!(recorded, Recorded::Ended);
    assert_eq!(state(&gone), Some(WebhookState::Disabled(DisabledReason::Gone)));
    assert_eq!(gone.len(), 3, "nobody is told by mail: {gone:?}");
    let (_, four_days) = end(AttemptOutcome::Answered(500), 4, Some(noon()));
    assert_eq!(state(&four_days), None);
    let (_, five_days) = end(AttemptOutcome::NoAnswer("no".to_owned()), 5, Some(noon()));
    assert_eq!(state(&five_days), Some(WebhookState::Disabled(DisabledReason::Failing)));
    let is_notice = |key: &Key| matches!(key, Key::Webhook(WebhookKey::Notice(_)));
    assert!(five_days.iter().any(|(key, _)| is_notice(key)), "the platform is told");
}

#[test]
fn the_end_of_an_attempt_that_counted_as_lost_changes_no_delivery() {
    let attempt = attempted();
    let next = attempt.delivery.attempted(noon() + Duration::minutes(3)).unwrap();
    let read = read(Some(webhook()), next);
    let end = EndAttempt { attempt: &attempt, outcome: AttemptOutcome::Answered(200) };
    let Outcome::Commit(plan, answer) = end.decide(&read, &context(noon())).unwrap() else { panic!() };
    assert_eq!((answer, plan.writes.len()), (Recorded::Lost, 0));
}
