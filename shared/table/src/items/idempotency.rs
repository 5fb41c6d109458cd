use chrono::Duration;
use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, IdempotencyRecord, IdempotencyState, Record};
use staffroom_domain::{Timestamp, durations};

use super::attributes::{deserialize, seconds_up, serialize};
use crate::schema::Item;

const KIND: &str = "idempotency record";

#[derive(Serialize, Deserialize)]
struct IdempotencyItem {
    fingerprint: String,
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    /// Only if the request was begun more than once.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "ts_milliseconds_option")]
    begun: Option<Timestamp>,
    /// Only if the request was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// Whether the request was interrupted.
    #[serde(default)]
    given_up: bool,
    ttl: i64,
}

pub(super) fn to_item(record: &IdempotencyRecord) -> Result<Item, Fault> {
    let (answer, given_up) = match &record.state {
        IdempotencyState::InProgress => (None, false),
        IdempotencyState::Interrupted => (None, true),
        IdempotencyState::Answered(answer) => (Some(answer.clone()), false),
    };
    let item = IdempotencyItem {
        fingerprint: record.fingerprint.clone(),
        at: record.at,
        begun: Some(record.begun).filter(|begun| *begun != record.at),
        answer,
        given_up,
        ttl: seconds_up(record.at + Duration::hours(durations::IDEMPOTENCY_HOURS)),
    };
    serialize(KIND, &item)
}

pub(super) fn to_record(item: Item) -> Result<Record, Fault> {
    let item: IdempotencyItem = deserialize(KIND, item)?;
    let state = match (item.answer, item.given_up) {
        (Some(answer), _) => IdempotencyState::Answered(answer),
        (None, true) => IdempotencyState::Interrupted,
        (None, false) => IdempotencyState::InProgress,
    };
    let (at, begun) = (item.at, item.begun.unwrap_or(item.at));
    Ok(Record::Idempotency(IdempotencyRecord { fingerprint: item.fingerprint, begun, at, state }))
}
