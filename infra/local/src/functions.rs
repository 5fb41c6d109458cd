//! The product's Lambda functions, by the names of their binaries, and their invocation in this process.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, anyhow, bail};
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, LambdaEvent, Service as _, service_fn};
use serde_json::Value;
use staffroom_aws::{Connection, Metrics, Queue};
use staffroom_domain::{LedgerKey, LinkKeys, PersonalData};
use staffroom_mail::Sender;
use staffroom_pages::{Page, Settings};
use staffroom_table::{ErasureLedger, Table};
use staffroom_webhook::{Reach, Vault};

use crate::capacity::Meter;
use crate::clock::Clock;
use crate::function_name;
use crate::round_trips::RoundTrips;

/// The queue of what is due, by its logical id in the template. The local stack's SQS ignores the rest of a queue's URL.
const DUE_QUEUE: &str = "DueItems";

/// The queue of deliveries to webhooks, by its logical id in the template.
const DELIVERIES_QUEUE: &str = "Deliveries";

/// The event bus. The local stack has one, whatever its name.
const EVENT_BUS: &str = "staffroom";

/// The settings of the functions, which on Lambda come from environment variables.
pub struct Wiring {
    /// The connection to DynamoDB.
    pub dynamodb: Connection,
    /// Counts the consumed capacity units, if `--capacity` was given.
    pub meter: Option<Meter>,
    /// The connection to SES.
    pub ses: Connection,
    /// The connection to SQS.
    pub sqs: Connection,
    /// The connection to EventBridge.
    pub event_bridge: Connection,
    /// The table's name.
    pub table: String,
    /// The name of the ledger of erasures.
    pub ledger: String,
    /// The key of the hashes in it, in the format of the secret.
    pub erasure_key: String,
    /// The keys that sign links, in the format of the secret.
    pub link_keys: String,
    /// The keys that encrypt the secrets of webhooks, in the format of the secret.
    pub webhook_keys: String,
    /// The sender of mails.
    pub mail_from: String,
    /// The platform's name in the sender of mails.
    pub mail_from_name: String,
    /// Who is told that a webhook was disabled.
    pub platform_contact: String,
    /// The base URL of links in mails.
    pub public_url: String,
    /// The issuer at which users of the pages sign in.
    pub issuer: String,
    /// The client ID of the pages at the issuer.
    pub client_id: String,
    /// The stack's clock.
    pub clock: Clock,
}

type Future = Pin<Box<dyn std::future::Future<Output = Result<String, lambda_http::Error>> + Send>>;
type Handler = Box<dyn Fn(String, lambda_runtime::Context) -> Future + Send + Sync>;

/// The context of one invocation.
pub struct Context {
    /// The id of the invocation in logs.
    pub request_id: String,
    /// The longest duration of the invocation.
    pub limit: Duration,
}

/// The handler of a function that the gateway invokes: `behind_gateway!(list, app)`.
macro_rules! behind_gateway {
    ($function:ident, $app:expr) => {{
        let app = Arc::new($app);
        http(move |request| {
            let app = app.clone();
            async move { $function::handle(&app, request).await }
        })
    }};
}

/// The handler of a function that receives events: `on_events!(notify, app)`.
macro_rules! on_events {
    ($function:ident, $app:expr) => {{
        let app = Arc::new($app);
        event(move |event| {
            let app = app.clone();
            async move { $function::handle(&app, event).await }
        })
    }};
}

impl Wiring {
    fn client_of(&self, function: &'static str) -> aws_sdk_dynamodb::Client {
        let mut connection = self.dynamodb.clone();
        connection.http = function_name::client(function, connection.http);
        if let Some(meter) = &self.meter {
            connection.http = meter.client(function, connection.http);
        }
        staffroom_aws::dynamodb(&connection)
    }
}

