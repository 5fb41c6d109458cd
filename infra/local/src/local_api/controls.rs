//! Calls with which a test or a user controls the stack: tokens, clock, faults, capacity.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::json_body;
use crate::faults::Fault;
use crate::problem::Problem;
use crate::stack::Stack;
use crate::tokens::{self, Identity};
use crate::{issuer, schedule};

/// How long the report of consumed capacity waits for changes in progress.
const MAX_CAPACITY_WAIT: Duration = Duration::from_secs(50);

/// How long a move of the clock waits for what it made due.
const MAX_QUEUE_WAIT: Duration = Duration::from_secs(50);

/// `POST /_local/tokens`: an access token with any claims.
pub async fn issue_token(State(stack): State<Arc<Stack>>, body: Bytes) -> Result<Response, Problem> {
    let identity: Identity = json_body::parse(&body)?;
    if identity.sub.is_empty() {
        return Err(Problem::field("/sub", "must not be empty"));
    }
    let token = tokens::issue(&stack.gateway.issuers.local, &stack.gateway.audience, identity)
        .map_err(|error| Problem::internal(&error))?;
    // The token comes first: the curl command of the welcome text extracts it by its position.
    let body =
        format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":{}}}"#, issuer::LIFETIME);
    Ok(([("content-type", "application/json"), ("cache-control", "no-store")], body).into_response())
}

/// `GET /_local/clock`: the current time of the stack.
pub async fn read_clock(State(stack): State<Arc<Stack>>) -> Json<Value> {
    Json(json!({"now": stack.now()}))
}

/// `POST /_local/clock`: advances the clock. What is due by then has been dealt with when the response arrives,
/// except what failed, which is tried again.
pub async fn advance_clock(State(stack): State<Arc<Stack>>, body: Bytes) -> Result<Json<Value>, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Advance {
        advance_seconds: i64,
    }
    let Advance { advance_seconds } = json_body::parse(&body)?;
    let seconds = u32::try_from(advance_seconds).map_err(|_| {
        Problem::field("/advance_seconds", "must be from 0 to 4294967295; the clock cannot go back")
    })?;
    let time = stack.gateway.clock.advance(seconds);
    time.ok_or_else(|| Problem::field("/advance_seconds", "must not lead beyond the year 9999"))?;
    stack.expiry.sweep().await.map_err(|error| Problem::internal(&error))?;
    schedule::run_once(&stack.gateway).await;
    stack.queues.wait_until_received(MAX_QUEUE_WAIT).await;
    stack.gateway.stream_readers.notify();
    Ok(Json(json!({"now": stack.now()})))
}

/// `POST /_local/faults`: makes the next calls to a service fail.
pub async fn set_faults(State(stack): State<Arc<Stack>>, body: Bytes) -> Result<Json<Value>, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Faults {
        ses: Option<Fault>,
        dynamodb: Option<Fault>,
        /// Of the entries of `PutEvents`, not of the calls.
        eventbridge: Option<Fault>,
    }
    let Faults { ses, dynamodb, eventbridge } = json_body::parse(&body)?;
    for (injector, fault) in [(&stack.ses_faults, ses), (&stack.dynamodb_faults, dynamodb)] {
        if let Some(fault) = fault {
            injector.set(fault);
        }
    }
    if let Some(fault) = eventbridge {
        stack.bus.set_fault(fault);
    }
    Ok(Json(json!({
        "ses": stack.ses_faults.current(),
        "dynamodb": stack.dynamodb_faults.current(),
        "eventbridge": stack.bus.fault(),
    })))
}

/// `GET /_local/capacity`: the capacity units consumed since the start, including the processing of all changes so far.
pub async fn show_capacity(State(stack): State<Arc<Stack>>) -> Result<Json<Value>, Problem> {
    let meter = stack
        .meter
        .as_ref()
        .ok_or_else(|| Problem::not_found("capacity units are counted if the stack runs with --capacity"))?;
    stack.gateway.stream_readers.wait_until_processed(MAX_CAPACITY_WAIT).await;
    Ok(Json(json!({"functions": meter.read()})))
}
