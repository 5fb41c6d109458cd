//! Who is told of an event, and what the mail claims. Regression tests of faults 14, 16 to 19, 21 to 23, 58 and of cousins.

use crate::second_addresses::{sales, second_address, seller};
use crate::support::{DAY, Mail, Person, Stack, TestStore, Value, find_by, json, parse_time, wait_until};

/// Puts the store with another owner, or the same owner as they are now.
fn put(store: &TestStore<'_>, owner: &Person, change: &Value) {
    let mut body = store.put_body("default", owner);
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    store.stack.as_platform().put(&format!("/stores/{}", store.id), &body).assert_status(200);
}

fn last_event(store: &TestStore<'_>, kind: &str) -> Value {
    find_by(&store.as_owner().audit(), "type", &json!(kind))
}

#[test]
fn f14_a_change_of_the_owner_or_the_address_of_the_administration_is_in_the_history() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mut before = store.mailbox(&store.owner.email);

    let renamed = store.owner.with_name("Olga Other");
    put(&store, &renamed, &json!({}));
    let event = last_event(&store, "store.changed");
    assert_eq!(
        (&event["owner"]["from"]["name"], &event["owner"]["to"]["name"]),
        (&json!(store.owner.name), &json!("Olga Other"))
    );

    put(&store, &renamed, &json!({"admin_url": "https://elsewhere.example/"}));
    let event = last_event(&store, "store.changed");
    assert_eq!(event["admin_url"]["to"], "https://elsewhere.example/", "{event}");
    assert!(event.get("owner").is_none_or(Value::is_null), "the owner did not change: {event}");
    before.assert_no_new_mail();

    let moved = second_address(&renamed).with_name("Olga Other");
    put(&store, &moved, &json!({"admin_url": "https://elsewhere.example/"}));
    let event = last_event(&store, "store.changed");
    assert_eq!(event["owner"]["to"]["email"], moved.email.as_str(), "{event}");
    let mail = before.next_mail();
    assert!(mail.contains(&moved.email), "the old address is told the new one: {mail:#?}");
    assert!(event.get("admin_url").is_none_or(Value::is_null), "{event}");
}

#[test]
fn f16_in_the_place_of_an_inviter_whose_access_has_ended_the_owner_is_told() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let guest = Person::new("Guest");
    store.as_person(&kim).invite(&guest.email, seller()).assert_status(201);
    let mail = stack.mailbox(&guest.email).next_mail();
    let end = store.as_owner().member(&kim)["joined_at"].clone();
    let end = parse_time(&end) + chrono::Duration::days(1);
    store.as_owner().change_member(&kim, &json!({"access_ends_at": end.to_rfc3339()})).assert_status(200);
    stack.advance_clock(DAY + 60);
    let (mut owner, mut kims) = (store.mailbox(&store.owner.email), store.mailbox(&kim.email));
    owner.mark_all_read();
    kims.mark_all_read();

    stack.report_mail_event(&mail, "Bounce");
    assert!(owner.next_mail().contains(&guest.email));
    kims.assert_no_new_mail();
}

#[test]
fn f17_a_member_is_told_of_an_end_when_it_is_set_and_moved_and_when_it_has_come() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let sue = store.add_new_member("Sue", seller());
    let mut mails = store.mailbox(&sue.email);
    mails.mark_all_read();
    let joined = parse_time(&store.as_owner().member(&sue)["joined_at"]);
    let end = |days: i64| json!({"access_ends_at": (joined + chrono::Duration::days(days)).to_rfc3339()});

    store.as_owner().change_member(&sue, &end(3)).assert_status(200);
    assert!(mails.next_mail().contains("Your access will end on"));
    store.as_owner().change_member(&sue, &end(5)).assert_status(200);
    assert!(mails.next_mail().contains("Your access will end on"));
    store.as_owner().change_member(&sue, &json!({"access_ends_at": null})).assert_status(200);
    assert!(mails.next_mail().contains("no longer ends on a set date"));
    store.as_owner().change_member(&sue, &end(3)).assert_status(200);
    mails.next_mail();

    stack.advance_clock(3 * DAY + 60);
    let mail = mails.next_mail();
    assert!(mail.contains("Your access has ended") && mail.contains(&store.owner.email), "{mail:#?}");
    let event = last_event(&store, "member.access_ended");
    assert_eq!((&event["actor"]["kind"], &event["member"]["user_id"]), (&json!("service"), &json!(sue.sub)));
    stack.advance_clock(DAY);
    mails.assert_no_new_mail();
}

