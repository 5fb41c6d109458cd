//! The stack's own calls, under `/_local`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{ACCEPT, HeaderMap};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::SecondsFormat;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::capacity::Meter;
use crate::database::Expiry;
use crate::demo::{self, DemoStore};
use crate::faults::{Breakable, Fault};
use crate::feedback;
use crate::functions::Context;
use crate::gateway::{self, Gateway};
use crate::idp::{self, Provider};
use crate::inbox::{ERROR_TYPE, Inbox, Message, Rejected};
use crate::pages;
use crate::problem::Problem;
use crate::schedule;
use crate::tokens::{self, Person};

/// How long a look at the inbox waits for mails under way, at most.
const MAILS_UNDER_WAY: Duration = Duration::from_millis(300);

/// How long a look at what was consumed waits for changes under way, at most.
const STREAM_UNDER_WAY: Duration = Duration::from_secs(50);

/// Everything the stack consists of.
pub struct Stack {
    /// The gateway.
    pub gateway: Arc<Gateway>,
    /// Every mail.
    pub inbox: Inbox,
    /// Where people sign in.
    pub idp: Provider,
    /// DynamoDB, as the functions reach it.
    pub dynamodb: Breakable,
    /// What functions consume there, where it is counted.
    pub meter: Option<Meter>,
    /// SES, as the functions reach it.
    pub ses: Breakable,
    /// Who deletes what has expired.
    pub expiry: Expiry,
    /// Where the stack listens.
    pub base: String,
    /// The demo stores.
    pub demos: Vec<DemoStore>,
}

/// Every call: the stack's own, and the product's behind the gateway.
pub fn router(stack: &Arc<Stack>) -> Router {
    let own = Router::new()
        .route("/_local", get(home))
        .route("/_local/", get(home))
        .route("/_local/tokens", post(issue_token))
        .route("/_local/inbox", get(show_inbox).delete(empty_inbox))
        .route("/_local/inbox/{id}", get(show_mail))
        .route("/_local/clock", get(read_clock).post(move_clock))
        .route("/_local/faults", post(order_faults))
        .route("/_local/capacity", get(show_capacity))
        .route("/_local/ses/v2/email/outbound-emails", post(send_email))
        .route("/_local/ses/feedback", post(report))
        .merge(idp::router())
        .route("/_local/{*rest}", axum::routing::any(nothing_here))
        .with_state(stack.clone());
    own.fallback(gateway::serve).with_state(stack.gateway.clone())
}

type Answer<T> = Result<T, Problem>;

async fn home(State(stack): State<Arc<Stack>>) -> Answer<Html<String>> {
    let token = demo::owner_token(&stack.gateway).map_err(|error| internal(&error))?;
    let now = time(&stack);
    Ok(Html(pages::home(&stack.base, &stack.demos, &token, &now)))
}

async fn issue_token(State(stack): State<Arc<Stack>>, body: Bytes) -> Answer<Response> {
    let person: Person = read(&body)?;
    if person.sub.is_empty() {
        return Err(Problem::field("/sub", "must not be empty"));
    }
    let token = tokens::issue(&stack.gateway.issuers.local, &stack.gateway.audience, person)
        .map_err(|error| internal(&error))?;
    // Written out, because the welcome's curl line cuts the token out of the first place.
    let answer = format!(
        r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":{}}}"#,
        crate::issuer::LIFETIME
    );
    Ok(([("content-type", "application/json"), ("cache-control", "no-store")], answer).into_response())
}

/// Which mails of the inbox: those to one address, or all.
#[derive(Deserialize)]
struct Addressed {
    to: Option<String>,
}

async fn show_inbox(
    State(stack): State<Arc<Stack>>,
    Query(Addressed { to }): Query<Addressed>,
    headers: HeaderMap,
) -> Response {
    stack.gateway.wake.settle(MAILS_UNDER_WAY).await;
    let messages = stack.inbox.addressed(to.as_deref());
    if prefers_html(&headers) {
        Html(pages::inbox(&messages)).into_response()
    } else {
        Json(json!({"messages": messages})).into_response()
    }
}

async fn empty_inbox(State(stack): State<Arc<Stack>>) -> StatusCode {
    stack.gateway.wake.settle(MAILS_UNDER_WAY).await;
    stack.inbox.empty();
    StatusCode::NO_CONTENT
}

async fn show_mail(
    State(stack): State<Arc<Stack>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let message = stack.inbox.find(&id).ok_or_else(|| Problem::not_found("no mail has this id"))?;
    Ok(if prefers_html(&headers) {
        Html(pages::mail(&message)).into_response()
    } else {
        Json(message).into_response()
    })
}

