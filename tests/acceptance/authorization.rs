//! Who may make which calls.

use crate::support::{Person, Stack, TestStore, Value, emails, json, unique_id};

#[test]
fn a_store_is_no_business_of_strangers() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let (invitation, _) = store.invite(&Person::new("Invitee").email, json!({"permissions": ["sales"]}));
    let id = &invitation["id"];
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let removed = store.add_new_member("Removed", json!({"permissions": ["sales"]}));
    store.as_owner().remove_member(&removed).assert_status(204);

    for stranger in [Person::new("Stranger"), removed] {
        let client = store.as_person(&stranger);
        for response in [
            client.get_store(),
            client.change_store(&json!({"name": "Mine"})),
            client.get("/members"),
            client.get("/invitations"),
            client.get("/catalog"),
            client.get("/audit"),
            client.invite("x@example.org", json!({"permissions": ["sales"]})),
            client.invite_many(&[json!({"email": "x@example.org", "permissions": ["sales"]})]),
            client.change_invitation(id, &json!({"permissions": ["reports"]})),
            client.resend(id),
            client.revoke(id),
            client.change_member(&ana, &json!({"permissions": ["reports"]})),
            client.remove_member(&ana),
            client.leave(),
        ] {
            response.assert_problem(404, "not_found");
        }
        let access = client.access(&["sales"]).assert_status(200);
        assert_eq!(access["allowed"], false);
    }
    let missing =
        TestStore { id: unique_id(), ..TestStore::create(stack, &store.owner, "ecwid", "unlimited") };
    missing.as_owner().get_store().assert_problem(404, "not_found");
    missing.as_owner().access(&["sales"]).assert_problem(404, "not_found");
}

#[test]
fn members_see_the_team_and_leave_by_themselves() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let client = store.as_person(&ana);

    assert_eq!(emails(&client.members()), [&store.owner.email, &ana.email]);
    assert_eq!(client.get_store().assert_status(200)["name"], *store.name);
    client.get("/invitations").assert_problem(403, "forbidden");
    client.get("/audit").assert_problem(403, "forbidden");
    client.change_store(&json!({"name": "Mine"})).assert_problem(403, "forbidden");
    client
        .change_member(&ana, &json!({"permissions": ["sales", "reports"]}))
        .assert_problem(403, "forbidden");

    client.leave().assert_status(204);
    assert!(!client.may("sales"));
    assert_eq!(store.as_owner().seats()["members"], 0);
    store.as_owner().leave().assert_problem(403, "owner_is_fixed");
}

#[test]
fn only_the_platform_opens_stores() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let body = store.put_body("unlimited", &store.owner);
    let path = format!("/stores/{}", store.id);

    assert_eq!(stack.anonymous().put(&path, &body).status, 401);
    assert_eq!(stack.as_person(&store.owner).put(&path, &body).status, 403);
    assert_eq!(stack.as_support_agent().put(&path, &body).status, 403);
    store.as_owner().change_store(&json!({"plan": "unlimited"})).assert_problem(403, "forbidden");
    assert_eq!(store.as_owner().seats()["limit"], 2);

    store.put("unlimited", &store.owner).assert_status(200);
    assert_eq!(store.as_owner().seats()["limit"], Value::Null);
    for (field, value) in [("catalog", "unheard-of"), ("plan", "unheard-of"), ("locale", "tlh")] {
        let mut wrong = body.clone();
        wrong[field] = json!(value);
        stack.as_platform().put(&path, &wrong).assert_field_error(&format!("/{field}"));
    }
}

#[test]
fn the_platform_asks_for_others() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let access = |query: &str| store.as_platform().get(&format!("/access?{query}"));

    let may = access(&format!("permission=sales&user_id={}", ana.sub)).assert_status(200);
    assert_eq!((&may["allowed"], &may["missing"]), (&json!(true), &json!([])));
    let may = access(&format!("permission=sales&permission=reports&user_id={}", ana.sub)).assert_status(200);
    assert_eq!((&may["allowed"], &may["missing"]), (&json!(false), &json!(["reports"])));
    let may = access("permission=sales&user_id=stranger").assert_status(200);
    assert_eq!(may["allowed"], false);
    let response = store.as_person(&ana).get(&format!("/access?permission=team&user_id={}", store.owner.sub));
    assert!(response.status == 403 || response.assert_status(200)["allowed"] == false, "{response}");
    let unknown = store.as_owner().access(&["unheard-of"]);
    assert!(unknown.status == 422 || unknown.assert_status(200)["allowed"] == false, "{unknown}");
}

#[test]
fn a_mistyped_question_is_not_taken_for_a_yes() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let client = store.as_person(&ana);
    for query in ["permissions=billing", "Permission=billing", "perm=billing"] {
        client.get(&format!("/access?{query}")).assert_problem(422, "invalid_field");
    }
    for query in [
        "permission=Sales",
        "permission=%00",
        "permission=sales&permission=a+b",
        &format!("permission={}", "a".repeat(65)),
    ] {
        client.get(&format!("/access?{query}")).assert_field_error("permission");
    }
    for query in ["permission=", "permission=,", "permission=sales&permission="] {
        assert_eq!(client.get(&format!("/access?{query}")).assert_status(200)["allowed"], false, "{query}");
    }
}
