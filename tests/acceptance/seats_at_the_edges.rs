//! Seats after the plan shrank, after access ended, and in the second of an end. Regression tests of faults
//! 4, 5 and 10.

use chrono::{DateTime, Duration, SubsecRound as _, Utc};

use crate::dates::{in_days, now, rfc3339};
use crate::support::{DAY, Person, Response, Stack, TestStore, Value, json, parse_time};

const COLLABORATOR: &str = "collaborator";

fn collaborator() -> Value {
    json!({"roles": [COLLABORATOR]})
}

/// A store with this number of members, and people with this number of pending invitations. The plan is
/// unlimited.
fn team(
    store: &TestStore<'_>,
    members: usize,
    pending: usize,
) -> (Vec<Person>, Vec<(Person, Value, String)>) {
    let members = (0..members).map(|_| store.add_new_member("Member", collaborator())).collect();
    let invite = |_| {
        let person = Person::new("Invitee");
        let (invitation, token) = store.invite(&person.email, collaborator());
        (person, invitation, token)
    };
    (members, (0..pending).map(invite).collect())
}

#[test]
fn f4_a_smaller_plan_admits_nobody_until_a_place_is_free() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "professional");
    let (members, pending) = team(&store, 2, 3);
    store.put("standard", &store.owner).assert_status(200);

    for (person, invitation, token) in &pending {
        let refused = stack.as_person(person).accept(token).assert_problem(409, "seat_limit_reached");
        assert_eq!(refused["limit"], 2);
        store.as_owner().resend(&invitation["id"]).assert_problem(409, "seat_limit_reached");
        assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
        stack.anonymous().lookup(token).assert_status(200);
    }
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 2, "invited": 3, "available": 0}));

    store.as_owner().remove_member(&members[0]).assert_status(204);
    let (first, _, token) = &pending[1];
    stack.as_person(first).accept(token).assert_status(200);
    for (person, _, token) in [&pending[0], &pending[2]] {
        stack.as_person(person).accept(token).assert_problem(409, "seat_limit_reached");
    }
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 2, "invited": 2, "available": 0}));
    assert!(!store.as_person(&pending[0].0).may("store.manage"));
}

#[test]
fn f4_an_expired_invitation_is_not_renewed_without_a_place() {
    let stack = Stack::private();
    let store = stack.create_store("mycommerce", "professional");
    let (members, pending) = team(&store, 2, 2);
    let [(_, invitation, token), _] = &pending[..] else { panic!("two pending") };
    let as_platform = store.as_platform();
    as_platform.change_store(&json!({"plan": "standard"})).assert_status(200);
    stack.advance_clock(8 * DAY);

    stack.anonymous().renew(token).assert_problem(409, "seat_limit_reached");
    store.as_owner().resend(&invitation["id"]).assert_problem(409, "seat_limit_reached");

    store.as_person(&members[0]).leave().assert_status(204);
    stack.anonymous().renew(token).assert_status(202);
    store.as_owner().resend(&pending[1].1["id"]).assert_problem(409, "seat_limit_reached");
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 1, "available": 0}));
}

#[test]
fn f4_a_place_that_ended_access_left_is_free_too() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let sales = json!({"permissions": ["sales"]});
    let until = json!({"permissions": ["sales"], "access_ends_at": in_days(2)});
    store.add_new_member("Tom", until);
    let stays = store.add_new_member("Ula", sales.clone());
    let people = [Person::new("Ana"), Person::new("Ben"), Person::new("Cem")];
    let tokens = people.each_ref().map(|person| store.invite(&person.email, sales.clone()).1);
    store.put("business", &store.owner).assert_status(200);
    stack.as_person(&people[0]).accept(&tokens[0]).assert_problem(409, "seat_limit_reached");

    stack.advance_clock(3 * DAY);

    stack.as_person(&people[1]).accept(&tokens[1]).assert_status(200);
    stack.as_person(&people[0]).accept(&tokens[0]).assert_problem(409, "seat_limit_reached");
    stack.as_person(&people[2]).accept(&tokens[2]).assert_problem(409, "seat_limit_reached");
    assert!(store.as_person(&people[1]).may("sales") && store.as_person(&stays).may("sales"));
    assert_eq!(store.as_owner().seats()["members"], 2);
}

