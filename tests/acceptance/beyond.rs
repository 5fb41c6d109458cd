//! Rows X5 to X22: what the users of the best known peers ask for. The racing rows (X2 to X4) stand with
//! `races` and `expiry`, X1, X9 and X20 with `links`, X8 with `expiry`, X18 and X19 with `protocol`.

use crate::support::{
    DAY, HOUR, MINUTE, Person, Stack, StoreClient, TestStore, Value, emails, json, parse_time, unique_id,
};

#[test]
fn x2_refusal_revocation_and_removal_give_the_seat_back() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let sales = json!({"permissions": ["sales"]});
    let taken = |members: u32, invited: u32| {
        let available = 2 - members - invited;
        let expected = json!({"limit": 2, "members": members, "invited": invited, "available": available});
        assert_eq!(store.as_owner().seats(), expected);
    };

    let (_, declined) = store.invite(&Person::new("Ana").email, sales.clone());
    taken(0, 1);
    stack.anonymous().decline(&declined).assert_status(204);
    taken(0, 0);
    let (revoked, _) = store.invite(&Person::new("Ben").email, sales.clone());
    store.as_owner().revoke(&revoked["id"]).assert_status(204);
    taken(0, 0);
    let cem = store.add_new_member("Cem", sales.clone());
    let dov = store.add_new_member("Dov", sales);
    taken(2, 0);
    store.as_owner().remove_member(&cem).assert_status(204);
    store.as_person(&dov).leave().assert_status(204);
    taken(0, 0);
    stack.anonymous().decline(&declined).assert_problem(410, "invitation_declined");
    store.as_owner().revoke(&revoked["id"]).assert_problem(409, "invitation_not_pending");
    taken(0, 0);
}

#[test]
fn x5_an_invitation_by_someone_since_removed_gives_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    let invitation =
        store.as_person(&admin).invite(&ana.email, json!({"roles": ["administrator"]})).assert_status(201);
    let token = store.mailbox(&ana.email).next_token();
    let mut owner = store.mailbox(&store.owner.email);
    store.as_owner().remove_member(&admin).assert_status(204);
    owner.mark_all_read();

    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");

    assert!(!store.as_person(&ana).may("inventory"));
    assert!(owner.next_mail().contains(&ana.email), "the owner is told");
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");
    assert_ne!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
    assert_eq!(store.as_owner().seats()["invited"], 0);
    owner.assert_no_new_mail();
    store.add_member(&ana, json!({"roles": ["seller"]}));
}

#[test]
fn x5_an_invitation_by_someone_since_demoted_gives_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    store.as_person(&admin).invite(&ana.email, json!({"roles": ["scanner"]})).assert_status(201);
    let token = store.mailbox(&ana.email).next_token();
    store.as_owner().change_member(&admin, &json!({"roles": ["manager"]})).assert_status(200);

    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_withdrawn");

    assert!(!store.as_person(&ana).may("check_in"));
}

#[test]
fn x5_an_invitation_by_someone_promoted_again_stands() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    store.as_person(&admin).invite(&ana.email, json!({"roles": ["seller"]})).assert_status(201);
    let token = store.mailbox(&ana.email).next_token();
    store.as_owner().change_member(&admin, &json!({"roles": ["support"]})).assert_status(200);
    store.as_owner().change_member(&admin, &json!({"roles": ["administrator"]})).assert_status(200);

    stack.as_person(&ana).accept(&token).assert_status(200);

    assert!(store.as_person(&ana).may("live"));
}

#[test]
fn x6_nobody_grants_what_they_do_not_hold_nor_edits_someone_who_holds_more() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let admin = store.add_new_member("Admin", json!({"roles": ["administrator"]}));
    let (pending, _) = store.invite(&Person::new("Cem").email, json!({"roles": ["scanner"]}));
    let refused = [(403, "forbidden"), (403, "grant_exceeds_own")];
    for role in ["manager", "box_office", "scanner", "reports", "order_notifications"] {
        let person = store.add_new_member(role, json!({"roles": [role]}));
        let client = store.as_person(&person);
        for response in [
            client.invite(&Person::new("Ben").email, json!({"roles": ["administrator"]})),
            client.change_member(&person, &json!({"roles": ["administrator"]})),
            client.change_member(&admin, &json!({"roles": ["scanner"]})),
            client.remove_member(&admin),
            client.change_invitation(&pending["id"], &json!({"roles": ["administrator"]})),
        ] {
            response.assert_one_of_problems(&refused);
        }
    }
    assert_eq!(store.as_owner().member(&admin)["roles"], json!(["administrator"]));
}

