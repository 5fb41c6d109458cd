//! A store moves from one catalog to another. Regression tests of faults 53, 54, 55 and 57.

use crate::support::{DAY, Person, Stack, TestStore, Value, find_by, json};

/// Puts the store under another catalog, as the platform does.
fn move_to<'s>(store: &TestStore<'s>, catalog: &str, plan: &str) -> TestStore<'s> {
    let (id, name, owner) = (store.id.clone(), store.name.clone(), store.owner.clone());
    let moved = TestStore { stack: store.stack, id, name, catalog: catalog.to_owned(), owner };
    moved.put(plan, &moved.owner).assert_status(200);
    moved
}

/// Asserts that the offer is withdrawn: no member, the seat free, the owner told once.
fn assert_withdrawn(store: &TestStore<'_>, invitee: &Person, invitation: &Value, token: &str) {
    let stack = store.stack;
    let mut owner = store.mailbox(&store.owner.email);
    owner.mark_all_read();
    stack.anonymous().lookup(token).assert_problem(410, "invitation_withdrawn");
    stack.as_person(invitee).accept(token).assert_problem(410, "invitation_withdrawn");
    assert!(owner.next_mail().contains(&invitee.email), "the owner is told");
    stack.as_person(invitee).accept(token).assert_problem(410, "invitation_withdrawn");
    owner.assert_no_new_mail();
    assert_ne!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
    let seats = store.as_owner().seats();
    assert_eq!((&seats["members"], &seats["invited"]), (&json!(0), &json!(0)));
    store.as_person(invitee).get("/members").assert_problem(404, "not_found");
}

#[test]
fn f53_a_change_of_roles_drops_permissions_that_left_the_catalog() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let mia = store.add_new_member("Mia", json!({"permissions": ["sales", "settings"]}));
    let (invitation, _) =
        store.invite(&Person::new("Ned").email, json!({"permissions": ["sales", "settings"]}));
    let store = move_to(&store, "sendcloud", "default");

    let changed = store.as_owner().change_member(&mia, &json!({"roles": ["member"]})).assert_status(200);
    let offered = store
        .as_owner()
        .change_invitation(&invitation["id"], &json!({"roles": ["member"]}))
        .assert_status(200);

    for grant in [&changed, &offered] {
        assert_eq!((&grant["roles"], &grant["permissions"]), (&json!(["member"]), &json!([])));
    }
    store.as_person(&mia).assert_may_exactly(&["orders"], &["orders", "settings", "finance"]);
}

#[test]
fn f53_a_change_of_permissions_drops_roles_that_left_the_catalog() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["scanner", "reports"]}));
    let ned = Person::new("Ned");
    let (invitation, token) = store.invite(&ned.email, json!({"roles": ["administrator"]}));
    let store = move_to(&store, "ecwid", "unlimited");

    let reports = json!({"permissions": ["reports"]});
    let changed = store.as_owner().change_member(&mia, &reports).assert_status(200);
    let offered = store.as_owner().change_invitation(&invitation["id"], &reports).assert_status(200);

    for grant in [&changed, &offered] {
        assert_eq!((&grant["roles"], &grant["permissions"]), (&json!([]), &json!(["reports"])));
    }
    let member = stack.as_person(&ned).accept(&token).assert_status(200)["member"].clone();
    assert_eq!(member["effective_permissions"], json!(["reports"]));
}

#[test]
fn f53_what_is_sent_is_checked_all_the_same() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let mia = store.add_new_member("Mia", json!({"permissions": ["sales", "settings"]}));
    let (invitation, _) = store.invite(&Person::new("Ned").email, json!({"permissions": ["sales"]}));
    let store = move_to(&store, "sendcloud", "default");
    let owner = store.as_owner();

    let both = json!({"roles": ["member"], "permissions": ["sales"]});
    owner.change_member(&mia, &both).assert_field_error("/permissions/0");
    owner.change_invitation(&invitation["id"], &both).assert_field_error("/permissions/0");
    owner.change_member(&mia, &json!({"roles": ["seller"]})).assert_field_error("/roles/0");

    let end = json!({"access_ends_at": "2090-01-01T00:00:00Z"});
    let changed = owner.change_member(&mia, &end).assert_status(200);
    assert_eq!((&changed["roles"], &changed["permissions"]), (&json!([]), &json!([])));
    owner.change_invitation(&invitation["id"], &json!({"locale": "pl"})).assert_status(200);
}

