use std::fmt;

use serde_json::Value;
use ureq::http::HeaderMap;

/// The longest excerpt of a body in a failure message, in characters.
const MAX_EXCERPT: usize = 2000;

/// A response of the API. The `assert_…` methods return its body.
#[derive(Debug)]
pub struct Response {
    /// The request, for failure messages.
    pub(super) request: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Response {
    /// Asserts the status.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.json()
    }

    /// Asserts that the call succeeded.
    #[track_caller]
    pub fn assert_success(&self) -> Value {
        assert!((200..300).contains(&self.status), "{self}");
        self.json()
    }

    /// Asserts that the response is the problem with this status and code.
    #[track_caller]
    pub fn assert_problem(&self, status: u16, code: &str) -> Value {
        self.assert_one_of_problems(&[(status, code)])
    }

    /// Asserts that the response is one of several problems, where the contract allows more than one.
    #[track_caller]
    pub fn assert_one_of_problems(&self, allowed: &[(u16, &str)]) -> Value {
        let problem = self.assert_any_problem();
        let code = problem["code"].as_str().unwrap_or_default();
        assert!(allowed.contains(&(self.status, code)), "{self}; expected one of {allowed:?}");
        problem
    }

    /// Asserts that the response is a well-formed problem document (RFC 9457), with a 4xx status or 503.
    #[track_caller]
    pub fn assert_any_problem(&self) -> Value {
        assert!((400..500).contains(&self.status) || self.status == 503, "{self}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self}");
        let problem = self.json();
        assert!(problem["code"].as_str().is_some_and(|code| !code.is_empty()), "{self}");
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{self}");
        assert_eq!(problem["status"], self.status, "{self}");
        problem
    }

    /// Asserts that the request was refused because of the field at this JSON pointer.
    #[track_caller]
    pub fn assert_field_error(&self, pointer: &str) {
        let problem = self.assert_problem(422, "invalid_field");
        let errors = problem["errors"].as_array().expect("a list of errors");
        assert!(errors.iter().all(|error| error["detail"].is_string()), "{self}");
        assert!(
            errors.iter().any(|error| error["pointer"] == pointer),
            "{self}; expected an error at {pointer}"
        );
    }

    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a printable header"))
    }

    /// Returns the entity tag, which must be there.
    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("{self}; expected an ETag")).to_owned()
    }

    /// Returns the seconds of the `Retry-After` header, which must be there.
    #[track_caller]
    pub fn retry_after(&self) -> u64 {
        let value = self.header("retry-after").unwrap_or_else(|| panic!("{self}; expected Retry-After"));
        value.parse().unwrap_or_else(|_| panic!("Retry-After: {value}"))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Parses the body; an empty one is `null`.
    #[track_caller]
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{self}; expected JSON"))
    }
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was answered {} {}", self.request, self.status, excerpt(&self.body))
    }
}

/// Returns the beginning of a body.
pub(super) fn excerpt(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(MAX_EXCERPT).collect()
}
