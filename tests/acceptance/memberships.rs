//! One person in several stores, with several addresses, and with any user id.

use crate::second_addresses::seller;
use crate::support::{Person, Stack, Value, emails, json};

#[test]
fn x7_removing_a_person_ends_every_invitation_to_them_in_that_store() {
    let stack = Stack::shared();
    let (store, other) = (stack.create_store("ecwid", "business"), stack.create_store("ecwid", "business"));
    let sales = json!({"permissions": ["sales"]});
    let ana = Person::new("Ana");
    let (_, at_work) = store.invite(&Person::new("Ana at work").email, sales.clone());
    let (at_home, home_token) = store.invite(&ana.email, sales.clone());
    let (_, elsewhere) = other.invite(&ana.email, sales.clone());
    stack.as_person(&ana).accept(&at_work).assert_status(200);

    store.as_owner().remove_member(&ana).assert_status(204);

    assert_ne!(store.as_owner().invitation(&at_home["id"])["status"], "pending");
    for invalid in [&at_work, &home_token] {
        stack
            .as_person(&ana)
            .accept(invalid)
            .assert_one_of_problems(&[(410, "invitation_revoked"), (410, "invitation_used")]);
    }
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));
    stack.as_person(&ana).accept(&elsewhere).assert_status(200);
    let (_, again) = store.invite(&ana.email, sales);
    stack.as_person(&ana).accept(&again).assert_status(200);
}

#[test]
fn an_owner_is_invited_elsewhere() {
    let stack = Stack::shared();
    let (own, other) = (stack.create_store("ecwid", "business"), stack.create_store("whatnot", "default"));
    let olga = own.owner.clone();

    other.add_member(&olga, json!({"roles": ["support"]}));

    assert_eq!(stack.as_person(&olga).my_stores().len(), 2);
    assert!(own.as_owner().may("billing"));
    assert!(other.as_person(&olga).may("shipping") && !other.as_person(&olga).may("team"));
    own.as_owner()
        .invite(&olga.email, json!({"permissions": ["sales"]}))
        .assert_problem(409, "already_member");
    other.as_owner().remove_member(&olga).assert_status(204);
    assert!(own.as_owner().may("billing"));
}

#[test]
fn an_owner_who_uses_a_link_of_their_own_store_stays_the_owner() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let (_, token) = store.invite(&Person::new("Ana").email, json!({"permissions": ["sales"]}));

    stack.as_person(&store.owner).accept(&token).assert_problem(409, "already_member");

    assert!(store.as_owner().may("billing"));
    assert_eq!(store.as_owner().members().len(), 1);
}

#[test]
fn one_address_is_invited_by_two_stores() {
    let stack = Stack::shared();
    let stores = [stack.create_store("whatnot", "default"), stack.create_store("ticketing", "default")];
    let ana = Person::new("Ana");
    let grants = [json!({"roles": ["seller"]}), json!({"roles": ["scanner"]})];
    let invited = [0, 1].map(|i| stores[i].invite(&ana.email, grants[i].clone()));
    assert_ne!(invited[0].0["id"], invited[1].0["id"]);

    let pending = my_invitations(stack, &ana);
    assert_eq!(pending.len(), 2, "{pending:#?}");
    stack.as_person(&ana).accept(&invited[0].1).assert_status(200);
    assert!(!stores[1].as_person(&ana).may("check_in"), "a link is for one store only");
    assert_eq!(my_invitations(stack, &ana).len(), 1);
    stack.anonymous().decline(&invited[1].1).assert_status(204);
    assert_eq!(my_invitations(stack, &ana).len(), 0);
    assert!(stores[0].as_person(&ana).may("live"));
}

#[test]
fn what_waits_is_shown_to_the_verified_address_only() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email.to_uppercase(), json!({"permissions": ["sales"]}));

    let pending = my_invitations(stack, &ana);
    assert_eq!(pending.len(), 1);
    assert!(!json!(pending).to_string().contains(&token));
    assert_eq!(my_invitations(stack, &Person::new("Ben")).len(), 0);
    let unverified = stack.as_person(&ana.with_unverified_email()).get("/me/invitations");
    assert!(
        unverified.status == 403 || unverified.assert_status(200)["invitations"] == json!([]),
        "{unverified}"
    );
}

#[test]
fn two_addresses_of_one_person_make_one_member() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let work = ana.with_email(&Person::new("Ana at work").email);
    let (_, first) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let (_, second) = store.invite(&work.email, json!({"permissions": ["reports"]}));
    stack.as_person(&ana).accept(&first).assert_status(200);

    stack.as_person(&work).accept(&second).assert_problem(409, "already_member");

    assert_eq!(emails(&store.as_owner().members()), [&store.owner.email, &ana.email]);
    store.as_person(&work).assert_may_exactly(&["sales"], &["sales", "reports"]);
    assert_eq!(store.as_owner().seats()["members"], 1);
}

