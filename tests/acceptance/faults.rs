//! Faults of SES and DynamoDB: which ones a caller notices, and how.

use crate::support::{Person, Stack, json, wait_until};

#[test]
fn a_mail_that_ses_throttles_is_delivered_later() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    stack.inject_faults("ses", 2, "TooManyRequestsException");

    store.as_owner().invite(&ana.email, json!({"permissions": ["sales"]})).assert_status(201);

    let mut mailbox = store.mailbox(&ana.email);
    let token = mailbox.next_token();
    stack.as_person(&ana).accept(&token).assert_status(200);
    mailbox.assert_no_new_mail();
}

#[test]
fn a_mail_that_ses_refuses_is_recorded_as_failed_and_the_others_arrive() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let team: Vec<_> = (0..4).map(|_| Person::new("Invitee")).collect();
    let invitations: Vec<_> =
        team.iter().map(|one| json!({"email": one.email, "permissions": ["sales"]})).collect();
    stack.inject_faults("ses", 1, "MessageRejected");

    store.as_owner().invite_many(&invitations).assert_status(207);

    let deliveries = wait_until(|| {
        let list = store.as_owner().invitations();
        let deliveries: Vec<_> =
            list.iter().map(|one| one["delivery"].as_str().expect("a delivery state").to_owned()).collect();
        (!deliveries.iter().any(|delivery| delivery == "queued")).then_some(deliveries)
    });
    let mut deliveries = deliveries.expect("no mail stays in the queue");
    deliveries.sort_unstable();
    assert_eq!(deliveries, ["failed", "sent", "sent", "sent"]);
    stack.wait_until_mails_are_sent();
    let received = team.iter().filter(|one| !store.mailbox(&one.email).unread().is_empty()).count();
    assert_eq!(received, 3);
}

#[test]
fn a_failed_mail_can_be_sent_again() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    stack.inject_faults("ses", 1, "MessageRejected");
    let invitation =
        store.as_owner().invite(&ana.email, json!({"permissions": ["sales"]})).assert_status(201);
    store.as_owner().wait_for_delivery(&invitation["id"], "failed");

    store.as_owner().resend(&invitation["id"]).assert_success();

    let token = store.mailbox(&ana.email).next_token();
    store.as_owner().wait_for_delivery(&invitation["id"], "sent");
    stack.as_person(&ana).accept(&token).assert_status(200);
}

#[test]
fn an_unreachable_table_is_answered_as_unavailable_and_heals() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let (owner, as_ana) = (store.as_owner(), stack.as_person(&ana));

    stack.inject_faults("dynamodb", 10_000, "InternalServerError");
    let responses = [
        owner.get_store(),
        owner.invite("ben@example.org", json!({"permissions": ["sales"]})),
        owner.get("/members"),
        owner.get("/invitations"),
        owner.access(&["sales"]),
        owner.remove_member(&ana),
        as_ana.accept(&token),
        as_ana.lookup(&token),
        as_ana.get("/me/stores"),
    ];
    for response in &responses {
        response.assert_problem(503, "unavailable");
        assert!(response.retry_after() > 0, "{response}");
        assert!(!response.text().contains("InternalServerError"), "{response} reveals an internal error");
    }

    stack.inject_faults("dynamodb", 0, "InternalServerError");
    as_ana.accept(&token).assert_status(200);
    assert!(store.as_person(&ana).may("sales"));
}

#[test]
fn one_failing_call_to_the_table_is_not_the_callers_concern() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    for error in ["ThrottlingException", "ProvisionedThroughputExceededException", "InternalServerError"] {
        let invitee = Person::new("Invitee");
        stack.inject_faults("dynamodb", 1, error);
        store.as_owner().invite(&invitee.email, json!({"permissions": ["sales"]})).assert_status(201);
        store.mailbox(&invitee.email).next_token();
    }
    assert_eq!(store.as_owner().seats()["invited"], 3);
}

#[test]
fn x20_a_forged_token_costs_no_look_at_the_table() {
    let stack = Stack::private();
    let ana = Person::new("Ana");
    let client = stack.as_person(&ana);
    stack.inject_faults("dynamodb", 10_000, "InternalServerError");

    client.accept("forged").assert_problem(404, "invalid_token");
    client.lookup("forged").assert_problem(404, "invalid_token");
    client.decline("forged").assert_problem(404, "invalid_token");
}
