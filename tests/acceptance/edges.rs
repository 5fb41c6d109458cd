//! Where time, size and broken calls meet.

use std::thread;

use crate::support::{DAY, Person, Stack, json, parse_time, wait_until};

#[test]
fn a_list_loses_nothing_behind_what_its_filter_leaves_out() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let people: Vec<_> =
        (0..25).map(|_| json!({"email": Person::new("Somebody").email, "roles": ["support"]})).collect();
    let results = owner.invite_many(&people).assert_status(207)["results"].clone();
    let mut ids: Vec<String> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["invitation"]["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    let last = ids.pop().unwrap();
    for id in &ids {
        owner.revoke(&json!(id)).assert_status(204);
    }

    let pending = owner.list_all("/invitations?status=pending", "invitations", 1);
    assert_eq!(pending.iter().map(|i| i["id"].as_str().unwrap()).collect::<Vec<_>>(), [last]);
    assert_eq!(owner.list_all("/invitations?status=revoked", "invitations", 7).len(), ids.len());
}

#[test]
fn a_plan_shrinks_onto_a_heap_of_expired_invitations() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let people: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Somebody").email, "permissions": ["sales"]})).collect();
    store.as_owner().invite_many(&people).assert_status(207);
    store.as_owner().invite_many(&people[..1]).assert_status(207);
    stack.advance_clock(8 * DAY);
    store.put("business", &store.owner).assert_success();
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));

    let sales = || json!({"permissions": ["sales"]});
    store.as_owner().invite(&Person::new("Ana").email, sales()).assert_status(201);
    store.as_owner().invite(&Person::new("Ben").email, sales()).assert_status(201);
    let full = store
        .as_owner()
        .invite(&Person::new("Cleo").email, sales())
        .assert_problem(409, "seat_limit_reached");
    assert_eq!(full["limit"], 2);
}

#[test]
fn an_idempotency_key_can_be_used_again_when_its_day_is_over() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let invite = |who: &Person| {
        store
            .as_owner()
            .with_header("idempotency-key", "monday")
            .invite(&who.email, json!({"roles": ["support"]}))
    };
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    invite(&ana).assert_status(201);
    invite(&ben).assert_problem(422, "idempotency_key_reused");

    stack.advance_clock(DAY + 5);
    invite(&ben).assert_status(201);
}

#[test]
fn a_bulk_call_that_broke_off_goes_on_where_it_stopped() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let people: Vec<_> =
        (0..100).map(|_| json!({"email": Person::new("Somebody").email, "roles": ["support"]})).collect();
    let bulk = || store.as_owner().with_header("idempotency-key", "team").invite_many(&people);

    thread::scope(|scope| {
        let first = scope.spawn(|| bulk().status);
        wait_until(|| (store.as_owner().seats()["invited"] != 0).then_some(())).expect("a first round");
        stack.inject_faults("dynamodb", 500, "InternalServerError");
        assert!([207, 503].contains(&first.join().unwrap()));
    });
    stack.inject_faults("dynamodb", 0, "InternalServerError");

    // Where even giving it up could not be recorded, the call counts as under way for a minute.
    stack.advance_clock(61);
    let results = bulk().assert_status(207)["results"].clone();
    assert!(results.as_array().unwrap().iter().all(|result| result["status"] == 201), "{results:#}");
    assert_eq!(store.as_owner().seats()["invited"], 100);
    assert_eq!(bulk().assert_status(207)["results"], results);
}

#[test]
fn whatever_the_identity_provider_calls_somebody_is_taken() {
    let stack = Stack::shared();
    let sales = json!({"permissions": ["sales"]});
    for sub in ["auth0|5f7c8ec7", "a b#c", "%23", "#", "ORG#1/USER#2?x=%", "~".repeat(255).as_str()] {
        let store = stack.create_store("ecwid", "unlimited");
        let mut ana = Person::new("Ana");
        sub.clone_into(&mut ana.sub);
        let member = store.add_member(&ana, sales.clone());
        assert_eq!(member["user_id"], sub);
        assert!(store.as_person(&ana).may("sales"), "{sub}");
        assert_eq!(store.as_owner().member(&ana)["user_id"], sub);
        assert!(stack.as_person(&ana).my_store(&store.id).is_some(), "{sub}");
        store.as_person(&ana).leave().assert_status(204);
        assert!(!store.as_person(&ana).may("sales"), "{sub}");
    }
    // One person's id is no other's, however the two are written in a key.
    let store = stack.create_store("ecwid", "unlimited");
    let mut ana = Person::new("Ana");
    "x#".clone_into(&mut ana.sub);
    store.add_member(&ana, sales);
    let mut ben = Person::new("Ben");
    "x%23".clone_into(&mut ben.sub);
    assert!(!store.as_person(&ben).may("sales"));
}

