//! The links in mails: which are valid, how they are renewed and declined, and what user names cannot add to a mail.

use crate::support::{Client, DAY, MINUTE, Person, Response, Stack, TestStore, json, unique_id};

#[test]
fn a_forged_or_cut_token_is_answered_as_invalid() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let client = stack.as_person(&ana);

    let cut: Vec<String> = (0..token.len()).step_by(7).map(|end| token[..end].to_owned()).collect();
    let mut changed: Vec<String> =
        (0..token.len()).step_by(5).map(|at| with_changed_character(&token, at)).collect();
    changed.extend([
        format!("{token}A"),
        format!("{token}{token}"),
        format!(" {token}"),
        token.to_uppercase(),
        "A".repeat(token.len()),
        "a".repeat(5000),
        "é💥\u{0}".to_owned(),
        "..".to_owned(),
    ]);
    for forged in cut.iter().chain(&changed).filter(|forged| **forged != token) {
        for response in use_in_each_call(&client, forged) {
            response.assert_problem(404, "invalid_token");
            assert!(!response.text().contains(&token), "{response} reveals the token");
        }
    }

    client.accept(&token).assert_status(200);
}

#[test]
fn x9_a_link_that_a_resend_replaced_is_dead() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (invitation, old) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let mut mailbox = store.mailbox(&ana.email);
    assert_eq!(mailbox.next_token(), old);

    store.as_owner().resend(&invitation["id"]).assert_success();

    let new = mailbox.next_token();
    assert_ne!(old, new);
    for response in use_in_each_call(&stack.as_person(&ana), &old) {
        response.assert_problem(410, "invitation_revoked");
    }
    stack.as_person(&ana).accept(&new).assert_status(200);
}

#[test]
fn a_link_in_a_final_state_says_which() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let grant = json!({"permissions": ["sales"]});
    let (ana, stranger) = (Person::new("Ana"), Person::new("Stranger"));

    let (_, used) = store.invite(&ana.email, grant.clone());
    stack.as_person(&ana).accept(&used).assert_status(200);
    stack.as_person(&stranger).accept(&used).assert_problem(410, "invitation_used");
    let over = stack.anonymous().lookup(&used);
    over.assert_problem(410, "invitation_used");
    let origin = (json!(store.name), json!(store.owner.name));
    assert_eq!((&over.json()["store_name"], &over.json()["invited_by"]), (&origin.0, &origin.1), "{over}");
    stack.anonymous().decline(&used).assert_problem(410, "invitation_used");

    let (revoked, token) = store.invite(&Person::new("Ben").email, grant.clone());
    store.as_owner().revoke(&revoked["id"]).assert_status(204);
    for response in use_in_each_call(&stack.as_person(&stranger), &token) {
        response.assert_problem(410, "invitation_revoked");
    }

    let (_, declined) = store.invite(&Person::new("Cem").email, grant);
    stack.anonymous().decline(&declined).assert_status(204);
    for response in use_in_each_call(&stack.as_person(&stranger), &declined) {
        response.assert_problem(410, "invitation_declined");
    }
}

#[test]
fn accepting_needs_a_signed_in_person_with_a_verified_address() {
    let stack = Stack::shared();
    for (catalog, plan, grant) in [
        ("ecwid", "unlimited", json!({"permissions": ["sales"]})),
        ("whatnot", "default", json!({"roles": ["seller"]})),
    ] {
        let store = stack.create_store(catalog, plan);
        let ana = Person::new("Ana");
        let (_, token) = store.invite(&ana.email, grant);

        assert_eq!(stack.anonymous().accept(&token).status, 401);
        stack
            .as_person(&ana.with_unverified_email())
            .accept(&token)
            .assert_problem(403, "email_not_verified");
        stack.as_person(&ana).accept(&token).assert_status(200);
    }
}

#[test]
fn x1_looking_at_a_link_changes_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let before = store.as_owner().invitation(&invitation["id"]);

    for _ in 0..3 {
        stack.anonymous().get("/join");
        stack.anonymous().get(&format!("/join?token={token}"));
        stack.anonymous().lookup(&token).assert_status(200);
    }
    for path in ["/invitations/accept", "/invitations/decline", "/invitations/lookup"] {
        let response = stack.as_person(&ana).get(&format!("{path}?token={token}"));
        assert!((400..500).contains(&response.status), "{response}");
    }

    let mut after = store.as_owner().invitation(&invitation["id"]);
    after["delivery"] = before["delivery"].clone();
    assert_eq!(after, before);
    stack.as_person(&ana).accept(&token).assert_status(200);
}

#[test]
fn x20_no_answer_and_no_log_holds_a_token() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let (invitation, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let (_, other) = store.invite(&ben.email, json!({"permissions": ["sales"]}));
    let owner = store.as_owner();

    let responses = [
        owner.get("/invitations"),
        owner.get("/audit"),
        owner.change_invitation(&invitation["id"], &json!({"permissions": ["reports"]})),
        stack.anonymous().lookup(&token),
        stack.anonymous().decline(&other),
        stack.as_person(&ana).accept(&token),
        stack.as_person(&ben).accept(&token),
    ];

    for response in responses {
        assert!(!response.text().contains(&token), "{response}");
    }
    let log = stack.log();
    assert!(!log.contains(&token) && !log.contains(&other), "the log holds a token");
}

