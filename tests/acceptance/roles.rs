//! Rows X23 and Y7: roles of a store's own.

use crate::support::{
    DAY, Person, Response, Stack, StoreClient, TestStore, Value, emails, json, unique_id, wait_until,
};

fn create(client: &StoreClient<'_>, slug: &str, permissions: &[&str]) -> Response {
    let label = format!("The {slug}");
    let body = json!({"slug": slug, "label": label, "description": "", "permissions": permissions});
    client.post("/roles", &body)
}

fn change(client: &StoreClient<'_>, slug: &str, change: &Value) -> Response {
    client.send("PATCH", &format!("/roles/{slug}"), Some(change.to_string().into_bytes()))
}

fn delete(client: &StoreClient<'_>, slug: &str, query: &str) -> Response {
    client.send("DELETE", &format!("/roles/{slug}{query}"), None)
}

fn roles(client: &StoreClient<'_>) -> Vec<Value> {
    client.get("/roles").assert_status(200)["roles"].as_array().unwrap().clone()
}

fn slugs(roles: &[Value]) -> Vec<&str> {
    roles.iter().map(|role| role["slug"].as_str().unwrap()).collect()
}

fn found(store: &TestStore<'_>, query: &str) -> Vec<String> {
    let page = store.as_owner().get(&format!("/members?{query}")).assert_status(200);
    emails(page["members"].as_array().unwrap()).into_iter().map(str::to_owned).collect()
}

#[test]
fn x23_a_role_of_the_store_counts_as_one_of_the_catalog_everywhere() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let body = json!({
        "slug": "packer", "label": "Night packer", "description": "Packs\nat night", "permissions": ["shipping"],
    });

    let created = owner.post("/roles", &body);

    let role = created.assert_status(201);
    assert_eq!(created.header("location"), Some(format!("/stores/{}/roles/packer", store.id).as_str()));
    assert_eq!(created.etag(), format!("\"{}\"", role["version"]));
    for (field, value) in body.as_object().unwrap() {
        assert_eq!(&role[field], value, "{field}");
    }
    assert_eq!(role["built_in"], false);
    let listed = roles(&owner);
    assert_eq!(slugs(&listed), ["administrator", "seller", "support", "packer"]);
    assert_eq!((&listed[3], &listed[0]["built_in"]), (&role, &json!(true)));

    // Invitation, mail, page, membership, access.
    let mia = Person::new("Mia");
    let mut mailbox = stack.mailbox(&mia.email);
    let (invitation, token) = store.invite(&mia.email, json!({"roles": ["packer"]}));
    assert_eq!(invitation["roles"], json!(["packer"]));
    assert!(mailbox.next_mail().contains("Night packer"), "the mail names it");
    let page = stack.anonymous().lookup(&token).assert_status(200);
    assert_eq!(page["roles"][0]["label"], "Night packer");
    assert_eq!(page["roles"][0]["description"], "Packs\nat night");
    stack.as_person(&mia).accept(&token).assert_status(200);
    let as_mia = store.as_person(&mia);
    assert_eq!(slugs(&roles(&as_mia)), slugs(&listed), "members see the roles");
    as_mia.assert_may_exactly(&["shipping"], &["shipping", "inventory", "spend"]);
    assert_eq!(owner.member(&mia)["effective_permissions"], json!(["shipping"]));
    let evaluation = json!({
        "subject": {"type": "user", "id": mia.sub}, "action": {"name": "shipping"},
        "resource": {"type": "store", "id": store.id},
    });
    let decision = stack.as_person(&mia).post("/access/v1/evaluation", &evaluation).assert_status(200);
    assert_eq!(decision["decision"], true);
    let catalog = owner.catalog("en");
    let shown = catalog["roles"].as_array().unwrap().iter().find(|role| role["slug"] == "packer").unwrap();
    assert_eq!((&shown["label"], &shown["permissions"]), (&json!("Night packer"), &json!(["shipping"])));
    assert_eq!(catalog["grants"]["custom_roles"], 10);
    for query in ["role=packer", "permission=shipping"] {
        assert!(found(&store, query).contains(&mia.email), "{query}");
    }
    assert_eq!(found(&store, "role=packer"), [mia.email.as_str()]);

    // A change reaches her at once.
    let changed = change(&owner, "packer", &json!({"permissions": ["inventory", "live"], "label": "Lead"}));
    let changed = changed.assert_status(200);
    assert_eq!((&changed["label"], &changed["permissions"]), (&json!("Lead"), &json!(["inventory", "live"])));
    as_mia.assert_may_exactly(&["inventory", "live"], &["shipping", "inventory", "live"]);
    assert!(!found(&store, "permission=shipping").contains(&mia.email));
    assert!(found(&store, "permission=live").contains(&mia.email), "at once");
    let history = owner.audit();
    let types: Vec<&str> = history.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert!(types.contains(&"role.created") && types.contains(&"role.changed"), "{types:?}");
    let subject = owner.get("/audit?subject=packer").assert_status(200);
    assert_eq!(subject["events"].as_array().unwrap().len(), 2);
}

