use std::collections::HashMap;

use lambda_http::http::header;
use staffroom_aws::Misconfigured;
use staffroom_domain::{Refusal, Timestamp};
use staffroom_jwt::{Issuer, Refused, bearer, claim_text};

use crate::caller::Caller;

/// Whose bearer tokens count where the gateway checked none, as under `sam local`.
pub struct Tokens {
    issuer: Issuer,
    audience: Vec<String>,
}

impl Tokens {
    /// Tokens of this issuer for one of `audience`.
    #[must_use]
    pub fn new(issuer: String, audience: Vec<String>) -> Self {
        Self { issuer: Issuer::new(issuer), audience }
    }

    /// Reads `ISSUER` and `AUDIENCE`, a list with spaces or commas between. Without an issuer no token counts.
    ///
    /// # Errors
    /// When there is an issuer and no audience: a token for anybody else is not for us.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, Misconfigured> {
        let Some(issuer) = lookup("ISSUER").filter(|issuer| !issuer.is_empty()) else { return Ok(None) };
        let audience: Vec<String> = lookup("AUDIENCE")
            .unwrap_or_default()
            .split([' ', ','])
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect();
        if audience.is_empty() {
            Err(Misconfigured::missing("AUDIENCE"))
        } else {
            Ok(Some(Self::new(issuer, audience)))
        }
    }

    /// Whoever the request's token names.
    pub(crate) async fn caller(
        &self,
        request: &lambda_http::Request,
        now: Timestamp,
    ) -> Result<Caller, Refusal> {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(bearer).ok_or(Refusal::Unauthenticated)?;
        match self.issuer.verify(token, &self.audience, now.timestamp()).await {
            Ok(claims) => {
                let claims: HashMap<String, String> =
                    claims.iter().map(|(name, claim)| (name.clone(), claim_text(claim))).collect();
                Caller::from_claims(&claims)
            }
            Err(Refused::Rejected(rejection)) => {
                tracing::info!(%rejection, "a bearer token was refused");
                Err(Refusal::Unauthenticated)
            }
            Err(Refused::Unreachable(cause)) => {
                tracing::warn!(%cause, "the issuer's keys cannot be fetched");
                Err(Refusal::Unavailable { retry_after: 10 })
            }
        }
    }
}
