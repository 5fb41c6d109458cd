//! `POST /_local/tokens`: a token for anybody.

use chrono::Utc;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::issuer::{Issuer, LIFETIME};

/// Whom a token is for.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The identity provider's name for them.
    pub sub: String,
    /// Their address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether it is known to be theirs; yes, unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// What they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// What they may do beside their own, separated by spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// Makes a token.
pub fn issue(issuer: &Issuer, audience: &str, mut person: Person) -> anyhow::Result<String> {
    if person.email.is_some() {
        person.email_verified.get_or_insert(true);
    }
    let mut claims = serde_json::to_value(person)?;
    let now = Utc::now().timestamp();
    let standard = json!({
        "iss": issuer.url(), "aud": audience, "client_id": audience, "token_use": "access",
        "iat": now, "exp": now + LIFETIME,
    });
    if let (Value::Object(claims), Value::Object(standard)) = (&mut claims, standard) {
        claims.extend(standard);
    }
    issuer.sign(&claims)
}
