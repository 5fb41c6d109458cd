//! The two databases, and the local stack over HTTP.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use dynoxide::storage::Storage;
use serde_json::{Value, json};
use staffroom_aws::Connection;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::api::{MeasuredCall, without_warm_up};

/// The index that the local stack adds to its embedded database, so that a long stream history does not slow it down.
const STREAM_INDEX: &str = "CREATE INDEX IF NOT EXISTS stream_records_by_sequence \
     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// Two databases with the same initial content.
pub struct Databases {
    pub first: Client,
    pub second: Client,
}

impl Databases {
    /// Starts two embedded databases, or uses two access keys with the DynamoDB Local at this URL.
    pub async fn start(dynamodb: Option<String>) -> anyhow::Result<Self> {
        let mut clients = Vec::new();
        for key in ["speedfirst", "speedsecond"] {
            let url = match &dynamodb {
                Some(url) => url.clone(),
                None => embedded()?,
            };
            let lookup = |name: &str| match name {
                "AWS_ENDPOINT_URL" => Some(url.clone()),
                "AWS_REGION" => Some("local".to_owned()),
                "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some(key.to_owned()),
                _ => None,
            };
            // The local stack makes the table.
            drop(Stack::start_with(&["--dynamodb", &url], key).await?);
            clients.push(staffroom_aws::dynamodb(&Connection::from_lookup("DYNAMODB", lookup)?));
        }
        let second = clients.pop().context("two databases")?;
        let first = clients.pop().context("two databases")?;
        Ok(Self { first, second })
    }
}

/// Starts an embedded database in its own thread, as the local stack does, and returns its URL.
fn embedded() -> anyhow::Result<String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}", listener.local_addr()?);
    let file = std::env::temp_dir().join(format!("staffroom-speed-{}.sqlite3", std::process::id()));
    let name = file.to_str().context("the path of the temporary folder is not valid Unicode")?;
    Storage::new(name)?.conn().execute_batch(STREAM_INDEX)?;
    let database = dynoxide::Database::memory()?;
    database.restore_from(name)?;
    std::fs::remove_file(&file)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).map_err(|error| error.to_string())?;
            dynoxide::server::serve_with_shutdown(listener, database, std::future::pending()).await
        })
    });
    Ok(url)
}

/// A running local stack, which ends when this is dropped, and an HTTP client with one connection to it.
pub struct Stack {
    url: String,
    http: SharedHttpConnector,
    _process: Child,
}

impl Stack {
    /// Starts the stack with its embedded database.
    pub async fn start() -> anyhow::Result<Self> {
        Self::start_with(&[], "local").await
    }

    async fn start_with(options: &[&str], access_key: &str) -> anyhow::Result<Self> {
        let binary = std::env::var_os("STAFFROOM_LOCAL")
            .map_or_else(|| PathBuf::from("target/release/staffroom-local"), PathBuf::from);
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = Command::new(&binary)
            .args(options)
            .args(["--port", &port.to_string()])
            .env("AWS_ACCESS_KEY_ID", access_key)
            .env("AWS_SECRET_ACCESS_KEY", access_key)
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}: build it first", binary.display()))?;
        let stack = Self {
            url: format!("http://127.0.0.1:{port}"),
            http: staffroom_aws::plain_http(),
            _process: process,
        };
        let started = Instant::now();
        while stack.send("GET", "/_local/inbox", None, None).await.is_err() {
            if started.elapsed() > Duration::from_secs(30) {
                bail!("the local stack does not answer");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(stack)
    }

    /// Makes every iteration of a call over HTTP, and returns the time of each.
    pub async fn run(&self, call: MeasuredCall) -> anyhow::Result<Vec<Duration>> {
        let mut times = Vec::new();
        for iteration in call.iterations() {
            let mut request = call.request(iteration);
            if let Some(body) = request.body.as_mut().filter(|body| body.get("token").is_some()) {
                *body = json!({"token": self.link_token(iteration).await?});
            }
            if let Some(verified) = request.claims.get_mut("email_verified") {
                *verified = json!(true);
            }
            let token = self.send("POST", "/_local/tokens", None, Some(&request.claims)).await?;
            let token = token.pointer("/access_token").and_then(Value::as_str).context("a token")?;
            let path = format!("{}?{}", request.path, request.query);
            let started = Instant::now();
            self.send(request.method, &path, Some(token), request.body.as_ref())
                .await
                .context(call.name())?;
            times.push(started.elapsed());
        }
        Ok(without_warm_up(times))
    }

    /// Waits for the mail of an iteration's invitation, and returns the token of its link.
    async fn link_token(&self, iteration: usize) -> anyhow::Result<String> {
        let started = Instant::now();
        while started.elapsed() < Duration::from_mins(1) {
            let inbox = self
                .send("GET", &format!("/_local/inbox?to=user-{iteration}@example.com"), None, None)
                .await?;
            let text = inbox.pointer("/messages/0/text").and_then(Value::as_str).unwrap_or_default();
            if let Some(token) =
                text.split_once("/join#").and_then(|(_, rest)| rest.split_whitespace().next())
            {
                return Ok(token.to_owned());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("the mail to user-{iteration} does not arrive")
    }

    async fn send(
        &self,
        method: &'static str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> anyhow::Result<Value> {
        let mut request = HttpRequest::new(SdkBody::from(body.map(Value::to_string).unwrap_or_default()));
        request.set_method(method)?;
        request.set_uri(format!("{}{path}", self.url))?;
        request.headers_mut().try_insert("content-type", "application/json")?;
        if let Some(body) = body {
            request.headers_mut().try_insert("content-length", body.to_string().len().to_string())?;
        }
        if let Some(token) = token {
            request.headers_mut().try_insert("authorization", format!("Bearer {token}"))?;
        }
        let response = self.http.call(request).await?;
        let status = response.status();
        let body = ByteStream::new(response.into_body()).collect().await?.into_bytes();
        if !status.is_success() {
            bail!("{method} {path}: {status} {}", String::from_utf8_lossy(&body));
        }
        Ok(if body.is_empty() { Value::Null } else { serde_json::from_slice(&body)? })
    }
}
