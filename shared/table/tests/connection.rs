//! The connections that a function opens when it starts and when it is first called.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use staffroom_app::{Database as _, Key, ReadSet};
use staffroom_domain::StoreId;
use staffroom_table::Table;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A stand-in for DynamoDB: it finds nothing, and counts the connections to it.
struct Endpoint {
    url: String,
    connections: Arc<AtomicUsize>,
    /// Whether it answers requests that are no calls of the API, such as the one that opens a connection.
    open: watch::Sender<bool>,
}

impl Endpoint {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let connections = Arc::new(AtomicUsize::new(0));
        let (open, opened) = watch::channel(false);
        tokio::spawn({
            let connections = connections.clone();
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    connections.fetch_add(1, Ordering::Relaxed);
                    tokio::spawn(serve(stream, opened.clone()));
                }
            }
        });
        Self { url, connections, open }
    }

    async fn table(&self) -> Table {
        let url = self.url.clone();
        let lookup = move |name: &str| match name {
            "AWS_ENDPOINT_URL_DYNAMODB" => Some(url.clone()),
            "AWS_SESSION_TOKEN" => None,
            _ => Some("test".to_owned()),
        };
        Table::from_lookup(lookup).await.expect("a table")
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

async fn serve(mut stream: TcpStream, mut open: watch::Receiver<bool>) {
    let mut asked = Vec::new();
    while stream.read_buf(&mut asked).await.is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&asked).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if body.len() < length.unwrap_or(0) {
            continue;
        }
        if head.starts_with("get ") && open.wait_for(|open| *open).await.is_err() {
            return;
        }
        let answer =
            b"HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 2\r\n\r\n{}";
        if stream.write_all(answer).await.is_err() {
            return;
        }
        asked.clear();
    }
}

async fn ask(table: &Table) {
    let store: StoreId = "shop".parse().expect("an id");
    table.read(&ReadSet::keys([Key::Store(store)])).await.expect("an answer");
}

#[tokio::test]
async fn the_first_call_goes_over_the_connection_that_init_opened_without_waiting_for_its_answer() {
    let endpoint = Endpoint::start().await;
    let table = endpoint.table().await;

    let answer_at_last = async { endpoint.open.send_replace(true) };
    let ((), before) = tokio::join!(ask(&table), answer_at_last);
    assert!(!before, "init did not wait for an answer");
    assert_eq!(endpoint.connections(), 1);

    ask(&table).await;
    assert_eq!(endpoint.connections(), 1, "and the connection is kept");
}

#[tokio::test]
async fn an_opening_that_is_never_answered_holds_the_first_call_up_for_a_second_only() {
    let endpoint = Endpoint::start().await;
    let table = endpoint.table().await;
    tokio::time::timeout(Duration::from_secs(3), ask(&table)).await.expect("in time");
    assert_eq!(endpoint.connections(), 2);
}
