//! Idempotency keys: a repeated call gives the same response and changes nothing more.

use std::thread;

use crate::support::{DAY, Person, Stack, json, run_concurrently, unique_id, wait_until};

#[test]
fn x18_an_idempotency_key_gives_the_same_answer_again() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let owner = store.as_owner().with_header("idempotency-key", &unique_id());
    let grant = json!({"permissions": ["sales"]});

    let first = owner.invite(&ana.email, grant.clone());
    let second = owner.invite(&ana.email, grant.clone());

    assert_eq!(first.assert_status(201), second.assert_status(201));
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(store.as_owner().seats()["invited"], 1);
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_mail();
    mailbox.assert_no_new_mail();

    owner
        .invite(&ana.email, json!({"permissions": ["reports"]}))
        .assert_problem(422, "idempotency_key_reused");
    owner.invite(&Person::new("Ben").email, grant.clone()).assert_problem(422, "idempotency_key_reused");
    // Without the key, or with another one, it is a new call.
    store.as_owner().invite(&ana.email, grant.clone()).assert_problem(409, "already_invited");
    store
        .as_owner()
        .with_header("idempotency-key", &unique_id())
        .invite(&ana.email, grant)
        .assert_problem(409, "already_invited");
}

#[test]
fn x18_an_idempotency_key_is_its_callers_own() {
    let stack = Stack::shared();
    let (left, right) = (stack.create_store("ecwid", "business"), stack.create_store("ecwid", "business"));
    let key = unique_id();
    for store in [&left, &right] {
        let ana = Person::new("Ana");
        let response = store
            .as_owner()
            .with_header("idempotency-key", &key)
            .invite(&ana.email, json!({"permissions": ["sales"]}));
        assert_eq!(response.assert_status(201)["email"], *ana.email);
    }
}

#[test]
fn x18_of_calls_at_once_under_one_idempotency_key_one_is_carried_out() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    for round in 1..=6 {
        let ana = Person::new("Ana");
        let owner = store.as_owner().with_header("idempotency-key", &unique_id());

        let responses = run_concurrently(8, |_| owner.invite(&ana.email, json!({"permissions": ["sales"]})));

        let (done, running): (Vec<_>, Vec<_>) = responses.iter().partition(|response| response.status == 201);
        assert!(!done.is_empty(), "{responses:#?}");
        assert!(done.iter().all(|response| response.json() == done[0].json()), "{responses:#?}");
        for response in running {
            assert_eq!(response.status, 409, "{response}");
            assert_ne!(response.assert_any_problem()["code"], "already_invited", "{response}");
        }
        assert_eq!(store.as_owner().invitations().len(), round);
    }
}

#[test]
fn x18_a_bulk_call_can_be_repeated_under_its_key() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner().with_header("idempotency-key", &unique_id());
    let team: Vec<_> =
        (0..3).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect();

    let first = owner.invite_many(&team).assert_status(207);

    assert_eq!(owner.invite_many(&team).assert_status(207), first);
    assert_eq!(store.as_owner().invitations().len(), 3);
}

#[test]
fn an_idempotency_key_can_be_used_again_when_its_day_is_over() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let invite = |person: &Person| {
        store
            .as_owner()
            .with_header("idempotency-key", "monday")
            .invite(&person.email, json!({"roles": ["support"]}))
    };
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    invite(&ana).assert_status(201);
    invite(&ben).assert_problem(422, "idempotency_key_reused");

    stack.advance_clock(DAY + 5);
    invite(&ben).assert_status(201);
}

#[test]
fn a_bulk_call_that_broke_off_goes_on_where_it_stopped() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let people: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Newcomer").email, "roles": ["support"]})).collect();
    let bulk = || store.as_owner().with_header("idempotency-key", "team").invite_many(&people);

    thread::scope(|scope| {
        let first = scope.spawn(|| bulk().status);
        wait_until(|| (store.as_owner().seats()["invited"] != 0).then_some(())).expect("a first transaction");
        stack.inject_faults("dynamodb", 500, "InternalServerError");
        assert!([207, 503].contains(&first.join().unwrap()));
    });
    stack.inject_faults("dynamodb", 0, "InternalServerError");

    // If the failure itself could not be recorded, the key stays in use for a minute.
    stack.advance_clock(61);
    let results = bulk().assert_status(207)["results"].clone();
    assert!(results.as_array().unwrap().iter().all(|result| result["status"] == 201), "{results:#}");
    assert_eq!(store.as_owner().seats()["invited"], 100);
    assert_eq!(bulk().assert_status(207)["results"], results);
}
