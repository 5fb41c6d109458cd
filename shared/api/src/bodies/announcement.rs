use serde::Deserialize;
use staffroom_domain::{ActivityId, DisplayName, UserId};

use crate::body::Object;
use crate::checked_value::AnyObject;

/// An announcement of the platform.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Announcement"))]
#[serde(tag = "type", deny_unknown_fields)]
pub enum AnnouncementBody {
    /// A customer placed an order.
    #[serde(rename = "order.created")]
    OrderCreated {
        /// The activity that was ordered.
        activity_id: ActivityId,
        /// The order, in the platform's own format. The mail shows the first existing field of `number`, `reference`,
        /// `id`; of `customer`, `buyer` (a string, or an object with `name`); and of `total`, `amount`, with `currency`.
        // It is read again by the handler, which keeps the digits of its numbers.
        #[serde(default)]
        #[cfg_attr(feature = "describe", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
        order: AnyObject,
    },
    /// An app was installed.
    #[serde(rename = "app.installed")]
    AppInstalled {
        /// The app.
        app: Object<AppBody>,
        /// A member or the owner.
        installed_by: UserId,
    },
}

/// An app. Further fields are allowed, and ignored.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "InstalledApp"))]
pub struct AppBody {
    /// The name of the app.
    pub name: DisplayName,
}
