//! The platform deletes a webhook.

use staffroom_domain::{EventActor, Timestamp, WebhookId};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::plan::{Condition, Plan, Write};
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};

/// Deletes a webhook. Its deliveries are not attempted any more, and expire.
#[derive(Debug, Clone)]
pub struct DeleteWebhook {
    /// The platform.
    pub caller: Caller,
    /// The webhook.
    pub webhook: WebhookId,
    /// The version that the caller requires.
    pub required: Precondition,
}

impl UseCase for DeleteWebhook {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Webhook(WebhookKey::Registry), Key::Webhook(WebhookKey::Webhook(self.webhook))])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let before = read.webhook_to_change(&self.caller, self.webhook, &self.required)?;
        let (count, version) = read.webhook_registry();
        let mut plan = Plan::outside_store(context, EventActor::Platform);
        plan.push(Write::Delete {
            key: Key::Webhook(WebhookKey::Webhook(self.webhook)),
            condition: Condition::Version(before.version),
        })?;
        plan.push(Write::Delete {
            key: Key::Webhook(WebhookKey::Health(self.webhook)),
            condition: Condition::None,
        })?;
        plan.count_webhooks(count.saturating_sub(1), version)?;
        Ok(Outcome::commit(plan, ()))
    }
}