#[test]
fn x23_a_grant_may_hold_roles_of_the_store_beside_permissions() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let owner = store.as_owner();
    owner.invite(&Person::new("No").email, json!({"roles": ["clerk"]})).assert_field_error("/roles/0");
    create(&owner, "clerk", &["sales", "catalog"]).assert_status(201);
    create(&owner, "writer", &["website", "marketing"]).assert_status(201);
    let mia = store.add_new_member("Mia", json!({"roles": ["clerk", "writer"], "permissions": ["reports"]}));

    let all = ["sales", "catalog", "website", "marketing", "reports"];
    store
        .as_person(&mia)
        .assert_may_exactly(&all, &["sales", "catalog", "website", "marketing", "reports", "settings"]);
    assert_eq!(owner.catalog("en")["grants"]["roles"], "many");
    let rest = json!({"roles": ["clerk"], "permissions": ["marketing", "reports", "website", "sales_channels", "settings"]});
    owner.change_member(&mia, &rest).assert_status(200);
    assert!(store.as_person(&mia).may("mobile_app"), "held with all seven");

    let market = stack.create_store("whatnot", "default");
    create(&market.as_owner(), "packer", &["shipping"]).assert_status(201);
    let two = json!({"roles": ["packer", "seller"]});
    market.as_owner().invite(&Person::new("Two").email, two).assert_field_error("/roles");
}

#[test]
fn x23_roles_are_made_of_what_can_be_granted_and_their_number_is_limited() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let body = |field: &str, value: Value| {
        let mut body = json!({"slug": "packer", "label": "Packer", "permissions": ["shipping"]});
        body[field] = value;
        body
    };
    for (field, value, pointer) in [
        ("slug", json!("No slug"), "/slug"),
        ("label", json!(""), "/label"),
        ("label", json!("x".repeat(81)), "/label"),
        ("description", json!("x".repeat(501)), "/description"),
        ("permissions", json!(["cooking"]), "/permissions/0"),
        ("permissions", json!(["shipping", "password"]), "/permissions/1"),
        ("permissions", json!([]), "/permissions"),
        ("built_in", json!(true), "/built_in"),
    ] {
        owner.post("/roles", &body(field, value)).assert_field_error(pointer);
    }
    owner.post("/roles", &body("label", json!("é".repeat(80)))).assert_status(201);
    create(&owner, "packer", &["live"]).assert_problem(409, "role_exists");
    create(&owner, "seller", &["live"]).assert_problem(409, "role_exists");
    for number in 1..10 {
        create(&owner, &format!("role-{number}"), &["live"]).assert_status(201);
    }
    let refused = create(&owner, "one-more", &["live"]).assert_problem(409, "role_limit_reached");
    assert_eq!(refused["limit"], 10);
    for path in ["seller", "administrator"] {
        change(&owner, path, &json!({"label": "X"})).assert_problem(403, "role_is_fixed");
        delete(&owner, path, "").assert_problem(403, "role_is_fixed");
    }
    change(&owner, "cook", &json!({"label": "X"})).assert_problem(404, "not_found");
    delete(&owner, "cook", "").assert_problem(404, "not_found");
    delete(&owner, "packer", "?replace=seller").assert_field_error("replace");
    delete(&owner, "packer", "?replace_with=cook").assert_field_error("replace_with");
    delete(&owner, "packer", "?replace_with=packer").assert_field_error("replace_with");

    let page = owner.list_all("/roles", "roles", 3);
    assert_eq!(page.len(), 13);
    for catalog in ["mycommerce", "sendcloud", "records"] {
        let other = stack.create_store(catalog, if catalog == "mycommerce" { "standard" } else { "default" });
        create(&other.as_owner(), "packer", &["store.manage"]).assert_problem(403, "forbidden");
        delete(&other.as_owner(), "packer", "").assert_problem(403, "forbidden");
        assert!(roles(&other.as_owner()).iter().all(|role| role["built_in"] == true));
    }
}

