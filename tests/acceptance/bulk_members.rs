//! Fault F50, of members that the platform puts in one call, and F32: what an idempotency key promises of calls that make
//! several writes.

use std::thread;

use crate::database_proxy::{Call, ProxiedStack};
use crate::support::{
    Client, Person, Response, Stack, StoreClient, Value, json, run_concurrently, unique_id,
};

/// More failures than the SDK and the product try again.
const FOR_GOOD: u32 = 1_000;

fn people(count: usize) -> Vec<Person> {
    (0..count).map(|_| Person::new("Staff")).collect()
}

fn body(people: &[Person], role: &str) -> Value {
    let entry = |person: &Person| json!({"user_id": person.sub, "email": person.email, "roles": [role]});
    json!({"members": people.iter().map(entry).collect::<Vec<_>>()})
}

fn put_many(client: &StoreClient<'_>, body: &Value) -> Response {
    client.post("/members/bulk", body)
}

fn statuses(answer: &Value) -> Vec<u64> {
    answer["results"].as_array().unwrap().iter().map(|one| one["status"].as_u64().unwrap()).collect()
}

/// Selects the writes that store an answer under an idempotency key.
fn stores_an_answer(call: &Call) -> bool {
    call.operation == "PutItem" && call.mentions("\"fingerprint\"") && call.mentions("\"answer\"")
}

#[test]
fn f50_bulk_calls_that_run_out_of_time_say_what_they_made() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let bodies: Vec<Value> = (0..6).map(|_| body(&people(100), "seller")).collect();

    let responses = run_concurrently(6, |number| put_many(&store.as_platform(), &bodies[number]));

    let members = store.as_platform().members();
    let is_there = |user: &Value| members.iter().any(|member| member["user_id"] == *user);
    let mut of_unknown = 0;
    for (response, body) in responses.iter().zip(&bodies) {
        let entries = body["members"].as_array().unwrap();
        if response.status == 503 {
            let made = entries.iter().filter(|entry| is_there(&entry["user_id"])).count();
            assert!(made <= 1, "{made} were made, and the answer is {response}");
            of_unknown += made;
            continue;
        }
        let results = response.assert_status(207)["results"].as_array().unwrap().clone();
        assert_eq!(results.len(), 100);
        let unknown = results.iter().filter(|result| result["status"] == 503 && is_there(&result["user_id"]));
        of_unknown += unknown.count();
        for (result, entry) in results.iter().zip(entries) {
            assert_eq!(result["user_id"], entry["user_id"]);
            match result["status"].as_u64() {
                Some(201) => assert!(is_there(&result["user_id"]), "{result}"),
                Some(503) => assert_eq!(result["problem"]["code"], "unavailable"),
                _ => panic!("{result}"),
            }
        }
    }
    assert!(of_unknown <= 6, "of each call, one member at most is not known");
}

#[test]
fn f50_members_are_answered_although_the_answer_cannot_be_stored() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let keyed = store.as_platform().with_header("idempotency-key", &unique_id());
    let body = body(&people(2), "seller");
    proxied.proxy.fail(FOR_GOOD, stores_an_answer);

    assert_eq!(statuses(&put_many(&keyed, &body).assert_status(207)), [201, 201]);

    // The key is in use until its minute is over. Then the members count as added by the same request.
    put_many(&keyed, &body).assert_problem(409, "idempotency_key_in_use");
    proxied.proxy.stop_failing();
    proxied.stack.advance_clock(61);
    let again = put_many(&keyed, &body).assert_status(207);
    assert_eq!(statuses(&again), [201, 201]);
    assert_eq!(put_many(&keyed, &body).assert_status(207), again);
}

#[test]
fn f50_a_bulk_call_of_members_that_stops_half_way_goes_on_with_its_key() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let keyed = store.as_platform().with_header("idempotency-key", &unique_id());
    let people = people(5);
    put_many(&store.as_platform(), &body(&people[..1], "seller")).assert_status(207);
    let (body, unlucky) = (body(&people, "seller"), people[3].email.clone());
    proxied
        .proxy
        .fail(FOR_GOOD, move |call| call.operation == "TransactWriteItems" && call.mentions(&unlucky));

    let stopped = put_many(&keyed, &body).assert_status(207);

    assert_eq!(statuses(&stopped), [200, 201, 201, 503, 503]);
    assert_eq!(stopped["results"][3]["problem"]["code"], "unavailable");
    assert_eq!(stopped["results"][4]["user_id"], people[4].sub);
    proxied.proxy.stop_failing();
    let whole = put_many(&keyed, &body).assert_status(207);
    assert_eq!(statuses(&whole), [200, 201, 201, 201, 201]);
    assert_eq!(put_many(&keyed, &body).assert_status(207), whole);
}

/// Makes a call with a key, and, between its first write and its answer, the same and another one with the same key.
fn meet(proxied: &ProxiedStack, first: impl Fn() -> Response + Sync, other: impl Fn() -> Response) -> Value {
    let held = proxied.proxy.hold(stores_an_answer);
    let answer = thread::scope(|scope| {
        let calling = scope.spawn(&first);
        held.wait_until_reached();
        first().assert_problem(409, "idempotency_key_in_use");
        other().assert_problem(422, "idempotency_key_reused");
        held.resume();
        calling.join().unwrap().assert_success()
    });
    assert_eq!(first().assert_success(), answer);
    other().assert_problem(422, "idempotency_key_reused");
    answer
}