#[test]
fn x7_removing_a_person_ends_every_invitation_to_them_in_that_store() {
    let stack = Stack::shared();
    let (store, other) = (stack.create_store("ecwid", "business"), stack.create_store("ecwid", "business"));
    let sales = json!({"permissions": ["sales"]});
    let ana = Person::new("Ana");
    let (_, at_work) = store.invite(&Person::new("Ana at work").email, sales.clone());
    let (at_home, home_token) = store.invite(&ana.email, sales.clone());
    let (_, elsewhere) = other.invite(&ana.email, sales.clone());
    stack.as_person(&ana).accept(&at_work).assert_status(200);

    store.as_owner().remove_member(&ana).assert_status(204);

    assert_ne!(store.as_owner().invitation(&at_home["id"])["status"], "pending");
    for dead in [&at_work, &home_token] {
        stack
            .as_person(&ana)
            .accept(dead)
            .assert_one_of_problems(&[(410, "invitation_revoked"), (410, "invitation_used")]);
    }
    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));
    stack.as_person(&ana).accept(&elsewhere).assert_status(200);
    let (_, again) = store.invite(&ana.email, sales);
    stack.as_person(&ana).accept(&again).assert_status(200);
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

    let fresh = mailbox.next_mail();
    assert_eq!(fresh.to, [&*ana.email], "to the invited address alone");
    assert_eq!(fresh.subject, first.subject);
    stack.as_person(&ana).accept(&old).assert_problem(410, "invitation_revoked");
    stack.as_person(&ana).accept(&fresh.token()).assert_status(200);
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
fn x12_the_list_shows_what_became_of_each_mail() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let mut told = store.mailbox(&store.owner.email);
    for (event, state) in [("Delivery", "delivered"), ("Bounce", "bounced"), ("Complaint", "complained")] {
        let ana = Person::new("Ana");
        let response = store.as_owner().invite(&ana.email, json!({"permissions": ["sales"]}));
        let invitation = response.assert_status(201);
        assert_eq!(invitation["delivery"], "queued");
        let mail = store.mailbox(&ana.email).next_mail();
        store.as_owner().wait_for_delivery(&invitation["id"], "sent");

        stack.report_mail_event(&mail, event);

        store.as_owner().wait_for_delivery(&invitation["id"], state);
        if state == "bounced" {
            assert!(told.next_mail_with(&ana.email).to.contains(&store.owner.email), "the inviter is told");
        }
        assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
    }
}

#[test]
fn x12_a_report_about_an_older_mail_changes_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (invitation, _) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let mut mailbox = store.mailbox(&ana.email);
    let old = mailbox.next_mail();
    store.as_owner().resend(&invitation["id"]).assert_success();
    let new = mailbox.next_mail();
    store.as_owner().wait_for_delivery(&invitation["id"], "sent");

    stack.report_mail_event(&old, "Bounce");
    stack.report_mail_event(&new, "Delivery");
    store.as_owner().wait_for_delivery(&invitation["id"], "delivered");
    stack.report_mail_event(&old, "Complaint");
    stack.wait_until_mails_are_sent();

    assert_eq!(store.as_owner().invitation(&invitation["id"])["delivery"], "delivered");
}

#[test]
fn x13_a_pending_invitations_grant_can_be_changed() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = store.invite(&ana.email, json!({"roles": ["support"]}));

    let changed =
        store.as_owner().change_invitation(&invitation["id"], &json!({"roles": ["seller"], "locale": "de"}));

    assert_eq!(changed.assert_status(200)["roles"], json!(["seller"]));
    assert_eq!(store.as_owner().invitation(&invitation["id"])["locale"], "de");
    store
        .as_owner()
        .change_invitation(&invitation["id"], &json!({"roles": ["owner"]}))
        .assert_problem(422, "invalid_field");
    let member = &stack.as_person(&ana).accept(&token).assert_status(200)["member"];
    assert_eq!(member["roles"], json!(["seller"]));
    store
        .as_owner()
        .change_invitation(&invitation["id"], &json!({"roles": ["support"]}))
        .assert_problem(409, "invitation_not_pending");
}

#[test]
fn x14_one_address_in_any_spelling_is_one_invitation() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let id = unique_id();
    for [first, again] in [
        [format!("ana.{id}@example.org"), format!("ANA.{id}@Example.ORG").to_uppercase()],
        [format!("zo\u{eb}.{id}@example.org"), format!("zoe\u{308}.{id}@example.org")],
        [format!("Zo\u{cb}2.{id}@example.org"), format!("zo\u{eb}2.{id}@example.org")],
        [format!("ben.{id}@m\u{fc}nchen.example"), format!("ben.{id}@xn--mnchen-3ya.example")],
        [format!("cem.{id}@B\u{dc}CHER.example"), format!("cem.{id}@b\u{fc}cher.example")],
    ] {
        let invitation =
            store.as_owner().invite(&first, json!({"permissions": ["sales"]})).assert_status(201);
        assert_eq!(invitation["email"], *first, "shown as typed");
        let refused = store.as_owner().invite(&again, json!({"permissions": ["sales"]}));
        assert_eq!(refused.assert_problem(409, "already_invited")["id"], invitation["id"]);
    }
}

