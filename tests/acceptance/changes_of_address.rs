//! Members and owners change their address. Regression tests of faults 7, 9, 11 and 13.

use crate::dates::in_days;
use crate::second_addresses::{assert_superseded, sales, second_address, seller};
use crate::support::{DAY, Person, Stack, TestStore, json};

#[test]
fn f7_an_address_left_behind_is_free() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let other = stack.create_store("ecwid", "unlimited");
    let ana = store.add_new_member("Ana", seller());
    other.add_member(&ana, sales());
    let moved = second_address(&ana);
    stack.as_person(&moved).patch("/me", &json!({"email": moved.email})).assert_status(200);

    let colleague = Person::new("Colleague").with_email(&ana.email);
    let (_, token) = store.invite(&colleague.email, seller());
    stack.as_person(&colleague).accept(&token).assert_status(200);
    other.as_owner().invite(&colleague.email, sales()).assert_status(201);

    assert!(store.as_person(&colleague).may("live") && store.as_person(&moved).may("live"));
    store.as_owner().invite(&moved.email, seller()).assert_problem(409, "already_member");
    other.as_owner().invite(&moved.email, sales()).assert_problem(409, "already_member");
    store.as_owner().invite(&ana.email, seller()).assert_problem(409, "already_member");
}

#[test]
fn f7_every_address_is_free_after_a_change_an_alias_and_a_way_back() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", seller());
    let alias = second_address(&ana);
    let (_, token) = store.invite(&alias.email, seller());
    stack.as_person(&alias).accept(&token).assert_problem(409, "already_member");
    let moved = second_address(&ana);
    let change =
        |to: &Person| stack.as_person(to).patch("/me", &json!({"email": to.email})).assert_status(200);

    change(&moved);
    let (stays, _) = store.invite(&ana.email, seller());
    let (revoked, _) = store.invite(&alias.email, seller());
    store.as_owner().revoke(&revoked["id"]).assert_status(204);

    // Ana takes the first address back: the invitation to it is hers, and ends.
    change(&ana);
    assert_eq!(store.as_owner().invitation(&stays["id"])["status"], "revoked");
    store.as_owner().invite(&ana.email, seller()).assert_problem(409, "already_member");
    store.as_owner().invite(&moved.email, seller()).assert_status(201);
    store.as_owner().invite(&alias.email, seller()).assert_status(201);
}

/// Changes the address of a member until it is refused, at most `limit` times. Returns how often it changed.
fn change_address(stack: &Stack, mal: &Person, from: usize, limit: usize) -> usize {
    for number in 0..limit {
        let local = mal.email.split_once('@').expect("an address").0;
        let next = mal.with_email(&format!("{local}+{}@example.org", from + number));
        let response = stack.as_person(&next).patch("/me", &json!({"email": next.email}));
        if response.status != 200 {
            response.assert_problem(429, "quota_exceeded");
            assert!(response.retry_after() > 0);
            return number;
        }
    }
    limit
}

#[test]
fn f9_changes_of_address_are_limited_and_a_removal_always_works() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mal = store.add_new_member("Mal", seller());

    let changed = change_address(stack, &mal, 0, 98);

    assert!((1..98).contains(&changed), "{changed} changes in a day");
    stack.as_person(&mal).patch("/me", &json!({"name": "Mal the Second"})).assert_status(200);
    assert_eq!(store.as_owner().member(&mal)["name"], "Mal the Second");
    store.as_owner().remove_member(&mal).assert_status(204);
    assert!(!store.as_person(&mal).may("live"));
}

#[test]
fn f9_ninety_eight_changes_over_many_days_hinder_neither_leaving_nor_a_transfer() {
    for transfer in [false, true] {
        let stack = Stack::private();
        let store = stack.create_store("whatnot", "default");
        let mal = store.add_new_member("Mal", seller());
        let mut changed = 0;
        while changed < 98 {
            changed += change_address(&stack, &mal, changed, 98 - changed);
            stack.advance_clock(DAY);
        }
        if transfer {
            store.put("default", &mal).assert_status(200);
            assert!(store.as_person(&mal).may("payment_details"));
        } else {
            store.as_person(&mal).leave().assert_status(204);
            assert_eq!(store.as_owner().members().len(), 1);
        }
    }
}

#[test]
fn f9_the_same_address_again_is_no_change() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mal = store.add_new_member("Mal", seller());
    for _ in 0..30 {
        stack.as_person(&mal).patch("/me", &json!({"email": mal.email})).assert_status(200);
    }
    assert_eq!(change_address(stack, &mal, 0, 1), 1);
    assert_eq!(store.as_owner().audit().iter().filter(|e| e["type"] == "member.profile_changed").count(), 1);
}

#[test]
fn f9_aliases_that_links_showed_are_bounded_too() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let mal = store.add_new_member("Mal", sales());
    for _ in 0..12 {
        let alias = second_address(&mal);
        let (_, token) = store.invite(&alias.email, sales());
        stack.as_person(&alias).accept(&token).assert_problem(409, "already_member");
    }

    store.as_owner().change_member(&mal, &json!({"permissions": ["reports"]})).assert_status(200);
    store.as_owner().remove_member(&mal).assert_status(204);
}

/// The store after the platform put it with this owner.
fn with_owner<'s>(store: &TestStore<'s>, owner: Person) -> TestStore<'s> {
    let (id, name, catalog) = (store.id.clone(), store.name.clone(), store.catalog.clone());
    TestStore { stack: store.stack, id, name, catalog, owner }
}

