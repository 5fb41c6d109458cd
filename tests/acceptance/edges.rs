//! Where time, size and broken calls meet.

use std::thread;

use crate::support::{DAY, Person, Stack, json, time, until};

#[test]
fn a_list_loses_nothing_behind_what_its_filter_leaves_out() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let owner = shop.owner();
    let people: Vec<_> =
        (0..25).map(|_| json!({"email": Person::new("Somebody").email, "roles": ["support"]})).collect();
    let results = owner.invite_all(&people).is(207)["results"].clone();
    let mut ids: Vec<String> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["invitation"]["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    let last = ids.pop().unwrap();
    for id in &ids {
        owner.revoke(&json!(id)).is(204);
    }

    let pending = owner.walk("/invitations?status=pending", "invitations", 1);
    assert_eq!(pending.iter().map(|i| i["id"].as_str().unwrap()).collect::<Vec<_>>(), [last]);
    assert_eq!(owner.walk("/invitations?status=revoked", "invitations", 7).len(), ids.len());
}

#[test]
fn a_plan_shrinks_onto_a_heap_of_expired_invitations() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "unlimited");
    let people: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Somebody").email, "permissions": ["sales"]})).collect();
    shop.owner().invite_all(&people).is(207);
    shop.owner().invite_all(&people[..1]).is(207);
    stack.advance(8 * DAY);
    shop.put("business", &shop.owner).ok();
    assert_eq!(shop.owner().seats(), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));

    let sales = || json!({"permissions": ["sales"]});
    shop.owner().invite(&Person::new("Ana").email, sales()).is(201);
    shop.owner().invite(&Person::new("Ben").email, sales()).is(201);
    let full = shop.owner().invite(&Person::new("Cleo").email, sales()).refused(409, "seat_limit_reached");
    assert_eq!(full["limit"], 2);
}

#[test]
fn an_idempotency_key_can_be_used_again_when_its_day_is_over() {
    let stack = Stack::private();
    let shop = stack.open("whatnot", "default");
    let invite = |who: &Person| {
        shop.owner().with("idempotency-key", "monday").invite(&who.email, json!({"roles": ["support"]}))
    };
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    invite(&ana).is(201);
    invite(&ben).refused(422, "idempotency_key_reused");

    stack.advance(DAY + 5);
    invite(&ben).is(201);
}

#[test]
fn a_bulk_call_that_broke_off_goes_on_where_it_stopped() {
    let stack = Stack::private();
    let shop = stack.open("whatnot", "default");
    let people: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Somebody").email, "roles": ["support"]})).collect();
    let bulk = || shop.owner().with("idempotency-key", "team").invite_all(&people);

    thread::scope(|scope| {
        let first = scope.spawn(|| bulk().status);
        until(|| (shop.owner().seats()["invited"] != 0).then_some(())).expect("a first round");
        stack.break_part("dynamodb", 500, "InternalServerError");
        assert!([207, 503].contains(&first.join().unwrap()));
    });
    stack.break_part("dynamodb", 0, "InternalServerError");

    // Where even giving it up could not be recorded, the call counts as under way for a minute.
    stack.advance(61);
    let results = bulk().is(207)["results"].clone();
    assert!(results.as_array().unwrap().iter().all(|result| result["status"] == 201), "{results:#}");
    assert_eq!(shop.owner().seats()["invited"], 100);
    assert_eq!(bulk().is(207)["results"], results);
}

#[test]
fn whatever_the_identity_provider_calls_somebody_is_taken() {
    let stack = Stack::shared();
    let sales = json!({"permissions": ["sales"]});
    for sub in ["auth0|5f7c8ec7", "a b#c", "%23", "#", "ORG#1/USER#2?x=%", "~".repeat(255).as_str()] {
        let shop = stack.open("ecwid", "unlimited");
        let mut ana = Person::new("Ana");
        sub.clone_into(&mut ana.sub);
        let member = shop.hire(&ana, sales.clone());
        assert_eq!(member["user_id"], sub);
        assert!(shop.member(&ana).may("sales"), "{sub}");
        assert_eq!(shop.owner().member(&ana)["user_id"], sub);
        assert!(stack.signed_in(&ana).my_store(&shop.id).is_some(), "{sub}");
        shop.member(&ana).leave().is(204);
        assert!(!shop.member(&ana).may("sales"), "{sub}");
    }
    // One person's id is no other's, however the two are written in a key.
    let shop = stack.open("ecwid", "unlimited");
    let mut ana = Person::new("Ana");
    "x#".clone_into(&mut ana.sub);
    shop.hire(&ana, sales);
    let mut ben = Person::new("Ben");
    "x%23".clone_into(&mut ben.sub);
    assert!(!shop.member(&ben).may("sales"));
}

