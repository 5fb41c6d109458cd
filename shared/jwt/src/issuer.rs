use std::error::Error as StdError;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt as _, Limited};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::error::{KeyFetchError, TokenError, VerifyError};
use crate::keys::KeySet;
use crate::token::{Claims, ClockSkew, Expected, Token};

/// The shortest time between two fetches, in seconds. Tokens with unknown keys cause fetches, and anyone can invent a
/// `kid`.
const MIN_FETCH_INTERVAL: i64 = 10;

/// How long fetched keys are used, in seconds: the issuer may withdraw one meanwhile. API Gateway uses the same time.
const KEY_LIFETIME: i64 = 2 * 3600;

/// The largest accepted discovery document or key set, in bytes.
const MAX_DOCUMENT_SIZE: usize = 256 * 1024;

/// The longest time to fetch both documents: a function that answers requests is stopped after ten seconds.
const FETCH_TIMEOUT: Duration = Duration::from_secs(8);

/// An issuer. Its keys are fetched when a token first needs them, and cached.
///
/// Making one opens no connection and reads no certificates.
pub struct Issuer {
    url: String,
    http: OnceLock<SharedHttpConnector>,
    cache: Mutex<KeyCache>,
    skew: ClockSkew,
    fetch_timeout: Duration,
}

/// The issuer's keys, and the outcome of the last fetch. Times are in seconds since 1970.
#[derive(Default)]
struct KeyCache {
    keys: Option<(Arc<KeySet>, i64)>,
    last_fetch: Option<(i64, Result<(), KeyFetchError>)>,
}

/// The used part of a discovery document (OpenID Connect Discovery 1.0, section 3).
#[derive(Deserialize)]
struct DiscoveryDocument {
    issuer: String,
    jwks_uri: String,
}

impl Issuer {
    /// The issuer with this URL, spelled exactly as in the `iss` claim of its tokens.
    #[must_use]
    pub fn new(url: String) -> Self {
        let (skew, fetch_timeout) = (ClockSkew::default(), FETCH_TIMEOUT);
        Self { url, http: OnceLock::new(), cache: Mutex::default(), skew, fetch_timeout }
    }

    /// The same issuer, whose clock may be ahead.
    #[must_use]
    pub fn tolerating(self, skew: ClockSkew) -> Self {
        Self { skew, ..self }
    }

    /// The same issuer, whose keys are fetched within this time, if it is shorter than the usual one.
    #[must_use]
    pub fn fetching_within(self, limit: Duration) -> Self {
        Self { fetch_timeout: limit.min(FETCH_TIMEOUT), ..self }
    }

    /// The issuer's URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Verifies a token of this issuer for one of the audiences in `audience`, and returns its claims. `now` is in
    /// seconds since 1970.
    ///
    /// # Errors
    /// If the token is not accepted, or the issuer's keys cannot be fetched.
    pub async fn verify(&self, token: &str, audience: &[String], now: i64) -> Result<Claims, VerifyError> {
        let token = Token::parse(token)?;
        if token.issuer() != Some(&self.url) {
            return Err(TokenError::Issuer.into());
        }
        if !token.is_access_or_id_token() {
            return Err(TokenError::Purpose.into());
        }
        let kid = token.key_id().ok_or(TokenError::UnknownKey)?;
        let keys = self.keys_for(kid, now).await?;
        Ok(token.verify(&keys, Expected { issuer: &self.url, audience, skew: self.skew }, now)?)
    }

    /// Fetches the issuer's keys now, instead of with the first token.
    ///
    /// # Errors
    /// If the issuer does not serve a discovery document and a key set.
    pub async fn discover(&self, now: i64) -> Result<(), KeyFetchError> {
        self.cache.lock().await.refresh(self, now).await
    }

    /// Returns the cached keys, and fetches them again if the key `kid` is not among them.
    async fn keys_for(&self, kid: &str, now: i64) -> Result<Arc<KeySet>, KeyFetchError> {
        // The lock is held during the fetch, so that tokens which arrive meanwhile cause no further one.
        let mut cache = self.cache.lock().await;
        if let Some(keys) = cache.valid_keys(now).filter(|keys| keys.get(kid).is_some()) {
            return Ok(keys);
        }
        match &cache.last_fetch {
            Some((at, outcome)) if now.saturating_sub(*at) < MIN_FETCH_INTERVAL => outcome.clone()?,
            _ => cache.refresh(self, now).await?,
        }
        Ok(cache.valid_keys(now).unwrap_or_default())
    }

    fn discovery_url(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.url.trim_end_matches('/'))
    }

    async fn fetch_keys(&self) -> Result<KeySet, KeyFetchError> {
        let url = self.discovery_url();
        let invalid = |url: &str, expected, error| KeyFetchError::Document {
            url: url.to_owned(),
            expected,
            source: Arc::new(error),
        };
        let DiscoveryDocument { issuer, jwks_uri } = serde_json::from_slice(&self.get(&url).await?)
            .map_err(|error| invalid(&url, "discovery document", error))?;
        if issuer != self.url {
            return Err(KeyFetchError::OtherIssuer { url, issuer });
        }
        if self.url.starts_with("https://") && !jwks_uri.starts_with("https://") {
            return Err(KeyFetchError::InsecureKeys { url });
        }
        KeySet::parse(&self.get(&jwks_uri).await?).map_err(|error| invalid(&jwks_uri, "key set", error))
    }

    async fn get(&self, url: &str) -> Result<Vec<u8>, KeyFetchError> {
        let failed =
            |source: Arc<dyn StdError + Send + Sync>| KeyFetchError::Request { url: url.to_owned(), source };
        let mut request = HttpRequest::new(SdkBody::empty());
        request
            .set_uri(url)
            .map_err(|error| KeyFetchError::InvalidUrl { url: url.to_owned(), source: Arc::new(error) })?;
        let http = self.http.get_or_init(staffroom_aws::any_host);
        let response = http.call(request).await.map_err(|error| failed(Arc::new(error)))?;
        if !response.status().is_success() {
            return Err(KeyFetchError::Status { url: url.to_owned(), status: response.status().as_u16() });
        }
        let body = Limited::new(response.into_body(), MAX_DOCUMENT_SIZE).collect().await;
        Ok(body.map_err(|error| failed(Arc::from(error)))?.to_bytes().to_vec())
    }
}

impl KeyCache {
    fn valid_keys(&self, now: i64) -> Option<Arc<KeySet>> {
        let (keys, fetched_at) = self.keys.as_ref()?;
        (now.saturating_sub(*fetched_at) < KEY_LIFETIME).then(|| keys.clone())
    }

    async fn refresh(&mut self, issuer: &Issuer, now: i64) -> Result<(), KeyFetchError> {
        let limit = issuer.fetch_timeout;
        let fetched = tokio::time::timeout(limit, issuer.fetch_keys()).await.unwrap_or_else(|_| {
            Err(KeyFetchError::Timeout { url: issuer.discovery_url(), seconds: limit.as_secs() })
        });
        let outcome = fetched.map(|keys| self.keys = Some((Arc::new(keys), now)));
        self.last_fetch = Some((now, outcome.clone()));
        outcome
    }
}
