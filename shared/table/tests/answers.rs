//! What becomes of answers that DynamoDB gives seldom, and the embedded database never.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use std::error::Error as _;
use std::sync::{Arc, Mutex};

use staffroom_app::{CommitOutcome, Condition, Database as _, Fault, Key, ReadSet, Write};
use staffroom_table::Table;
use support::samples::{self, at};
use support::{TABLE, client, endpoint, plan};

/// A table whose database gives these answers, the last one again and again; and the bodies of the requests.
async fn table_with(answers: Vec<(u16, String)>) -> (Table, Arc<Mutex<Vec<String>>>) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let kept = requests.clone();
    let url = endpoint::serve(move |mut stream| {
        let (requests, answers) = (kept.clone(), answers.clone());
        async move {
            while let Some(request) = endpoint::next_request(&mut stream).await {
                let number = {
                    let mut requests = requests.lock().unwrap();
                    requests.push(request.body);
                    requests.len() - 1
                };
                let (status, body) = answers.get(number).or(answers.last()).unwrap();
                if endpoint::answer(&mut stream, *status, body).await.is_err() {
                    return;
                }
            }
        }
    });
    (Table::new(client(&url.await), TABLE), requests)
}

fn error(code: &str, rest: &str) -> String {
    format!(r#"{{"__type": "com.amazonaws.dynamodb.v20120810#{code}", "message": "kim@example.com"{rest}}}"#)
}

fn cancelled(reasons: &str) -> String {
    error("TransactionCanceledException", &format!(r#", "CancellationReasons": [{reasons}]"#))
}

/// A plan of two writes, which takes a transaction.
async fn commit_two(table: &Table) -> Result<CommitOutcome, Fault> {
    let put = |record: (Key, _)| Write::Put { key: record.0, record: record.1, condition: Condition::Absent };
    let writes = [samples::of_holder("kim", "kim"), samples::of_activity(samples::activity("show"))];
    table.commit(&plan(at(10), writes.map(put))).await
}

async fn record_activity(table: &Table) -> Result<CommitOutcome, Fault> {
    let key = samples::of_member(samples::member("kim")).0;
    table.commit(&plan(at(10), [Write::RecordActivity { key }])).await
}

/// The fault as a log shows it: it must not hold what DynamoDB said.
fn shown(fault: &Fault) -> String {
    let mut shown = format!("{fault} {fault:?}");
    let mut below = fault.source();
    while let Some(error) = below {
        shown = format!("{shown} {error} {error:?}");
        below = error.source();
    }
    assert!(!shown.contains("kim"), "{shown}");
    shown
}

#[tokio::test]
async fn failed_conditions_bring_their_records_and_conflicts_are_contention() {
    let reasons = r#"{"Code": "ConditionalCheckFailed", "Item": {"pk": {"S": "STORE#shop"}, "sk": {"S": "x"},
        "user_id": {"S": "lou"}}}, {"Code": "None"}"#;
    let (table, _) = table_with(vec![(400, cancelled(reasons))]).await;
    let (key, record) = samples::of_holder("kim", "lou");
    assert_eq!(commit_two(&table).await.unwrap(), CommitOutcome::Stale(vec![(key, Some(record))]));

    let (table, _) =
        table_with(vec![(400, cancelled(r#"{"Code": "None"}, {"Code": "TransactionConflict"}"#))]).await;
    assert_eq!(commit_two(&table).await.unwrap(), CommitOutcome::Contention);
    let (table, _) = table_with(vec![(400, error("TransactionConflictException", ""))]).await;
    assert_eq!(record_activity(&table).await.unwrap(), CommitOutcome::Contention, "of a single write too");
}

#[tokio::test]
async fn an_action_that_can_never_be_carried_out_is_refused_at_once() {
    let reasons = r#"{"Code": "None"}, {"Code": "ValidationError", "Message": "kim@example.com"}"#;
    let (table, requests) = table_with(vec![(400, cancelled(reasons))]).await;
    let fault = commit_two(&table).await.unwrap_err();
    assert!(matches!(&fault, Fault::Refused { reason, .. } if reason == "ValidationError at the activity"));
    assert!(shown(&fault).contains("REQUEST1"));
    assert_eq!(requests.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_error_of_the_request_is_refused_and_one_that_passes_is_unavailable() {
    for (status, code, requests_sent) in
        [(400, "ValidationException", 1), (400, "ThrottlingException", 3), (500, "InternalServerError", 3)]
    {
        let (table, requests) = table_with(vec![(status, error(code, ""))]).await;
        let fault = record_activity(&table).await.unwrap_err();
        let refused = matches!(&fault, Fault::Refused { reason, .. } if reason == code);
        let unavailable = matches!(&fault, Fault::Unavailable { reason, .. } if reason == code);
        assert!(if requests_sent == 1 { refused } else { unavailable }, "{fault:?}");
        assert!(shown(&fault).contains("REQUEST1"));
        assert_eq!(requests.lock().unwrap().len(), requests_sent, "{code}");
    }
}

#[tokio::test]
async fn no_answer_is_unavailable_with_the_reason_below() {
    let table = Table::new(client("http://127.0.0.1:1"), TABLE);
    let fault = commit_two(&table).await.unwrap_err();
    let Fault::Unavailable { reason, source: Some(source) } = &fault else { panic!("{fault:?}") };
    assert_eq!(reason, "connection");
    assert!(source.source().is_some());
}

#[tokio::test]
async fn keys_that_were_left_unprocessed_are_asked_for_again() {
    let left = r#"{"Responses": {"staffroom": []}, "UnprocessedKeys": {"staffroom": {"ConsistentRead": true,
        "Keys": [{"pk": {"S": "STORE#shop"}, "sk": {"S": "MEMBER#kim"}}]}}}"#;
    let found = r#"{"Responses": {"staffroom": [{"pk": {"S": "STORE#shop"}, "sk": {"S": "MEMBER#kim"},
        "left_at": {"N": "1800000000123"}, "departures": {"N": "12"}, "version": {"N": "9"}, "ttl": {"N": "1"}}]}}"#;
    let (table, requests) = table_with(vec![(200, left.to_owned()), (200, found.to_owned())]).await;
    let (key, _) = samples::of_member(samples::member("kim"));
    let other = Key::Store(samples::store_id());
    let read = table.read(&ReadSet::keys([key.clone(), other.clone()])).await.unwrap();
    assert!(read.has(&key) && read.was_read(&other) && !read.has(&other));
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 2);
    assert!(!requests[1].contains(r#""store""#), "only what was left: {}", requests[1]);
}

#[tokio::test]
async fn a_corrupt_record_is_named_by_its_kind() {
    let corrupt = r#"{"Responses": {"staffroom": [{"pk": {"S": "STORE#shop"}, "sk": {"S": "STORE"}}]}}"#;
    let (table, _) = table_with(vec![(200, corrupt.to_owned())]).await;
    let fault = table.read(&ReadSet::keys([Key::Store(samples::store_id())])).await.unwrap_err();
    assert!(matches!(fault, Fault::Corrupt { kind: "store", .. }));
}
