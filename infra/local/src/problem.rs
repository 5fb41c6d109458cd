//! Errors of the stack's own calls, in the format of the product's errors (RFC 9457).

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error response.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    body: Value,
}

impl Problem {
    /// A problem with a stable code, for programs, and a title, for people.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, title: &str) -> Self {
        Self {
            status,
            body: json!({
                "type": format!("urn:staffroom:problem:{code}"), "title": title, "status": status.as_u16(), "code": code,
            }),
        }
    }

    /// Adds a member to the body.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(members) = &mut self.body {
            members.insert(name.to_owned(), value.into());
        }
        self
    }

    /// The body is not valid JSON.
    #[must_use]
    pub fn malformed(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_request", "The body is not valid JSON")
            .with("detail", detail)
    }

    /// A field of the body, or a query parameter, has an invalid value.
    #[must_use]
    pub fn field(pointer: &str, detail: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_field", "A field has an invalid value")
            .with("errors", json!([{"pointer": pointer, "detail": detail}]))
    }

    /// The resource does not exist.
    #[must_use]
    pub fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Not found").with("detail", detail)
    }

    /// A part of the stack failed. Logs the error.
    #[must_use]
    pub fn internal(error: &anyhow::Error) -> Self {
        tracing::error!(error = format!("{error:#}"));
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The local stack failed")
            .with("detail", format!("{error:#}"))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let content_type = (CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        (self.status, [content_type], self.body.to_string()).into_response()
    }
}
