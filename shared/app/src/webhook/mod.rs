//! Webhooks: the platform manages them, and published events are delivered to them.
//!
//! A delivery stands in the index of what falls due until its end is recorded, so a lost message delays it and does not lose
//! it. A message to `deliver` is a hint: "look whether this is due".

mod attempt;
mod change_webhook;
mod create_webhook;
mod delete_webhook;
mod deliver_events;
mod due_deliveries;
mod notice;
mod read;
mod replay;
mod replay_webhook;
mod rotate_secret;
mod test_webhook;
mod view_webhook;

use serde::{Deserialize, Serialize};
use staffroom_domain::{
    DeliveryId, EventId, ReplayId, StoreId, Timestamp, Webhook, WebhookDelivery, WebhookId,
};

use crate::key::{Key, PublishingKey, WebhookKey};

pub use attempt::{Attempted, BeginAttempt, Begun, EndAttempt, Recorded};
pub use change_webhook::ChangeWebhook;
pub use create_webhook::CreateWebhook;
pub use delete_webhook::DeleteWebhook;
pub use deliver_events::{Target, deliver_events, webhooks};
pub use due_deliveries::due_deliveries;
pub use notice::MarkNotice;
pub use replay::{ReplayStep, continue_replay};
pub use replay_webhook::{ReplayRequest, ReplayWebhook};
pub use rotate_secret::RotateSecret;
pub use test_webhook::TestWebhook;
pub use view_webhook::{ViewWebhook, deliveries};

/// What a message to `deliver` says: look whether this is due.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeliveryHint {
    /// A delivery.
    Delivery {
        /// The webhook.
        webhook: WebhookId,
        /// The delivery.
        delivery: DeliveryId,
    },
    /// A replay.
    Replay {
        /// The webhook.
        webhook: WebhookId,
        /// The replay.
        replay: ReplayId,
    },
}

impl DeliveryHint {
    /// The hint for a delivery.
    #[must_use]
    pub fn of(delivery: &WebhookDelivery) -> Self {
        Self::Delivery { webhook: delivery.webhook, delivery: delivery.id }
    }

    /// The hint for a record of the index of what falls due; `None` for a record of another kind.
    #[must_use]
    pub fn of_key(key: &WebhookKey) -> Option<Self> {
        match key {
            WebhookKey::Delivery(webhook, delivery) => {
                Some(Self::Delivery { webhook: *webhook, delivery: *delivery })
            }
            WebhookKey::Replay(webhook, replay) => Some(Self::Replay { webhook: *webhook, replay: *replay }),
            WebhookKey::Registry
            | WebhookKey::Webhook(_)
            | WebhookKey::Health(_)
            | WebhookKey::Slot(..)
            | WebhookKey::Notice(_) => None,
        }
    }
}

/// A record of webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebhookRecord {
    /// The number of webhooks.
    Registry {
        /// The number.
        count: u32,
        /// Counts the changes.
        version: u64,
    },
    /// A webhook.
    Webhook(Box<Webhook>),
    /// That the attempts of a webhook fail.
    Health {
        /// Since when no attempt succeeded.
        failing_since: Timestamp,
        /// Counts the changes.
        version: u64,
    },
    /// An attempt in progress: a webhook has a number of them at the same time, so that a slow endpoint delays no other.
    Slot {
        /// When it counts as lost.
        until: Timestamp,
        /// No other attempt has the same in this slot.
        version: u64,
    },
    /// A delivery.
    Delivery(Box<WebhookDelivery>),
    /// A replay in progress.
    Replay(Box<Replay>),
    /// That a webhook was disabled because its attempts fail, of which the platform is told by mail.
    Notice(Box<WebhookNotice>),
}

/// A replay in progress: deliveries of events that were published before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// Its id.
    pub id: ReplayId,
    /// The webhook.
    pub webhook: WebhookId,
    /// What is still to be delivered.
    pub rest: ReplayRest,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}

/// What a replay has still to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplayRest {
    /// Events of a time.
    Since {
        /// Their earliest time.
        since: Timestamp,
        /// The hour to go on with, since 1970.
        hour: u64,
        /// The part of the hour.
        part: u8,
        /// The event after which to go on.
        after: Option<EventId>,
    },
    /// These events.
    Events(Vec<EventId>),
}

/// That a webhook was disabled because its attempts fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookNotice {
    /// The webhook.
    pub webhook: WebhookId,
    /// Its address.
    pub url: String,
    /// Since when no attempt succeeded.
    pub failing_since: Timestamp,
    /// When it was disabled.
    pub at: Timestamp,
    /// Whether SES accepted the mail about it.
    pub mailed: Mailed,
}

/// Whether SES accepted a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mailed {
    /// It did not yet.
    No,
    /// It did.
    Yes,
}

impl WebhookRecord {
    /// The version that conditions compare.
    #[must_use]
    pub fn version(&self) -> u64 {
        match self {
            Self::Registry { version, .. } | Self::Health { version, .. } | Self::Slot { version, .. } => {
                *version
            }
            Self::Webhook(webhook) => webhook.version,
            Self::Delivery(delivery) => delivery.version,
            Self::Replay(replay) => replay.version,
            Self::Notice(notice) => match notice.mailed {
                Mailed::No => 1,
                Mailed::Yes => 2,
            },
        }
    }

    /// When it falls due; `None` if it does not.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self {
            Self::Delivery(delivery) => delivery.next_attempt_at(),
            Self::Replay(replay) => Some(replay.created_at),
            Self::Registry { .. }
            | Self::Webhook(_)
            | Self::Health { .. }
            | Self::Slot { .. }
            | Self::Notice(_) => None,
        }
    }
}

/// The key of a published event.
pub(crate) fn published(store: &StoreId, number: u64) -> Key {
    Key::Publishing(PublishingKey::Event(store.clone(), number))
}
