//! Verifies tokens with the keys that an identity provider serves over HTTP.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a panic fails the test and says where"
)]

mod support;

use serde_json::{Value, json};
use staffroom_jwt::{Claims, ClockSkew, Issuer, KeyFetchError, TokenError, VerifyError};
use support::{Key, Provider, signed_with_public_key, unsigned};

const NOW: i64 = 1_750_000_000;

async fn verify(issuer: &Issuer, token: &str) -> Result<Claims, VerifyError> {
    verify_at(NOW, issuer, token).await
}

async fn verify_at(now: i64, issuer: &Issuer, token: &str) -> Result<Claims, VerifyError> {
    issuer.verify(token, &["staffroom".to_owned(), "other-client".to_owned()], now).await
}

async fn token_error(issuer: &Issuer, token: &str) -> TokenError {
    match verify(issuer, token).await {
        Err(VerifyError::Rejected(error)) => error,
        other => panic!("{token}: {other:?}"),
    }
}

fn claims(provider: &Provider) -> Value {
    json!({"iss": provider.url, "aud": "staffroom", "sub": "ana", "iat": NOW, "nbf": NOW, "exp": NOW + 1})
}

fn header(algorithm: &str, kid: &str) -> Value {
    json!({"alg": algorithm, "kid": kid, "typ": "JWT"})
}

#[tokio::test]
async fn both_algorithms_and_all_forms_of_the_audience_are_accepted() {
    let (ec, rsa) = (Key::ec(), Key::rsa());
    // A key of an unsupported kind must not prevent the use of the others.
    let foreign = json!({"kty": "OKP", "crv": "Ed25519", "kid": "okp", "x": "AA"});
    let provider = Provider::publishing(json!([foreign, ec.jwk("e"), rsa.jwk("r")])).await;
    let issuer = Issuer::new(provider.url.clone());
    let valid = claims(&provider);
    for token in [ec.sign(&header("ES256", "e"), &valid), rsa.sign(&header("RS256", "r"), &valid)] {
        assert_eq!(verify(&issuer, &token).await.expect("a valid token")["sub"], "ana");
    }
    for (aud, client_id) in [
        (json!(["x", "other-client"]), json!("x")),
        (json!("other-client"), json!(null)),
        (Value::Null, json!("staffroom")),
    ] {
        let mut claims = valid.clone();
        claims["client_id"] = client_id;
        claims["aud"] = aud;
        if claims["aud"].is_null() {
            claims.as_object_mut().expect("claims").remove("aud");
        }
        let token = ec.sign(&header("ES256", "e"), &claims);
        assert!(verify(&issuer, &token).await.is_ok(), "{claims}");
    }
    let mut fraction = valid;
    fraction["exp"] = json!(0.5 + 1_750_000_000.0);
    assert!(verify(&issuer, &ec.sign(&header("ES256", "e"), &fraction)).await.is_ok());
    assert_eq!(provider.fetches(), 2, "the keys are fetched once");
}

#[tokio::test]
async fn tokens_with_invalid_claims_are_rejected() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.jwk("k")])).await;
    let issuer = Issuer::new(provider.url.clone());
    for (claim, value, error) in [
        ("iss", json!("https://example.com"), TokenError::Issuer),
        ("iss", json!(format!("{}/", provider.url)), TokenError::Issuer),
        ("iss", json!([provider.url]), TokenError::Issuer),
        ("iss", Value::Null, TokenError::Issuer),
        ("aud", json!("other"), TokenError::Audience),
        ("aud", json!(["other"]), TokenError::Audience),
        ("aud", json!([]), TokenError::Audience),
        ("aud", Value::Null, TokenError::Audience),
        ("exp", json!(NOW), TokenError::Expired),
        ("exp", json!(-1), TokenError::Expired),
        ("exp", json!("soon"), TokenError::Malformed),
        ("nbf", json!(NOW + 1), TokenError::NotYetValid),
        ("nbf", json!("now"), TokenError::Malformed),
        ("iat", json!(NOW + 1), TokenError::NotYetValid),
    ] {
        let mut claims = claims(&provider);
        // `client_id` must be ignored, because there is an `aud`.
        claims["client_id"] = json!("staffroom");
        claims[claim] = value;
        let token = key.sign(&header("ES256", "k"), &claims);
        assert_eq!(token_error(&issuer, &token).await, error, "{claims}");
    }
    for (claim, error) in
        [("exp", TokenError::Expired), ("aud", TokenError::Audience), ("iss", TokenError::Issuer)]
    {
        let mut claims = claims(&provider);
        claims.as_object_mut().expect("claims").remove(claim);
        assert_eq!(
            token_error(&issuer, &key.sign(&header("ES256", "k"), &claims)).await,
            error,
            "without {claim}"
        );
    }
}