#[test]
fn f54_an_offer_of_another_catalog_gives_nothing() {
    let stack = Stack::shared();
    for (from, to, plan, grant) in [
        ("ecwid", "whatnot", "default", json!({"permissions": ["reports"]})),
        ("ecwid", "sendcloud", "default", json!({"permissions": ["settings"]})),
        ("ticketing", "ecwid", "business", json!({"roles": ["reports"]})),
        ("whatnot", "mycommerce", "standard", json!({"roles": ["seller"]})),
        ("whatnot", "ticketing", "default", json!({"roles": ["administrator"]})),
    ] {
        let plan_before = if from == "ecwid" { "unlimited" } else { "default" };
        let store = stack.create_store(from, plan_before);
        let ana = Person::new("Ana");
        let (invitation, token) = store.invite(&ana.email, grant);

        let store = move_to(&store, to, plan);

        assert_withdrawn(&store, &ana, &invitation, &token);
    }
}

#[test]
fn f54_renewal_after_a_change_of_catalog_is_withdrawn_and_sends_nothing() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"permissions": ["reports"]}));
    let store = move_to(&store, "whatnot", "default");
    stack.advance_clock(8 * DAY);
    let (mut owner, mut mailbox) = (store.mailbox(&store.owner.email), store.mailbox(&ana.email));
    owner.mark_all_read();
    mailbox.mark_all_read();

    stack.anonymous().renew(&token).assert_problem(410, "invitation_withdrawn");

    assert!(owner.next_mail().contains(&ana.email), "the owner is told");
    mailbox.assert_no_new_mail();
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");
}

#[test]
fn f54_an_offer_does_not_come_back_with_its_catalog() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, json!({"roles": ["administrator"]}));
    let store = move_to(&store, "ecwid", "unlimited");
    let store = move_to(&store, "whatnot", "default");

    assert_withdrawn(&store, &ana, &invitation, &token);
}

#[test]
fn f55_an_invitation_without_rights_is_not_sent_again() {
    let stack = Stack::shared();
    for (from, to, plan, grant, mended) in [
        ("whatnot", "ecwid", "unlimited", json!({"roles": ["seller"]}), json!({"permissions": ["sales"]})),
        ("ecwid", "sendcloud", "default", json!({"permissions": ["settings"]}), json!({"roles": ["member"]})),
        (
            "whatnot",
            "ticketing",
            "default",
            json!({"roles": ["administrator"]}),
            json!({"roles": ["scanner"]}),
        ),
    ] {
        let plan_before = if from == "ecwid" { "unlimited" } else { "default" };
        let store = stack.create_store(from, plan_before);
        let ana = Person::new("Ana");
        let (invitation, _) = store.invite(&ana.email, grant);
        let store = move_to(&store, to, plan);
        let mut mailbox = store.mailbox(&ana.email);
        mailbox.mark_all_read();
        let before = store.as_owner().invitation(&invitation["id"]);

        let refused = store.as_owner().resend(&invitation["id"]);

        refused.assert_problem(422, "invalid_field");
        assert!(refused.text().contains("catalog"), "{refused} does not say why");
        mailbox.assert_no_new_mail();
        assert_eq!(store.as_owner().invitation(&invitation["id"]), before, "nothing changed");
        store.as_owner().change_invitation(&invitation["id"], &mended).assert_status(200);
        store.as_owner().resend(&invitation["id"]).assert_success();
        stack.as_person(&ana).accept(&mailbox.next_token()).assert_status(200);
    }
}

/// Returns the changes of catalog in the history, the newest first.
fn changes_of_catalog(store: &TestStore<'_>) -> Vec<Value> {
    let events = store.as_owner().audit();
    let changes = events.into_iter().filter(|event| event["type"] == "store.changed");
    changes.map(|event| event["catalog"].clone()).filter(|change| !change.is_null()).collect()
}

