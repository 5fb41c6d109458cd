//! Rows X5 to X22: what the users of the best known peers ask for. The racing rows (X2 to X4) stand with
//! `races` and `expiry`, X1, X9 and X20 with `links`, X8 with `expiry`, X18 and X19 with `protocol`.

use crate::support::{DAY, Desk, HOUR, MINUTE, Person, Shop, Stack, Value, emails, json, time, unique};

#[test]
fn x2_refusal_revocation_and_removal_give_the_seat_back() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let sales = json!({"permissions": ["sales"]});
    let taken = |members: u32, invited: u32| {
        let available = 2 - members - invited;
        let expected = json!({"limit": 2, "members": members, "invited": invited, "available": available});
        assert_eq!(shop.owner().seats(), expected);
    };

    let (_, declined) = shop.invite(&Person::new("Ana").email, sales.clone());
    taken(0, 1);
    stack.anyone().decline(&declined).is(204);
    taken(0, 0);
    let (revoked, _) = shop.invite(&Person::new("Ben").email, sales.clone());
    shop.owner().revoke(&revoked["id"]).is(204);
    taken(0, 0);
    let cem = shop.hire_new("Cem", sales.clone());
    let dov = shop.hire_new("Dov", sales);
    taken(2, 0);
    shop.owner().remove(&cem).is(204);
    shop.member(&dov).leave().is(204);
    taken(0, 0);
    stack.anyone().decline(&declined).refused(410, "invitation_declined");
    shop.owner().revoke(&revoked["id"]).refused(409, "invitation_not_pending");
    taken(0, 0);
}

#[test]
fn x5_an_invitation_by_someone_since_removed_gives_nothing() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    let invitation = shop.member(&admin).invite(&ana.email, json!({"roles": ["administrator"]})).is(201);
    let token = shop.mailbox(&ana.email).next_token();
    let mut owner = shop.mailbox(&shop.owner.email);
    shop.owner().remove(&admin).is(204);
    owner.skip_all();

    stack.signed_in(&ana).accept(&token).refused(410, "invitation_withdrawn");

    assert!(!shop.member(&ana).may("inventory"));
    assert!(owner.next().says(&ana.email), "the owner is told");
    stack.signed_in(&ana).accept(&token).refused(410, "invitation_withdrawn");
    assert_ne!(shop.owner().invitation(&invitation["id"])["status"], "pending");
    assert_eq!(shop.owner().seats()["invited"], 0);
    owner.stays_empty();
    shop.hire(&ana, json!({"roles": ["seller"]}));
}

#[test]
fn x5_an_invitation_by_someone_since_demoted_gives_nothing() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    shop.member(&admin).invite(&ana.email, json!({"roles": ["scanner"]})).is(201);
    let token = shop.mailbox(&ana.email).next_token();
    shop.owner().change(&admin, &json!({"roles": ["manager"]})).is(200);

    stack.signed_in(&ana).accept(&token).refused(410, "invitation_withdrawn");

    assert!(!shop.member(&ana).may("check_in"));
}

#[test]
fn x5_an_invitation_by_someone_promoted_again_stands() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let ana = Person::new("Ana");
    shop.member(&admin).invite(&ana.email, json!({"roles": ["seller"]})).is(201);
    let token = shop.mailbox(&ana.email).next_token();
    shop.owner().change(&admin, &json!({"roles": ["support"]})).is(200);
    shop.owner().change(&admin, &json!({"roles": ["administrator"]})).is(200);

    stack.signed_in(&ana).accept(&token).is(200);

    assert!(shop.member(&ana).may("live"));
}

