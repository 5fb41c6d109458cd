//! A pending invitation gets another address or another end. Regression tests of page fault 11.

use crate::dates::in_days;
use crate::second_addresses::seller;
use crate::support::{DAY, Person, Stack, Value, find_by, json, run_both};

#[test]
fn p11_another_address_makes_another_invitation_and_the_old_link_is_dead() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (typo, ana) = (Person::new("Anna"), Person::new("Ana"));
    let (old, dead) = store.invite(&typo.email, seller());

    let end = json!(in_days(30));
    let change = json!({"email": ana.email, "roles": ["support"], "access_ends_at": end});
    let new = store.as_owner().change_invitation(&old["id"], &change).assert_status(200);
    assert_ne!(new["id"], old["id"]);
    assert_eq!((&new["email"], &new["status"]), (&json!(ana.email), &json!("pending")));
    assert_eq!((&new["roles"], &new["access_ends_at"]), (&json!(["support"]), &end));
    assert_eq!(store.as_owner().invitation(&old["id"])["status"], "revoked");
    stack.as_person(&typo).accept(&dead).assert_problem(410, "invitation_revoked");

    let token = store.mailbox(&ana.email).next_token();
    stack.as_person(&ana).accept(&token).assert_status(200);
    let types: Vec<_> = store.as_owner().audit().iter().map(|event| event["type"].clone()).collect();
    let expected = [
        "invitation.accepted",
        "invitation.created",
        "invitation.revoked",
        "invitation.created",
        "store.created",
    ];
    assert_eq!(types, expected);
}

#[test]
fn p11_the_seat_stays_taken_throughout() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let sales = || json!({"permissions": ["sales"]});
    store.add_new_member("Sue", sales());
    let (first, _) = store.invite(&Person::new("Ana").email, sales());
    let rival = Person::new("Rival");
    run_both(
        || {
            (0..5).fold(first["id"].clone(), |id, _| {
                let other = json!({"email": Person::new("Other").email});
                store.as_owner().change_invitation(&id, &other).assert_status(200)["id"].clone()
            })
        },
        || {
            for _ in 0..10 {
                store.as_owner().invite(&rival.email, sales()).assert_problem(409, "seat_limit_reached");
            }
        },
    );
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 1, "invited": 1, "available": 0}));
}

#[test]
fn p11_an_address_that_is_taken_is_refused_and_changes_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let sue = store.add_new_member("Sue", seller());
    let (ana, bob) = (
        store.invite(&Person::new("Ana").email, seller()).0,
        store.invite(&Person::new("Bob").email, seller()).0,
    );
    let to = |email: &str| {
        store.as_owner().change_invitation(&ana["id"], &json!({"email": email, "roles": ["support"]}))
    };
    to(&sue.email).assert_problem(409, "already_member");
    to(&store.owner.email).assert_problem(409, "already_member");
    to(bob["email"].as_str().unwrap()).assert_problem(409, "already_invited");
    to("nobody").assert_field_error("/email");
    assert_eq!(store.as_owner().invitation(&ana["id"])["version"], ana["version"]);
    let same = to(&ana["email"].as_str().unwrap().to_uppercase()).assert_status(200);
    assert_eq!(
        (&same["id"], &same["roles"]),
        (&ana["id"], &json!(["support"])),
        "the same address is no other"
    );
}

#[test]
fn p11_the_offered_access_can_end_sooner_later_or_never() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, seller());
    let ends =
        |end: Value| store.as_owner().change_invitation(&invitation["id"], &json!({"access_ends_at": end}));

    let soon = json!(in_days(2));
    let sooner = ends(soon.clone()).assert_status(200);
    assert_eq!(sooner["expires_at"], soon, "a link does not outlast what it gives");
    ends(json!("2020-01-01T00:00:00Z")).assert_field_error("/access_ends_at");
    assert_eq!(ends(json!(null)).assert_status(200)["access_ends_at"], json!(null));
    let end = json!(in_days(3));
    ends(end.clone()).assert_status(200);
    stack.as_person(&ana).accept(&token).assert_status(200);
    assert_eq!(store.as_owner().member(&ana)["access_ends_at"], end);
    stack.advance_clock(3 * DAY + 60);
    assert!(!store.as_person(&ana).may("live"));
}

#[test]
fn p11_an_accepted_or_expired_invitation_is_not_changed() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let change = json!({"email": Person::new("Other").email});
    let (ana, token) = store.invite(&Person::new("Ana").email, seller());
    let (bob, _) = store.invite(&Person::new("Bob").email, seller());
    let accepting = Person::new("Ana").with_email(ana["email"].as_str().unwrap());
    stack.as_person(&accepting).accept(&token).assert_status(200);
    store.as_owner().change_invitation(&ana["id"], &change).assert_problem(409, "invitation_not_pending");
    stack.advance_clock(8 * DAY);
    store.as_owner().change_invitation(&bob["id"], &change).assert_problem(409, "invitation_not_pending");
    assert!(find_by(&store.as_owner().invitations(), "id", &bob["id"])["status"] == "expired");
}
