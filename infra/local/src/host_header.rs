//! Refuses requests whose target host is unknown or ambiguous, as HTTP requires (RFC 9112, section 3.2).

use axum::Json;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// Answers 400, in API Gateway's format, to a request that does not have exactly one `Host` header.
pub async fn require_one(request: Request, next: Next) -> Response {
    if is_valid(request.version(), request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::BAD_REQUEST, Json(json!({"message": "Bad Request"}))).into_response()
    }
}

/// Only HTTP/1.0 allows a request without a `Host` header.
fn is_valid(version: Version, headers: &HeaderMap) -> bool {
    match headers.get_all(HOST).iter().count() {
        0 => version < Version::HTTP_11,
        1 => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_one_host() {
        let mut headers = HeaderMap::new();
        assert!(is_valid(Version::HTTP_10, &headers) && !is_valid(Version::HTTP_11, &headers));
        headers.append(HOST, "a".parse().expect("a header"));
        assert!(is_valid(Version::HTTP_11, &headers));
        headers.append(HOST, "a".parse().expect("a header"));
        assert!(!is_valid(Version::HTTP_11, &headers) && !is_valid(Version::HTTP_10, &headers));
    }
}
