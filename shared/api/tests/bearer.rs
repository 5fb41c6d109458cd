//! Who calls: by the gateway's word or, where it gave none, by a bearer token that the function checks itself.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

#[path = "../../jwt/tests/support/mod.rs"]
mod support;

use lambda_http::{Body, Response};
use serde_json::{Value, json};
use staffroom_aws::{Connection, Metrics};
use staffroom_http::{Answer, App, Call, Failure, Tokens, serve, serve_with_public, system_clock};
use staffroom_table::Table;
use support::{Key, Provider};

/// An app whose table nothing here reads.
fn app() -> App {
    let environment = |name: &str| match name {
        "AWS_ENDPOINT_URL_DYNAMODB" => Some("http://127.0.0.1:1".to_owned()),
        _ => Some("test".to_owned()),
    };
    let connection = Connection::from_lookup("DYNAMODB", environment).expect("a connection");
    let table = Table::new(staffroom_aws::dynamodb(&connection), "test".to_owned());
    App::new(table, system_clock(), Metrics::to("test", |_| ()))
}

fn checking(provider: &Provider) -> App {
    app().checking(Tokens::new(provider.url.clone(), vec!["staffroom".to_owned()]))
}

/// A request as the gateway passes it, with an `Authorization` header and with claims that it checked.
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

/// A handler that says what it was told of its caller.
async fn who(call: &Call) -> Result<Answer, Failure> {
    let caller = call.caller()?;
    let address = caller.account().map(|account| account.email.as_typed().to_owned());
    Ok(Answer::ok(&json!({
        "user": caller.user, "name": caller.name, "locale": caller.locale, "address": address.ok(),
        "platform": caller.is_platform(), "support": caller.is_support(),
    })))
}

async fn answered(app: &App, authorization: Option<&str>, claims: Option<&Value>) -> (u16, Value) {
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
async fn a_token_that_the_gateway_left_unchecked_is_checked() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.published("k")])).await;
    let app = checking(&provider);
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
        ("roles", json!("staffroom/platform"), "platform", json!(false)),
    ] {
        let mut claims = ana(&provider.url);
        claims[claim] = value;
        let (_, caller) = answered(&app, Some(&bearer(&key, &claims)), None).await;
        assert_eq!(caller[seen], expected, "{claims}");
    }
}

#[tokio::test]
async fn whoever_shows_no_good_token_is_nobody() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.published("k")])).await;
    let app = checking(&provider);
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
        Some(with("aud", json!("somebody-else"))),
        Some(with("sub", json!(""))),
        Some(with("sub", Value::Null)),
    ] {
        let request = request(authorization.as_deref(), None);
        let response = serve(&app, request, who).await.expect("an answer");
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        let (status, problem) = read(&response);
        assert_eq!((status, &problem["code"]), (401, &json!("unauthenticated")), "{authorization:?}");
    }
    assert_eq!(answered(&app, Some(&good), None).await.0, 200, "the good one, of which the others were made");
    assert_eq!(answered(&self::app(), Some(&good), None).await.0, 401, "without an issuer no token counts");
}

#[tokio::test]
async fn the_gateways_word_costs_nothing_and_is_the_last() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([key.published("k")])).await;
    let app = checking(&provider);
    let good = bearer(&key, &ana(&provider.url));
    // API Gateway makes texts of all claims.
    let claims = json!({
        "sub": "bea", "email": "bea@example.com", "email_verified": "true", "scope": "[a staffroom/platform]",
    });
    let (status, caller) = answered(&app, Some(&good), Some(&claims)).await;
    assert_eq!((status, &caller["user"], &caller["platform"]), (200, &json!("bea"), &json!(true)));
    assert_eq!(caller["address"], "bea@example.com");
    assert_eq!(
        answered(&app, Some(&good), Some(&json!({"scope": "x"}))).await.0,
        401,
        "claims that name nobody"
    );
    assert_eq!(provider.fetches(), 0);

    let open = async |call: &Call| Ok(Answer::ok(&json!({"somebody": call.caller().is_ok()})));
    let response = serve_with_public(&app, &["GET /me"], request(Some(&good), None), open).await;
    assert_eq!(read(&response.expect("an answer")), (200, json!({"somebody": false})));
    assert_eq!(provider.fetches(), 0, "nobody is asked for on a public route");
}

#[tokio::test]
async fn without_the_issuers_keys_nobody_can_tell() {
    let key = Key::ec();
    let provider = Provider::publishing(json!([])).await;
    provider.now(|says| says.is_down = true);
    let app = checking(&provider);
    let request = request(Some(&bearer(&key, &ana(&provider.url))), None);
    let response = serve(&app, request, who).await.expect("an answer");
    assert_eq!(response.headers()["retry-after"], "10");
    let (status, problem) = read(&response);
    assert_eq!((status, &problem["code"]), (503, &json!("unavailable")));
    // What is wrong with a token by itself needs no issuer to be seen.
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
