//! Rows W1 to W9: four roles and their permissions; administrators manage the team, too.

use crate::support::{Person, Stack, TestStore, emails, json};

const ALL: [&str; 10] = [
    "inventory",
    "shipping",
    "live",
    "customer_messages",
    "team",
    "reports",
    "spend",
    "payment_details",
    "password",
    "account_deletion",
];
const ADMINISTRATOR: [&str; 7] =
    ["inventory", "shipping", "live", "customer_messages", "team", "reports", "spend"];
const SELLER: [&str; 4] = ["inventory", "shipping", "live", "customer_messages"];
const SUPPORT: [&str; 3] = ["inventory", "shipping", "customer_messages"];

#[test]
fn w1_members_join_with_their_own_credentials() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (_, to_ana) = store.invite(&ana.email, json!({"roles": ["seller"]}));

    assert_eq!(stack.anonymous().accept(&to_ana).status, 401, "a link without a sign-in is not enough");
    stack.as_person(&ben).accept(&to_ana).assert_problem(403, "wrong_account");
    stack.as_person(&ana).accept(&to_ana).assert_status(200);

    assert!(store.as_person(&ana).may("live"));
    assert!(!store.as_person(&ben).may("live"));
    let accepted = &store.as_owner().audit()[0];
    assert_eq!(accepted["actor"]["user_id"], *ana.sub, "the event names the member as its actor");
}

#[test]
fn w2_every_cell_of_the_matrix() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    store.as_owner().assert_may_exactly(&ALL, &ALL);
    for (role, allowed) in
        [("administrator", &ADMINISTRATOR[..]), ("seller", &SELLER[..]), ("support", &SUPPORT[..])]
    {
        let person = store.add_new_member(role, json!({"roles": [role]}));
        store.as_person(&person).assert_may_exactly(allowed, &ALL);
        let member = store.as_owner().member(&person);
        assert_eq!(member["effective_permissions"].as_array().expect("permissions").len(), allowed.len());
    }
}

#[test]
fn w3_several_people_are_invited_at_once() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let team: Vec<_> = (0..5).map(|_| Person::new("Invitee")).collect();
    let roles = ["administrator", "seller", "support", "seller", "support"];
    let invitations: Vec<_> =
        team.iter().zip(roles).map(|(one, role)| json!({"email": one.email, "roles": [role]})).collect();

    let results = store.as_owner().invite_many(&invitations).assert_status(207)["results"]
        .as_array()
        .expect("results")
        .clone();

    for ((result, person), role) in results.iter().zip(&team).zip(roles) {
        assert_eq!((&result["status"], &result["email"]), (&json!(201), &json!(person.email)));
        assert_eq!(result["invitation"]["roles"], json!([role]));
        let token = store.mailbox(&person.email).next_token();
        stack.as_person(person).accept(&token).assert_status(200);
    }
    assert_eq!(store.as_owner().members().len(), 6);
}

#[test]
fn w4_a_role_is_changed_from_a_menu() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["support"]}));
    let catalog = store.as_owner().catalog("fr");
    let menu: Vec<_> = catalog["roles"].as_array().expect("roles").iter().map(|role| &role["slug"]).collect();
    assert_eq!(menu, ["administrator", "seller", "support"]);

    for (role, allowed) in [("seller", &SELLER[..]), ("administrator", &ADMINISTRATOR), ("support", &SUPPORT)]
    {
        let changed = store.as_owner().change_member(&ana, &json!({"roles": [role]})).assert_status(200);
        assert_eq!(changed["roles"], json!([role]));
        store.as_person(&ana).assert_may_exactly(allowed, &ALL);
    }
    store
        .as_owner()
        .change_member(&ana, &json!({"roles": ["seller", "support"]}))
        .assert_problem(422, "invalid_field");
}

#[test]
fn w5_pending_invitations_are_resent_or_cancelled() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (to_ana, _) = store.invite(&ana.email, json!({"roles": ["seller"]}));
    let (to_ben, token) = store.invite(&ben.email, json!({"roles": ["seller"]}));
    let pending = store.as_owner().get("/invitations?status=pending").assert_status(200);
    assert_eq!(pending["invitations"].as_array().unwrap().len(), 2);
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_token();

    store.as_owner().resend(&to_ana["id"]).assert_success();
    stack.as_person(&ana).accept(&mailbox.next_token()).assert_status(200);

    store.as_owner().revoke(&to_ben["id"]).assert_status(204);
    stack.as_person(&ben).accept(&token).assert_problem(410, "invitation_revoked");
    let pending = store.as_owner().get("/invitations?status=pending").assert_status(200);
    assert_eq!(pending["invitations"], json!([]));
    for id in [&to_ana["id"], &to_ben["id"]] {
        store.as_owner().resend(id).assert_problem(409, "invitation_not_pending");
        store.as_owner().revoke(id).assert_problem(409, "invitation_not_pending");
    }
}

