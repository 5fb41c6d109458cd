use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, Record};
use staffroom_domain::Metadata;

use super::attributes::{deserialize, serialize};
use crate::schema::Item;

const KIND: &str = "metadata of a store";

#[derive(Serialize, Deserialize)]
struct MetadataItem {
    metadata: Metadata,
}

pub(super) fn to_item(metadata: &Metadata) -> Result<Item, Fault> {
    serialize(KIND, &MetadataItem { metadata: metadata.clone() })
}

pub(super) fn to_record(item: Item) -> Result<Record, Fault> {
    let item: MetadataItem = deserialize(KIND, item)?;
    Ok(Record::StoreMetadata(item.metadata))
}
