//! The stack's own issuer of tokens.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

/// How long its tokens live, in seconds. They count real time, whatever the stack's clock says.
pub const LIFETIME: i64 = 12 * 3600;

/// An issuer with one ES256 key.
pub struct Issuer {
    url: String,
    key: EcdsaKeyPair,
    kid: String,
    x: String,
    y: String,
}

impl Issuer {
    /// An issuer with a key of its own, gone with the process.
    pub fn new(url: String) -> anyhow::Result<Self> {
        Self::with_key(url, &new_key()?)
    }

    /// An issuer whose key is kept in `file`, so that tokens outlive a restart.
    pub fn kept_in(url: String, file: &Path) -> anyhow::Result<Self> {
        let key = crate::data::kept(file, new_key)?;
        Self::with_key(url, &key).with_context(|| format!("{} holds no key", file.display()))
    }

    fn with_key(url: String, pkcs8: &[u8]) -> anyhow::Result<Self> {
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new())
            .map_err(|rejected| anyhow!("key rejected: {rejected}"))?;
        let (x, y) = key
            .public_key()
            .as_ref()
            .get(1..)
            .and_then(|point| point.split_at_checked(32))
            .context("the public key is not a point")?;
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        // The key's thumbprint (RFC 7638), so that the same key has the same name.
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, canonical.as_bytes()));
        Ok(Self { url, key, kid, x, y })
    }

    /// What stands in `iss`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A token with exactly these claims.
    pub fn sign(&self, claims: &Value) -> anyhow::Result<String> {
        let header = json!({"alg": "ES256", "typ": "JWT", "kid": self.kid});
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let signature = self
            .key
            .sign(&SystemRandom::new(), signed.as_bytes())
            .map_err(|ring::error::Unspecified| anyhow!("no randomness to sign with"))?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The published keys.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let key = json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid, "x": self.x, "y": self.y,
        });
        json!({"keys": [key]})
    }
}

fn new_key() -> anyhow::Result<Vec<u8>> {
    EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
        .map(|document| document.as_ref().to_vec())
        .map_err(|ring::error::Unspecified| anyhow!("no randomness for a key"))
}
