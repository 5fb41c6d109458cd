use serde::Deserialize;
use serde::de::IgnoredAny;
use staffroom_domain::{ActivityId, DisplayName, UserId};

use crate::body::Object;
use crate::error::RequestError;
use crate::raw_object::RawObject;
use crate::request::Call;

/// An announcement of the platform.
#[derive(Debug)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "describe", schemars(rename = "Announcement", tag = "type", deny_unknown_fields))]
pub enum AnnouncementBody {
    /// A customer placed an order.
    #[cfg_attr(feature = "describe", schemars(rename = "order.created"))]
    OrderCreated {
        /// The activity that was ordered.
        activity_id: ActivityId,
        /// The order, in the platform's own format, of at most 50 levels. The mail shows the first existing field of `number`,
        /// `reference`, `id`; of `customer`, `buyer` (a string, or an object with `name`); and of `total`, `amount`, with
        /// `currency`. It shows a number with the digits that were sent, and the first 100 characters of each.
        #[cfg_attr(
            feature = "describe",
            schemars(default, with = "serde_json::Map<String, serde_json::Value>", extend("default" = {}))
        )]
        order: RawObject,
    },
    /// An app was installed.
    #[cfg_attr(feature = "describe", schemars(rename = "app.installed"))]
    AppInstalled {
        /// The app.
        app: AppBody,
        /// A member or the owner.
        installed_by: UserId,
    },
}

/// An app.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "InstalledApp"))]
#[serde(deny_unknown_fields)]
pub struct AppBody {
    /// The name of the app.
    pub name: DisplayName,
}

impl AnnouncementBody {
    /// The announcement in the body of a call: first its type, then the fields of that type. An enum with a tag would be read
    /// from a copy in which numbers have lost digits, and errors their place.
    ///
    /// # Errors
    /// As [`Call::body`].
    pub fn read(call: &Call) -> Result<Self, RequestError> {
        let Tagged { kind } = call.body()?;
        Ok(match kind {
            Kind::OrderCreated => {
                let OrderCreated { activity_id, order, .. } = call.body()?;
                Self::OrderCreated { activity_id, order }
            }
            Kind::AppInstalled => {
                let AppInstalled { app, installed_by, .. } = call.body()?;
                Self::AppInstalled { app: app.0, installed_by }
            }
        })
    }
}

#[derive(Deserialize)]
struct Tagged {
    #[serde(rename = "type")]
    kind: Kind,
}

#[derive(Deserialize)]
enum Kind {
    #[serde(rename = "order.created")]
    OrderCreated,
    #[serde(rename = "app.installed")]
    AppInstalled,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderCreated {
    #[serde(rename = "type")]
    _kind: IgnoredAny,
    activity_id: ActivityId,
    #[serde(default)]
    order: RawObject,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AppInstalled {
    #[serde(rename = "type")]
    _kind: IgnoredAny,
    app: Object<AppBody>,
    installed_by: UserId,
}
