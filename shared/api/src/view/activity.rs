use serde::Serialize;
use staffroom_domain::{Activity, ActivityId, DisplayName, StoreId};

/// An activity of a store.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Activity"))]
pub struct ActivityView<'a> {
    id: &'a ActivityId,
    store_id: &'a StoreId,
    name: &'a DisplayName,
    /// Whether the members with the role for order notifications get a mail about each new order.
    order_notifications: bool,
    /// The version in its `ETag`, for changes made from a list.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Version"))]
    version: u64,
}

impl<'a> ActivityView<'a> {
    /// An activity of `store`.
    #[must_use]
    pub fn of(store: &'a StoreId, activity: &'a Activity) -> Self {
        Self {
            id: &activity.id,
            store_id: store,
            name: &activity.name,
            order_notifications: activity.order_notifications,
            version: activity.version,
        }
    }
}
