use std::time::Duration;

use ureq::http::{HeaderMap, Request};

use super::{Stack, Value, json, unique};

pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_mins(1)))
        .max_idle_connections(64)
        .max_idle_connections_per_host(64)
        .build()
        .into()
}

/// Someone with an identity at the identity provider.
#[derive(Clone, Debug)]
pub struct Person {
    pub sub: String,
    pub email: String,
    pub name: String,
    verified: bool,
}

impl Person {
    /// Somebody nobody has heard of before: a new identity with a new, verified address.
    pub fn new(name: &str) -> Self {
        let id = unique();
        let local = name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), ".");
        Self {
            sub: format!("user-{id}"),
            email: format!("{local}.{id}@example.org"),
            name: name.to_owned(),
            verified: true,
        }
    }

    /// The same person, signing in with another verified address.
    pub fn at(&self, email: &str) -> Self {
        Self { email: email.to_owned(), ..self.clone() }
    }

    pub fn unverified(&self) -> Self {
        Self { verified: false, ..self.clone() }
    }

    /// What the platform says about the owner of a store.
    pub fn as_owner(&self) -> Value {
        json!({"user_id": self.sub, "email": self.email, "name": self.name})
    }

    pub fn claims(&self) -> Value {
        json!({"sub": self.sub, "email": self.email, "email_verified": self.verified, "name": self.name})
    }
}

/// Somebody, or nobody, about to call the API.
#[derive(Clone)]
pub struct Caller<'s> {
    stack: &'s Stack,
    claims: Option<Value>,
    headers: Vec<(String, String)>,
}

impl<'s> Caller<'s> {
    pub fn new(stack: &'s Stack, claims: Option<Value>) -> Self {
        if let Some(claims) = &claims {
            // Now, so that a race that this caller takes part in starts with the call itself.
            stack.token(claims);
        }
        Self { stack, claims, headers: Vec::new() }
    }

    pub fn with(mut self, header: &str, value: &str) -> Self {
        self.headers.push((header.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None)
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, Some(body.to_string().into_bytes()))
    }

    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send("PATCH", path, Some(body.to_string().into_bytes()))
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(body.to_string().into_bytes()))
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None)
    }

    /// What the page behind a mail's link asks for.
    pub fn lookup(&self, token: &str) -> Answer {
        self.post("/invitations/lookup", &json!({"token": token}))
    }

    pub fn accept(&self, token: &str) -> Answer {
        self.post("/invitations/accept", &json!({"token": token}))
    }

    pub fn decline(&self, token: &str) -> Answer {
        self.post("/invitations/decline", &json!({"token": token}))
    }

    pub fn decline_because(&self, token: &str, reason: &str) -> Answer {
        self.post("/invitations/decline", &json!({"token": token, "reason": reason}))
    }

    pub fn renew(&self, token: &str) -> Answer {
        self.post("/invitations/renew", &json!({"token": token}))
    }

    /// The stores in the caller's shop picker.
    pub fn my_stores(&self) -> Vec<Value> {
        self.get("/me/stores").is(200)["stores"].as_array().expect("stores").clone()
    }

    /// The caller's own entry for one store in the shop picker.
    pub fn my_store(&self, id: &str) -> Option<Value> {
        self.my_stores().into_iter().find(|entry| entry["store"]["id"] == id || entry["id"] == id)
    }

    pub fn send(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Answer {
        let mut request = Request::builder().method(method).uri(self.stack.url(path));
        if let Some(claims) = &self.claims {
            request = request.header("authorization", format!("Bearer {}", self.stack.token(claims)));
        }
        if body.is_some() && self.headers.iter().all(|(name, _)| name != "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let said = format!("{method} {path} {}", body.as_deref().map(excerpt).unwrap_or_default());
        let sent = match body {
            Some(body) => self.stack.agent().run(request.body(body).expect("a request")),
            None => self.stack.agent().run(request.body(()).expect("a request")),
        };
        let mut response = sent.unwrap_or_else(|error| panic!("{said}: {error}"));
        let body = response.body_mut().read_to_vec().unwrap_or_else(|error| panic!("{said}: {error}"));
        Answer { said, status: response.status().as_u16(), headers: response.headers().clone(), body }
    }
}

/// What the API answered.
#[derive(Debug)]
pub struct Answer {
    said: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body of an answer that must have this status; `null` for an empty one.
    #[track_caller]
    pub fn is(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.json()
    }

    /// The body of an answer that must be one of success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{self}");
        self.json()
    }

    /// The problem that must have been answered.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        self.refused_as_one_of(&[(status, code)])
    }

    /// As `refused`, where the contract leaves room.
    #[track_caller]
    pub fn refused_as_one_of(&self, allowed: &[(u16, &str)]) -> Value {
        let problem = self.problem();
        let code = problem["code"].as_str().unwrap_or_default();
        assert!(allowed.contains(&(self.status, code)), "{self}, which is none of {allowed:?}");
        problem
    }

    /// A well-formed problem of the caller's making, whichever it is.
    #[track_caller]
    pub fn problem(&self) -> Value {
        assert!((400..500).contains(&self.status) || self.status == 503, "{self}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self}");
        let problem = self.json();
        assert!(problem["code"].as_str().is_some_and(|code| !code.is_empty()), "{self}");
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{self}");
        assert_eq!(problem["status"], self.status, "{self}");
        problem
    }

    /// The field that a refused body is wrong in.
    #[track_caller]
    pub fn refused_field(&self, pointer: &str) {
        let problem = self.refused(422, "invalid_field");
        let errors = problem["errors"].as_array().expect("the fields at fault");
        assert!(errors.iter().all(|error| error["detail"].is_string()), "{self}");
        assert!(
            errors.iter().any(|error| error["pointer"] == pointer),
            "{self}, which does not name {pointer}"
        );
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a printable header"))
    }

    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("{self}, without an ETag")).to_owned()
    }

    /// Seconds after which the caller may try again.
    #[track_caller]
    pub fn retry_after(&self) -> u64 {
        let value = self.header("retry-after").unwrap_or_else(|| panic!("{self}, without Retry-After"));
        value.parse().unwrap_or_else(|_| panic!("Retry-After: {value}"))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{self}, which is not JSON"))
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} was answered {} {}", self.said, self.status, excerpt(&self.body))
    }
}

fn excerpt(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().take(2000).collect()
}
