//! The measured calls, and the handlers that answer them in this process.

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

use crate::recorder::Recorder;
use crate::trace::Trace;

/// How often each call is made.
const ITERATIONS: usize = 400;
/// The first iterations, which are not counted: they open connections and parse texts.
const WARM_UP: usize = 40;
/// The number of invitations in each store, well below the quotas.
const TEAM_SIZE: usize = 50;
/// The key that signs links.
const LINK_KEY: &str = "the-key-of-a-measurement-which-opens-nothing";

/// A measured call. `CALLS` has them in an order in which each makes what the next ones need.
#[derive(Clone, Copy)]
pub enum MeasuredCall {
    CreateStore,
    Invite,
    ListInvitations,
    Accept,
    CheckAccess,
    ListMembers,
    ChangeMember,
    RemoveMember,
}

use MeasuredCall::{
    Accept, ChangeMember, CheckAccess, CreateStore, Invite, ListInvitations, ListMembers, RemoveMember,
};

pub const CALLS: [MeasuredCall; 8] =
    [CreateStore, Invite, ListInvitations, Accept, CheckAccess, ListMembers, ChangeMember, RemoveMember];

/// A request to the API.
pub struct ApiRequest {
    pub method: &'static str,
    pub path: String,
    pub query: &'static str,
    pub body: Option<Value>,
    pub claims: Value,
    path_parameters: Value,
}

impl MeasuredCall {
    /// The name in the table of results.
    pub fn name(self) -> &'static str {
        match self {
            CreateStore => "open a store",
            Invite => "`invite`",
            ListInvitations => "`list` of invitations",
            Accept => "`accept`",
            CheckAccess => "`access`",
            ListMembers => "`list` of members",
            ChangeMember => "`update`",
            RemoveMember => "`remove`",
        }
    }

    /// The method and path, as in the template.
    fn route(self) -> (&'static str, &'static str) {
        match self {
            CreateStore => ("PUT", "/stores/{store}"),
            Invite => ("POST", "/stores/{store}/invitations"),
            ListInvitations => ("GET", "/stores/{store}/invitations"),
            Accept => ("POST", "/invitations/accept"),
            CheckAccess => ("GET", "/stores/{store}/access"),
            ListMembers => ("GET", "/stores/{store}/members"),
            ChangeMember => ("PATCH", "/stores/{store}/members/{user}"),
            RemoveMember => ("DELETE", "/stores/{store}/members/{user}"),
        }
    }

    pub fn iterations(self) -> impl Iterator<Item = usize> {
        0..if matches!(self, CreateStore) { ITERATIONS / TEAM_SIZE } else { ITERATIONS }
    }

    /// The request of one iteration. If its body has a `token`, the caller must fill that in.
    pub fn request(self, iteration: usize) -> ApiRequest {
        let (store, user) = match self {
            CreateStore => (iteration, iteration),
            // The first access check of a person on a day writes to the table. So one person makes all of them.
            CheckAccess => (0, 0),
            _ => (iteration / TEAM_SIZE, iteration),
        };
        let (store, user) = (format!("speed-{store}"), format!("user-{user}"));
        let owner = format!("owner-of-{store}");
        let caller = if matches!(self, Accept | CheckAccess) { &user } else { &owner };
        let body = match self {
            CreateStore => Some(json!({
                "name": "Speed", "catalog": "whatnot", "plan": "default", "locale": "en",
                "owner": {"user_id": owner, "email": address(&owner), "name": "Olive Owner"},
            })),
            Invite => Some(json!({"email": address(&user), "roles": ["seller"]})),
            Accept => Some(json!({"token": ""})),
            ChangeMember => Some(json!({"roles": ["support"]})),
            ListInvitations | CheckAccess | ListMembers | RemoveMember => None,
        };
        let (method, path) = self.route();
        ApiRequest {
            method,
            path: path.replace("{store}", &store).replace("{user}", &user),
            query: if matches!(self, CheckAccess) { "permission=live" } else { "" },
            body,
            claims: json!({
                "sub": caller, "email": address(caller), "email_verified": "true", "name": "Some One",
                "scope": if matches!(self, CreateStore) { "staffroom/platform" } else { "" },
            }),
            path_parameters: json!({"store": store, "user": user}),
        }
    }
}

fn address(user: &str) -> String {
    format!("{user}@example.com")
}

/// Removes the results of the first iterations.
pub fn without_warm_up<T>(mut results: Vec<T>) -> Vec<T> {
    results.split_off(WARM_UP.min(results.len() / 2))
}

