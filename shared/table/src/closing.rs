//! Deletes what is in the partition of a closed store, and the references to its published events.
//!
//! Items are deleted by their keys as they stand in the table, so that those of other versions of the product are, too.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, DeleteRequest, WriteRequest};
use staffroom_app::{Database, Fault, Key, PublishingKey};
use staffroom_domain::{EventId, StoreId};

use crate::Table;
use crate::error::{fault, unbuilt};
use crate::keys::{self, PrimaryKey};
use crate::schema::{ID, Item, PK, PUBLISHED, SK, STORE};

/// The largest number of keys in a `BatchWriteItem`. Source: DynamoDB API reference, `BatchWriteItem`.
const BATCH: usize = 25;

/// The largest number of requests for keys that DynamoDB leaves unprocessed.
const ATTEMPTS: u32 = 8;

impl Table {
    /// Deletes up to `limit` items of a store, except for its own, and returns how many. The references to published events go
    /// first: without the event nothing would find them.
    pub(crate) async fn delete_items_of(&self, store: &StoreId, limit: usize) -> Result<usize, Fault> {
        let query = self
            .client
            .query()
            .table_name(&self.name)
            .consistent_read(true)
            .key_condition_expression("#pk = :pk")
            .projection_expression("#pk, #sk, #id")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#sk", SK)
            .expression_attribute_names("#id", ID)
            .expression_attribute_values(":pk", AttributeValue::S(keys::of_store(store)))
            // One more, which may be the store's own.
            .limit(i32::try_from(limit.min(BATCH)).unwrap_or(i32::MAX).saturating_add(1));
        let items = query.send().await.map_err(fault)?.items.unwrap_or_default();
        let found: Vec<Item> = items.into_iter().filter(|item| !is_store(item)).take(BATCH).collect();
        let references: Vec<Item> = found.iter().filter_map(reference).collect();
        self.delete(references).await?;
        let count = found.len();
        self.delete(found).await?;
        Ok(count)
    }

    /// Deletes items, at most [`BATCH`].
    async fn delete(&self, items: Vec<Item>) -> Result<(), Fault> {
        let mut requests = Vec::with_capacity(items.len());
        for mut item in items {
            item.retain(|name, _| [PK, SK].contains(&name.as_str()));
            let delete = DeleteRequest::builder().set_key(Some(item)).build().map_err(unbuilt)?;
            requests.push(WriteRequest::builder().delete_request(delete).build());
        }
        for attempt in 0..ATTEMPTS {
            if requests.is_empty() {
                return Ok(());
            }
            let request = HashMap::from([(self.name.clone(), requests)]);
            let sent = self.client.batch_write_item().set_request_items(Some(request)).send().await;
            let left = sent.map_err(fault)?.unprocessed_items.unwrap_or_default();
            requests = left.into_values().flatten().collect();
            if !requests.is_empty() {
                self.back_off(attempt).await;
            }
        }
        if requests.is_empty() {
            return Ok(());
        }
        Err(Fault::Unavailable { reason: "DynamoDB left keys unprocessed".to_owned(), source: None })
    }
}

fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

fn is_store(item: &Item) -> bool {
    text(item, SK) == Some(STORE)
}

/// The key of the reference to a published event.
fn reference(item: &Item) -> Option<Item> {
    let id: EventId = text(item, ID).filter(|_| text(item, SK).is_some_and(is_published))?.parse().ok()?;
    let key = Key::Publishing(PublishingKey::Reference(id));
    Some(PrimaryKey::from(&key).into_item())
}

fn is_published(sk: &str) -> bool {
    sk.starts_with(PUBLISHED)
}
