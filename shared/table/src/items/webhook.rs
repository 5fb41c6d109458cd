use std::collections::BTreeSet;

use chrono::Duration;
use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};
use staffroom_app::{
    DueShard, Fault, Mailed, Record, Replay, ReplayRest, WebhookKey, WebhookNotice, WebhookRecord,
};
use staffroom_domain::{
    DeliveryId, DeliverySource, DeliveryState, Description, EventId, EventType, ReplayId, SealedSecret,
    StoreId, Timestamp, WebAddress, Webhook, WebhookDelivery, WebhookId, WebhookSecrets, WebhookState,
    durations,
};

use super::attributes::{deserialize, from_seconds, seconds_up, serialize};
use crate::due_deliveries;
use crate::schema::{Item, due_shard};

#[derive(Serialize, Deserialize)]
struct RegistryItem {
    count: u32,
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct WebhookItem {
    url: WebAddress,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    types: BTreeSet<EventType>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    stores: BTreeSet<StoreId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<Description>,
    state: WebhookState,
    /// Encrypted.
    secret: SealedSecret,
    /// Encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    former_secret: Option<SealedSecret>,
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    former_secret_until: Option<Timestamp>,
    #[serde(with = "ts_milliseconds")]
    created_at: Timestamp,
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct HealthItem {
    #[serde(with = "ts_milliseconds")]
    failing_since: Timestamp,
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct SlotItem {
    #[serde(with = "ts_milliseconds")]
    until: Timestamp,
    version: u64,
    ttl: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StateName {
    Pending,
    Delivered,
    Failed,
}

#[derive(Serialize, Deserialize)]
struct DeliveryItem {
    event: EventId,
    kind: String,
    source: DeliverySource,
    attempts: u32,
    state: StateName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    #[serde(with = "ts_milliseconds")]
    created_at: Timestamp,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<i64>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    list_1: Option<String>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    place_1: Option<String>,
    version: u64,
    ttl: i64,
}

#[derive(Serialize, Deserialize)]
struct ReplayItem {
    rest: ReplayRest,
    #[serde(with = "ts_milliseconds")]
    created_at: Timestamp,
    #[serde(skip_deserializing)]
    due: String,
    #[serde(skip_deserializing)]
    due_at: i64,
    version: u64,
    ttl: i64,
}

#[derive(Serialize, Deserialize)]
struct NoticeItem {
    webhook: WebhookId,
    url: String,
    #[serde(with = "ts_milliseconds")]
    failing_since: Timestamp,
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    mailed: Mailed,
    version: u64,
    ttl: i64,
}

/// When a record about something of this time expires.
fn ttl(at: Timestamp) -> i64 {
    seconds_up(at + Duration::days(durations::PUBLISHED_RETENTION_DAYS))
}

/// The item; `None` if the record is of another kind than the key.
pub(super) fn to_item(key: &WebhookKey, record: &WebhookRecord) -> Option<Result<Item, Fault>> {
    let kind = key.kind();
    Some(match (key, record) {
        (WebhookKey::Registry, WebhookRecord::Registry { count, version }) => {
            serialize(kind, &RegistryItem { count: *count, version: *version })
        }
        (WebhookKey::Webhook(_), WebhookRecord::Webhook(webhook)) => serialize(kind, &webhook_item(webhook)),
        (WebhookKey::Health(_), WebhookRecord::Health { failing_since, version }) => {
            serialize(kind, &HealthItem { failing_since: *failing_since, version: *version })
        }
        (WebhookKey::Slot(..), WebhookRecord::Slot { until, version }) => {
            serialize(kind, &SlotItem { until: *until, version: *version, ttl: ttl(*until) })
        }
        (WebhookKey::Delivery(..), WebhookRecord::Delivery(delivery)) => {
            serialize(kind, &delivery_item(delivery))
        }
        (WebhookKey::Replay(_, id), WebhookRecord::Replay(replay)) => {
            let item = ReplayItem {
                rest: replay.rest.clone(),
                created_at: replay.created_at,
                due: due_shard(DueShard::of_replay(*id)),
                due_at: seconds_up(replay.created_at),
                version: replay.version,
                ttl: ttl(replay.created_at),
            };
            serialize(kind, &item)
        }
        (WebhookKey::Notice(_), WebhookRecord::Notice(notice)) => {
            let WebhookNotice { webhook, url, failing_since, at, mailed } = notice.as_ref().clone();
            let version = record.version();
            serialize(kind, &NoticeItem { webhook, url, failing_since, at, mailed, version, ttl: ttl(at) })
        }
        (
            WebhookKey::Registry
            | WebhookKey::Webhook(_)
            | WebhookKey::Health(_)
            | WebhookKey::Slot(..)
            | WebhookKey::Delivery(..)
            | WebhookKey::Replay(..)
            | WebhookKey::Notice(_),
            _,
        ) => return None,
    })
}

fn webhook_item(webhook: &Webhook) -> WebhookItem {
    let former = webhook.secrets.former.clone();
    let (former_secret, former_secret_until) = former.unzip();
    WebhookItem {
        url: webhook.url.clone(),
        types: webhook.types.clone(),
        stores: webhook.stores.clone(),
        description: webhook.description.clone(),
        state: webhook.state,
        secret: webhook.secrets.current.clone(),
        former_secret,
        former_secret_until,
        created_at: webhook.created_at,
        version: webhook.version,
    }
}

fn delivery_item(delivery: &WebhookDelivery) -> DeliveryItem {
    let (state, at) = match delivery.state {
        DeliveryState::Pending(at) => (StateName::Pending, Some(at)),
        DeliveryState::Delivered => (StateName::Delivered, None),
        DeliveryState::Failed => (StateName::Failed, None),
    };
    DeliveryItem {
        event: delivery.event_id,
        kind: delivery.kind.clone(),
        source: delivery.source.clone(),
        attempts: delivery.attempts,
        state,
        last_status: delivery.last_status,
        last_error: delivery.last_error.clone(),
        created_at: delivery.created_at,
        due: at.map(|_| due_shard(DueShard::of_delivery(delivery.id))),
        due_at: at.map(seconds_up),
        list_1: at.map(|_| due_deliveries::list_of(delivery.webhook)),
        place_1: at.map(|at| due_deliveries::place_of(seconds_up(at), delivery.id)),
        version: delivery.version,
        ttl: ttl(delivery.created_at),
    }
}

pub(super) fn to_record(key: &WebhookKey, item: Item) -> Result<Record, Fault> {
    let kind = key.kind();
    Ok(Record::Webhook(match key {
        WebhookKey::Registry => {
            let RegistryItem { count, version } = deserialize(kind, item)?;
            WebhookRecord::Registry { count, version }
        }
        WebhookKey::Webhook(id) => {
            WebhookRecord::Webhook(Box::new(to_webhook(*id, deserialize(kind, item)?)))
        }
        WebhookKey::Health(_) => {
            let HealthItem { failing_since, version } = deserialize(kind, item)?;
            WebhookRecord::Health { failing_since, version }
        }
        WebhookKey::Slot(..) => {
            let SlotItem { until, version, .. } = deserialize(kind, item)?;
            WebhookRecord::Slot { until, version }
        }
        WebhookKey::Delivery(webhook, id) => {
            let delivery = to_delivery(*webhook, *id, deserialize(kind, item)?);
            WebhookRecord::Delivery(Box::new(delivery))
        }
        WebhookKey::Replay(webhook, id) => {
            WebhookRecord::Replay(Box::new(to_replay(*webhook, *id, deserialize(kind, item)?)))
        }
        WebhookKey::Notice(_) => {
            let NoticeItem { webhook, url, failing_since, at, mailed, .. } = deserialize(kind, item)?;
            WebhookRecord::Notice(Box::new(WebhookNotice { webhook, url, failing_since, at, mailed }))
        }
    }))
}

fn to_webhook(id: WebhookId, item: WebhookItem) -> Webhook {
    let former = item.former_secret.zip(item.former_secret_until);
    Webhook {
        id,
        url: item.url,
        types: item.types,
        stores: item.stores,
        description: item.description,
        state: item.state,
        secrets: WebhookSecrets { current: item.secret, former },
        created_at: item.created_at,
        version: item.version,
    }
}

fn to_delivery(webhook: WebhookId, id: DeliveryId, item: DeliveryItem) -> WebhookDelivery {
    let state = match (item.state, from_seconds(item.due_at)) {
        (StateName::Pending, at) => DeliveryState::Pending(at.unwrap_or(item.created_at)),
        (StateName::Delivered, _) => DeliveryState::Delivered,
        (StateName::Failed, _) => DeliveryState::Failed,
    };
    WebhookDelivery {
        id,
        webhook,
        event_id: item.event,
        kind: item.kind,
        source: item.source,
        attempts: item.attempts,
        state,
        last_status: item.last_status,
        last_error: item.last_error,
        created_at: item.created_at,
        version: item.version,
    }
}

fn to_replay(webhook: WebhookId, id: ReplayId, item: ReplayItem) -> Replay {
    Replay { id, webhook, rest: item.rest, created_at: item.created_at, version: item.version }
}
