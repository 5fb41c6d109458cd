use serde::{Deserialize, Serialize};
use staffroom_app::{DueShard, ErasureTask, Fault, Record};

use super::attributes::{deserialize, seconds_up, serialize};
use crate::schema::{Item, due_shard};

const KIND: &str = "erasure";

/// It has no `ttl`, and is deleted when the erasure is done.
#[derive(Serialize, Deserialize)]
struct ErasureItem {
    /// In JSON.
    task: String,
    #[serde(skip_deserializing)]
    due: String,
    #[serde(skip_deserializing)]
    due_at: i64,
    version: u64,
}

pub(super) fn to_item(task: &ErasureTask) -> Result<Item, Fault> {
    let json = serde_json::to_string(task);
    let item = ErasureItem {
        task: json.map_err(|_| Fault::InvalidPlan("a task that cannot be written as JSON"))?,
        due: due_shard(DueShard::of_erasure(task.id)),
        due_at: seconds_up(task.begun_at),
        version: task.version,
    };
    serialize(KIND, &item)
}

pub(super) fn to_record(item: Item) -> Result<Record, Fault> {
    let item: ErasureItem = deserialize(KIND, item)?;
    let task = serde_json::from_str(&item.task);
    let task: ErasureTask = task.map_err(|error| crate::error::corrupt(KIND, error))?;
    Ok(Record::Erasure(Box::new(task)))
}
