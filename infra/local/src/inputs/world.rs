//! The functions with a database of their own, without the readers of its stream: only requests write.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_smithy_runtime_api::client::http::{
    HttpClient as _, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
    http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Method, Request, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use staffroom_domain::LinkKeys;

use super::check::Answer;
use super::mutation::RequestParts;
use crate::authorizer::Issuers;
use crate::aws_connection::connection;
use crate::clock::Clock;
use crate::database::{Database, LEDGER, TABLE};
use crate::functions::{Functions, Wiring};
use crate::gateway::Gateway;
use crate::issuer::Issuer;
use crate::routes;
use crate::sqs::Queues;
use crate::stream::StreamReaders;
use crate::template::{SOURCE, Template};

const BASE: &str = "http://127.0.0.1:3000";
const AUDIENCE: &str = "staffroom";

/// The template, as the stack uses it.
pub fn template() -> anyhow::Result<Template> {
    let parameters = BTreeMap::from([
        ("Issuer", BASE.to_owned()),
        ("Audience", AUDIENCE.to_owned()),
        ("ClientId", AUDIENCE.to_owned()),
        ("MailFrom", "staffroom@example.com".to_owned()),
    ]);
    Template::parse(SOURCE, &parameters)
}

pub fn issuers() -> anyhow::Result<Arc<Issuers>> {
    Ok(Arc::new(Issuers::new(Issuer::new(BASE.to_owned())?, None)?))
}

pub struct World {
    gateway: Gateway,
    clock: Clock,
    pub keys: LinkKeys,
    /// How many writes the database has carried out.
    writes: Arc<AtomicU64>,
}

impl World {
    /// The issuer has one key in all worlds, since it takes long to make one.
    pub async fn start(issuers: &Arc<Issuers>) -> anyhow::Result<Self> {
        let clock = Clock::default();
        let template = Arc::new(template()?);
        let database = Database::embedded(None, &clock, &template).await?;
        let writes = Arc::default();
        let mut dynamodb = database.connection.clone();
        dynamodb.http = counting(&writes, dynamodb.http);
        let mut sqs = connection(BASE, |_| None)?;
        sqs.http = taking(&Queues::of(&template)?);
        let link_keys = STANDARD.encode([7; 32]);
        let functions = Functions::of_the_product(&Wiring {
            dynamodb,
            meter: None,
            ses: connection(BASE, |_| None)?,
            sqs,
            event_bridge: connection(BASE, |_| None)?,
            table: TABLE.to_owned(),
            ledger: LEDGER.to_owned(),
            erasure_key: link_keys.clone(),
            link_keys: link_keys.clone(),
            webhook_keys: link_keys.clone(),
            platform_contact: "platform@example.com".to_owned(),
            mail_from: "staffroom@example.com".to_owned(),
            mail_from_name: "Staffroom".to_owned(),
            public_url: BASE.to_owned(),
            issuer: BASE.to_owned(),
            client_id: AUDIENCE.to_owned(),
            clock: clock.clone(),
        })?;
        let gateway = Gateway {
            template,
            issuers: issuers.clone(),
            audience: AUDIENCE.to_owned(),
            functions: Arc::new(functions),
            clock: clock.clone(),
            domain: "127.0.0.1:3000".to_owned(),
            stream_readers: StreamReaders::default(),
        };
        let keys = LinkKeys::parse(&link_keys).expect("a key");
        Ok(Self { gateway, clock, keys, writes })
    }

    pub fn advance_clock(&self, seconds: u64) {
        self.clock.advance(u32::try_from(seconds).unwrap_or_default()).expect("a time before the year 9999");
    }

    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    /// A token with these claims and those of every token.
    pub fn token(&self, mut claims: Value) -> String {
        let now = chrono::Utc::now().timestamp();
        let standard = json!({
            "iss": BASE, "aud": AUDIENCE, "client_id": AUDIENCE, "token_use": "access", "iat": now,
            "exp": now + 12 * 3600,
        });
        let (Value::Object(claims_), Value::Object(standard)) = (&mut claims, standard) else { panic!() };
        claims_.extend(standard);
        self.gateway.issuers.local.sign(&claims).expect("a token")
    }

    pub async fn answer(&self, parts: &RequestParts) -> Answer {
        let Ok(uri) = parts.target().parse::<Uri>() else { return Answer::not_sent() };
        let Ok(method) = Method::from_bytes(parts.method.as_bytes()) else { return Answer::not_sent() };
        let path = routes::decode_path(uri.path());
        let route = routes::find(&self.gateway.template.routes, &method, &path);
        let route = route.map_or_else(|| "none".to_owned(), |(route, _)| route.key.clone());
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in &parts.headers {
            // What HTTP itself cannot carry is left out.
            if let (Ok(name), Ok(value)) =
                (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value))
            {
                request = request.header(name, value);
            }
        }
        let body = Body::from(parts.body.clone().unwrap_or_default());
        let Ok(request) = request.body(body) else { return Answer::not_sent() };
        let before = self.writes.load(Ordering::Relaxed);
        let response = self.gateway.handle(request, "127.0.0.1".to_owned()).await;
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let writes = self.writes.load(Ordering::Relaxed) - before;
        Answer { status: head.status.as_u16(), headers: head.headers, body: body.to_vec(), route, writes }
    }
}

/// Wraps a client: its successful writes are counted.
fn counting(writes: &Arc<AtomicU64>, inner: SharedHttpClient) -> SharedHttpClient {
    let writes = writes.clone();
    http_client_fn(move |settings, components| {
        let inner = inner.http_connector(settings, components);
        SharedHttpConnector::new(Connector { writes: writes.clone(), inner })
    })
}

/// A client of SQS whose messages are taken, and received by nobody.
fn taking(queues: &Queues) -> SharedHttpClient {
    let connector = SharedHttpConnector::new(Taker(queues.clone()));
    http_client_fn(move |_, _| connector.clone())
}

struct Taker(Queues);

impl fmt::Debug for Taker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Taker")
    }
}

impl HttpConnector for Taker {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (status, body) = match self.0.send(request.body().bytes().unwrap_or_default()) {
            Ok(answer) => (200, answer.to_string()),
            Err(rejection) => (400, json!({ "__type": rejection.error }).to_string()),
        };
        let status = StatusCode::try_from(status).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(body))))
    }
}

#[derive(Debug)]
struct Connector {
    writes: Arc<AtomicU64>,
    inner: SharedHttpConnector,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let is_write = ["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"]
            .iter()
            .any(|operation| target.ends_with(operation));
        let (writes, response) = (self.writes.clone(), self.inner.call(request));
        HttpConnectorFuture::new(async move {
            let response = response.await;
            if is_write && response.as_ref().is_ok_and(|response| response.status().is_success()) {
                writes.fetch_add(1, Ordering::Relaxed);
            }
            response
        })
    }
}
