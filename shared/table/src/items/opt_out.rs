use chrono::serde::ts_milliseconds;
use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, Record};
use staffroom_domain::{OptOut, OptOutCause, Timestamp};

use super::attributes::{deserialize, serialize};
use crate::schema::Item;

const KIND: &str = "opt-out";

/// It has no `ttl`.
#[derive(Serialize, Deserialize)]
struct OptOutItem {
    #[serde(with = "ts_milliseconds")]
    at: Timestamp,
    cause: CauseItem,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CauseItem {
    Complaint,
    Request,
}

pub(super) fn to_item(opt_out: &OptOut) -> Result<Item, Fault> {
    let cause = match opt_out.cause {
        OptOutCause::Complaint => CauseItem::Complaint,
        OptOutCause::Request => CauseItem::Request,
    };
    serialize(KIND, &OptOutItem { at: opt_out.at, cause })
}

pub(super) fn to_record(item: Item) -> Result<Record, Fault> {
    let item: OptOutItem = deserialize(KIND, item)?;
    let cause = match item.cause {
        CauseItem::Complaint => OptOutCause::Complaint,
        CauseItem::Request => OptOutCause::Request,
    };
    Ok(Record::OptOut(OptOut { at: item.at, cause }))
}
