//! Invitations expire after seven days; access ends at its end date.

use crate::support::{DAY, HOUR, MINUTE, Person, Stack, TestStore, Value, json, parse_time};

#[test]
fn s4_an_invitation_is_accepted_a_minute_before_seven_days_have_passed() {
    let stack = Stack::private();
    let store = stack.create_store("sendcloud", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({}));

    stack.advance_clock(7 * DAY - MINUTE);

    stack.as_person(&ana).accept(&token).assert_status(200);
    assert!(store.as_person(&ana).may("orders"));
}

#[test]
fn s4_an_invitation_is_refused_a_minute_after_seven_days_have_passed() {
    let stack = Stack::private();
    let store = stack.create_store("sendcloud", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({}));

    stack.advance_clock(7 * DAY + MINUTE);

    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_expired");
    stack.anonymous().lookup(&token).assert_problem(410, "invitation_expired");
    stack.anonymous().decline(&token).assert_problem(410, "invitation_expired");
    assert!(!store.as_person(&ana).may("orders"));
}

#[test]
fn s5_an_expired_invitation_can_be_resent_with_the_same_role_and_language() {
    let stack = Stack::private();
    let store = stack.create_store("sendcloud", "default");
    let ana = Person::new("Ana");
    let (invitation, old) = store.invite(&ana.email, json!({"roles": ["member"], "locale": "pl"}));
    let mut mailbox = store.mailbox(&ana.email);
    let first = mailbox.next_mail();
    stack.advance_clock(7 * DAY + MINUTE);

    store.as_owner().resend(&invitation["id"]).assert_success();

    let again = mailbox.next_mail();
    assert_eq!(again.subject, first.subject, "the same language");
    stack.as_person(&ana).accept(&old).assert_problem(410, "invitation_revoked");
    let member = stack.as_person(&ana).accept(&again.token()).assert_status(200)["member"].clone();
    assert_eq!(member["roles"], json!(["member"]));
}

#[test]
fn s6_an_expired_invitation_can_be_revoked() {
    let stack = Stack::private();
    let store = stack.create_store("sendcloud", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, json!({}));
    stack.advance_clock(7 * DAY + MINUTE);

    store.as_owner().revoke(&invitation["id"]).assert_status(204);

    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_revoked");
}

#[test]
fn x8_an_expired_invitation_stays_in_sight_and_blocks_no_new_one() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, old) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    stack.advance_clock(7 * DAY + MINUTE);

    assert_eq!(with_status(&store, "expired")[0]["id"], invitation["id"]);
    assert_eq!(with_status(&store, "pending"), [] as [Value; 0]);

    let (_, token) = store.invite(&ana.email, json!({"permissions": ["reports"]}));
    stack.as_person(&ana).accept(&old).assert_problem(410, "invitation_revoked");
    stack.as_person(&ana).accept(&token).assert_status(200);
    store.as_person(&ana).assert_may_exactly(&["reports"], &["sales", "reports"]);
}

#[test]
fn x8_an_expired_invitation_is_still_in_sight_after_a_month() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let (invitation, _) = store.invite(&Person::new("Ana").email, json!({"permissions": ["sales"]}));

    stack.advance_clock(30 * DAY);

    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "expired");
}

#[test]
fn x2_expiry_gives_the_seat_back() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let grant = json!({"permissions": ["sales"]});
    let (first, _) = store.invite(&Person::new("Ana").email, grant.clone());
    store.invite(&Person::new("Ben").email, grant.clone());
    store
        .as_owner()
        .invite(&Person::new("Cem").email, grant.clone())
        .assert_problem(409, "seat_limit_reached");

    stack.advance_clock(7 * DAY + MINUTE);

    store.invite(&Person::new("Dov").email, grant.clone());
    store.invite(&Person::new("Eva").email, grant.clone());
    let refused = store.as_owner().invite(&Person::new("Fay").email, grant);
    assert_eq!(refused.assert_problem(409, "seat_limit_reached")["limit"], 2);
    store.as_owner().resend(&first["id"]).assert_problem(409, "seat_limit_reached");
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 0, "invited": 2, "available": 0}));
}

#[test]
fn x9_resend_rotates_the_link_and_renews_the_term() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, old) = store.invite(&ana.email, json!({"permissions": ["sales"], "locale": "fr"}));
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_mail();
    stack.advance_clock(6 * DAY);

    store.as_owner().resend(&invitation["id"]).assert_success();
    // A reminder with the old link may have come before.
    let new =
        std::iter::repeat_with(|| mailbox.next_token()).find(|token| *token != old).expect("a new link");
    stack.advance_clock(6 * DAY);

    let resent = store.as_owner().invitation(&invitation["id"]);
    assert_eq!(resent["status"], "pending");
    for kept in ["roles", "permissions", "locale", "email"] {
        assert_eq!(resent[kept], invitation[kept]);
    }
    stack.anonymous().lookup(&old).assert_problem(410, "invitation_revoked");
    stack.as_person(&ana).accept(&new).assert_status(200);
    assert_eq!(store.as_owner().seats()["members"], 1, "the seat is counted once");
}

fn with_status(store: &TestStore<'_>, status: &str) -> Vec<Value> {
    let response = store.as_owner().get(&format!("/invitations?status={status}"));
    response.assert_status(200)["invitations"].as_array().expect("invitations").clone()
}

#[test]
fn x21_access_ends_by_itself_on_the_date_given_at_invite() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let now = parse_time(&store.as_owner().audit()[0]["at"]);
    let ends = (now + chrono::Duration::days(20)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let (invitation, token) =
        store.invite(&ana.email, json!({"permissions": ["sales"], "access_ends_at": ends}));
    assert_eq!(parse_time(&invitation["access_ends_at"]), parse_time(&json!(ends)));
    let member = stack.as_person(&ana).accept(&token).assert_status(200)["member"].clone();
    assert_eq!(parse_time(&member["access_ends_at"]), parse_time(&json!(ends)));
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.mark_all_read();

    stack.advance_clock(12 * DAY);
    mailbox.assert_no_new_mail();
    stack.advance_clock(DAY + HOUR);
    mailbox.next_mail();
    assert!(store.as_person(&ana).may("sales"));

    stack.advance_clock(7 * DAY);
    let refused = store.as_person(&ana).access(&["sales"]).assert_status(200);
    assert_eq!(refused["allowed"], false);
    assert!(refused["message"].as_str().is_some_and(|message| !message.is_empty()), "{refused}");
    store.as_person(&ana).get("/members").assert_problem(404, "not_found");
    assert!(mailbox.next_mail().subject.contains("has ended"));
    mailbox.assert_no_new_mail();

    let later = (now + chrono::Duration::days(90)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    store.as_owner().change_member(&ana, &json!({"access_ends_at": later})).assert_status(200);
    assert!(store.as_person(&ana).may("sales"), "the owner has moved the end date");
    store.as_owner().change_member(&ana, &json!({"access_ends_at": null})).assert_status(200);
    assert_eq!(store.as_owner().member(&ana)["access_ends_at"], Value::Null);
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
