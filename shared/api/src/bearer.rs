use lambda_http::http::header;
use staffroom_aws::ConfigError;
use staffroom_domain::Timestamp;
use staffroom_jwt::{Issuer, VerifyError, bearer};

use crate::caller::Identity;
use crate::error::RequestError;

/// Verifies bearer tokens if the gateway did not, as under `sam local`.
pub struct Tokens {
    issuer: Issuer,
    audience: Vec<String>,
}

impl Tokens {
    /// Accepts tokens of this issuer for one of `audience`.
    #[must_use]
    pub fn new(issuer: String, audience: Vec<String>) -> Self {
        Self { issuer: Issuer::new(issuer), audience }
    }

    /// Reads `ISSUER` and `AUDIENCE` (separated by spaces or commas). Without an issuer, no token is
    /// accepted.
    ///
    /// # Errors
    /// If there is an issuer but no audience: tokens for other services must not be accepted.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, ConfigError> {
        let Some(issuer) = lookup("ISSUER").filter(|issuer| !issuer.is_empty()) else { return Ok(None) };
        let audience: Vec<String> = lookup("AUDIENCE")
            .unwrap_or_default()
            .split([' ', ','])
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect();
        if audience.is_empty() {
            Err(ConfigError::missing("AUDIENCE"))
        } else {
            Ok(Some(Self::new(issuer, audience)))
        }
    }

    /// The caller according to the request's token.
    pub(crate) async fn identity(
        &self,
        request: &lambda_http::Request,
        now: Timestamp,
    ) -> Result<Identity, RequestError> {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(bearer).ok_or(RequestError::Unauthenticated)?;
        match self.issuer.verify(token, &self.audience, now.timestamp()).await {
            Ok(claims) => Identity::from_token(&claims),
            Err(VerifyError::Rejected(rejection)) => {
                tracing::info!(%rejection, "a bearer token was refused");
                Err(RequestError::Unauthenticated)
            }
            Err(VerifyError::Unreachable(cause)) => {
                tracing::warn!(%cause, "the issuer's keys cannot be fetched");
                Err(RequestError::IssuerUnavailable)
            }
        }
    }
}
