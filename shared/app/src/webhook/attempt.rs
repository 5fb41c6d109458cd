//! An attempt of a delivery: it is begun, made outside of any transaction, and its outcome recorded.
//!
//! To begin it takes one of a webhook's slots, so that only so many attempts of one endpoint are in progress. A slot and an
//! attempt whose process ended count as lost after a while.

use chrono::Duration;
use staffroom_domain::{
    AttemptOutcome, DeliveryId, DeliverySource, DisabledReason, EventActor, EventId, Timestamp, Webhook,
    WebhookDelivery, WebhookId, WebhookState, bounds, durations, first_version,
};

use super::{DeliveryHint, Mailed, WebhookNotice, WebhookRecord, published};
use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// Begins an attempt of a delivery, if it is due.
#[derive(Debug, Clone)]
pub struct BeginAttempt {
    /// The webhook.
    pub webhook: WebhookId,
    /// The delivery.
    pub delivery: DeliveryId,
}

/// Whether an attempt began.
#[derive(Debug, Clone)]
pub enum Begun {
    /// It did.
    Attempt(Box<Attempted>),
    /// The delivery is not due: it is done, gone, or an attempt is in progress.
    NotDue,
    /// So many attempts of the endpoint are in progress that this one has to wait.
    Busy,
    /// It cannot be attempted, and is not any more.
    GivenUp,
}

/// An attempt in progress.
#[derive(Debug, Clone)]
pub struct Attempted {
    /// The webhook.
    pub webhook: Webhook,
    /// The delivery.
    pub delivery: WebhookDelivery,
    /// The event in JSON; `None`: a test.
    pub event: Option<String>,
    /// The slot that the attempt takes, and its version.
    pub slot: (u8, u64),
}

impl UseCase for BeginAttempt {
    type Answer = Begun;

    fn reads(&self, _: Timestamp) -> ReadSet {
        let slots = (0..bounds::ATTEMPTS_IN_FLIGHT).map(|slot| WebhookKey::Slot(self.webhook, slot));
        let others = [WebhookKey::Webhook(self.webhook), WebhookKey::Delivery(self.webhook, self.delivery)];
        ReadSet::keys(others.into_iter().chain(slots).map(Key::Webhook))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Begun>, Error> {
        let Some(before) = read.delivery(self.webhook, self.delivery).filter(|one| one.is_due(context.now))
        else {
            return Ok(Outcome::Unchanged(Begun::NotDue));
        };
        let give_up = |reason: &str| -> Result<Outcome<Begun>, Error> {
            let mut plan = Plan::outside_store(context, EventActor::Service);
            plan.put_delivery(&before.given_up(reason), before.version)?;
            Ok(Outcome::commit(plan, Begun::GivenUp))
        };
        let Some(webhook) = read.webhook(self.webhook) else { return give_up("the webhook was deleted") };
        // A test is sent to a disabled webhook, too.
        if webhook.state != WebhookState::Enabled && before.source != DeliverySource::Test {
            return give_up("the webhook is disabled");
        }
        let event = match &before.source {
            DeliverySource::Test => None,
            DeliverySource::Inline { event } => Some(event.clone()),
            DeliverySource::Published { store, number } => {
                let key = published(store, *number);
                if !read.was_read(&key) {
                    return Ok(Outcome::ReadMore(ReadSet::keys([key])));
                }
                let Some(event) = read.published_event(store, *number) else {
                    return give_up("the event is not kept any more");
                };
                Some(event.json.clone())
            }
        };
        let Some(after) = before.attempted(context.now) else { return give_up("all attempts failed") };
        let Some((slot, former)) = self.free_slot(read, context.now) else {
            return Ok(Outcome::Unchanged(Begun::Busy));
        };
        // Later than the former one, so that the end of an attempt that counted as lost frees no other's slot.
        let version = first_version(context.now).max(former + 1);
        let mut plan = Plan::outside_store(context, EventActor::Service);
        plan.put_delivery(&after, before.version)?;
        let until = context.now + Duration::seconds(durations::ATTEMPT_LEASE_SECONDS);
        plan.push(Write::Put {
            key: Key::Webhook(WebhookKey::Slot(self.webhook, slot)),
            record: Record::Webhook(WebhookRecord::Slot { until, version }),
            condition: Condition::of_version(former),
        })?;
        let webhook = webhook.clone();
        let attempt = Attempted { webhook, delivery: after, event, slot: (slot, version) };
        Ok(Outcome::commit(plan, Begun::Attempt(Box::new(attempt))))
    }
}

impl BeginAttempt {
    /// A slot that no attempt has, with the version of its record; 0 if it has none. Deliveries begin with different slots, so
    /// that they do not meet.
    fn free_slot(&self, read: &ReadResult, now: Timestamp) -> Option<(u8, u64)> {
        let first = self.delivery.as_bytes().last().copied().unwrap_or_default();
        (0..bounds::ATTEMPTS_IN_FLIGHT).find_map(|offset| {
            let slot = first.wrapping_add(offset) % bounds::ATTEMPTS_IN_FLIGHT;
            match read.webhook_slot(self.webhook, slot) {
                None => Some((slot, 0)),
                Some((until, version)) => (until <= now).then_some((slot, version)),
            }
        })
    }
}

/// Records how an attempt ended.
#[derive(Debug, Clone)]
pub struct EndAttempt<'a> {
    /// The attempt.
    pub attempt: &'a Attempted,
    /// How it ended.
    pub outcome: AttemptOutcome,
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// The delivery is done, or has failed.
    Ended,
    /// It is attempted again at this time.
    Again(DeliveryHint, Timestamp),
    /// Nothing: the attempt counted as lost before.
    Lost,
}