#[test]
fn x6_nobody_grants_what_they_do_not_hold_nor_edits_someone_who_holds_more() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let admin = shop.hire_new("Admin", json!({"roles": ["administrator"]}));
    let (pending, _) = shop.invite(&Person::new("Cem").email, json!({"roles": ["scanner"]}));
    let refused = [(403, "forbidden"), (403, "grant_exceeds_own")];
    for role in ["manager", "box_office", "scanner", "reports", "order_notifications"] {
        let person = shop.hire_new(role, json!({"roles": [role]}));
        let desk = shop.member(&person);
        for answer in [
            desk.invite(&Person::new("Ben").email, json!({"roles": ["administrator"]})),
            desk.change(&person, &json!({"roles": ["administrator"]})),
            desk.change(&admin, &json!({"roles": ["scanner"]})),
            desk.remove(&admin),
            desk.change_invitation(&pending["id"], &json!({"roles": ["administrator"]})),
        ] {
            answer.refused_as_one_of(&refused);
        }
    }
    assert_eq!(shop.owner().member(&admin)["roles"], json!(["administrator"]));
}

#[test]
fn x7_removing_a_person_ends_every_invitation_to_them_in_that_store() {
    let stack = Stack::shared();
    let (shop, other) = (stack.open("ecwid", "business"), stack.open("ecwid", "business"));
    let sales = json!({"permissions": ["sales"]});
    let ana = Person::new("Ana");
    let (_, at_work) = shop.invite(&Person::new("Ana at work").email, sales.clone());
    let (at_home, home_token) = shop.invite(&ana.email, sales.clone());
    let (_, elsewhere) = other.invite(&ana.email, sales.clone());
    stack.signed_in(&ana).accept(&at_work).is(200);

    shop.owner().remove(&ana).is(204);

    assert_ne!(shop.owner().invitation(&at_home["id"])["status"], "pending");
    for dead in [&at_work, &home_token] {
        stack
            .signed_in(&ana)
            .accept(dead)
            .refused_as_one_of(&[(410, "invitation_revoked"), (410, "invitation_used")]);
    }
    assert_eq!(shop.owner().seats(), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));
    stack.signed_in(&ana).accept(&elsewhere).is(200);
    let (_, again) = shop.invite(&ana.email, sales);
    stack.signed_in(&ana).accept(&again).is(200);
}

#[test]
fn x10_the_invitee_asks_for_a_fresh_link() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, old) = shop.invite(&ana.email, json!({"permissions": ["sales"], "locale": "de"}));
    let mut mailbox = shop.mailbox(&ana.email);
    let first = mailbox.next();
    stack.advance(7 * DAY + MINUTE);

    assert!(
        stack.anyone().renew(&old).is(202).is_null() || !stack.anyone().renew(&old).text().contains("/join")
    );

    let fresh = mailbox.next();
    assert_eq!(fresh.to, [&*ana.email], "to the invited address alone");
    assert_eq!(fresh.subject, first.subject);
    stack.signed_in(&ana).accept(&old).refused(410, "invitation_revoked");
    stack.signed_in(&ana).accept(&fresh.token()).is(200);
    assert_eq!(shop.owner().invitation(&invitation["id"])["status"], "accepted");
}

#[test]
fn x10_nobody_renews_what_was_revoked_used_or_forged() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (_, used) = shop.invite(&ana.email, json!({"permissions": ["sales"]}));
    stack.signed_in(&ana).accept(&used).is(200);
    let (invitation, revoked) = shop.invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}));
    shop.owner().revoke(&invitation["id"]).is(204);

    stack.anyone().renew(&used).refused(410, "invitation_used");
    stack.anyone().renew(&revoked).refused(410, "invitation_revoked");
    stack.anyone().renew("forged").refused(404, "invalid_token");
}

#[test]
fn x11_declining_with_a_reason_tells_the_inviter() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let (invitation, token) = shop.invite(&ana.email, json!({"permissions": ["sales"]}));
    let mut mailbox = shop.mailbox(&shop.owner.email);
    mailbox.skip_all();

    stack.anyone().decline_because(&token, "I moved to another town").is(204);

    let mail = mailbox.next();
    assert!(mail.says("I moved to another town") && mail.says(&ana.email), "{mail:#?}");
    mailbox.stays_empty();
    let declined = shop.owner().invitation(&invitation["id"]);
    assert_eq!(declined["status"], "declined");
    assert_eq!(declined["decline_reason"], "I moved to another town");
    let long = "x".repeat(20_000);
    let (_, token) = shop.invite(&Person::new("Ben").email, json!({"permissions": ["sales"]}));
    stack.anyone().decline_because(&token, &long).refused_field("/reason");
}