#[test]
fn f18_no_mail_claims_access_that_is_not_there() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let (sue, tom) = (store.add_new_member("Sue", sales()), store.add_new_member("Tom", sales()));
    let joined = parse_time(&store.as_owner().member(&sue)["joined_at"]);
    let end = json!({"access_ends_at": (joined + chrono::Duration::days(1)).to_rfc3339()});
    store.as_owner().change_member(&sue, &end).assert_status(200);
    stack.advance_clock(2 * DAY);
    let mut mails = store.mailbox(&sue.email);
    mails.mark_all_read();
    store.as_owner().change_member(&sue, &json!({"permissions": ["catalog"]})).assert_status(200);
    mails.assert_no_new_mail();

    let mut owner = store.mailbox(&store.owner.email);
    owner.mark_all_read();
    stack.advance_clock(200 * DAY);
    let review = owner.next_mail_with("Who has access");
    let (present, ended) = review.text.split_once("No longer have access:").expect("a list of ended access");
    assert!(present.contains(&tom.email) && !present.contains(&sue.email), "{review:#?}");
    assert!(present.contains("One person"), "the ended are not counted: {review:#?}");
    assert!(ended.contains(&sue.email) && ended.contains("Access ended on"), "{review:#?}");
}

#[test]
fn f19_leaving_and_a_transfer_are_told() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let sue = store.add_new_member("Sue", seller());
    let (mut owner, mut kims) = (store.mailbox(&store.owner.email), store.mailbox(&kim.email));
    owner.mark_all_read();
    kims.mark_all_read();

    store.as_person(&sue).leave().assert_status(204);
    for mailbox in [&mut owner, &mut kims] {
        let mail = mailbox.next_mail();
        assert!(mail.subject.contains("has left the store") && mail.contains(&sue.email), "{mail:#?}");
    }

    put(&store, &kim, &json!({}));
    assert!(owner.next_mail().contains("now belongs to Kim"));
    assert!(kims.next_mail().contains("now belongs to you"));
    owner.assert_no_new_mail();
}

#[test]
fn f21_a_person_causes_a_bounded_number_of_mails() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let sue = store.add_new_member("Sue", seller());
    let mut mails = store.mailbox(&sue.email);
    mails.mark_all_read();
    for number in 0..60 {
        let role = if number % 2 == 0 { "support" } else { "seller" };
        store.as_owner().change_member(&sue, &json!({"roles": [role]})).assert_status(200);
        // Each is told before the next: what is superseded meanwhile is not told at all.
        if number < 3 {
            mails.next_mail();
        }
    }
    stack.wait_until_mails_are_sent();
    assert!(mails.unread().len() <= 20, "{} mails", mails.unread().len());
}

/// Reports a bounce of this type.
fn bounce(stack: &Stack, mail: &Mail, kind: &str, sub_type: &str) {
    stack.control(
        "/_local/ses/feedback",
        &json!({"message_id": mail.id, "event": "Bounce", "bounce_type": kind, "bounce_sub_type": sub_type}),
    );
}

#[test]
fn f22_soft_bounces_count_and_automatic_replies_do_not() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    for (delivered, kind, sub_type, expected) in [
        (false, "Transient", "MailboxFull", "bounced"),
        (true, "Transient", "MailboxFull", "bounced"),
        (false, "Transient", "General", "bounced"),
        (true, "Transient", "General", "delivered"),
        (false, "Undetermined", "Undetermined", "bounced"),
    ] {
        let guest = Person::new("Guest");
        let (invitation, _) = store.invite(&guest.email, seller());
        let mail = stack.mailbox(&guest.email).next_mail();
        if delivered {
            stack.report_mail_event(&mail, "Delivery");
            store.as_owner().wait_for_delivery(&invitation["id"], "delivered");
        }
        bounce(stack, &mail, kind, sub_type);
        store.as_owner().wait_for_delivery(&invitation["id"], expected);
        if expected == "bounced" {
            store.mailbox(&store.owner.email).next_mail_with(&guest.email);
        }
    }
}

#[test]
fn f23_what_is_the_accounts_fault_is_tried_again() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    for error in [
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "SendingPausedException",
        "LimitExceededException",
    ] {
        stack.inject_faults("ses", 1, error);
        let guest = Person::new("Guest");
        let created = store.as_owner().invite(&guest.email, seller()).assert_status(201);
        stack.mailbox(&guest.email).next_mail();
        store.as_owner().wait_for_delivery(&created["id"], "sent");
    }
}

#[test]
fn f58_a_member_whose_address_bounces_shows_it_and_gets_mails_about_their_own_access_alone() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    assert_eq!(store.as_owner().member(&kim)["mail_problem"], Value::Null);
    let mut kims = store.mailbox(&kim.email);
    kims.mark_all_read();
    let decline = |name: &str| {
        let (_, token) = store.invite(&Person::new(name).email, seller());
        stack.anonymous().decline(&token).assert_status(204);
    };
    decline("First");
    let mail = kims.next_mail();

    bounce(stack, &mail, "Permanent", "General");
    let problem = || store.as_owner().member(&kim)["mail_problem"].clone();
    assert_eq!(wait_until(|| (problem() != Value::Null).then(problem)), Some(json!("bounced")));

    decline("Second");
    kims.assert_no_new_mail();
    store.as_owner().change_member(&kim, &seller()).assert_status(200);
    assert!(kims.next_mail().contains("permissions"));

    // Another address has no known problem.
    let moved = second_address(&kim);
    let change = json!({"email": moved.email});
    stack.as_person(&moved).patch("/me", &change).assert_status(200);
    assert_eq!(problem(), Value::Null);
}

