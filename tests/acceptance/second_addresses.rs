//! Links that were sent to a second address of a person, or forwarded. Regression tests of faults 3, 6 and 8.

use crate::support::{DAY, Person, Stack, TestStore, Value, find_by, json};

pub fn sales() -> Value {
    json!({"permissions": ["sales"]})
}

pub fn seller() -> Value {
    json!({"roles": ["seller"]})
}

/// The same account after it was given another new address.
pub fn second_address(person: &Person) -> Person {
    person.with_email(&Person::new(&format!("{} Second", person.name)).email)
}

/// Asserts that the invitation ended because its addressee belongs to the store already, with its seat free again.
pub fn assert_superseded(store: &TestStore<'_>, invitation: &Value, token: &str) {
    let shown = store.as_owner().invitation(&invitation["id"]);
    assert_eq!(shown["status"], "revoked", "{shown}");
    assert_eq!(store.as_owner().seats()["invited"], 0);
    store.stack.anonymous().lookup(token).assert_problem(410, "invitation_revoked");
    let event = find_by(&store.as_owner().audit(), "type", &json!("invitation.superseded"));
    assert_eq!(event["invitation"]["id"], invitation["id"]);
    assert_eq!(event["actor"]["kind"], "service", "{event}");
}

/// Mel is a member, Mel's second address is invited, and then Mel is removed or leaves.
fn out_with_an_open_link(store: &TestStore<'_>, leave: bool) -> (Person, Person, Value, String) {
    let mel = store.add_new_member("Mel", seller());
    let second = second_address(&mel);
    let (invitation, token) = store.invite(&second.email, seller());
    if leave {
        store.as_person(&mel).leave().assert_status(204);
    } else {
        store.as_owner().remove_member(&mel).assert_status(204);
    }
    (mel, second, invitation, token)
}

#[test]
fn f3_renewal_revives_nothing_that_a_removal_ended() {
    for leave in [false, true] {
        let stack = Stack::private();
        let store = stack.create_store("whatnot", "default");
        let (_, second, _, old) = out_with_an_open_link(&store, leave);
        let mut mailbox = store.mailbox(&second.email);
        mailbox.mark_all_read();
        stack.advance_clock(7 * DAY + 60);

        // A link does not identify the account that will use it, so it can be renewed.
        let renewed = stack.anonymous().renew(&old);
        let token = if renewed.status == 202 { mailbox.next_token() } else { old };

        assert_eq!(stack.as_person(&second).accept(&token).status, 410);
        assert!(!store.as_person(&second).may("inventory"));
        assert_eq!(store.as_owner().members().len(), 1);
        assert_eq!(store.as_owner().seats()["members"], 0);
    }
}

#[test]
fn f3_the_link_is_dead_without_renewal_too_and_frees_its_seat() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (_, second, invitation, token) = out_with_an_open_link(&store, false);

    stack.as_person(&second).accept(&token).assert_problem(410, "invitation_revoked");

    assert!(!store.as_person(&second).may("inventory"));
    assert_superseded(&store, &invitation, &token);
}

#[test]
fn f3_a_manager_who_vouches_again_lets_them_in_again() {
    for by_change in [false, true] {
        let stack = Stack::shared();
        let store = stack.create_store("whatnot", "default");
        let (_, second, invitation, mut token) = out_with_an_open_link(&store, false);
        if by_change {
            let change = json!({"roles": ["support"]});
            store.as_owner().change_invitation(&invitation["id"], &change).assert_status(200);
        } else {
            let mut mailbox = store.mailbox(&second.email);
            mailbox.mark_all_read();
            store.as_owner().resend(&invitation["id"]).assert_success();
            token = mailbox.next_token();
        }

        stack.as_person(&second).accept(&token).assert_status(200);

        assert!(store.as_person(&second).may("inventory"));
    }
}

#[test]
fn f3_under_a_catalog_that_takes_any_account_a_forwarded_link_is_no_way_back() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let mel = store.add_new_member("Mel", sales());
    let bob = Person::new("Bob");
    let (_, token) = store.invite(&bob.email, sales());
    store.as_owner().remove_member(&mel).assert_status(204);

    assert_eq!(stack.as_person(&mel).accept(&token).status, 410);
    stack.advance_clock(8 * DAY);
    let mut mailbox = store.mailbox(&bob.email);
    mailbox.mark_all_read();
    stack.anonymous().renew(&token).assert_status(202);
    let renewed = mailbox.next_token();
    assert_eq!(stack.as_person(&mel).accept(&renewed).status, 410);
    assert!(!store.as_person(&mel).may("sales"));
    stack.as_person(&bob).accept(&renewed).assert_status(200);
}