#[test]
fn f57_administrators_do_not_return_with_the_catalog() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let lou = store.add_new_member("Lou", json!({"roles": ["seller"]}));

    let store = move_to(&store, "ecwid", "unlimited");
    let [change] = &changes_of_catalog(&store)[..] else { panic!("one change of catalog") };
    assert_eq!((&change["from"], &change["to"]), (&json!("whatnot"), &json!("ecwid")));
    assert_eq!(change["lost_more"], false);
    let lost = change["lost"].as_array().expect("who lost what");
    assert_eq!(lost.len(), 2, "{change}");
    for (person, role) in [(&kim, "administrator"), (&lou, "seller")] {
        let entry = find_by(lost, "user_id", &json!(person.sub));
        assert_eq!(entry["grant"], json!({"roles": [role], "permissions": []}));
    }

    let store = move_to(&store, "whatnot", "default");
    for person in [&kim, &lou] {
        for permission in ["team", "inventory", "reports"] {
            assert!(!store.as_person(person).may(permission), "{} may {permission}", person.name);
        }
        let shown = store.as_owner().member(person);
        assert_eq!((&shown["roles"], &shown["effective_permissions"]), (&json!([]), &json!([])));
        let own = stack.as_person(person).my_store(&store.id).expect("still a member");
        assert_eq!(own["effective_permissions"], json!([]));
    }
    store.as_person(&kim).get("/invitations").assert_problem(403, "forbidden");
    assert_eq!(changes_of_catalog(&store)[0]["lost"], json!([]), "there was nothing to lose");

    store.as_owner().change_member(&kim, &json!({"roles": ["administrator"]})).assert_status(200);
    assert!(store.as_person(&kim).may("team") && !store.as_person(&lou).may("inventory"));
}

#[test]
fn f57_equal_slugs_of_two_catalogs_are_not_the_same_grant() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));

    let store = move_to(&store, "ticketing", "default");

    for permission in ["billing", "team", "orders", "reports"] {
        assert!(!store.as_person(&kim).may(permission), "{permission}");
    }
    store
        .as_person(&kim)
        .invite(&Person::new("Max").email, json!({"roles": ["scanner"]}))
        .assert_problem(403, "forbidden");
    let change = &changes_of_catalog(&store)[0];
    assert_eq!(change["lost"][0]["user_id"], kim.sub.as_str());
}

#[test]
fn f57_what_an_administrator_offered_goes_with_their_rights() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let lou = Person::new("Lou");
    let store = move_to(&store, "ticketing", "default");
    store.as_owner().change_member(&kim, &json!({"roles": ["administrator"]})).assert_status(200);
    store.as_person(&kim).invite(&lou.email, json!({"roles": ["scanner"]})).assert_status(201);
    let token = store.mailbox(&lou.email).next_token();
    store.as_owner().change_member(&kim, &json!({"roles": ["scanner"]})).assert_status(200);

    stack.as_person(&lou).accept(&token).assert_problem(410, "invitation_withdrawn");
}

#[test]
fn f57_an_equal_put_and_a_change_of_plan_take_nothing_away() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let kim = store.add_new_member("Kim", json!({"permissions": ["reports"]}));
    store.put("unlimited", &store.owner).assert_status(200);
    store.put("business", &store.owner).assert_status(200);

    assert!(store.as_person(&kim).may("reports"));
    assert!(changes_of_catalog(&store).is_empty());
}

#[test]
fn f57_a_large_team_is_listed_as_far_as_the_event_has_room() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let team: Vec<_> = (0..55).map(|_| Person::new("Member")).collect();
    let entries: Vec<_> =
        team.iter().map(|one| json!({"email": one.email, "permissions": ["sales"]})).collect();
    store.as_owner().invite_many(&entries).assert_status(207);
    for one in &team {
        let token = store.mailbox(&one.email).next_token();
        stack.as_person(one).accept(&token).assert_status(200);
    }

    let store = move_to(&store, "sendcloud", "default");

    let change = &changes_of_catalog(&store)[0];
    let lost = change["lost"].as_array().expect("who lost what");
    assert_eq!((lost.len(), &change["lost_more"]), (50, &json!(true)));
    assert!(lost.iter().all(|entry| entry["grant"]["permissions"] == json!(["sales"])), "{change}");
}
