//! Requests with genuine and forged tokens, against an identity provider on the loopback address and the embedded database.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and a panic says where"
)]

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authorizer::{App, handle};
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};
use staffroom_app::{Key, Record};
use staffroom_domain::builders::{active, day, grant, member, noon, store};
use staffroom_domain::{Member, Settings, Store};
use staffroom_table::Table;

use database::Fixture;
use provider::{Key as SigningKey, Provider, signed_with_public_key, unsigned};

#[path = "../../../shared/table/tests/support/mod.rs"]
mod database;
#[path = "../../../shared/jwt/tests/support/mod.rs"]
mod provider;

/// The route of the settings.
const ROUTE: &str = "GET /stores/{store}/parcels";
const ARN: &str = "arn:aws:execute-api:eu-west-3:123456789012:abc/live/GET/stores/shop/parcels";

/// An authorizer with its issuer, and the store `shop` with a seller, `kim`.
struct Shop {
    app: App,
    provider: Provider,
    key: SigningKey,
    database: Fixture,
}

impl Shop {
    async fn open() -> Self {
        Self::with(&[]).await
    }

    /// A shop whose authorizer has these settings beside the usual ones.
    async fn with(settings: &[(&str, &str)]) -> Self {
        let key = SigningKey::ec();
        let provider = Provider::publishing(json!([key.jwk("k"), SigningKey::rsa().jwk("r")])).await;
        let database = Fixture::start().await;
        let shop = Self { app: app(&provider, &database, settings), provider, key, database };
        shop.put_store(&store("whatnot")).await;
        shop.put_member(&member("kim", &["seller"])).await;
        shop
    }

    async fn put_store(&self, store: &Store) {
        let record = Record::Store(Box::new(store.clone()));
        self.database.put([(Key::Store(store.id.clone()), record)]).await;
    }

    async fn put_member(&self, member: &Member) {
        let key = Key::Member("shop".parse().unwrap(), member.user.clone());
        self.database.put([(key, Record::Membership(active(member.clone())))]).await;
    }

    /// Sound claims of a person.
    fn claims(&self, sub: &str) -> Value {
        let now = noon().timestamp();
        json!({"iss": self.provider.url, "aud": "shop", "sub": sub, "iat": now, "nbf": now, "exp": now + 60})
    }

    fn token_of(&self, claims: &Value) -> String {
        self.key.sign(&header("ES256", "k"), claims)
    }

    fn token(&self, sub: &str) -> String {
        self.token_of(&self.claims(sub))
    }

    /// The answer of an HTTP API's authorizer.
    async fn http(&self, event: Value) -> Result<Value, String> {
        invoke(&self.app, event).await
    }

    /// What an HTTP API's authorizer says about a token: `allowed`, or the reason of the refusal.
    async fn says(&self, token: &str) -> String {
        verdict(&self.http(http_event(token)).await.unwrap())
    }
}

fn app(provider: &Provider, database: &Fixture, settings: &[(&str, &str)]) -> App {
    let lookup = |name: &str| {
        let own = settings.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        own.or_else(|| match name {
            "ISSUER" => Some(provider.url.clone()),
            "AUDIENCE" => Some("shop".to_owned()),
            "STORE_FROM" => Some("path:store".to_owned()),
            "PERMISSIONS" => Some(format!("{ROUTE}=shipping,DELETE /stores/{{store}}=team")),
            _ => None,
        })
    };
    App::with_table(database.table.clone(), Arc::new(noon), lookup).unwrap()
}

