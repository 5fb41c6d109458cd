//! Use cases behind HTTP: idempotency keys, and the answers to faults and rejections.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use lambda_http::{Body, Response};
use serde_json::{Value, json};
use staffroom_api::{Answer, ApiError, App, Call, serve, system_clock};
use staffroom_app::{
    CommitOutcome, Context, Database, Error, Fault, IdempotencyScope, Key, List, Outcome, Page, Plan,
    ReadResult, ReadSet, Record, UseCase, Write,
};
use staffroom_aws::Metrics;
use staffroom_domain::{EventActor, Rejection, StoreId, Timestamp};

/// A database in memory that only puts. It checks no conditions: nothing here runs at once.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<HashMap<Key, Record>>>);

impl Database for Memory {
    async fn read(&self, set: &ReadSet) -> Result<ReadResult, Fault> {
        let records = self.0.lock().expect("the records");
        let mut read = ReadResult::default();
        for key in &set.keys {
            read.set(key.clone(), records.get(key).cloned());
        }
        Ok(read)
    }

    async fn commit(&self, plan: &Plan) -> Result<CommitOutcome, Fault> {
        let mut records = self.0.lock().expect("the records");
        for write in &plan.writes {
            let Write::Put { key, record, .. } = write else { return Err(Fault::InvalidPlan("only puts")) };
            records.insert(key.clone(), record.clone());
        }
        Ok(CommitOutcome::Committed)
    }

    async fn page(&self, _: &List, _: Option<&Key>, _: usize) -> Result<Page, Fault> {
        Err(Fault::Unavailable { reason: "no lists here".to_owned(), source: None })
    }

    async fn delete_of_store(&self, _: &StoreId, _: usize) -> Result<usize, Fault> {
        Ok(0)
    }

    async fn back_off(&self, _: u32) {}
}

/// Answers how often it was carried out.
#[derive(Default)]
struct CountUp {
    times: AtomicU32,
    rejects: bool,
}

impl UseCase for CountUp {
    type Answer = u32;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::default()
    }

    fn decide(&self, _: &ReadResult, context: &Context) -> Result<Outcome<u32>, Error> {
        let times = self.times.fetch_add(1, Ordering::SeqCst) + 1;
        if self.rejects {
            return Err(Rejection::AlreadyMember.into());
        }
        Ok(Outcome::commit(Plan::outside_store(context, EventActor::Platform), times))
    }
}

fn app() -> App<Memory> {
    App::new(Memory::default(), system_clock(), Metrics::to("test", |_| ()))
}