#[test]
fn x23_only_managers_change_roles_and_a_version_or_key_guards_the_change() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let seller = store.as_person(&store.add_new_member("Sue", json!({"roles": ["seller"]})));
    create(&seller, "packer", &["live"]).assert_problem(403, "forbidden");
    let stranger = store.as_person(&Person::new("Stranger"));
    create(&stranger, "packer", &["live"]).assert_problem(404, "not_found");
    stranger.get("/roles").assert_problem(404, "not_found");
    create(&store.as_platform(), "packer", &["live"]).assert_problem(403, "forbidden");
    store.as_platform().get("/roles").assert_status(200);

    let key = unique_id();
    let keyed = owner.clone().with_header("Idempotency-Key", &key);
    let first = create(&keyed, "packer", &["live"]);
    let again = create(&keyed, "packer", &["live"]);
    assert_eq!((first.assert_status(201), first.etag()), (again.assert_status(201), again.etag()));
    change(&seller, "packer", &json!({"label": "X"})).assert_problem(403, "forbidden");
    delete(&seller, "packer", "").assert_problem(403, "forbidden");

    let stale = owner.clone().with_header("If-Match", "\"1\"");
    change(&stale, "packer", &json!({"label": "X"})).assert_problem(412, "precondition_failed");
    delete(&stale, "packer", "").assert_problem(412, "precondition_failed");
    let fresh = owner.clone().with_header("If-Match", &first.etag());
    let changed = change(&fresh, "packer", &json!({"label": "X"}));
    changed.assert_status(200);
    assert_eq!(change(&owner, "packer", &json!({"label": "X"})).etag(), changed.etag(), "nothing changed");
    delete(&owner.clone().with_header("If-Match", &changed.etag()), "packer", "").assert_status(204);
}

#[test]
fn y7_nobody_changes_in_a_role_of_others_what_they_do_not_hold() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    create(&owner, "lead", &["shipping", "team"]).assert_status(201);
    create(&owner, "buyer", &["spend"]).assert_status(201);
    create(&owner, "packer", &["shipping"]).assert_status(201);
    let lea = store.as_person(&store.add_new_member("Lea", json!({"roles": ["lead"]})));

    // A role with `team` makes managers, who give what they hold.
    create(&lea, "spender", &["spend"]).assert_problem(403, "grant_exceeds_own");
    change(&lea, "packer", &json!({"permissions": ["shipping", "spend"]}))
        .assert_problem(403, "grant_exceeds_own");
    lea.invite(&Person::new("Bea").email, json!({"roles": ["buyer"]}))
        .assert_problem(403, "grant_exceeds_own");
    create(&lea, "helper", &["shipping"]).assert_status(201);
    // Nobody has it: less of it is taken from nobody.
    change(&lea, "buyer", &json!({"permissions": ["shipping"]})).assert_status(200);
    change(&owner, "buyer", &json!({"permissions": ["spend"]})).assert_status(200);

    let (to_bea, _) = store.invite(&Person::new("Bea").email, json!({"roles": ["buyer"]}));
    for body in [json!({"permissions": ["shipping"]}), json!({"label": "X"})] {
        change(&lea, "buyer", &body).assert_problem(403, "grant_exceeds_own");
    }
    delete(&lea, "buyer", "?replace_with=packer").assert_problem(403, "grant_exceeds_own");
    store.add_new_member("Pat", json!({"roles": ["packer"]}));
    delete(&lea, "packer", "?replace_with=buyer").assert_problem(403, "grant_exceeds_own");
    let in_use = delete(&lea, "buyer", "").assert_problem(409, "role_in_use");
    assert_eq!((&in_use["members"], &in_use["invitations"]), (&json!(0), &json!(1)));
    owner.revoke(&to_bea["id"]).assert_status(204);
    delete(&lea, "buyer", "").assert_status(204);

    // What a manager loses by a change of their role, they give no more, also not by an invitation from before.
    create(&owner, "chief", &["shipping", "live", "team"]).assert_status(201);
    let kim = store.as_person(&store.add_new_member("Kim", json!({"roles": ["chief"]})));
    create(&kim, "streamer", &["live"]).assert_status(201);
    let (joe, sue) = (Person::new("Joe"), Person::new("Sue"));
    let mut mailbox = stack.mailbox(&joe.email);
    kim.invite(&joe.email, json!({"roles": ["streamer"]})).assert_status(201);
    let link = mailbox.next_token();
    change(&owner, "chief", &json!({"permissions": ["shipping", "team"]})).assert_status(200);
    stack.as_person(&joe).accept(&link).assert_problem(410, "invitation_withdrawn");
    kim.invite(&sue.email, json!({"roles": ["streamer"]})).assert_problem(403, "grant_exceeds_own");
}