#[test]
fn f4_a_larger_plan_admits_them_again() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "professional");
    let (_, pending) = team(&store, 2, 2);
    store.put("standard", &store.owner).assert_status(200);
    let (person, invitation, token) = &pending[0];
    stack.as_person(person).accept(token).assert_problem(409, "seat_limit_reached");
    store.as_owner().change_invitation(&invitation["id"], &json!({"locale": "de"})).assert_status(200);

    store.put("professional", &store.owner).assert_status(200);

    stack.as_person(person).accept(token).assert_status(200);
    store.as_owner().resend(&pending[1].1["id"]).assert_success();
}

/// A `standard` store with Tom, whose access has ended, and one other member.
fn store_of_tom(stack: &Stack) -> (TestStore<'_>, Person) {
    let store = stack.create_store("mycommerce", "standard");
    let tom = store.add_new_member("Tom", json!({"roles": [COLLABORATOR], "access_ends_at": in_days(1)}));
    store.add_new_member("Ula", collaborator());
    store
        .as_owner()
        .invite(&Person::new("Val").email, collaborator())
        .assert_problem(409, "seat_limit_reached");
    store.as_owner().invite(&tom.email, collaborator()).assert_problem(409, "already_member");
    stack.advance_clock(2 * DAY);
    (store, tom)
}

#[test]
fn f5_ended_access_takes_no_seat() {
    let stack = Stack::private();
    let (store, tom) = store_of_tom(&stack);
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 0, "available": 1}));

    let third = Person::new("Val");
    let (_, token) = store.invite(&third.email, collaborator());

    stack.as_person(&third).accept(&token).assert_status(200);
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 2, "invited": 0, "available": 0}));
    // Tom's seat was given to another member, so he needs a free one to come back.
    store.as_owner().invite(&tom.email, collaborator()).assert_problem(409, "seat_limit_reached");
    store
        .as_owner()
        .change_member(&tom, &json!({"access_ends_at": null}))
        .assert_problem(409, "seat_limit_reached");
    assert!(!store.as_person(&tom).may("store.manage"));
    store.as_owner().remove_member(&tom).assert_status(204);
    assert_eq!(store.as_owner().seats()["members"], 2, "he took no seat, so none is freed twice");
    store.as_owner().remove_member(&third).assert_status(204);
    assert_eq!(store.as_owner().seats()["members"], 1);
}

#[test]
fn f5_ended_access_blocks_no_new_invitation() {
    let stack = Stack::private();
    let (store, tom) = store_of_tom(&stack);

    let (_, token) = store.invite(&tom.email, collaborator());
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 1, "available": 0}));
    let member = stack.as_person(&tom).accept(&token).assert_status(200)["member"].clone();

    assert_eq!(member["access_ends_at"], Value::Null);
    assert!(store.as_person(&tom).may("store.manage"));
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 2, "invited": 0, "available": 0}));
    store.as_owner().invite(&tom.email, collaborator()).assert_problem(409, "already_member");
    let listed = store.as_owner().members();
    assert_eq!(listed.iter().filter(|member| member["user_id"] == tom.sub.as_str()).count(), 1);
}

#[test]
fn f5_the_same_goes_for_bulk_calls_and_for_a_new_end() {
    let stack = Stack::private();
    let (store, tom) = store_of_tom(&stack);

    let bulk = store
        .as_owner()
        .invite_many(&[
            json!({"email": tom.email, "roles": [COLLABORATOR]}),
            json!({"email": Person::new("Val").email, "roles": [COLLABORATOR]}),
        ])
        .assert_status(207);

    assert_eq!(bulk["results"][0]["status"], 201, "{bulk}");
    assert_eq!(bulk["results"][1]["problem"]["code"], "seat_limit_reached", "{bulk}");
    let invitation = &bulk["results"][0]["invitation"];
    store.as_owner().revoke(&invitation["id"]).assert_status(204);
    store.as_owner().change_member(&tom, &json!({"access_ends_at": in_days(30)})).assert_status(200);
    assert!(store.as_person(&tom).may("store.manage"));
    store
        .as_owner()
        .invite(&Person::new("Val").email, collaborator())
        .assert_problem(409, "seat_limit_reached");
}

/// Moves the clock to two or three seconds before `end`. Returns how far it is ahead of this machine's then.
fn advance_to_just_before(stack: &Stack, end: DateTime<Utc>) -> Duration {
    let seconds = ((end - now()).num_milliseconds() - 2000) / 1000;
    stack.advance_clock(seconds);
    Duration::seconds(seconds)
}

