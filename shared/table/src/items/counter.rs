use serde::Deserialize;
use staffroom_app::{Fault, Record};

use super::attributes::deserialize;
use crate::schema::Item;

#[derive(Deserialize)]
struct CounterItem {
    count: u32,
}

pub(super) fn to_record(item: Item) -> Result<Record, Fault> {
    deserialize::<CounterItem>("counter", item).map(|item| Record::Count(item.count))
}
