//! Runs histories on a real database as well, which must answer like the one in memory: the embedded one, and
//! the DynamoDB Local that `STAFFROOM_TEST_DYNAMODB` names.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::future::pending;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use staffroom_app::{CommitOutcome, Database as _, Fault, Key, List, Page, Plan, ReadResult, ReadSet};
use staffroom_aws::Connection;
use staffroom_model::explore::{histories, seed, tell};
use staffroom_model::machine::Machine;
use staffroom_model::truth::Truth;
use staffroom_table::Table;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A table, asked from outside its runtime.
struct Real<'a> {
    runtime: &'a Runtime,
    table: Table,
}

impl Truth for Real<'_> {
    fn read(&self, set: &ReadSet) -> Result<ReadResult, Fault> {
        self.runtime.block_on(self.table.read(set))
    }

    fn commit(&self, plan: &Plan) -> Result<CommitOutcome, Fault> {
        self.runtime.block_on(self.table.commit(plan))
    }

    fn page(&self, list: &List, after: Option<&Key>, limit: usize) -> Result<Page, Fault> {
        self.runtime.block_on(self.table.page(list, after, limit))
    }
}

#[test]
fn the_embedded_database_agrees() {
    let runtime = Runtime::new().unwrap();
    let url = runtime.block_on(async {
        let database = dynoxide::Database::memory().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(dynoxide::server::serve_with_shutdown(listener, database, pending()));
        url
    });
    agrees(&runtime, &url, 40);
}

#[test]
#[ignore = "needs a DynamoDB Local: the step dynamodb of tests/run starts one"]
fn dynamodb_local_agrees() {
    let url = std::env::var("STAFFROOM_TEST_DYNAMODB").unwrap();
    agrees(&Runtime::new().unwrap(), &url, 40);
}

/// Executes this number of histories, each with a new table.
fn agrees(runtime: &Runtime, url: &str, wanted: usize) {
    let wanted =
        std::env::var("STAFFROOM_MODEL_TABLES").ok().and_then(|text| text.parse().ok()).unwrap_or(wanted);
    let client = client(url);
    let (seed, begun) = (seed(), Instant::now());
    let mut carried_out = 0;
    for (number, history) in histories(seed).take(wanted).enumerate() {
        let name = format!("model-{seed}-{number}");
        runtime.block_on(create_table(&client, &name));
        let real = Real { runtime, table: Table::new(client.clone(), name.clone()) };
        let outcome = Machine::run_beside(&history, &real, true);
        runtime.block_on(client.delete_table().table_name(&name).send()).unwrap();
        if let Err(failure) = outcome {
            panic!("seed {seed}\n{}", tell(&history, &failure));
        }
        carried_out += 1;
        if begun.elapsed() > Duration::from_mins(5) {
            break;
        }
    }
    eprintln!(
        "{carried_out} histories of 50 steps beside {url} in {:.1} s, seed {seed}",
        begun.elapsed().as_secs_f64()
    );
    assert!(carried_out >= wanted.min(20), "too slow");
}

fn client(url: &str) -> Client {
    let url = url.to_owned();
    let lookup = move |name: &str| match name {
        "AWS_ENDPOINT_URL_DYNAMODB" => Some(url.clone()),
        "AWS_SESSION_TOKEN" => None,
        _ => Some("test".to_owned()),
    };
    staffroom_aws::dynamodb(&Connection::from_lookup("DYNAMODB", lookup).unwrap())
}

/// The table as `infra/template.yaml` describes it.
async fn create_table(client: &Client, name: &str) {
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
        .table_name(name)
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
    let element = |name: &str, kind: KeyType| {
        KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
    };
    vec![element(hash, KeyType::Hash), element(range, KeyType::Range)]
}