/// The handlers of all functions, in this process and with one database.
pub struct InProcessApi {
    app: staffroom_api::App<Table>,
    accept: accept::App,
    access: access::App,
    recorder: Recorder,
    /// The same table, without recording.
    table: Table,
}

impl InProcessApi {
    /// Makes the handlers, whose requests to DynamoDB are recorded.
    pub fn new(client: &Client) -> anyhow::Result<Self> {
        let recorder = Recorder::default();
        let config = client.config().to_builder().interceptor(recorder.clone()).build();
        let table = Table::new(Client::from_conf(config), "staffroom".to_owned());
        let unrecorded = Table::new(client.clone(), "staffroom".to_owned());
        let app = staffroom_api::App::new(table, staffroom_api::system_clock(), Metrics::to("test", |_| ()));
        let keys = || LinkKeys::parse(LINK_KEY).context("the key is long enough");
        let settings = Settings::from_lookup(|name| match name {
            "ISSUER" | "CLIENT_ID" => Some("https://speed.example.com".to_owned()),
            _ => None,
        })?;
        Ok(Self {
            accept: accept::App {
                api: app.clone(),
                keys: keys()?,
                join: Page::join(&settings),
                public_url: None,
            },
            access: access::App { api: app.clone(), public_url: None },
            app,
            recorder,
            table: unrecorded,
        })
    }

    /// Makes one call. Returns the time of its handler, and the handler's requests to DynamoDB.
    pub async fn run(&self, call: MeasuredCall, iteration: usize) -> anyhow::Result<(Duration, Trace)> {
        let mut api_request = call.request(iteration);
        if let Some(body) = api_request.body.as_mut().filter(|body| body.get("token").is_some()) {
            *body = json!({"token": self.link_token(&api_request.path_parameters).await?});
        }
        let request = lambda_http::request::from_str(&event(call, &api_request).to_string())?;
        let started = Instant::now();
        let response = self.handle(call, request).await.map_err(|error| anyhow::anyhow!("{error}"))?;
        let took = started.elapsed();
        if !response.status().is_success() {
            bail!("{}: {} {:?}", call.name(), response.status(), response.body());
        }
        Ok((took, self.recorder.take()))
    }

    /// Returns the token of the link that the mail would contain.
    async fn link_token(&self, path_parameters: &Value) -> anyhow::Result<String> {
        let parameter = |name: &str| path_parameters.get(name).and_then(Value::as_str).unwrap_or_default();
        let store: StoreId = parameter("store").parse().ok().context("a store's id")?;
        let email = EmailAddress::parse(&address(parameter("user"))).ok().context("an address")?;
        let invitation = InvitationId::of(&store, &email);
        let read = self.table.read(&ReadSet::keys([Key::Invitation(store.clone(), invitation)])).await?;
        let generation = read.invitation(&store, invitation).context("an invitation")?.generation;
        let link = self.accept.keys.sign(&LinkClaims { store, invitation, generation }).context("a link")?;
        Ok(link.as_str().to_owned())
    }

    async fn handle(
        &self,
        call: MeasuredCall,
        request: lambda_http::Request,
    ) -> Result<Response<Body>, lambda_http::Error> {
        match call {
            CreateStore | ChangeMember => update::handle(&self.app, request).await,
            Invite => invite::handle(&self.app, request).await,
            Accept => accept::handle(&self.accept, request).await,
            CheckAccess => access::handle(&self.access, request).await,
            ListInvitations | ListMembers => list::handle(&self.app, request).await,
            RemoveMember => remove::handle(&self.app, request).await,
        }
    }
}

/// The event that API Gateway sends, in payload format 2.0.
fn event(call: MeasuredCall, request: &ApiRequest) -> Value {
    let (method, path) = call.route();
    let route_key = format!("{method} {path}");
    json!({
        "version": "2.0", "routeKey": route_key, "rawPath": request.path, "rawQueryString": request.query,
        "headers": {"content-type": "application/json", "host": "speed.example.com"},
        "queryStringParameters": if request.query.is_empty() { json!({}) } else { json!({"permission": "live"}) },
        "pathParameters": request.path_parameters,
        "requestContext": {
            "accountId": "0", "apiId": "speed", "domainName": "speed.example.com", "domainPrefix": "speed",
            "authorizer": {"jwt": {"claims": request.claims, "scopes": null}},
            "http": {"method": request.method, "path": request.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": ""},
            "requestId": "speed", "routeKey": route_key, "stage": "$default", "time": "", "timeEpoch": 0,
        },
        "body": request.body.as_ref().map(Value::to_string), "isBase64Encoded": false,
    })
}
