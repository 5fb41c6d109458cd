//! The platform tests a webhook.

use staffroom_domain::{
    DeliveryId, DeliverySource, EventActor, EventId, TEST_EVENT, Timestamp, WebhookDelivery, WebhookId,
};

use super::DeliveryHint;
use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

/// Sends a test, whatever the types of the webhook say. The answer is the hint for its delivery.
#[derive(Debug, Clone)]
pub struct TestWebhook {
    /// The platform.
    pub caller: Caller,
    /// The webhook.
    pub webhook: WebhookId,
}

impl UseCase for TestWebhook {
    type Answer = DeliveryHint;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Webhook(WebhookKey::Webhook(self.webhook))])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<DeliveryHint>, Error> {
        read.webhook_for(&self.caller, self.webhook)?;
        let event_id = EventId::new(context.now, context.entropy);
        let delivery = WebhookDelivery::new(
            (DeliveryId::new(context.now, context.entropy), self.webhook),
            (event_id, TEST_EVENT.to_owned()),
            DeliverySource::Test,
            context.now,
        );
        let mut plan = Plan::outside_store(context, EventActor::Platform);
        plan.put_delivery(&delivery, 0)?;
        Ok(Outcome::commit(plan, DeliveryHint::of(&delivery)))
    }
}
