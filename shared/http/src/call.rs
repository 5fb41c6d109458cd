use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::SubsecRound;
use lambda_http::request::RequestContext;
use lambda_http::{Error, RequestExt, Response};
use serde::de::DeserializeOwned;
use staffroom_aws::{Metric, Metrics};
use staffroom_domain::{Clock, EventActor, InvitationId, Refusal, Store, StoreId, Timestamp};
use staffroom_table::{Change, Table};

use crate::answer::Answer;
use crate::bearer::Tokens;
use crate::body::Body;
use crate::caller::Caller;
use crate::problem::{Failure, problem};

/// The clock of the machine.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(chrono::Utc::now)
}

/// What every function behind the gateway works with, made once per cold start.
#[derive(Clone)]
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// What time it is.
    pub clock: Clock,
    /// What is counted of it.
    pub metrics: Metrics,
    tokens: Option<Arc<Tokens>>,
}

impl App {
    /// Works with these, and believes the gateway alone who calls.
    #[must_use]
    pub fn new(table: Table, clock: Clock, metrics: Metrics) -> Self {
        Self { table, clock, metrics, tokens: None }
    }

    /// Checks bearer tokens itself where the gateway did not.
    #[must_use]
    pub fn checking(mut self, tokens: Tokens) -> Self {
        self.tokens = Some(Arc::new(tokens));
        self
    }

    /// Reads what Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let tokens = Tokens::from_lookup(lookup)?.map(Arc::new);
        let table = Table::from_lookup(lookup).await?;
        Ok(Self { table, clock: system_clock(), metrics: Metrics::from_lookup(lookup), tokens })
    }

    /// Counts what came of a call.
    pub fn count(&self, call: &Call, metric: Metric, times: u64) {
        if times > 0 {
            self.metrics.record(call.now.timestamp_millis(), &[(metric, times)]);
        }
    }
}

/// One request, with who makes it and when.
pub struct Call {
    /// When it came, to the millisecond, as times are stored and shown.
    pub now: Timestamp,
    request: lambda_http::Request,
    caller: Result<Caller, Refusal>,
    route: String,
    source_ip: Option<String>,
    request_id: String,
}

/// Answers a request: `handle` does the work, and every outcome is turned into HTTP and logged here, once.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn serve(
    app: &App,
    request: lambda_http::Request,
    handle: impl AsyncFnOnce(&Call) -> Result<Answer, Failure>,
) -> Result<Response<lambda_http::Body>, Error> {
    serve_with_public(app, &[], request, handle).await
}

/// Like [`serve`], where the routes in `public` ask nobody who they are: no token is looked at there.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn serve_with_public(
    app: &App,
    public: &[&str],
    request: lambda_http::Request,
    handle: impl AsyncFnOnce(&Call) -> Result<Answer, Failure>,
) -> Result<Response<lambda_http::Body>, Error> {
    let started = Instant::now();
    let call = Call::new(app, public, request).await;
    // Boxed, since one of many routes is taken and the future is as big as the biggest.
    let (response, outcome) = match Box::pin(handle(&call)).await {
        Ok(answer) => (answer.into_response()?, "ok"),
        Err(failure) => {
            if matches!(failure, Failure::Refused(Refusal::SeatLimitReached { .. })) {
                app.count(&call, Metric::SeatsRefused, 1);
            }
            let outcome = failure.code();
            (problem(failure, &call.request_id)?, outcome)
        }
    };
    // Ids of requests and stores, never of people; X-Ray's id stands in the runtime's own span around this.
    tracing::info!(
        request_id = call.request_id,
        route = call.route,
        store = call.store().map(|store| store.as_str().to_owned()).unwrap_or_default(),
        status = response.status().as_u16(),
        outcome,
        milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    );
    Ok(response)
}

