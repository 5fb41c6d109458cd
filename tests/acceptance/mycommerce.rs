//! Rows M1 to M7: only the owner manages the staff, and all staff members have the same permissions.

use crate::support::{Person, Stack, emails, json, unique_id};

#[test]
fn m1_staff_cannot_invite_nor_change_the_team() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "professional");
    let (ana, ben) = (store.add_new_member("Ana", json!({})), store.add_new_member("Ben", json!({})));
    let (invitation, _) = store.invite(&Person::new("Cem").email, json!({}));
    let (id, staff) = (&invitation["id"], store.as_person(&ana));

    for response in [
        staff.invite(&Person::new("Dov").email, json!({})),
        staff.invite_many(&[json!({"email": Person::new("Dov").email})]),
        staff.change_invitation(id, &json!({"locale": "de"})),
        staff.resend(id),
        staff.revoke(id),
        staff.change_member(&ben, &json!({"roles": ["collaborator"]})),
        staff.remove_member(&ben),
    ] {
        let problem = response.assert_problem(403, "forbidden");
        assert!(
            problem["detail"].as_str().is_some_and(|reason| !reason.is_empty()),
            "{response} has no reason"
        );
    }
    assert_eq!(emails(&store.as_owner().members()), [&store.owner.email, &ana.email, &ben.email]);
}

#[test]
fn m2_standard_includes_two_staff_accounts() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "standard");
    store.add_new_member("Ana", json!({}));
    store.add_new_member("Ben", json!({}));

    let refused = store.as_owner().invite(&Person::new("Cem").email, json!({}));

    assert_eq!(refused.assert_problem(409, "seat_limit_reached")["limit"], 2);
}

#[test]
fn m2_professional_includes_any_number_of_staff_accounts() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "professional");
    for _ in 0..7 {
        store.as_owner().invite(&Person::new("Staff").email, json!({})).assert_status(201);
    }
    assert_eq!(
        store.as_owner().seats(),
        json!({"limit": null, "members": 0, "invited": 7, "available": null})
    );
}

#[test]
fn m2_an_upgrade_lifts_the_limit_at_once_and_a_downgrade_removes_nobody() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "standard");
    let mut team = vec![store.add_new_member("Ana", json!({})), store.add_new_member("Ben", json!({}))];
    store.as_owner().invite(&Person::new("Cem").email, json!({})).assert_problem(409, "seat_limit_reached");

    store.as_platform().change_store(&json!({"plan": "professional"})).assert_status(200);
    team.push(store.add_new_member("Cem", json!({})));

    store.as_platform().change_store(&json!({"plan": "standard"})).assert_status(200);
    assert_eq!(store.as_owner().members().len(), 4);
    assert!(team.iter().all(|one| store.as_person(one).may("store.manage")));
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 3, "invited": 0, "available": 0}));
    store.as_owner().invite(&Person::new("Dov").email, json!({})).assert_problem(409, "seat_limit_reached");
}

#[test]
fn m3_the_invitation_arrives_at_the_address_that_the_owner_typed() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "standard");
    let typed = format!("Ana.Maria+{}@Example.ORG", unique_id());

    let invitation = store.as_owner().invite(&typed, json!({})).assert_status(201);

    assert_eq!(invitation["email"], *typed, "shown as typed");
    let mail = store.mailbox(&typed).next_mail();
    assert!(mail.contains(&store.owner.name), "the inviter's name: {mail:#?}");
    assert!(!mail.from.is_empty() && !mail.html.is_empty() && !mail.text.is_empty());
    assert!(!mail.token().is_empty());
}

#[test]
fn m4_who_has_an_account_and_who_makes_one_first_both_join_and_pick_the_shop() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "standard");
    let other = stack.create_store("mycommerce", "standard");

    let known = other.add_new_member("Known", json!({}));
    store.add_member(&known, json!({}));
    let listed = |person: &Person| {
        let picker = stack.as_person(person);
        [&store, &other].map(|one| picker.my_store(&one.id).is_some())
    };
    assert_eq!(listed(&known), [true, true]);

    // A person without an account creates one at the identity provider first: a new `sub`.
    let new = Person::new("New");
    let (_, token) = store.invite(&new.email, json!({}));
    assert_eq!(stack.anonymous().accept(&token).status, 401);
    stack.as_person(&new).accept(&token).assert_status(200);
    assert_eq!(listed(&new), [true, false]);
}

#[test]
fn m5_staff_get_the_whole_shop_but_billing_and_staff_accounts() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "standard");
    let ana = store.add_new_member("Ana", json!({}));
    let all = ["store.manage", "billing", "team"];

    store.as_person(&ana).assert_may_exactly(&["store.manage"], &all);
    store.as_owner().assert_may_exactly(&all, &all);
}

#[test]
fn m6_an_invitation_without_roles_gives_the_one_role_there_is() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "standard");
    let ana = Person::new("Ana");

    let (invitation, token) = store.invite(&ana.email, json!({}));

    assert_eq!(invitation["roles"], json!(["collaborator"]));
    let member = &stack.as_person(&ana).accept(&token).assert_status(200)["member"];
    assert_eq!(member["roles"], json!(["collaborator"]));
    assert_eq!(member["effective_permissions"], json!(["store.manage"]));
    let roles = store.as_owner().catalog("fr")["roles"].as_array().expect("roles").len();
    assert_eq!(roles, 1);
}

#[test]
fn m7_removing_a_user_ends_their_access() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "standard");
    let ana = store.add_new_member("Ana", json!({}));
    assert!(store.as_person(&ana).may("store.manage"));

    store.as_owner().remove_member(&ana).assert_status(204);

    assert!(!store.as_person(&ana).may("store.manage"));
    store.as_owner().remove_member(&ana).assert_problem(404, "not_found");
}
