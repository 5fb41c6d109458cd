//! The databases, and the local stack over HTTP.

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

use crate::life::{Phase, counted};

const STREAM_INDEX: &str = "CREATE INDEX IF NOT EXISTS stream_records_by_sequence \
     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// Two databases that begin alike.
pub struct Databases {
    pub first: Client,
    pub second: Client,
}

impl Databases {
    /// Embedded ones, or two access keys' of DynamoDB Local.
    pub async fn start(dynamodb: Option<String>) -> anyhow::Result<Self> {
        let mut both = Vec::new();
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
            // The stack makes the table, and whatever else the product begins with.
            drop(Stack::run(&["--dynamodb", &url], key).await?);
            both.push(staffroom_aws::dynamodb(&Connection::from_lookup("DYNAMODB", lookup)?));
        }
        let second = both.pop().context("two databases")?;
        let first = both.pop().context("two databases")?;
        Ok(Self { first, second })
    }
}

/// An embedded database, in a thread of its own, as it has in the local stack.
fn embedded() -> anyhow::Result<String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}", listener.local_addr()?);
    // As the local stack makes its own, so that a long history slows neither.
    let file = std::env::temp_dir().join(format!("staffroom-speed-{}.sqlite3", std::process::id()));
    let name = file.to_str().context("the temporary folder's name is not Unicode")?;
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

/// The local stack, until it is dropped, and one connection to it.
pub struct Stack {
    url: String,
    http: SharedHttpConnector,
    _process: Child,
}

impl Stack {
    /// The stack on its embedded parts.
    pub async fn start() -> anyhow::Result<Self> {
        Self::run(&[], "local").await
    }

    async fn run(options: &[&str], access_key: &str) -> anyhow::Result<Self> {
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
            .with_context(|| format!("{} cannot be run: build it first", binary.display()))?;
        let stack = Self {
            url: format!("http://127.0.0.1:{port}"),
            http: staffroom_aws::plain_http(),
            _process: process,
        };
        let begun = Instant::now();
        while stack.send("GET", "/_local/inbox", None, None).await.is_err() {
            if begun.elapsed() > Duration::from_secs(30) {
                bail!("the local stack does not answer");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(stack)
    }

    /// Makes every call of a phase, and says how long each took.
    pub async fn play(&self, phase: Phase) -> anyhow::Result<Vec<Duration>> {
        let mut times = Vec::new();
        for round in phase.rounds() {
            let mut asked = phase.ask(round)?;
            if let Some(body) = asked.body.as_mut().filter(|body| body.get("token").is_some()) {
                *body = json!({"token": self.link(round).await?});
            }
            if let Some(verified) = asked.claims.get_mut("email_verified") {
                *verified = json!(true);
            }
            let token = self.send("POST", "/_local/tokens", None, Some(&asked.claims)).await?;
            let token = token.pointer("/access_token").and_then(Value::as_str).context("a token")?;
            let path = format!("{}?{}", asked.path, asked.query);
            let started = Instant::now();
            self.send(asked.method, &path, Some(token), asked.body.as_ref()).await.context(phase.name)?;
            times.push(started.elapsed());
        }
        Ok(counted(times))
    }

    /// The token in the mail of a round's invitation, as soon as that has arrived.
    async fn link(&self, round: usize) -> anyhow::Result<String> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_mins(1) {
            let inbox =
                self.send("GET", &format!("/_local/inbox?to=user-{round}@example.com"), None, None).await?;
            let text = inbox.pointer("/messages/0/text").and_then(Value::as_str).unwrap_or_default();
            if let Some(token) =
                text.split_once("/join#").and_then(|(_, rest)| rest.split_whitespace().next())
            {
                return Ok(token.to_owned());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("the mail to user-{round} does not arrive")
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
        let answer = self.http.call(request).await?;
        let status = answer.status();
        let body = ByteStream::new(answer.into_body()).collect().await?.into_bytes();
        if !status.is_success() {
            bail!("{method} {path}: {status} {}", String::from_utf8_lossy(&body));
        }
        Ok(if body.is_empty() { Value::Null } else { serde_json::from_slice(&body)? })
    }
}
