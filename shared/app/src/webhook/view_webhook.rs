//! The platform looks at webhooks and their deliveries.

use staffroom_domain::{Rejection, Timestamp, Webhook, WebhookDelivery, WebhookId, bounds};

use super::{DeliveryHint, WebhookRecord};
use crate::Error;
use crate::context::{Caller, Context};
use crate::database::{Database, List};
use crate::error::Fault;
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::lists::PageOf;
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// Views a webhook.
#[derive(Debug, Clone)]
pub struct ViewWebhook {
    /// The platform.
    pub caller: Caller,
    /// The webhook.
    pub webhook: WebhookId,
}

impl UseCase for ViewWebhook {
    type Answer = Webhook;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Webhook(WebhookKey::Webhook(self.webhook))])
    }

    fn decide(&self, read: &ReadResult, _: &Context) -> Result<Outcome<Webhook>, Error> {
        self.caller.require_platform()?;
        let webhook = read.webhook(self.webhook).ok_or(Rejection::NotFound)?;
        Ok(Outcome::Unchanged(webhook.clone()))
    }
}

/// Hints for the first deliveries to a webhook that are due. The index lags, so one of them may have been attempted.
///
/// # Errors
/// When the database does not answer.
pub async fn due_deliveries<D: Database>(
    database: &D,
    webhook: WebhookId,
    now: Timestamp,
) -> Result<Vec<DeliveryHint>, Fault> {
    let list = List::DueDeliveries(webhook, now);
    let page = database.page(&list, None, bounds::ATTEMPTS_IN_FLIGHT.into()).await?;
    let hints = page.entries.iter().filter_map(|(key, _)| match key {
        Key::Webhook(key) => DeliveryHint::of_key(key),
        _ => None,
    });
    Ok(hints.collect())
}

/// A page of the deliveries to a webhook, newest first.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn deliveries<D: Database>(
    database: &D,
    webhook: WebhookId,
    before: Option<&Key>,
    limit: usize,
) -> Result<PageOf<WebhookDelivery>, Fault> {
    let page = database.page(&List::Deliveries(webhook), before, limit).await?;
    Ok(PageOf::of(page, |record| match record {
        Record::Webhook(WebhookRecord::Delivery(delivery)) => Some(*delivery),
        _ => None,
    }))
}
