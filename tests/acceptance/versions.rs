//! Versions: a change with an outdated `If-Match` is refused.

use crate::support::{Person, Stack, Value, json};

#[test]
fn x18_a_change_of_a_version_that_has_passed_is_refused() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["seller"]}));
    let owner = store.as_owner();

    let first = owner.change_member(&ana, &json!({"roles": ["support"]})).etag();
    let second =
        owner.clone().with_header("if-match", &first).change_member(&ana, &json!({"roles": ["seller"]}));
    assert_eq!(second.assert_status(200)["roles"], json!(["seller"]));
    assert_ne!(second.etag(), first);

    for stale in [first.as_str(), "\"unheard-of\""] {
        let response =
            owner.clone().with_header("if-match", stale).change_member(&ana, &json!({"roles": ["support"]}));
        response.assert_problem(412, "precondition_failed");
    }
    assert_eq!(owner.member(&ana)["roles"], json!(["seller"]));
    owner
        .with_header("if-match", &second.etag())
        .change_member(&ana, &json!({"roles": ["support"]}))
        .assert_status(200);
}

#[test]
fn what_is_listed_can_be_changed_with_the_version_it_shows() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let owner = store.as_owner();
    owner.invite(&Person::new("Ana").email, json!({"roles": ["scanner"]})).assert_status(201);
    owner.put_activity("concert", &json!({"name": "Concert"})).assert_status(201);
    let etag = |version: &Value| format!("\"{}\"", version.as_u64().expect("a version"));

    let invitation = &owner.invitations()[0];
    let conditional = store.as_owner().with_header("if-match", &etag(&invitation["version"]));
    conditional.change_invitation(&invitation["id"], &json!({"roles": ["reports"]})).assert_status(200);
    conditional
        .change_invitation(&invitation["id"], &json!({"roles": ["manager"]}))
        .assert_problem(412, "precondition_failed");

    let activity = &owner.list_all("/activities", "activities", 10)[0];
    let conditional = store.as_owner().with_header("if-match", &etag(&activity["version"]));
    let on = json!({"name": "Concert", "order_notifications": true});
    let replaced = conditional.put_activity("concert", &on).assert_status(200);
    assert_eq!(replaced["version"].as_u64(), activity["version"].as_u64().map(|version| version + 1));
    conditional.put_activity("concert", &json!({"name": "Opera"})).assert_problem(412, "precondition_failed");
}
