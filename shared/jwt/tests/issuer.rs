//! Tokens against the keys of a provider that answers over HTTP.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use serde_json::{Value, json};
use staffroom_jwt::{Claims, Issuer, Refused, Rejection};
use support::{Key, Provider, signed_with_public_key, unsigned};

const NOW: i64 = 1_750_000_000;

async fn verify(issuer: &Issuer, token: &str) -> Result<Claims, Refused> {
    verify_at(NOW, issuer, token).await
}

async fn verify_at(now: i64, issuer: &Issuer, token: &str) -> Result<Claims, Refused> {
    issuer.verify(token, &["staffroom".to_owned(), "other-client".to_owned()], now).await
}

async fn rejection(issuer: &Issuer, token: &str) -> Rejection {
    match verify(issuer, token).await {
        Err(Refused::Rejected(rejection)) => rejection,
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
async fn both_algorithms_and_every_way_to_name_the_audience() {
    let (ec, rsa) = (Key::ec(), Key::rsa());
    // Kinds of keys that are not used here are no hindrance to those that are.
    let foreign = json!({"kty": "OKP", "crv": "Ed25519", "kid": "okp", "x": "AA"});
    let provider = Provider::publishing(json!([foreign, ec.published("e"), rsa.published("r")])).await;
    let issuer = Issuer::new(provider.url.clone());
    let good = claims(&provider);
    for token in [ec.sign(&header("ES256", "e"), &good), rsa.sign(&header("RS256", "r"), &good)] {
        assert_eq!(verify(&issuer, &token).await.expect("good")["sub"], "ana");
    }
    for (aud, client_id) in [
        (json!(["x", "other-client"]), json!("x")),
        (json!("other-client"), json!(null)),
        (Value::Null, json!("staffroom")),
    ] {
        let mut claims = good.clone();
        claims["client_id"] = client_id;
        claims["aud"] = aud;
        if claims["aud"].is_null() {
            claims.as_object_mut().expect("claims").remove("aud");
        }
        let token = ec.sign(&header("ES256", "e"), &claims);
        assert!(verify(&issuer, &token).await.is_ok(), "{claims}");
    }
    let mut precise = good;
    precise["exp"] = json!(0.5 + 1_750_000_000.0);
    assert!(verify(&issuer, &ec.sign(&header("ES256", "e"), &precise)).await.is_ok());
    assert_eq!(provider.fetches(), 2, "the keys are fetched once");
}

#[tokio::test]
async fn every_flaw_of_the_claims_is_seen() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.published("k")])).await;
    let issuer = Issuer::new(provider.url.clone());
    for (claim, value, flaw) in [
        ("iss", json!("https://example.com"), Rejection::Issuer),
        ("iss", json!(format!("{}/", provider.url)), Rejection::Issuer),
        ("iss", json!([provider.url]), Rejection::Issuer),
        ("iss", Value::Null, Rejection::Issuer),
        ("aud", json!("other"), Rejection::Audience),
        ("aud", json!(["other"]), Rejection::Audience),
        ("aud", json!([]), Rejection::Audience),
        ("aud", Value::Null, Rejection::Audience),
        ("exp", json!(NOW), Rejection::Expired),
        ("exp", json!(-1), Rejection::Expired),
        ("exp", json!("soon"), Rejection::Malformed),
        ("nbf", json!(NOW + 1), Rejection::NotYetValid),
        ("nbf", json!("now"), Rejection::Malformed),
        ("iat", json!(NOW + 1), Rejection::NotYetValid),
    ] {
        let mut claims = claims(&provider);
        // `aud` decides where there is one, whatever `client_id` says.
        claims["client_id"] = json!("staffroom");
        claims[claim] = value;
        let token = key.sign(&header("ES256", "k"), &claims);
        assert_eq!(rejection(&issuer, &token).await, flaw, "{claims}");
    }
    for (claim, flaw) in
        [("exp", Rejection::Expired), ("aud", Rejection::Audience), ("iss", Rejection::Issuer)]
    {
        let mut claims = claims(&provider);
        claims.as_object_mut().expect("claims").remove(claim);
        assert_eq!(
            rejection(&issuer, &key.sign(&header("ES256", "k"), &claims)).await,
            flaw,
            "without {claim}"
        );
    }
}

