//! `/_local/eventbridge`: the EventBridge endpoint of the functions. `/_local/bus`: the events on the bus.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::stack::Stack;

/// `POST /_local/eventbridge`: EventBridge's operation `PutEvents`.
pub async fn put_events(State(stack): State<Arc<Stack>>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    let answer =
        if target == Some("AWSEvents.PutEvents") { stack.bus.put_events(&body, &stack.now()) } else { None };
    let content_type = [(CONTENT_TYPE, "application/x-amz-json-1.1")];
    let Some(answer) = answer else {
        let body = json!({"__type": "ValidationException", "message": "not a request of PutEvents"});
        return (StatusCode::BAD_REQUEST, content_type, body.to_string()).into_response();
    };
    (content_type, answer.to_string()).into_response()
}

/// `GET /_local/bus`: the events on the bus, the oldest first.
pub async fn list(State(stack): State<Arc<Stack>>) -> Json<Value> {
    Json(json!({"events": stack.bus.events()}))
}