#[test]
fn f11_an_invitation_to_the_owners_new_address_ends() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let moved = second_address(&store.owner);
    let (invitation, token) = store.invite(&moved.email, sales());

    store.put("business", &moved).assert_status(200);

    assert_superseded(&store, &invitation, &token);
    assert_eq!(store.as_owner().seats()["available"], 2);
    stack.as_person(&moved).accept(&token).assert_problem(410, "invitation_revoked");
    store.as_owner().invite(&moved.email, sales()).assert_problem(409, "already_member");
    store.as_owner().invite(&store.owner.email, sales()).assert_status(201);
}

#[test]
fn f11_the_same_with_a_transfer_and_in_another_spelling() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let nora = Person::new("Nora");
    let (invitation, token) = store.invite(&nora.email, sales());
    let shouted = nora.with_email(&nora.email.to_uppercase());

    store.put("business", &shouted).assert_status(200);

    let transferred = with_owner(&store, nora);
    assert_superseded(&transferred, &invitation, &token);
    assert_eq!(transferred.as_owner().seats()["available"], 2);
}

#[test]
fn f13_a_membership_keeps_its_address_where_the_new_domain_is_not_allowed() {
    let stack = Stack::shared();
    let strict = stack.create_store("ticketing", "default");
    let free = stack.create_store("ecwid", "unlimited");
    let strict_grant = json!({"roles": ["order_notifications"]});
    let mia = strict.add_new_member("Mia", strict_grant.clone());
    free.add_member(&mia, sales());
    strict
        .as_owner()
        .change_store(&json!({"settings": {"allowed_domains": ["example.org"]}}))
        .assert_status(200);
    let elsewhere = mia.with_email(&mia.email.replace("example.org", "elsewhere.example"));

    let answer = stack
        .as_person(&elsewhere)
        .patch("/me", &json!({"email": elsewhere.email, "name": "Mia Moved"}))
        .assert_status(200);

    let kept = &answer["unchanged"];
    assert_eq!(kept.as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(kept[0]["store_id"], strict.id.as_str());
    assert_eq!(kept[0]["code"], "domain_not_allowed");
    assert_eq!(kept[0]["email"], mia.email.as_str());
    assert_eq!(strict.as_owner().member(&mia)["email"], mia.email.as_str());
    assert_eq!(strict.as_owner().member(&mia)["name"], "Mia Moved");
    assert_eq!(free.as_owner().member(&mia)["email"], elsewhere.email.as_str());

    let (mut inside, outside) = (strict.mailbox(&mia.email), strict.mailbox(&elsewhere.email));
    inside.mark_all_read();
    strict
        .as_owner()
        .put_activity("show", &json!({"name": "Show", "order_notifications": true}))
        .assert_success();
    let order = json!({
        "type": "order.created", "activity_id": "show",
        "order": {"number": "SO-1", "customer": "Bea Buyer", "total": "12.00 EUR"},
    });
    strict.as_platform().announce(&order).assert_status(202);
    inside.next_mail_with("SO-1");
    outside.assert_no_new_mail();
    strict.as_owner().invite(&mia.email, strict_grant).assert_problem(409, "already_member");
}

#[test]
fn f13_a_forwarded_link_brings_no_address_of_another_domain() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let domains = json!({"settings": {"allowed_domains": ["example.org"]}});
    store.as_owner().change_store(&domains).assert_status(200);
    let (_, token) = store.invite(&Person::new("Bob").email, sales());
    let kim = Person::new("Kim");
    let outside = kim.with_email(&kim.email.replace("example.org", "elsewhere.example"));

    stack.as_person(&outside).accept(&token).assert_problem(422, "domain_not_allowed");

    assert!(!store.as_person(&outside).may("sales"));
    stack.as_person(&kim).accept(&token).assert_status(200);
}

#[test]
fn f13_what_was_invited_at_the_refused_address_stays_invited() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let mia = store.add_new_member("Mia", sales());
    let elsewhere = mia.with_email(&mia.email.replace("example.org", "elsewhere.example"));
    let (invitation, _) = store.invite(&elsewhere.email, sales());
    let domains = |domains: &[&str]| json!({"settings": {"allowed_domains": domains}});
    store.as_owner().change_store(&domains(&["example.org"])).assert_status(200);

    stack.as_person(&elsewhere).patch("/me", &json!({"email": elsewhere.email})).assert_status(200);
    assert_eq!(store.as_owner().member(&mia)["email"], mia.email.as_str());
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "pending");

    store.as_owner().change_store(&domains(&[])).assert_status(200);
    let again =
        stack.as_person(&elsewhere).patch("/me", &json!({"email": elsewhere.email})).assert_status(200);
    assert_eq!(again["unchanged"], json!([]));
    assert_eq!(store.as_owner().member(&mia)["email"], elsewhere.email.as_str());
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
}

#[test]
fn f7_a_person_whose_access_ended_holds_no_address_against_a_colleague() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let end = in_days(1);
    let ana = store.add_new_member("Ana", json!({"roles": ["seller"], "access_ends_at": end}));
    stack.advance_clock(2 * DAY);

    let colleague = Person::new("Colleague").with_email(&ana.email);
    store.add_member(&colleague, seller());

    assert!(store.as_person(&colleague).may("live") && !store.as_person(&ana).may("live"));
    store.as_owner().remove_member(&ana).assert_status(204);
    store.as_owner().invite(&colleague.email, seller()).assert_problem(409, "already_member");
}