#[tokio::test]
async fn nothing_but_a_signature_by_the_named_key_counts() {
    let (ec, rsa) = (Key::ec(), Key::rsa());
    let provider = Provider::publishing(json!([ec.published("e"), rsa.published("r")])).await;
    let issuer = Issuer::new(provider.url.clone());
    let claims = claims(&provider);
    let good = ec.sign(&header("ES256", "e"), &claims);
    verify(&issuer, &good).await.expect("the good one, of which the others are made");

    let mut tampered: Vec<&str> = good.split('.').collect();
    let other = unsigned(
        &header("ES256", "e"),
        &json!({"iss": provider.url, "aud": "staffroom", "sub": "bob", "exp": NOW + 1}),
    );
    tampered[1] = other.split('.').nth(1).expect("claims");
    for (token, flaw) in [
        (Key::ec().sign(&header("ES256", "e"), &claims), Rejection::Signature),
        (ec.sign(&header("ES256", "r"), &claims), Rejection::Signature),
        (rsa.sign(&header("RS256", "e"), &claims), Rejection::Signature),
        (rsa.sign(&header("RS512", "r"), &claims), Rejection::Signature),
        (format!("{}.", unsigned(&header("none", "e"), &claims)), Rejection::Signature),
        (format!("{}.", unsigned(&header("ES256", "e"), &claims)), Rejection::Signature),
        (signed_with_public_key(&header("HS256", "r"), &claims, &rsa), Rejection::Signature),
        (signed_with_public_key(&header("HS256", "e"), &claims, &ec), Rejection::Signature),
        (signed_with_public_key(&header("RS256", "r"), &claims, &rsa), Rejection::Signature),
        (tampered.join("."), Rejection::Signature),
        (ec.sign(&header("ES256", "unknown"), &claims), Rejection::UnknownKey),
        (ec.sign(&json!({"alg": "ES256"}), &claims), Rejection::UnknownKey),
        (ec.sign(&json!({"alg": "ES256", "kid": "e", "crit": ["b64"]}), &claims), Rejection::Malformed),
        (ec.sign(&json!({"kid": "e"}), &claims), Rejection::Malformed),
        (ec.sign(&header("ES256", "e"), &json!(["sub"])), Rejection::Malformed),
        (format!("{good}="), Rejection::Malformed),
        (good.replace('.', ""), Rejection::Malformed),
        (format!("{good}.x"), Rejection::Malformed),
        ("....".to_owned(), Rejection::Malformed),
        (String::new(), Rejection::Malformed),
        ("é.é.é".to_owned(), Rejection::Malformed),
    ] {
        assert_eq!(rejection(&issuer, &token).await, flaw, "{token}");
    }
}

#[tokio::test]
async fn keys_for_other_uses_do_not_count() {
    let key = Key::ec();
    for (name, value) in [("use", json!("enc")), ("alg", json!("ES384")), ("crv", json!("P-384"))] {
        let mut published = key.published("k");
        published[name] = value;
        let provider = Provider::publishing(json!([published])).await;
        let token = key.sign(&header("ES256", "k"), &claims(&provider));
        assert_eq!(
            rejection(&Issuer::new(provider.url.clone()), &token).await,
            Rejection::UnknownKey,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_new_key_is_found_and_made_up_ones_cost_little() {
    let (old, new) = (Key::ec(), Key::ec());
    let provider = Provider::publishing(json!([old.published("old")])).await;
    let issuer = Issuer::new(provider.url.clone());
    let by = |key: &Key, kid: &str| {
        let mut claims = claims(&provider);
        claims["exp"] = json!(NOW + 24 * 3600);
        key.sign(&header("ES256", kid), &claims)
    };
    verify(&issuer, &by(&old, "old")).await.expect("the old key");
    provider.now(|says| says.keys = json!({"keys": [new.published("new")]}));
    let fetches = provider.fetches();
    for made_up in 0..5 {
        let token = by(&Key::ec(), &made_up.to_string());
        assert_eq!(rejection(&issuer, &token).await, Rejection::UnknownKey);
    }
    assert_eq!(provider.fetches(), fetches, "nothing is fetched again so soon");

    let soon = NOW + 10;
    verify_at(soon, &issuer, &by(&new, "new")).await.expect("the new key");
    assert!(verify_at(soon, &issuer, &by(&old, "old")).await.is_err(), "the old key is gone");
    provider.now(|says| says.keys = json!({"keys": []}));
    let late = soon + 2 * 3600;
    verify_at(late - 1, &issuer, &by(&new, "new")).await.expect("keys are kept");
    assert!(verify_at(late, &issuer, &by(&new, "new")).await.is_err(), "no key counts for ever");
}

#[tokio::test]
async fn an_issuer_that_cannot_be_asked_is_no_verdict() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.published("k")])).await;
    let issuer = Issuer::new(provider.url.clone());
    let mut lasting = claims(&provider);
    lasting["exp"] = json!(NOW + 60);
    let token = key.sign(&header("ES256", "k"), &lasting);
    provider.now(|says| says.is_down = true);
    assert!(matches!(verify(&issuer, &token).await, Err(Refused::Unreachable(_))));
    provider.now(|says| says.is_down = false);
    assert!(matches!(verify(&issuer, &token).await, Err(Refused::Unreachable(_))), "asked again so soon");
    assert_eq!(provider.fetches(), 1);
    verify_at(NOW + 10, &issuer, &token).await.expect("it is back");

    let discovery = json!({"issuer": provider.url, "jwks_uri": format!("{}/keys", provider.url)});
    for (name, value) in [
        ("issuer", json!("https://example.com")),
        ("issuer", Value::Null),
        ("jwks_uri", json!(format!("{}/nothing", provider.url))),
        ("jwks_uri", json!("nonsense")),
    ] {
        let mut document = discovery.clone();
        document[name] = value;
        provider.now(|says| says.discovery = document.clone());
        let outcome = verify(&Issuer::new(provider.url.clone()), &token).await;
        assert!(matches!(outcome, Err(Refused::Unreachable(_))), "{document}");
    }
    let large = json!({"keys": [key.published("k"), "x".repeat(300_000)]});
    provider.now(|says| (says.discovery, says.keys) = (discovery, large));
    let outcome = verify(&Issuer::new(provider.url.clone()), &token).await;
    assert!(matches!(outcome, Err(Refused::Unreachable(_))), "a key set of 300 kB");
    let nobody = Issuer::new("http://127.0.0.1:1".to_owned());
    assert!(nobody.discover(NOW).await.is_err());
}
