use chrono::serde::ts_milliseconds;
use serde::{Deserialize, Serialize};
use staffroom_app::{DueShard, Fault, Record};
use staffroom_domain::{ClosedStore, DisplayName, Owner, StoreId, TimeZone, Timestamp};

use super::attributes::{deserialize, locale, seconds_up, serialize};
use crate::schema::{CLOSED_AT, Item, due_shard};

const KIND: &str = "closed store";

/// It has no `person`, so that it is in nobody's list of stores, and none of the counts that writes in a store require.
#[derive(Serialize, Deserialize)]
struct ClosedStoreItem {
    name: DisplayName,
    owner: Owner,
    locale: String,
    time_zone: TimeZone,
    #[serde(skip_deserializing)]
    due: String,
    #[serde(skip_deserializing)]
    due_at: i64,
    #[serde(with = "ts_milliseconds")]
    created_at: Timestamp,
    #[serde(with = "ts_milliseconds")]
    closed_at: Timestamp,
    version: u64,
}

/// Whether the item of a store is that of a closed one.
pub(super) fn is_one(item: &Item) -> bool {
    item.contains_key(CLOSED_AT)
}

pub(super) fn to_item(store: &ClosedStore) -> Result<Item, Fault> {
    let item = ClosedStoreItem {
        name: store.name.clone(),
        owner: store.owner.clone(),
        locale: store.locale.as_str().to_owned(),
        time_zone: store.time_zone,
        due: due_shard(DueShard::of_store(&store.id)),
        due_at: seconds_up(store.closed_at),
        created_at: store.created_at,
        closed_at: store.closed_at,
        version: store.version,
    };
    serialize(KIND, &item)
}

pub(super) fn to_record(id: &StoreId, item: Item) -> Result<Record, Fault> {
    let item: ClosedStoreItem = deserialize(KIND, item)?;
    Ok(Record::ClosedStore(Box::new(ClosedStore {
        id: id.clone(),
        name: item.name,
        owner: item.owner,
        locale: locale(&item.locale),
        time_zone: item.time_zone,
        created_at: item.created_at,
        closed_at: item.closed_at,
        version: item.version,
    })))
}
