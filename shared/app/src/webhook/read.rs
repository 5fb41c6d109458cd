//! What was read of webhooks.

use staffroom_domain::{
    DeliveryId, EventId, Rejection, ReplayId, Timestamp, Webhook, WebhookDelivery, WebhookId,
};

use super::{Replay, WebhookNotice, WebhookRecord};
use crate::context::Caller;
use crate::key::{Key, WebhookKey};
use crate::precondition::Precondition;
use crate::read::ReadResult;
use crate::record::Record;

impl ReadResult {
    fn webhook_record(&self, key: WebhookKey) -> Option<&WebhookRecord> {
        match self.get(&Key::Webhook(key))? {
            Record::Webhook(record) => Some(record),
            _ => None,
        }
    }

    /// The number of webhooks, and the version of its record; 0 and 0 if there is none.
    #[must_use]
    pub fn webhook_registry(&self) -> (u32, u64) {
        match self.webhook_record(WebhookKey::Registry) {
            Some(WebhookRecord::Registry { count, version }) => (*count, *version),
            _ => (0, 0),
        }
    }

    /// The webhook, if there is one.
    #[must_use]
    pub fn webhook(&self, id: WebhookId) -> Option<&Webhook> {
        match self.webhook_record(WebhookKey::Webhook(id))? {
            WebhookRecord::Webhook(webhook) => Some(webhook),
            _ => None,
        }
    }

    /// The webhook that the platform asks about.
    pub(super) fn webhook_for(&self, caller: &Caller, id: WebhookId) -> Result<&Webhook, Rejection> {
        caller.require_platform()?;
        self.webhook(id).ok_or(Rejection::NotFound)
    }

    /// The webhook that the platform changes, if it has the version that the caller requires.
    pub(super) fn webhook_to_change(
        &self,
        caller: &Caller,
        id: WebhookId,
        required: &Precondition,
    ) -> Result<&Webhook, Rejection> {
        let webhook = self.webhook_for(caller, id)?;
        required.check(Some(webhook.version))?;
        Ok(webhook)
    }

    /// Since when the attempts of a webhook fail, and the version of its record.
    #[must_use]
    pub fn webhook_health(&self, id: WebhookId) -> Option<(Timestamp, u64)> {
        match self.webhook_record(WebhookKey::Health(id))? {
            WebhookRecord::Health { failing_since, version } => Some((*failing_since, *version)),
            _ => None,
        }
    }

    /// When the attempt in a slot counts as lost, and its version.
    #[must_use]
    pub fn webhook_slot(&self, id: WebhookId, slot: u8) -> Option<(Timestamp, u64)> {
        match self.webhook_record(WebhookKey::Slot(id, slot))? {
            WebhookRecord::Slot { until, version } => Some((*until, *version)),
            _ => None,
        }
    }

    /// The delivery, if there is one.
    #[must_use]
    pub fn delivery(&self, webhook: WebhookId, id: DeliveryId) -> Option<&WebhookDelivery> {
        match self.webhook_record(WebhookKey::Delivery(webhook, id))? {
            WebhookRecord::Delivery(delivery) => Some(delivery),
            _ => None,
        }
    }

    /// The replay, if it is in progress.
    #[must_use]
    pub fn replay(&self, webhook: WebhookId, id: ReplayId) -> Option<&Replay> {
        match self.webhook_record(WebhookKey::Replay(webhook, id))? {
            WebhookRecord::Replay(replay) => Some(replay),
            _ => None,
        }
    }

    /// The notice that a webhook was disabled.
    #[must_use]
    pub fn webhook_notice(&self, id: EventId) -> Option<&WebhookNotice> {
        match self.webhook_record(WebhookKey::Notice(id))? {
            WebhookRecord::Notice(notice) => Some(notice),
            _ => None,
        }
    }
}
