use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::error::TokenError;
use crate::keys::{KeySet, decode};

/// A token's claims.
pub type Claims = Map<String, Value>;

/// How far the clock of an issuer may be ahead, at most [`Self::MAX_SECONDS`]. A token is accepted so long before its `nbf` and
/// `iat`. It is never accepted after its `exp`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClockSkew(u8);

impl ClockSkew {
    /// The largest accepted difference of two clocks, in seconds. RFC 7519, section 4.1.5, has "no more than a few minutes".
    pub const MAX_SECONDS: u8 = 60;

    /// So many seconds; `None` if that is too much.
    #[must_use]
    pub fn of_seconds(seconds: u8) -> Option<Self> {
        (seconds <= Self::MAX_SECONDS).then_some(Self(seconds))
    }
}

/// The issuer and the audiences of accepted tokens.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The `iss` claim, spelled exactly like this.
    pub issuer: &'a str,
    /// The accepted values of `aud`, or of `client_id` if there is no `aud`.
    pub audience: &'a [String],
    /// How far the issuer's clock may be ahead.
    pub skew: ClockSkew,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// What kind of token it is (RFC 8725, section 3.11).
    typ: Option<String>,
    /// Extensions that a recipient must support or else refuse the token (RFC 7515, section 4.1.11). None is supported.
    crit: Option<IgnoredAny>,
}

/// A parsed token. Nothing in it is to be trusted before [`Token::verify`].
pub struct Token {
    header: Header,
    claims: Claims,
    signed_part: String,
    signature: Vec<u8>,
}

impl Token {
    /// Parses a token without verifying it.
    ///
    /// # Errors
    /// [`TokenError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let parse = || {
            let (signed_part, signature) = text.rsplit_once('.')?;
            let (header, claims) = signed_part.split_once('.')?;
            Some(Self {
                header: serde_json::from_slice(&decode(header)?).ok()?,
                claims: serde_json::from_slice(&decode(claims)?).ok()?,
                signed_part: signed_part.to_owned(),
                signature: decode(signature)?,
            })
        };
        parse().filter(|token| token.header.crit.is_none()).ok_or(TokenError::Malformed)
    }

    /// The `iss` claim, which names the issuer.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.claims.get("iss")?.as_str()
    }

    /// The claims, which are to be trusted only if the token was verified before, as by API Gateway's authorizer.
    #[must_use]
    pub fn unverified_claims(&self) -> &Claims {
        &self.claims
    }

    /// Whether its header allows an access token or an ID token: the type is `JWT` or `at+jwt` (RFC 9068, section 2.1), or
    /// left out. Tokens for other purposes, such as `logout+jwt`, have types of their own.
    #[must_use]
    pub fn is_access_or_id_token(&self) -> bool {
        self.header.typ.as_deref().is_none_or(|typ| {
            let typ = typ.to_ascii_lowercase();
            matches!(typ.strip_prefix("application/").unwrap_or(&typ), "jwt" | "at+jwt")
        })
    }

    /// The `kid` header, which names the key.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// Verifies the signature, issuer, audience and times, and returns the claims. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// If the token is not accepted.
    pub fn verify(self, keys: &KeySet, expected: Expected<'_>, now: i64) -> Result<Claims, TokenError> {
        if self.issuer() != Some(expected.issuer) {
            return Err(TokenError::Issuer);
        }
        let key = self.key_id().and_then(|kid| keys.get(kid)).ok_or(TokenError::UnknownKey)?;
        if !key.verifies(&self.header.alg, self.signed_part.as_bytes(), &self.signature) {
            return Err(TokenError::Signature);
        }
        // Like API Gateway: `client_id` is used only if there is no `aud`.
        let audiences = match self.claims.get("aud").or_else(|| self.claims.get("client_id")) {
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(value)) => vec![value.as_str()],
            _ => Vec::new(),
        };
        if !audiences.iter().any(|found| expected.audience.iter().any(|accepted| accepted == found)) {
            return Err(TokenError::Audience);
        }
        // A time may have a fraction of a second (RFC 7519, section 2).
        #[expect(clippy::cast_precision_loss, reason = "f64 holds whole seconds exactly up to 2^53")]
        let now = now as f64;
        let time = |claim: &str| match self.claims.get(claim) {
            None => Ok(None),
            Some(value) => value.as_f64().map(Some).ok_or(TokenError::Malformed),
        };
        if time("exp")?.is_none_or(|exp| exp <= now) {
            return Err(TokenError::Expired);
        }
        if [time("nbf")?, time("iat")?]
            .into_iter()
            .flatten()
            .any(|start| start > now + f64::from(expected.skew.0))
        {
            return Err(TokenError::NotYetValid);
        }
        Ok(self.claims)
    }
}

/// Returns the token of an `Authorization` header. Like API Gateway, it accepts a header without the `Bearer` scheme.
#[must_use]
pub fn bearer(authorization: &str) -> Option<&str> {
    let token = match authorization.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token,
        Some(_) => return None,
        None => authorization,
    };
    Some(token.trim()).filter(|token| !token.is_empty())
}

/// Returns the scopes of a token, from its claim `scope` or `scp`.
#[must_use]
pub fn scopes(claims: &Claims) -> Vec<String> {
    match claims.get("scope").or_else(|| claims.get("scp")) {
        Some(Value::String(text)) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Formats a claim as API Gateway passes it to a function: as a string, an array as `[a b]`, an object as `map[a:b]`.
#[must_use]
pub fn claim_text(claim: &Value) -> String {
    match claim {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(claim_text).collect::<Vec<_>>().join(" ")),
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}:{}", claim_text(value))).collect();
            format!("map[{}]", fields.join(" "))
        }
        Value::Null => "<nil>".to_owned(),
        other => other.to_string(),
    }
}