impl UseCase for EndAttempt<'_> {
    type Answer = Recorded;

    fn reads(&self, _: Timestamp) -> ReadSet {
        let Attempted { webhook, delivery, slot: (slot, _), .. } = self.attempt;
        let keys = [
            WebhookKey::Webhook(webhook.id),
            WebhookKey::Delivery(webhook.id, delivery.id),
            WebhookKey::Slot(webhook.id, *slot),
            WebhookKey::Health(webhook.id),
        ];
        ReadSet::keys(keys.map(Key::Webhook))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Recorded>, Error> {
        let Attempted { webhook: Webhook { id, .. }, delivery, slot: (slot, version), .. } = self.attempt;
        let mut plan = Plan::outside_store(context, EventActor::Service);
        if read.webhook_slot(*id, *slot).is_some_and(|(_, held)| held == *version) {
            let key = Key::Webhook(WebhookKey::Slot(*id, *slot));
            plan.push(Write::Delete { key, condition: Condition::Version(*version) })?;
        }
        let known = read.delivery(*id, delivery.id).is_some_and(|known| known.version == delivery.version);
        if !known {
            return Ok(Outcome::commit(plan, Recorded::Lost));
        }
        let after = delivery.after(&self.outcome, context.now);
        plan.put_delivery(&after, delivery.version)?;
        self.note_health(&mut plan, read, context)?;
        let recorded = match after.next_attempt_at() {
            Some(at) => Recorded::Again(DeliveryHint::of(&after), at),
            None => Recorded::Ended,
        };
        Ok(Outcome::commit(plan, recorded))
    }
}

impl EndAttempt<'_> {
    /// Notes since when the attempts fail, and disables the webhook if they do for too long, or if its endpoint says so.
    fn note_health(&self, plan: &mut Plan, read: &ReadResult, context: &Context) -> Result<(), Error> {
        let id = self.attempt.webhook.id;
        let key = Key::Webhook(WebhookKey::Health(id));
        let health = read.webhook_health(id);
        let enabled = read.webhook(id).filter(|webhook| webhook.state == WebhookState::Enabled);
        let disable = |plan: &mut Plan, webhook: &Webhook, reason| {
            plan.put_webhook(&webhook.disabled(reason), Condition::Version(webhook.version))
        };
        match (health, enabled) {
            (Some((_, version)), _) if self.outcome.is_success() => {
                plan.push(Write::Delete { key, condition: Condition::Version(version) })?;
            }
            (_, Some(webhook)) if self.outcome.is_gone() => disable(plan, webhook, DisabledReason::Gone)?,
            (None, Some(_)) if !self.outcome.is_success() => {
                let record = WebhookRecord::Health { failing_since: context.now, version: 1 };
                let (record, condition) = (Record::Webhook(record), Condition::Absent);
                plan.push(Write::Put { key, record, condition })?;
            }
            (Some((since, _)), Some(webhook))
                if since + Duration::days(durations::FAILING_DAYS) <= context.now =>
            {
                disable(plan, webhook, DisabledReason::Failing)?;
                let notice = WebhookNotice {
                    webhook: id,
                    url: webhook.url.as_str().to_owned(),
                    failing_since: since,
                    at: context.now,
                    mailed: Mailed::No,
                };
                plan.push(Write::Put {
                    key: Key::Webhook(WebhookKey::Notice(EventId::new(context.now, context.entropy))),
                    record: Record::Webhook(WebhookRecord::Notice(Box::new(notice))),
                    condition: Condition::Absent,
                })?;
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
