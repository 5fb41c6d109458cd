//! The calls that are measured, and their handlers.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use aws_sdk_dynamodb::Client;
use lambda_http::{Body, Response};
use serde_json::{Value, json};
use staffroom_app::{Database as _, Key, ReadSet};
use staffroom_aws::Metrics;
use staffroom_domain::{EmailAddress, InvitationId, LinkClaims, LinkKeys, StoreId};
use staffroom_pages::{Page, Settings};
use staffroom_table::Table;

use crate::calls::Call;
use crate::recording::Recorder;

/// How often each call is made. The first are left out: they open connections and parse texts.
const ROUNDS: usize = 400;
const WARM_UP: usize = 40;
/// Invitations per store, well below what a store or an inviter may send.
const TEAM: usize = 50;
/// Signs the links of this measurement.
const KEY: &str = "the-key-of-a-measurement-which-opens-nothing";

/// A call that is measured.
#[derive(Clone, Copy)]
pub struct Phase {
    /// As the table shows it.
    pub name: &'static str,
    /// The route, as the template spells it.
    route: &'static str,
    rounds: usize,
}

/// In an order in which each finds what it needs.
pub const PHASES: [Phase; 8] = [
    Phase { name: "open a store", route: "PUT /stores/{store}", rounds: ROUNDS / TEAM },
    Phase { name: "`invite`", route: "POST /stores/{store}/invitations", rounds: ROUNDS },
    Phase { name: "`list` of invitations", route: "GET /stores/{store}/invitations", rounds: ROUNDS },
    Phase { name: "`accept`", route: "POST /invitations/accept", rounds: ROUNDS },
    Phase { name: "`access`", route: "GET /stores/{store}/access", rounds: ROUNDS },
    Phase { name: "`list` of members", route: "GET /stores/{store}/members", rounds: ROUNDS },
    Phase { name: "`update`", route: "PATCH /stores/{store}/members/{user}", rounds: ROUNDS },
    Phase { name: "`remove`", route: "DELETE /stores/{store}/members/{user}", rounds: ROUNDS },
];

/// One request: what goes over HTTP, and who makes it.
pub struct Asked {
    pub method: &'static str,
    pub path: String,
    pub query: &'static str,
    pub body: Option<Value>,
    pub claims: Value,
    parameters: Value,
}

impl Phase {
    /// The round numbers of this phase.
    pub fn rounds(self) -> impl Iterator<Item = usize> {
        0..self.rounds
    }

    /// The request of one round. Where the token of a link is needed, it is still to be filled in.
    pub fn ask(self, round: usize) -> anyhow::Result<Asked> {
        let (method, route) = self.route.split_once(' ').context("a route has a method")?;
        // A store is opened once, and has a team after that.
        let store = format!("speed-{}", if self.rounds == ROUNDS { round / TEAM } else { round });
        // Whoever asks for the first time in a day is noted, which those who come again are not.
        let person = if self.route.ends_with("/access") { 0 } else { round };
        let store = if self.route.ends_with("/access") { "speed-0".to_owned() } else { store };
        let (owner, user) = (format!("owner-of-{store}"), format!("user-{person}"));
        let email = format!("{user}@example.com");
        let (caller, address) = match method {
            _ if self.route == "POST /invitations/accept" || self.route.ends_with("/access") => {
                (user.clone(), email.clone())
            }
            _ => (owner.clone(), format!("{owner}@example.com")),
        };
        let body = match (method, self.route) {
            ("PUT", _) => Some(json!({
                "name": "Speed", "catalog": "whatnot", "plan": "default", "locale": "en",
                "owner": {"user_id": owner, "email": address, "name": "Olive Owner"},
            })),
            ("PATCH", _) => Some(json!({"roles": ["support"]})),
            ("POST", "POST /invitations/accept") => Some(json!({"token": ""})),
            ("POST", _) => Some(json!({"email": email, "roles": ["seller"]})),
            _ => None,
        };
        let scope = if method == "PUT" { "staffroom/platform" } else { "" };
        let claims = json!({
            "sub": caller, "email": address, "email_verified": "true", "name": "Some One", "scope": scope,
        });
        Ok(Asked {
            method,
            path: route.replace("{store}", &store).replace("{user}", &user),
            query: if self.route.ends_with("/access") { "permission=live" } else { "" },
            body,
            claims,
            parameters: json!({"store": store, "user": user}),
        })
    }
}

/// What counts of a phase's rounds.
pub fn counted<T>(mut rounds: Vec<T>) -> Vec<T> {
    rounds.split_off(WARM_UP.min(rounds.len() / 2))
}

