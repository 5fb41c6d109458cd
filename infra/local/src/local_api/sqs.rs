//! `/_local/sqs`: the SQS endpoint of the functions, and the state of the queues.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::sqs::Rejection;
use crate::stack::Stack;

/// `POST /_local/sqs`: SQS's operation `SendMessageBatch`.
pub async fn send_message_batch(
    State(stack): State<Arc<Stack>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    let sent = if target == Some("AmazonSQS.SendMessageBatch") {
        stack.queues.send(&body)
    } else {
        let message = "the local stack supports SendMessageBatch only";
        Err(Rejection { error: "com.amazonaws.sqs#UnsupportedOperation", message })
    };
    let content_type = [(CONTENT_TYPE, "application/x-amz-json-1.0")];
    match sent {
        Ok(answer) => (content_type, answer.to_string()).into_response(),
        Err(Rejection { error, message }) => {
            let body = json!({"__type": error, "message": message});
            (StatusCode::BAD_REQUEST, content_type, body.to_string()).into_response()
        }
    }
}

/// `GET /_local/queues`: how many messages wait in each queue, and its dead letters.
pub async fn state(State(stack): State<Arc<Stack>>) -> Json<Value> {
    Json(stack.queues.state())
}
