//! How often the clients attempt a call, and that the connection opened at the start is reused.

#![allow(clippy::expect_used, reason = "a panic fails the test and says where")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use staffroom_aws::{ConfigError, Connection, connect_dynamodb, dynamodb, ses};

fn environment(endpoint: &str) -> impl Fn(&str) -> Option<String> {
    let endpoint = endpoint.to_owned();
    move |name| match name {
        "AWS_ENDPOINT_URL" => Some(endpoint.clone()),
        "AWS_REGION" => Some("eu-west-1".to_owned()),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("test".to_owned()),
        _ => None,
    }
}

/// Answers every request with HTTP 500 and counts the requests.
#[derive(Debug, Clone, Default)]
struct FailingServer(Arc<AtomicU32>);

impl FailingServer {
    fn connection(&self) -> Connection {
        let mut connection =
            Connection::from_lookup("TEST", environment("http://test.invalid")).expect("a connection");
        let connector = SharedHttpConnector::new(self.clone());
        connection.http = http_client_fn(move |_, _| connector.clone());
        connection
    }

    fn requests(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

impl HttpConnector for FailingServer {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        self.0.fetch_add(1, Ordering::SeqCst);
        let status = StatusCode::try_from(500).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from("{}"))))
    }
}

#[tokio::test]
async fn a_failed_mail_is_not_attempted_again() {
    let server = FailingServer::default();
    ses(&server.connection()).send_email().send().await.expect_err("HTTP 500");
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_failed_dynamodb_call_is_attempted_three_times() {
    let server = FailingServer::default();
    dynamodb(&server.connection()).list_tables().send().await.expect_err("HTTP 500");
    assert_eq!(server.requests(), 3);
}

#[test]
fn a_missing_variable_is_named() {
    let environment = environment("http://test.invalid");
    let error = Connection::from_lookup("TEST", |name| environment(name).filter(|_| name != "AWS_REGION"));
    let error = error.expect_err("without a region");
    assert!(matches!(&error, ConfigError::MissingVariable(name) if name == "AWS_REGION"), "{error}");
}

/// Reads a request to its end; false if the connection was closed instead.
fn read_request(stream: &mut BufReader<TcpStream>) -> bool {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).expect("a line") == 0 {
            return false;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        if line == "\r\n" {
            let mut body = vec![0; length];
            stream.read_exact(&mut body).expect("a body");
            return true;
        }
    }
}

#[tokio::test]
async fn the_first_call_reuses_the_connection_that_was_opened() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    // The server accepts one connection only: a call over a second one fails.
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        drop(listener);
        let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
        let mut writer = stream;
        let mut requests = 0;
        while read_request(&mut reader) {
            requests += 1;
            let body = r#"{"TableNames": []}"#;
            write!(writer, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).expect("sent");
        }
        requests
    });

    let client = connect_dynamodb(environment(&url)).await.expect("a client");
    client.list_tables().send().await.expect("a list");

    // Closes the connection. The runtime must go on running until the server has noticed.
    drop(client);
    let requests = tokio::task::spawn_blocking(|| server.join()).await.expect("joined").expect("the server");
    assert_eq!(requests, 2);
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_reached_is_reported_by_the_first_call() {
    let client = connect_dynamodb(environment("http://127.0.0.1:1")).await.expect("a client");
    client.list_tables().send().await.expect_err("no server");
}
