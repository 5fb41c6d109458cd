//! The platform changes a webhook.

use staffroom_domain::{EventActor, Timestamp, Webhook, WebhookChange, WebhookId, WebhookState};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::plan::{Condition, Plan, Write};
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};

/// Changes a webhook. The answer is the webhook.
#[derive(Debug, Clone)]
pub struct ChangeWebhook {
    /// The platform.
    pub caller: Caller,
    /// The webhook.
    pub webhook: WebhookId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// The change.
    pub change: WebhookChange,
}

impl UseCase for ChangeWebhook {
    type Answer = Webhook;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Webhook(WebhookKey::Webhook(self.webhook))])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Webhook>, Error> {
        let before = read.webhook_to_change(&self.caller, self.webhook, &self.required)?;
        let Some(after) = before.changed(&self.change) else { return Ok(Outcome::Unchanged(before.clone())) };
        let mut plan = Plan::outside_store(context, EventActor::Platform);
        plan.put_webhook(&after, Condition::Version(before.version))?;
        let is_revived = after.state == WebhookState::Enabled && before.state != WebhookState::Enabled;
        if is_revived || after.url != before.url {
            // The days of failing are counted anew.
            let key = Key::Webhook(WebhookKey::Health(self.webhook));
            plan.push(Write::Delete { key, condition: Condition::None })?;
        }
        Ok(Outcome::commit(plan, after))
    }
}

#[cfg(test)]
mod tests;
