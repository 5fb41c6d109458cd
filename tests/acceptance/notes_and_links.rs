//! Row Y14: a note in the mail, links that no mail brings, invitations in a manager's name. Row Y17: "do not invite me again".

use crate::support::{
    DAY, Person, Response, Stack, StoreClient, TestStore, Value, json, unique_id, wait_until,
};

/// Asks for the link of an invitation.
fn link(client: &StoreClient<'_>, invitation: &Value) -> Response {
    client.send("POST", &format!("/invitations/{}/link", invitation["id"].as_str().unwrap()), None)
}

/// The token in the URL of a link.
fn token(link: &Value) -> String {
    let url = link["url"].as_str().expect("a URL");
    let (page, token) = url.split_once('#').expect("a token");
    assert!(page.ends_with("/join"), "{url}");
    token.to_owned()
}

fn seller(more: &Value) -> Value {
    let mut offer = json!({"roles": ["seller"]});
    offer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    offer
}

fn allow_link_copying(store: &TestStore<'_>) {
    store.as_owner().change_store(&json!({"settings": {"link_copying": true}})).assert_status(200);
}

#[test]
fn y14_a_note_is_quoted_in_the_mail() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let note = "Bring the keys, please.\nSee https://evil.example";
    let (invitation, _) = store.invite(&ana.email, seller(&json!({"note": note})));
    assert_eq!(invitation["note"], note);
    store.as_owner().resend(&invitation["id"]).assert_status(200);
    let mail = store.mailbox(&ana.email).next_mail_with("Bring the keys, please.");
    assert!(mail.contains("Note from Olga Owner:"), "{mail:?}");
    assert!(!mail.contains("https://evil.example"), "no program makes a link of it");
    let cleared = store.as_owner().change_invitation(&invitation["id"], &json!({"note": null}));
    assert_eq!(cleared.assert_status(200)["note"], Value::Null);
    let too_long = store.as_owner().invite("x@example.com", seller(&json!({"note": "n".repeat(501)})));
    too_long.assert_field_error("/note");
}

#[test]
fn y14_the_platform_brings_the_link_and_no_mail_is_sent() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let offer = seller(&json!({"deliver": "none", "invited_by": {"user_id": store.owner.sub}}));
    let invitation = store.as_platform().invite(&ana.email, offer).assert_status(201);
    assert_eq!((&invitation["delivery"], &invitation["status"]), (&json!("none"), &json!("pending")));
    assert_eq!(invitation["invited_by"]["user_id"], store.owner.sub);

    let first = link(&store.as_platform(), &invitation).assert_status(200);
    assert_eq!(first["expires_at"], invitation["expires_at"]);
    let second = link(&store.as_platform(), &invitation).assert_status(200);
    stack.anonymous().lookup(&token(&first)).assert_problem(410, "invitation_revoked");
    let shown = stack.anonymous().lookup(&token(&second)).assert_status(200);
    assert_eq!(shown["store"]["id"], store.id);
    let renewed = store.as_owner().resend(&invitation["id"]).assert_status(200);
    assert_eq!(renewed["delivery"], "none", "a new term, and still no mail");
    let last = link(&store.as_platform(), &invitation).assert_status(200);
    stack.as_person(&ana).accept(&token(&last)).assert_status(200);
    stack.wait_until_mails_are_sent();
    store.mailbox(&ana.email).assert_no_new_mail();

    let history = store.as_owner().audit();
    let of_type = |name: &str| -> Vec<&Value> { history.iter().filter(|e| e["type"] == name).collect() };
    assert_eq!(of_type("invitation.link_copied").len(), 3);
    assert_eq!(of_type("invitation.created")[0]["actor"]["kind"], "platform");
    assert!(!stack.log().contains(&token(&last)), "no log has the token");
    link(&store.as_platform(), &invitation).assert_problem(409, "invitation_not_pending");
}

#[test]
fn y14_a_link_is_given_once_per_key_and_stored_nowhere() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (invitation, _) = store.invite(&Person::new("Ana").email, seller(&json!({})));
    let keyed = store.as_platform().with_header("idempotency-key", &unique_id());
    let first = link(&keyed, &invitation);
    let again = link(&keyed, &invitation);
    assert_eq!(first.assert_status(200), again.assert_status(200));
    assert_eq!(first.etag(), again.etag());
    let stale = store.as_platform().with_header("if-match", "\"1\"");
    link(&stale, &invitation).assert_problem(412, "precondition_failed");
}

#[test]
fn y14_managers_copy_links_where_the_owner_allows_it() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let sue = store.add_new_member("Sue", json!({"roles": ["seller"]}));
    let ana = Person::new("Ana");
    let (invitation, mailed) = store.invite(&ana.email, seller(&json!({})));
    for client in [store.as_owner(), store.as_person(&kim)] {
        link(&client, &invitation).assert_problem(403, "forbidden");
    }
    assert_eq!(store.as_owner().get_store().assert_status(200)["settings"]["link_copying"], false);
    allow_link_copying(&store);
    let copied = link(&store.as_person(&kim), &invitation).assert_status(200);
    link(&store.as_person(&sue), &invitation).assert_problem(403, "forbidden");
    link(&store.as_person(&ana), &invitation).assert_problem(404, "not_found");
    stack.as_person(&ana).accept(&mailed).assert_problem(410, "invitation_revoked");
    stack.as_person(&ana).accept(&token(&copied)).assert_status(200);
}