#[test]
fn x12_the_list_shows_what_became_of_each_mail() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let mut told = shop.mailbox(&shop.owner.email);
    for (event, state) in [("Delivery", "delivered"), ("Bounce", "bounced"), ("Complaint", "complained")] {
        let ana = Person::new("Ana");
        let answer = shop.owner().invite(&ana.email, json!({"permissions": ["sales"]}));
        let invitation = answer.is(201);
        assert_eq!(invitation["delivery"], "queued");
        let mail = shop.mailbox(&ana.email).next();
        shop.owner().wait_for_delivery(&invitation["id"], "sent");

        stack.feedback(&mail, event);

        shop.owner().wait_for_delivery(&invitation["id"], state);
        if state == "bounced" {
            assert!(told.next_saying(&ana.email).to.contains(&shop.owner.email), "the inviter is told");
        }
        assert_eq!(shop.owner().invitation(&invitation["id"])["status"], "pending");
    }
}

#[test]
fn x12_a_report_about_an_older_mail_changes_nothing() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (invitation, _) = shop.invite(&ana.email, json!({"permissions": ["sales"]}));
    let mut mailbox = shop.mailbox(&ana.email);
    let old = mailbox.next();
    shop.owner().resend(&invitation["id"]).ok();
    let new = mailbox.next();
    shop.owner().wait_for_delivery(&invitation["id"], "sent");

    stack.feedback(&old, "Bounce");
    stack.feedback(&new, "Delivery");
    shop.owner().wait_for_delivery(&invitation["id"], "delivered");
    stack.feedback(&old, "Complaint");
    stack.let_mails_settle();

    assert_eq!(shop.owner().invitation(&invitation["id"])["delivery"], "delivered");
}

#[test]
fn x13_a_pending_invitations_grant_can_be_changed() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = Person::new("Ana");
    let (invitation, token) = shop.invite(&ana.email, json!({"roles": ["support"]}));

    let changed =
        shop.owner().change_invitation(&invitation["id"], &json!({"roles": ["seller"], "locale": "de"}));

    assert_eq!(changed.is(200)["roles"], json!(["seller"]));
    assert_eq!(shop.owner().invitation(&invitation["id"])["locale"], "de");
    shop.owner()
        .change_invitation(&invitation["id"], &json!({"roles": ["owner"]}))
        .refused(422, "invalid_field");
    let member = &stack.signed_in(&ana).accept(&token).is(200)["member"];
    assert_eq!(member["roles"], json!(["seller"]));
    shop.owner()
        .change_invitation(&invitation["id"], &json!({"roles": ["support"]}))
        .refused(409, "invitation_not_pending");
}

#[test]
fn x14_one_address_in_any_spelling_is_one_invitation() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let id = unique();
    for [first, again] in [
        [format!("ana.{id}@example.org"), format!("ANA.{id}@Example.ORG").to_uppercase()],
        [format!("zo\u{eb}.{id}@example.org"), format!("zoe\u{308}.{id}@example.org")],
        [format!("Zo\u{cb}2.{id}@example.org"), format!("zo\u{eb}2.{id}@example.org")],
        [format!("ben.{id}@m\u{fc}nchen.example"), format!("ben.{id}@xn--mnchen-3ya.example")],
        [format!("cem.{id}@B\u{dc}CHER.example"), format!("cem.{id}@b\u{fc}cher.example")],
    ] {
        let invitation = shop.owner().invite(&first, json!({"permissions": ["sales"]})).is(201);
        assert_eq!(invitation["email"], *first, "shown as typed");
        let refused = shop.owner().invite(&again, json!({"permissions": ["sales"]}));
        assert_eq!(refused.refused(409, "already_invited")["id"], invitation["id"]);
    }
}

