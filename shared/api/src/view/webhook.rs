use serde::Serialize;
use staffroom_domain::{
    DeliveryId, DeliveryState, Description, DisabledReason, EventId, EventType, StoreId, Timestamp, Webhook,
    WebhookDelivery, WebhookId, WebhookState,
};

/// A webhook.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Webhook"))]
pub struct WebhookView<'a> {
    id: WebhookId,
    url: &'a str,
    /// The types of events that are sent. Empty: all.
    types: Vec<&'a EventType>,
    /// The stores whose events are sent. Empty: all.
    stores: Vec<&'a StoreId>,
    /// A note.
    description: Option<&'a Description>,
    /// Whether events are sent.
    enabled: bool,
    /// Why no events are sent; null while they are.
    disabled_reason: Option<DisabledReason>,
    created_at: Timestamp,
    /// The version in its `ETag`, for changes made from a list.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Version"))]
    version: u64,
}

impl<'a> WebhookView<'a> {
    /// A webhook, without its secrets.
    #[must_use]
    pub fn of(webhook: &'a Webhook) -> Self {
        let disabled_reason = match webhook.state {
            WebhookState::Enabled => None,
            WebhookState::Disabled(reason) => Some(reason),
        };
        Self {
            id: webhook.id,
            url: webhook.url.as_str(),
            types: webhook.types.iter().collect(),
            stores: webhook.stores.iter().collect(),
            description: webhook.description.as_ref(),
            enabled: disabled_reason.is_none(),
            disabled_reason,
            created_at: webhook.created_at,
            version: webhook.version,
        }
    }
}

/// A webhook that was created, with its secret.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "CreatedWebhook"))]
pub struct WebhookCreatedView<'a> {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: WebhookView<'a>,
    /// The secret that signs (Standard Webhooks). It is shown here only.
    pub secret: &'a str,
}

/// The new secret of a webhook.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "WebhookSecret"))]
pub struct SecretView<'a> {
    /// The secret that signs (Standard Webhooks). It is shown here only.
    pub secret: &'a str,
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum DeliveryStatus {
    /// It is attempted, or will be.
    Pending,
    /// The endpoint took it.
    Delivered,
    /// It is not attempted any more.
    Failed,
}

/// A delivery of an event to a webhook.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "WebhookDelivery"))]
pub struct DeliveryView<'a> {
    id: DeliveryId,
    /// The event. It is the header `webhook-id` of each attempt.
    event_id: EventId,
    /// The type of the event.
    #[serde(rename = "type")]
    kind: &'a str,
    /// The number of attempts that were begun.
    attempts: u32,
    status: DeliveryStatus,
    /// The status of the last answer; null if there was none.
    #[cfg_attr(feature = "describe", schemars(range(min = 100, max = 999)))]
    last_status: Option<u16>,
    /// Why the last attempt failed; null if it did not.
    last_error: Option<&'a str>,
    /// When it is attempted next; null if it is not.
    next_attempt_at: Option<Timestamp>,
}

impl<'a> DeliveryView<'a> {
    /// A delivery.
    #[must_use]
    pub fn of(delivery: &'a WebhookDelivery) -> Self {
        Self {
            id: delivery.id,
            event_id: delivery.event_id,
            kind: &delivery.kind,
            attempts: delivery.attempts,
            status: match delivery.state {
                DeliveryState::Pending(_) => DeliveryStatus::Pending,
                DeliveryState::Delivered => DeliveryStatus::Delivered,
                DeliveryState::Failed => DeliveryStatus::Failed,
            },
            last_status: delivery.last_status,
            last_error: delivery.last_error.as_deref(),
            next_attempt_at: delivery.next_attempt_at(),
        }
    }
}