impl Call {
    async fn new(app: &App, public: &[&str], request: lambda_http::Request) -> Self {
        let now = (app.clock)().trunc_subsecs(3);
        let (claims, route, source_ip, request_id) = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => (
                context.authorizer.as_ref().and_then(|a| a.jwt.as_ref()).map(|jwt| &jwt.claims),
                context.route_key.clone().unwrap_or_default(),
                context.http.source_ip.clone(),
                context.request_id.clone().unwrap_or_default(),
            ),
            _ => (None, String::new(), None, String::new()),
        };
        let caller = match (claims, &app.tokens) {
            (Some(claims), _) => Caller::from_claims(claims),
            (None, Some(tokens)) if !public.contains(&route.as_str()) => tokens.caller(&request, now).await,
            (None, _) => Err(Refusal::Unauthenticated),
        };
        Self { now, request, caller, route, source_ip, request_id }
    }

    /// The route as the template spells it, such as `GET /stores/{store}`.
    #[must_use]
    pub fn route(&self) -> &str {
        &self.route
    }

    /// Where the request came from.
    #[must_use]
    pub fn source_ip(&self) -> Option<String> {
        self.source_ip.clone()
    }

    /// Whoever calls.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] when nobody is signed in, [`Refusal::Unavailable`] when nobody can tell.
    pub fn caller(&self) -> Result<&Caller, Refusal> {
        self.caller.as_ref().map_err(Clone::clone)
    }

    /// Whoever calls, as an event names them.
    #[must_use]
    pub fn event_actor(&self) -> EventActor {
        match &self.caller {
            Ok(caller) if caller.is_platform() => EventActor::Platform,
            Ok(caller) => EventActor::User { user_id: caller.user.clone(), name: caller.name.clone() },
            Err(_) => EventActor::Invitee,
        }
    }

    fn raw_path(&self, name: &str) -> Option<&str> {
        self.request.path_parameters_ref().and_then(|path| path.first(name))
    }

    /// A parameter of the path. One that is no such id names nothing that there is.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn path<T: FromStr>(&self, name: &str) -> Result<T, Refusal> {
        self.raw_path(name).and_then(|text| text.parse().ok()).ok_or(Refusal::NotFound)
    }

    /// The store that the path names.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn store(&self) -> Result<StoreId, Refusal> {
        self.path("store")
    }

    /// The invitation that the path names.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn invitation(&self) -> Result<InvitationId, Refusal> {
        self.path("invitation")
    }

    /// The first value of a query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.request.query_string_parameters_ref().and_then(|query| query.first(name))
    }

    /// Every value of a query parameter, whether it was repeated or written with commas; empty ones included.
    #[must_use]
    pub fn query_all(&self, name: &str) -> Vec<&str> {
        let values = self.request.query_string_parameters_ref().and_then(|query| query.all(name));
        values.into_iter().flatten().flat_map(|value| value.split(',')).collect()
    }

    /// A query parameter that must be a `T` if it is there.
    ///
    /// # Errors
    /// [`Refusal::InvalidField`], with the parameter's name.
    pub fn query_as<T: FromStr>(&self, name: &str, detail: &str) -> Result<Option<T>, Refusal> {
        let read = |text: &str| text.parse().map_err(|_| Refusal::invalid(name, detail));
        self.query(name).map(read).transpose()
    }

    /// How many entries a page may have: `limit`, 50 when not given.
    ///
    /// # Errors
    /// [`Refusal::InvalidField`] when it is not from 1 to 100.
    pub fn limit(&self) -> Result<usize, Refusal> {
        match self.query_as::<usize>("limit", "must be a number from 1 to 100")? {
            None => Ok(50),
            Some(limit @ 1..=100) => Ok(limit),
            Some(_) => Err(Refusal::invalid("limit", "must be a number from 1 to 100")),
        }
    }

    /// The id that the page before ended with: `cursor`.
    ///
    /// # Errors
    /// [`Refusal::InvalidField`] when it is no cursor of ours.
    pub fn cursor<T: FromStr>(&self) -> Result<Option<T>, Refusal> {
        let Some(cursor) = self.query("cursor") else { return Ok(None) };
        let id = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        match id.and_then(|id| id.strip_prefix(self.list())?.strip_prefix(' ')?.parse().ok()) {
            Some(id) => Ok(Some(id)),
            None => Err(Refusal::invalid("cursor", "must be the next_cursor of the page before")),
        }
    }

    /// The cursor that goes on after `id`.
    #[must_use]
    pub fn cursor_after(&self, id: &str) -> String {
        URL_SAFE_NO_PAD.encode(format!("{} {id}", self.list()))
    }

    /// The list that the route is of, which its cursors name: one of another list goes nowhere.
    fn list(&self) -> &str {
        self.route.rsplit('/').next().unwrap_or_default()
    }

    /// A header's value; what is no UTF-8 in it is shown as such, so that a check can refuse it.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        self.request.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()))
    }

    /// A change of `store` by whoever calls.
    #[must_use]
    pub fn change(&self, store: &Store) -> Change {
        Change::new(store, self.now, self.event_actor(), self.source_ip())
    }

    /// Refuses query parameters that the route does not have: one mistyped must not be taken for one left out.
    ///
    /// # Errors
    /// [`Refusal::InvalidField`], with the parameter's name.
    pub fn only_query(&self, known: &[&str]) -> Result<(), Refusal> {
        let query = self.request.query_string_parameters_ref();
        match query.into_iter().flat_map(|query| query.iter()).find(|(name, _)| !known.contains(name)) {
            Some((name, _)) => Err(Refusal::invalid(name, "is no parameter of this call")),
            None => Ok(()),
        }
    }

    /// The body as it was sent.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.request.body().as_ref()
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    /// See [`Body::read`].
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        Body(self.bytes()).read()
    }

    /// Holds `If-Match` (RFC 9110, section 13.1.1) against the version that there is, if there is any.
    ///
    /// # Errors
    /// [`Refusal::PreconditionFailed`] when none of its tags is of that version.
    pub fn if_match(&self, version: impl Into<Option<u64>>) -> Result<(), Refusal> {
        let Some(tags) = self.header("if-match") else { return Ok(()) };
        let version = version.into().ok_or(Refusal::PreconditionFailed)?;
        let now = format!("\"{version}\"");
        if tags.split(',').any(|tag| matches!(tag.trim(), t if t == "*" || t == now)) {
            Ok(())
        } else {
            Err(Refusal::PreconditionFailed)
        }
    }
}