#[test]
fn x14_different_people_stay_different() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let id = unique();
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
        shop.owner().invite(address, json!({"permissions": ["sales"]})).is(201);
    }
    assert_eq!(shop.owner().invitations().len(), addresses.len());
}

#[test]
fn x14_the_invited_address_is_met_in_any_spelling() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = shop.invite(&ana.email.to_uppercase(), json!({"roles": ["seller"]}));

    stack.signed_in(&ana).accept(&token).is(200);

    shop.owner().invite(&ana.email, json!({"roles": ["seller"]})).refused(409, "already_member");
    let shouted = ana.at(&ana.email.to_uppercase());
    assert!(shop.member(&shouted).may("live"));
}

#[test]
fn x15_a_wrong_account_is_told_which_address_was_invited() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = shop.invite(&ana.email, json!({"roles": ["seller"]}));

    let answer = stack.signed_in(&Person::new("Ben")).accept(&token);

    let problem = answer.refused(403, "wrong_account");
    assert!(!answer.text().contains(&ana.email), "{answer} tells the whole address");
    assert!(answer.text().contains('@') && answer.text().contains(['*', '•', '…']), "{answer}");
    assert!(answer.text().contains("example.org"), "{answer}");
    assert!(problem["detail"].as_str().is_some_and(|how| how.len() > 20), "{answer}, not how to switch");
    stack.signed_in(&ana).accept(&token).is(200);
}

