//! The connections that a function opens when it starts and when it is first called.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use staffroom_app::{Database as _, Key, ReadSet};
use staffroom_table::Table;
use support::{endpoint, samples};
use tokio::sync::watch;

/// A stand-in for DynamoDB: it finds nothing, and counts the connections to it.
struct Endpoint {
    url: String,
    connections: Arc<AtomicUsize>,
    /// Whether it answers requests other than API calls, such as the one that opens a connection.
    open: watch::Sender<bool>,
}

impl Endpoint {
    async fn start() -> Self {
        let connections = Arc::new(AtomicUsize::new(0));
        let (open, opened) = watch::channel(false);
        let counted = connections.clone();
        let url = endpoint::serve(move |mut stream| {
            counted.fetch_add(1, Ordering::Relaxed);
            let mut open = opened.clone();
            async move {
                while let Some(request) = endpoint::next_request(&mut stream).await {
                    if request.head.starts_with("get ") && open.wait_for(|open| *open).await.is_err() {
                        return;
                    }
                    if endpoint::answer(&mut stream, 200, "{}").await.is_err() {
                        return;
                    }
                }
            }
        });
        Self { url: url.await, connections, open }
    }

    async fn table(&self) -> Table {
        let url = self.url.clone();
        let lookup = move |name: &str| match name {
            "AWS_ENDPOINT_URL_DYNAMODB" => Some(url.clone()),
            "AWS_SESSION_TOKEN" => None,
            _ => Some("test".to_owned()),
        };
        Table::from_lookup(lookup).await.unwrap()
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

async fn ask(table: &Table) {
    table.read(&ReadSet::keys([Key::Store(samples::store_id())])).await.unwrap();
}

#[tokio::test]
async fn the_first_call_goes_over_the_connection_that_init_opened() {
    let endpoint = Endpoint::start().await;
    endpoint.open.send_replace(true);
    let table = endpoint.table().await;
    ask(&table).await;
    assert_eq!(endpoint.connections(), 1);

    ask(&table.clone()).await;
    assert_eq!(endpoint.connections(), 1, "the connection is kept, and a clone uses it too");
}

#[tokio::test]
async fn an_opening_that_is_never_answered_holds_the_first_call_up_for_a_second_only() {
    let endpoint = Endpoint::start().await;
    let table = endpoint.table().await;
    tokio::time::timeout(Duration::from_secs(3), ask(&table)).await.unwrap();
    assert_eq!(endpoint.connections(), 2);
}

#[tokio::test]
async fn a_missing_table_name_is_said() {
    let error = Table::from_lookup(|_| None).await.unwrap_err();
    assert_eq!(error.to_string(), "the environment variable TABLE_NAME is not set");
}
