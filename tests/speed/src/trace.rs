//! Recorded requests to DynamoDB, which can be replayed.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemInput;
use aws_sdk_dynamodb::operation::query::QueryInput;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use aws_sdk_dynamodb::operation::update_item::UpdateItemInput;
use futures_util::future::try_join_all;

/// One request to DynamoDB, as the SDK got it.
pub enum DynamoDbRequest {
    BatchGet(BatchGetItemInput),
    Query(QueryInput),
    Transact(TransactWriteItemsInput),
    Update(UpdateItemInput),
}

impl DynamoDbRequest {
    async fn replay(&self, client: &Client) -> anyhow::Result<()> {
        match self {
            Self::BatchGet(input) => {
                client.batch_get_item().set_request_items(input.request_items.clone()).send().await?;
            }
            Self::Query(input) => {
                client
                    .query()
                    .set_table_name(input.table_name.clone())
                    .set_index_name(input.index_name.clone())
                    .set_limit(input.limit)
                    .set_select(input.select.clone())
                    .set_consistent_read(input.consistent_read)
                    .set_scan_index_forward(input.scan_index_forward)
                    .set_exclusive_start_key(input.exclusive_start_key.clone())
                    .set_key_condition_expression(input.key_condition_expression.clone())
                    .set_filter_expression(input.filter_expression.clone())
                    .set_projection_expression(input.projection_expression.clone())
                    .set_expression_attribute_names(input.expression_attribute_names.clone())
                    .set_expression_attribute_values(input.expression_attribute_values.clone())
                    .send()
                    .await?;
            }
            Self::Transact(input) => {
                client.transact_write_items().set_transact_items(input.transact_items.clone()).send().await?;
            }
            Self::Update(input) => {
                client
                    .update_item()
                    .set_table_name(input.table_name.clone())
                    .set_key(input.key.clone())
                    .set_update_expression(input.update_expression.clone())
                    .set_condition_expression(input.condition_expression.clone())
                    .set_expression_attribute_names(input.expression_attribute_names.clone())
                    .set_expression_attribute_values(input.expression_attribute_values.clone())
                    .send()
                    .await?;
            }
        }
        Ok(())
    }
}

/// The requests that one call of the API made: round trips in sequence, each of one or more concurrent requests.
#[derive(Default)]
pub struct Trace(pub Vec<Vec<DynamoDbRequest>>);

impl Trace {
    /// The number of requests, both concurrent and sequential.
    pub fn request_count(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// Makes the same requests again, and returns how long that took.
    pub async fn replay(&self, client: &Client) -> anyhow::Result<Duration> {
        let started = Instant::now();
        for concurrent in &self.0 {
            try_join_all(concurrent.iter().map(|request| request.replay(client)))
                .await
                .context("a replayed request failed, although the recorded one did not")?;
        }
        Ok(started.elapsed())
    }
}
