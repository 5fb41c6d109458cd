use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, Record};
use staffroom_domain::{MailKind, MailPreferences};

use super::attributes::{deserialize, serialize};
use crate::schema::Item;

const KIND: &str = "mail preferences";

#[derive(Serialize, Deserialize)]
struct MailPreferencesItem {
    unwanted: BTreeSet<MailKind>,
    version: u64,
}

pub(super) fn to_item(preferences: &MailPreferences) -> Result<Item, Fault> {
    let item = MailPreferencesItem { unwanted: preferences.unwanted.clone(), version: preferences.version };
    serialize(KIND, &item)
}

pub(super) fn to_record(item: Item) -> Result<Record, Fault> {
    let item: MailPreferencesItem = deserialize(KIND, item)?;
    Ok(Record::MailPreferences(MailPreferences { unwanted: item.unwanted, version: item.version }))
}
