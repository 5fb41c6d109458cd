use chrono::SubsecRound;
use serde::{Deserialize, Serialize};
use staffroom_app::{DueShard, Fault, Record, ReplacedRoles};
use staffroom_domain::{Description, RoleLabel, RoleSlug, RoleTexts, StoreId, Timestamp};

use super::attributes::{deserialize, from_seconds, seconds_up, serialize};
use crate::schema::{Item, due_shard};

const KIND: &str = "role";

#[derive(Serialize, Deserialize)]
struct RoleItem {
    label: RoleLabel,
    description: Description,
    version: u64,
}

pub(super) fn to_item(texts: &RoleTexts) -> Result<Item, Fault> {
    let item = RoleItem {
        label: texts.label.clone(),
        description: texts.description.clone(),
        version: texts.version,
    };
    serialize(KIND, &item)
}

pub(super) fn to_record(slug: &RoleSlug, item: Item) -> Result<Record, Fault> {
    let item: RoleItem = deserialize(KIND, item)?;
    Ok(Record::Role(Box::new(RoleTexts {
        slug: slug.clone(),
        label: item.label,
        description: item.description,
        version: item.version,
    })))
}

#[derive(Serialize, Deserialize)]
struct ReplacedRolesItem {
    #[serde(skip_deserializing)]
    due: String,
    /// In seconds.
    due_at: i64,
    version: u64,
}

pub(super) fn replaced_to_item(store: &StoreId, replaced: &ReplacedRoles) -> Result<Item, Fault> {
    let item = ReplacedRolesItem {
        due: due_shard(DueShard::of_replaced_roles(store)),
        due_at: seconds_up(replaced.due_at),
        version: replaced.version,
    };
    serialize("replaced roles", &item)
}

pub(super) fn replaced_to_record(item: Item) -> Result<Record, Fault> {
    let item: ReplacedRolesItem = deserialize("replaced roles", item)?;
    let due_at: Timestamp = from_seconds(Some(item.due_at)).unwrap_or_default().trunc_subsecs(0);
    Ok(Record::ReplacedRoles(ReplacedRoles { due_at, version: item.version }))
}
