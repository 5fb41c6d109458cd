use serde::Deserialize;
use staffroom_domain::{Description, EventId, EventType, StoreId, WebAddress, bounds};

use crate::{AtMost, Optional, Rfc3339Timestamp};

/// A webhook as the platform creates it.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "WebhookCreation"))]
#[serde(deny_unknown_fields)]
pub struct WebhookBody {
    /// Where events are sent: https, and no address of a private, loopback or link-local network.
    pub url: WebAddress,
    /// The types of events that are sent. Absent or empty: all.
    #[serde(default)]
    pub types: AtMost<EventType, { bounds::WEBHOOK_TYPES }>,
    /// The stores whose events are sent. Absent or empty: all.
    #[serde(default)]
    pub stores: AtMost<StoreId, { bounds::WEBHOOK_STORES }>,
    /// A note.
    #[serde(default)]
    pub description: Option<Description>,
}

/// A change of a webhook. Absent fields stay as they are.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "WebhookChange"))]
#[serde(deny_unknown_fields)]
pub struct WebhookChangeBody {
    /// Where events are sent.
    #[serde(default)]
    pub url: Optional<WebAddress>,
    /// The types of events that are sent. Empty: all.
    #[serde(default)]
    pub types: Optional<AtMost<EventType, { bounds::WEBHOOK_TYPES }>>,
    /// The stores whose events are sent. Empty: all.
    #[serde(default)]
    pub stores: Optional<AtMost<StoreId, { bounds::WEBHOOK_STORES }>>,
    /// A note; null removes it.
    #[serde(default, deserialize_with = "crate::body::double_option")]
    #[cfg_attr(feature = "describe", schemars(with = "Option<Description>"))]
    pub description: Option<Option<Description>>,
    /// `true` revives a webhook that was disabled.
    #[serde(default)]
    pub enabled: Optional<bool>,
}

/// Which events are sent once more. Either `since` or `event_ids`.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Replay"))]
#[serde(deny_unknown_fields)]
pub struct ReplayBody {
    /// Those since this time, of the last 14 days.
    #[serde(default)]
    pub since: Optional<Rfc3339Timestamp>,
    /// Those with these IDs, of the last 14 days. Unknown IDs are ignored.
    #[serde(default)]
    pub event_ids: Optional<AtMost<EventId, { bounds::REPLAYED_EVENTS }>>,
}
