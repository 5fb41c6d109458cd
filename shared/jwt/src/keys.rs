use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value;

/// An issuer's public keys, by `kid`.
#[derive(Debug, Default)]
pub struct KeySet(BTreeMap<String, PublicKey>);

/// A key for exactly one algorithm, so that a token cannot choose another one for it.
#[derive(Debug)]
pub(crate) enum PublicKey {
    /// The point on the curve, uncompressed (SEC 1, section 2.3.3).
    Es256(Vec<u8>),
    Rs256 {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

/// A JSON Web Key (RFC 7517).
#[derive(Deserialize)]
struct Jwk {
    kid: Option<String>,
    kty: String,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
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
    /// Parses a JSON Web Key Set, and leaves out keys of other kinds than those supported here.
    ///
    /// # Errors
    /// If the document is not a key set.
    pub fn parse(document: &[u8]) -> serde_json::Result<Self> {
        let Jwks { keys } = serde_json::from_slice(document)?;
        let keys = keys.into_iter().filter_map(|key| Jwk::deserialize(key).ok()?.into_key());
        Ok(Self(keys.collect()))
    }

    pub(crate) fn get(&self, kid: &str) -> Option<&PublicKey> {
        self.0.get(kid)
    }
}

impl Jwk {
    fn into_key(self) -> Option<(String, PublicKey)> {
        if self.purpose.is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let key = match (self.kty.as_str(), self.crv.as_deref()) {
            ("EC", Some("P-256")) => {
                // The prefix of an uncompressed point.
                let mut point = vec![4];
                point.extend(decode(&self.x?)?);
                point.extend(decode(&self.y?)?);
                PublicKey::Es256(point)
            }
            ("RSA", _) => PublicKey::Rs256 { modulus: decode(&self.n?)?, exponent: decode(&self.e?)? },
            _ => return None,
        };
        if self.alg.is_some_and(|alg| alg != key.algorithm()) {
            return None;
        }
        Some((self.kid?, key))
    }
}

impl PublicKey {
    fn algorithm(&self) -> &'static str {
        match self {
            Self::Es256(_) => "ES256",
            Self::Rs256 { .. } => "RS256",
        }
    }

    /// Whether `signature` is a signature of `message` by this key, and `algorithm`, as the token names it, is this key's.
    pub(crate) fn verifies(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> bool {
        if algorithm != self.algorithm() {
            return false;
        }
        match self {
            Self::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            Self::Rs256 { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
        }
        .is_ok()
    }
}

/// Decodes base64url without padding (RFC 7515, section 2).
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
