use serde::Serialize;
use staffroom_domain::{Activity, ActivityId, StoreId};

/// An activity of a store.
#[derive(Serialize)]
pub struct ActivityView<'a> {
    id: &'a ActivityId,
    store_id: &'a StoreId,
    name: &'a str,
    order_notifications: bool,
    /// The version in its `ETag`, for changes made from a list.
    version: u64,
}

impl<'a> ActivityView<'a> {
    /// An activity of `store`.
    #[must_use]
    pub fn of(store: &'a StoreId, activity: &'a Activity) -> Self {
        Self {
            id: &activity.id,
            store_id: store,
            name: activity.name.as_str(),
            order_notifications: activity.order_notifications,
            version: activity.version,
        }
    }
}
