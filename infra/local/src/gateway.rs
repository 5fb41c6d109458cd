//! The local stand-in for API Gateway: selects a request's route, checks the caller's token, invokes the function.

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

use crate::authorizer::{AuthorizationError, Issuers};
use crate::clock::Clock;
use crate::functions::{Context, Functions};
use crate::payload::{self, FunctionResponse, RequestMetadata};
use crate::problem::Problem;
use crate::round_trips::RoundTrips;
use crate::routes;
use crate::stream::StreamReaders;
use crate::template::Template;

/// The response header with the number of sequential round trips to DynamoDB.
const ROUND_TRIPS: &str = "x-local-round-trips";

/// The response header with the number of calls to DynamoDB that write.
const WRITES: &str = "x-local-writes";
/// The largest request body that API Gateway accepts, in bytes.
const MAX_BODY_SIZE: usize = 10 << 20;
/// The largest size of the request line and the headers together that API Gateway accepts, in bytes. Source: API Gateway
/// Developer Guide, "Quotas for HTTP APIs".
const MAX_HEAD_SIZE: usize = 10_240;
/// The longest time that API Gateway waits for a function, even if the function's own timeout is longer.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// The gateway with the functions that it invokes.
pub struct Gateway {
    /// Routes and functions.
    pub template: Arc<Template>,
    /// The issuers whose tokens are accepted.
    pub issuers: Arc<Issuers>,
    /// The audience of the local issuer's tokens.
    pub audience: String,
    /// The functions' handlers.
    pub functions: Arc<Functions>,
    /// The stack's clock.
    pub clock: Clock,
    /// The gateway's host and port.
    pub domain: String,
    /// The readers of the table's stream, which each invocation notifies.
    pub stream_readers: StreamReaders,
}

/// Handles all requests that are not for the stack's own calls.
pub async fn serve(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    gateway.handle(request, peer.ip().to_string()).await
}

impl Gateway {
    /// Handles one request.
    pub async fn handle(&self, request: Request, source_ip: String) -> Response {
        let request_id = Uuid::new_v4().to_string();
        let (parts, body) = request.into_parts();
        let mut response = if head_size(&parts) > MAX_HEAD_SIZE {
            message(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "Request Header Fields Too Large")
        } else {
            match read(&parts.headers, body).await {
                Ok(body) => self.route(&parts, &body, &request_id, source_ip).await,
                Err(too_large) => too_large,
            }
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
        let path = routes::decode_path(parts.uri.path());
        let matched = routes::find(&self.template.routes, &parts.method, &path);
        let Some((route, parameters)) = matched else { return message(StatusCode::NOT_FOUND, "Not Found") };
        let caller = match &route.authorizer {
            None => None,
            Some(rule) => match self.issuers.authorize(rule, &parts.headers).await {
                Ok(caller) => Some(caller),
                Err(error) => return refusal(&error),
            },
        };
        let metadata = RequestMetadata {
            request_id: request_id.to_owned(),
            path,
            now: self.clock.now(),
            domain: self.domain.clone(),
            source_ip,
        };
        let event = payload::event(parts, body, route, &parameters, caller.as_ref(), &metadata);
        let limit =
            self.template.functions.get(&route.function).map_or(MAX_WAIT, |function| function.timeout);
        let context = Context { request_id: request_id.to_owned(), limit: limit.min(MAX_WAIT) };
        let trips = Arc::new(RoundTrips::default());
        let response =
            self.functions.invoke_counted(&route.function, event.to_string(), context, trips.clone()).await;
        self.stream_readers.notify();
        let response = response.and_then(|response| Ok(serde_json::from_str::<FunctionResponse>(&response)?));
        match response.map(FunctionResponse::into_response) {
            Ok(Some(mut response)) => {
                response.headers_mut().insert(ROUND_TRIPS, trips.sequential().into());
                response.headers_mut().insert(WRITES, trips.writes().into());
                response
            }
            Ok(None) => {
                tracing::error!(
                    function = route.function,
                    request_id,
                    "the function's response is not a valid HTTP response"
                );
                message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
            Err(error) => {
                tracing::error!(function = route.function, request_id, error = format!("{error:#}"));
                message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
        }
    }
}

/// The size of the request line and the headers.
fn head_size(parts: &axum::http::request::Parts) -> usize {
    let target = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
    let headers = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    parts.method.as_str().len() + target + headers.sum::<usize>()
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Response> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let too_large = || message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
    if declared.is_some_and(|length| length > MAX_BODY_SIZE) {
        return Err(too_large());
    }
    to_bytes(body, MAX_BODY_SIZE).await.map_err(|_| too_large())
}

/// An error in API Gateway's format.
fn message(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"message": message}))).into_response()
}

/// The response to a refused request: the format of API Gateway and of the product's errors in one body.
fn refusal(error: &AuthorizationError) -> Response {
    let invalid_token = |detail: &str| {
        let challenge = format!(r#"Bearer scope="" error="invalid_token" error_description="{detail}""#);
        (unauthenticated(detail), challenge)
    };
    let (problem, challenge) = match error {
        AuthorizationError::MissingToken => (unauthenticated("no bearer token"), "Bearer".to_owned()),
        AuthorizationError::NotRsa => invalid_token("the token is not signed with RSA"),
        AuthorizationError::InvalidToken(rejection) => invalid_token(&rejection.to_string()),
        AuthorizationError::MissingScope(needed) => {
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
