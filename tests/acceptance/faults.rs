//! Parts that fail, and who notices.

use crate::support::{Person, Stack, json, until};

#[test]
fn a_mail_that_ses_throttles_is_delivered_later() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "unlimited");
    let ana = Person::new("Ana");
    stack.break_part("ses", 2, "TooManyRequestsException");

    shop.owner().invite(&ana.email, json!({"permissions": ["sales"]})).is(201);

    let mut mailbox = shop.mailbox(&ana.email);
    let token = mailbox.next_token();
    stack.signed_in(&ana).accept(&token).is(200);
    mailbox.stays_empty();
}

#[test]
fn a_mail_that_ses_refuses_is_recorded_as_failed_and_the_others_arrive() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "unlimited");
    let team: Vec<_> = (0..4).map(|_| Person::new("Invitee")).collect();
    let invitations: Vec<_> =
        team.iter().map(|one| json!({"email": one.email, "permissions": ["sales"]})).collect();
    stack.break_part("ses", 1, "MessageRejected");

    shop.owner().invite_all(&invitations).is(207);

    let deliveries = until(|| {
        let list = shop.owner().invitations();
        let deliveries: Vec<_> =
            list.iter().map(|one| one["delivery"].as_str().expect("a delivery state").to_owned()).collect();
        (!deliveries.iter().any(|delivery| delivery == "queued")).then_some(deliveries)
    });
    let mut deliveries = deliveries.expect("no mail stays in the queue");
    deliveries.sort_unstable();
    assert_eq!(deliveries, ["failed", "sent", "sent", "sent"]);
    stack.let_mails_settle();
    let arrived = team.iter().filter(|one| !shop.mailbox(&one.email).unread().is_empty()).count();
    assert_eq!(arrived, 3);
}

#[test]
fn a_failed_mail_can_be_sent_again() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "unlimited");
    let ana = Person::new("Ana");
    stack.break_part("ses", 1, "MessageRejected");
    let invitation = shop.owner().invite(&ana.email, json!({"permissions": ["sales"]})).is(201);
    shop.owner().wait_for_delivery(&invitation["id"], "failed");

    shop.owner().resend(&invitation["id"]).ok();

    let token = shop.mailbox(&ana.email).next_token();
    shop.owner().wait_for_delivery(&invitation["id"], "sent");
    stack.signed_in(&ana).accept(&token).is(200);
}

#[test]
fn an_unreachable_table_is_answered_as_unavailable_and_heals() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (_, token) = shop.invite(&ana.email, json!({"permissions": ["sales"]}));
    let (owner, as_ana) = (shop.owner(), stack.signed_in(&ana));

    stack.break_part("dynamodb", 10_000, "InternalServerError");
    let answers = [
        owner.store(),
        owner.invite("ben@example.org", json!({"permissions": ["sales"]})),
        owner.get("/members"),
        owner.get("/invitations"),
        owner.access(&["sales"]),
        owner.remove(&ana),
        as_ana.accept(&token),
        as_ana.lookup(&token),
        as_ana.get("/me/stores"),
    ];
    for answer in &answers {
        answer.refused(503, "unavailable");
        assert!(answer.retry_after() > 0, "{answer}");
        assert!(!answer.text().contains("InternalServerError"), "{answer} tells of its insides");
    }

    stack.break_part("dynamodb", 0, "InternalServerError");
    as_ana.accept(&token).is(200);
    assert!(shop.member(&ana).may("sales"));
}

#[test]
fn one_failing_call_to_the_table_is_not_the_callers_concern() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "unlimited");
    for error in ["ThrottlingException", "ProvisionedThroughputExceededException", "InternalServerError"] {
        let invitee = Person::new("Invitee");
        stack.break_part("dynamodb", 1, error);
        shop.owner().invite(&invitee.email, json!({"permissions": ["sales"]})).is(201);
        shop.mailbox(&invitee.email).next_token();
    }
    assert_eq!(shop.owner().seats()["invited"], 3);
}

#[test]
fn x20_a_forged_token_costs_no_look_at_the_table() {
    let stack = Stack::private();
    let ana = Person::new("Ana");
    let caller = stack.signed_in(&ana);
    stack.break_part("dynamodb", 10_000, "InternalServerError");

    caller.accept("forged").refused(404, "invalid_token");
    caller.lookup("forged").refused(404, "invalid_token");
    caller.decline("forged").refused(404, "invalid_token");
}
