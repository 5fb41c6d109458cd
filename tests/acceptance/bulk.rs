//! Bulk calls: one result for each entry, in order.

use crate::support::{Person, Stack, Value, json};

#[test]
fn x18_a_bulk_call_is_answered_for_each_in_order() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let (ben, cem) = (Person::new("Ben"), Person::new("Cem"));
    let sales = |email: &str| json!({"email": email, "permissions": ["sales"]});

    let response = store.as_owner().invite_many(&[
        sales(&ana.email),
        sales(&ben.email),
        sales(&ben.email.to_uppercase()),
        sales("no address"),
        json!({"email": "x@example.org", "permissions": ["team"]}),
        sales(&cem.email),
    ]);

    let results = response.assert_status(207)["results"].as_array().expect("results").clone();
    let outcomes: Vec<_> = results
        .iter()
        .map(|one| (one["status"].as_u64().unwrap(), one["problem"]["code"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        outcomes,
        [
            (409, "already_member"),
            (201, ""),
            (409, "already_invited"),
            (422, "invalid_field"),
            (422, "invalid_field"),
            (409, "seat_limit_reached"),
        ]
    );
    assert_eq!(results[1]["invitation"]["email"], *ben.email);
    assert_eq!(results[1]["email"], *ben.email);
    assert_eq!(results[5]["problem"]["limit"], 2);
}

#[test]
fn x18_a_bulk_call_takes_one_to_a_hundred() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let many = |count: usize| -> Vec<Value> {
        (0..count).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect()
    };
    store.as_owner().invite_many(&many(0)).assert_field_error("/invitations");
    store.as_owner().invite_many(&many(101)).assert_field_error("/invitations");
    assert_eq!(store.as_owner().invitations().len(), 0);

    let results =
        store.as_owner().invite_many(&many(40)).assert_status(207)["results"].as_array().unwrap().clone();
    assert_eq!(results.iter().filter(|one| one["status"] == 201).count(), 40);
}