#[test]
fn a_new_activity_says_where_it_is() {
    let shop = Stack::shared().open("ticketing", "default");
    let put = || shop.owner().put_activity("gala", &json!({"name": "Gala"}));
    let (created, again) = (put(), put());
    created.is(201);
    assert_eq!(created.header("location"), Some(format!("/stores/{}/activities/gala", shop.id).as_str()));
    again.is(200);
    assert_eq!(again.header("location"), None);
}

#[test]
fn a_dead_link_stays_dead_after_all_trace_of_it_is_gone() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let sales = || json!({"permissions": ["sales"]});
    let (invitation, token) = shop.invite(&ana.email, sales());
    shop.owner().revoke(&invitation["id"]).is(204);

    stack.advance(98 * DAY);
    shop.owner().invite(&ana.email, sales()).is(201);
    stack.signed_in(&ana).accept(&token).refused(410, "invitation_revoked");
}

#[test]
fn an_invitation_to_access_that_is_over_is_expired_and_blocks_nothing() {
    let stack = Stack::private();
    let shop = stack.open("whatnot", "default");
    let ana = Person::new("Ana");
    let ends = (time(&shop.owner().store().ok()["created_at"]) + chrono::Duration::days(2)).to_rfc3339();
    let grant = json!({"roles": ["support"], "access_ends_at": ends});
    let (invitation, token) = shop.invite(&ana.email, grant);

    stack.advance(3 * DAY);
    assert_eq!(shop.owner().invitation(&invitation["id"])["status"], "expired");
    stack.anyone().renew(&token).refused(410, "invitation_expired");
    shop.owner().resend(&invitation["id"]).refused(410, "invitation_expired");
    shop.owner().invite(&ana.email, json!({"roles": ["support"]})).is(201);
}

#[test]
fn a_mistyped_question_is_not_taken_for_a_yes() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let desk = shop.member(&ana);
    for query in ["permissions=billing", "Permission=billing", "perm=billing"] {
        desk.get(&format!("/access?{query}")).refused(422, "invalid_field");
    }
    for query in ["permission=", "permission=,", "permission=sales&permission="] {
        assert_eq!(desk.get(&format!("/access?{query}")).is(200)["allowed"], false, "{query}");
    }
}

#[test]
fn a_list_is_no_object() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let email = Person::new("Ana").email;
    let body = json!([email, [], ["sales"], null, null]);
    let answer = shop.owner().send("POST", "/invitations", Some(body.to_string().into_bytes()));
    answer.refused(422, "invalid_field");
    let bulk = json!({"invitations": [[email, [], ["sales"], null, null]]});
    let answer = shop.owner().send("POST", "/invitations/bulk", Some(bulk.to_string().into_bytes()));
    assert_eq!(answer.is(207)["results"][0]["problem"]["code"], "invalid_field");

    // Nor within one.
    let mut store = shop.described("business", &shop.owner);
    store["owner"] = json!([shop.owner.sub, shop.owner.email, shop.owner.name]);
    stack.platform().put(&format!("/stores/{}", shop.id), &store).refused_field("/owner");
    let settings = json!({"settings": [true, []]});
    shop.owner().change_store(&settings).refused_field("/settings");
    store["owner"] = json!({"user_id": shop.owner.sub, "email": "nothing", "name": "x"});
    stack.platform().put(&format!("/stores/{}", shop.id), &store).refused_field("/owner/email");
    shop.platform()
        .announce(&json!({"type": "app.installed", "app": ["x"], "installed_by": "x"}))
        .refused(422, "invalid_field");
}

#[test]
fn a_second_address_that_turns_out_to_be_a_members_is_invited_no_more() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = Person::new("Ana");
    let other = ana.at(&Person::new("Ana").email);
    let support = || json!({"roles": ["support"]});
    shop.hire(&ana, support());
    let (invitation, token) = shop.invite(&other.email, support());

    stack.signed_in(&other).accept(&token).refused(409, "already_member");
    assert_eq!(shop.owner().invitation(&invitation["id"])["status"], "revoked");
    shop.owner().invite(&other.email, support()).refused(409, "already_member");

    shop.owner().remove(&ana).is(204);
    stack.signed_in(&other).accept(&token).refused(410, "invitation_revoked");
    shop.owner().invite(&other.email, support()).is(201);
}
