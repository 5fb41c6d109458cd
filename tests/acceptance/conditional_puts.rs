//! A put with `If-None-Match: *` creates, and never replaces. Regression tests of fault 12.

use crate::support::{Person, Stack, TestStore, json, unique_id};

#[test]
fn f12_a_store_that_is_there_is_not_replaced() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let path = format!("/stores/{}", store.id);
    let stranger = Person::new("Stranger");
    let absent = stack.as_platform().with_header("if-none-match", "*");

    absent.put(&path, &store.put_body("default", &stranger)).assert_problem(412, "precondition_failed");
    absent.put(&path, &store.put_body("default", &store.owner)).assert_problem(412, "precondition_failed");

    assert_eq!(store.as_owner().get_store().assert_status(200)["owner"]["user_id"], store.owner.sub.as_str());
    store.as_person(&stranger).get_store().assert_problem(404, "not_found");
    assert_eq!(store.as_owner().audit().len(), 1, "nothing happened");
}

#[test]
fn f12_a_store_that_is_not_there_is_made_once() {
    let stack = Stack::shared();
    let path = format!("/stores/store-{}", unique_id());
    let (owner, other) = (Person::new("Owner"), Person::new("Other"));
    let body = |owner: &Person| json!({"name": "Shop", "owner": owner.owner_json(), "catalog": "whatnot", "plan": "default"});
    let keyed =
        stack.as_platform().with_header("if-none-match", "*").with_header("idempotency-key", &unique_id());

    let made = keyed.put(&path, &body(&owner)).assert_status(201);
    assert_eq!(keyed.put(&path, &body(&owner)).assert_status(201), made, "the same request again");

    let absent = stack.as_platform().with_header("if-none-match", "*");
    absent.put(&path, &body(&other)).assert_problem(412, "precondition_failed");
    let existing = stack.as_platform().with_header("if-match", "*");
    existing.put(&path, &body(&other)).assert_status(200);
    let nowhere = format!("/stores/store-{}", unique_id());
    existing.put(&nowhere, &body(&other)).assert_problem(412, "precondition_failed");
    stack.as_platform().get(&nowhere).assert_problem(404, "not_found");
}

#[test]
fn f12_an_activity_that_is_there_is_not_replaced() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let show = |name: &str| json!({"name": name, "order_notifications": true});
    let absent = store.as_owner().with_header("if-none-match", "*");

    absent.put_activity("show", &show("First")).assert_status(201);
    absent.put_activity("show", &show("Second")).assert_problem(412, "precondition_failed");
    absent.put_activity("show", &show("First")).assert_problem(412, "precondition_failed");

    let list = store.as_owner().get("/activities").assert_status(200);
    assert_eq!(list["activities"][0]["name"], "First");
    let version = store.as_owner().put_activity("show", &show("Third")).etag();
    store.as_owner().put_activity("show", &show("Fourth")).assert_status(200);
    let conditional = store.as_owner().with_header("if-match", &version);
    conditional.put_activity("show", &show("Fifth")).assert_problem(412, "precondition_failed");
    let existing = store.as_owner().with_header("if-match", "*");
    existing.put_activity("other", &show("Other")).assert_problem(412, "precondition_failed");
}

#[test]
fn f12_nothing_else_that_is_there_is_changed_as_if_it_were_not() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    let (invitation, _) = store.invite(&Person::new("Ned").email, json!({"roles": ["seller"]}));
    let absent = store.as_owner().with_header("if-none-match", "*");

    for response in [
        absent.change_store(&json!({"name": "Other"})),
        absent.change_member(&mia, &json!({"roles": ["support"]})),
        absent.remove_member(&mia),
        absent.change_invitation(&invitation["id"], &json!({"roles": ["support"]})),
        absent.resend(&invitation["id"]),
        absent.revoke(&invitation["id"]),
    ] {
        response.assert_problem(412, "precondition_failed");
    }
    assert_eq!(store.as_owner().member(&mia)["roles"], json!(["seller"]));
    assert_eq!(store.as_owner().invitation(&invitation["id"])["roles"], json!(["seller"]));
}

#[test]
fn f12_a_condition_that_holds_on_the_present_version_is_taken() {
    let stack = Stack::shared();
    let store: TestStore<'_> = stack.create_store("whatnot", "default");
    let path = format!("/stores/{}", store.id);
    let version = store.as_platform().get_store().etag();
    let put = |version: &str, name: &str| {
        let mut body = store.put_body("default", &store.owner);
        body["name"] = json!(name);
        stack.as_platform().with_header("if-match", version).put(&path, &body)
    };

    let next = put(&version, "Second").etag();
    put(&version, "Third").assert_problem(412, "precondition_failed");
    put(&next, "Third").assert_status(200);
}