#[test]
fn x14_different_people_stay_different() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let id = unique_id();
    let addresses = [
        format!("anamaria.{id}@example.org"),
        format!("ana.maria.{id}@example.org"),
        format!("anamaria.{id}+shop@example.org"),
        format!("anamaria.{id}@example.com"),
        format!("strasse.{id}@example.org"),
        format!("stra\u{df}e.{id}@example.org"),
        format!("irmak.{id}@example.org"),
        format!("\u{131}rmak.{id}@example.org"),
        format!("\u{430}na.{id}@example.org"),
        format!("ana.{id}@example.org"),
    ];
    for address in &addresses {
        store.as_owner().invite(address, json!({"permissions": ["sales"]})).assert_status(201);
    }
    assert_eq!(store.as_owner().invitations().len(), addresses.len());
}

#[test]
fn x14_the_invited_address_is_met_in_any_spelling() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email.to_uppercase(), json!({"roles": ["seller"]}));

    stack.as_person(&ana).accept(&token).assert_status(200);

    store.as_owner().invite(&ana.email, json!({"roles": ["seller"]})).assert_problem(409, "already_member");
    let shouted = ana.with_email(&ana.email.to_uppercase());
    assert!(store.as_person(&shouted).may("live"));
}

#[test]
fn x15_a_wrong_account_is_told_which_address_was_invited() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"roles": ["seller"]}));

    let response = stack.as_person(&Person::new("Ben")).accept(&token);

    let problem = response.assert_problem(403, "wrong_account");
    assert!(!response.text().contains(&ana.email), "{response} tells the whole address");
    assert!(response.text().contains('@') && response.text().contains(['*', '•', '…']), "{response}");
    assert!(response.text().contains("example.org"), "{response}");
    assert!(problem["detail"].as_str().is_some_and(|how| how.len() > 20), "{response}, not how to switch");
    stack.as_person(&ana).accept(&token).assert_status(200);
}

#[test]
fn x16_answers_do_not_reveal_whether_an_address_has_an_account() {
    let stack = Stack::shared();
    let (store, other) = (stack.create_store("ecwid", "unlimited"), stack.create_store("ecwid", "unlimited"));
    let known = other.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let unknown = Person::new("Ana");

    let [to_known, to_unknown] = [&known, &unknown].map(|person| {
        let (invitation, token) = store.invite(&person.email, json!({"permissions": ["sales"]}));
        let shown = stack.anonymous().lookup(&token).assert_status(200);
        let stranger = stack.anonymous().decline(&format!("{token}x")).assert_problem(404, "invalid_token");
        let strip = |value: &Value| value.to_string().replace(&person.email, "ADDRESS");
        let fields = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        (fields(&invitation), fields(&shown), strip(&stranger).contains("ADDRESS"))
    });

    assert_eq!(to_known, to_unknown);
}

/// A limit that the catalog sets.
fn limit(name: &str) -> usize {
    let catalog = include_str!("../../shared/domain/catalogs/whatnot/catalog.toml");
    let line = catalog.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('='));
    line.and_then(|value| value.trim().parse().ok()).unwrap_or_else(|| panic!("no {name} in the catalog"))
}

/// A shop just after midnight, so that no hour or day turns while a test fills it.
fn shop_at_daybreak(stack: &Stack) -> TestStore<'_> {
    let store = stack.create_store("whatnot", "default");
    let now = parse_time(&store.as_owner().audit()[0]["at"]).timestamp();
    stack.advance_clock(DAY - now.rem_euclid(DAY) + MINUTE);
    store
}

/// Invites strangers in bulk until one is refused, and answers how many were not.
fn invite_until_refused(client: &StoreClient<'_>, most: usize) -> usize {
    let mut invited = 0;
    while invited <= most {
        let batch: Vec<_> =
            (0..100).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect();
        let results =
            client.invite_many(&batch).assert_status(207)["results"].as_array().expect("results").clone();
        invited += results.iter().filter(|result| result["status"] == 201).count();
        if let Some(refused) = results.iter().find(|result| result["status"] != 201) {
            assert_eq!(refused["problem"]["code"], "quota_exceeded", "{refused}");
            assert!(refused["problem"]["retry_after"].as_u64() > Some(0), "{refused}");
            return invited;
        }
    }
    panic!("{invited} were invited and nobody was refused");
}

