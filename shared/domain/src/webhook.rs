//! Webhooks: endpoints of the platform that published events are sent to, and the deliveries of single events.

mod delivery;

use std::collections::BTreeSet;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::{
    Description, EventId, PublicActor, PublicData, StoreId, Subject, Timestamp, WebAddress, WebhookId,
    durations,
};

pub use delivery::{AttemptOutcome, DeliverySource, DeliveryState, WebhookDelivery};

/// The type of the event that a test sends.
pub const TEST_EVENT: &str = "webhook.test";

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where events are sent.
    pub url: WebAddress,
    /// The types of events that are sent; empty: all.
    pub types: BTreeSet<EventType>,
    /// The stores whose events are sent; empty: all.
    pub stores: BTreeSet<StoreId>,
    /// What the platform notes about it.
    pub description: Option<Description>,
    /// Whether events are sent.
    pub state: WebhookState,
    /// The secrets that sign.
    pub secrets: WebhookSecrets,
    /// When it was created.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}

/// Whether events are sent to a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    /// They are.
    Enabled,
    /// They are not.
    Disabled(DisabledReason),
}

/// Why no events are sent to a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    /// The platform disabled it.
    ByPlatform,
    /// The endpoint answered 410: it wants nothing any more.
    Gone,
    /// Every attempt failed for five days.
    Failing,
}

/// The name of a type of event that a webhook can ask for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct EventType(String);

impl EventType {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names of all types.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PublicData::TYPES.into_iter().chain([TEST_EVENT])
    }
}

impl TryFrom<String> for EventType {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if Self::names().any(|name| name == text) { Ok(Self(text)) } else { Err("is no type of event") }
    }
}

/// A secret that signs, encrypted by `shared/webhook`. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SealedSecret(String);

impl SealedSecret {
    /// The secret in its encrypted form.
    #[must_use]
    pub fn new(sealed: String) -> Self {
        Self(sealed)
    }

    /// The encrypted form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealedSecret(***)")
    }
}

/// The secrets of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookSecrets {
    /// The one that signs.
    pub current: SealedSecret,
    /// The one before, and until when it signs as well.
    pub former: Option<(SealedSecret, Timestamp)>,
}

impl WebhookSecrets {
    /// The secrets that sign at this time, the current one first.
    #[must_use]
    pub fn signing(&self, now: Timestamp) -> Vec<&SealedSecret> {
        let former = self.former.iter().filter(|(_, until)| now < *until).map(|(secret, _)| secret);
        [&self.current].into_iter().chain(former).collect()
    }
}

/// The event that a test sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct TestEvent {
    /// Its ID.
    pub id: EventId,
    /// `webhook.test`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Null: a test is about no store.
    pub store_id: Option<StoreId>,
    /// When the test was asked for.
    pub at: Timestamp,
    /// The platform.
    pub actor: PublicActor,
    /// The webhook.
    pub subject: Subject,
    /// The version of the webhook.
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::Version"))]
    pub version: u64,
    /// An empty object.
    pub data: std::collections::BTreeMap<String, String>,
}

impl TestEvent {
    /// The event of a test of a webhook.
    #[must_use]
    pub fn new(id: EventId, at: Timestamp, webhook: &Webhook) -> Self {
        Self {
            id,
            kind: TEST_EVENT,
            store_id: None,
            at,
            actor: PublicActor::platform(),
            subject: Subject::webhook(webhook.id),
            version: webhook.version,
            data: std::collections::BTreeMap::new(),
        }
    }
}

/// A change of a webhook. Only what is given changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookChange {
    /// Where events are sent.
    pub url: Option<WebAddress>,
    /// The types; empty: all.
    pub types: Option<BTreeSet<EventType>>,
    /// The stores; empty: all.
    pub stores: Option<BTreeSet<StoreId>>,
    /// The note; `Some(None)` removes it.
    pub description: Option<Option<Description>>,
    /// Whether events are sent.
    pub state: Option<WebhookState>,
}

impl Webhook {
    /// Whether an event of this type and store is sent to it.
    #[must_use]
    pub fn wants(&self, kind: &str, store: &StoreId) -> bool {
        self.state == WebhookState::Enabled && self.asks_for(kind, store)
    }

    /// Whether an event of this type and store is one that it asks for, disabled or not.
    #[must_use]
    pub fn asks_for(&self, kind: &str, store: &StoreId) -> bool {
        let has_type = self.types.is_empty() || self.types.iter().any(|wanted| wanted.as_str() == kind);
        let has_store = self.stores.is_empty() || self.stores.contains(store);
        has_type && has_store
    }

    /// The webhook after a change; `None` if nothing changes. A webhook that is disabled already keeps its reason.
    #[must_use]
    pub fn changed(&self, change: &WebhookChange) -> Option<Self> {
        let state = match (self.state, change.state) {
            (state, None)
            | (state @ WebhookState::Disabled(_), Some(WebhookState::Disabled(_)))
            | (_, Some(state)) => state,
        };
        let after = Self {
            url: change.url.clone().unwrap_or_else(|| self.url.clone()),
            types: change.types.clone().unwrap_or_else(|| self.types.clone()),
            stores: change.stores.clone().unwrap_or_else(|| self.stores.clone()),
            description: change.description.clone().unwrap_or_else(|| self.description.clone()),
            state,
            ..self.clone()
        };
        (after != *self).then(|| Self { version: self.version + 1, ..after })
    }

    /// The webhook with another secret. The one before signs as well for a day; one before that no longer does.
    #[must_use]
    pub fn with_secret(&self, secret: SealedSecret, now: Timestamp) -> Self {
        let until = now + Duration::hours(durations::FORMER_SECRET_HOURS);
        let former = Some((self.secrets.current.clone(), until));
        let secrets = WebhookSecrets { current: secret, former };
        Self { secrets, version: self.version + 1, ..self.clone() }
    }

    /// The webhook, to which nothing is sent any more.
    #[must_use]
    pub fn disabled(&self, reason: DisabledReason) -> Self {
        Self { state: WebhookState::Disabled(reason), version: self.version + 1, ..self.clone() }
    }
}

#[cfg(test)]
mod tests;
