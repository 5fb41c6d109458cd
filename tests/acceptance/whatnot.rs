//! Rows W1 to W9: four roles and their matrix, a team that administrators manage with the owner.

use crate::support::{Person, Shop, Stack, emails, json};

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
    let shop = stack.open("whatnot", "default");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (_, to_ana) = shop.invite(&ana.email, json!({"roles": ["seller"]}));

    assert_eq!(stack.anyone().accept(&to_ana).status, 401, "a link alone opens nothing");
    stack.signed_in(&ben).accept(&to_ana).refused(403, "wrong_account");
    stack.signed_in(&ana).accept(&to_ana).is(200);

    assert!(shop.member(&ana).may("live"));
    assert!(!shop.member(&ben).may("live"));
    let accepted = &shop.owner().audit()[0];
    assert_eq!(accepted["actor"]["user_id"], *ana.sub, "and act in their own name");
}

#[test]
fn w2_every_cell_of_the_matrix() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    shop.owner().may_exactly(&ALL, &ALL);
    for (role, allowed) in
        [("administrator", &ADMINISTRATOR[..]), ("seller", &SELLER[..]), ("support", &SUPPORT[..])]
    {
        let person = shop.hire_new(role, json!({"roles": [role]}));
        shop.member(&person).may_exactly(allowed, &ALL);
        let member = shop.owner().member(&person);
        assert_eq!(member["effective_permissions"].as_array().expect("permissions").len(), allowed.len());
    }
}

#[test]
fn w3_several_people_are_invited_at_once() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let team: Vec<_> = (0..5).map(|_| Person::new("Invitee")).collect();
    let roles = ["administrator", "seller", "support", "seller", "support"];
    let invitations: Vec<_> =
        team.iter().zip(roles).map(|(one, role)| json!({"email": one.email, "roles": [role]})).collect();

    let results =
        shop.owner().invite_all(&invitations).is(207)["results"].as_array().expect("results").clone();

    for ((result, person), role) in results.iter().zip(&team).zip(roles) {
        assert_eq!((&result["status"], &result["email"]), (&json!(201), &json!(person.email)));
        assert_eq!(result["invitation"]["roles"], json!([role]));
        let token = shop.mailbox(&person.email).next_token();
        stack.signed_in(person).accept(&token).is(200);
    }
    assert_eq!(shop.owner().members().len(), 6);
}

#[test]
fn w4_a_role_is_changed_from_a_menu() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = shop.hire_new("Ana", json!({"roles": ["support"]}));
    let catalog = shop.owner().catalog("fr");
    let menu: Vec<_> = catalog["roles"].as_array().expect("roles").iter().map(|role| &role["slug"]).collect();
    assert_eq!(menu, ["administrator", "seller", "support"]);

    for (role, allowed) in [("seller", &SELLER[..]), ("administrator", &ADMINISTRATOR), ("support", &SUPPORT)]
    {
        let changed = shop.owner().change(&ana, &json!({"roles": [role]})).is(200);
        assert_eq!(changed["roles"], json!([role]));
        shop.member(&ana).may_exactly(allowed, &ALL);
    }
    shop.owner().change(&ana, &json!({"roles": ["seller", "support"]})).refused(422, "invalid_field");
}

#[test]
fn w5_pending_invitations_are_resent_or_cancelled() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (to_ana, _) = shop.invite(&ana.email, json!({"roles": ["seller"]}));
    let (to_ben, token) = shop.invite(&ben.email, json!({"roles": ["seller"]}));
    let pending = shop.owner().get("/invitations?status=pending").is(200);
    assert_eq!(pending["invitations"].as_array().unwrap().len(), 2);
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.next_token();

    shop.owner().resend(&to_ana["id"]).ok();
    stack.signed_in(&ana).accept(&mailbox.next_token()).is(200);

    shop.owner().revoke(&to_ben["id"]).is(204);
    stack.signed_in(&ben).accept(&token).refused(410, "invitation_revoked");
    let pending = shop.owner().get("/invitations?status=pending").is(200);
    assert_eq!(pending["invitations"], json!([]));
    for id in [&to_ana["id"], &to_ben["id"]] {
        shop.owner().resend(id).refused(409, "invitation_not_pending");
        shop.owner().revoke(id).refused(409, "invitation_not_pending");
    }
}