/// What was consumed since the start, what follows from every change so far included.
async fn show_capacity(State(stack): State<Arc<Stack>>) -> Answer<Json<Value>> {
    let meter =
        stack.meter.as_ref().ok_or_else(|| Problem::not_found("start with --capacity to count it"))?;
    stack.gateway.wake.settle(STREAM_UNDER_WAY).await;
    Ok(Json(json!({"functions": meter.read()})))
}

async fn read_clock(State(stack): State<Arc<Stack>>) -> Json<Value> {
    Json(json!({"now": time(&stack)}))
}

async fn move_clock(State(stack): State<Arc<Stack>>, body: Bytes) -> Answer<Json<Value>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Move {
        advance_seconds: i64,
    }
    let Move { advance_seconds } = read(&body)?;
    let seconds = u32::try_from(advance_seconds).map_err(|_| {
        Problem::field("/advance_seconds", "must be from 0 to 4294967295: time only goes forward")
    })?;
    let moved = stack.gateway.clock.advance(seconds);
    moved.ok_or_else(|| Problem::field("/advance_seconds", "leads beyond the year 9999"))?;
    stack.expiry.sweep().await.map_err(|error| internal(&error))?;
    schedule::run(&stack.gateway).await;
    stack.gateway.wake.wake();
    Ok(Json(json!({"now": time(&stack)})))
}

async fn order_faults(State(stack): State<Arc<Stack>>, body: Bytes) -> Answer<Json<Value>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Order {
        ses: Option<Fault>,
        dynamodb: Option<Fault>,
    }
    let Order { ses, dynamodb } = read(&body)?;
    for (part, fault) in [(&stack.ses, ses), (&stack.dynamodb, dynamodb)] {
        if let Some(fault) = fault {
            part.order(fault);
        }
    }
    Ok(Json(json!({"ses": stack.ses.ordered(), "dynamodb": stack.dynamodb.ordered()})))
}

async fn send_email(State(stack): State<Arc<Stack>>, headers: HeaderMap, body: Bytes) -> Response {
    match stack.inbox.send(&body, &headers, stack.gateway.clock.now()).await {
        Ok(id) => Json(json!({"MessageId": id})).into_response(),
        Err(Rejected(status, error, message)) => {
            (status, [(ERROR_TYPE, error)], Json(json!({"message": message}))).into_response()
        }
    }
}

async fn report(State(stack): State<Arc<Stack>>, body: Bytes) -> Answer<StatusCode> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Report {
        message_id: String,
        event: feedback::Kind,
    }
    let Report { message_id, event } = read(&body)?;
    let Gateway { functions, template, clock, wake, .. } = &*stack.gateway;
    let Some(function) = template.functions.get(feedback::FUNCTION) else {
        return Err(Problem::not_found("no function of the template takes what SES reports"));
    };
    // A mail that this inbox does not know is somebody else's on the same bus.
    let message = stack.inbox.find(&message_id).unwrap_or_else(|| Message::of_somebody_else(message_id));
    let event = feedback::event(event, &message, clock.now());
    let context = Context { request_id: Uuid::new_v4().to_string(), limit: function.timeout };
    functions
        .invoke(feedback::FUNCTION, event.to_string(), context)
        .await
        .map_err(|error| internal(&error))?;
    wake.wake();
    Ok(StatusCode::ACCEPTED)
}

async fn nothing_here() -> Problem {
    Problem::not_found("the local stack has no such call; GET /_local lists them")
}

fn time(stack: &Stack) -> String {
    stack.gateway.clock.now().to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A JSON body, whatever content type came with it.
fn read<T: DeserializeOwned>(body: &Bytes) -> Answer<T> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Problem::field("", &error.to_string()),
        _ => Problem::malformed(&error.to_string()),
    })
}

fn internal(error: &anyhow::Error) -> Problem {
    tracing::error!(error = format!("{error:#}"));
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The local stack failed")
        .with("detail", format!("{error:#}"))
}

/// Whether HTML is asked for before JSON, as browsers do and curl does not.
fn prefers_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let quality_of = |wanted: &str| {
        accept.split(',').find_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            (parts.next()? == wanted).then(|| {
                let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
                quality.unwrap_or(1.0)
            })
        })
    };
    quality_of("text/html").is_some_and(|html| html > quality_of("application/json").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_pages_and_programs_get_json() {
        for (accept, html) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true),
            ("*/*", false),
            ("application/json", false),
            ("application/json, text/html;q=0.5", false),
            ("text/html, application/json;q=0.9", true),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, accept.parse().expect("a header"))]);
            assert_eq!(prefers_html(&headers), html, "{accept}");
        }
    }
}