/// A time tomorrow between two whole seconds, so that rounding up and rounding down differ.
fn between_two_seconds() -> DateTime<Utc> {
    (now() + Duration::days(1)).trunc_subsecs(0) + Duration::milliseconds(500)
}

/// Calls until the clock has passed `until`. The clock of the stack is `ahead` of this machine's.
fn call_past(
    until: DateTime<Utc>,
    ahead: Duration,
    mut call: impl FnMut() -> Option<Response>,
) -> Vec<Response> {
    let mut responses = Vec::new();
    while now() + ahead < until {
        match call() {
            Some(response) => responses.push(response),
            None => break,
        }
    }
    responses
}

#[test]
fn f10_a_full_plan_answers_clearly_in_the_last_second_of_a_link() {
    let stack = Stack::private();
    let store = stack.create_store("mycommerce", "professional");
    let people: Vec<_> = (0..20).map(|_| Person::new("Invitee")).collect();
    let entries: Vec<_> =
        people.iter().map(|one| json!({"email": one.email, "roles": [COLLABORATOR]})).collect();
    let made = store.as_owner().invite_many(&entries).assert_status(207);
    let tokens: Vec<_> = people.iter().map(|one| store.mailbox(&one.email).next_token()).collect();
    let clients: Vec<_> = people.iter().map(|one| stack.as_person(one)).collect();
    store.put("standard", &store.owner).assert_status(200);
    let end = parse_time(&made["results"][0]["invitation"]["expires_at"]);
    let ahead = advance_to_just_before(&stack, end);

    // The first two join, and get the same answer each time.
    let mut links = clients.iter().zip(&tokens).cycle();
    let responses = call_past(end + Duration::seconds(1), ahead, || {
        links.next().map(|(client, token)| client.accept(token))
    });

    for response in &responses {
        if response.status != 200 {
            response.assert_one_of_problems(&[(409, "seat_limit_reached"), (410, "invitation_expired")]);
        }
    }
    let (first, last) = (&responses[0], &responses[responses.len() - 1]);
    assert_ne!(first.status, 410, "the first call came after the end");
    assert_ne!(last.status, 409, "{last} after the end");
    assert_eq!(store.as_owner().members().len(), 3, "the owner, and two on two seats");
}

#[test]
fn f10_a_seat_is_given_on_at_the_second_that_ends_access_or_a_term() {
    let stack = Stack::private();
    let store = stack.create_store("mycommerce", "standard");
    let end = between_two_seconds();
    let until = rfc3339(end);
    store.add_new_member("Tom", json!({"roles": [COLLABORATOR], "access_ends_at": until}));
    store.add_new_member("Ula", collaborator());
    let ahead = advance_to_just_before(&stack, end);

    let val = Person::new("Val");
    let mut made = false;
    let responses = call_past(end + Duration::seconds(2), ahead, || {
        (!made).then(|| {
            let response = store.as_owner().invite(&val.email, collaborator());
            made = response.status == 201;
            response
        })
    });

    let (last, refused) = responses.split_last().expect("responses");
    last.assert_status(201);
    assert!(!refused.is_empty(), "the first call came after the end");
    for response in refused {
        response.assert_problem(409, "seat_limit_reached");
    }
}

#[test]
fn f10_a_link_is_accepted_at_the_second_that_a_seat_falls_free() {
    let stack = Stack::private();
    let store = stack.create_store("mycommerce", "professional");
    let end = between_two_seconds();
    let until = rfc3339(end);
    store.add_new_member("Tom", json!({"roles": [COLLABORATOR], "access_ends_at": until}));
    store.add_new_member("Ula", collaborator());
    let val = Person::new("Val");
    let (_, token) = store.invite(&val.email, collaborator());
    store.put("standard", &store.owner).assert_status(200);
    let client = stack.as_person(&val);
    let ahead = advance_to_just_before(&stack, end);

    let mut joined = false;
    let responses = call_past(end + Duration::seconds(2), ahead, || {
        (!joined).then(|| {
            let response = client.accept(&token);
            joined = response.status == 200;
            response
        })
    });

    let (last, refused) = responses.split_last().expect("responses");
    last.assert_status(200);
    assert!(!refused.is_empty(), "the first call came after the end");
    for response in refused {
        response.assert_problem(409, "seat_limit_reached");
    }
    assert!(store.as_person(&val).may("store.manage"));
}
