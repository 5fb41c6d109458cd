//! The platform replaces the secret of a webhook.

use staffroom_domain::{EventActor, SealedSecret, Timestamp, Webhook, WebhookId};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::plan::{Condition, Plan};
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};

/// Replaces the secret. The one before signs as well for a day. The answer is the webhook.
#[derive(Debug, Clone)]
pub struct RotateSecret {
    /// The platform.
    pub caller: Caller,
    /// The webhook.
    pub webhook: WebhookId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// The new secret.
    pub secret: SealedSecret,
}

impl UseCase for RotateSecret {
    type Answer = Webhook;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Webhook(WebhookKey::Webhook(self.webhook))])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Webhook>, Error> {
        let before = read.webhook_to_change(&self.caller, self.webhook, &self.required)?;
        let after = before.with_secret(self.secret.clone(), context.now);
        let mut plan = Plan::outside_store(context, EventActor::Platform);
        plan.put_webhook(&after, Condition::Version(before.version))?;
        Ok(Outcome::commit(plan, after))
    }
}