async fn invoke(app: &App, event: Value) -> Result<Value, String> {
    let end = SystemTime::now() + Duration::from_secs(10);
    let mut context = Context::default();
    context.deadline = u64::try_from(end.duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    handle(app, LambdaEvent::new(event, context)).await.map_err(|error| error.to_string())
}

fn header(algorithm: &str, kid: &str) -> Value {
    json!({"alg": algorithm, "kid": kid, "typ": "JWT"})
}

fn http_event(token: &str) -> Value {
    json!({
        "version": "2.0", "type": "REQUEST", "routeKey": ROUTE, "rawPath": "/stores/shop/parcels",
        "headers": {"authorization": format!("Bearer {token}")}, "pathParameters": {"store": "shop"},
    })
}

fn rest_event(token: &str) -> Value {
    json!({
        "type": "REQUEST", "methodArn": ARN, "resource": "/stores/{store}/parcels", "httpMethod": "GET",
        "headers": {"Authorization": format!("Bearer {token}")},
        "multiValueHeaders": {"Authorization": [format!("Bearer {token}")]}, "pathParameters": {"store": "shop"},
    })
}

/// `allowed`, or the reason of the refusal.
fn verdict(answer: &Value) -> String {
    if answer["isAuthorized"].as_bool().expect("a simple response") {
        "allowed".to_owned()
    } else {
        answer["context"]["reason"].as_str().expect("a reason").to_owned()
    }
}

#[tokio::test]
async fn a_person_passes_who_may_do_what_the_route_needs() {
    let shop = Shop::open().await;
    let answer = shop.http(http_event(&shop.token("kim"))).await.unwrap();
    assert_eq!(answer["isAuthorized"], true);
    assert_eq!((&answer["context"]["user_id"], &answer["context"]["store"]), (&json!("kim"), &json!("shop")));
    let permissions = answer["context"]["permissions"].as_str().unwrap();
    assert!(permissions.split(' ').any(|one| one == "shipping"), "{permissions}");

    let rsa = SigningKey::rsa().sign(&header("RS256", "r"), &shop.claims("kim"));
    assert_eq!(shop.says(&rsa).await, "allowed");
    let policy = shop.http(rest_event(&rsa)).await.unwrap();
    let statement = json!({"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": ARN});
    assert_eq!(policy["policyDocument"]["Statement"], json!([statement]));
    assert_eq!(policy["context"], answer["context"]);

    let mut event = http_event(&rsa);
    event["routeKey"] = json!("DELETE /stores/{store}");
    assert_eq!(verdict(&shop.http(event).await.unwrap()), "permission_missing");
    assert_eq!(shop.provider.fetches(), 2, "the keys are fetched once");
}

#[tokio::test]
async fn forged_tokens_are_refused() {
    let shop = Shop::open().await;
    let (claims, rsa) = (shop.claims("kim"), SigningKey::rsa());
    let genuine = shop.token("kim");
    assert_eq!(shop.says(&genuine).await, "allowed", "the token that the others are made from");
    let of_another = unsigned(&header("ES256", "k"), &shop.claims("owner"));
    let mut parts: Vec<&str> = genuine.split('.').collect();
    parts[1] = of_another.split('.').nth(1).unwrap();
    let signature = "token_signature_invalid";
    for (attack, token, reason) in [
        ("alg none", format!("{}.", unsigned(&header("none", "k"), &claims)), signature),
        ("alg None", format!("{}.", unsigned(&header("None", "k"), &claims)), signature),
        ("no signature", format!("{}.", unsigned(&header("ES256", "k"), &claims)), signature),
        (
            "HS256 with the public key",
            signed_with_public_key(&header("HS256", "r"), &claims, &rsa),
            signature,
        ),
        ("HMAC called RS256", signed_with_public_key(&header("RS256", "r"), &claims, &rsa), signature),
        ("another key's id", rsa.sign(&header("RS256", "k"), &claims), signature),
        ("another algorithm", rsa.sign(&header("RS512", "r"), &claims), signature),
        ("a key of one's own", SigningKey::ec().sign(&header("ES256", "k"), &claims), signature),
        ("the claims of another", parts.join("."), signature),
        ("an unknown key", shop.key.sign(&header("ES256", "z"), &claims), "token_key_unknown"),
        ("no key id", shop.key.sign(&json!({"alg": "ES256"}), &claims), "token_key_unknown"),
        ("no token", "staffroom".to_owned(), "token_malformed"),
        ("nothing", String::new(), "no_token"),
        ("too long", "x".repeat(10_241), "no_token"),
    ] {
        assert_eq!(shop.says(&token).await, reason, "{attack}");
        let of_rest = shop.http(rest_event(&token)).await;
        assert_eq!(of_rest, Err("Unauthorized".to_owned()), "{attack}");
    }
}

#[tokio::test]
async fn tokens_for_others_and_for_other_times_are_refused() {
    let shop = Shop::open().await;
    let now = noon().timestamp();
    for (claim, value, reason) in [
        ("iss", json!("https://login.example.com"), "token_issuer_invalid"),
        ("iss", Value::Null, "token_issuer_invalid"),
        ("aud", json!("other"), "token_audience_invalid"),
        ("aud", json!([]), "token_audience_invalid"),
        ("exp", json!(now), "token_expired"),
        ("exp", Value::Null, "token_malformed"),
        ("nbf", json!(now + 6), "token_not_yet_valid"),
        ("iat", json!(now + 6), "token_not_yet_valid"),
        ("nbf", json!(now + 5), "allowed"),
        ("sub", Value::Null, "no_user"),
        ("sub", json!("k".repeat(256)), "no_user"),
        ("token_use", json!("refresh"), "no_user"),
        ("scope", json!("staffroom/platform"), "no_user"),
    ] {
        let mut claims = shop.claims("kim");
        claims[claim] = value.clone();
        assert_eq!(shop.says(&shop.token_of(&claims)).await, reason, "{claim} {value}");
    }
    let logout =
        shop.key.sign(&json!({"alg": "ES256", "kid": "k", "typ": "logout+jwt"}), &shop.claims("kim"));
    assert_eq!(shop.says(&logout).await, "token_for_another_purpose");
}

#[tokio::test]
async fn a_removal_an_end_and_a_suspension_count_at_once() {
    let shop = Shop::open().await;
    let token = shop.token("kim");
    assert_eq!(shop.says(&token).await, "allowed");
    let kim = || Member { version: 2, ..member("kim", &["seller"]) };
    for (changed, reason) in [
        (Member { suspended_at: Some(noon()), ..kim() }, "suspended"),
        (Member { access_ends_at: Some(noon()), ..kim() }, "access_ended"),
        (Member { grant: grant(&[], &["reports"]), ..kim() }, "permission_missing"),
        (Member { access_ends_at: Some(day(1)), ..kim() }, "allowed"),
    ] {
        shop.put_member(&changed).await;
        assert_eq!(shop.says(&token).await, reason);
    }
    assert_eq!(shop.says(&shop.token("eve")).await, "no_part");
    assert_eq!(shop.says(&shop.token("owner")).await, "allowed");
    assert_eq!(shop.provider.fetches(), 2, "only the keys are kept");
}

#[tokio::test]
async fn a_request_that_names_no_store_or_another_one_is_refused() {
    let shop = Shop::open().await;
    let token = shop.token("kim");
    for (parameters, reason) in [
        (json!({"store": "shop"}), "allowed"),
        (json!({"store": "other"}), "no_part"),
        (json!({"store": "Shop"}), "no_store"),
        (json!({"store": "shop/../other"}), "no_store"),
        (json!({"store": ""}), "no_store"),
        (json!({"shop": "shop"}), "no_store"),
        (Value::Null, "no_store"),
    ] {
        let mut event = http_event(&token);
        event["pathParameters"] = parameters.clone();
        // A header is not where the settings say.
        event["headers"]["store"] = json!("shop");
        assert_eq!(verdict(&shop.http(event).await.unwrap()), reason, "{parameters}");
    }
    let mut event = http_event(&token);
    event["routeKey"] = json!("GET /stores/{store}/other");
    assert_eq!(verdict(&shop.http(event).await.unwrap()), "no_permission_for_route");
}

#[tokio::test]
async fn the_store_may_come_from_a_header_that_is_there_once() {
    let shop = Shop::with(&[("STORE_FROM", "header:X-Store")]).await;
    let token = shop.token("kim");
    for (name, value, reason) in [
        ("x-store", "shop", "allowed"),
        ("x-store", "shop,other", "no_store"), // an HTTP API joins headers that come twice
        ("x-shop", "shop", "no_store"),
    ] {
        let mut event = http_event(&token);
        event["headers"][name] = json!(value);
        assert_eq!(verdict(&shop.http(event).await.unwrap()), reason, "{name} {value}");
    }
    let mut twice = rest_event(&token);
    twice["headers"]["X-Store"] = json!("shop");
    twice["multiValueHeaders"]["X-Store"] = json!(["other", "shop"]);
    let policy = shop.http(twice).await.unwrap();
    assert_eq!(policy["policyDocument"]["Statement"][0]["Effect"], "Deny");
    assert_eq!(policy["context"], json!({"reason": "no_store"}));
}

#[tokio::test]
async fn a_token_authorizer_takes_the_store_from_a_claim() {
    let settings = [("STORE_FROM", "claim:custom:store"), ("PERMISSIONS", ""), ("PERMISSION", "shipping")];
    let shop = Shop::with(&settings).await;
    let event = |claims: &Value| {
        let token = format!("Bearer {}", shop.token_of(claims));
        json!({"type": "TOKEN", "methodArn": ARN, "authorizationToken": token})
    };
    let mut claims = shop.claims("kim");
    assert_eq!(shop.http(event(&claims)).await.unwrap()["context"], json!({"reason": "no_store"}));
    claims["custom:store"] = json!("shop");
    let policy = shop.http(event(&claims)).await.unwrap();
    assert_eq!(policy["policyDocument"]["Statement"][0]["Effect"], "Allow");
    assert_eq!(policy["principalId"], "kim");
}

#[tokio::test]
async fn support_passes_where_the_owner_lets_it() {
    let shop = Shop::open().await;
    let mut claims = shop.claims("agent");
    claims["scope"] = json!("staffroom/support");
    let token = shop.token_of(&claims);
    assert_eq!(shop.says(&token).await, "no_part");
    let settings = Settings { support_access: true, ..Settings::default() };
    shop.put_store(&Store { settings, version: 2, ..store("whatnot") }).await;
    assert_eq!(shop.says(&token).await, "allowed");
}

#[tokio::test]
async fn what_cannot_be_decided_fails_and_lets_nobody_through() {
    let shop = Shop::open().await;
    let token = shop.token("kim");
    let failed = Err("the decision cannot be made now".to_owned());
    shop.provider.change(|answers| answers.is_down = true);
    for event in [http_event(&token), rest_event(&token)] {
        assert_eq!(shop.http(event).await, failed, "the issuer does not answer");
    }
    shop.provider.change(|answers| answers.is_down = false);
    let no_table = Fixture { table: Table::new(shop.database.client.clone(), "another"), ..shop.database };
    let app = app(&shop.provider, &no_table, &[]);
    assert_eq!(invoke(&app, http_event(&token)).await, failed, "there is no table");
    let past = LambdaEvent::new(http_event(&token), Context::default());
    assert_eq!(handle(&app, past).await.unwrap_err().to_string(), "the decision cannot be made now");
    for event in [json!({}), json!({"headers": {"authorization": token}})] {
        assert!(invoke(&app, event.clone()).await.is_err(), "{event}");
    }
}
