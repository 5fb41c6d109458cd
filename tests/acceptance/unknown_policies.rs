//! A stored catalog or plan that this version does not know; the test writes it into the table. Regression
//! tests of fault 56.

use crate::database_proxy::{ProxiedStack, TABLE};
use crate::support::{Person, Response, Stack, TestStore, Value, find_by, json};

/// Sets an attribute of the store's item, as an older or newer version would have left it.
fn set(proxied: &ProxiedStack, store: &TestStore<'_>, attribute: &str, value: &str) {
    let update = json!({
        "TableName": TABLE,
        "Key": {"pk": {"S": format!("STORE#{}", store.id)}, "sk": {"S": "STORE"}},
        "UpdateExpression": "SET #attribute = :value",
        "ConditionExpression": "attribute_exists(#attribute)",
        "ExpressionAttributeNames": {"#attribute": attribute},
        "ExpressionAttributeValues": {":value": {"S": value}},
    });
    proxied.proxy.call("UpdateItem", &update);
}

/// A healthy store beside the one with the unknown policy, and the people who belong to both.
struct Neighbours<'s> {
    healthy: TestStore<'s>,
    broken: TestStore<'s>,
    /// Administrates both stores.
    kim: Person,
    /// Invited to both stores.
    lou: Person,
    /// The tokens of Lou's link to the broken store and of another invitee's.
    tokens: [String; 2],
    invitation: Value,
}

fn neighbours(stack: &Stack) -> Neighbours<'_> {
    let owner = Person::new("Olga Owner");
    let healthy = TestStore::create(stack, &owner, "ticketing", "default");
    let broken = TestStore::create(stack, &owner, "ticketing", "default");
    let (kim, lou) = (Person::new("Kim"), Person::new("Lou"));
    let show = json!({"name": "Show", "order_notifications": true});
    for store in [&healthy, &broken] {
        store.add_member(&kim, json!({"roles": ["administrator"]}));
        store.as_owner().put_activity("show", &show).assert_status(201);
    }
    healthy.invite(&lou.email, json!({"roles": ["scanner"]}));
    let (invitation, token) = broken.invite(&lou.email, json!({"roles": ["scanner"]}));
    let (_, other) = broken.invite(&Person::new("Max").email, json!({"roles": ["scanner"]}));
    Neighbours { healthy, broken, kim, lou, tokens: [token, other], invitation }
}

#[track_caller]
fn assert_answered(response: &Response) {
    assert!(response.status < 500, "{response}");
}

/// Makes every call that concerns the broken store. Each must be answered.
fn assert_everything_is_answered(stack: &Stack, all: &Neighbours<'_>) {
    let (owner, kim) = (all.broken.as_owner(), all.broken.as_person(&all.kim));
    let grant = json!({"roles": ["scanner"]});
    let order = json!({
        "type": "order.created", "activity_id": "show",
        "order": {"number": "SO-1", "customer": "Bea Buyer", "total": "12.00 EUR"},
    });
    for response in [
        owner.get("/catalog"),
        owner.get("/activities"),
        owner.get("/catalog?locale=pl"),
        owner.invite(&Person::new("Nia").email, grant.clone()),
        owner.invite_many(&[json!({"email": Person::new("Nia").email, "roles": ["scanner"]})]),
        owner.resend(&all.invitation["id"]),
        owner.change_invitation(&all.invitation["id"], &json!({"locale": "de"})),
        owner.change_member(&all.kim, &grant),
        owner.change_member(&all.kim, &json!({"access_ends_at": "2090-01-01T00:00:00Z"})),
        owner.put_activity("show", &json!({"name": "Other", "order_notifications": true})),
        owner.change_store(&json!({"settings": {"support_access": true}})),
        owner.access(&["orders", "team"]),
        kim.access(&["orders", "team"]),
        kim.get("/members"),
        kim.get("/invitations"),
        all.broken.as_platform().announce(&order),
        all.broken.as_platform().get_store(),
        all.broken.as_platform().change_store(&json!({"plan": "vanished"})),
        all.broken.as_platform().change_store(&json!({"name": all.broken.name})),
        all.broken.with_client(stack.as_support_agent()).access(&["orders"]),
        stack.anonymous().lookup(&all.tokens[0]),
        stack.anonymous().renew(&all.tokens[0]),
        stack.as_person(&all.lou).accept(&all.tokens[0]),
        stack.anonymous().decline(&all.tokens[1]),
        owner.revoke(&all.invitation["id"]),
    ] {
        assert_answered(&response);
    }
    // Mails about the broken store must not delay others.
    stack.wait_until_mails_are_sent();
    assert_eq!(owner.members().len(), 2, "the team is in sight");
    owner.get("/audit").assert_status(200);
    owner.get("/invitations").assert_status(200);
}

