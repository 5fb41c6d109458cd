//! Builds the stack from its options, and runs it.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::{SecureRandom as _, SystemRandom};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::authorizer::Issuers;
use crate::aws_connection::connection;
use crate::bus::Bus;
use crate::capacity::Meter;
use crate::clock::Clock;
use crate::database::{Database, LEDGER, TABLE};
use crate::faults::{FaultInjector, Service};
use crate::functions::{Functions, Wiring};
use crate::gateway::Gateway;
use crate::http_client::HttpClient;
use crate::identity_provider::{PATH, Provider};
use crate::issuer::Issuer;
use crate::options::Options;
use crate::persistence::{self, DataFolder};
use crate::ses::{Forward, Inbox};
use crate::sinks::Sinks;
use crate::sqs::Queues;
use crate::stack::Stack;
use crate::template::{SOURCE, Template};
use crate::{demo_stores, local_api, schedule, stream, terminal, welcome};

/// The audience of the local issuer's tokens, and the default client ID of the pages.
const AUDIENCE: &str = "staffroom";
/// The sender of all mails.
const MAIL_FROM: &str = "staffroom@example.com";
/// The platform's name in the sender of mails: the default of the template's parameter `MailFromName`.
const MAIL_FROM_NAME: &str = "Staffroom";

/// Who is told that a webhook was disabled.
const PLATFORM_CONTACT: &str = "platform@example.com";
/// How long requests in progress may take after Ctrl-C.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(700);

/// Starts the stack and runs it until Ctrl-C or SIGTERM.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let listener = listen(options.port).await?;
    let folder = options.data.clone().map(DataFolder::open).transpose()?;
    let stack = build(options, folder.as_ref(), listener.local_addr()?).await?;
    tokio::spawn(stack.expiry.clone().run_forever());
    tokio::spawn(schedule::run_forever(stack.gateway.clone()));

    let stop = Arc::new(Notify::new());
    let service = local_api::router(&stack).into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn({
        let stop = stop.clone();
        axum::serve(listener, service)
            .with_graceful_shutdown(async move { stop.notified().await })
            .into_future()
    });
    terminal::print(&welcome::text(&stack));

    stop_signal().await?;
    stop.notify_one();
    // Clients may keep their connections open, so the wait has a limit.
    let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, server).await;
    Ok(())
}

async fn build(
    options: Options,
    folder: Option<&DataFolder>,
    address: SocketAddr,
) -> anyhow::Result<Arc<Stack>> {
    let domain = address.to_string();
    let base = format!("http://{domain}");
    let file = |name: &str| folder.map(|folder| folder.file(name));
    let clock = file("clock").map_or_else(|| Ok(Clock::default()), Clock::load)?;
    let issuers = Arc::new(issuers(&base, folder, options.issuer.as_deref()).await?);
    let client_id = options.client_id.unwrap_or_else(|| AUDIENCE.to_owned());
    let template = Arc::new(template(issuers.local.url(), &client_id)?);
    let database = match &options.dynamodb {
        Some(url) => Database::external(url, &template).await?,
        None => Database::embedded(folder, &clock, &template).await?,
    };
    let forward = options.ses.map(|endpoint| Forward { endpoint, client: HttpClient::default() });
    let inbox = Inbox::open(file("inbox").as_deref(), forward)?;
    let identity_provider =
        Provider::open(&base, client_id.clone(), file("accounts").as_deref(), demo_stores::owner())?;

    let meter = options.capacity.then(Meter::default);
    let dynamodb_faults = FaultInjector::new(Service::DynamoDb);
    let mut dynamodb = database.connection.clone();
    dynamodb.http = dynamodb_faults.client(dynamodb.http);
    let ses_faults = FaultInjector::new(Service::Ses);
    let mut ses = connection(&format!("{base}/_local/ses"), |_| None)?;
    ses.http = ses_faults.client(ses.http);
    let queues = Queues::of(&template)?;
    let functions = Arc::new(Functions::of_the_product(&Wiring {
        dynamodb,
        meter: meter.clone(),
        ses,
        sqs: connection(&format!("{base}/_local/sqs"), |_| None)?,
        event_bridge: connection(&format!("{base}/_local/eventbridge"), |_| None)?,
        table: TABLE.to_owned(),
        ledger: LEDGER.to_owned(),
        erasure_key: keys(folder, "erasure-key")?,
        link_keys: keys(folder, "link-keys")?,
        webhook_keys: keys(folder, "webhook-keys")?,
        mail_from: MAIL_FROM.to_owned(),
        mail_from_name: MAIL_FROM_NAME.to_owned(),
        platform_contact: PLATFORM_CONTACT.to_owned(),
        public_url: base.clone(),
        issuer: options.issuer.unwrap_or_else(|| issuers.local.url().to_owned()),
        client_id,
        clock: clock.clone(),
    })?);
    check_functions(&template, &functions)?;

    let checkpoints = folder.map(|folder| folder.path().to_owned());
    let stream_readers = stream::start(&database, &template, &functions, checkpoints).await?;
    queues.start(&template, &functions, &stream_readers);
    let audience = AUDIENCE.to_owned();
    let gateway = Arc::new(Gateway { template, issuers, audience, functions, clock, domain, stream_readers });
    // The server does not run yet: connections wait in the listener's queue until the demo stores exist.
    let demo_stores = demo_stores::create_missing(&gateway, &base).await?;
    Ok(Arc::new(Stack {
        gateway,
        inbox,
        identity_provider,
        queues,
        bus: Bus::default(),
        sinks: Sinks::default(),
        dynamodb_faults,
        ses_faults,
        meter,
        expiry: database.expiry,
        base,
        demo_stores,
    }))
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow!("port {port} is in use; choose another one with --port N"),
        _ => anyhow!("cannot listen on port {port}: {error}"),
    })
}

