//! The deliveries to a webhook that wait, by the time of their next attempt: a list in the index `list_1`.

use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::{Fault, Page};
use staffroom_domain::{DeliveryId, Timestamp, WebhookId};

use crate::Table;
use crate::keys;
use crate::schema::{LIST_1, LIST_1_INDEX, PLACE_1};

/// The list in which a delivery stands that waits.
pub(crate) fn list_of(webhook: WebhookId) -> String {
    format!("{}#waiting", keys::of_webhook(webhook))
}

/// The place of a delivery with its next attempt at this time, in seconds.
pub(crate) fn place_of(due_at: i64, delivery: DeliveryId) -> String {
    format!("{}{delivery}", prefix_of(due_at))
}

fn prefix_of(due_at: i64) -> String {
    format!("{due_at:012}#")
}

impl Table {
    /// The first deliveries to a webhook that are due. Half a read unit for each 4 KB of keys.
    pub(crate) async fn due_deliveries(
        &self,
        webhook: WebhookId,
        now: Timestamp,
        limit: usize,
    ) -> Result<Page, Fault> {
        let query = self
            .index(LIST_1_INDEX)
            .key_condition_expression("#list = :list AND #place < :end")
            .expression_attribute_names("#list", LIST_1)
            .expression_attribute_names("#place", PLACE_1)
            .expression_attribute_values(":list", AttributeValue::S(list_of(webhook)))
            .expression_attribute_values(":end", AttributeValue::S(prefix_of(now.timestamp() + 1)));
        self.page_of_keys(&query, None, limit).await
    }
}
