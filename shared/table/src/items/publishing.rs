use chrono::Duration;
use chrono::serde::ts_milliseconds;
use serde::{Deserialize, Serialize};
use staffroom_app::{EventReference, Fault, PublishedEvent, PublishingKey, PublishingRecord, Record};
use staffroom_domain::{EventId, StoreId, Timestamp, durations};

use super::attributes::{deserialize, seconds_up, serialize};
use crate::schema::Item;

#[derive(Serialize, Deserialize)]
struct SequenceItem {
    /// The number. Conditions compare it.
    version: u64,
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    ttl: i64,
}

#[derive(Serialize, Deserialize)]
struct EventItem {
    id: EventId,
    kind: String,
    json: String,
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    ttl: i64,
}

#[derive(Serialize, Deserialize)]
struct ReferenceItem {
    store: StoreId,
    number: u64,
    kind: String,
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    ttl: i64,
}

/// When something that is published expires.
fn ttl(at: Timestamp) -> i64 {
    seconds_up(at + Duration::days(durations::PUBLISHED_RETENTION_DAYS))
}

/// The item; `None` if the record is of another kind than the key.
pub(super) fn to_item(key: &PublishingKey, record: &PublishingRecord) -> Option<Result<Item, Fault>> {
    Some(match (key, record) {
        (PublishingKey::Sequence(_), PublishingRecord::Sequence { number, at }) => {
            serialize("sequence of events", &SequenceItem { version: *number, at: *at, ttl: ttl(*at) })
        }
        (PublishingKey::Event(..), PublishingRecord::Event(event)) => {
            let PublishedEvent { id, kind, json, at } = event.as_ref().clone();
            serialize("published event", &EventItem { id, kind, json, at, ttl: ttl(at) })
        }
        (PublishingKey::Reference(_), PublishingRecord::Reference(reference)) => {
            let EventReference { store, number, kind, at } = reference.clone();
            serialize("reference to an event", &ReferenceItem { store, number, kind, at, ttl: ttl(at) })
        }
        (PublishingKey::Sequence(_) | PublishingKey::Event(..) | PublishingKey::Reference(_), _) => {
            return None;
        }
    })
}

pub(super) fn to_record(key: &PublishingKey, item: Item) -> Result<Record, Fault> {
    Ok(Record::Publishing(match key {
        PublishingKey::Sequence(_) => {
            let item: SequenceItem = deserialize("sequence of events", item)?;
            PublishingRecord::Sequence { number: item.version, at: item.at }
        }
        PublishingKey::Event(..) => {
            let EventItem { id, kind, json, at, .. } = deserialize("published event", item)?;
            PublishingRecord::Event(Box::new(PublishedEvent { id, kind, json, at }))
        }
        PublishingKey::Reference(_) => {
            let ReferenceItem { store, number, kind, at, .. } = deserialize("reference to an event", item)?;
            PublishingRecord::Reference(EventReference { store, number, kind, at })
        }
    }))
}