/// The functions on one database, in this process.
pub struct Life {
    app: staffroom_api::App<Table>,
    accept: accept::App,
    recorder: Recorder,
    /// The same table, of which nothing is written down.
    table: Table,
}

impl Life {
    /// The functions, whose calls of DynamoDB are written down.
    pub fn new(client: &Client) -> anyhow::Result<Self> {
        let recorder = Recorder::default();
        let config = client.config().to_builder().interceptor(recorder.clone()).build();
        let table = Table::new(Client::from_conf(config), "staffroom".to_owned());
        let unseen = Table::new(client.clone(), "staffroom".to_owned());
        let app = staffroom_api::App::new(table, staffroom_api::system_clock(), Metrics::to("test", |_| ()));
        let keys = || LinkKeys::parse(KEY).context("the key is long enough");
        let settings = Settings::from_lookup(|name| match name {
            "ISSUER" | "CLIENT_ID" => Some("https://speed.example.com".to_owned()),
            _ => None,
        })?;
        Ok(Self {
            accept: accept::App { api: app.clone(), keys: keys()?, join: Page::join(&settings) },
            app,
            recorder,
            table: unseen,
        })
    }

    /// Makes one round's call: how long its handler took, and what it asked of DynamoDB.
    pub async fn play(&self, phase: Phase, round: usize) -> anyhow::Result<(Duration, Call)> {
        let mut asked = phase.ask(round)?;
        if let Some(body) = asked.body.as_mut().filter(|body| body.get("token").is_some()) {
            *body = json!({"token": self.link(&asked.parameters).await?});
        }
        let request = lambda_http::request::from_str(&event(phase, &asked).to_string())?;
        let started = Instant::now();
        let answer = self.handle(phase, request).await.map_err(|error| anyhow::anyhow!("{error}"))?;
        let took = started.elapsed();
        if !answer.status().is_success() {
            bail!("{}: {} {:?}", phase.name, answer.status(), answer.body());
        }
        Ok((took, self.recorder.take()))
    }

    /// The link that a mail would carry.
    async fn link(&self, parameters: &Value) -> anyhow::Result<String> {
        let named = |name: &str| parameters.get(name).and_then(Value::as_str).unwrap_or_default();
        let store: StoreId = named("store").parse().ok().context("a store's id")?;
        let email =
            EmailAddress::parse(&format!("{}@example.com", named("user"))).ok().context("an address")?;
        let invitation = InvitationId::of(&store, &email);
        let read = self.table.read(&ReadSet::keys([Key::Invitation(store.clone(), invitation)])).await?;
        let generation = read.invitation(&store, invitation).context("an invitation")?.generation;
        let link = self.accept.keys.sign(&LinkClaims { store, invitation, generation }).context("a link")?;
        Ok(link.as_str().to_owned())
    }

    async fn handle(
        &self,
        phase: Phase,
        request: lambda_http::Request,
    ) -> Result<Response<Body>, lambda_http::Error> {
        match phase.route {
            "POST /stores/{store}/invitations" => invite::handle(&self.app, request).await,
            "POST /invitations/accept" => accept::handle(&self.accept, request).await,
            "GET /stores/{store}/access" => access::handle(&self.app, request).await,
            "DELETE /stores/{store}/members/{user}" => remove::handle(&self.app, request).await,
            route if route.starts_with("GET ") => list::handle(&self.app, request).await,
            _ => update::handle(&self.app, request).await,
        }
    }
}

/// What API Gateway would send, payload format 2.0.
fn event(phase: Phase, asked: &Asked) -> Value {
    json!({
        "version": "2.0", "routeKey": phase.route, "rawPath": asked.path, "rawQueryString": asked.query,
        "headers": {"content-type": "application/json", "host": "speed.example.com"},
        "queryStringParameters": if asked.query.is_empty() { json!({}) } else { json!({"permission": "live"}) },
        "pathParameters": asked.parameters,
        "requestContext": {
            "accountId": "0", "apiId": "speed", "domainName": "speed.example.com", "domainPrefix": "speed",
            "authorizer": {"jwt": {"claims": asked.claims, "scopes": null}},
            "http": {"method": asked.method, "path": asked.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": ""},
            "requestId": "speed", "routeKey": phase.route, "stage": "$default", "time": "", "timeEpoch": 0,
        },
        "body": asked.body.as_ref().map(Value::to_string), "isBase64Encoded": false,
    })
}