#[test]
fn w7_a_member_has_other_rights_in_another_account() {
    let stack = Stack::shared();
    let (left, right) = (stack.open("whatnot", "default"), stack.open("whatnot", "default"));
    let ana = left.hire_new("Ana", json!({"roles": ["administrator"]}));
    right.hire(&ana, json!({"roles": ["support"]}));

    left.member(&ana).may_exactly(&ADMINISTRATOR, &ALL);
    right.member(&ana).may_exactly(&SUPPORT, &ALL);
    let grants =
        [&left, &right].map(|shop| stack.signed_in(&ana).my_store(&shop.id).expect("both").to_string());
    assert!(grants[0].contains("administrator") && grants[1].contains("support"), "{grants:#?}");
    right
        .member(&ana)
        .invite(&Person::new("Ben").email, json!({"roles": ["support"]}))
        .refused(403, "forbidden");

    left.owner().remove(&ana).is(204);
    right.member(&ana).may_exactly(&SUPPORT, &ALL);
}

#[test]
fn w8_the_owner_is_changed_removed_and_made_by_nobody() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let ana = shop.hire_new("Ana", json!({"roles": ["seller"]}));

    for desk in [shop.owner(), shop.member(&admin)] {
        desk.change(&shop.owner, &json!({"roles": ["seller"]})).refused(403, "owner_is_fixed");
        desk.remove(&shop.owner).refused(403, "owner_is_fixed");
        desk.change(&ana, &json!({"roles": ["owner"]})).refused(422, "invalid_field");
        desk.change_store(&json!({"owner": ana.as_owner()})).problem();
        desk.invite(&shop.owner.email, json!({"roles": ["seller"]})).refused(409, "already_member");
    }
    assert_eq!(stack.signed_in(&shop.owner).put(&format!("/stores/{}", shop.id), &json!({})).status, 403);
    assert_eq!(shop.owner().members()[0]["user_id"], *shop.owner.sub);
}

#[test]
fn w8_the_platform_transfers_ownership() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = shop.hire_new("Ana", json!({"roles": ["administrator"]}));
    let ben = shop.hire_new("Ben", json!({"roles": ["seller"]}));

    shop.put("default", &ana).is(200);

    let ana_now = shop.member(&ana);
    ana_now.may_exactly(&ALL, &ALL);
    let members = ana_now.members();
    assert_eq!((&members[0]["user_id"], &members[0]["owner"]), (&json!(ana.sub), &json!(true)));
    assert_eq!(members.iter().filter(|one| one["owner"] == true).count(), 1);
    assert_eq!(members.iter().filter(|one| one["user_id"] == *ana.sub).count(), 1);
    assert!(!shop.owner().may("payment_details"), "the former owner is no more");
    assert!(shop.member(&ben).may("live"));
    assert_eq!(shop.member(&ben).access(&["team"]).is(200)["contact"]["email"], *ana.email);
    ana_now.remove(&ana).refused(403, "owner_is_fixed");
}

#[test]
fn w9_administrators_manage_the_team_too() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let desk = shop.member(&admin);
    let ana = Person::new("Ana");

    let invitation = desk.invite(&ana.email, json!({"roles": ["support"]})).is(201);
    assert_eq!(invitation["invited_by"]["user_id"], *admin.sub);
    desk.change_invitation(&invitation["id"], &json!({"roles": ["seller"]})).is(200);
    stack.signed_in(&ana).accept(&shop.mailbox(&ana.email).next_token()).is(200);
    desk.change(&ana, &json!({"roles": ["administrator"]})).is(200);
    desk.remove(&ana).is(204);
    assert_eq!(emails(&desk.members()), [&shop.owner.email, &admin.email]);
    assert!(!desk.audit().is_empty());
}

#[test]
fn w9_administrators_grant_nothing_that_they_lack() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let ana = shop.hire_new("Ana", json!({"roles": ["support"]}));
    let refused = [(422, "invalid_field"), (403, "grant_exceeds_own")];
    for grant in [
        json!({"roles": ["owner"]}),
        json!({"roles": ["administrator"], "permissions": ["payment_details"]}),
        json!({"roles": ["administrator"], "permissions": ["account_deletion"]}),
    ] {
        shop.member(&admin).invite(&Person::new("Ben").email, grant.clone()).refused_as_one_of(&refused);
        shop.member(&admin).change(&ana, &grant).refused_as_one_of(&refused);
    }
    everyone_else_is_refused(&shop);
}

fn everyone_else_is_refused(shop: &Shop<'_>) {
    for role in ["seller", "support"] {
        let person = shop.hire_new(role, json!({"roles": [role]}));
        let invited = shop.member(&person).invite(&Person::new("Ben").email, json!({"roles": ["support"]}));
        invited.refused(403, "forbidden");
        shop.member(&person).change(&person, &json!({"roles": ["administrator"]})).refused(403, "forbidden");
    }
}
