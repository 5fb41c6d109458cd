//! Fault F50: a bulk call whose database fails half-way.

use crate::database_proxy::ProxiedStack;
use crate::support::{Person, Value, json, unique_id};

/// More failures than the SDK and the product try again.
const FOR_GOOD: u32 = 1_000;

#[test]
fn f50_a_bulk_call_that_stops_half_way_says_what_it_made() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let people: Vec<Person> = (0..45).map(|_| Person::new("Invitee")).collect();
    let entries: Vec<Value> =
        people.iter().map(|person| json!({"email": person.email, "roles": ["seller"]})).collect();
    let keyed = store.as_owner().with_header("idempotency-key", &unique_id());
    // The transaction with this entry fails, and the mark that the call stopped does not.
    let unlucky = people[25].email.clone();
    proxied
        .proxy
        .fail(FOR_GOOD, move |call| call.operation == "TransactWriteItems" && call.mentions(&unlucky));

    let stopped = keyed.invite_many(&entries).assert_status(207)["results"].as_array().unwrap().clone();

    assert_eq!(stopped.len(), 45);
    let made = stopped.iter().take_while(|result| result["status"] == 201).count();
    assert!((1..=25).contains(&made), "{made} were made");
    for (result, person) in stopped.iter().zip(&people).skip(made) {
        assert_eq!((&result["status"], &result["email"]), (&json!(503), &json!(person.email)));
        assert_eq!(result["problem"]["code"], "unavailable");
        assert!(result["problem"]["retry_after"].as_u64() > Some(0), "{result}");
    }
    assert_eq!(store.as_owner().seats()["invited"], made);

    proxied.proxy.stop_failing();
    let whole = keyed.invite_many(&entries).assert_status(207)["results"].as_array().unwrap().clone();
    assert!(whole.iter().all(|result| result["status"] == 201), "{whole:#?}");
    for (before, after) in stopped.iter().zip(&whole).take(made) {
        assert_eq!(before["invitation"]["id"], after["invitation"]["id"]);
    }
    assert_eq!(store.as_owner().seats()["invited"], 45);
    assert_eq!(keyed.invite_many(&entries).assert_status(207)["results"], json!(whole));
}

#[test]
fn f50_a_bulk_call_that_does_nothing_is_unavailable() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let entry = json!({"email": ana.email, "roles": ["seller"]});
    proxied
        .proxy
        .fail(FOR_GOOD, move |call| call.operation == "TransactWriteItems" && call.mentions(&ana.email));
    store.as_owner().invite_many(&[entry]).assert_problem(503, "unavailable");
    assert_eq!(store.as_owner().seats()["invited"], 0);
}
