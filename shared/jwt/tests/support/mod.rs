//! An identity provider on loopback: discovery, keys, and tokens good and bad.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::must_use_candidate,
    clippy::missing_panics_doc,
    missing_docs,
    reason = "shared by tests, none of which uses all of it"
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

/// A key made for these tests alone: ring makes none for RSA.
const RSA: &[u8] = include_bytes!("rsa.pk8");

/// Something to sign tokens with.
pub enum Key {
    Ec(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Key {
    /// A new ES256 key.
    pub fn ec() -> Self {
        let random = SystemRandom::new();
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        Self::Ec(pair.expect("a key"))
    }

    /// The RS256 key, always the same.
    pub fn rsa() -> Self {
        Self::Rsa(RsaKeyPair::from_pkcs8(RSA).expect("a key"))
    }

    /// The key as its issuer publishes it.
    pub fn published(&self, kid: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Ec(pair) => {
                let point = pair.public_key().as_ref();
                json!({"kty": "EC", "crv": "P-256", "use": "sig", "kid": kid, "x": text(&point[1..33]), "y": text(&point[33..])})
            }
            Self::Rsa(pair) => {
                let public = rsa::PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": text(&public.n), "e": text(&public.e)})
            }
        }
    }

    /// A token with exactly this header and these claims.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = unsigned(header, claims);
        let code = match self {
            Self::Ec(pair) => {
                pair.sign(&SystemRandom::new(), signed.as_bytes()).expect("signed").as_ref().to_vec()
            }
            Self::Rsa(pair) => {
                let mut code = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut code)
                    .expect("signed");
                code
            }
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(code))
    }
}

/// The first two parts of a token.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// What a library takes that lets the token choose how it is checked: HS256, the secret being a public key.
pub fn signed_with_public_key(header: &Value, claims: &Value, key: &Key) -> String {
    let signed = unsigned(header, claims);
    let secret = match key {
        Key::Ec(pair) => pair.public_key().as_ref().to_vec(),
        Key::Rsa(pair) => pair.public_key().as_ref().to_vec(),
    };
    let code = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(code))
}

/// What the provider answers, to be changed while it runs.
#[derive(Default)]
pub struct Says {
    pub discovery: Value,
    pub keys: Value,
    pub is_down: bool,
}

/// A running provider.
pub struct Provider {
    pub url: String,
    pub says: Arc<Mutex<Says>>,
    fetches: Arc<AtomicU32>,
}

impl Provider {
    /// A provider that publishes these keys.
    pub async fn publishing(keys: Value) -> Self {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let discovery = json!({"issuer": url, "jwks_uri": format!("{url}/keys")});
        let says = Arc::new(Mutex::new(Says { discovery, keys: json!({"keys": keys}), is_down: false }));
        let fetches = Arc::new(AtomicU32::new(0));
        let answer = |what: fn(&Says) -> Value| {
            let (says, fetches) = (says.clone(), fetches.clone());
            get(move || async move {
                fetches.fetch_add(1, Ordering::SeqCst);
                let says = says.lock().expect("the provider");
                if says.is_down { Err(StatusCode::BAD_GATEWAY) } else { Ok(Json(what(&says))) }
            })
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", answer(|says| says.discovery.clone()))
            .route("/keys", answer(|says| says.keys.clone()));
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { url, says, fetches }
    }

    /// How many documents were fetched so far.
    pub fn fetches(&self) -> u32 {
        self.fetches.load(Ordering::SeqCst)
    }

    /// Does this to what it says.
    pub fn now(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.says.lock().expect("the provider"));
    }
}
