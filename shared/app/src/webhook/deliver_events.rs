//! Published events become deliveries to the webhooks that want them.

use futures_util::future::try_join_all;
use staffroom_domain::{
    DeliveryId, DeliverySource, EventActor, EventId, StoreId, Timestamp, Webhook, WebhookDelivery, bounds,
};

use super::{DeliveryHint, WebhookRecord};
use crate::context::Invocation;
use crate::database::{Database, List};
use crate::error::Fault;
use crate::key::{Key, WebhookKey};
use crate::plan::{Condition, Plan, Write};
use crate::read::ReadResult;
use crate::record::Record;

/// An event to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The event.
    pub event: EventId,
    /// Its type.
    pub kind: String,
    /// Its store.
    pub store: StoreId,
    /// Where the event is.
    pub source: DeliverySource,
}

/// All webhooks.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn webhooks<D: Database>(database: &D) -> Result<Vec<Webhook>, Fault> {
    let page = database.page(&List::Webhooks, None, bounds::WEBHOOKS).await?;
    let webhooks = page.entries.into_iter().filter_map(|(_, record)| match record {
        Some(Record::Webhook(WebhookRecord::Webhook(webhook))) => Some(*webhook),
        _ => None,
    });
    Ok(webhooks.collect())
}

/// Makes the deliveries of events to the webhooks that want them, unless they were made before, and returns their hints.
///
/// # Errors
/// When the database does not answer. Some deliveries may have been made.
pub async fn deliver_events<D: Database>(
    database: &D,
    invocation: &Invocation,
    webhooks: &[Webhook],
    events: &[Target],
) -> Result<Vec<DeliveryHint>, Fault> {
    let now = invocation.now();
    let deliveries: Vec<WebhookDelivery> = events
        .iter()
        .flat_map(|event| {
            let wanted = webhooks.iter().filter(|webhook| webhook.wants(&event.kind, &event.store));
            wanted.map(|webhook| event.delivery(webhook, DeliveryId::of(webhook.id, event.event), now))
        })
        .collect();
    put_deliveries(database, invocation, deliveries).await
}

/// Puts deliveries that are not there yet, and returns the hints of all of them.
pub(super) async fn put_deliveries<D: Database>(
    database: &D,
    invocation: &Invocation,
    deliveries: Vec<WebhookDelivery>,
) -> Result<Vec<DeliveryHint>, Fault> {
    for chunk in deliveries.chunks(bounds::DELIVERIES_AT_ONCE) {
        try_join_all(chunk.iter().map(|delivery| put_delivery(database, invocation, delivery))).await?;
    }
    Ok(deliveries.iter().map(DeliveryHint::of).collect())
}

async fn put_delivery<D: Database>(
    database: &D,
    invocation: &Invocation,
    delivery: &WebhookDelivery,
) -> Result<(), Fault> {
    let context = invocation.context(&ReadResult::default());
    let mut plan = Plan::outside_store(&context, EventActor::Service);
    plan.put_delivery(delivery, 0)?;
    // Stale: it was made before.
    database.commit(&plan).await?.or_superseded()
}

impl Target {
    /// The delivery to a webhook.
    pub(super) fn delivery(&self, webhook: &Webhook, id: DeliveryId, now: Timestamp) -> WebhookDelivery {
        WebhookDelivery::new((id, webhook.id), (self.event, self.kind.clone()), self.source.clone(), now)
    }
}

impl Plan {
    /// Puts a delivery in the place of one with this version; 0: there is none.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub(super) fn put_delivery(&mut self, delivery: &WebhookDelivery, before: u64) -> Result<(), Fault> {
        let key = Key::Webhook(WebhookKey::Delivery(delivery.webhook, delivery.id));
        let record = Record::Webhook(WebhookRecord::Delivery(Box::new(delivery.clone())));
        self.push(Write::Put { key, record, condition: Condition::of_version(before) })
    }
}
