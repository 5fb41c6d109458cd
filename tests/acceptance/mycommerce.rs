//! Rows M1 to M7: a shop whose owner alone manages the staff, and staff who may all do the same.

use crate::support::{Person, Stack, emails, json, unique};

#[test]
fn m1_staff_cannot_invite_nor_change_the_team() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "professional");
    let (ana, ben) = (shop.hire_new("Ana", json!({})), shop.hire_new("Ben", json!({})));
    let (invitation, _) = shop.invite(&Person::new("Cem").email, json!({}));
    let (id, staff) = (&invitation["id"], shop.member(&ana));

    for answer in [
        staff.invite(&Person::new("Dov").email, json!({})),
        staff.invite_all(&[json!({"email": Person::new("Dov").email})]),
        staff.change_invitation(id, &json!({"locale": "de"})),
        staff.resend(id),
        staff.revoke(id),
        staff.change(&ben, &json!({"roles": ["collaborator"]})),
        staff.remove(&ben),
    ] {
        let problem = answer.refused(403, "forbidden");
        assert!(
            problem["detail"].as_str().is_some_and(|reason| !reason.is_empty()),
            "{answer}, without a reason"
        );
    }
    assert_eq!(emails(&shop.owner().members()), [&shop.owner.email, &ana.email, &ben.email]);
}

#[test]
fn m2_standard_includes_two_staff_accounts() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "standard");
    shop.hire_new("Ana", json!({}));
    shop.hire_new("Ben", json!({}));

    let refused = shop.owner().invite(&Person::new("Cem").email, json!({}));

    assert_eq!(refused.refused(409, "seat_limit_reached")["limit"], 2);
}

#[test]
fn m2_professional_includes_any_number_of_staff_accounts() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "professional");
    for _ in 0..7 {
        shop.owner().invite(&Person::new("Staff").email, json!({})).is(201);
    }
    assert_eq!(shop.owner().seats(), json!({"limit": null, "members": 0, "invited": 7, "available": null}));
}

#[test]
fn m2_an_upgrade_lifts_the_limit_at_once_and_a_downgrade_removes_nobody() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "standard");
    let mut team = vec![shop.hire_new("Ana", json!({})), shop.hire_new("Ben", json!({}))];
    shop.owner().invite(&Person::new("Cem").email, json!({})).refused(409, "seat_limit_reached");

    shop.platform().change_store(&json!({"plan": "professional"})).is(200);
    team.push(shop.hire_new("Cem", json!({})));

    shop.platform().change_store(&json!({"plan": "standard"})).is(200);
    assert_eq!(shop.owner().members().len(), 4);
    assert!(team.iter().all(|one| shop.member(one).may("store.manage")));
    assert_eq!(shop.owner().seats(), json!({"limit": 2, "members": 3, "invited": 0, "available": 0}));
    shop.owner().invite(&Person::new("Dov").email, json!({})).refused(409, "seat_limit_reached");
}

#[test]
fn m3_the_invitation_arrives_at_the_address_that_the_owner_typed() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "standard");
    let typed = format!("Ana.Maria+{}@Example.ORG", unique());

    let invitation = shop.owner().invite(&typed, json!({})).is(201);

    assert_eq!(invitation["email"], *typed, "shown as typed");
    let mail = shop.mailbox(&typed).next();
    assert!(mail.says(&shop.owner.name), "who invites: {mail:#?}");
    assert!(!mail.from.is_empty() && !mail.html.is_empty() && !mail.text.is_empty());
    assert!(!mail.token().is_empty());
}

#[test]
fn m4_who_has_an_account_and_who_makes_one_first_both_join_and_pick_the_shop() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "standard");
    let other = stack.open("mycommerce", "standard");

    let known = other.hire_new("Known", json!({}));
    shop.hire(&known, json!({}));
    let ids = |caller: &Person| {
        let picker = stack.signed_in(caller);
        [&shop, &other].map(|one| picker.my_store(&one.id).is_some())
    };
    assert_eq!(ids(&known), [true, true]);

    // Someone without an account makes one at the provider first; here that is a new `sub`.
    let new = Person::new("New");
    let (_, token) = shop.invite(&new.email, json!({}));
    assert_eq!(stack.anyone().accept(&token).status, 401);
    stack.signed_in(&new).accept(&token).is(200);
    assert_eq!(ids(&new), [true, false]);
}

#[test]
fn m5_staff_get_the_whole_shop_but_billing_and_staff_accounts() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "standard");
    let ana = shop.hire_new("Ana", json!({}));
    let all = ["store.manage", "billing", "team"];

    shop.member(&ana).may_exactly(&["store.manage"], &all);
    shop.owner().may_exactly(&all, &all);
}

#[test]
fn m6_an_invitation_without_roles_gives_the_one_role_there_is() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "standard");
    let ana = Person::new("Ana");

    let (invitation, token) = shop.invite(&ana.email, json!({}));

    assert_eq!(invitation["roles"], json!(["collaborator"]));
    let member = &stack.signed_in(&ana).accept(&token).is(200)["member"];
    assert_eq!(member["roles"], json!(["collaborator"]));
    assert_eq!(member["effective_permissions"], json!(["store.manage"]));
    let roles = shop.owner().catalog("fr")["roles"].as_array().expect("roles").len();
    assert_eq!(roles, 1);
}

#[test]
fn m7_removing_a_user_ends_their_access() {
    let stack = Stack::shared();
    let shop = stack.open("mycommerce", "standard");
    let ana = shop.hire_new("Ana", json!({}));
    assert!(shop.member(&ana).may("store.manage"));

    shop.owner().remove(&ana).is(204);

    assert!(!shop.member(&ana).may("store.manage"));
    shop.owner().remove(&ana).refused(404, "not_found");
}
