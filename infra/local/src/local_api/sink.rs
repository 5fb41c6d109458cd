//! `/_local/sink/{name}`: an endpoint for webhooks.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use serde_json::{Value, json};

use super::json_body;
use crate::problem::Problem;
use crate::sinks::{Behaviour, MAX_DELAY};
use crate::stack::Stack;

/// `POST /_local/sink/{name}`: takes a delivery.
pub async fn take(
    State(stack): State<Arc<Stack>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let Some(behaviour) = stack.sinks.take(&name, &headers, &body, &stack.now()) else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    tokio::time::sleep(Duration::from_millis(behaviour.delay_ms)).await;
    StatusCode::from_u16(behaviour.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// `GET /_local/sink/{name}`: the deliveries that it took, newest first.
pub async fn show(State(stack): State<Arc<Stack>>, Path(name): Path<String>) -> Json<Value> {
    Json(json!({"deliveries": stack.sinks.deliveries(&name)}))
}

/// `PUT /_local/sink/{name}`: how it answers from now on.
pub async fn set(
    State(stack): State<Arc<Stack>>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Behaviour>, Problem> {
    let behaviour: Behaviour = json_body::parse(&body)?;
    if !(200..=599).contains(&behaviour.status) {
        return Err(Problem::field("/status", "must be from 200 to 599"));
    }
    if Duration::from_millis(behaviour.delay_ms) > MAX_DELAY {
        return Err(Problem::field("/delay_ms", "must be at most 60000"));
    }
    let set = stack.sinks.set(&name, behaviour);
    set.ok_or_else(|| Problem::field("", "there are too many endpoints"))?;
    Ok(Json(behaviour))
}
