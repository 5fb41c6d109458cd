//! The platform looks at webhooks and their deliveries.

use staffroom_domain::{Timestamp, Webhook, WebhookDelivery, WebhookId};

use super::WebhookRecord;
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
        Ok(Outcome::Unchanged(read.webhook_for(&self.caller, self.webhook)?.clone()))
    }
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