#[test]
fn x17_invitations_are_bounded_per_inviter_and_hour() {
    let stack = Stack::private();
    let store = shop_at_daybreak(&stack);
    let allowed = limit("invitations_per_inviter_per_hour");
    let invite = || store.as_owner().invite(&Person::new("Invitee").email, json!({"roles": ["seller"]}));

    assert_eq!(invite_until_refused(&store.as_owner(), allowed), allowed);

    let refused = invite();
    refused.assert_problem(429, "quota_exceeded");
    assert!((1..=3600).contains(&refused.retry_after()), "{refused}");
    stack.advance_clock(HOUR);
    invite().assert_status(201);
}

#[test]
fn x17_invitations_are_bounded_per_store_and_day() {
    let stack = Stack::private();
    let store = shop_at_daybreak(&stack);
    let (per_hour, per_day) =
        (limit("invitations_per_inviter_per_hour"), limit("invitations_per_store_per_day"));
    let admins: Vec<_> = (0..=per_day / per_hour)
        .map(|_| store.add_new_member("Admin", json!({"roles": ["administrator"]})))
        .collect();
    let invite = || store.as_owner().invite(&Person::new("Invitee").email, json!({"roles": ["seller"]}));

    let invited: usize =
        admins.iter().map(|admin| invite_until_refused(&store.as_person(admin), per_hour)).sum();

    assert_eq!(admins.len() + invited, per_day);
    let refused = invite();
    refused.assert_problem(429, "quota_exceeded");
    assert!((1..=24 * 3600).contains(&refused.retry_after()), "{refused}");
    stack.advance_clock(DAY);
    invite().assert_status(201);
}

#[test]
fn x17_resends_are_bounded_per_invitation() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (invitation, _) = store.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    for _ in 0..limit("resends_per_invitation") {
        store.as_owner().resend(&invitation["id"]).assert_success();
    }
    let refused = store.as_owner().resend(&invitation["id"]);
    refused.assert_problem(429, "quota_exceeded");
    assert!(refused.retry_after() > 0);
}

#[test]
fn x17_mails_to_one_recipient_are_bounded_over_all_stores() {
    let stack = Stack::private();
    shop_at_daybreak(&stack);
    let allowed = limit("mails_per_recipient_per_day");
    let ana = Person::new("Ana");
    let invite = || {
        stack.create_store("whatnot", "default").as_owner().invite(&ana.email, json!({"roles": ["seller"]}))
    };
    for _ in 0..allowed {
        invite().assert_status(201);
    }

    let refused = invite();

    refused.assert_problem(429, "quota_exceeded");
    assert!((1..=24 * 3600).contains(&refused.retry_after()), "{refused}");
    stack.wait_until_mails_are_sent();
    assert_eq!(stack.mailbox(&ana.email).unread().len(), allowed);
    stack.advance_clock(DAY);
    invite().assert_status(201);
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
    mailbox.assert_no_new_mail();

    let later = (now + chrono::Duration::days(90)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    store.as_owner().change_member(&ana, &json!({"access_ends_at": later})).assert_status(200);
    assert!(store.as_person(&ana).may("sales"), "until the owner moves the date");
    store.as_owner().change_member(&ana, &json!({"access_ends_at": null})).assert_status(200);
    assert_eq!(store.as_owner().member(&ana)["access_ends_at"], Value::Null);
}

#[test]
fn x22_a_store_takes_addresses_of_its_own_domains_only() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let sales = json!({"permissions": ["sales"]});
    let id = unique_id();
    let settings = json!({"settings": {"allowed_domains": ["example.com", "M\u{fc}nchen.example"]}});

    store.as_owner().change_store(&settings).assert_status(200);

    for refused in ["example.org", "sub.example.com", "example.com.evil.example", "notexample.com"] {
        let response = store.as_owner().invite(&format!("ana.{id}@{refused}"), sales.clone());
        response.assert_problem(422, "domain_not_allowed");
    }
    for taken in ["example.com", "Example.COM", "xn--mnchen-3ya.example"] {
        store.as_owner().invite(&format!("{}@{taken}", unique_id()), sales.clone()).assert_status(201);
    }
    let listed = emails(&store.as_owner().invitations()).len();
    assert_eq!(listed, 3);
    store
        .as_owner()
        .change_store(&json!({"settings": {"allowed_domains": ["no domain"]}}))
        .assert_problem(422, "invalid_field");
    store.as_owner().change_store(&json!({"settings": {"allowed_domains": []}})).assert_status(200);
    store.as_owner().invite(&format!("ana.{id}@example.org"), sales).assert_status(201);
}
