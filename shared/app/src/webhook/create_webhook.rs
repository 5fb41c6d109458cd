//! The platform creates a webhook.

use std::collections::BTreeSet;

use staffroom_domain::{
    Description, EventActor, EventType, Rejection, SealedSecret, StoreId, Timestamp, WebAddress, Webhook,
    WebhookId, WebhookSecrets, WebhookState, bounds, first_version,
};

use super::WebhookRecord;
use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// After how many seconds to try again when there are too many webhooks. The limit never resets, so it is only a hint.
const RETRY_SECONDS: u32 = 3600;

/// Creates a webhook. The answer is the webhook.
#[derive(Debug, Clone)]
pub struct CreateWebhook {
    /// The platform.
    pub caller: Caller,
    /// Its id, which no other webhook has.
    pub id: WebhookId,
    /// Where events are sent.
    pub url: WebAddress,
    /// The types of events; empty: all.
    pub types: BTreeSet<EventType>,
    /// The stores; empty: all.
    pub stores: BTreeSet<StoreId>,
    /// What the platform notes about it.
    pub description: Option<Description>,
    /// The secret that signs.
    pub secret: SealedSecret,
}

impl UseCase for CreateWebhook {
    type Answer = Webhook;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Webhook(WebhookKey::Registry)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Webhook>, Error> {
        self.caller.require_platform()?;
        let (count, version) = read.webhook_registry();
        if usize::try_from(count).unwrap_or(usize::MAX) >= bounds::WEBHOOKS {
            return Err(Rejection::QuotaExceeded { retry_after: RETRY_SECONDS }.into());
        }
        let webhook = Webhook {
            id: self.id,
            url: self.url.clone(),
            types: self.types.clone(),
            stores: self.stores.clone(),
            description: self.description.clone(),
            state: WebhookState::Enabled,
            secrets: WebhookSecrets { current: self.secret.clone(), former: None },
            created_at: context.now,
            version: first_version(context.now),
        };
        let mut plan = Plan::outside_store(context, EventActor::Platform);
        plan.put_webhook(&webhook, Condition::Absent)?;
        plan.count_webhooks(count + 1, version)?;
        Ok(Outcome::commit(plan, webhook))
    }
}

impl Plan {
    /// Puts a webhook.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub(super) fn put_webhook(
        &mut self,
        webhook: &Webhook,
        condition: Condition,
    ) -> Result<(), crate::Fault> {
        let key = Key::Webhook(WebhookKey::Webhook(webhook.id));
        let record = Record::Webhook(WebhookRecord::Webhook(Box::new(webhook.clone())));
        self.push(Write::Put { key, record, condition })
    }

    /// Sets the number of webhooks, whose record has this version.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub(super) fn count_webhooks(&mut self, count: u32, version: u64) -> Result<(), crate::Fault> {
        let key = Key::Webhook(WebhookKey::Registry);
        let record = Record::Webhook(WebhookRecord::Registry { count, version: version + 1 });
        self.push(Write::Put { key, record, condition: Condition::of_version(version) })
    }
}

#[cfg(test)]
mod tests;
