//! Whole events of Cognito against the embedded database.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and a panic says where"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use claims::{App, handle};
use lambda_runtime::{Context, LambdaEvent};
use serde_json::{Value, json};
use staffroom_app::{Key, Record};
use staffroom_domain::builders::{active, day, member, noon, store, user};
use staffroom_domain::{Member, Owner, Store, bounds};
use staffroom_table::Table;

use database::{Fixture, TABLE, client, endpoint};

#[path = "../../../shared/table/tests/support/mod.rs"]
mod database;

const LIMIT: Duration = Duration::from_secs(2);

fn app_on(table: Table, limit: Duration) -> Arc<App> {
    Arc::new(App { table, clock: Arc::new(noon), limit })
}

fn app(database: &Fixture) -> Arc<App> {
    app_on(database.table.clone(), LIMIT)
}

/// An event of the version `V2_0`. Source: Cognito Developer Guide, "Pre token generation Lambda trigger".
fn event(sub: &str) -> Value {
    json!({
        "version": "2", "triggerSource": "TokenGeneration_HostedAuth", "region": "eu-west-3",
        "userPoolId": "eu-west-3_a1B2", "userName": "brigitte",
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "1example23456789"},
        "request": {
            "userAttributes": {"sub": sub, "email": "kim@example.com", "email_verified": "true"},
            "groupConfiguration": {"groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": null},
            "scopes": ["openid", "email"],
        },
        "response": {"claimsAndScopeOverrideDetails": null},
    })
}

async fn invoke(app: impl Into<Option<Arc<App>>>, event: Value) -> Value {
    handle(app.into(), LambdaEvent::new(event, Context::default())).await.expect("it never fails")
}

/// The claims that the access token gets.
async fn claims(app: Arc<App>, sub: &str) -> Value {
    let answer = invoke(app, event(sub)).await;
    let mut rest = answer.clone();
    rest["response"] = event(sub)["response"].clone();
    assert_eq!(rest, event(sub), "the rest stays as it came");
    answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]["claimsToAddOrOverride"]
        .clone()
}

fn shop(id: &str) -> Store {
    Store { id: id.parse().unwrap(), ..store("whatnot") }
}

fn records(store: &Store, member: Option<&Member>) -> Vec<(Key, Record)> {
    let of_store = (Key::Store(store.id.clone()), Record::Store(Box::new(store.clone())));
    let of_member = member.map(|member| {
        let key = Key::Member(store.id.clone(), member.user.clone());
        (key, Record::Membership(active(member.clone())))
    });
    std::iter::once(of_store).chain(of_member).collect()
}

#[tokio::test]
async fn the_access_token_gets_the_persons_stores_and_nothing_else() {
    let database = Fixture::start().await;
    let mut own = shop("own");
    own.owner = Owner { user_id: user("kim"), ..own.owner };
    let kim = member("kim", &["seller"]);
    let suspended = Member { suspended_at: Some(noon()), ..kim.clone() };
    let ended = Member { access_ends_at: Some(noon()), ..kim.clone() };
    database.put(records(&own, None)).await;
    database.put(records(&shop("sells"), Some(&kim))).await;
    database.put(records(&shop("suspended"), Some(&suspended))).await;
    database.put(records(&shop("ended"), Some(&ended))).await;
    database.put(records(&shop("foreign"), Some(&member("sue", &["seller"])))).await;

    let found = claims(app(&database), "kim").await;
    let names: Vec<&String> = found.as_object().unwrap().keys().collect();
    assert_eq!(names, ["staffroom"], "nothing is left out");
    let stores: Vec<&String> = found["staffroom"].as_object().unwrap().keys().collect();
    assert_eq!(stores, ["own", "sells"]);
    let holds = |store: &str, one: &str| found["staffroom"][store].as_array().unwrap().contains(&json!(one));
    assert!(holds("own", "payment_details") && holds("sells", "shipping"));
    assert!(!holds("sells", "payment_details"));
    assert_eq!(claims(app(&database), "eve").await, json!({"staffroom": {}}), "who has no store");
}

#[tokio::test]
async fn the_stores_that_were_used_least_recently_are_left_out() {
    let database = Fixture::start().await;
    let many = 150;
    for n in 0..many {
        let last = Member { last_active_at: Some(day(-n)), ..member("kim", &["administrator"]) };
        database.put(records(&shop(&format!("{:x}-{n:03}", n * 7919 % 65536)), Some(&last))).await;
    }
    let found = claims(app(&database), "kim").await;
    assert_eq!(found["staffroom_truncated"], true);
    let stores = found["staffroom"].as_object().unwrap();
    let mut ages: Vec<usize> =
        stores.keys().map(|store| store.rsplit_once('-').unwrap().1.parse().unwrap()).collect();
    ages.sort_unstable();
    assert_eq!(ages, (0..stores.len()).collect::<Vec<_>>(), "the last ones used");
    let bytes = found["staffroom"].to_string().len();
    assert!(bytes <= bounds::CLAIM_BYTES && stores.len() > 10, "{bytes} bytes, {} stores", stores.len());
}

#[tokio::test]
async fn a_sign_in_goes_on_whatever_is_wrong() {
    let database = Fixture::start().await;
    database.put(records(&shop("sells"), Some(&member("kim", &["seller"])))).await;
    assert_eq!(invoke(None, event("kim")).await, event("kim"), "wrong settings");

    let mut first_version = event("kim");
    first_version["version"] = json!("1");
    for event in [
        json!({}),
        json!([]),
        json!("text"),
        Value::Null,
        json!({"version": "2"}),
        json!({"version": "2", "request": {"userAttributes": []}, "response": 7}),
        json!({"version": "3", "triggerSource": "TokenGeneration_ClientCredentials", "request": {}, "response": {}}),
        first_version,
        event(""),
        event(&"k".repeat(256)),
    ] {
        assert_eq!(invoke(app(&database), event.clone()).await, event);
    }

    let no_table = Table::new(database.client.clone(), "another");
    assert_eq!(invoke(app_on(no_table, LIMIT), event("kim")).await, event("kim"), "no table");
    let nowhere = Table::new(client("http://127.0.0.1:1"), TABLE);
    assert_eq!(invoke(app_on(nowhere, LIMIT), event("kim")).await, event("kim"), "no database");
}

#[tokio::test]
async fn a_panic_fails_no_sign_in() {
    let database = Fixture::start().await;
    let clock = Arc::new(|| panic!("the clock is broken"));
    let app = Arc::new(App { table: database.table.clone(), clock, limit: LIMIT });
    assert_eq!(invoke(app, event("kim")).await, event("kim"));
}

#[tokio::test]
async fn a_slow_database_delays_a_sign_in_by_the_time_limit_at_most() {
    let silent = endpoint::serve(|stream| async move {
        let _open = stream;
        std::future::pending::<()>().await;
    })
    .await;
    let app = app_on(Table::new(client(&silent), TABLE), Duration::from_millis(100));
    let started = Instant::now();
    assert_eq!(invoke(app, event("kim")).await, event("kim"));
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}