#[tokio::test]
async fn only_a_signature_by_the_named_key_is_accepted() {
    let (ec, rsa) = (Key::ec(), Key::rsa());
    let provider = Provider::publishing(json!([ec.jwk("e"), rsa.jwk("r")])).await;
    let issuer = Issuer::new(provider.url.clone());
    let claims = claims(&provider);
    let valid = ec.sign(&header("ES256", "e"), &claims);
    verify(&issuer, &valid).await.expect("the valid token that the others are made from");

    let mut tampered: Vec<&str> = valid.split('.').collect();
    let other = unsigned(
        &header("ES256", "e"),
        &json!({"iss": provider.url, "aud": "staffroom", "sub": "bob", "exp": NOW + 1}),
    );
    tampered[1] = other.split('.').nth(1).expect("claims");
    for (token, error) in [
        (Key::ec().sign(&header("ES256", "e"), &claims), TokenError::Signature),
        (ec.sign(&header("ES256", "r"), &claims), TokenError::Signature),
        (rsa.sign(&header("RS256", "e"), &claims), TokenError::Signature),
        (rsa.sign(&header("RS512", "r"), &claims), TokenError::Signature),
        (format!("{}.", unsigned(&header("none", "e"), &claims)), TokenError::Signature),
        (format!("{}.", unsigned(&header("ES256", "e"), &claims)), TokenError::Signature),
        (signed_with_public_key(&header("HS256", "r"), &claims, &rsa), TokenError::Signature),
        (signed_with_public_key(&header("HS256", "e"), &claims, &ec), TokenError::Signature),
        (signed_with_public_key(&header("RS256", "r"), &claims, &rsa), TokenError::Signature),
        (tampered.join("."), TokenError::Signature),
        (ec.sign(&header("ES256", "unknown"), &claims), TokenError::UnknownKey),
        (ec.sign(&json!({"alg": "ES256"}), &claims), TokenError::UnknownKey),
        (ec.sign(&json!({"alg": "ES256", "kid": "e", "crit": ["b64"]}), &claims), TokenError::Malformed),
        (ec.sign(&json!({"kid": "e"}), &claims), TokenError::Malformed),
        (ec.sign(&header("ES256", "e"), &json!(["sub"])), TokenError::Malformed),
        (format!("{valid}="), TokenError::Malformed),
        (valid.replace('.', ""), TokenError::Malformed),
        (format!("{valid}.x"), TokenError::Malformed),
        ("....".to_owned(), TokenError::Malformed),
        (String::new(), TokenError::Malformed),
        ("é.é.é".to_owned(), TokenError::Malformed),
    ] {
        assert_eq!(token_error(&issuer, &token).await, error, "{token}");
    }
}