#[test]
fn w7_a_member_has_other_rights_in_another_account() {
    let stack = Stack::shared();
    let (left, right) = (stack.create_store("whatnot", "default"), stack.create_store("whatnot", "default"));
    let ana = left.add_new_member("Ana", json!({"roles": ["administrator"]}));
    right.add_member(&ana, json!({"roles": ["support"]}));

    left.as_person(&ana).assert_may_exactly(&ADMINISTRATOR, &ALL);
    right.as_person(&ana).assert_may_exactly(&SUPPORT, &ALL);
    let grants = [&left, &right]
        .map(|store| stack.as_person(&ana).my_store(&store.id).expect("the store in the list").to_string());
    assert!(grants[0].contains("administrator") && grants[1].contains("support"), "{grants:#?}");
    right
        .as_person(&ana)
        .invite(&Person::new("Ben").email, json!({"roles": ["support"]}))
        .assert_problem(403, "forbidden");

    left.as_owner().remove_member(&ana).assert_status(204);
    right.as_person(&ana).assert_may_exactly(&SUPPORT, &ALL);
}

#[test]
fn w8_the_owner_is_changed_removed_and_made_by_nobody() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = store.add_new_member("Ana", json!({"roles": ["seller"]}));

    for client in [store.as_owner(), store.as_person(&admin)] {
        client
            .change_member(&store.owner, &json!({"roles": ["seller"]}))
            .assert_problem(403, "owner_is_fixed");
        client.remove_member(&store.owner).assert_problem(403, "owner_is_fixed");
        client.change_member(&ana, &json!({"roles": ["owner"]})).assert_problem(422, "invalid_field");
        client.change_store(&json!({"owner": ana.owner_json()})).assert_any_problem();
        client.invite(&store.owner.email, json!({"roles": ["seller"]})).assert_problem(409, "already_member");
    }
    assert_eq!(stack.as_person(&store.owner).put(&format!("/stores/{}", store.id), &json!({})).status, 403);
    assert_eq!(store.as_owner().members()[0]["user_id"], *store.owner.sub);
}

#[test]
fn w8_the_platform_transfers_ownership() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["administrator"]}));
    let ben = store.add_new_member("Ben", json!({"roles": ["seller"]}));

    store.put("default", &ana).assert_status(200);

    let ana_now = store.as_person(&ana);
    ana_now.assert_may_exactly(&ALL, &ALL);
    let members = ana_now.members();
    assert_eq!((&members[0]["user_id"], &members[0]["owner"]), (&json!(ana.sub), &json!(true)));
    assert_eq!(members.iter().filter(|one| one["owner"] == true).count(), 1);
    assert_eq!(members.iter().filter(|one| one["user_id"] == *ana.sub).count(), 1);
    assert!(!store.as_owner().may("payment_details"), "the former owner has no access");
    assert!(store.as_person(&ben).may("live"));
    assert_eq!(store.as_person(&ben).access(&["team"]).assert_status(200)["contact"]["email"], *ana.email);
    ana_now.remove_member(&ana).assert_problem(403, "owner_is_fixed");
}

#[test]
fn w9_administrators_manage_the_team_too() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let client = store.as_person(&admin);
    let ana = Person::new("Ana");

    let invitation = client.invite(&ana.email, json!({"roles": ["support"]})).assert_status(201);
    assert_eq!(invitation["invited_by"]["user_id"], *admin.sub);
    client.change_invitation(&invitation["id"], &json!({"roles": ["seller"]})).assert_status(200);
    stack.as_person(&ana).accept(&store.mailbox(&ana.email).next_token()).assert_status(200);
    client.change_member(&ana, &json!({"roles": ["administrator"]})).assert_status(200);
    client.remove_member(&ana).assert_status(204);
    assert_eq!(emails(&client.members()), [&store.owner.email, &admin.email]);
    assert!(!client.audit().is_empty());
}

#[test]
fn w9_administrators_grant_nothing_that_they_lack() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = store.add_new_member("Ana", json!({"roles": ["support"]}));
    let refused = [(422, "invalid_field"), (403, "grant_exceeds_own")];
    for grant in [
        json!({"roles": ["owner"]}),
        json!({"roles": ["administrator"], "permissions": ["payment_details"]}),
        json!({"roles": ["administrator"], "permissions": ["account_deletion"]}),
    ] {
        store
            .as_person(&admin)
            .invite(&Person::new("Ben").email, grant.clone())
            .assert_one_of_problems(&refused);
        store.as_person(&admin).change_member(&ana, &grant).assert_one_of_problems(&refused);
    }
    other_roles_are_refused(&store);
}

fn other_roles_are_refused(store: &TestStore<'_>) {
    for role in ["seller", "support"] {
        let person = store.add_new_member(role, json!({"roles": [role]}));
        let invited =
            store.as_person(&person).invite(&Person::new("Ben").email, json!({"roles": ["support"]}));
        invited.assert_problem(403, "forbidden");
        store
            .as_person(&person)
            .change_member(&person, &json!({"roles": ["administrator"]}))
            .assert_problem(403, "forbidden");
    }
}