#[test]
fn x16_answers_do_not_reveal_whether_an_address_has_an_account() {
    let stack = Stack::shared();
    let (shop, other) = (stack.open("ecwid", "unlimited"), stack.open("ecwid", "unlimited"));
    let known = other.hire_new("Ana", json!({"permissions": ["sales"]}));
    let unknown = Person::new("Ana");

    let [to_known, to_unknown] = [&known, &unknown].map(|person| {
        let (invitation, token) = shop.invite(&person.email, json!({"permissions": ["sales"]}));
        let shown = stack.anyone().lookup(&token).is(200);
        let stranger = stack.anyone().decline(&format!("{token}x")).refused(404, "invalid_token");
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
fn shop_at_daybreak(stack: &Stack) -> Shop<'_> {
    let shop = stack.open("whatnot", "default");
    let now = time(&shop.owner().audit()[0]["at"]).timestamp();
    stack.advance(DAY - now.rem_euclid(DAY) + MINUTE);
    shop
}

/// Invites strangers in bulk until one is refused, and answers how many were not.
fn invite_until_refused(desk: &Desk<'_>, most: usize) -> usize {
    let mut invited = 0;
    while invited <= most {
        let batch: Vec<_> =
            (0..100).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect();
        let results = desk.invite_all(&batch).is(207)["results"].as_array().expect("results").clone();
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
    let shop = shop_at_daybreak(&stack);
    let allowed = limit("invitations_per_inviter_per_hour");
    let invite = || shop.owner().invite(&Person::new("Invitee").email, json!({"roles": ["seller"]}));

    assert_eq!(invite_until_refused(&shop.owner(), allowed), allowed);

    let refused = invite();
    refused.refused(429, "quota_exceeded");
    assert!((1..=3600).contains(&refused.retry_after()), "{refused}");
    stack.advance(HOUR);
    invite().is(201);
}

#[test]
fn x17_invitations_are_bounded_per_store_and_day() {
    let stack = Stack::private();
    let shop = shop_at_daybreak(&stack);
    let (per_hour, per_day) =
        (limit("invitations_per_inviter_per_hour"), limit("invitations_per_store_per_day"));
    let admins: Vec<_> = (0..=per_day / per_hour)
        .map(|_| shop.hire_new("Admin", json!({"roles": ["administrator"]})))
        .collect();
    let invite = || shop.owner().invite(&Person::new("Invitee").email, json!({"roles": ["seller"]}));

    let invited: usize = admins.iter().map(|admin| invite_until_refused(&shop.member(admin), per_hour)).sum();

    assert_eq!(admins.len() + invited, per_day);
    let refused = invite();
    refused.refused(429, "quota_exceeded");
    assert!((1..=24 * 3600).contains(&refused.retry_after()), "{refused}");
    stack.advance(DAY);
    invite().is(201);
}

#[test]
fn x17_resends_are_bounded_per_invitation() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let (invitation, _) = shop.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    for _ in 0..limit("resends_per_invitation") {
        shop.owner().resend(&invitation["id"]).ok();
    }
    let refused = shop.owner().resend(&invitation["id"]);
    refused.refused(429, "quota_exceeded");
    assert!(refused.retry_after() > 0);
}

#[test]
fn x17_mails_to_one_recipient_are_bounded_over_all_stores() {
    let stack = Stack::private();
    shop_at_daybreak(&stack);
    let allowed = limit("mails_per_recipient_per_day");
    let ana = Person::new("Ana");
    let invite = || stack.open("whatnot", "default").owner().invite(&ana.email, json!({"roles": ["seller"]}));
    for _ in 0..allowed {
        invite().is(201);
    }

    let refused = invite();

    refused.refused(429, "quota_exceeded");
    assert!((1..=24 * 3600).contains(&refused.retry_after()), "{refused}");
    stack.let_mails_settle();
    assert_eq!(stack.mailbox(&ana.email).unread().len(), allowed);
    stack.advance(DAY);
    invite().is(201);
}

#[test]
fn x21_access_ends_by_itself_on_the_date_given_at_invite() {
    let stack = Stack::private();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let now = time(&shop.owner().audit()[0]["at"]);
    let ends = (now + chrono::Duration::days(20)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let (invitation, token) =
        shop.invite(&ana.email, json!({"permissions": ["sales"], "access_ends_at": ends}));
    assert_eq!(time(&invitation["access_ends_at"]), time(&json!(ends)));
    let member = stack.signed_in(&ana).accept(&token).is(200)["member"].clone();
    assert_eq!(time(&member["access_ends_at"]), time(&json!(ends)));
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.skip_all();

    stack.advance(12 * DAY);
    mailbox.stays_empty();
    stack.advance(DAY + HOUR);
    mailbox.next();
    assert!(shop.member(&ana).may("sales"));

    stack.advance(7 * DAY);
    let refused = shop.member(&ana).access(&["sales"]).is(200);
    assert_eq!(refused["allowed"], false);
    assert!(refused["message"].as_str().is_some_and(|message| !message.is_empty()), "{refused}");
    shop.member(&ana).get("/members").refused(404, "not_found");
    mailbox.stays_empty();

    let later = (now + chrono::Duration::days(90)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    shop.owner().change(&ana, &json!({"access_ends_at": later})).is(200);
    assert!(shop.member(&ana).may("sales"), "until the owner moves the date");
    shop.owner().change(&ana, &json!({"access_ends_at": null})).is(200);
    assert_eq!(shop.owner().member(&ana)["access_ends_at"], Value::Null);
}

#[test]
fn x22_a_store_takes_addresses_of_its_own_domains_only() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let sales = json!({"permissions": ["sales"]});
    let id = unique();
    let settings = json!({"settings": {"allowed_domains": ["example.com", "M\u{fc}nchen.example"]}});

    shop.owner().change_store(&settings).is(200);

    for refused in ["example.org", "sub.example.com", "example.com.evil.example", "notexample.com"] {
        let answer = shop.owner().invite(&format!("ana.{id}@{refused}"), sales.clone());
        answer.refused(422, "domain_not_allowed");
    }
    for taken in ["example.com", "Example.COM", "xn--mnchen-3ya.example"] {
        shop.owner().invite(&format!("{}@{taken}", unique()), sales.clone()).is(201);
    }
    let listed = emails(&shop.owner().invitations()).len();
    assert_eq!(listed, 3);
    shop.owner()
        .change_store(&json!({"settings": {"allowed_domains": ["no domain"]}}))
        .refused(422, "invalid_field");
    shop.owner().change_store(&json!({"settings": {"allowed_domains": []}})).is(200);
    shop.owner().invite(&format!("ana.{id}@example.org"), sales).is(201);
}
