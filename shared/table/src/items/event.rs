use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::Duration;
use chrono::serde::ts_milliseconds;
use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, Record, StoredEvent};
use staffroom_domain::{AddressId, Event, EventActor, EventId, EventKind, StoreId, Timestamp, durations};

use super::attributes::{deserialize, seconds_up, serialize};
use crate::error::corrupt;
use crate::event_lists::lists_of;
use crate::schema::{BEGUN, DELIVERED, Item, MAILED};

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
    begun: Vec<String>,
    /// As `begun`.
    #[serde(default, skip_serializing)]
    mailed: Vec<String>,
    /// As `begun`.
    #[serde(default, skip_serializing)]
    delivered: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    versions: Vec<u64>,
    ttl: i64,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    list_1: Option<String>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    place_1: Option<String>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    list_2: Option<String>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    place_2: Option<String>,
}

/// The item of an event. Those of the history stand in the lists of a person and of their subject, by id.
pub(super) fn to_item(store: &StoreId, stored: &StoredEvent) -> Result<Item, Fault> {
    let event = &stored.event;
    let (list_1, list_2) = if event.kind.is_history() {
        let (person, subject) = lists_of(store, event);
        (person, Some(subject))
    } else {
        (None, None)
    };
    let place = event.id.to_string();
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
        begun: Vec::new(),
        mailed: Vec::new(),
        delivered: Vec::new(),
        versions: stored.versions.clone(),
        ttl: seconds_up(event.at + Duration::days(days)),
        place_1: list_1.is_some().then(|| place.clone()),
        list_1,
        place_2: list_2.is_some().then_some(place),
        list_2,
    };
    let mut item = serialize("event", &item)?;
    for (name, addresses) in
        [(BEGUN, &stored.begun), (MAILED, &stored.mailed), (DELIVERED, &stored.delivered)]
    {
        if !addresses.is_empty() {
            let texts = addresses.iter().map(ToString::to_string).collect();
            item.insert(name.to_owned(), AttributeValue::Ss(texts));
        }
    }
    Ok(item)
}

pub(super) fn to_record(kind: &'static str, id: EventId, item: Item) -> Result<Record, Fault> {
    let item: EventItem = deserialize(kind, item)?;
    let addresses = |texts: &[String]| -> Result<BTreeSet<AddressId>, Fault> {
        texts.iter().map(|text| text.parse().map_err(|error| corrupt(kind, error))).collect()
    };
    Ok(Record::Event(Box::new(StoredEvent {
        event: Event { id, at: item.at, actor: item.actor, source_ip: item.source_ip, kind: item.event },
        begun: addresses(&item.begun)?,
        mailed: addresses(&item.mailed)?,
        delivered: addresses(&item.delivered)?,
        versions: item.versions,
    })))
}