fn request(user: &str, key: Option<&str>, body: &str) -> lambda_http::Request {
    let mut event = json!({
        "version": "2.0", "routeKey": "POST /stores/{store}/x", "rawPath": "/stores/demo/x", "rawQueryString": "",
        "isBase64Encoded": false, "headers": {"host": "h", "content-type": "application/json"}, "body": body,
        "pathParameters": {"store": "demo"},
        "requestContext": {
            "accountId": "0", "apiId": "a", "domainName": "h", "requestId": "r-1", "routeKey": "POST /stores/{store}/x",
            "stage": "$default", "time": "", "timeEpoch": 0,
            "http": {"method": "POST", "path": "/stores/demo/x", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": ""},
            "authorizer": {"jwt": {"claims": {"sub": user}, "scopes": null}},
        },
    });
    if let Some(key) = key {
        event["headers"]["idempotency-key"] = json!(key);
    }
    lambda_http::request::from_str(&event.to_string()).expect("an event")
}

async fn count_up(app: &App<Memory>, call: &Call, use_case: &CountUp) -> Result<Answer, ApiError> {
    let scope = IdempotencyScope::Store(call.store()?);
    app.execute_idempotent(call, scope, use_case, |times| Answer::ok(&json!({"times": times})).version(7))
        .await
}

async fn sent(app: &App<Memory>, use_case: &CountUp, request: lambda_http::Request) -> (u16, Value) {
    let response =
        serve(app, request, async |call| count_up(app, call, use_case).await).await.expect("an answer");
    read(&response)
}

fn read(response: &Response<Body>) -> (u16, Value) {
    (response.status().as_u16(), serde_json::from_slice(response.body().as_ref()).expect("JSON"))
}

#[tokio::test]
async fn a_request_with_a_key_is_carried_out_once() {
    let (app, use_case) = (app(), CountUp::default());
    for _ in 0..3 {
        assert_eq!(sent(&app, &use_case, request("ana", Some("k"), "{}")).await, (200, json!({"times": 1})));
    }
    let (status, problem) = sent(&app, &use_case, request("ana", Some("k"), "{\"a\": 1}")).await;
    assert_eq!((status, &problem["code"]), (422, &json!("idempotency_key_reused")));
    // Another key, another caller and no key are requests of their own.
    for (number, (user, key)) in
        [("ana", Some("l")), ("bea", Some("k")), ("ana", None), ("ana", None)].iter().enumerate()
    {
        assert_eq!(
            sent(&app, &use_case, request(user, *key, "{}")).await,
            (200, json!({"times": number + 2}))
        );
    }
}

#[tokio::test]
async fn a_replayed_answer_has_the_headers_of_the_first() {
    let (app, use_case) = (app(), CountUp::default());
    for _ in 0..2 {
        let request = request("ana", Some("k"), "{}");
        let response = serve(&app, request, async |call| count_up(&app, call, &use_case).await).await;
        assert_eq!(response.expect("an answer").headers()["etag"], "\"7\"");
    }
}

#[tokio::test]
async fn a_rejection_is_not_stored() {
    let app = app();
    let rejecting = CountUp { rejects: true, ..CountUp::default() };
    let (status, problem) = sent(&app, &rejecting, request("ana", Some("k"), "{}")).await;
    assert_eq!((status, &problem["code"]), (409, &json!("already_member")));
    assert_eq!(sent(&app, &CountUp::default(), request("ana", Some("k"), "{}")).await.0, 200);
}

#[tokio::test]
async fn a_use_case_can_commit_and_still_reject() {
    let (app, use_case) = (app(), CountUp::default());
    for times in 1..=2 {
        let request = request("ana", Some("k"), "{}");
        let response = serve(&app, request, async |call| {
            let scope = IdempotencyScope::Store(call.store()?);
            let executed =
                app.execute_once(call, scope, &use_case, |_| Err(Rejection::InvitationWithdrawn)).await?;
            Ok(executed.answer)
        });
        let (status, problem) = read(&response.await.expect("an answer"));
        assert_eq!((status, &problem["code"]), (410, &json!("invitation_withdrawn")));
        assert_eq!(use_case.times.load(Ordering::SeqCst), times, "it is carried out again");
    }
}

#[tokio::test]
async fn the_outcome_is_known_only_where_it_was_carried_out() {
    let (app, use_case) = (app(), CountUp::default());
    for expected in [Some(1), None] {
        let request = request("ana", Some("k"), "{}");
        let response = serve(&app, request, async |call| {
            let scope = IdempotencyScope::Store(call.store()?);
            let show = |times: &u32| Ok(Answer::ok(&json!({"times": times})));
            let executed = app.execute_once(call, scope, &use_case, show).await?;
            assert_eq!(executed.outcome, expected);
            Ok(executed.answer)
        });
        assert_eq!(read(&response.await.expect("an answer")), (200, json!({"times": 1})));
    }
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_a_503() {
    let app = app();
    let response = serve(&app, request("ana", None, "{}"), async |call| {
        let list = List::Activities(call.store()?);
        app.database.page(&list, None, 1).await?;
        Ok(Answer::no_content())
    });
    let response = response.await.expect("an answer");
    assert_eq!(response.headers()["retry-after"], "2");
    let (status, problem) = read(&response);
    assert_eq!(
        (status, &problem["code"], &problem["instance"]),
        (503, &json!("unavailable"), &json!("urn:request:r-1"))
    );
}

#[tokio::test]
async fn a_key_that_is_none_is_refused_before_anything_is_done() {
    let (app, use_case) = (app(), CountUp::default());
    let (status, problem) = sent(&app, &use_case, request("ana", Some(&"k".repeat(256)), "{}")).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("Idempotency-Key")));
    assert_eq!(use_case.times.load(Ordering::SeqCst), 0);
}
