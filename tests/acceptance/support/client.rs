use serde_json::{Value, json};

use super::person::Person;
use super::response::Response;
use super::stack::Stack;

/// Calls the API with one identity, or without one.
#[derive(Clone)]
pub struct Client<'s> {
    stack: &'s Stack,
    /// The claims of the bearer token; `None` for calls without one.
    claims: Option<Value>,
    headers: Vec<(String, String)>,
}

impl Stack {
    /// A client without a token.
    pub fn anonymous(&self) -> Client<'_> {
        Client { stack: self, claims: None, headers: Vec::new() }
    }

    /// A client that is signed in as this person.
    pub fn as_person(&self, person: &Person) -> Client<'_> {
        self.as_subject(person.claims())
    }

    /// A client with the rights of the platform's back end.
    pub fn as_platform(&self) -> Client<'_> {
        self.as_subject(
            json!({"sub": "platform", "email": "platform@example.org", "scope": "staffroom/platform"}),
        )
    }

    /// A client with the rights of the platform's support agents.
    pub fn as_support_agent(&self) -> Client<'_> {
        self.as_subject(json!({
            "sub": "agent-7", "email": "agent@example.org", "email_verified": true, "scope": "staffroom/support",
        }))
    }

    /// A client whose token has these claims.
    pub fn as_subject(&self, claims: Value) -> Client<'_> {
        // The token is requested now, so that concurrent calls start with the calls themselves.
        self.token(&claims);
        Client { stack: self, claims: Some(claims), headers: Vec::new() }
    }
}

impl Client<'_> {
    /// Adds a header to every request.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, path: &str) -> Response {
        self.send("GET", path, None)
    }

    pub fn put(&self, path: &str, body: &Value) -> Response {
        self.send("PUT", path, Some(body.to_string().into_bytes()))
    }

    pub fn patch(&self, path: &str, body: &Value) -> Response {
        self.send("PATCH", path, Some(body.to_string().into_bytes()))
    }

    pub fn post(&self, path: &str, body: &Value) -> Response {
        self.send("POST", path, Some(body.to_string().into_bytes()))
    }

    pub fn delete(&self, path: &str) -> Response {
        self.send("DELETE", path, None)
    }

    /// Sends any body, also one that is not JSON.
    pub fn send(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Response {
        let mut headers = self.headers.clone();
        if let Some(claims) = &self.claims {
            headers.push(("authorization".to_owned(), format!("Bearer {}", self.stack.token(claims))));
        }
        if body.is_some() && headers.iter().all(|(name, _)| name != "content-type") {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        self.stack.send(method, path, &headers, body)
    }

    /// Looks up the invitation of a link's token, as the join page does.
    pub fn lookup(&self, token: &str) -> Response {
        self.post("/invitations/lookup", &json!({"token": token}))
    }

    pub fn accept(&self, token: &str) -> Response {
        self.post("/invitations/accept", &json!({"token": token}))
    }

    pub fn decline(&self, token: &str) -> Response {
        self.post("/invitations/decline", &json!({"token": token}))
    }

    pub fn decline_with_reason(&self, token: &str, reason: &str) -> Response {
        self.post("/invitations/decline", &json!({"token": token, "reason": reason}))
    }

    pub fn renew(&self, token: &str) -> Response {
        self.post("/invitations/renew", &json!({"token": token}))
    }

    /// Returns the stores of the signed-in person.
    pub fn my_stores(&self) -> Vec<Value> {
        self.get("/me/stores").assert_status(200)["stores"].as_array().expect("stores").clone()
    }

    /// Returns one of the stores of the signed-in person, if it is among them.
    pub fn my_store(&self, id: &str) -> Option<Value> {
        self.my_stores().into_iter().find(|entry| entry["store"]["id"] == id || entry["id"] == id)
    }
}

/// Encodes a text for use in a query.
pub fn url_encode(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
