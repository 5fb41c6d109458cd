//! Access that ends by itself, and invitations whose grantor's access ends. Regression tests of faults 1, 2
//! and 61.

use chrono::Duration;

use crate::dates::{in_days, now};
use crate::support::{DAY, HOUR, Person, Stack, TestStore, Value, find_by, json, parse_time};

/// Makes Kim an administrator whose access ends after this number of days.
fn add_kim(store: &TestStore<'_>, days: i64) -> Person {
    store.add_new_member("Kim", json!({"roles": ["administrator"], "access_ends_at": in_days(days)}))
}

/// Invites a new person as this member. Returns the person, the invitation and the token of its link.
fn invite_as(store: &TestStore<'_>, giver: &Person, grant: Value) -> (Person, Value, String) {
    let lou = Person::new("Lou");
    let invitation = store.as_person(giver).invite(&lou.email, grant).assert_status(201);
    let token = store.mailbox(&lou.email).next_token();
    (lou, invitation, token)
}

/// Asserts that the link does not admit its invitee, even if tried again, and that the owner gets one mail.
fn assert_withdrawn(store: &TestStore<'_>, invitee: &Person, invitation: &Value, token: &str) {
    let stack = store.stack;
    stack.anonymous().lookup(token).assert_problem(410, "invitation_withdrawn");
    let mut owner = store.mailbox(&store.owner.email);
    owner.mark_all_read();
    stack.as_person(invitee).accept(token).assert_problem(410, "invitation_withdrawn");
    assert!(owner.next_mail().contains(&invitee.email), "the owner is told whose invitation it was");
    stack.anonymous().renew(token).assert_problem(410, "invitation_withdrawn");
    stack.as_person(invitee).accept(token).assert_problem(410, "invitation_withdrawn");
    owner.assert_no_new_mail();
    assert!(!store.as_person(invitee).may("inventory"));
    assert_ne!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
    assert_eq!(store.as_owner().seats()["invited"], 0);
    let withdrawn = find_by(&store.as_owner().audit(), "type", &json!("invitation.withdrawn"));
    assert_eq!(withdrawn["actor"]["kind"], "service");
    assert_eq!(withdrawn["invitation"]["id"], invitation["id"]);
}

#[test]
fn f1_access_that_ended_gives_nothing() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 2);
    let (lou, invitation, token) = invite_as(&store, &kim, json!({"roles": ["administrator"]}));

    stack.advance_clock(3 * DAY);

    let ended = |query: &str| stack.as_person(&kim).get(&format!("/me/stores{query}"));
    assert_eq!(ended("").assert_status(200)["stores"], json!([]));
    let page = ended("?status=ended").assert_status(200);
    assert_eq!((&page["stores"][0]["id"], &page["stores"][0]["status"]), (&json!(store.id), &json!("ended")));
    ended("?status=gone").assert_field_error("status");
    let as_platform = stack.as_platform().get(&format!("/users/{}/stores?status=ended", kim.sub));
    assert_eq!(as_platform.assert_status(200)["stores"], page["stores"]);
    assert_withdrawn(&store, &lou, &invitation, &token);
    store
        .as_person(&kim)
        .invite(&Person::new("Max").email, json!({"roles": ["seller"]}))
        .assert_problem(404, "not_found");
}

#[test]
fn f1_renewal_keeps_no_invitation_alive_whose_giver_is_gone() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 2);
    let (lou, invitation, token) = invite_as(&store, &kim, json!({"roles": ["administrator"]}));
    let mut owner = store.mailbox(&store.owner.email);
    let mut mailbox = store.mailbox(&lou.email);
    stack.advance_clock(8 * DAY);
    owner.mark_all_read();
    mailbox.mark_all_read();

    stack.anonymous().renew(&token).assert_problem(410, "invitation_withdrawn");

    assert!(owner.next_mail().contains(&lou.email), "the owner is told");
    mailbox.assert_no_new_mail();
    stack.as_person(&lou).accept(&token).assert_problem(410, "invitation_withdrawn");
    stack.advance_clock(62 * DAY);
    stack.anonymous().renew(&token).assert_problem(410, "invitation_withdrawn");
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
}

