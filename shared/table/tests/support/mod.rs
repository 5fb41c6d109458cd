//! The embedded database with the table in it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "test code, which not every test uses all of"
)]

pub mod endpoint;
pub mod samples;

use std::future::pending;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    Projection, ProjectionType, ScalarAttributeType,
};
use staffroom_app::{CommitOutcome, Condition, Context, Database as _, Key, Plan, Record, Write};
use staffroom_aws::Connection;
use staffroom_domain::{EventActor, Timestamp};
use staffroom_table::{Item, Table};
use tokio::net::TcpListener;

pub const TABLE: &str = "staffroom";

/// A table of its own for one test.
pub struct Fixture {
    pub client: Client,
    pub table: Table,
}

impl Fixture {
    pub async fn start() -> Self {
        let database = dynoxide::Database::memory().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(dynoxide::server::serve_with_shutdown(listener, database, pending()));
        let client = client(&url);
        create_table(&client).await;
        Self { table: Table::new(client.clone(), TABLE), client }
    }

    /// Puts records unconditionally.
    pub async fn put(&self, records: impl IntoIterator<Item = (Key, Record)>) {
        for (key, record) in records {
            let write = Write::Put { key, record, condition: Condition::None };
            assert_eq!(self.commit(samples::at(0), [write]).await, CommitOutcome::Committed);
        }
    }

    /// Commits a plan of these writes at this time.
    pub async fn commit(&self, at: Timestamp, writes: impl IntoIterator<Item = Write>) -> CommitOutcome {
        self.table.commit(&plan(at, writes)).await.unwrap()
    }

    /// The record at a key: a condition that never holds brings it back.
    pub async fn get(&self, key: &Key) -> Option<Record> {
        let check = Write::Check { key: key.clone(), condition: Condition::Version(u64::MAX) };
        match self.commit(samples::at(0), [check]).await {
            CommitOutcome::Stale(mut found) => found.pop().unwrap().1,
            other => panic!("{other:?}"),
        }
    }

    /// The item of these key attributes.
    pub async fn item(&self, pk: &str, sk: &str) -> Option<Item> {
        let sent = self.client.get_item().table_name(TABLE).key("pk", text(pk)).key("sk", text(sk));
        sent.consistent_read(true).send().await.unwrap().item
    }

    /// Removes attributes of an item, as if an older version had written it.
    pub async fn remove(&self, pk: &str, sk: &str, attributes: &[&str]) {
        let update = self.client.update_item().table_name(TABLE).key("pk", text(pk)).key("sk", text(sk));
        update.update_expression(format!("REMOVE {}", attributes.join(", "))).send().await.unwrap();
    }
}

pub fn plan(at: Timestamp, writes: impl IntoIterator<Item = Write>) -> Plan {
    let context = Context { now: at, source_ip: None, entropy: [0; 10] };
    let mut plan = Plan::outside_store(&context, EventActor::Service);
    for write in writes {
        plan.push(write).unwrap();
    }
    plan
}

pub fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// A client of DynamoDB at this URL.
pub fn client(url: &str) -> Client {
    let url = url.to_owned();
    let lookup = move |name: &str| match name {
        "AWS_ENDPOINT_URL_DYNAMODB" => Some(url.clone()),
        "AWS_SESSION_TOKEN" => None,
        _ => Some("test".to_owned()),
    };
    staffroom_aws::dynamodb(&Connection::from_lookup("DYNAMODB", lookup).unwrap())
}

/// The table as `infra/template.yaml` describes it.
async fn create_table(client: &Client) {
    let attributes = [
        ("pk", ScalarAttributeType::S),
        ("sk", ScalarAttributeType::S),
        ("person", ScalarAttributeType::S),
        ("held_until", ScalarAttributeType::N),
        ("due", ScalarAttributeType::S),
        ("due_at", ScalarAttributeType::N),
    ];
    let attributes = attributes.map(|(name, kind)| {
        AttributeDefinition::builder().attribute_name(name).attribute_type(kind).build().unwrap()
    });
    let index = |name: &str, hash: &str, range: &str| {
        GlobalSecondaryIndex::builder()
            .index_name(name)
            .set_key_schema(Some(key_schema(hash, range)))
            .projection(Projection::builder().projection_type(ProjectionType::KeysOnly).build())
            .build()
            .unwrap()
    };
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes.into()))
        .set_key_schema(Some(key_schema("pk", "sk")))
        .global_secondary_indexes(index("people", "person", "pk"))
        .global_secondary_indexes(index("held_seats", "pk", "held_until"))
        .global_secondary_indexes(index("due", "due", "due_at"))
        .send()
        .await
        .unwrap();
}

fn key_schema(hash: &str, range: &str) -> Vec<KeySchemaElement> {
    let element =
        |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
    vec![element(hash, KeyType::Hash), element(range, KeyType::Range)]
}
