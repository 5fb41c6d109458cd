//! Who may take a route: the local issuer's tokens, and those of `--issuer`.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use serde::Deserialize;
use tokio::sync::RwLock;

use crate::http_client::HttpClient;
use crate::issuer::Issuer;
use crate::jwt::{self, Claims, KeySet, Rejection, Token};
use crate::template::Authorizer;

/// The trusted issuers.
pub struct Issuers {
    /// The stack's own.
    pub local: Issuer,
    local_keys: KeySet,
    external: Option<External>,
}

/// An issuer elsewhere, whose keys may change.
pub struct External {
    issuer: String,
    jwks_uri: String,
    client: HttpClient,
    keys: RwLock<(KeySet, Option<Instant>)>,
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

/// How often an external issuer's keys are fetched again for tokens with unknown keys, at most.
const REFRESH: Duration = Duration::from_secs(10);

impl Issuers {
    /// Trusts the local issuer and, where given, another.
    pub fn new(local: Issuer, external: Option<External>) -> anyhow::Result<Self> {
        let local_keys = KeySet::parse(local.jwks().to_string().as_bytes())?;
        Ok(Self { local, local_keys, external })
    }

    /// Checks a request's bearer token for a route.
    pub async fn authorize(&self, rule: &Authorizer, headers: &HeaderMap) -> Result<Caller, Refused> {
        let token = bearer(headers).ok_or(Refused::NoToken)?;
        let claims = self.verify(token, &rule.audience).await.map_err(Refused::Token)?;
        if rule.scopes.is_empty() {
            return Ok(Caller { claims, scopes: Vec::new() });
        }
        let mut scopes = jwt::scopes(&claims);
        scopes.retain(|scope| rule.scopes.contains(scope));
        if scopes.is_empty() {
            Err(Refused::Scope(rule.scopes.clone()))
        } else {
            Ok(Caller { claims, scopes })
        }
    }

    async fn verify(&self, token: &str, audience: &[String]) -> Result<Claims, Rejection> {
        let token = Token::parse(token)?;
        let now = chrono::Utc::now().timestamp();
        let issuer = token.issuer().ok_or(Rejection::Issuer)?;
        if issuer == self.local.url() {
            return token.verify(&self.local_keys, audience, now);
        }
        let external =
            self.external.as_ref().filter(|other| other.issuer == issuer).ok_or(Rejection::Issuer)?;
        external.refresh_for(&token).await;
        token.verify(&external.keys.read().await.0, audience, now)
    }
}

impl External {
    /// Reads the issuer's discovery document and keys.
    pub async fn discover(url: &str, client: HttpClient) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Discovery {
            issuer: String,
            jwks_uri: String,
        }
        let document = client.get(&format!("{url}/.well-known/openid-configuration")).await?;
        let Discovery { issuer, jwks_uri } =
            serde_json::from_slice(&document).context("its discovery document is not one")?;
        if issuer.trim_end_matches('/') != url {
            bail!("its discovery document is of the issuer {issuer}");
        }
        let keys = KeySet::parse(&client.get(&jwks_uri).await?).context("its keys are not a key set")?;
        Ok(Self { issuer, jwks_uri, client, keys: RwLock::new((keys, None)) })
    }

    async fn refresh_for(&self, token: &Token) {
        {
            let (keys, since) = &*self.keys.read().await;
            if keys.knows(token) || since.is_some_and(|since| since.elapsed() < REFRESH) {
                return;
            }
        }
        let mut kept = self.keys.write().await;
        let fetched =
            self.client.get(&self.jwks_uri).await.and_then(|document| Ok(KeySet::parse(&document)?));
        match fetched {
            Ok(keys) => kept.0 = keys,
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the issuer's keys could not be fetched again");
            }
        }
        kept.1 = Some(Instant::now());
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    // API Gateway takes the token with or without its scheme.
    let token = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token,
        Some(_) => return None,
        None => value,
    };
    Some(token.trim()).filter(|token| !token.is_empty())
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
