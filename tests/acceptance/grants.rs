//! Who may grant what, and what happens to a grant when its giver or the catalog changes.

use crate::support::{Person, Stack, TestStore, emails, json};

#[test]
fn x5_an_invitation_by_someone_since_removed_gives_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    let invitation =
        store.as_person(&admin).invite(&ana.email, json!({"roles": ["administrator"]})).assert_status(201);
    let token = store.mailbox(&ana.email).next_token();
    let mut owner = store.mailbox(&store.owner.email);
    store.as_owner().remove_member(&admin).assert_status(204);
    owner.mark_all_read();

    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");

    assert!(!store.as_person(&ana).may("inventory"));
    assert!(owner.next_mail().contains(&ana.email), "the owner gets a mail");
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");
    assert_ne!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
    assert_eq!(store.as_owner().seats()["invited"], 0);
    owner.assert_no_new_mail();
    store.add_member(&ana, json!({"roles": ["seller"]}));
}

#[test]
fn x5_an_invitation_by_someone_since_demoted_gives_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    store.as_person(&admin).invite(&ana.email, json!({"roles": ["scanner"]})).assert_status(201);
    let token = store.mailbox(&ana.email).next_token();
    store.as_owner().change_member(&admin, &json!({"roles": ["manager"]})).assert_status(200);

    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");

    assert!(!store.as_person(&ana).may("check_in"));
}

#[test]
fn x5_an_invitation_by_someone_promoted_again_stands() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    store.as_person(&admin).invite(&ana.email, json!({"roles": ["seller"]})).assert_status(201);
    let token = store.mailbox(&ana.email).next_token();
    store.as_owner().change_member(&admin, &json!({"roles": ["support"]})).assert_status(200);
    store.as_owner().change_member(&admin, &json!({"roles": ["administrator"]})).assert_status(200);

    stack.as_person(&ana).accept(&token).assert_status(200);

    assert!(store.as_person(&ana).may("live"));
}

#[test]
fn x6_nobody_grants_what_they_do_not_hold_nor_edits_someone_who_holds_more() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let (pending, _) = store.invite(&Person::new("Cem").email, json!({"roles": ["scanner"]}));
    let refused = [(403, "forbidden"), (403, "grant_exceeds_own")];
    for role in ["manager", "box_office", "scanner", "reports", "order_notifications"] {
        let person = store.add_new_member(role, json!({"roles": [role]}));
        let client = store.as_person(&person);
        for response in [
            client.invite(&Person::new("Ben").email, json!({"roles": ["administrator"]})),
            client.change_member(&person, &json!({"roles": ["administrator"]})),
            client.change_member(&admin, &json!({"roles": ["scanner"]})),
            client.remove_member(&admin),
            client.change_invitation(&pending["id"], &json!({"roles": ["administrator"]})),
        ] {
            response.assert_one_of_problems(&refused);
        }
    }
    assert_eq!(store.as_owner().member(&admin)["roles"], json!(["administrator"]));
}

#[test]
fn x13_a_pending_invitations_grant_can_be_changed() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, json!({"roles": ["support"]}));

    let changed =
        store.as_owner().change_invitation(&invitation["id"], &json!({"roles": ["seller"], "locale": "de"}));

    assert_eq!(changed.assert_status(200)["roles"], json!(["seller"]));
    assert_eq!(store.as_owner().invitation(&invitation["id"])["locale"], "de");
    store
        .as_owner()
        .change_invitation(&invitation["id"], &json!({"roles": ["owner"]}))
        .assert_problem(422, "invalid_field");
    let member = &stack.as_person(&ana).accept(&token).assert_status(200)["member"];
    assert_eq!(member["roles"], json!(["seller"]));
    store
        .as_owner()
        .change_invitation(&invitation["id"], &json!({"roles": ["support"]}))
        .assert_problem(409, "invitation_not_pending");
}

#[test]
fn what_a_removed_person_had_sent_out_admits_nobody_but_the_rest_stands() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    store.as_person(&admin).invite(&ana.email, json!({"roles": ["seller"]})).assert_status(201);
    let by_admin = store.mailbox(&ana.email).next_token();
    let (_, by_owner) = store.invite(&ben.email, json!({"roles": ["seller"]}));

    store.as_owner().remove_member(&admin).assert_status(204);

    stack.as_person(&ana).accept(&by_admin).assert_problem(410, "invitation_withdrawn");
    stack.as_person(&ben).accept(&by_owner).assert_status(200);
    assert_eq!(emails(&store.as_owner().members()), [&store.owner.email, &ben.email]);
}

#[test]
fn a_resend_by_another_manager_makes_a_stranded_invitation_theirs() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    let invitation =
        store.as_person(&admin).invite(&ana.email, json!({"roles": ["seller"]})).assert_status(201);
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_token();
    store.as_owner().remove_member(&admin).assert_status(204);

    store.as_owner().resend(&invitation["id"]).assert_success();

    stack.as_person(&ana).accept(&mailbox.next_token()).assert_status(200);
    assert!(store.as_person(&ana).may("live"));
}

#[test]
fn an_invitation_whose_role_left_the_catalog_is_withdrawn() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"roles": ["box_office"]}));

    let whatnot =
        TestStore { catalog: "whatnot".to_owned(), id: store.id.clone(), name: store.name.clone(), ..store };
    whatnot.put("default", &whatnot.owner).assert_status(200);

    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");
    assert_eq!(whatnot.as_owner().members().len(), 1);
    whatnot.add_member(&ana, json!({"roles": ["seller"]}));
}

#[test]
fn a_member_whose_role_left_the_catalog_may_nothing_until_given_another() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["box_office"]}));
    let whatnot =
        TestStore { catalog: "whatnot".to_owned(), id: store.id.clone(), name: store.name.clone(), ..store };
    whatnot.put("default", &whatnot.owner).assert_status(200);

    for permission in ["orders", "inventory", "live"] {
        let response = whatnot.as_person(&ana).access(&[permission]);
        assert!(response.status == 422 || response.assert_status(200)["allowed"] == false, "{response}");
    }
    assert_eq!(whatnot.as_owner().members().len(), 2, "still in sight");
    whatnot.as_owner().change_member(&ana, &json!({"roles": ["support"]})).assert_status(200);
    assert!(whatnot.as_person(&ana).may("shipping"));
}