#[test]
fn f32_a_bulk_call_of_members_is_carried_out_once() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let keyed = || store.as_platform().with_header("idempotency-key", "move");
    let (some, others) = (people(2), people(2));
    let answer = meet(
        &proxied,
        || put_many(&keyed(), &body(&some, "seller")),
        || put_many(&keyed(), &body(&others, "seller")),
    );
    assert_eq!(statuses(&answer), [201, 201]);
    let members = store.as_platform().members();
    assert!(others.iter().all(|person| members.iter().all(|member| member["user_id"] != person.sub)));
}

#[test]
fn f32_a_change_of_the_profile_is_carried_out_once() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["seller"]}));
    let patch = |name: &str| {
        let client = proxied.stack.as_person(&ana).with_header("idempotency-key", "name");
        client.patch("/me", &json!({"name": name}))
    };
    let answer = meet(&proxied, || patch("Ana One"), || patch("Ana Two"));
    assert_eq!(answer["name"], "Ana One");
}

#[test]
fn f32_of_calls_at_once_with_one_key_one_is_carried_out() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["seller"]}));
    let people = people(4);
    for round in 0..4 {
        let key = unique_id();
        let platform: StoreClient<'_> = store.as_platform().with_header("idempotency-key", &key);
        let me: Client<'_> = stack.as_person(&ana).with_header("idempotency-key", &key);
        let role = ["seller", "support"][round % 2];
        let bodies = [body(&people[..2], role), body(&people[2..], role)];
        let puts = run_concurrently(4, |number| put_many(&platform, &bodies[number % 2]));
        let name = |number: usize| json!({"name": format!("Ana {round} {}", number % 2)});
        let patches = run_concurrently(4, |number| me.patch("/me", &name(number)));
        for responses in [puts, patches] {
            let (done, refused): (Vec<_>, Vec<_>) =
                responses.iter().partition(|response| response.status < 300);
            assert!(!done.is_empty(), "{responses:#?}");
            assert!(done.iter().all(|response| response.json() == done[0].json()), "{responses:#?}");
            for response in refused {
                response.assert_one_of_problems(&[
                    (409, "idempotency_key_in_use"),
                    (422, "idempotency_key_reused"),
                ]);
            }
        }
    }
}

#[test]
fn f32_a_call_that_changes_nothing_keeps_its_key_through_a_conflict() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let people = people(1);
    put_many(&store.as_platform(), &body(&people, "seller")).assert_status(207);
    let keyed = store.as_platform().with_header("idempotency-key", "same");
    stack.inject_faults("dynamodb", 1, "TransactionConflict");
    put_many(&keyed, &body(&people, "seller")).assert_status(207);
    put_many(&keyed, &body(&people, "support")).assert_problem(422, "idempotency_key_reused");

    let me = stack.as_person(&people[0]).with_header("idempotency-key", "same");
    stack.inject_faults("dynamodb", 1, "TransactionConflict");
    me.patch("/me", &json!({})).assert_status(200);
    me.patch("/me", &json!({"name": "Another"})).assert_problem(422, "idempotency_key_reused");
}

#[test]
fn f32_a_request_has_one_idempotency_key() {
    let store = Stack::shared().create_store("whatnot", "default");
    let invite =
        |client: StoreClient<'_>| client.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    let keyed = store.as_owner().with_header("idempotency-key", &unique_id());
    invite(keyed.with_header("idempotency-key", &unique_id())).assert_field_error("Idempotency-Key");
    invite(store.as_owner().with_header("idempotency-key", "a,b")).assert_field_error("Idempotency-Key");
    assert_eq!(store.as_owner().invitations().len(), 0);
}

#[test]
fn f28_a_call_that_takes_no_body_ignores_a_short_one_and_refuses_a_long_one() {
    let store = Stack::shared().create_store("whatnot", "default");
    let (invitation, _) = store.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    let resend = format!("/invitations/{}/resend", invitation["id"].as_str().unwrap());
    let long = format!("{{\"x\": \"{}\"}}", "y".repeat(300_000)).into_bytes();
    store.as_owner().send("POST", &resend, Some(long)).assert_problem(413, "payload_too_large");
    store.as_owner().send("POST", &resend, Some(b"{\"x\": 1}".to_vec())).assert_status(200);
}

#[test]
fn f31_a_name_that_an_object_has_twice_is_refused_at_every_depth() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let post = |client: StoreClient<'_>, path: &str, body: String| {
        client.send("POST", path, Some(body.into_bytes()))
    };
    let offers = format!(
        r#"{{"invitations": [{{"email": "{0}", "email": "{1}", "roles": ["scanner"]}}, {{"email": "{1}", "roles": ["scanner"]}}]}}"#,
        ana.email, ben.email
    );
    let invited = post(store.as_owner(), "/invitations/bulk", offers).assert_status(207);
    assert_eq!(statuses(&invited), [422, 201]);
    assert_eq!(invited["results"][0]["problem"]["code"], "invalid_field");
    let members = format!(
        r#"{{"members": [{{"user_id": "{}", "email": "{}", "roles": ["scanner"], "roles": ["manager"]}}]}}"#,
        ana.sub, ana.email
    );
    let put = post(store.as_platform(), "/members/bulk", members).assert_status(207);
    assert_eq!(statuses(&put), [422]);
    store.as_owner().put_activity("show", &json!({"name": "Show"})).assert_status(201);
    for order in [r#"{"number": "1", "number": "2"}"#, r#"{"buyer": {"name": "a", "name": "b"}}"#] {
        let body = format!(r#"{{"type": "order.created", "activity_id": "show", "order": {order}}}"#);
        post(store.as_platform(), "/announcements", body).assert_problem(422, "invalid_field");
    }
}
