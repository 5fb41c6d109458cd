//! Putting the stack together, and running it.

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
use crate::capacity::Meter;
use crate::clock::Clock;
use crate::data::{self, Folder};
use crate::database::{self, Database};
use crate::demo::{self, OWNER, OWNER_EMAIL, OWNER_NAME};
use crate::faults::{Breakable, Part};
use crate::functions::{Functions, Wiring};
use crate::gateway::Gateway;
use crate::http_client::HttpClient;
use crate::idp::Provider;
use crate::inbox::{Forward, Inbox};
use crate::issuer::Issuer;
use crate::local_api::{self, Stack};
use crate::options::Options;
use crate::schedule;
use crate::stream::{self, Beginning};
use crate::template::{SOURCE, Template};

/// Who the local stack's tokens are for.
const AUDIENCE: &str = "staffroom";
/// The sender of every mail here.
const MAIL_FROM: &str = "staffroom@example.com";
/// How long requests under way may still take after Ctrl-C.
const LAST_REQUESTS: Duration = Duration::from_millis(700);

/// Starts the stack and runs it until Ctrl-C.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let listener = listen(options.port).await?;
    let domain = listener.local_addr()?.to_string();
    let base = format!("http://{domain}");
    let folder = options.data.map(Folder::open).transpose()?;
    let clock = match &folder {
        Some(folder) => Clock::kept_in(folder.file("clock"))?,
        None => Clock::default(),
    };

    let issuers = Arc::new(issuers(&base, folder.as_ref(), options.issuer.as_deref()).await?);
    let client_id = options.client_id.unwrap_or_else(|| AUDIENCE.to_owned());
    let parameters = [
        ("Issuer", issuers.local.url()),
        ("Audience", &format!("{AUDIENCE},{client_id}")),
        ("ClientId", &client_id),
        ("MailFrom", MAIL_FROM),
    ];
    let parameters = BTreeMap::from(parameters.map(|(name, value)| (name, value.to_owned())));
    let template = Arc::new(Template::parse(SOURCE, &parameters).context("infra/template.yaml")?);

    let database = match &options.dynamodb {
        Some(url) => Database::elsewhere(url, &template.table).await?,
        None => Database::embedded(folder.as_ref(), &clock, &template.table).await?,
    };
    let inbox = Inbox::open(
        folder.as_ref().map(|folder| folder.file("inbox")),
        options.ses.map(|endpoint| Forward { endpoint, client: HttpClient::default() }),
    )?;
    let accounts = folder.as_ref().map(|folder| folder.file("accounts"));
    let idp = Provider::open(&base, client_id.clone(), accounts.as_deref(), demo::owner())?;
    let dynamodb = Breakable::new(Part::DynamoDb);
    let meter = options.capacity.then(Meter::default);
    let ses = Breakable::new(Part::Ses);
    let mut of_functions = database.connection.clone();
    of_functions.http = dynamodb.client(of_functions.http);
    let mut mail = database::connection(&format!("{base}/_local/ses"), |_| None)?;
    mail.http = ses.client(mail.http);

    let functions = Arc::new(Functions::of_the_product(&Wiring {
        dynamodb: of_functions,
        meter: meter.clone(),
        ses: mail,
        table: database::TABLE.to_owned(),
        link_keys: link_keys(folder.as_ref())?,
        mail_from: MAIL_FROM.to_owned(),
        public_url: base.clone(),
        issuer: options.issuer.unwrap_or_else(|| issuers.local.url().to_owned()),
        client_id,
        clock: clock.clone(),
    })?);
    // What nothing here invokes, such as the function that Secrets Manager calls, need not be here.
    let invoked = |name: &&String| template.invokes(name.as_str());
    if let Some(name) = template.functions.keys().filter(invoked).find(|name| !functions.has(name)) {
        bail!("infra/template.yaml: no function runs the binary {name}");
    }
    let beginning = Beginning {
        past_counts: database.own_history,
        checkpoints: folder.as_ref().map(|folder| folder.path().to_owned()),
    };
    let wake = stream::start(&database, &template, &functions, &beginning).await?;
    let audience = AUDIENCE.to_owned();
    let gateway = Arc::new(Gateway { template, issuers, audience, functions, clock, domain, wake });
    // Before anybody is answered: whoever asks waits in the listener's queue, and finds them.
    let demos = demo::ensure(&gateway, &base).await?;
    let stack = Arc::new(Stack {
        gateway: gateway.clone(),
        inbox,
        idp,
        dynamodb,
        meter,
        ses,
        expiry: database.expiry.clone(),
        base: base.clone(),
        demos,
    });
    tokio::spawn(database.expiry.run());
    tokio::spawn(schedule::start(gateway.clone()));

    let end = Arc::new(Notify::new());
    let service = local_api::router(&stack).into_make_service_with_connect_info::<SocketAddr>();
    let served = tokio::spawn({
        let end = end.clone();
        axum::serve(listener, service)
            .with_graceful_shutdown(async move { end.notified().await })
            .into_future()
    });
    crate::say(&welcome(&base, &stack));

    interrupted().await?;
    end.notify_one();
    // Whoever still holds a connection open has had their time.
    let _ = tokio::time::timeout(LAST_REQUESTS, served).await;
    Ok(())
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow!("port {port} is taken; choose another with --port N"),
        _ => anyhow!("cannot listen on port {port}: {error}"),
    })
}

