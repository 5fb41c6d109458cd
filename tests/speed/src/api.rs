//! The measured calls, and the handlers that answer them in this process.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use aws_sdk_dynamodb::Client;
use lambda_http::{Body, Response};
use serde_json::{Value, json};
use staffroom_aws::Metrics;
use staffroom_domain::{EmailAddress, InvitationId, LinkKeys, Opened, StoreId};
use staffroom_pages::{Page, Settings};
use staffroom_table::{Needs, Table, keys};

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

/// A measured call.
#[derive(Clone, Copy)]
pub struct MeasuredCall {
    /// The name in the table of results.
    pub name: &'static str,
    /// The route, as in the template.
    route: &'static str,
    iterations: usize,
}

/// The measured calls. Each makes what the next ones need.
pub const CALLS: [MeasuredCall; 8] = [
    MeasuredCall { name: "open a store", route: "PUT /stores/{store}", iterations: ITERATIONS / TEAM_SIZE },
    MeasuredCall { name: "`invite`", route: "POST /stores/{store}/invitations", iterations: ITERATIONS },
    MeasuredCall {
        name: "`list` of invitations",
        route: "GET /stores/{store}/invitations",
        iterations: ITERATIONS,
    },
    MeasuredCall { name: "`accept`", route: "POST /invitations/accept", iterations: ITERATIONS },
    MeasuredCall { name: "`access`", route: "GET /stores/{store}/access", iterations: ITERATIONS },
    MeasuredCall { name: "`list` of members", route: "GET /stores/{store}/members", iterations: ITERATIONS },
    MeasuredCall { name: "`update`", route: "PATCH /stores/{store}/members/{user}", iterations: ITERATIONS },
    MeasuredCall { name: "`remove`", route: "DELETE /stores/{store}/members/{user}", iterations: ITERATIONS },
];

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
    pub fn iterations(self) -> impl Iterator<Item = usize> {
        0..self.iterations
    }

    /// The request of one iteration. If its body has a `token`, the caller must fill that in.
    pub fn request(self, iteration: usize) -> anyhow::Result<ApiRequest> {
        let (method, route) = self.route.split_once(' ').context("a route has a method")?;
        // The first call makes one store in each iteration; the others share them.
        let store = format!(
            "speed-{}",
            if self.iterations == ITERATIONS { iteration / TEAM_SIZE } else { iteration }
        );
        // The first access check of a person on a day writes to the table. So one person makes all of them.
        let person = if self.route.ends_with("/access") { 0 } else { iteration };
        let store = if self.route.ends_with("/access") { "speed-0".to_owned() } else { store };
        let (owner, user) = (format!("owner-of-{store}"), format!("user-{person}"));
        let email = format!("{user}@example.com");
        let (subject, address) = match method {
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
            "sub": subject, "email": address, "email_verified": "true", "name": "Some One", "scope": scope,
        });
        Ok(ApiRequest {
            method,
            path: route.replace("{store}", &store).replace("{user}", &user),
            query: if self.route.ends_with("/access") { "permission=live" } else { "" },
            body,
            claims,
            path_parameters: json!({"store": store, "user": user}),
        })
    }
}

/// Removes the results of the first iterations.
pub fn without_warm_up<T>(mut results: Vec<T>) -> Vec<T> {
    results.split_off(WARM_UP.min(results.len() / 2))
}

/// The handlers of all functions, in this process and with one database.
pub struct InProcessApi {
    app: staffroom_http::App,
    accept: accept::App,
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
        let app =
            staffroom_http::App::new(table, staffroom_http::system_clock(), Metrics::to("test", |_| ()));
        let keys = || LinkKeys::parse(LINK_KEY).context("the key is long enough");
        let settings = Settings::from_lookup(|name| match name {
            "ISSUER" | "CLIENT_ID" => Some("https://speed.example.com".to_owned()),
            _ => None,
        })?;
        Ok(Self {
            accept: accept::App { base: app.clone(), keys: keys()?, join: Page::join(&settings) },
            app,
            recorder,
            table: unrecorded,
        })
    }

    /// Makes one call. Returns the time of its handler, and the handler's requests to DynamoDB.
    pub async fn run(&self, call: MeasuredCall, iteration: usize) -> anyhow::Result<(Duration, Trace)> {
        let mut api_request = call.request(iteration)?;
        if let Some(body) = api_request.body.as_mut().filter(|body| body.get("token").is_some()) {
            *body = json!({"token": self.link_token(&api_request.path_parameters).await?});
        }
        let request = lambda_http::request::from_str(&event(call, &api_request).to_string())?;
        let started = Instant::now();
        let response = self.handle(call, request).await.map_err(|error| anyhow::anyhow!("{error}"))?;
        let took = started.elapsed();
        if !response.status().is_success() {
            bail!("{}: {} {:?}", call.name, response.status(), response.body());
        }
        Ok((took, self.recorder.take()))
    }

    /// Returns the token of the link that the mail would contain.
    async fn link_token(&self, path_parameters: &Value) -> anyhow::Result<String> {
        let parameter = |name: &str| path_parameters.get(name).and_then(Value::as_str).unwrap_or_default();
        let store: StoreId = parameter("store").parse().ok().context("a store's id")?;
        let email =
            EmailAddress::parse(&format!("{}@example.com", parameter("user"))).ok().context("an address")?;
        let invitation = InvitationId::of(&store, &email);
        let snapshot = self.table.read(Needs::items([keys::invitation(&store, invitation)])).await?;
        let generation = snapshot.invitation(&store, invitation)?.context("an invitation")?.generation;
        let link = self.accept.keys.sign(&Opened { store, invitation, generation }).context("a link")?;
        Ok(link.as_str().to_owned())
    }

    async fn handle(
        &self,
        call: MeasuredCall,
        request: lambda_http::Request,
    ) -> Result<Response<Body>, lambda_http::Error> {
        match call.route {
            "POST /stores/{store}/invitations" => invite::handle(&self.app, request).await,
            "POST /invitations/accept" => accept::handle(&self.accept, request).await,
            "GET /stores/{store}/access" => access::handle(&self.app, request).await,
            "DELETE /stores/{store}/members/{user}" => remove::handle(&self.app, request).await,
            route if route.starts_with("GET ") => list::handle(&self.app, request).await,
            _ => update::handle(&self.app, request).await,
        }
    }
}

/// The event that API Gateway sends, in payload format 2.0.
fn event(call: MeasuredCall, request: &ApiRequest) -> Value {
    json!({
        "version": "2.0", "routeKey": call.route, "rawPath": request.path, "rawQueryString": request.query,
        "headers": {"content-type": "application/json", "host": "speed.example.com"},
        "queryStringParameters": if request.query.is_empty() { json!({}) } else { json!({"permission": "live"}) },
        "pathParameters": request.path_parameters,
        "requestContext": {
            "accountId": "0", "apiId": "speed", "domainName": "speed.example.com", "domainPrefix": "speed",
            "authorizer": {"jwt": {"claims": request.claims, "scopes": null}},
            "http": {"method": request.method, "path": request.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": ""},
            "requestId": "speed", "routeKey": call.route, "stage": "$default", "time": "", "timeEpoch": 0,
        },
        "body": request.body.as_ref().map(Value::to_string), "isBase64Encoded": false,
    })
}