#[test]
fn f1_neither_a_change_nor_a_bulk_call_by_the_giver_outlives_them() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 2);
    let (lou, changed, token) = invite_as(&store, &kim, json!({"roles": ["seller"]}));
    store.as_person(&kim).change_invitation(&changed["id"], &json!({"locale": "de"})).assert_status(200);
    store
        .as_person(&kim)
        .change_invitation(&changed["id"], &json!({"roles": ["administrator"]}))
        .assert_status(200);
    let max = Person::new("Max");
    let bulk = store
        .as_person(&kim)
        .invite_many(&[json!({"email": max.email, "roles": ["administrator"]})])
        .assert_status(207);
    let of_bulk = &bulk["results"][0]["invitation"];
    let by_bulk = store.mailbox(&max.email).next_token();
    let nia = Person::new("Nia");
    let (resent, by_owner) = store.invite(&nia.email, json!({"roles": ["seller"]}));
    let mut mailbox = store.mailbox(&nia.email);
    mailbox.next_mail();
    store.as_person(&kim).resend(&resent["id"]).assert_success();
    let by_kim = mailbox.next_token();

    stack.advance_clock(3 * DAY);

    stack.as_person(&lou).accept(&token).assert_problem(410, "invitation_withdrawn");
    stack.as_person(&max).accept(&by_bulk).assert_problem(410, "invitation_withdrawn");
    stack.anonymous().lookup(&by_owner).assert_problem(410, "invitation_revoked");
    stack.anonymous().lookup(&by_kim).assert_problem(410, "invitation_withdrawn");
    for gone in [&changed["id"], &of_bulk["id"]] {
        assert_eq!(store.as_owner().invitation(gone)["status"], "revoked");
    }
    assert_eq!(store.as_owner().members().len(), 2, "the owner and Kim");
}

#[test]
fn f1_a_warning_of_the_end_changes_nothing() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 9);
    let mut mailbox = store.mailbox(&kim.email);
    let (lou, before_warning, token) = invite_as(&store, &kim, json!({"roles": ["administrator"]}));
    mailbox.mark_all_read();
    stack.advance_clock(2 * DAY + HOUR);
    mailbox.next_mail();
    stack.as_person(&lou).accept(&token).assert_status(200);
    let (max, after_warning, late) = invite_as(&store, &kim, json!({"roles": ["seller"]}));
    assert_ne!(before_warning["id"], after_warning["id"]);

    stack.advance_clock(7 * DAY);

    assert_withdrawn(&store, &max, &after_warning, &late);
    assert_eq!(store.as_person(&lou).access(&["team"]).assert_status(200)["allowed"], false);
}

#[test]
fn f1_an_end_that_is_set_after_the_invitation_counts() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let (lou, invitation, token) = invite_as(&store, &kim, json!({"roles": ["seller"]}));
    assert_eq!(invitation["access_ends_at"], Value::Null);
    store.as_owner().change_member(&kim, &json!({"access_ends_at": in_days(2)})).assert_status(200);

    stack.advance_clock(3 * DAY);

    assert_withdrawn(&store, &lou, &invitation, &token);
}

#[test]
fn f1_an_end_that_was_taken_away_in_time_does_not_count() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 2);
    let grant = json!({"roles": ["seller"], "access_ends_at": in_days(1)});
    let (max, _, of_a_day) = invite_as(&store, &kim, grant);
    let (lou, ..) = invite_as(&store, &kim, json!({"roles": ["seller"]}));
    store.as_owner().change_member(&kim, &json!({"access_ends_at": null})).assert_status(200);
    let (nia, _, without_end) = invite_as(&store, &kim, json!({"roles": ["seller"]}));

    stack.advance_clock(3 * DAY);

    stack.as_person(&nia).accept(&without_end).assert_status(200);
    // Kim can still give it, but the offered access has ended.
    stack.as_person(&max).accept(&of_a_day).assert_problem(410, "invitation_expired");
    assert!(!store.as_person(&lou).may("inventory"));
}

#[test]
fn f1_an_owner_who_handed_the_store_over_gives_nothing() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let (lou, invitation, token) = invite_as(&store, &store.owner, json!({"roles": ["seller"]}));
    let next =
        TestStore { owner: Person::new("Nora New"), name: store.name.clone(), id: store.id.clone(), ..store };
    next.put("default", &next.owner).assert_status(200);

    assert_withdrawn(&next, &lou, &invitation, &token);
}