#[test]
fn a_new_activity_says_where_it_is() {
    let store = Stack::shared().create_store("ticketing", "default");
    let put = || store.as_owner().put_activity("gala", &json!({"name": "Gala"}));
    let (created, again) = (put(), put());
    created.assert_status(201);
    assert_eq!(created.header("location"), Some(format!("/stores/{}/activities/gala", store.id).as_str()));
    again.assert_status(200);
    assert_eq!(again.header("location"), None);
}

#[test]
fn a_dead_link_stays_dead_after_all_trace_of_it_is_gone() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let sales = || json!({"permissions": ["sales"]});
    let (invitation, token) = store.invite(&ana.email, sales());
    store.as_owner().revoke(&invitation["id"]).assert_status(204);

    stack.advance_clock(98 * DAY);
    store.as_owner().invite(&ana.email, sales()).assert_status(201);
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_revoked");
}

#[test]
fn an_invitation_to_access_that_is_over_is_expired_and_blocks_nothing() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let ends = (parse_time(&store.as_owner().get_store().assert_success()["created_at"])
        + chrono::Duration::days(2))
    .to_rfc3339();
    let grant = json!({"roles": ["support"], "access_ends_at": ends});
    let (invitation, token) = store.invite(&ana.email, grant);

    stack.advance_clock(3 * DAY);
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "expired");
    stack.anonymous().renew(&token).assert_problem(410, "invitation_expired");
    store.as_owner().resend(&invitation["id"]).assert_problem(410, "invitation_expired");
    store.as_owner().invite(&ana.email, json!({"roles": ["support"]})).assert_status(201);
}

#[test]
fn a_mistyped_question_is_not_taken_for_a_yes() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let client = store.as_person(&ana);
    for query in ["permissions=billing", "Permission=billing", "perm=billing"] {
        client.get(&format!("/access?{query}")).assert_problem(422, "invalid_field");
    }
    for query in ["permission=", "permission=,", "permission=sales&permission="] {
        assert_eq!(client.get(&format!("/access?{query}")).assert_status(200)["allowed"], false, "{query}");
    }
}

#[test]
fn a_list_is_no_object() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let email = Person::new("Ana").email;
    let body = json!([email, [], ["sales"], null, null]);
    let response = store.as_owner().send("POST", "/invitations", Some(body.to_string().into_bytes()));
    response.assert_problem(422, "invalid_field");
    let bulk = json!({"invitations": [[email, [], ["sales"], null, null]]});
    let response = store.as_owner().send("POST", "/invitations/bulk", Some(bulk.to_string().into_bytes()));
    assert_eq!(response.assert_status(207)["results"][0]["problem"]["code"], "invalid_field");

    // Nor within one.
    let mut store_body = store.put_body("business", &store.owner);
    store_body["owner"] = json!([store.owner.sub, store.owner.email, store.owner.name]);
    stack.as_platform().put(&format!("/stores/{}", store.id), &store_body).assert_field_error("/owner");
    let settings = json!({"settings": [true, []]});
    store.as_owner().change_store(&settings).assert_field_error("/settings");
    store_body["owner"] = json!({"user_id": store.owner.sub, "email": "nothing", "name": "x"});
    stack.as_platform().put(&format!("/stores/{}", store.id), &store_body).assert_field_error("/owner/email");
    store
        .as_platform()
        .announce(&json!({"type": "app.installed", "app": ["x"], "installed_by": "x"}))
        .assert_problem(422, "invalid_field");
}

#[test]
fn a_second_address_that_turns_out_to_be_a_members_is_invited_no_more() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let other = ana.with_email(&Person::new("Ana").email);
    let support = || json!({"roles": ["support"]});
    store.add_member(&ana, support());
    let (invitation, token) = store.invite(&other.email, support());

    stack.as_person(&other).accept(&token).assert_problem(409, "already_member");
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
    store.as_owner().invite(&other.email, support()).assert_problem(409, "already_member");

    store.as_owner().remove_member(&ana).assert_status(204);
    stack.as_person(&other).accept(&token).assert_problem(410, "invitation_revoked");
    store.as_owner().invite(&other.email, support()).assert_status(201);
}
