use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::Duration;
use chrono::serde::ts_milliseconds;
use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, Record, StoredEvent};
use staffroom_domain::{AddressId, Event, EventActor, EventId, EventKind, Timestamp, durations};

use super::attributes::{deserialize, seconds_up, serialize};
use crate::error::corrupt;
use crate::schema::Item;
use crate::schema::MAILED;

#[derive(Serialize, Deserialize)]
struct EventItem {
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    actor: EventActor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_ip: Option<String>,
    event: EventKind,
    /// A string set, to which single addresses are added.
    #[serde(default, skip_serializing)]
    mailed: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    versions: Vec<u64>,
    ttl: i64,
}

pub(super) fn to_item(stored: &StoredEvent) -> Result<Item, Fault> {
    let event = &stored.event;
    let days = if event.kind.is_history() {
        durations::HISTORY_RETENTION_DAYS
    } else {
        durations::NOTICE_RETENTION_DAYS
    };
    let item = EventItem {
        at: event.at,
        actor: event.actor.clone(),
        source_ip: event.source_ip.clone(),
        event: event.kind.clone(),
        mailed: Vec::new(),
        versions: stored.versions.clone(),
        ttl: seconds_up(event.at + Duration::days(days)),
    };
    let mut item = serialize("event", &item)?;
    if !stored.mailed.is_empty() {
        let mailed = stored.mailed.iter().map(ToString::to_string).collect();
        item.insert(MAILED.to_owned(), AttributeValue::Ss(mailed));
    }
    Ok(item)
}

pub(super) fn to_record(kind: &'static str, id: EventId, item: Item) -> Result<Record, Fault> {
    let item: EventItem = deserialize(kind, item)?;
    let mailed: Result<BTreeSet<AddressId>, _> = item.mailed.iter().map(|text| text.parse()).collect();
    Ok(Record::Event(Box::new(StoredEvent {
        event: Event { id, at: item.at, actor: item.actor, source_ip: item.source_ip, kind: item.event },
        mailed: mailed.map_err(|error| corrupt(kind, error))?,
        versions: item.versions,
    })))
}