#[test]
fn y14_the_platform_invites_in_the_name_of_a_manager_who_could() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let sue = store.add_new_member("Sue", json!({"roles": ["seller"]}));
    let ana = Person::new("Ana");
    let by = |user: &str| seller(&json!({"invited_by": {"user_id": user}}));

    let invitation = store.as_platform().invite(&ana.email, by(&kim.sub)).assert_status(201);
    assert_eq!(invitation["invited_by"], json!({"user_id": kim.sub, "name": "Kim"}));
    let mail = store.mailbox(&ana.email).next_mail();
    assert!(mail.contains("Kim"), "{mail:?}");
    let other = "x@example.com";
    store.as_platform().invite(other, by(&sue.sub)).assert_problem(403, "forbidden");
    store.as_platform().invite(other, by("nobody")).assert_field_error("/invited_by/user_id");
    store.as_platform().invite(other, seller(&json!({}))).assert_problem(403, "forbidden");
    store.as_owner().invite(other, by(&store.owner.sub)).assert_problem(403, "forbidden");
    let wrong = seller(&json!({"invited_by": {"user_id": kim.sub, "name": "Kim"}}));
    store.as_platform().invite(other, wrong).assert_field_error("/invited_by/name");
    // What Kim gave ends with Kim's part in the store.
    let token = mail.token();
    store.as_owner().remove_member(&kim).assert_status(204);
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");
}

#[test]
fn y17_who_opts_out_is_invited_by_nobody_until_they_take_it_back() {
    let stack = Stack::shared();
    let (store, other) = (stack.create_store("whatnot", "default"), stack.create_store("ecwid", "unlimited"));
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, seller(&json!({})));
    let me = || stack.as_person(&ana).get("/me").assert_status(200)["opted_out"].clone();
    assert_eq!(me(), false);

    let opt_out = |token: &str| stack.anonymous().post("/invitations/opt-out", &json!({"token": token}));
    opt_out(&token).assert_status(204);
    opt_out(&token).assert_status(204);
    opt_out("forged0").assert_problem(404, "invalid_token");
    assert_eq!(me(), true);
    let sales = json!({"permissions": ["sales"]});
    let upper = ana.email.to_uppercase();
    other.as_owner().invite(&upper, sales.clone()).assert_problem(409, "recipient_opted_out");
    store.as_owner().resend(&invitation["id"]).assert_problem(409, "recipient_opted_out");
    let (third, _) = other.invite(&Person::new("Ben").email, sales.clone());
    let moved = other.as_owner().change_invitation(&third["id"], &json!({"email": ana.email}));
    moved.assert_problem(409, "recipient_opted_out");

    // The link still serves, and so does the person's own wish.
    stack.as_person(&ana).accept(&token).assert_status(200);
    assert_eq!(stack.as_person(&Person::new("Eve")).delete("/me/opt-out").status, 204);
    assert_eq!(me(), true, "only their own address");
    let unverified = stack.as_person(&ana.with_unverified_email());
    unverified.delete("/me/opt-out").assert_problem(403, "email_not_verified");
    stack.as_person(&ana).delete("/me/opt-out").assert_status(204);
    stack.as_person(&ana).delete("/me/opt-out").assert_status(204);
    assert_eq!(me(), false);
    other.as_owner().invite(&ana.email, sales).assert_status(201);
}

#[test]
fn p8_an_expired_invitation_is_renewed_by_the_verified_address() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, seller(&json!({})));
    stack.advance_clock(8 * DAY);
    let client = stack.as_person(&ana);
    let expired = || client.get("/me/invitations?status=expired").assert_status(200)["invitations"].clone();
    let found = wait_until(|| Some(expired()).filter(|list| !list.as_array().unwrap().is_empty()))
        .expect("it is listed");
    assert_eq!((&found[0]["id"], &found[0]["status"]), (&invitation["id"], &json!("expired")));
    client.get("/me/invitations?status=revoked").assert_field_error("status");
    let path = format!("/me/invitations/{}/renew", invitation["id"].as_str().unwrap());
    stack.as_person(&Person::new("Eve")).send("POST", &path, None).assert_problem(404, "not_found");
    client.send("POST", &path, None).assert_status(202);
    let renewed = wait_until(|| {
        let mails = stack.mailbox(&ana.email).unread();
        mails.into_iter().map(|mail| mail.token()).find(|fresh| *fresh != token)
    })
    .expect("a mail with another link");
    client.accept(&renewed).assert_status(200);
    client.send("POST", &path, None).assert_problem(410, "invitation_used");
}
