use std::fmt;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::keys::{KeySet, decode};

/// A token's claims.
pub type Claims = Map<String, Value>;

/// Why a token does not count, in the words of `error_description` (RFC 6750, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// Not three parts of base64url, or not JSON in them, or with a demand that is not understood here.
    Malformed,
    /// Signed by a key that its issuer does not publish, or does not name one.
    UnknownKey,
    /// Not signed by the key that it names, or not with that key's algorithm.
    Signature,
    /// From an issuer that is not trusted here.
    Issuer,
    /// Meant for somebody else.
    Audience,
    /// Past its `exp`, or without one.
    Expired,
    /// Before its `nbf` or `iat`.
    NotYetValid,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the token is malformed",
            Self::UnknownKey => "the token is signed by an unknown key",
            Self::Signature => "the token's signature is invalid",
            Self::Issuer => "the token's issuer is not trusted",
            Self::Audience => "the token has an invalid audience",
            Self::Expired => "the token has expired",
            Self::NotYetValid => "the token is not valid yet",
        })
    }
}

/// What a token must say to count here.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Its `iss`, exactly.
    pub issuer: &'a str,
    /// One of these in its `aud` or, where it has none, in its `client_id`.
    pub audience: &'a [String],
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Whoever does not understand what stands here must refuse the token (RFC 7515, section 4.1.11).
    crit: Option<IgnoredAny>,
}

/// A token taken apart, of which nothing is believed yet.
pub struct Token {
    header: Header,
    claims: Claims,
    signed: String,
    signature: Vec<u8>,
}

impl Token {
    /// Takes a token apart.
    ///
    /// # Errors
    /// [`Rejection::Malformed`].
    pub fn parse(text: &str) -> Result<Self, Rejection> {
        let take_apart = || {
            let (signed, signature) = text.rsplit_once('.')?;
            let (header, claims) = signed.split_once('.')?;
            Some(Self {
                header: serde_json::from_slice(&decode(header)?).ok()?,
                claims: serde_json::from_slice(&decode(claims)?).ok()?,
                signed: signed.to_owned(),
                signature: decode(signature)?,
            })
        };
        take_apart().filter(|token| token.header.crit.is_none()).ok_or(Rejection::Malformed)
    }

    /// Who says to have issued it.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.claims.get("iss")?.as_str()
    }

    /// The key that it says to be signed with.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// Its claims, once everything about it is right. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn verify(self, keys: &KeySet, expected: Expected<'_>, now: i64) -> Result<Claims, Rejection> {
        if self.issuer() != Some(expected.issuer) {
            return Err(Rejection::Issuer);
        }
        let key = self.key_id().and_then(|kid| keys.get(kid)).ok_or(Rejection::UnknownKey)?;
        if !key.signed(&self.header.alg, self.signed.as_bytes(), &self.signature) {
            return Err(Rejection::Signature);
        }
        // As API Gateway: `client_id` counts only where there is no `aud`.
        let meant_for = match self.claims.get("aud").or_else(|| self.claims.get("client_id")) {
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one.as_str()],
            _ => Vec::new(),
        };
        if !meant_for.iter().any(|one| expected.audience.iter().any(|wanted| wanted == one)) {
            return Err(Rejection::Audience);
        }
        // A time may have a fraction (RFC 7519, section 2).
        #[expect(clippy::cast_precision_loss, reason = "seconds are exact for a hundred million years")]
        let now = now as f64;
        let time = |claim: &str| match self.claims.get(claim) {
            None => Ok(None),
            Some(value) => value.as_f64().map(Some).ok_or(Rejection::Malformed),
        };
        if time("exp")?.is_none_or(|exp| exp <= now) {
            return Err(Rejection::Expired);
        }
        if [time("nbf")?, time("iat")?].into_iter().flatten().any(|from| from > now) {
            return Err(Rejection::NotYetValid);
        }
        Ok(self.claims)
    }
}

/// The token in an `Authorization` header. API Gateway takes it with or without its scheme.
#[must_use]
pub fn bearer(authorization: &str) -> Option<&str> {
    let token = match authorization.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token,
        Some(_) => return None,
        None => authorization,
    };
    Some(token.trim()).filter(|token| !token.is_empty())
}

/// The scopes that a token carries in `scope` or `scp`.
#[must_use]
pub fn scopes(claims: &Claims) -> Vec<String> {
    match claims.get("scope").or_else(|| claims.get("scp")) {
        Some(Value::String(text)) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// A claim as API Gateway hands it to a function: always a text, arrays as `[a b]`, objects as `map[a:b]`.
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
