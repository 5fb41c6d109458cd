//! Errors of the stack's own calls, as the product words its own (RFC 9457).

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An answer that says what is wrong.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    body: Value,
}

impl Problem {
    /// A problem with its title, which is for people, and its code, which never changes.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, title: &str) -> Self {
        Self {
            status,
            body: json!({"type": "about:blank", "title": title, "status": status.as_u16(), "code": code}),
        }
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(members) = &mut self.body {
            members.insert(name.to_owned(), value.into());
        }
        self
    }

    /// A body that is not what a call takes.
    #[must_use]
    pub fn malformed(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_request", "The body cannot be read")
            .with("detail", detail)
    }

    /// A field that holds something it cannot.
    #[must_use]
    pub fn field(pointer: &str, detail: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_field", "A field cannot be taken")
            .with("errors", json!([{"pointer": pointer, "detail": detail}]))
    }

    /// Something that is not there.
    #[must_use]
    pub fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Not found").with("detail", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = (CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        (self.status, [kind], self.body.to_string()).into_response()
    }
}
