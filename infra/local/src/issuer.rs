//! The stack's own token issuer. It signs with RS256: API Gateway's JWT authorizer accepts RSA only.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use ring::digest;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rsa::pkcs8::EncodePrivateKey as _;
use serde_json::{Value, json};

use crate::{persistence, terminal};

/// The lifetime of a token in seconds. Tokens expire by real time, independently of the stack's clock.
pub const LIFETIME: i64 = 12 * 3600;

/// The size of the key in bits.
const KEY_SIZE: usize = 2048;

/// An issuer with one RSA key.
pub struct Issuer {
    url: String,
    key: RsaKeyPair,
    kid: String,
    /// The public key: modulus and exponent in base64url.
    n: String,
    e: String,
}

impl Issuer {
    /// An issuer with a new key, which is lost when the process ends.
    pub fn new(url: String) -> anyhow::Result<Self> {
        Self::with_key(url, &generate_key()?)
    }

    /// An issuer whose key is stored in `file`, so that its tokens stay valid after a restart.
    pub fn load(url: String, file: &Path) -> anyhow::Result<Self> {
        let key = persistence::read_or_create(file, generate_key)?;
        Self::with_key(url.clone(), &key).or_else(|error| {
            // Earlier versions stored an ECDSA key.
            terminal::warn(&format!(
                "{}: {error:#}; a new key replaces it, and users must sign in again",
                file.display()
            ));
            let key = generate_key()?;
            persistence::replace(file, &key).with_context(|| format!("cannot write {}", file.display()))?;
            Self::with_key(url, &key)
        })
    }

    fn with_key(url: String, pkcs8: &[u8]) -> anyhow::Result<Self> {
        let key =
            RsaKeyPair::from_pkcs8(pkcs8).map_err(|rejected| anyhow!("not a usable RSA key: {rejected}"))?;
        let public = PublicKeyComponents::<Vec<u8>>::from(key.public());
        let (n, e) = (URL_SAFE_NO_PAD.encode(public.n), URL_SAFE_NO_PAD.encode(public.e));
        // The thumbprint of the key (RFC 7638), so that a key has the same id in every run.
        let canonical = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, canonical.as_bytes()));
        Ok(Self { url, key, kid, n, e })
    }

    /// The issuer's identifier, which is the `iss` of its tokens.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Signs a token with exactly these claims.
    pub fn sign(&self, claims: &Value) -> anyhow::Result<String> {
        let header = json!({"alg": "RS256", "typ": "JWT", "kid": self.kid});
        let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", encode(&header), encode(claims));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|ring::error::Unspecified| anyhow!("cannot sign a token"))?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The published key set.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let key = json!({
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": self.n, "e": self.e,
        });
        json!({"keys": [key]})
    }
}

/// A new key in PKCS #8 format. `ring` signs with RSA keys but cannot generate them.
fn generate_key() -> anyhow::Result<Vec<u8>> {
    let key = rsa::PrivateKey::new(&mut UnwrapErr(SysRng), KEY_SIZE).context("cannot generate a key")?;
    Ok(key.to_pkcs8_der().context("cannot encode the key")?.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_key_is_used_again_and_one_that_is_not_rsa_is_replaced() {
        let file = std::env::temp_dir().join(format!("issuer-key-{}", uuid::Uuid::new_v4()));
        let load = || Issuer::load("http://issuer".to_owned(), &file).expect("an issuer");
        let first = load();
        assert_eq!(load().jwks(), first.jwks());

        let ecdsa = ring::signature::EcdsaKeyPair::generate_pkcs8(
            &ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            &SystemRandom::new(),
        )
        .expect("a key");
        std::fs::write(&file, ecdsa.as_ref()).expect("written");
        let replaced = load();
        assert_ne!(replaced.jwks(), first.jwks());
        assert_eq!(load().jwks(), replaced.jwks());
        std::fs::remove_file(file).expect("removed");
    }
}