#[test]
fn a_second_address_that_turns_out_to_be_a_members_is_invited_no_more() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let other = ana.with_email(&Person::new("Ana").email);
    let support = || json!({"roles": ["support"]});
    store.add_member(&ana, support());
    let (invitation, token) = store.invite(&other.email, support());

    stack.as_person(&other).accept(&token).assert_problem(409, "already_member");
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
    store.as_owner().invite(&other.email, support()).assert_problem(409, "already_member");

    store.as_owner().remove_member(&ana).assert_status(204);
    stack.as_person(&other).accept(&token).assert_problem(410, "invitation_revoked");
    store.as_owner().invite(&other.email, support()).assert_status(201);
}

#[test]
fn whatever_the_identity_provider_calls_somebody_is_taken() {
    let stack = Stack::shared();
    let sales = json!({"permissions": ["sales"]});
    for sub in ["auth0|5f7c8ec7", "a b#c", "%23", "#", "ORG#1/USER#2?x=%", "~".repeat(255).as_str()] {
        let store = stack.create_store("ecwid", "unlimited");
        let mut ana = Person::new("Ana");
        sub.clone_into(&mut ana.sub);
        let member = store.add_member(&ana, sales.clone());
        assert_eq!(member["user_id"], sub);
        assert!(store.as_person(&ana).may("sales"), "{sub}");
        assert_eq!(store.as_owner().member(&ana)["user_id"], sub);
        assert!(stack.as_person(&ana).my_store(&store.id).is_some(), "{sub}");
        store.as_person(&ana).leave().assert_status(204);
        assert!(!store.as_person(&ana).may("sales"), "{sub}");
    }
    // Two user ids stay different, also if one of them looks like the encoded form of the other.
    let store = stack.create_store("ecwid", "unlimited");
    let mut ana = Person::new("Ana");
    "x#".clone_into(&mut ana.sub);
    store.add_member(&ana, sales);
    let mut ben = Person::new("Ben");
    "x%23".clone_into(&mut ben.sub);
    assert!(!store.as_person(&ben).may("sales"));
}

/// Returns the invitations that a person can answer.
fn my_invitations(stack: &Stack, person: &Person) -> Vec<Value> {
    let response = stack.as_person(person).get("/me/invitations").assert_status(200);
    response["invitations"].as_array().expect("invitations").clone()
}

#[test]
fn one_member_is_seen_by_managers_the_platform_and_themself() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let (sue, tom) = (store.add_new_member("Sue", seller()), store.add_new_member("Tom", seller()));
    let path = format!("/members/{}", sue.sub);
    let listed = store.as_owner().member(&sue);
    for client in [store.as_owner(), store.as_person(&kim), store.as_platform(), store.as_person(&sue)] {
        let response = client.get(&path);
        assert_eq!(response.assert_status(200), listed);
        assert_eq!(response.etag(), format!("\"{}\"", listed["version"]));
    }
    assert_eq!(store.as_person(&sue).get("/members/me").assert_status(200), listed);
    store.as_person(&tom).get(&path).assert_problem(403, "forbidden");
    store.as_person(&Person::new("Stranger")).get(&path).assert_problem(404, "not_found");
    let owner = store.as_owner().get(&format!("/members/{}", store.owner.sub)).assert_status(200);
    assert_eq!((&owner["owner"], &owner["version"]), (&json!(true), &json!(null)));
    store.as_owner().remove_member(&sue).assert_status(204);
    store.as_owner().get(&path).assert_problem(404, "not_found");
}

#[test]
fn one_sees_what_is_known_of_oneself() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let new = Person::new("Ana");
    let known = stack.as_person(&new).get("/me").assert_status(200);
    assert_eq!(
        (&known["user_id"], &known["email"]),
        (&json!(new.sub), &json!(new.email)),
        "as the token has it"
    );
    assert_eq!((&known["name"], &known["opted_out"]), (&json!(new.name), &json!(false)));
    store.add_member(&new, seller());
    stack.as_person(&new).patch("/me", &json!({"name": "Anita", "locale": "pl"})).assert_status(200);
    let known = stack.as_person(&new).get("/me").assert_status(200);
    assert_eq!(
        (&known["name"], &known["locale"]),
        (&json!("Anita"), &json!("pl")),
        "as the memberships have it"
    );
    let unverified =
        stack.as_person(&Person::new("Bob").with_unverified_email()).get("/me").assert_status(200);
    assert_eq!(unverified["email"], json!(null));
    stack.anonymous().get("/me").assert_problem(401, "unauthenticated");
}
