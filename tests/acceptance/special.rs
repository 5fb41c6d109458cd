//! The cases between the rows, each with a sensible answer.

use crate::support::{Person, Shop, Stack, Value, emails, json};

#[test]
fn what_a_removed_person_had_sent_out_admits_nobody_but_the_rest_stands() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    shop.member(&admin).invite(&ana.email, json!({"roles": ["seller"]})).is(201);
    let by_admin = shop.mailbox(&ana.email).next_token();
    let (_, by_owner) = shop.invite(&ben.email, json!({"roles": ["seller"]}));

    shop.owner().remove(&admin).is(204);

    stack.signed_in(&ana).accept(&by_admin).refused(410, "invitation_withdrawn");
    stack.signed_in(&ben).accept(&by_owner).is(200);
    assert_eq!(emails(&shop.owner().members()), [&shop.owner.email, &ben.email]);
}

#[test]
fn a_resend_by_another_manager_makes_a_stranded_invitation_theirs() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    let invitation = shop.member(&admin).invite(&ana.email, json!({"roles": ["seller"]})).is(201);
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.next_token();
    shop.owner().remove(&admin).is(204);

    shop.owner().resend(&invitation["id"]).ok();

    stack.signed_in(&ana).accept(&mailbox.next_token()).is(200);
    assert!(shop.member(&ana).may("live"));
}

#[test]
fn an_owner_is_invited_elsewhere() {
    let stack = Stack::shared();
    let (own, other) = (stack.open("ecwid", "business"), stack.open("whatnot", "default"));
    let olga = own.owner.clone();

    other.hire(&olga, json!({"roles": ["support"]}));

    assert_eq!(stack.signed_in(&olga).my_stores().len(), 2);
    assert!(own.owner().may("billing"));
    assert!(other.member(&olga).may("shipping") && !other.member(&olga).may("team"));
    own.owner().invite(&olga.email, json!({"permissions": ["sales"]})).refused(409, "already_member");
    other.owner().remove(&olga).is(204);
    assert!(own.owner().may("billing"));
}

#[test]
fn an_owner_who_uses_a_link_of_their_own_store_stays_the_owner() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let (_, token) = shop.invite(&Person::new("Ana").email, json!({"permissions": ["sales"]}));

    stack.signed_in(&shop.owner).accept(&token).refused(409, "already_member");

    assert!(shop.owner().may("billing"));
    assert_eq!(shop.owner().members().len(), 1);
}

#[test]
fn one_address_is_invited_by_two_stores() {
    let stack = Stack::shared();
    let shops = [stack.open("whatnot", "default"), stack.open("ticketing", "default")];
    let ana = Person::new("Ana");
    let grants = [json!({"roles": ["seller"]}), json!({"roles": ["scanner"]})];
    let invited = [0, 1].map(|i| shops[i].invite(&ana.email, grants[i].clone()));
    assert_ne!(invited[0].0["id"], invited[1].0["id"]);

    let waiting = waiting_for(stack, &ana);
    assert_eq!(waiting.len(), 2, "{waiting:#?}");
    stack.signed_in(&ana).accept(&invited[0].1).is(200);
    assert!(!shops[1].member(&ana).may("check_in"), "one link opens one store");
    assert_eq!(waiting_for(stack, &ana).len(), 1);
    stack.anyone().decline(&invited[1].1).is(204);
    assert_eq!(waiting_for(stack, &ana).len(), 0);
    assert!(shops[0].member(&ana).may("live"));
}

#[test]
fn what_waits_is_shown_to_the_verified_address_only() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let (_, token) = shop.invite(&ana.email.to_uppercase(), json!({"permissions": ["sales"]}));

    let shown = waiting_for(stack, &ana);
    assert_eq!(shown.len(), 1);
    assert!(!json!(shown).to_string().contains(&token));
    assert_eq!(waiting_for(stack, &Person::new("Ben")).len(), 0);
    let unverified = stack.signed_in(&ana.unverified()).get("/me/invitations");
    assert!(unverified.status == 403 || unverified.is(200)["invitations"] == json!([]), "{unverified}");
}

#[test]
fn two_addresses_of_one_person_make_one_member() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let work = ana.at(&Person::new("Ana at work").email);
    let (_, first) = shop.invite(&ana.email, json!({"permissions": ["sales"]}));
    let (_, second) = shop.invite(&work.email, json!({"permissions": ["reports"]}));
    stack.signed_in(&ana).accept(&first).is(200);

    stack.signed_in(&work).accept(&second).refused(409, "already_member");

    assert_eq!(emails(&shop.owner().members()), [&shop.owner.email, &ana.email]);
    shop.member(&work).may_exactly(&["sales"], &["sales", "reports"]);
    assert_eq!(shop.owner().seats()["members"], 1);
}

#[test]
fn an_invitation_whose_role_left_the_catalog_is_withdrawn() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let ana = Person::new("Ana");
    let (_, token) = shop.invite(&ana.email, json!({"roles": ["box_office"]}));

    let whatnot =
        Shop { catalog: "whatnot".to_owned(), id: shop.id.clone(), name: shop.name.clone(), ..shop };
    whatnot.put("default", &whatnot.owner).is(200);

    stack.signed_in(&ana).accept(&token).refused(410, "invitation_withdrawn");
    assert_eq!(whatnot.owner().members().len(), 1);
    whatnot.hire(&ana, json!({"roles": ["seller"]}));
}

#[test]
fn a_member_whose_role_left_the_catalog_may_nothing_until_given_another() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let ana = shop.hire_new("Ana", json!({"roles": ["box_office"]}));
    let whatnot =
        Shop { catalog: "whatnot".to_owned(), id: shop.id.clone(), name: shop.name.clone(), ..shop };
    whatnot.put("default", &whatnot.owner).is(200);

    for permission in ["orders", "inventory", "live"] {
        let answer = whatnot.member(&ana).access(&[permission]);
        assert!(answer.status == 422 || answer.is(200)["allowed"] == false, "{answer}");
    }
    assert_eq!(whatnot.owner().members().len(), 2, "still in sight");
    whatnot.owner().change(&ana, &json!({"roles": ["support"]})).is(200);
    assert!(whatnot.member(&ana).may("shipping"));
}

#[test]
fn a_store_whose_plan_shrank_below_its_team_keeps_it_and_takes_nobody() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let sales = json!({"permissions": ["sales"]});
    let team = [0, 1, 2, 3].map(|_| shop.hire_new("Staff", sales.clone()));

    shop.put("business", &shop.owner).is(200);

    assert!(team.iter().all(|one| shop.member(one).may("sales")));
    shop.owner().change(&team[0], &json!({"permissions": ["reports"]})).is(200);
    let invite = || shop.owner().invite(&Person::new("Invitee").email, sales.clone());
    for gone in &team[..2] {
        invite().refused(409, "seat_limit_reached");
        shop.owner().remove(gone).is(204);
    }
    invite().refused(409, "seat_limit_reached");
    shop.owner().remove(&team[2]).is(204);
    invite().is(201);
    assert_eq!(shop.owner().seats(), json!({"limit": 2, "members": 1, "invited": 1, "available": 0}));
}

fn waiting_for(stack: &Stack, person: &Person) -> Vec<Value> {
    let answer = stack.signed_in(person).get("/me/invitations").is(200);
    answer["invitations"].as_array().expect("invitations").clone()
}