#[test]
fn y7_a_replaced_role_stands_for_the_other_one_at_once_and_is_rewritten() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    for (slug, permissions) in [("packer", ["shipping", "live"]), ("clerk", ["inventory", "reports"])] {
        create(&owner, slug, &permissions).assert_status(201);
    }
    let mia = store.add_new_member("Mia", json!({"roles": ["packer"]}));
    let joe = Person::new("Joe");
    let (invitation, token) = store.invite(&joe.email, json!({"roles": ["packer"]}));
    let in_use = delete(&owner, "packer", "").assert_problem(409, "role_in_use");
    assert_eq!((&in_use["members"], &in_use["invitations"]), (&json!(1), &json!(1)));

    delete(&owner, "packer", "?replace_with=clerk").assert_status(204);

    let is_clerk = || {
        assert_eq!(owner.member(&mia)["roles"], json!(["clerk"]));
        assert_eq!(owner.invitation(&invitation["id"])["roles"], json!(["clerk"]));
        store
            .as_person(&mia)
            .assert_may_exactly(&["inventory", "reports"], &["inventory", "reports", "live"]);
        for query in ["role=clerk", "role=packer"] {
            assert_eq!(found(&store, query), [mia.email.as_str()], "{query}");
        }
        assert!(found(&store, "permission=reports").contains(&mia.email));
        assert!(!found(&store, "permission=live").contains(&mia.email));
    };
    is_clerk();
    // What is told of a member before they are rewritten has the role that they have.
    for suspended in [true, false] {
        owner.change_member(&mia, &json!({"suspended": suspended})).assert_status(200);
    }
    let suspended = owner.audit().into_iter().find(|event| event["type"] == "member.suspended").unwrap();
    assert_eq!(suspended["member"]["grant"]["roles"], json!(["clerk"]));
    let published = stack.wait_for_event(&store, "member.suspended");
    assert_eq!(published["data"]["member"]["grant"]["roles"], json!(["clerk"]));
    assert_eq!(slugs(&roles(&owner)), ["administrator", "seller", "support", "clerk"]);
    create(&owner, "packer", &["live"]).assert_problem(409, "role_exists");
    delete(&owner, "packer", "").assert_problem(404, "not_found");
    let in_use = delete(&owner, "clerk", "").assert_problem(409, "role_in_use");
    assert_eq!((&in_use["members"], &in_use["invitations"]), (&json!(1), &json!(1)), "of whatever spelling");
    let version = owner.member(&mia)["version"].clone();
    let rewritten = wait_until(|| {
        stack.advance_clock(1);
        (owner.member(&mia)["version"] != version).then_some(())
    });
    assert!(rewritten.is_some(), "the worker rewrites members");
    is_clerk();
    stack.as_person(&joe).accept(&token).assert_status(200);
    assert_eq!(owner.member(&joe)["roles"], json!(["clerk"]));
    let deleted = owner.audit().into_iter().find(|event| event["type"] == "role.deleted").unwrap();
    assert_eq!((&deleted["role"]["slug"], &deleted["replaced_by"]), (&json!("packer"), &json!("clerk")));
    let event = stack.wait_for_event(&store, "role.deleted");
    assert_eq!((&event["subject"]["kind"], &event["subject"]["id"]), (&json!("role"), &json!("packer")));
    assert_eq!(event["data"]["replaced_by"], "clerk");
    assert_eq!(event["data"]["role"].get("label"), None, "people wrote it");

    stack.advance_clock(91 * DAY);
    create(&owner, "packer", &["live"]).assert_status(201);
    assert_eq!(owner.member(&mia)["roles"], json!(["clerk"]), "the new role is another one");
}

#[test]
fn y7_managers_by_a_role_of_the_store_are_told_as_others_are() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    create(&owner, "packer", &["shipping"]).assert_status(201);
    let lea = store.add_new_member("Lea", json!({"roles": ["packer"]}));
    change(&owner, "packer", &json!({"permissions": ["shipping", "team"]})).assert_status(200);
    let mut mailbox = stack.mailbox(&lea.email);
    mailbox.mark_all_read();
    let joe = Person::new("Joe");
    let (_, token) = store.invite(&joe.email, json!({"roles": ["seller"]}));
    stack.as_person(&joe).accept(&token).assert_status(200);
    assert!(mailbox.next_mail_with("Joe").contains("Joe"), "she manages since her role does");
}

#[test]
fn y7_roles_do_not_survive_another_catalog() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    create(&store.as_owner(), "clerk", &["sales"]).assert_status(201);
    let mia = store.add_new_member("Mia", json!({"roles": ["clerk"]}));
    let put = |catalog: &str, plan: &str| {
        let mut body = store.put_body(plan, &store.owner);
        body["catalog"] = json!(catalog);
        stack.as_platform().put(&format!("/stores/{}", store.id), &body).assert_status(200);
    };

    put("whatnot", "default");

    assert!(roles(&store.as_owner()).iter().all(|role| role["built_in"] == true));
    assert_eq!(store.as_owner().member(&mia)["roles"], json!([]));
    put("ecwid", "unlimited");
    assert_eq!(roles(&store.as_owner()), [] as [Value; 0], "they do not come back");
    create(&store.as_owner(), "clerk", &["reports"]).assert_status(201);
    assert!(!store.as_person(&mia).may("reports"), "nor do grants of them");
    delete(&store.as_owner(), "clerk", "").assert_status(204);
}