/// Names that try to inject headers, markup, links or control characters.
const NAMES: [&str; 7] = [
    "Ana\r\nBcc: thief@example.org",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><a href=\"https://evil.example\">Click</a>",
    "Shop https://evil.example/join#token now",
    "=?utf-8?q?Bcc:_thief=40example.org?=",
    "{{ name }} { $name } %s ${name} {% if %}",
    "\u{202e}drowssap\u{2066}\u{0}\u{1b}[2J",
];

#[test]
fn names_typed_by_users_inject_nothing_into_mails() {
    let stack = Stack::shared();
    for name in NAMES {
        let mut owner = Person::new("Owner");
        name.clone_into(&mut owner.name);
        let suffix = unique_id();
        let store_name = format!("{name} {suffix}");
        let store = TestStore {
            stack,
            id: format!("store-{suffix}"),
            name: store_name.clone(),
            catalog: "ecwid".to_owned(),
            owner: owner.clone(),
        };
        let put = store.put("unlimited", &owner);
        if put.status != 201 {
            // The API may refuse control characters already.
            assert!(name.contains(char::is_control), "{put}");
            put.assert_problem(422, "invalid_field");
            continue;
        }
        let ana = Person::new("Ana");
        store
            .as_owner()
            .invite(&ana.email, json!({"permissions": ["sales"], "locale": "en"}))
            .assert_status(201);

        let mail = stack.mailbox(&ana.email).next_mail();

        assert_eq!(mail.to.len(), 1, "{mail:#?}");
        assert!(!mail.subject.contains(char::is_control), "{mail:#?}");
        let headers = mail.headers.to_string().to_lowercase();
        assert!(!headers.contains("thief"), "{mail:#?}");
        for tag in ["<script", "<img src=x", "href=\"https://evil", "href='https://evil"] {
            assert!(!mail.html.contains(tag), "{tag} in {mail:#?}");
        }
        for invisible in ['\u{202e}', '\u{0}', '\u{1b}'] {
            assert!(!mail.html.contains(invisible) && !mail.text.contains(invisible), "{mail:#?}");
        }
        // Mail programs turn URLs in plain text into links.
        assert!(!mail.text.contains("https://evil.example"), "{mail:#?}");
        let links: Vec<_> =
            mail.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(
            !links.is_empty() && links.iter().all(|link| link.starts_with(&stack.url("/join#"))),
            "{links:?}"
        );
    }
}

/// Uses a token in every call that takes one.
fn use_in_each_call(client: &Client<'_>, token: &str) -> [Response; 3] {
    [client.lookup(token), client.accept(token), client.decline(token)]
}

fn with_changed_character(token: &str, at: usize) -> String {
    let mut characters: Vec<char> = token.chars().collect();
    characters[at] = if characters[at] == 'A' { 'B' } else { 'A' };
    characters.into_iter().collect()
}

#[test]
fn x10_the_invitee_asks_for_a_fresh_link() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, old) = store.invite(&ana.email, json!({"permissions": ["sales"], "locale": "de"}));
    let mut mailbox = store.mailbox(&ana.email);
    let first = mailbox.next_mail();
    stack.advance_clock(7 * DAY + MINUTE);

    assert!(
        stack.anonymous().renew(&old).assert_status(202).is_null()
            || !stack.anonymous().renew(&old).text().contains("/join")
    );

    let renewed = mailbox.next_mail();
    assert_eq!(renewed.to, [&*ana.email], "only the invited address gets it");
    assert_eq!(renewed.subject, first.subject);
    stack.as_person(&ana).accept(&old).assert_problem(410, "invitation_revoked");
    stack.as_person(&ana).accept(&renewed.token()).assert_status(200);
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "accepted");
}

#[test]
fn x10_nobody_renews_what_was_revoked_used_or_forged() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (_, used) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    stack.as_person(&ana).accept(&used).assert_status(200);
    let (invitation, revoked) = store.invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}));
    store.as_owner().revoke(&invitation["id"]).assert_status(204);

    stack.anonymous().renew(&used).assert_problem(410, "invitation_used");
    stack.anonymous().renew(&revoked).assert_problem(410, "invitation_revoked");
    stack.anonymous().renew("forged").assert_problem(404, "invalid_token");
}

#[test]
fn x11_declining_with_a_reason_tells_the_inviter() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let mut mailbox = store.mailbox(&store.owner.email);
    mailbox.mark_all_read();

    stack.anonymous().decline_with_reason(&token, "I moved to another town").assert_status(204);

    let mail = mailbox.next_mail();
    assert!(mail.contains("I moved to another town") && mail.contains(&ana.email), "{mail:#?}");
    mailbox.assert_no_new_mail();
    let declined = store.as_owner().invitation(&invitation["id"]);
    assert_eq!(declined["status"], "declined");
    assert_eq!(declined["decline_reason"], "I moved to another town");
    let long = "x".repeat(20_000);
    let (_, token) = store.invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}));
    stack.anonymous().decline_with_reason(&token, &long).assert_field_error("/reason");
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