#[tokio::test]
async fn keys_for_other_uses_are_ignored() {
    let key = Key::ec();
    for (name, value) in [("use", json!("enc")), ("alg", json!("ES384")), ("crv", json!("P-384"))] {
        let mut jwk = key.jwk("k");
        jwk[name] = value;
        let provider = Provider::publishing(json!([jwk])).await;
        let token = key.sign(&header("ES256", "k"), &claims(&provider));
        assert_eq!(
            token_error(&Issuer::new(provider.url.clone()), &token).await,
            TokenError::UnknownKey,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_new_key_is_fetched_and_unknown_key_ids_cause_no_further_fetches() {
    let (old, new) = (Key::ec(), Key::ec());
    let provider = Provider::publishing(json!([old.jwk("old")])).await;
    let issuer = Issuer::new(provider.url.clone());
    let by = |key: &Key, kid: &str| {
        let mut claims = claims(&provider);
        claims["exp"] = json!(NOW + 24 * 3600);
        key.sign(&header("ES256", kid), &claims)
    };
    verify(&issuer, &by(&old, "old")).await.expect("the old key");
    provider.change(|answers| answers.keys = json!({"keys": [new.jwk("new")]}));
    let fetches = provider.fetches();
    for unknown in 0..5 {
        let token = by(&Key::ec(), &unknown.to_string());
        assert_eq!(token_error(&issuer, &token).await, TokenError::UnknownKey);
    }
    assert_eq!(provider.fetches(), fetches, "the next fetch waits for the shortest interval");

    let later = NOW + 10;
    verify_at(later, &issuer, &by(&new, "new")).await.expect("the new key");
    assert!(verify_at(later, &issuer, &by(&old, "old")).await.is_err(), "the old key is gone");
    provider.change(|answers| answers.keys = json!({"keys": []}));
    let end = later + 2 * 3600;
    verify_at(end - 1, &issuer, &by(&new, "new")).await.expect("the cached key is still used");
    assert!(verify_at(end, &issuer, &by(&new, "new")).await.is_err(), "the cached key is too old");
}

#[tokio::test]
async fn an_unreachable_issuer_is_no_reason_to_reject_the_token() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.jwk("k")])).await;
    let issuer = Issuer::new(provider.url.clone());
    let mut long_lived = claims(&provider);
    long_lived["exp"] = json!(NOW + 60);
    let token = key.sign(&header("ES256", "k"), &long_lived);
    provider.change(|answers| answers.is_down = true);
    assert!(matches!(verify(&issuer, &token).await, Err(VerifyError::Unreachable(_))));
    provider.change(|answers| answers.is_down = false);
    assert!(
        matches!(verify(&issuer, &token).await, Err(VerifyError::Unreachable(_))),
        "the outcome of the fetch is kept"
    );
    assert_eq!(provider.fetches(), 1);
    verify_at(NOW + 10, &issuer, &token).await.expect("the issuer answers again");

    let discovery = json!({"issuer": provider.url, "jwks_uri": format!("{}/keys", provider.url)});
    for (name, value) in [
        ("issuer", json!("https://example.com")),
        ("issuer", Value::Null),
        ("jwks_uri", json!(format!("{}/nothing", provider.url))),
        ("jwks_uri", json!("nonsense")),
    ] {
        let mut document = discovery.clone();
        document[name] = value;
        provider.change(|answers| answers.discovery = document.clone());
        let outcome = verify(&Issuer::new(provider.url.clone()), &token).await;
        assert!(matches!(outcome, Err(VerifyError::Unreachable(_))), "{document}");
    }
    let large = json!({"keys": [key.jwk("k"), "x".repeat(300_000)]});
    provider.change(|answers| (answers.discovery, answers.keys) = (discovery, large));
    let outcome = verify(&Issuer::new(provider.url.clone()), &token).await;
    assert!(matches!(outcome, Err(VerifyError::Unreachable(_))), "a key set of 300 kB");
    let unreachable = Issuer::new("http://127.0.0.1:1".to_owned());
    assert!(unreachable.discover(NOW).await.is_err());
}

#[tokio::test]
async fn a_failed_fetch_says_what_failed_and_why() {
    let provider = Provider::publishing(json!([])).await;
    let issuer = Issuer::new(provider.url.clone());
    provider.change(|answers| answers.discovery = json!({"issuer": "https://example.com", "jwks_uri": "x"}));
    let error = issuer.discover(NOW).await.expect_err("another issuer");
    assert!(error.to_string().contains("belongs to the issuer https://example.com"), "{error}");

    let unreachable = Issuer::new("http://127.0.0.1:1".to_owned());
    let error = unreachable.discover(NOW).await.expect_err("no server");
    assert_eq!(error.to_string(), "cannot fetch http://127.0.0.1:1/.well-known/openid-configuration");
    assert!(std::error::Error::source(&error).is_some(), "{error:?}");
}

#[tokio::test]
async fn a_clock_that_is_ahead_is_tolerated_for_the_start_of_a_token_and_not_for_its_end() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.jwk("k")])).await;
    let issuer = Issuer::new(provider.url.clone()).tolerating(ClockSkew::of_seconds(30).expect("a minute"));
    for (claim, value, expected) in [
        ("nbf", NOW + 30, None),
        ("iat", NOW + 30, None),
        ("nbf", NOW + 31, Some(TokenError::NotYetValid)),
        ("iat", NOW + 31, Some(TokenError::NotYetValid)),
        ("exp", NOW, Some(TokenError::Expired)),
    ] {
        let mut claims = claims(&provider);
        claims[claim] = json!(value);
        let rejection = match verify(&issuer, &key.sign(&header("ES256", "k"), &claims)).await {
            Ok(_) => None,
            Err(VerifyError::Rejected(error)) => Some(error),
            Err(VerifyError::Unreachable(error)) => panic!("{error}"),
        };
        assert_eq!(rejection, expected, "{claim} {value}");
    }
    assert_eq!(ClockSkew::of_seconds(61), None);
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_given_up_in_the_time_that_the_caller_has() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let issuer = Issuer::new(url).fetching_within(std::time::Duration::from_millis(50));
    let started = std::time::Instant::now();
    assert!(matches!(issuer.discover(NOW).await, Err(KeyFetchError::Timeout { .. })));
    assert!(started.elapsed() < std::time::Duration::from_secs(3), "{:?}", started.elapsed());
}
