//! What mails say beside their subject: who sends them, who gets answers, whom to ask, when, in which time zone. Row Y18.

use crate::support::{DAY, HOUR, Person, Stack, TestStore, Value, json, wait_until};

fn seller() -> Value {
    json!({"roles": ["seller"]})
}

#[test]
fn mails_come_from_the_store_through_the_platform_and_answers_go_to_the_inviter() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let name = "Théâtre \"L’Île\"";
    store.as_owner().change_store(&json!({"name": name})).assert_status(200);
    let guest = Person::new("Guest");
    store
        .as_person(&kim)
        .invite(&guest.email, json!({"roles": ["scanner"], "locale": "fr"}))
        .assert_status(201);
    let mail = stack.mailbox(&guest.email).next_mail();
    let shown = name.replace('"', "\\\"");
    assert_eq!(mail.from, format!("\"{shown} via Staffroom\" <staffroom@example.com>"));
    assert_eq!(mail.headers["Reply-To"], kim.email.as_str());
    assert!(mail.contains(&guest.email), "the invited address is named: {}", mail.text);
}

#[test]
fn a_removed_member_reads_whom_to_ask_and_can_answer() {
    let stack = Stack::shared();
    let store = stack.create_store("mycommerce", "professional");
    let kim = store.add_new_member("Kim", json!({"roles": ["collaborator"]}));
    let mut mailbox = store.mailbox(&kim.email);
    mailbox.mark_all_read();
    store.as_owner().remove_member(&kim).assert_status(204);
    let mail = mailbox.next_mail();
    assert!(mail.contains(&store.owner.email) && mail.contains(&store.owner.name), "{}", mail.text);
    assert_eq!(mail.headers["Reply-To"], store.owner.email.as_str());
}

#[test]
fn a_declined_invitation_leads_to_the_invitations_and_needs_no_answer() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let guest = Person::new("Guest");
    store.as_owner().invite(&guest.email, json!({"roles": ["scanner"]})).assert_status(201);
    let token = stack.mailbox(&guest.email).next_mail().token();
    let mut owner = store.mailbox(&store.owner.email);
    stack.anonymous().decline(&token).assert_status(204);
    let mail = owner.next_mail();
    assert!(mail.html.contains(&format!("/team#{}/invitations\"", store.id)), "{}", mail.html);
    assert!(mail.headers.get("Reply-To").is_none(), "{}", mail.headers);
}

#[test]
fn times_are_in_the_time_zone_of_the_store() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    assert_eq!(store.as_owner().get_store().json()["time_zone"], "UTC");
    for wrong in ["", "Paris", "europe/paris", "+01:00", "Mars/Base"] {
        store.as_owner().change_store(&json!({"time_zone": wrong})).assert_field_error("/time_zone");
    }
    let mut body = store.put_body("default", &store.owner);
    body["time_zone"] = json!("Nowhere/At_All");
    let path = format!("/stores/{}", store.id);
    stack.as_platform().put(&path, &body).assert_field_error("/time_zone");
    body["time_zone"] = json!("America/New_York");
    let shown = stack.as_platform().put(&path, &body).assert_status(200);
    assert_eq!(shown["time_zone"], "America/New_York");
    let shown = store.as_owner().change_store(&json!({"time_zone": "Pacific/Auckland"})).assert_status(200);
    assert_eq!(shown["time_zone"], "Pacific/Auckland");

    let guest = Person::new("Guest");
    let end = "2035-06-30T23:30:00Z";
    store
        .as_owner()
        .invite(&guest.email, json!({"roles": ["seller"], "access_ends_at": end, "locale": "de"}))
        .assert_status(201);
    let mail = stack.mailbox(&guest.email).next_mail();
    assert!(mail.contains("am 1. Juli 2035, 11:30 Uhr (Auckland, UTC+12)"), "{}", mail.text);
}

#[test]
fn y18_an_invitee_is_reminded_once_two_days_before_the_invitation_ends() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let guest = Person::new("Guest");
    store.as_owner().invite(&guest.email, seller()).assert_status(201);
    let mut mailbox = stack.mailbox(&guest.email);
    let link = mailbox.next_mail().token();
    stack.advance_clock(5 * DAY - HOUR);
    mailbox.assert_no_new_mail();
    stack.advance_clock(2 * HOUR);
    let reminder = mailbox.next_mail();
    assert!(reminder.subject.contains("about to expire"), "{}", reminder.subject);
    assert_eq!(reminder.token(), link, "the link is the same");
    stack.advance_clock(DAY);
    mailbox.assert_no_new_mail();
    let types: Vec<Value> = store.as_owner().audit().into_iter().map(|event| event["type"].clone()).collect();
    assert!(!types.contains(&json!("invitation.ending")), "{types:?}");
    stack.as_person(&guest).accept(&link).assert_status(200);
}

#[test]
fn y18_who_answered_or_could_not_be_reached_is_not_reminded() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let (answered, unreached) = (Person::new("Answered"), Person::new("Unreached"));
    for guest in [&answered, &unreached] {
        store.as_owner().invite(&guest.email, seller()).assert_status(201);
    }
    let mut mailboxes = [stack.mailbox(&answered.email), stack.mailbox(&unreached.email)];
    let token = mailboxes[0].next_mail().token();
    let unreached_mail = mailboxes[1].next_mail();
    stack.anonymous().decline(&token).assert_status(204);
    stack.report_mail_event(&unreached_mail, "Bounce");
    wait_until(|| is_bounced(&store).then_some(())).expect("the bounce is recorded");
    stack.advance_clock(5 * DAY + HOUR);
    for mailbox in &mut mailboxes {
        mailbox.assert_no_new_mail();
    }
}

fn is_bounced(store: &TestStore<'_>) -> bool {
    store.as_owner().invitations().iter().any(|invitation| invitation["delivery"] == "bounced")
}
