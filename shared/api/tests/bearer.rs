//! The caller: as the gateway verified it or, where it verified none, by a bearer token that the function verifies.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

#[path = "../../jwt/tests/support/mod.rs"]
mod support;

use lambda_http::{Body, Response};
use serde_json::{Value, json};
use staffroom_api::{Answer, ApiError, App, Call, Tokens, serve, serve_with_public, system_clock};
use staffroom_app::Authority;
use staffroom_aws::Metrics;
use support::{Key, Provider};

/// An app without a database: nothing here reads one.
fn app() -> App<()> {
    App::new((), system_clock(), Metrics::to("test", |_| ()))
}

fn verifying(provider: &Provider) -> App<()> {
    app().verifying(Tokens::new(provider.url.clone(), vec!["staffroom".to_owned()]))
}

/// A request as the gateway passes it, with an `Authorization` header and with claims that it verified.
fn request(authorization: Option<&str>, claims: Option<&Value>) -> lambda_http::Request {
    let mut event = json!({
        "version": "2.0", "routeKey": "GET /me", "rawPath": "/me", "rawQueryString": "", "isBase64Encoded": false,
        "headers": {"host": "h"},
        "requestContext": {
            "accountId": "0", "apiId": "a", "domainName": "h", "requestId": "r-1", "routeKey": "GET /me",
            "stage": "$default", "time": "", "timeEpoch": 0,
            "http": {"method": "GET", "path": "/me", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": ""},
        },
    });
    if let Some(authorization) = authorization {
        event["headers"]["authorization"] = json!(authorization);
    }
    if let Some(claims) = claims {
        event["requestContext"]["authorizer"] = json!({"jwt": {"claims": claims, "scopes": null}});
    }
    lambda_http::request::from_str(&event.to_string()).expect("an event")
}

/// A handler that answers with its caller.
async fn who(call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?;
    let address = call.account().map(|account| account.email.as_typed().to_owned());
    Ok(Answer::ok(&json!({
        "user": caller.user, "name": caller.name, "locale": call.locale(), "address": address.ok(),
        "platform": caller.authority == Authority::Platform, "support": caller.authority == Authority::Support,
    })))
}

async fn answered(app: &App<()>, authorization: Option<&str>, claims: Option<&Value>) -> (u16, Value) {
    read(&serve(app, request(authorization, claims), who).await.expect("an answer"))
}

fn read(response: &Response<Body>) -> (u16, Value) {
    let body = serde_json::from_slice(response.body().as_ref()).unwrap_or(Value::Null);
    (response.status().as_u16(), body)
}

fn ana(issuer: &str) -> Value {
    let now = chrono::Utc::now().timestamp();
    json!({
        "iss": issuer, "aud": "staffroom", "sub": "ana", "iat": now - 5, "exp": now + 60, "name": "Ana",
        "locale": "fr-BE", "email": "Ana@example.com", "email_verified": true,
    })
}

fn bearer(key: &Key, claims: &Value) -> String {
    format!("Bearer {}", key.sign(&json!({"alg": "ES256", "kid": "k"}), claims))
}

#[tokio::test]
async fn a_token_that_the_gateway_did_not_verify_is_verified() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.jwk("k")])).await;
    let app = verifying(&provider);
    let (status, caller) = answered(&app, Some(&bearer(&key, &ana(&provider.url))), None).await;
    assert_eq!(status, 200, "{caller}");
    assert_eq!(
        caller,
        json!({
            "user": "ana", "name": "Ana", "locale": "fr", "address": "Ana@example.com",
            "platform": false, "support": false,
        })
    );

    for (claim, value, seen, expected) in [
        ("email_verified", json!("true"), "address", json!("Ana@example.com")),
        ("email_verified", json!(false), "address", Value::Null),
        ("email_verified", json!("yes"), "address", Value::Null),
        ("email_verified", json!(1), "address", Value::Null),
        ("email", json!(["ana@example.com"]), "address", Value::Null),
        ("scope", json!("openid staffroom/platform"), "platform", json!(true)),
        ("scope", json!(["openid", "staffroom/support"]), "support", json!(true)),
        ("scp", json!(["staffroom/platform"]), "platform", json!(true)),
        ("scope", json!("staffroom/platforms"), "platform", json!(false)),
        ("scope", json!(["x staffroom/platform y"]), "platform", json!(false)),
        ("scope", json!("[staffroom/platform]"), "platform", json!(false)),
        ("scope", json!({"x": "staffroom/platform"}), "platform", json!(false)),
        ("roles", json!("staffroom/platform"), "platform", json!(false)),
    ] {
        let mut claims = ana(&provider.url);
        claims[claim] = value;
        let (_, caller) = answered(&app, Some(&bearer(&key, &claims)), None).await;
        assert_eq!(caller[seen], expected, "{claims}");
    }
}

