//! The deliveries that wait for an endpoint.

use staffroom_domain::{Timestamp, WebhookId, bounds};

use super::DeliveryHint;
use crate::database::{Database, List};
use crate::error::Fault;
use crate::key::Key;

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
