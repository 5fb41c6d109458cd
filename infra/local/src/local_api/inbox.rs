//! `/_local/inbox`: the mails that were sent.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::{Html, IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::negotiation::prefers_html;
use crate::pages;
use crate::problem::Problem;
use crate::ses::{MAX_PAGE_SIZE, UnknownCursor};
use crate::stack::Stack;

/// How long a call waits for mails that earlier changes cause.
const MAX_MAIL_WAIT: Duration = Duration::from_millis(300);

/// The query parameters of the list.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// The recipient; all mails without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// The largest number of mails.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<usize>,
    /// The `next_cursor` of the previous page.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

/// `GET /_local/inbox`: a page of mails, newest first, as JSON or HTML.
pub async fn list(
    State(stack): State<Arc<Stack>>,
    query: Result<Query<ListQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|error| Problem::field("", &error.body_text()))?;
    let limit = query.limit.unwrap_or(MAX_PAGE_SIZE);
    if !(1..=MAX_PAGE_SIZE).contains(&limit) {
        return Err(Problem::field("/limit", &format!("must be from 1 to {MAX_PAGE_SIZE}")));
    }
    stack.gateway.stream_readers.wait_until_processed(MAX_MAIL_WAIT).await;
    let page = stack
        .inbox
        .page(query.to.as_deref(), limit, query.cursor.as_deref())
        .map_err(|UnknownCursor| Problem::field("/cursor", "must be the next_cursor of an earlier page"))?;
    if !prefers_html(&headers) {
        let body = json!({"messages": page.messages, "next_cursor": page.next_cursor});
        return Ok(Json(body).into_response());
    }
    let next = page.next_cursor.map(|cursor| {
        let next = ListQuery { cursor: Some(cursor), ..query };
        format!("/_local/inbox?{}", serde_urlencoded::to_string(next).unwrap_or_default())
    });
    Ok(Html(pages::mails(&page.messages, next.as_deref())).into_response())
}

/// `DELETE /_local/inbox`: deletes all mails.
pub async fn clear(State(stack): State<Arc<Stack>>) -> StatusCode {
    stack.gateway.stream_readers.wait_until_processed(MAX_MAIL_WAIT).await;
    stack.inbox.clear();
    StatusCode::NO_CONTENT
}

/// `GET /_local/inbox/{id}`: a mail, as JSON or HTML.
pub async fn show(
    State(stack): State<Arc<Stack>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let message = stack.inbox.find(&id).ok_or_else(|| Problem::not_found("no mail has this id"))?;
    Ok(if prefers_html(&headers) {
        Html(pages::mail(&message)).into_response()
    } else {
        Json(message).into_response()
    })
}
