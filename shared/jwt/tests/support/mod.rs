//! An identity provider on the loopback address, and valid and invalid tokens.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::must_use_candidate,
    clippy::missing_panics_doc,
    missing_docs,
    reason = "support code of tests; no test uses all of it"
)]

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use ring::{hmac, rsa};
use serde_json::{Value, json};

/// An RSA key made for these tests: ring cannot generate one.
const RSA_KEY: &[u8] = include_bytes!("rsa.pk8");

/// A private key that signs tokens.
pub enum Key {
    Ec(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Key {
    /// Generates an ES256 key.
    pub fn ec() -> Self {
        let random = SystemRandom::new();
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        Self::Ec(pair.expect("a key"))
    }

    /// The RS256 key, the same in every test.
    pub fn rsa() -> Self {
        Self::Rsa(RsaKeyPair::from_pkcs8(RSA_KEY).expect("a key"))
    }

    /// The public key as a JSON Web Key.
    pub fn jwk(&self, kid: &str) -> Value {
        let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Ec(pair) => {
                let point = pair.public_key().as_ref();
                json!({"kty": "EC", "crv": "P-256", "use": "sig", "kid": kid, "x": encoded(&point[1..33]), "y": encoded(&point[33..])})
            }
            Self::Rsa(pair) => {
                let public = rsa::PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": encoded(&public.n), "e": encoded(&public.e)})
            }
        }
    }

    /// A signed token with exactly this header and these claims.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = unsigned(header, claims);
        let signature = match self {
            Self::Ec(pair) => {
                pair.sign(&SystemRandom::new(), message.as_bytes()).expect("a signature").as_ref().to_vec()
            }
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)
                    .expect("a signature");
                signature
            }
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The header and the claims of a token, without a signature.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// A token signed by HMAC with the public key as the secret. A library that lets the token choose the algorithm accepts
/// it.
pub fn signed_with_public_key(header: &Value, claims: &Value, key: &Key) -> String {
    let message = unsigned(header, claims);
    let secret = match key {
        Key::Ec(pair) => pair.public_key().as_ref().to_vec(),
        Key::Rsa(pair) => pair.public_key().as_ref().to_vec(),
    };
    let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac))
}

/// The provider's answers, which a test can change while it runs.
#[derive(Default)]
pub struct Answers {
    pub discovery: Value,
    pub keys: Value,
    pub is_down: bool,
}

/// A running identity provider.
pub struct Provider {
    pub url: String,
    pub answers: Arc<Mutex<Answers>>,
    fetches: Arc<AtomicU32>,
}

impl Provider {
    /// Starts a provider that publishes these keys.
    pub async fn publishing(keys: Value) -> Self {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let discovery = json!({"issuer": url, "jwks_uri": format!("{url}/keys")});
        let answers =
            Arc::new(Mutex::new(Answers { discovery, keys: json!({"keys": keys}), is_down: false }));
        let fetches = Arc::new(AtomicU32::new(0));
        let serve = |document: fn(&Answers) -> Value| {
            let (answers, fetches) = (answers.clone(), fetches.clone());
            get(move || async move {
                fetches.fetch_add(1, Ordering::SeqCst);
                let answers = answers.lock().expect("the provider");
                if answers.is_down { Err(StatusCode::BAD_GATEWAY) } else { Ok(Json(document(&answers))) }
            })
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", serve(|answers| answers.discovery.clone()))
            .route("/keys", serve(|answers| answers.keys.clone()));
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { url, answers, fetches }
    }

    /// The number of documents fetched so far.
    pub fn fetches(&self) -> u32 {
        self.fetches.load(Ordering::SeqCst)
    }

    /// Changes what the provider answers.
    pub fn change(&self, change: impl FnOnce(&mut Answers)) {
        change(&mut self.answers.lock().expect("the provider"));
    }
}