#[test]
fn f58_a_soft_bounce_of_a_members_mail_counts_unless_it_was_delivered() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    for (delivered, problem) in [(true, Value::Null), (false, json!("bounced"))] {
        let kim = store.add_new_member("Kim", seller());
        let mut kims = store.mailbox(&kim.email);
        kims.mark_all_read();
        store.as_owner().change_member(&kim, &json!({"roles": ["support"]})).assert_status(200);
        let mail = kims.next_mail();
        if delivered {
            stack.report_mail_event(&mail, "Delivery");
        }
        bounce(stack, &mail, "Transient", "General");
        assert_eq!(store.as_owner().member(&kim)["mail_problem"], problem);
    }
}

#[test]
fn f58_a_mail_to_a_member_that_ses_refuses_is_a_problem_of_the_address() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", seller());
    stack.wait_until_mails_are_sent();
    stack.inject_faults("ses", 1, "MessageRejected");
    store.as_owner().change_member(&kim, &json!({"roles": ["support"]})).assert_status(200);
    let problem = || store.as_owner().member(&kim)["mail_problem"].clone();
    assert_eq!(wait_until(|| (problem() != Value::Null).then(problem)), Some(json!("bounced")));
}

#[test]
fn an_invitation_expires_in_time_and_frees_its_seat() {
    let stack = Stack::private();
    let store = stack.create_store("mycommerce", "standard");
    let guest = Person::new("Guest");
    let (invitation, _) = store.invite(&guest.email, json!({}));
    stack.advance_clock(31 * DAY);
    let event = wait_until(|| {
        let audit = store.as_owner().audit();
        audit.into_iter().find(|event| event["type"] == "invitation.expired")
    });
    let event = event.expect("an event of the expiry");
    assert_eq!(event["invitation"]["id"], invitation["id"]);
    let (at, end) = (parse_time(&event["at"]), parse_time(&invitation["expires_at"]));
    assert!(at >= end, "dated when it is recorded, so that the history is in the order of the commits");
    assert_eq!(store.as_owner().seats()["invited"], 0);
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "expired");

    store.as_owner().resend(&invitation["id"]).assert_status(200);
    stack.advance_clock(31 * DAY);
    let expiries = || {
        let audit = store.as_owner().audit();
        audit.iter().filter(|event| event["type"] == "invitation.expired").count()
    };
    assert_eq!(wait_until(|| (expiries() == 2).then_some(2)), Some(2), "each term expires once");
}

#[test]
fn a_former_owner_does_not_come_back_by_a_link_from_before_the_transfer() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let second = second_address(&store.owner);
    store.as_person(&kim).invite(&second.email, seller()).assert_status(201);
    let token = store.mailbox(&second.email).next_token();
    let next = Person::new("Next Owner");
    put(&store, &next, &json!({}));
    stack.as_person(&second).accept(&token).assert_problem(410, "invitation_revoked");
    assert!(!store.as_person(&second).may("inventory"));

    // Invited anew, they come.
    let mut mails = store.mailbox(&second.email);
    mails.mark_all_read();
    store.as_person(&next).invite(&second.email, seller()).assert_status(201);
    stack.as_person(&second).accept(&mails.next_token()).assert_status(200);
    assert!(store.as_person(&second).may("inventory"));
}

#[test]
fn a_member_who_is_given_time_again_is_not_invited_as_well() {
    let stack = Stack::private();
    let store = stack.create_store("mycommerce", "standard");
    let tom = store.add_new_member("Tom", json!({}));
    let joined = parse_time(&store.as_owner().member(&tom)["joined_at"]);
    let end = json!({"access_ends_at": (joined + chrono::Duration::days(1)).to_rfc3339()});
    store.as_owner().change_member(&tom, &end).assert_status(200);
    stack.advance_clock(2 * DAY);
    let (invitation, token) = store.invite(&tom.email, json!({}));
    store.as_owner().change_member(&tom, &json!({"access_ends_at": null})).assert_status(200);

    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
    stack.anonymous().lookup(&token).assert_problem(410, "invitation_revoked");
    let seats = store.as_owner().seats();
    assert_eq!(
        (&seats["members"], &seats["invited"], &seats["available"]),
        (&json!(1), &json!(0), &json!(1))
    );
    store.as_owner().invite(&Person::new("Guest").email, json!({})).assert_status(201);
}
