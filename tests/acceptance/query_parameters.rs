//! Fault F30: query parameters that a call does not take, and second values of one.

use crate::support::{Person, Stack, json};

#[test]
fn f30_a_call_takes_its_own_query_parameters_only() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (invitation, _) = store.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    let (owner, id) = (store.as_owner(), invitation["id"].as_str().unwrap());
    for (path, name) in [
        ("?x=1", "x"),
        ("/members?emial=x", "emial"),
        ("/members?state=active&limit=1", "state"),
        ("/invitations?staus=pending", "staus"),
        ("/invitations?Status=pending", "Status"),
        ("/audit?since=2026-01-01", "since"),
        ("/activities?q=x", "q"),
        ("/members?role=a&role=b", "role"),
        ("/catalog?locale=fr&lang=fr", "lang"),
        ("/access?permision=live", "permision"),
        (&format!("/invitations/{id}?x"), "x"),
    ] {
        owner.get(path).assert_field_error(name);
    }
    for path in ["/me/stores?limits=1", "/me/invitations?limits=1", "/me/activities?limits=1"] {
        stack.as_person(&store.owner).get(path).assert_field_error("limits");
    }
}

#[test]
fn f30_a_call_that_changes_something_takes_none() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    let (invitation, token) = store.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    let (owner, id) = (stack.as_person(&store.owner), invitation["id"].as_str().unwrap());
    let path = |rest: &str| format!("/stores/{}{rest}?dry_run=1", store.id);
    let (token, grant) =
        (json!({"token": token}), json!({"email": Person::new("Ben").email, "roles": ["seller"]}));
    let (mia_path, pending) = (path(&format!("/members/{}", mia.sub)), format!("/invitations/{id}"));

    for response in [
        owner.patch(&path(""), &json!({"name": "Other"})),
        stack.as_platform().put(&path(""), &store.put_body("default", &Person::new("Other"))),
        owner.post(&path("/invitations"), &grant),
        owner.post(&path("/invitations/bulk"), &json!({"invitations": [grant]})),
        owner.post(&path(&format!("{pending}/resend")), &json!({})),
        owner.patch(&path(&pending), &json!({"locale": "fr"})),
        owner.delete(&path(&pending)),
        owner.patch(&mia_path, &json!({"roles": ["support"]})),
        owner.delete(&mia_path),
        owner.put(&path("/activities/show"), &json!({"name": "Show"})),
        stack.as_person(&mia).patch("/me?dry_run=1", &json!({"name": "Other"})),
        stack.anonymous().post("/invitations/lookup?dry_run=1", &token),
        stack.anonymous().post("/invitations/decline?dry_run=1", &token),
        stack.anonymous().post("/invitations/renew?dry_run=1", &token),
        owner.post("/invitations/accept?dry_run=1", &token),
    ] {
        response.assert_field_error("dry_run");
    }
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
    assert_eq!(store.as_owner().member(&mia)["roles"], json!(["seller"]));
}

#[test]
fn f30_a_parameter_is_given_once() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    for (path, name) in [
        ("/members?limit=5&limit=7", "limit"),
        ("/members?limit=5&limit=5", "limit"),
        ("/audit?cursor=&cursor=", "cursor"),
        ("/invitations?status=pending&status=expired", "status"),
        ("/catalog?locale=fr&locale=de", "locale"),
    ] {
        store.as_owner().get(path).assert_field_error(name);
    }
    store.as_platform().get("/access?user_id=a&user_id=b").assert_field_error("user_id");
    assert!(store.as_owner().may_all(&["sales", "reports"]), "a list is repeated");
    store.as_owner().get("/invitations?status=pending,expired").assert_status(200);
}

#[test]
fn f30_pages_and_files_ignore_queries() {
    let stack = Stack::shared();
    for path in ["/join?utm_source=mail", "/team?x=1&x=2"] {
        assert_eq!(stack.anonymous().get(path).status, 200, "{path}");
    }
}