#[test]
fn f6_a_link_to_the_owners_alias_ends_and_frees_its_seat() {
    let stack = Stack::shared();
    for (catalog, plan, grant) in [("whatnot", "default", seller()), ("ecwid", "business", sales())] {
        let store = stack.create_store(catalog, plan);
        let alias = second_address(&store.owner);
        let (invitation, token) = store.invite(&alias.email, grant);

        stack.as_person(&alias).accept(&token).assert_problem(409, "already_member");

        assert_superseded(&store, &invitation, &token);
        assert_eq!(store.as_owner().members().len(), 1);
    }
}

#[test]
fn f6_a_link_to_a_members_alias_ends_and_frees_its_seat() {
    let stack = Stack::shared();
    for (catalog, plan, grant) in [("mycommerce", "standard", json!({})), ("ecwid", "business", sales())] {
        let store = stack.create_store(catalog, plan);
        let bo = store.add_new_member("Bo", grant.clone());
        let alias = second_address(&bo);
        let (invitation, token) = store.invite(&alias.email, grant.clone());

        stack.as_person(&alias).accept(&token).assert_problem(409, "already_member");

        assert_superseded(&store, &invitation, &token);
        assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 0, "available": 1}));
        // Bo has proved to own the address.
        store.as_owner().invite(&alias.email, grant).assert_problem(409, "already_member");
        assert_eq!(store.as_owner().member(&bo)["email"], bo.email.as_str());
    }
}

#[test]
fn f6_an_owner_who_is_a_member_elsewhere_uses_an_alias_there() {
    let stack = Stack::shared();
    let theirs = stack.create_store("whatnot", "default");
    let store = stack.create_store("ecwid", "business");
    store.add_member(&theirs.owner, sales());
    let alias = second_address(&theirs.owner);
    let (invitation, token) = store.invite(&alias.email, sales());
    let (of_theirs, link_to_theirs) = theirs.invite(&alias.email, seller());

    stack.as_person(&theirs.owner).accept(&token).assert_problem(409, "already_member");
    stack.as_person(&alias).accept(&link_to_theirs).assert_problem(409, "already_member");

    assert_superseded(&store, &invitation, &token);
    assert_superseded(&theirs, &of_theirs, &link_to_theirs);
}

#[test]
fn f8_a_forwarded_link_binds_the_address_to_nobody() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let (bob, kim) = (Person::new("Bob"), Person::new("Kim"));
    let (invitation, token) = store.invite(&bob.email, sales());
    let mut owner = store.mailbox(&store.owner.email);
    owner.mark_all_read();

    stack.as_person(&kim).accept(&token).assert_status(200);

    let told = owner.next_mail();
    assert!(told.contains(&kim.email) && told.contains(&bob.email), "{told:#?}");
    for address in [&kim.email, &bob.email] {
        assert!(told.html.contains(address.as_str()), "{told:#?}");
    }
    let event = find_by(&store.as_owner().audit(), "type", &json!("invitation.accepted"));
    assert_eq!(event["invitation"]["email"], bob.email.as_str());
    assert_eq!(event["member"]["email"], kim.email.as_str());
    let again = store.as_owner().invite(&bob.email, sales()).assert_status(201);
    assert_eq!(again["id"], invitation["id"], "an address has one invitation");
    store.as_owner().invite(&kim.email, sales()).assert_problem(409, "already_member");
}

#[test]
fn f8_both_can_be_members_and_both_can_go() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let (bob, kim) = (Person::new("Bob"), Person::new("Kim"));
    let (_, token) = store.invite(&bob.email, sales());
    stack.as_person(&kim).accept(&token).assert_status(200);

    store.add_member(&bob, sales());

    assert!(store.as_person(&bob).may("sales") && store.as_person(&kim).may("sales"));
    store.as_owner().remove_member(&kim).assert_status(204);
    store.as_owner().invite(&bob.email, sales()).assert_problem(409, "already_member");
    store.as_owner().invite(&kim.email, sales()).assert_status(201);
    assert!(store.as_person(&bob).may("sales"));
}
