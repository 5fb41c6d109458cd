//! The cases between the rows, each with a sensible answer.

use crate::support::{Person, Stack, TestStore, Value, emails, json};

#[test]
fn what_a_removed_person_had_sent_out_admits_nobody_but_the_rest_stands() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    store.as_person(&admin).invite(&ana.email, json!({"roles": ["seller"]})).assert_status(201);
    let by_admin = store.mailbox(&ana.email).next_token();
    let (_, by_owner) = store.invite(&ben.email, json!({"roles": ["seller"]}));

    store.as_owner().remove_member(&admin).assert_status(204);

    stack.as_person(&ana).accept(&by_admin).assert_problem(410, "invitation_withdrawn");
    stack.as_person(&ben).accept(&by_owner).assert_status(200);
    assert_eq!(emails(&store.as_owner().members()), [&store.owner.email, &ben.email]);
}

#[test]
fn a_resend_by_another_manager_makes_a_stranded_invitation_theirs() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    let invitation =
        store.as_person(&admin).invite(&ana.email, json!({"roles": ["seller"]})).assert_status(201);
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_token();
    store.as_owner().remove_member(&admin).assert_status(204);

    store.as_owner().resend(&invitation["id"]).assert_success();

    stack.as_person(&ana).accept(&mailbox.next_token()).assert_status(200);
    assert!(store.as_person(&ana).may("live"));
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

    let waiting = waiting_for(stack, &ana);
    assert_eq!(waiting.len(), 2, "{waiting:#?}");
    stack.as_person(&ana).accept(&invited[0].1).assert_status(200);
    assert!(!stores[1].as_person(&ana).may("check_in"), "one link opens one store");
    assert_eq!(waiting_for(stack, &ana).len(), 1);
    stack.anonymous().decline(&invited[1].1).assert_status(204);
    assert_eq!(waiting_for(stack, &ana).len(), 0);
    assert!(stores[0].as_person(&ana).may("live"));
}

#[test]
fn what_waits_is_shown_to_the_verified_address_only() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email.to_uppercase(), json!({"permissions": ["sales"]}));

    let shown = waiting_for(stack, &ana);
    assert_eq!(shown.len(), 1);
    assert!(!json!(shown).to_string().contains(&token));
    assert_eq!(waiting_for(stack, &Person::new("Ben")).len(), 0);
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
fn an_invitation_whose_role_left_the_catalog_is_withdrawn() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"roles": ["box_office"]}));

    let whatnot =
        TestStore { catalog: "whatnot".to_owned(), id: store.id.clone(), name: store.name.clone(), ..store };
    whatnot.put("default", &whatnot.owner).assert_status(200);

    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");
    assert_eq!(whatnot.as_owner().members().len(), 1);
    whatnot.add_member(&ana, json!({"roles": ["seller"]}));
}

#[test]
fn a_member_whose_role_left_the_catalog_may_nothing_until_given_another() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["box_office"]}));
    let whatnot =
        TestStore { catalog: "whatnot".to_owned(), id: store.id.clone(), name: store.name.clone(), ..store };
    whatnot.put("default", &whatnot.owner).assert_status(200);

    for permission in ["orders", "inventory", "live"] {
        let response = whatnot.as_person(&ana).access(&[permission]);
        assert!(response.status == 422 || response.assert_status(200)["allowed"] == false, "{response}");
    }
    assert_eq!(whatnot.as_owner().members().len(), 2, "still in sight");
    whatnot.as_owner().change_member(&ana, &json!({"roles": ["support"]})).assert_status(200);
    assert!(whatnot.as_person(&ana).may("shipping"));
}

#[test]
fn a_store_whose_plan_shrank_below_its_team_keeps_it_and_takes_nobody() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let sales = json!({"permissions": ["sales"]});
    let team = [0, 1, 2, 3].map(|_| store.add_new_member("Staff", sales.clone()));

    store.put("business", &store.owner).assert_status(200);

    assert!(team.iter().all(|one| store.as_person(one).may("sales")));
    store.as_owner().change_member(&team[0], &json!({"permissions": ["reports"]})).assert_status(200);
    let invite = || store.as_owner().invite(&Person::new("Invitee").email, sales.clone());
    for gone in &team[..2] {
        invite().assert_problem(409, "seat_limit_reached");
        store.as_owner().remove_member(gone).assert_status(204);
    }
    invite().assert_problem(409, "seat_limit_reached");
    store.as_owner().remove_member(&team[2]).assert_status(204);
    invite().assert_status(201);
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 1, "available": 0}));
}

fn waiting_for(stack: &Stack, person: &Person) -> Vec<Value> {
    let response = stack.as_person(person).get("/me/invitations").assert_status(200);
    response["invitations"].as_array().expect("invitations").clone()
}