#[test]
fn f2_nobody_keeps_their_access_longer_than_it_was_given() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 2);
    let as_kim = store.as_person(&kim);

    for end in [Value::Null, json!(in_days(3)), json!(in_days(3000))] {
        as_kim.change_member(&kim, &json!({"access_ends_at": end})).assert_problem(403, "grant_exceeds_own");
        as_kim
            .change_member(&kim, &json!({"roles": ["administrator"], "access_ends_at": end}))
            .assert_problem(403, "grant_exceeds_own");
    }

    let end = &store.as_owner().member(&kim)["access_ends_at"];
    assert!(parse_time(end) < now() + Duration::days(2));
    as_kim.change_member(&kim, &json!({"access_ends_at": in_days(1)})).assert_status(200);
    as_kim.change_member(&kim, &json!({"access_ends_at": end})).assert_problem(403, "grant_exceeds_own");
}

#[test]
fn f2_nobody_invites_for_longer_than_they_have_access() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 2);
    let as_kim = store.as_person(&kim);
    let kims_end = store.as_owner().member(&kim)["access_ends_at"].clone();
    let longer = json!({"roles": ["seller"], "access_ends_at": in_days(3)});

    as_kim.invite(&Person::new("Lou").email, longer.clone()).assert_problem(403, "grant_exceeds_own");
    let [without, with] = [Person::new("Max"), Person::new("Nia")];
    let bulk = as_kim
        .invite_many(&[
            json!({"email": without.email, "roles": ["seller"]}),
            json!({"email": with.email, "roles": ["seller"], "access_ends_at": in_days(3)}),
        ])
        .assert_status(207);

    let results = bulk["results"].as_array().expect("results");
    assert_eq!(results[0]["invitation"]["access_ends_at"], kims_end);
    assert_eq!(
        (&results[1]["status"], &results[1]["problem"]["code"]),
        (&json!(403), &json!("grant_exceeds_own"))
    );
    let (lou, invitation, token) = invite_as(&store, &kim, json!({"roles": ["seller"]}));
    assert_eq!(invitation["access_ends_at"], kims_end, "an invitation without an end takes the giver's");
    assert_eq!(stack.anonymous().lookup(&token).assert_status(200)["access_ends_at"], kims_end);
    let member = stack.as_person(&lou).accept(&token).assert_status(200)["member"].clone();
    assert_eq!(member["access_ends_at"], kims_end);
}

#[test]
fn f2_nobody_vouches_for_longer_than_they_have_access() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 2);
    let as_kim = store.as_person(&kim);
    let kims_end = store.as_owner().member(&kim)["access_ends_at"].clone();
    let seller = json!({"roles": ["seller"]});
    let longer = json!({"roles": ["seller"], "access_ends_at": in_days(20)});

    let (of_twenty_days, _) = store.invite(&Person::new("Lou").email, longer);
    as_kim.resend(&of_twenty_days["id"]).assert_problem(403, "grant_exceeds_own");
    as_kim
        .change_invitation(&of_twenty_days["id"], &json!({"roles": ["support"]}))
        .assert_problem(403, "grant_exceeds_own");
    let (endless, _) = store.invite(&Person::new("Max").email, seller.clone());
    as_kim.resend(&endless["id"]).assert_success();
    assert_eq!(store.as_owner().invitation(&endless["id"])["access_ends_at"], kims_end);
    let (endless, _) = store.invite(&Person::new("Nia").email, seller);
    let changed = as_kim.change_invitation(&endless["id"], &json!({"roles": ["support"]})).assert_status(200);
    assert_eq!(changed["access_ends_at"], kims_end);
}

#[test]
fn f2_nobody_gives_a_colleague_more_for_longer_than_they_have_access() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = add_kim(&store, 2);
    let as_kim = store.as_person(&kim);
    let until_tomorrow = json!({"roles": ["support"], "access_ends_at": in_days(1)});
    let mia = store.add_new_member("Mia", until_tomorrow);
    let endless = store.add_new_member("Ned", json!({"roles": ["support"]}));

    for end in [Value::Null, json!(in_days(3))] {
        as_kim.change_member(&mia, &json!({"access_ends_at": end})).assert_problem(403, "grant_exceeds_own");
    }
    as_kim.change_member(&endless, &json!({"roles": ["seller"]})).assert_problem(403, "grant_exceeds_own");

    let kims_end = store.as_owner().member(&kim)["access_ends_at"].clone();
    as_kim.change_member(&mia, &json!({"access_ends_at": kims_end})).assert_status(200);
    assert_eq!(store.as_owner().member(&endless)["roles"], json!(["support"]));
}

