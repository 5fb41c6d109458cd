//! The embedded database with the table in it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "test code, which not every test uses all of"
)]

pub mod endpoint;
pub mod local_table;
pub mod samples;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::{CommitOutcome, Condition, Context, Database as _, Key, Plan, Record, Write};
use staffroom_domain::{EventActor, Timestamp};
use staffroom_table::{Item, Table};

pub use local_table::client;
use local_table::{create_table, embedded_database};

pub const TABLE: &str = "staffroom";

/// A table of its own for one test.
pub struct Fixture {
    pub client: Client,
    pub table: Table,
}

impl Fixture {
    pub async fn start() -> Self {
        let client = client(&embedded_database().await);
        create_table(&client, TABLE).await;
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
