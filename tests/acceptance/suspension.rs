//! Row Y8: a member suspended and resumed.

use chrono::Duration;

use crate::support::{DAY, Person, Stack, Value, emails, json, parse_time};

fn suspended(is: bool) -> Value {
    json!({"suspended": is})
}

#[test]
fn y8_a_suspended_member_is_refused_at_once_and_resumed() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    let as_mia = store.as_person(&mia);
    assert_eq!(store.as_owner().member(&mia)["status"], "active");
    let seats = store.as_owner().seats();
    let mut mailbox = stack.mailbox(&mia.email);
    mailbox.next_mail();

    let member = store.as_owner().change_member(&mia, &suspended(true)).assert_status(200);

    assert_eq!(member["status"], "suspended");
    assert_eq!((&member["roles"], &member["effective_permissions"]), (&json!(["seller"]), &json!([])));
    let refused = as_mia.access(&["inventory"]).assert_status(200);
    assert_eq!((&refused["allowed"], &refused["missing"]), (&json!(false), &json!(["inventory"])));
    assert!(refused["message"].as_str().unwrap().contains("suspended"), "{refused}");
    let refused = as_mia.get("/access?locale=fr").assert_status(200);
    assert!(refused["message"].as_str().unwrap().contains("suspendu"), "{refused}");
    as_mia.get("/access?locale=ja").assert_field_error("locale");
    as_mia.get("").assert_problem(403, "member_suspended");
    as_mia.get("/members").assert_problem(403, "member_suspended");
    assert_eq!(store.as_owner().seats(), seats, "the seat stays");
    assert!(mailbox.next_mail().contains("is suspended"));
    // What they were invited to under another address gives no access either.
    store.as_owner().invite(&mia.email, json!({"roles": ["support"]})).assert_problem(409, "already_member");

    store.as_owner().change_member(&mia, &suspended(true)).assert_status(200);
    let member = store.as_owner().change_member(&mia, &suspended(false)).assert_status(200);
    assert_eq!(member["status"], "active");
    assert!(as_mia.may("inventory"));
    assert!(mailbox.next_mail().contains("access again"));
    let types: Vec<_> = store.as_owner().audit().iter().map(|event| event["type"].clone()).collect();
    assert_eq!(types[..2], ["member.resumed", "member.suspended"], "what changes nothing is no event");
}

#[test]
fn y8_who_is_suspended_can_leave_and_cannot_manage_or_join_again() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let adam = store.add_new_member("Adam", json!({"roles": ["administrator"]}));
    let as_adam = store.as_person(&adam);
    let second = Person::new("Adam at work");
    let (_, link) = store.invite(&second.email, json!({"roles": ["seller"]}));
    let other = as_adam.invite(&Person::new("Lea").email, json!({"roles": ["seller"]})).assert_status(201);
    store.as_owner().change_member(&adam, &suspended(true)).assert_status(200);

    as_adam
        .invite(&Person::new("Zoe").email, json!({"roles": ["seller"]}))
        .assert_problem(403, "member_suspended");
    as_adam.change_member(&adam, &suspended(false)).assert_problem(403, "member_suspended");
    let with_second_address = adam.with_email(&second.email);
    stack.as_person(&with_second_address).accept(&link).assert_problem(403, "member_suspended");
    assert_eq!(store.as_owner().invitation(&other["id"])["status"], "pending");
    assert!(emails(&store.as_owner().members()).iter().any(|email| *email == adam.email));
    as_adam.leave().assert_status(204);
    assert!(!emails(&store.as_owner().members()).iter().any(|email| *email == adam.email));
}

#[test]
fn y8_suspension_is_a_boolean_and_the_owner_is_never_suspended() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    for body in [json!({"suspended": null}), json!({"suspended": "yes"})] {
        store.as_owner().change_member(&mia, &body).assert_field_error("/suspended");
    }
    let owner = store.owner.clone();
    store.as_owner().change_member(&owner, &suspended(true)).assert_problem(403, "owner_is_fixed");
    store.as_person(&mia).change_member(&mia, &suspended(true)).assert_problem(403, "forbidden");
}

#[test]
fn who_is_resumed_reads_when_access_ends() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    let mut mailbox = stack.mailbox(&mia.email);
    mailbox.mark_all_read();
    store.as_owner().change_member(&mia, &suspended(true)).assert_status(200);
    assert!(mailbox.next_mail().contains("is suspended"));
    let joined = parse_time(&store.as_owner().member(&mia)["joined_at"]);
    let end = json!({"access_ends_at": (joined + Duration::days(60)).to_rfc3339()});
    store.as_owner().change_member(&mia, &end).assert_status(200);

    store.as_owner().change_member(&mia, &suspended(false)).assert_status(200);

    assert!(mailbox.next_mail_with("no longer suspended").contains("Your access will end on"));
}

#[test]
fn who_is_resumed_within_the_week_before_the_end_is_warned_by_that_mail() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    let joined = parse_time(&store.as_owner().member(&mia)["joined_at"]);
    let end = json!({"access_ends_at": (joined + Duration::days(20)).to_rfc3339()});
    store.as_owner().change_member(&mia, &end).assert_status(200);
    store.as_owner().change_member(&mia, &suspended(true)).assert_status(200);
    stack.advance_clock(15 * DAY);
    let mut mailbox = stack.mailbox(&mia.email);
    mailbox.mark_all_read();

    store.as_owner().change_member(&mia, &suspended(false)).assert_status(200);

    assert!(mailbox.next_mail_with("no longer suspended").contains("Your access will end on"));
}

#[test]
fn a_review_lists_who_is_suspended_or_may_nothing_apart() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let (mia, tom) = (
        store.add_new_member("Mia", json!({"roles": ["seller"]})),
        store.add_new_member("Tom", json!({"roles": ["seller"]})),
    );
    store.as_owner().change_member(&mia, &suspended(true)).assert_status(200);
    let mut owner = store.mailbox(&store.owner.email);
    owner.mark_all_read();
    stack.advance_clock(200 * DAY);
    let review = owner.next_mail_with("Who has access");
    let (present, without) = review.text.split_once("No longer have access:").expect("a list of them");
    assert!(present.contains(&tom.email) && !present.contains(&mia.email), "{review:#?}");
    assert!(present.contains("One person"), "who is suspended is not counted: {review:#?}");
    assert!(without.contains(&mia.email) && without.contains("Access suspended on"), "{review:#?}");

    // The other catalog has no such role.
    let mut body = store.put_body("unlimited", &store.owner);
    body["catalog"] = json!("ecwid");
    stack.as_platform().put(&format!("/stores/{}", store.id), &body).assert_status(200);
    owner.mark_all_read();
    stack.advance_clock(200 * DAY);
    let review = owner.next_mail_with("Who has access");
    let (present, without) = review.text.split_once("No longer have access:").expect("a list of them");
    assert!(present.contains("Nobody besides you") && !present.contains(&tom.email), "{review:#?}");
    assert!(without.contains(&tom.email) && without.contains("permissions no longer exist"), "{review:#?}");
}
