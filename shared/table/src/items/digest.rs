use chrono::Duration;
use chrono::serde::ts_milliseconds;
use serde::{Deserialize, Serialize};
use staffroom_app::{DueShard, Fault, Record};
use staffroom_domain::{Digest, EventId, GatheredAnswer, StoreId, Timestamp, UserId, durations};

use super::attributes::{deserialize, seconds_up, serialize};
use crate::schema::{Item, due_shard};

const KIND: &str = "digest";

#[derive(Serialize, Deserialize)]
struct DigestItem {
    #[serde(with = "ts_milliseconds")]
    since: Timestamp,
    single: Vec<EventId>,
    follows_digest: bool,
    waiting: Vec<GatheredAnswer>,
    more: u32,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// In seconds, while an answer waits.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    due_at: Option<i64>,
    version: u64,
    ttl: i64,
}

pub(super) fn to_item(store: &StoreId, reader: &UserId, digest: &Digest) -> Result<Item, Fault> {
    let due_at = digest.due_at();
    let item = DigestItem {
        since: digest.since,
        single: digest.single.clone(),
        follows_digest: digest.follows_digest,
        waiting: digest.waiting.clone(),
        more: digest.more,
        due: due_at.map(|_| due_shard(DueShard::of_digest(store, reader))),
        due_at: due_at.map(seconds_up),
        version: digest.version,
        ttl: seconds_up(digest.since + Duration::days(durations::DIGEST_RETENTION_DAYS)),
    };
    serialize(KIND, &item)
}

pub(super) fn to_record(item: Item) -> Result<Record, Fault> {
    let item: DigestItem = deserialize(KIND, item)?;
    Ok(Record::Digest(Box::new(Digest {
        since: item.since,
        single: item.single,
        follows_digest: item.follows_digest,
        waiting: item.waiting,
        more: item.more,
        version: item.version,
    })))
}
