use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, Record};
use staffroom_domain::{Activity, ActivityId, DisplayName};

use super::attributes::{deserialize, serialize};
use crate::schema::Item;

const KIND: &str = "activity";

#[derive(Serialize, Deserialize)]
struct ActivityItem {
    name: DisplayName,
    order_notifications: bool,
    version: u64,
}

pub(super) fn to_item(activity: &Activity) -> Result<Item, Fault> {
    let item = ActivityItem {
        name: activity.name.clone(),
        order_notifications: activity.order_notifications,
        version: activity.version,
    };
    serialize(KIND, &item)
}

pub(super) fn to_record(id: &ActivityId, item: Item) -> Result<Record, Fault> {
    let item: ActivityItem = deserialize(KIND, item)?;
    Ok(Record::Activity(Activity {
        id: id.clone(),
        name: item.name,
        order_notifications: item.order_notifications,
        version: item.version,
    }))
}
