//! API Gateway's part: from a request to a route, past its authorizer, into a function and back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_LENGTH, HeaderValue, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use uuid::Uuid;

use crate::authorizer::{Issuers, Refused};
use crate::clock::Clock;
use crate::functions::{Context, Functions};
use crate::payload::{self, Answer, Surroundings};
use crate::problem::Problem;
use crate::round_trips::RoundTrips;
use crate::routes;
use crate::stream::Wake;
use crate::template::Template;

/// How many round trips to DynamoDB the answer took, one after the other.
const ROUND_TRIPS: &str = "x-local-round-trips";
/// API Gateway takes no larger request.
const LARGEST_BODY: usize = 10 << 20;
/// API Gateway waits no longer, whatever the function's own limit.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The gateway and what it stands before.
pub struct Gateway {
    /// Routes and functions.
    pub template: Arc<Template>,
    /// Whose tokens count.
    pub issuers: Arc<Issuers>,
    /// Whom the stack's own tokens are for.
    pub audience: String,
    /// The handlers.
    pub functions: Arc<Functions>,
    /// The stack's time.
    pub clock: Clock,
    /// Its own host and port.
    pub domain: String,
    /// Tells the stream's reader that something may have been written.
    pub wake: Wake,
}

/// Serves whatever is not the stack's own, as the router's fallback.
pub async fn serve(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    gateway.handle(request, peer.ip().to_string()).await
}

impl Gateway {
    /// Plays one request.
    pub async fn handle(&self, request: Request, source_ip: String) -> Response {
        let request_id = Uuid::new_v4().to_string();
        let (parts, body) = request.into_parts();
        let mut response = match read(&parts.headers, body).await {
            Ok(body) => self.route(&parts, &body, &request_id, source_ip).await,
            Err(too_large) => too_large,
        };
        tracing::debug!(method = %parts.method, path = parts.uri.path(), status = response.status().as_u16(), request_id);
        if let Ok(id) = HeaderValue::from_str(&request_id) {
            response.headers_mut().insert("apigw-requestid", id);
        }
        response
    }

    async fn route(
        &self,
        parts: &axum::http::request::Parts,
        body: &Bytes,
        request_id: &str,
        source_ip: String,
    ) -> Response {
        let found = routes::find(&self.template.routes, &parts.method, parts.uri.path());
        let Some((route, parameters)) = found else { return message(StatusCode::NOT_FOUND, "Not Found") };
        let caller = match &route.authorizer {
            None => None,
            Some(rule) => match self.issuers.authorize(rule, &parts.headers).await {
                Ok(caller) => Some(caller),
                Err(refused) => return refusal(&refused),
            },
        };
        let surroundings = Surroundings {
            request_id: request_id.to_owned(),
            now: self.clock.now(),
            domain: self.domain.clone(),
            source_ip,
        };
        let event = payload::event(parts, body, route, &parameters, caller.as_ref(), &surroundings);
        let limit =
            self.template.functions.get(&route.function).map_or(LONGEST_WAIT, |function| function.timeout);
        let context = Context { request_id: request_id.to_owned(), limit: limit.min(LONGEST_WAIT) };
        let trips = Arc::new(RoundTrips::default());
        let answer =
            self.functions.invoke_counted(&route.function, event.to_string(), context, trips.clone()).await;
        self.wake.wake();
        let answer = answer.and_then(|answer| Ok(serde_json::from_str::<Answer>(&answer)?));
        match answer.map(Answer::into_response) {
            Ok(Some(mut response)) => {
                response.headers_mut().insert(ROUND_TRIPS, trips.sequential().into());
                response
            }
            Ok(None) => {
                tracing::error!(function = route.function, request_id, "the answer is no HTTP response");
                message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
            Err(error) => {
                tracing::error!(function = route.function, request_id, error = format!("{error:#}"));
                message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
        }
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Response> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let too_large = || message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
    if announced.is_some_and(|length| length > LARGEST_BODY) {
        return Err(too_large());
    }
    to_bytes(body, LARGEST_BODY).await.map_err(|_| too_large())
}

/// An error in API Gateway's own shape.
fn message(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"message": message}))).into_response()
}

/// The authorizer's refusal, both as API Gateway words it and as the product does.
fn refusal(refused: &Refused) -> Response {
    let (problem, challenge) = match refused {
        Refused::NoToken => (unauthenticated("no bearer token"), "Bearer".to_owned()),
        Refused::Token(rejection) => (
            unauthenticated(&rejection.to_string()),
            format!(r#"Bearer scope="" error="invalid_token" error_description="{rejection}""#),
        ),
        Refused::Scope(needed) => {
            let needed = needed.join(" ");
            let problem = Problem::new(StatusCode::FORBIDDEN, "forbidden", "You may not do this")
                .with("detail", format!("the token needs the scope {needed}"))
                .with("message", "Forbidden");
            (problem, format!(r#"Bearer scope="{needed}" error="insufficient_scope""#))
        }
    };
    let mut response = problem.into_response();
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

fn unauthenticated(detail: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in first")
        .with("detail", detail)
        .with("message", "Unauthorized")
}
