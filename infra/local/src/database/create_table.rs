//! Creates the table from its definition in the template.

use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;
use aws_sdk_dynamodb::types::{
    self, AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, StreamSpecification,
    TableStatus, TimeToLiveSpecification,
};

use crate::aws_connection::describe_error;
use crate::template::{KeyElement, Projection, Table};

/// The table's name. On AWS, CloudFormation generates it.
pub const TABLE: &str = "staffroom";

/// The name of the ledger of erasures.
pub const LEDGER: &str = "staffroom-erasures";

/// How often the table's status is read while it is being created, and how long to wait in between.
const STATUS_CHECKS: usize = 100;
const BETWEEN_CHECKS: Duration = Duration::from_millis(50);

/// Creates the table if it does not exist, and returns whether it did.
pub async fn create_if_missing(client: &Client, name: &str, schema: &Table) -> anyhow::Result<bool> {
    match client.describe_table().table_name(name).send().await {
        Ok(_) => return Ok(false),
        Err(error)
            if error.as_service_error().is_some_and(DescribeTableError::is_resource_not_found_exception) => {}
        Err(error) => bail!(describe_error(&error)),
    }
    create(client, name, schema).await?;
    // Time to live can be enabled once the table is active.
    wait_until_active(client, name).await?;
    let Some(expiry) = &schema.time_to_live_specification else { return Ok(true) };
    let time_to_live =
        TimeToLiveSpecification::builder().enabled(true).attribute_name(&expiry.attribute_name);
    client
        .update_time_to_live()
        .table_name(name)
        .time_to_live_specification(time_to_live.build()?)
        .send()
        .await
        .map_err(|error| anyhow!("cannot enable time to live: {}", describe_error(&error)))?;
    Ok(true)
}

async fn create(client: &Client, name: &str, schema: &Table) -> anyhow::Result<()> {
    let indexes: Vec<_> = schema
        .global_secondary_indexes
        .iter()
        .map(|index| {
            let Projection { projection_type, non_key_attributes } = &index.projection;
            let projection = types::Projection::builder()
                .projection_type(projection_type.as_str().into())
                .set_non_key_attributes((!non_key_attributes.is_empty()).then(|| non_key_attributes.clone()));
            let index = GlobalSecondaryIndex::builder()
                .index_name(&index.name)
                .set_key_schema(Some(key_schema(&index.key_schema)?))
                .projection(projection.build());
            Ok(index.build()?)
        })
        .collect::<anyhow::Result<_>>()?;
    let attributes = schema.attribute_definitions.iter().map(|attribute| {
        let definition = AttributeDefinition::builder()
            .attribute_name(&attribute.attribute_name)
            .attribute_type(attribute.attribute_type.as_str().into());
        Ok(definition.build()?)
    });
    let stream = schema.stream_specification.as_ref().map(|stream| {
        let kind = stream.stream_view_type.as_str().into();
        StreamSpecification::builder().stream_enabled(true).stream_view_type(kind).build()
    });
    client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes.collect::<anyhow::Result<_>>()?))
        .set_key_schema(Some(key_schema(&schema.key_schema)?))
        // DynamoDB takes no empty list.
        .set_global_secondary_indexes((!indexes.is_empty()).then_some(indexes))
        .set_stream_specification(stream.transpose()?)
        .send()
        .await
        .map_err(|error| anyhow!("cannot create the table: {}", describe_error(&error)))?;
    Ok(())
}

fn key_schema(elements: &[KeyElement]) -> anyhow::Result<Vec<KeySchemaElement>> {
    let elements = elements.iter().map(|element| {
        let built = KeySchemaElement::builder()
            .attribute_name(&element.attribute_name)
            .key_type(element.key_type.as_str().into());
        Ok(built.build()?)
    });
    elements.collect()
}

/// Waits until the product's table is active, and returns the ARN of its stream.
pub async fn wait_for_stream(client: &Client) -> anyhow::Result<String> {
    let stream = wait_until_active(client, TABLE).await?;
    stream.with_context(|| format!("the table {TABLE} has no stream"))
}

/// Waits until a table is active, and returns the ARN of its stream, if it has one.
async fn wait_until_active(client: &Client, name: &str) -> anyhow::Result<Option<String>> {
    for _ in 0..STATUS_CHECKS {
        let described = client.describe_table().table_name(name).send().await;
        let described = described.map_err(|error| anyhow!(describe_error(&error)))?;
        let table = described.table.context("DescribeTable returned no table")?;
        if table.table_status == Some(TableStatus::Active) {
            return Ok(table.latest_stream_arn);
        }
        tokio::time::sleep(BETWEEN_CHECKS).await;
    }
    bail!("the table {name} does not become active")
}
