//! Tokens as API Gateway's JWT authorizer checks them: signature, issuer, audience, times, scopes.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A token's claims.
pub type Claims = Map<String, Value>;

/// An issuer's public keys, by `kid`.
#[derive(Debug, Default)]
pub struct KeySet(BTreeMap<String, PublicKey>);

#[derive(Debug)]
enum PublicKey {
    /// The uncompressed point.
    Es256(Vec<u8>),
    Rs256 {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

/// Why a token does not count, in the words of `error_description`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// Not three parts of base64url, or not JSON in them.
    Malformed,
    /// Signed by a key that its issuer does not publish.
    UnknownKey,
    /// Not signed by the key that it names.
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

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
}

/// A key as an issuer publishes it (RFC 7517).
#[derive(Debug, Deserialize)]
struct Jwk {
    kid: Option<String>,
    kty: String,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a published key set, leaving out keys of kinds that are not used here.
    pub fn parse(document: &[u8]) -> serde_json::Result<Self> {
        let Jwks { keys } = serde_json::from_slice(document)?;
        let keys = keys.into_iter().filter_map(|key| Jwk::deserialize(key).ok()?.into_key());
        Ok(Self(keys.collect()))
    }

    /// Whether there is a key for this token.
    #[must_use]
    pub fn knows(&self, token: &Token) -> bool {
        self.0.contains_key(&token.header.kid)
    }
}

impl Jwk {
    fn into_key(self) -> Option<(String, PublicKey)> {
        if self.purpose.is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let key = match (self.kty.as_str(), self.crv.as_deref()) {
            ("EC", Some("P-256")) => {
                let mut point = vec![4];
                point.extend(decode(&self.x?)?);
                point.extend(decode(&self.y?)?);
                PublicKey::Es256(point)
            }
            ("RSA", _) => PublicKey::Rs256 { modulus: decode(&self.n?)?, exponent: decode(&self.e?)? },
            _ => return None,
        };
        Some((self.kid?, key))
    }
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
        take_apart().ok_or(Rejection::Malformed)
    }

    /// Who says to have issued it.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.claims.get("iss")?.as_str()
    }

    /// Its claims, once everything about it is right. `now` is in seconds.
    pub fn verify(self, keys: &KeySet, audience: &[String], now: i64) -> Result<Claims, Rejection> {
        let key = keys.0.get(&self.header.kid).ok_or(Rejection::UnknownKey)?;
        if !key.signed(&self.header.alg, self.signed.as_bytes(), &self.signature) {
            return Err(Rejection::Signature);
        }
        // As API Gateway: `client_id` counts only where there is no `aud`.
        let meant_for = match self.claims.get("aud").or_else(|| self.claims.get("client_id")) {
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one.as_str()],
            _ => Vec::new(),
        };
        if !meant_for.iter().any(|one| audience.iter().any(|wanted| wanted == one)) {
            return Err(Rejection::Audience);
        }
        let time = |claim: &str| match self.claims.get(claim) {
            None => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or(Rejection::Malformed),
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

impl PublicKey {
    fn signed(&self, algorithm: &str, message: &[u8], code: &[u8]) -> bool {
        match (self, algorithm) {
            (Self::Es256(point), "ES256") => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point)
                    .verify(message, code)
                    .is_ok()
            }
            (Self::Rs256 { modulus, exponent }, "RS256") => {
                RsaPublicKeyComponents { n: modulus, e: exponent }
                    .verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, code)
                    .is_ok()
            }
            _ => false,
        }
    }
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

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::Issuer;
    use serde_json::json;

    const NOW: i64 = 1_750_000_000;

    fn check(claims: &Value, tamper: impl FnOnce(String) -> String) -> Result<Claims, Rejection> {
        let issuer = Issuer::new("http://issuer".to_owned()).expect("a key");
        let keys = KeySet::parse(issuer.jwks().to_string().as_bytes()).expect("its keys");
        let token = tamper(issuer.sign(claims).expect("signed"));
        Token::parse(&token)?.verify(&keys, &["staffroom".to_owned()], NOW)
    }

    fn good() -> Value {
        json!({"iss": "http://issuer", "aud": "staffroom", "sub": "ana", "iat": NOW, "exp": NOW + 1})
    }

    fn with(claim: &str, value: Value) -> Value {
        let mut claims = good();
        claims[claim] = value;
        claims
    }

    #[test]
    fn a_good_token_yields_its_claims() {
        assert_eq!(check(&good(), |token| token).expect("good")["sub"], "ana");
        assert!(check(&with("aud", json!(["other", "staffroom"])), |token| token).is_ok());
        let mut by_client = good();
        by_client.as_object_mut().expect("claims").remove("aud");
        by_client["client_id"] = json!("staffroom");
        assert!(check(&by_client, |token| token).is_ok());
    }

    #[test]
    fn every_flaw_is_seen() {
        for (claims, flaw) in [
            (with("aud", json!("other")), Rejection::Audience),
            (with("aud", json!(null)), Rejection::Audience),
            (with("exp", json!(NOW)), Rejection::Expired),
            (with("exp", json!("soon")), Rejection::Malformed),
            (with("nbf", json!(NOW + 1)), Rejection::NotYetValid),
            (with("iat", json!(NOW + 1)), Rejection::NotYetValid),
        ] {
            assert_eq!(check(&claims, |token| token), Err(flaw), "{claims}");
        }
        let mut endless = good();
        endless.as_object_mut().expect("claims").remove("exp");
        assert_eq!(check(&endless, |token| token), Err(Rejection::Expired));
    }

    #[test]
    fn nothing_but_the_issuers_signature_counts() {
        let unsigned = |token: String| {
            let claims = token.split('.').nth(1).expect("claims").to_owned();
            format!("{}.{claims}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none","kid":"x"}"#))
        };
        assert_eq!(check(&good(), unsigned), Err(Rejection::UnknownKey));
        let cut = |token: String| token.rsplit_once('.').expect("a signature").0.to_owned() + ".AAAA";
        assert_eq!(check(&good(), cut), Err(Rejection::Signature));
        for text in ["", "a.b", "a.b.c", "...."] {
            assert_eq!(check(&good(), |_| text.to_owned()), Err(Rejection::Malformed), "{text}");
        }
    }

    #[test]
    fn scopes_come_in_both_shapes() {
        let scopes_of = |claims: Value| scopes(claims.as_object().expect("claims"));
        assert_eq!(scopes_of(json!({"scope": "a  b"})), ["a", "b"]);
        assert_eq!(scopes_of(json!({"scp": ["a", "b"]})), ["a", "b"]);
        assert!(scopes_of(json!({"scope": 1})).is_empty());
    }
}