/// The handlers. They take an event and return a response, both as JSON, as Lambda's runtime passes them.
pub struct Functions(BTreeMap<&'static str, Handler>);

impl Functions {
    /// The handlers of all functions of the product. Each has its own DynamoDB client, as it has on Lambda.
    #[expect(clippy::too_many_lines, reason = "one part for each function")]
    pub fn of_the_product(wiring: &Wiring) -> anyhow::Result<Self> {
        let table = |function| Table::new(wiring.client_of(function), wiring.table.clone());
        let clock = || wiring.clock.as_function();
        let metrics = Metrics::to("local", |line| tracing::info!(target: "metrics", "{line}"));
        let base = |function| staffroom_api::App::new(table(function), clock(), metrics.clone());
        let keys = || LinkKeys::parse(&wiring.link_keys).context("cannot parse the link keys");
        let settings = Settings::from_lookup(|name| match name {
            "ISSUER" => Some(wiring.issuer.clone()),
            "CLIENT_ID" => Some(wiring.client_id.clone()),
            _ => None,
        })?;
        let accept =
            accept::App { api: base("accept"), keys: keys()?, join: Page::join(&settings), public_url: None };
        let console = Arc::new(console::App {
            team: Page::team(&settings),
            unsubscribe: Page::unsubscribe(&settings),
            join: Page::join(&settings),
        });
        let console = move |request| std::future::ready(console::handle(&console, &request));
        let ses = wiring.ses.clone();
        let queue = |name: &str| Queue::new(staffroom_aws::sqs(&wiring.sqs), name.to_owned());
        let vault = || Vault::parse(&wiring.webhook_keys).context("cannot parse the keys of webhooks");
        let dispatch = dispatch::App {
            table: table("dispatch"),
            queue: queue(DUE_QUEUE),
            deliveries: queue(DELIVERIES_QUEUE),
            clock: clock(),
        };
        let deliver = deliver::App {
            table: table("deliver"),
            queue: queue(DELIVERIES_QUEUE),
            client: staffroom_webhook::Client::default(),
            vault: vault()?,
            reach: Reach::PublicAndLocal,
            clock: clock(),
        };
        let webhooks = webhooks::App {
            api: base("webhooks"),
            vault: vault()?,
            queue: queue(DELIVERIES_QUEUE),
            reach: Reach::PublicAndLocal,
        };
        let ledger = |function| ErasureLedger::new(wiring.client_of(function), wiring.ledger.clone());
        let erasure_key =
            || LedgerKey::parse(&wiring.erasure_key).context("cannot parse the key of erasures");
        let people = people::App {
            api: base("people"),
            ledger: ledger("people"),
            key: erasure_key()?,
            queue: queue(DUE_QUEUE),
        };
        let work = work::App {
            table: table("work"),
            queue: queue(DUE_QUEUE),
            ledger: ledger("work"),
            key: erasure_key()?,
            clock: clock(),
            metrics: metrics.clone(),
        };
        let notify = notify::App {
            table: table("notify"),
            sender: Sender::new(move || staffroom_aws::ses(&ses), wiring.mail_from.clone(), None),
            brand: wiring.mail_from_name.clone(),
            keys: keys()?,
            public_url: wiring.public_url.clone(),
            platform_contact: Some(wiring.platform_contact.clone()),
            clock: clock(),
            metrics: metrics.clone(),
            answers: tokio::sync::Mutex::default(),
        };
        let bus = publish::Bus::new(staffroom_aws::event_bridge(&wiring.event_bridge), EVENT_BUS.to_owned());
        let publish = publish::App {
            table: table("publish"),
            bus,
            deliveries: queue(DELIVERIES_QUEUE),
            personal_data: PersonalData::Omit,
            clock: clock(),
        };
        Ok(Self(BTreeMap::from([
            ("accept", behind_gateway!(accept, accept)),
            ("access", behind_gateway!(access, access::App { api: base("access"), public_url: None })),
            ("announce", behind_gateway!(announce, base("announce"))),
            ("console", http(console)),
            ("deliver", on_events!(deliver, deliver)),
            ("dispatch", on_events!(dispatch, dispatch)),
            (
                "feedback",
                on_events!(
                    feedback,
                    feedback::App { table: table("feedback"), clock: clock(), metrics: metrics.clone() }
                ),
            ),
            ("invite", behind_gateway!(invite, base("invite"))),
            ("list", behind_gateway!(list, base("list"))),
            ("notify", on_events!(notify, notify)),
            ("people", behind_gateway!(people, people)),
            ("publish", on_events!(publish, publish)),
            ("remove", behind_gateway!(remove, base("remove"))),
            ("update", behind_gateway!(update, base("update"))),
            ("webhooks", behind_gateway!(webhooks, webhooks)),
            ("work", on_events!(work, work)),
        ])))
    }

    /// Whether there is a function of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Invokes a function. It runs in a task of its own, so that a panic ends this invocation only.
    pub async fn invoke(&self, name: &str, payload: String, context: Context) -> anyhow::Result<String> {
        self.invoke_counted(name, payload, context, Arc::default()).await
    }

    /// Invokes a function and counts its round trips to the database.
    pub async fn invoke_counted(
        &self,
        name: &str,
        payload: String,
        context: Context,
        trips: Arc<RoundTrips>,
    ) -> anyhow::Result<String> {
        let handler = self.0.get(name).with_context(|| format!("no function runs the binary {name}"))?;
        let Context { request_id, limit } = context;
        let deadline = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + limit;
        let mut context = lambda_runtime::Context::default();
        context.request_id = request_id;
        context.deadline = deadline.as_millis().try_into()?;
        let mut invocation = tokio::spawn(trips.count(handler(payload, context)));
        match tokio::time::timeout(limit, &mut invocation).await {
            Ok(Ok(answer)) => answer.map_err(|error| anyhow!("{error}")),
            Ok(Err(panicked)) => bail!("{panicked}"),
            Err(_) => {
                invocation.abort();
                bail!("timed out after {} s", limit.as_secs())
            }
        }
    }
}

/// The handler of a function that the gateway invokes.
fn http<F, Answered>(handle: F) -> Handler
where
    F: Fn(lambda_http::Request) -> Answered + Clone + Send + Sync + 'static,
    Answered:
        std::future::Future<Output = Result<lambda_http::Response<lambda_http::Body>, lambda_http::Error>>,
    Answered: Send + 'static,
{
    Box::new(move |payload, context| {
        let mut adapter = Adapter::from(service_fn(handle.clone()));
        Box::pin(async move {
            let request: LambdaRequest = serde_json::from_str(&payload)?;
            let answer = adapter.call(LambdaEvent::new(request, context)).await?;
            Ok(serde_json::to_string(&answer)?)
        })
    })
}

/// The handler of a function that a stream, a schedule or an event bus invokes.
fn event<F, Answered>(handle: F) -> Handler
where
    F: Fn(LambdaEvent<Value>) -> Answered + Send + Sync + 'static,
    Answered: std::future::Future<Output = Result<Value, lambda_runtime::Error>> + Send + 'static,
{
    Box::new(move |payload, context| {
        let event = serde_json::from_str(&payload).map(|payload| LambdaEvent::new(payload, context));
        let answer = event.map(&handle);
        Box::pin(async move { Ok(answer?.await?.to_string()) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn functions() -> Functions {
        let echo = |request: lambda_http::Request| async move {
            let answer = lambda_http::Response::builder().status(201).header("x-path", request.uri().path());
            Ok(answer.body(request.into_body())?)
        };
        let stuck = |_: lambda_http::Request| std::future::pending();
        let count = |event: LambdaEvent<Value>| async move {
            Ok(json!(event.payload["Records"].as_array().map(Vec::len)))
        };
        let panics = |_: LambdaEvent<Value>| async { panic!("a handler's mistake") };
        Functions(BTreeMap::from([
            ("echo", http(echo)),
            ("stuck", http(stuck)),
            ("count", event(count)),
            ("panics", event(panics)),
        ]))
    }

    async fn invoke(name: &str, payload: Value) -> anyhow::Result<Value> {
        let context = Context { request_id: "r".to_owned(), limit: Duration::from_millis(200) };
        Ok(serde_json::from_str(&functions().invoke(name, payload.to_string(), context).await?)?)
    }

    fn request() -> Value {
        json!({
            "version": "2.0", "routeKey": "POST /x", "rawPath": "/x", "rawQueryString": "", "headers": {"host": "h"},
            "requestContext": {
                "accountId": "0", "apiId": "local", "domainName": "h", "http": {"method": "POST", "path": "/x",
                "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": ""}, "requestId": "r", "stage": "$default",
                "time": "", "timeEpoch": 0,
            },
            "body": "hi", "isBase64Encoded": false,
        })
    }

    #[tokio::test]
    async fn requests_and_events_go_through_lambdas_own_adapters() {
        let answer = invoke("echo", request()).await.expect("an answer");
        assert_eq!((&answer["statusCode"], &answer["body"]), (&json!(201), &json!("hi")));
        assert_eq!(answer["headers"]["x-path"], "/x");
        assert_eq!(invoke("count", json!({"Records": [1, 2]})).await.expect("an answer"), json!(2));
    }

    #[tokio::test]
    async fn a_failing_invocation_fails_alone() {
        for (name, why) in [("panics", "panicked"), ("stuck", "timed out"), ("unknown", "no function")] {
            let payload = if name == "stuck" { request() } else { json!({}) };
            let error = invoke(name, payload).await.expect_err("fails").to_string();
            assert!(error.contains(why), "{name}: {error}");
        }
    }
}