async fn issuers(base: &str, folder: Option<&DataFolder>, external: Option<&str>) -> anyhow::Result<Issuers> {
    let url = format!("{base}{PATH}");
    let local = match folder {
        Some(folder) => Issuer::load(url, &folder.file("issuer-key"))?,
        None => Issuer::new(url)?,
    };
    let external = match external {
        Some(url) => {
            let issuer = staffroom_jwt::Issuer::new(url.to_owned());
            let discovered = issuer.discover(chrono::Utc::now().timestamp()).await;
            discovered.with_context(|| format!("cannot use the issuer {url}"))?;
            Some(issuer)
        }
        None => None,
    };
    Issuers::new(local, external)
}

fn template(issuer: &str, client_id: &str) -> anyhow::Result<Template> {
    let parameters = BTreeMap::from([
        ("Issuer", issuer.to_owned()),
        ("Audience", format!("{AUDIENCE},{client_id}")),
        ("ClientId", client_id.to_owned()),
        ("MailFrom", MAIL_FROM.to_owned()),
    ]);
    Template::parse(SOURCE, &parameters).context("infra/template.yaml")
}

/// The keys of this name: those stored in the folder, or a new one.
fn keys(folder: Option<&DataFolder>, name: &str) -> anyhow::Result<String> {
    let generate = || {
        let mut key = [0; 32];
        let filled = SystemRandom::new().fill(&mut key);
        filled.map_err(|ring::error::Unspecified| anyhow!("cannot generate a key"))?;
        Ok(STANDARD.encode(key).into_bytes())
    };
    let keys = match folder {
        Some(folder) => persistence::read_or_create(&folder.file(name), generate)?,
        None => generate()?,
    };
    Ok(String::from_utf8(keys)?)
}

/// Checks that a handler exists for each function that the stack can invoke. Others may be missing, such as the
/// function that Secrets Manager invokes.
fn check_functions(template: &Template, functions: &Functions) -> anyhow::Result<()> {
    let mut invoked = template.functions.keys().filter(|name| template.invokes(name));
    match invoked.find(|name| !functions.has(name)) {
        Some(name) => bail!("infra/template.yaml: the local stack has no handler for the binary {name}"),
        None => Ok(()),
    }
}

/// Waits for Ctrl-C or SIGTERM.
async fn stop_signal() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}