async fn issuers(base: &str, folder: Option<&Folder>, external: Option<&str>) -> anyhow::Result<Issuers> {
    let url = format!("{base}/_local/idp");
    let local = match folder {
        Some(folder) => Issuer::kept_in(url, &folder.file("issuer-key"))?,
        None => Issuer::new(url)?,
    };
    let external = match external {
        Some(url) => {
            let issuer = staffroom_jwt::Issuer::new(url.to_owned());
            let found = issuer.discover(chrono::Utc::now().timestamp()).await;
            found.with_context(|| format!("cannot use the issuer {url}"))?;
            Some(issuer)
        }
        None => None,
    };
    Issuers::new(local, external)
}

/// The keys of links, a new one or as they were kept.
fn link_keys(folder: Option<&Folder>) -> anyhow::Result<String> {
    let make = || {
        let mut key = [0; 32];
        let filled = SystemRandom::new().fill(&mut key);
        filled.map_err(|ring::error::Unspecified| anyhow!("no randomness for a key"))?;
        Ok(STANDARD.encode(key).into_bytes())
    };
    let keys = match folder {
        Some(folder) => data::kept(&folder.file("link-keys"), make)?,
        None => make()?,
    };
    Ok(String::from_utf8(keys)?)
}

async fn interrupted() -> anyhow::Result<()> {
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

fn welcome(base: &str, stack: &Stack) -> String {
    let sign_in = match stack.gateway.issuers.external_url() {
        Some(issuer) => format!("sign in at {issuer}"),
        None => format!("sign in as {OWNER_EMAIL}"),
    };
    let ahead = match stack.gateway.clock.ahead_seconds() {
        0 => String::new(),
        seconds => format!("  Clock     {seconds} s ahead of real time, as it was left\n"),
    };
    let demo_stores: Vec<&str> = stack.demos.iter().map(|demo| demo.id.as_str()).collect();
    let stores = demo_stores.join(", ");
    format!(
        r#"
Staffroom is up at {base}

  Team      {base}/team            {sign_in}, choose a shop, invite somebody
  Inbox     {base}/_local/inbox    open the mail, follow its link, create an account, join
  Start     {base}/_local          everything else
  Stores    {stores}
{ahead}
The same by curl: be the owner, invite somebody, read the mail:

  TOKEN=$(curl -s {base}/_local/tokens -d '{{"sub":"{OWNER}","email":"{OWNER_EMAIL}","name":"{OWNER_NAME}"}}' | cut -d'"' -f4)
  curl -s {base}/stores/demo-ecwid/invitations -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '{{"email":"ana@example.com","permissions":["sales"]}}'
  curl -s {base}/_local/inbox

Ctrl-C ends it.
"#
    )
}
