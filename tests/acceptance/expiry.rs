//! Seven days, and what stands after them.

use crate::support::{DAY, MINUTE, Person, Shop, Stack, Value, json};

#[test]
fn s4_an_invitation_is_accepted_a_minute_before_seven_days_have_passed() {
    let stack = Stack::private();
    let shop = stack.open("sendcloud", "default");
    let ana = Person::new("Ana");
    let (_, token) = shop.invite(&ana.email, json!({}));

    stack.advance(7 * DAY - MINUTE);

    stack.signed_in(&ana).accept(&token).is(200);
    assert!(shop.member(&ana).may("orders"));
}

#[test]
fn s4_an_invitation_is_refused_a_minute_after_seven_days_have_passed() {
    let stack = Stack::private();
    let shop = stack.open("sendcloud", "default");
    let ana = Person::new("Ana");
    let (_, token) = shop.invite(&ana.email, json!({}));

    stack.advance(7 * DAY + MINUTE);

    stack.signed_in(&ana).accept(&token).refused(410, "invitation_expired");
    stack.anyone().lookup(&token).refused(410, "invitation_expired");
    stack.anyone().decline(&token).refused(410, "invitation_expired");
    assert!(!shop.member(&ana).may("orders"));
}

#[test]
fn s5_an_expired_invitation_can_be_resent_with_the_same_role_and_language() {
    let stack = Stack::private();
    let shop = stack.open("sendcloud", "default");
    let ana = Person::new("Ana");
    let (invitation, old) = shop.invite(&ana.email, json!({"roles": ["member"], "locale": "pl"}));
    let mut mailbox = shop.mailbox(&ana.email);
    let first = mailbox.next();
    stack.advance(7 * DAY + MINUTE);

    shop.owner().resend(&invitation["id"]).ok();

    let again = mailbox.next();
    assert_eq!(again.subject, first.subject, "the same language");
    stack.signed_in(&ana).accept(&old).refused(410, "invitation_revoked");
    let member = stack.signed_in(&ana).accept(&again.token()).is(200)["member"].clone();
    assert_eq!(member["roles"], json!(["member"]));
}

#[test]
fn s6_an_expired_invitation_can_be_revoked() {
    let stack = Stack::private();
    let shop = stack.open("sendcloud", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = shop.invite(&ana.email, json!({}));
    stack.advance(7 * DAY + MINUTE);

    shop.owner().revoke(&invitation["id"]).is(204);

    assert_eq!(shop.owner().invitation(&invitation["id"])["status"], "revoked");
    stack.signed_in(&ana).accept(&token).refused(410, "invitation_revoked");
}

#[test]
fn x8_an_expired_invitation_stays_in_sight_and_blocks_no_new_one() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, old) = shop.invite(&ana.email, json!({"permissions": ["sales"]}));
    stack.advance(7 * DAY + MINUTE);

    assert_eq!(with_status(&shop, "expired")[0]["id"], invitation["id"]);
    assert_eq!(with_status(&shop, "pending"), [] as [Value; 0]);

    let (_, token) = shop.invite(&ana.email, json!({"permissions": ["reports"]}));
    stack.signed_in(&ana).accept(&old).refused(410, "invitation_revoked");
    stack.signed_in(&ana).accept(&token).is(200);
    shop.member(&ana).may_exactly(&["reports"], &["sales", "reports"]);
}

#[test]
fn x8_an_expired_invitation_is_still_in_sight_after_a_month() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "business");
    let (invitation, _) = shop.invite(&Person::new("Ana").email, json!({"permissions": ["sales"]}));

    stack.advance(30 * DAY);

    assert_eq!(shop.owner().invitation(&invitation["id"])["status"], "expired");
}

#[test]
fn x2_expiry_gives_the_seat_back() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "business");
    let grant = json!({"permissions": ["sales"]});
    let (first, _) = shop.invite(&Person::new("Ana").email, grant.clone());
    shop.invite(&Person::new("Ben").email, grant.clone());
    shop.owner().invite(&Person::new("Cem").email, grant.clone()).refused(409, "seat_limit_reached");

    stack.advance(7 * DAY + MINUTE);

    shop.invite(&Person::new("Dov").email, grant.clone());
    shop.invite(&Person::new("Eva").email, grant.clone());
    let refused = shop.owner().invite(&Person::new("Fay").email, grant);
    assert_eq!(refused.refused(409, "seat_limit_reached")["limit"], 2);
    shop.owner().resend(&first["id"]).refused(409, "seat_limit_reached");
    assert_eq!(shop.owner().seats(), json!({"limit": 2, "members": 0, "invited": 2, "available": 0}));
}

#[test]
fn x9_resend_rotates_the_link_and_renews_the_term() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, old) = shop.invite(&ana.email, json!({"permissions": ["sales"], "locale": "fr"}));
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.next();
    stack.advance(6 * DAY);

    shop.owner().resend(&invitation["id"]).ok();
    let new = mailbox.next_token();
    stack.advance(6 * DAY);

    let resent = shop.owner().invitation(&invitation["id"]);
    assert_eq!(resent["status"], "pending");
    for kept in ["roles", "permissions", "locale", "email"] {
        assert_eq!(resent[kept], invitation[kept]);
    }
    stack.anyone().lookup(&old).refused(410, "invitation_revoked");
    stack.signed_in(&ana).accept(&new).is(200);
    assert_eq!(shop.owner().seats()["members"], 1, "and its seat was counted once");
}

fn with_status(shop: &Shop<'_>, status: &str) -> Vec<Value> {
    let answer = shop.owner().get(&format!("/invitations?status={status}"));
    answer.is(200)["invitations"].as_array().expect("invitations").clone()
}