#[test]
fn f2_an_end_of_the_giver_that_came_later_holds_for_what_they_gave() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let (lou, _, token) = invite_as(&store, &kim, json!({"roles": ["seller"]}));
    store.as_owner().change_member(&kim, &json!({"access_ends_at": in_days(2)})).assert_status(200);
    let kims_end = store.as_owner().member(&kim)["access_ends_at"].clone();

    let shown = stack.anonymous().lookup(&token).assert_status(200);
    let member = stack.as_person(&lou).accept(&token).assert_status(200)["member"].clone();

    assert_eq!(shown["access_ends_at"], kims_end);
    assert_eq!(member["access_ends_at"], kims_end);
}

/// Kim invites Lou as an administrator and is removed. Returns Kim, Lou and the token.
fn invited_by_a_removed_administrator(store: &TestStore<'_>) -> (Person, Person, String) {
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let (lou, _, token) = invite_as(store, &kim, json!({"roles": ["administrator"]}));
    store.as_owner().remove_member(&kim).assert_status(204);
    (kim, lou, token)
}

#[test]
fn f61_a_giver_who_joins_again_with_less_gives_nothing_of_before() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let (kim, lou, token) = invited_by_a_removed_administrator(&store);
    stack.advance_clock(92 * DAY);
    store.add_member(&kim, json!({"roles": ["support"]}));

    stack.anonymous().renew(&token).assert_problem(410, "invitation_withdrawn");
    stack.as_person(&lou).accept(&token).assert_problem(410, "invitation_withdrawn");
    stack.anonymous().lookup(&token).assert_problem(410, "invitation_withdrawn");

    assert!(!store.as_person(&lou).may("inventory"));
    assert_eq!(store.as_owner().members().len(), 2);
}

#[test]
fn f61_accept_comes_before_renew_and_the_giver_returned_the_same_day() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (kim, lou, token) = invited_by_a_removed_administrator(&store);
    store.add_member(&kim, json!({"roles": ["support"]}));

    stack.as_person(&lou).accept(&token).assert_problem(410, "invitation_withdrawn");
    stack.anonymous().renew(&token).assert_problem(410, "invitation_withdrawn");

    assert!(!store.as_person(&lou).may("inventory"));
}

#[test]
fn f61_no_version_comes_twice_once_the_trace_of_a_member_is_gone() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let (kim, lou, token) = invited_by_a_removed_administrator(&store);
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    let version = store.as_owner().change_member(&mia, &json!({"roles": ["support"]})).etag();
    store.as_owner().remove_member(&mia).assert_status(204);
    stack.advance_clock(200 * DAY);
    for person in [&kim, &mia] {
        store.add_member(person, json!({"roles": ["support"]}));
    }

    let refused = [(410, "invitation_withdrawn"), (410, "invitation_expired"), (404, "invalid_token")];
    stack.anonymous().renew(&token).assert_one_of_problems(&refused);
    stack.as_person(&lou).accept(&token).assert_one_of_problems(&refused);
    let conditional = store.as_owner().with_header("if-match", &version);
    for _ in 0..3 {
        conditional
            .change_member(&mia, &json!({"roles": ["seller"]}))
            .assert_problem(412, "precondition_failed");
        store.as_owner().change_member(&mia, &json!({"roles": ["administrator"]})).assert_status(200);
    }
}

#[test]
fn f61_a_link_to_a_removed_person_stays_dead_for_as_long_as_it_can_be_renewed() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let mel = store.add_new_member("Mel", json!({"permissions": ["sales"]}));
    let second = mel.with_email(&Person::new("Mel Second").email);
    let mut mailbox = store.mailbox(&second.email);
    store.as_owner().invite(&second.email, json!({"permissions": ["sales"]})).assert_status(201);
    let mut token = mailbox.next_token();
    store.as_owner().remove_member(&mel).assert_status(204);

    for days in [94, 29] {
        stack.advance_clock(days * DAY);
        if stack.anonymous().renew(&token).status == 202 {
            token = mailbox.next_token();
        }
        assert_eq!(stack.as_person(&second).accept(&token).status, 410);
        assert_eq!(stack.as_person(&mel).accept(&token).status, 410);
    }
    assert_eq!(store.as_owner().members().len(), 1);
}