#[tokio::test]
async fn a_caller_without_a_good_token_is_not_signed_in() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.jwk("k")])).await;
    let app = verifying(&provider);
    let with = |claim: &str, value: Value| {
        let mut claims = ana(&provider.url);
        claims[claim] = value;
        bearer(&key, &claims)
    };
    let good = bearer(&key, &ana(&provider.url));
    for authorization in [
        None,
        Some(String::new()),
        Some("Bearer".to_owned()),
        Some("Bearer garbage".to_owned()),
        Some(good.replacen("Bearer", "Basic", 1)),
        Some(bearer(&Key::ec(), &ana(&provider.url))),
        Some(with("exp", json!(1))),
        Some(with("iss", json!("https://example.com"))),
        Some(with("aud", json!("another-service"))),
        Some(with("sub", json!(""))),
        Some(with("sub", Value::Null)),
        Some(with("token_use", json!("refresh"))),
    ] {
        let request = request(authorization.as_deref(), None);
        let response = serve(&app, request, who).await.expect("an answer");
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        let (status, problem) = read(&response);
        assert_eq!((status, &problem["code"]), (401, &json!("unauthenticated")), "{authorization:?}");
    }
    assert_eq!(
        answered(&app, Some(&good), None).await.0,
        200,
        "the good token, of which the others were made"
    );
    assert_eq!(answered(&self::app(), Some(&good), None).await.0, 401, "without an issuer no token counts");
}

#[tokio::test]
async fn claims_that_the_gateway_verified_are_taken_without_a_fetch() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.jwk("k")])).await;
    let app = verifying(&provider);
    let good = bearer(&key, &ana(&provider.url));
    // API Gateway passes all claims as texts.
    let claims = json!({
        "sub": "bea", "email": "bea@example.com", "email_verified": "true", "scope": "[a staffroom/platform]",
    });
    let mut listed = ana(&provider.url);
    listed["scope"] = json!(["a", "staffroom/platform"]);
    let (status, caller) = answered(&app, Some(&bearer(&key, &listed)), Some(&claims)).await;
    assert_eq!((status, &caller["user"], &caller["platform"]), (200, &json!("bea"), &json!(true)));
    let (_, caller) = answered(&app, Some(&good), Some(&claims)).await;
    assert_eq!(caller["platform"], json!(false), "the text in brackets is no list of the token");
    assert_eq!(caller["address"], "bea@example.com");
    assert_eq!(
        answered(&app, Some(&good), Some(&json!({"scope": "x"}))).await.0,
        401,
        "claims without a user"
    );
    assert_eq!(provider.fetches(), 0);

    let open = async |call: &Call| Ok(Answer::ok(&json!({"signed_in": call.caller().is_ok()})));
    let response = serve_with_public(&app, &["GET /me"], request(Some(&good), None), open).await;
    assert_eq!(read(&response.expect("an answer")), (200, json!({"signed_in": false})));
    assert_eq!(provider.fetches(), 0, "no token is looked at on a public route");
}

#[tokio::test]
async fn without_the_issuers_keys_the_answer_is_503() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([])).await;
    provider.change(|answers| answers.is_down = true);
    let app = verifying(&provider);
    let request = request(Some(&bearer(&key, &ana(&provider.url))), None);
    let response = serve(&app, request, who).await.expect("an answer");
    assert_eq!(response.headers()["retry-after"], "10");
    let (status, problem) = read(&response);
    assert_eq!((status, &problem["code"]), (503, &json!("unavailable")));
    // A token that is malformed is refused without its issuer.
    assert_eq!(answered(&app, Some("Bearer garbage"), None).await.0, 401);
}

#[test]
fn the_environment_names_issuer_and_audience() {
    let read = |issuer: &str, audience: Option<&str>| {
        Tokens::from_lookup(|name| match name {
            "ISSUER" => Some(issuer.to_owned()),
            "AUDIENCE" => audience.map(str::to_owned),
            _ => None,
        })
    };
    assert!(matches!(read("https://example.com", Some("staffroom, client")), Ok(Some(_))));
    assert!(matches!(read("", None), Ok(None)));
    for audience in [None, Some(""), Some(" ,")] {
        let error = read("https://example.com", audience).err().expect("refused").to_string();
        assert!(error.contains("AUDIENCE"), "{error}");
    }
}
