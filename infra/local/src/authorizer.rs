//! Checks the caller's token as API Gateway's JWT authorizer does: tokens of the local issuer, and of `--issuer`.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use staffroom_jwt::{Claims, ClockSkew, Expected, KeySet, Token, TokenError, VerifyError};

use crate::issuer::Issuer;
use crate::routes::JwtAuthorizer;

/// The issuers whose tokens are accepted.
pub struct Issuers {
    /// The stack's own issuer.
    pub local: Issuer,
    local_keys: KeySet,
    external: Option<staffroom_jwt::Issuer>,
}

/// A caller whose token was accepted.
#[derive(Debug)]
pub struct Caller {
    /// The token's claims.
    pub claims: Claims,
    /// The scopes of the token that the route requires.
    pub scopes: Vec<String>,
}

/// Why a request is refused.
#[derive(Debug, PartialEq, Eq)]
pub enum AuthorizationError {
    /// The request has no bearer token.
    MissingToken,
    /// The token is not signed with RSA. API Gateway supports no other algorithm.
    NotRsa,
    /// The token is not valid.
    InvalidToken(TokenError),
    /// The token has none of these scopes.
    MissingScope(Vec<String>),
}

impl Issuers {
    /// Accepts tokens of the local issuer and, if given, of an external one.
    pub fn new(local: Issuer, external: Option<staffroom_jwt::Issuer>) -> anyhow::Result<Self> {
        let local_keys = KeySet::parse(local.jwks().to_string().as_bytes())?;
        Ok(Self { local, local_keys, external })
    }

    /// The URL of the external issuer, if there is one.
    #[must_use]
    pub fn external_url(&self) -> Option<&str> {
        self.external.as_ref().map(staffroom_jwt::Issuer::url)
    }

    /// Checks a request's bearer token for a route.
    pub async fn authorize(
        &self,
        rule: &JwtAuthorizer,
        headers: &HeaderMap,
    ) -> Result<Caller, AuthorizationError> {
        let token = bearer_token(headers).ok_or(AuthorizationError::MissingToken)?;
        let parsed = Token::parse(token).map_err(AuthorizationError::InvalidToken)?;
        if !is_signed_with_rsa(token) {
            return Err(AuthorizationError::NotRsa);
        }
        let claims =
            self.verify(token, parsed, &rule.audience).await.map_err(AuthorizationError::InvalidToken)?;
        if rule.scopes.is_empty() {
            return Ok(Caller { claims, scopes: Vec::new() });
        }
        let mut scopes = staffroom_jwt::scopes(&claims);
        scopes.retain(|scope| rule.scopes.contains(scope));
        if scopes.is_empty() {
            Err(AuthorizationError::MissingScope(rule.scopes.clone()))
        } else {
            Ok(Caller { claims, scopes })
        }
    }

    async fn verify(&self, token: &str, parsed: Token, audience: &[String]) -> Result<Claims, TokenError> {
        let now = chrono::Utc::now().timestamp();
        match &self.external {
            Some(external) if parsed.issuer() == Some(external.url()) => {
                external.verify(token, audience, now).await.map_err(|error| match error {
                    VerifyError::Rejected(rejection) => rejection,
                    VerifyError::Unreachable(error) => {
                        tracing::warn!(%error, "cannot fetch the keys of the external issuer");
                        TokenError::UnknownKey
                    }
                })
            }
            _ => {
                let skew = ClockSkew::default();
                parsed.verify(&self.local_keys, Expected { issuer: self.local.url(), audience, skew }, now)
            }
        }
    }
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    staffroom_jwt::bearer(headers.get(AUTHORIZATION)?.to_str().ok()?)
}

/// Whether the token's header names an RSA algorithm (RFC 7518, section 3.1).
fn is_signed_with_rsa(token: &str) -> bool {
    #[derive(Deserialize)]
    struct Header {
        alg: String,
    }
    let header = token.split('.').next().and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let header = header.and_then(|json| serde_json::from_slice::<Header>(&json).ok());
    header.is_some_and(|header| matches!(header.alg.as_str(), "RS256" | "RS384" | "RS512"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn headers(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(AUTHORIZATION, value.parse().expect("a header"))])
    }

    async fn authorize(
        scope: &str,
        required: &[&str],
        header: impl FnOnce(String) -> String,
    ) -> Result<Caller, AuthorizationError> {
        let issuer = Issuer::new("http://issuer".to_owned()).expect("a key");
        let now = chrono::Utc::now().timestamp();
        let claims = json!({
            "iss": "http://issuer", "aud": "staffroom", "sub": "ana", "scope": scope, "iat": now, "exp": now + 60,
        });
        let token = issuer.sign(&claims).expect("signed");
        let issuers = Issuers::new(issuer, None).expect("issuers");
        let rule = JwtAuthorizer {
            issuer: "http://issuer".to_owned(),
            audience: vec!["staffroom".to_owned()],
            scopes: required.iter().map(|&scope| scope.to_owned()).collect(),
        };
        issuers.authorize(&rule, &headers(&header(token))).await
    }

    #[tokio::test]
    async fn a_bearer_token_is_accepted() {
        let caller = authorize("", &[], |token| format!("bearer {token}")).await.expect("accepted");
        assert_eq!(caller.claims["sub"], "ana");
        let refused = authorize("", &[], |token| format!("Basic {token}")).await.expect_err("refused");
        assert_eq!(refused, AuthorizationError::MissingToken);
    }

    #[tokio::test]
    async fn one_of_the_scopes_is_sufficient() {
        let bearer = |token| format!("Bearer {token}");
        let caller = authorize("x platform", &["platform", "support"], bearer).await.expect("accepted");
        assert_eq!(caller.scopes, ["platform"]);
        let refused = authorize("x", &["platform"], bearer).await.expect_err("refused");
        assert_eq!(refused, AuthorizationError::MissingScope(vec!["platform".to_owned()]));
    }

    #[tokio::test]
    async fn a_token_that_is_not_signed_with_rsa_is_refused() {
        let with_algorithm = |algorithm: &str, token: &str| {
            let header = URL_SAFE_NO_PAD.encode(json!({"alg": algorithm, "kid": "k"}).to_string());
            let (_, rest) = token.split_once('.').expect("a token");
            format!("Bearer {header}.{rest}")
        };
        for algorithm in ["ES256", "HS256", "none", "rs256"] {
            let refused = authorize("", &[], |token| with_algorithm(algorithm, &token)).await;
            assert_eq!(refused.expect_err("refused"), AuthorizationError::NotRsa, "{algorithm}");
        }
        let refused = authorize("", &[], |token| with_algorithm("RS256", &token)).await;
        let unknown_key = AuthorizationError::InvalidToken(TokenError::UnknownKey);
        assert_eq!(refused.expect_err("refused"), unknown_key);
    }
}
