//! The table in a database on this machine. The model's tests use it, too.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use staffroom_aws::Connection;
use tokio::net::TcpListener;

/// Starts an embedded database, and returns its URL.
pub async fn embedded_database() -> String {
    let database = dynoxide::Database::memory().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(dynoxide::server::serve_with_shutdown(listener, database, std::future::pending()));
    url
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
pub async fn create_table(client: &Client, name: &str) {
    let attributes = [
        ("pk", ScalarAttributeType::S),
        ("sk", ScalarAttributeType::S),
        ("person", ScalarAttributeType::S),
        ("held_until", ScalarAttributeType::N),
        ("due", ScalarAttributeType::S),
        ("due_at", ScalarAttributeType::N),
        ("list_1", ScalarAttributeType::S),
        ("place_1", ScalarAttributeType::S),
        ("list_2", ScalarAttributeType::S),
        ("place_2", ScalarAttributeType::S),
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
        .global_secondary_indexes(index("list_1", "list_1", "place_1"))
        .global_secondary_indexes(index("list_2", "list_2", "place_2"))
        .send()
        .await
        .unwrap();
}

/// The ledger of erasures as `infra/template.yaml` describes it.
pub async fn create_ledger(client: &Client, name: &str) {
    let attribute =
        AttributeDefinition::builder().attribute_name("pk").attribute_type(ScalarAttributeType::S).build();
    let key = KeySchemaElement::builder().attribute_name("pk").key_type(KeyType::Hash).build();
    client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(attribute.unwrap())
        .key_schema(key.unwrap())
        .send()
        .await
        .unwrap();
}

fn key_schema(hash: &str, range: &str) -> Vec<KeySchemaElement> {
    let element =
        |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
    vec![element(hash, KeyType::Hash), element(range, KeyType::Range)]
}