/// Asserts that people of the broken store can use a healthy store as usual.
fn assert_others_are_unaffected(stack: &Stack, all: &Neighbours<'_>) {
    for person in [&all.healthy.owner, &all.kim] {
        let client = stack.as_person(person);
        let own = client.my_store(&all.healthy.id).expect("the healthy store");
        assert!(own.to_string().contains("orders"), "{own}");
        let activities = client.get("/me/activities").assert_status(200)["activities"].clone();
        find_by(activities.as_array().expect("activities"), "store_id", &json!(all.healthy.id));
        assert!(all.healthy.as_person(person).may("orders"));
    }
    let waiting = stack.as_person(&all.lou).get("/me/invitations").assert_status(200)["invitations"].clone();
    find_by(waiting.as_array().expect("invitations"), "store_id", &json!(all.healthy.id));
    let renamed = stack.as_person(&all.kim).patch("/me", &json!({"name": "Kim Renamed"}));
    renamed.assert_status(200);
    assert_eq!(all.healthy.as_owner().member(&all.kim)["name"], "Kim Renamed");
}

#[test]
fn f56_an_unknown_catalog_hinders_nobody_else_and_put_repairs_it() {
    let proxied = ProxiedStack::start();
    let stack = &proxied.stack;
    let all = neighbours(stack);
    set(&proxied, &all.broken, "catalog", "vanished");

    assert_others_are_unaffected(stack, &all);
    let shown = all.broken.as_owner().get_store().assert_status(200);
    assert_eq!((&shown["catalog"], &shown["name"]), (&json!("vanished"), &json!(all.broken.name)));
    for permission in ["orders", "team"] {
        let denied = all.broken.as_person(&all.kim).access(&[permission]).assert_status(200);
        assert_eq!(denied["allowed"], false, "{denied}");
    }
    assert_everything_is_answered(stack, &all);

    all.broken.put("default", &all.broken.owner).assert_status(200);
    assert_eq!(all.broken.as_owner().get_store().assert_status(200)["catalog"], "ticketing");
    assert!(all.broken.as_owner().may("team"));
    all.broken.as_owner().change_member(&all.kim, &json!({"roles": ["manager"]})).assert_status(200);
    assert!(all.broken.as_person(&all.kim).may("orders"));
    all.broken.add_new_member("Nia", json!({"roles": ["scanner"]}));
}

#[test]
fn f56_an_unknown_plan_hinders_nobody_else_and_put_or_patch_repairs_it() {
    let proxied = ProxiedStack::start();
    let stack = &proxied.stack;
    for by_patch in [false, true] {
        let all = neighbours(stack);
        set(&proxied, &all.broken, "plan", "vanished");

        assert_others_are_unaffected(stack, &all);
        let shown = all.broken.as_owner().get_store().assert_status(200);
        assert_eq!((&shown["plan"], &shown["catalog"]), (&json!("vanished"), &json!("ticketing")));
        assert_answered(&all.broken.as_person(&all.kim).access(&["orders"]));
        all.broken.as_owner().change_store(&json!({"name": all.broken.name})).assert_status(200);
        if by_patch {
            all.broken.as_platform().change_store(&json!({"plan": "default"})).assert_status(200);
        } else {
            all.broken.put("default", &all.broken.owner).assert_status(200);
        }

        assert_eq!(all.broken.as_owner().get_store().assert_status(200)["plan"], "default");
        assert!(all.broken.as_person(&all.kim).may("orders"), "the catalog is the same, and so is the grant");
        stack.as_person(&all.lou).accept(&all.tokens[0]).assert_status(200);
    }
}

#[test]
fn f56_everything_is_answered_under_an_unknown_plan() {
    let proxied = ProxiedStack::start();
    let all = neighbours(&proxied.stack);
    set(&proxied, &all.broken, "plan", "vanished");

    assert_everything_is_answered(&proxied.stack, &all);
}

#[test]
fn f56_an_unknown_catalog_can_be_left_by_a_member_and_given_to_another_owner() {
    let proxied = ProxiedStack::start();
    let all = neighbours(&proxied.stack);
    let mia = all.broken.add_new_member("Mia", json!({"roles": ["scanner"]}));
    set(&proxied, &all.broken, "catalog", "vanished");

    all.broken.as_person(&mia).leave().assert_status(204);
    all.broken.as_owner().remove_member(&all.kim).assert_status(204);
    let next = Person::new("Nora");
    all.broken.put("default", &next).assert_status(200);

    assert!(all.broken.as_person(&next).may("billing"));
    all.broken.as_person(&all.broken.owner).get_store().assert_problem(404, "not_found");
}
