//! Who may take a route: the local issuer's tokens, and those of `--issuer`.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use staffroom_jwt::{Claims, Expected, KeySet, Refused as Unverified, Rejection, Token};

use crate::issuer::Issuer;
use crate::template::Authorizer;

/// The trusted issuers.
pub struct Issuers {
    /// The stack's own.
    pub local: Issuer,
    local_keys: KeySet,
    external: Option<staffroom_jwt::Issuer>,
}

/// The caller, as a route's authorizer lets them through.
#[derive(Debug)]
pub struct Caller {
    /// The token's claims.
    pub claims: Claims,
    /// Those of its scopes that the route asks for.
    pub scopes: Vec<String>,
}

/// Why a request does not get through.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// No token came.
    NoToken,
    /// The token does not count.
    Token(Rejection),
    /// The token has none of these scopes.
    Scope(Vec<String>),
}

impl Issuers {
    /// Trusts the local issuer and, where given, another.
    pub fn new(local: Issuer, external: Option<staffroom_jwt::Issuer>) -> anyhow::Result<Self> {
        let local_keys = KeySet::parse(local.jwks().to_string().as_bytes())?;
        Ok(Self { local, local_keys, external })
    }

    /// The issuer elsewhere, if there is one.
    #[must_use]
    pub fn external_url(&self) -> Option<&str> {
        self.external.as_ref().map(staffroom_jwt::Issuer::url)
    }

    /// Checks a request's bearer token for a route.
    pub async fn authorize(&self, rule: &Authorizer, headers: &HeaderMap) -> Result<Caller, Refused> {
        let token = token_of(headers).ok_or(Refused::NoToken)?;
        let claims = self.verify(token, &rule.audience).await.map_err(Refused::Token)?;
        if rule.scopes.is_empty() {
            return Ok(Caller { claims, scopes: Vec::new() });
        }
        let mut scopes = staffroom_jwt::scopes(&claims);
        scopes.retain(|scope| rule.scopes.contains(scope));
        if scopes.is_empty() {
            Err(Refused::Scope(rule.scopes.clone()))
        } else {
            Ok(Caller { claims, scopes })
        }
    }

    async fn verify(&self, token: &str, audience: &[String]) -> Result<Claims, Rejection> {
        let now = chrono::Utc::now().timestamp();
        let parsed = Token::parse(token)?;
        match &self.external {
            Some(external) if parsed.issuer() == Some(external.url()) => {
                external.verify(token, audience, now).await.map_err(|refused| match refused {
                    Unverified::Rejected(rejection) => rejection,
                    Unverified::Unreachable(error) => {
                        tracing::warn!(%error, "the issuer's keys could not be fetched");
                        Rejection::UnknownKey
                    }
                })
            }
            _ => parsed.verify(&self.local_keys, Expected { issuer: self.local.url(), audience }, now),
        }
    }
}

fn token_of(headers: &HeaderMap) -> Option<&str> {
    staffroom_jwt::bearer(headers.get(AUTHORIZATION)?.to_str().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(AUTHORIZATION, value.parse().expect("a header"))])
    }

    async fn authorize(
        scope: &str,
        asked: &[&str],
        header: impl FnOnce(String) -> String,
    ) -> Result<Caller, Refused> {
        let issuer = Issuer::new("http://issuer".to_owned()).expect("a key");
        let now = chrono::Utc::now().timestamp();
        let claims = json!({
            "iss": "http://issuer", "aud": "staffroom", "sub": "ana", "scope": scope, "iat": now, "exp": now + 60,
        });
        let token = issuer.sign(&claims).expect("signed");
        let issuers = Issuers::new(issuer, None).expect("issuers");
        let rule = Authorizer {
            issuer: "http://issuer".to_owned(),
            audience: vec!["staffroom".to_owned()],
            scopes: asked.iter().map(|&scope| scope.to_owned()).collect(),
        };
        issuers.authorize(&rule, &request(&header(token))).await
    }

    #[tokio::test]
    async fn a_bearer_token_gets_through() {
        let caller = authorize("", &[], |token| format!("bearer {token}")).await.expect("let in");
        assert_eq!(caller.claims["sub"], "ana");
        let refused = authorize("", &[], |token| format!("Basic {token}")).await.expect_err("refused");
        assert_eq!(refused, Refused::NoToken);
    }

    #[tokio::test]
    async fn one_of_the_scopes_suffices() {
        let bearer = |token| format!("Bearer {token}");
        let caller = authorize("x platform", &["platform", "support"], bearer).await.expect("let in");
        assert_eq!(caller.scopes, ["platform"]);
        let refused = authorize("x", &["platform"], bearer).await.expect_err("refused");
        assert_eq!(refused, Refused::Scope(vec!["platform".to_owned()]));
    }
}
