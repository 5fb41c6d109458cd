//! The platform asks for events once more.

use chrono::Duration;
use staffroom_domain::{EventActor, EventId, ReplayId, Timestamp, WebhookId, durations};

use super::{DeliveryHint, Replay, ReplayRest, WebhookRecord};
use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, PublishingKey, WebhookKey};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// Which events are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplayRequest {
    /// Those since this time.
    Since(Timestamp),
    /// Those with these ids.
    Events(Vec<EventId>),
}

/// Asks for events once more: those of the last 14 days that the webhook wants, also from before it was made. The answer is the
/// hint for the replay.
#[derive(Debug, Clone)]
pub struct ReplayWebhook {
    /// The platform.
    pub caller: Caller,
    /// The webhook.
    pub webhook: WebhookId,
    /// The events.
    pub request: ReplayRequest,
}

impl UseCase for ReplayWebhook {
    type Answer = DeliveryHint;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Webhook(WebhookKey::Webhook(self.webhook))])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<DeliveryHint>, Error> {
        read.webhook_for(&self.caller, self.webhook)?;
        let rest = match &self.request {
            ReplayRequest::Events(events) => ReplayRest::Events(events.clone()),
            ReplayRequest::Since(since) => {
                let kept = context.now - Duration::days(durations::PUBLISHED_RETENTION_DAYS);
                let since = (*since).max(kept);
                let (hour, _) = PublishingKey::hour(EventId::new(since, [0; 10]));
                ReplayRest::Since { since, hour, part: 0, after: None }
            }
        };
        let id = ReplayId::new(context.now, context.entropy);
        let replay = Replay { id, webhook: self.webhook, rest, created_at: context.now, version: 1 };
        let mut plan = Plan::outside_store(context, EventActor::Platform);
        plan.push(Write::Put {
            key: Key::Webhook(WebhookKey::Replay(self.webhook, id)),
            record: Record::Webhook(WebhookRecord::Replay(Box::new(replay))),
            condition: Condition::Absent,
        })?;
        Ok(Outcome::commit(plan, DeliveryHint::Replay { webhook: self.webhook, replay: id }))
    }
}
