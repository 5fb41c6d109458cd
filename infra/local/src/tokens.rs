//! Access tokens with any claims: for `POST /_local/tokens` and for the identity provider.

use chrono::Utc;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::issuer::{Issuer, LIFETIME};

/// The claims that describe the caller.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The user's id at the issuer.
    pub sub: String,
    /// The user's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the issuer has verified the address; true if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// The user's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The user's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The token's scopes, separated by spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// Issues an access token.
pub fn issue(issuer: &Issuer, audience: &str, mut identity: Identity) -> anyhow::Result<String> {
    if identity.email.is_some() {
        identity.email_verified.get_or_insert(true);
    }
    let mut claims = serde_json::to_value(identity)?;
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
