use std::fmt;
use std::sync::{Arc, OnceLock};

use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt as _, Limited};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::keys::KeySet;
use crate::token::{Claims, Expected, Rejection, Token};

/// Seconds between fetches for tokens with unknown keys, at least: anybody can make up a `kid`.
const REFRESH: i64 = 10;
/// Seconds that keys count, which the issuer may have withdrawn since: as many as in API Gateway.
const LONGEST: i64 = 2 * 3600;
/// No discovery document and no key set is larger.
const LARGEST: usize = 256 * 1024;

/// An issuer whose keys are fetched when a token first needs them, and kept.
///
/// Making one opens no connection and reads no certificates.
pub struct Issuer {
    url: String,
    http: OnceLock<SharedHttpConnector>,
    keys: Mutex<Kept>,
}

/// What is known of the keys, and since when, in seconds since 1970.
#[derive(Default)]
struct Kept {
    keys: Option<(Arc<KeySet>, i64)>,
    tried: Option<(i64, Result<(), Unreachable>)>,
}

/// The issuer cannot be asked for its keys.
#[derive(Debug, Clone)]
pub struct Unreachable(String);

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreachable {}

/// Why a token does not get through.
#[derive(Debug)]
pub enum Refused {
    /// It does not count.
    Rejected(Rejection),
    /// Nobody can tell, for want of the issuer's keys.
    Unreachable(Unreachable),
}

impl From<Rejection> for Refused {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// What is needed of a discovery document (OpenID Connect Discovery 1.0, section 3).
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

impl Issuer {
    /// The issuer with this URL, exactly as it stands in its tokens' `iss`.
    #[must_use]
    pub fn new(url: String) -> Self {
        Self { url, http: OnceLock::new(), keys: Mutex::default() }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A token's claims, if this issuer made it for one of `audience` and `now`, in seconds since 1970, is
    /// within its time.
    ///
    /// # Errors
    /// Says what is wrong with it, or that the issuer cannot be asked.
    pub async fn verify(&self, token: &str, audience: &[String], now: i64) -> Result<Claims, Refused> {
        let token = Token::parse(token)?;
        if token.issuer() != Some(&self.url) {
            return Err(Rejection::Issuer.into());
        }
        let kid = token.key_id().ok_or(Rejection::UnknownKey)?;
        let keys = self.keys_for(kid, now).await.map_err(Refused::Unreachable)?;
        Ok(token.verify(&keys, Expected { issuer: &self.url, audience }, now)?)
    }

    /// Fetches its keys at once.
    ///
    /// # Errors
    /// When it does not answer, or not as an issuer does.
    pub async fn discover(&self, now: i64) -> Result<(), Unreachable> {
        self.keys.lock().await.renew(self, now).await
    }

    /// The keys, fetched again if this one is not among them.
    async fn keys_for(&self, kid: &str, now: i64) -> Result<Arc<KeySet>, Unreachable> {
        // Held while fetching, so that many tokens that come at once cause one fetch.
        let mut kept = self.keys.lock().await;
        let current = |kept: &Kept| match &kept.keys {
            Some((keys, since)) if now.saturating_sub(*since) < LONGEST => Some(keys.clone()),
            _ => None,
        };
        if let Some(keys) = current(&kept).filter(|keys| keys.get(kid).is_some()) {
            return Ok(keys);
        }
        match &kept.tried {
            Some((at, outcome)) if now.saturating_sub(*at) < REFRESH => outcome.clone()?,
            _ => kept.renew(self, now).await?,
        }
        Ok(current(&kept).unwrap_or_default())
    }

    async fn fetch(&self) -> Result<KeySet, Unreachable> {
        let url = format!("{}/.well-known/openid-configuration", self.url.trim_end_matches('/'));
        let wrong = |what: &str| Unreachable(format!("{url}: {what}"));
        let Discovery { issuer, jwks_uri } =
            serde_json::from_slice(&self.get(&url).await?).map_err(|_| wrong("is no discovery document"))?;
        if issuer != self.url {
            return Err(wrong(&format!("is of the issuer {issuer}")));
        }
        // Keys that anybody on the way could have replaced are worth nothing.
        if self.url.starts_with("https://") && !jwks_uri.starts_with("https://") {
            return Err(wrong("names keys that are not behind https"));
        }
        let document = self.get(&jwks_uri).await?;
        KeySet::parse(&document).map_err(|_| Unreachable(format!("{jwks_uri}: is no key set")))
    }

    async fn get(&self, url: &str) -> Result<Vec<u8>, Unreachable> {
        let failed = |why: &dyn fmt::Display| Unreachable(format!("{url}: {why}"));
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(url).map_err(|e| failed(&e))?;
        let http = self.http.get_or_init(staffroom_aws::any_host);
        let answer = http.call(request).await.map_err(|e| failed(&e))?;
        if !answer.status().is_success() {
            return Err(failed(&format!("answers HTTP {}", answer.status().as_u16())));
        }
        let body = Limited::new(answer.into_body(), LARGEST).collect().await;
        Ok(body.map_err(|e| failed(&e))?.to_bytes().to_vec())
    }
}

impl Kept {
    async fn renew(&mut self, issuer: &Issuer, now: i64) -> Result<(), Unreachable> {
        let outcome = issuer.fetch().await.map(|keys| self.keys = Some((Arc::new(keys), now)));
        self.tried = Some((now, outcome.clone()));
        outcome
    }
}
