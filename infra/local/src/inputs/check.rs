//! What holds for every answer.

use std::fmt;

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use serde_json::Value;

use super::description::Description;
use super::mutation::RequestParts;

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// The route of the request.
    pub route: String,
    /// How many writes the database has carried out for it.
    pub writes: u64,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body: String = String::from_utf8_lossy(&self.body).chars().take(600).collect();
        write!(f, "{}: {} after {} writes: {body}", self.route, self.status, self.writes)
    }
}

impl Answer {
    /// Of a request that HTTP cannot carry.
    pub fn not_sent() -> Self {
        let (headers, body, route) = (HeaderMap::new(), Vec::new(), "none".to_owned());
        Self { status: 0, headers, body, route, writes: 0 }
    }

    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// # Errors
    /// Says what does not hold.
    pub fn check(&self, request: &RequestParts, description: &Description) -> Result<(), String> {
        // API Gateway refuses by itself, in its own words, what has too long a path or too long headers.
        if self.status == 0 || self.status == 431 {
            return Ok(());
        }
        if self.status < 200 || self.status >= 500 {
            return Err("the status is a fault's".to_owned());
        }
        if self.status >= 400 && self.writes > 0 {
            return Err(format!("a refused request has written {} times", self.writes));
        }
        // What the gateway refuses by itself has its own words.
        let is_of_function = self.headers.contains_key("x-local-round-trips");
        if request.method == "HEAD" {
            // HTTP itself takes the body of the gateway's own refusals.
            return if self.body.is_empty() || !is_of_function {
                Ok(())
            } else {
                Err("HEAD has a body".to_owned())
            };
        }
        if request.method == "GET" && self.writes > 0 && !self.route.ends_with("/access") {
            return Err("a read has written".to_owned());
        }
        if is_of_function {
            let media_type = self.header(CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
            description.check(&self.route, self.status, media_type, &self.body)?;
        }
        if self.status < 400 {
            let is_json = self.header(CONTENT_TYPE).starts_with("application/json");
            let is_valid = || serde_json::from_slice::<Value>(&self.body).is_ok();
            return if is_json && !is_valid() { Err("the body is no JSON".to_owned()) } else { Ok(()) };
        }
        self.check_problem(description)
    }

    fn check_problem(&self, description: &Description) -> Result<(), String> {
        let content_type = self.header(CONTENT_TYPE);
        if content_type != "application/problem+json" {
            return Err(format!("an error has the type {content_type}"));
        }
        let problem: Value =
            serde_json::from_slice(&self.body).map_err(|error| format!("no JSON: {error}"))?;
        let code = problem["code"].as_str().unwrap_or_default();
        if !description.codes.contains(code) {
            return Err(format!("the code {code} is not known"));
        }
        if problem["status"] != self.status {
            return Err("the problem has another status".to_owned());
        }
        if problem["title"].as_str().is_none_or(str::is_empty) || !problem["type"].is_string() {
            return Err("the problem has no title or type".to_owned());
        }
        if (self.status == 429) == self.header(RETRY_AFTER).is_empty() {
            return Err("429 and Retry-After go together".to_owned());
        }
        let is_named = |error: &Value| error["pointer"].is_string() && error["detail"].is_string();
        if code == "invalid_field"
            && !problem["errors"]
                .as_array()
                .is_some_and(|errors| !errors.is_empty() && errors.iter().all(is_named))
        {
            return Err("no field is named".to_owned());
        }
        Ok(())
    }
}
