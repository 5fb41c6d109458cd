//! The authentication request that a page sends a user with.

use serde::{Deserialize, Serialize};

/// The path of the provider's issuer URL.
pub const PATH: &str = "/_local/idp";

/// The scopes that a client can request. Scopes of the API are not granted at a sign-in.
pub const SCOPES: [&str; 3] = ["openid", "email", "profile"];

/// An authentication request (OpenID Connect Core 1.0, section 3.1.2.1).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthenticationRequest {
    pub client_id: String,
    pub redirect_uri: String,
    pub response_type: String,
    pub scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    pub code_challenge: String,
    pub code_challenge_method: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ui_locales: Option<String>,
}

/// An error response (RFC 6749, sections 4.1.2.1 and 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuthError {
    /// The code, `error`.
    pub code: &'static str,
    /// The text, `error_description`.
    pub description: &'static str,
}

impl OAuthError {
    /// An error with this code and text.
    #[must_use]
    pub fn new(code: &'static str, description: &'static str) -> Self {
        Self { code, description }
    }
}

impl AuthenticationRequest {
    /// Checks the parameters strictly, so that a fault in a page shows here before it does at another provider.
    pub fn check(&self) -> Result<(), OAuthError> {
        if self.response_type != "code" {
            return Err(OAuthError::new("unsupported_response_type", "response_type must be code"));
        }
        if !self.scope.split(' ').any(|scope| scope == "openid") {
            return Err(OAuthError::new("invalid_scope", "the scope openid is missing"));
        }
        if self.code_challenge.is_empty() || self.code_challenge_method != "S256" {
            return Err(OAuthError::new("invalid_request", "PKCE with S256 is required"));
        }
        if self.has_prompt("none") && self.prompt.as_deref() != Some("none") {
            return Err(OAuthError::new("invalid_request", "the prompt none cannot be combined with others"));
        }
        Ok(())
    }

    /// Whether `prompt` contains this value.
    #[must_use]
    pub fn has_prompt(&self, value: &str) -> bool {
        self.prompt.as_deref().unwrap_or_default().split(' ').any(|prompt| prompt == value)
    }

    /// The path with query of this request with another `prompt`.
    #[must_use]
    pub fn path(&self, prompt: Option<&str>) -> String {
        let request = Self { prompt: prompt.map(str::to_owned), ..self.clone() };
        let query = serde_urlencoded::to_string(request).unwrap_or_default();
        format!("{PATH}/authorize?{query}")
    }

    /// The first of the languages that the page prefers.
    #[must_use]
    pub fn locale(&self) -> Option<String> {
        self.ui_locales.as_deref()?.split(' ').find(|locale| !locale.is_empty()).map(str::to_owned)
    }
}
