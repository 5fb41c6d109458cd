//! What every call has in common: idempotency keys, versions, pages, the audit trail, who is let in.

use std::collections::HashSet;

use crate::support::{Person, Shop, Stack, Value, at_once, emails, json, time, unique};

#[test]
fn x18_an_idempotency_key_gives_the_same_answer_again() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana");
    let owner = shop.owner().with("idempotency-key", &unique());
    let grant = json!({"permissions": ["sales"]});

    let first = owner.invite(&ana.email, grant.clone());
    let second = owner.invite(&ana.email, grant.clone());

    assert_eq!(first.is(201), second.is(201));
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(shop.owner().seats()["invited"], 1);
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.next();
    mailbox.stays_empty();

    owner.invite(&ana.email, json!({"permissions": ["reports"]})).refused(422, "idempotency_key_reused");
    owner.invite(&Person::new("Ben").email, grant.clone()).refused(422, "idempotency_key_reused");
    // Without the key, or under another, it is a call of its own.
    shop.owner().invite(&ana.email, grant.clone()).refused(409, "already_invited");
    shop.owner().with("idempotency-key", &unique()).invite(&ana.email, grant).refused(409, "already_invited");
}

#[test]
fn x18_an_idempotency_key_is_its_callers_own() {
    let stack = Stack::shared();
    let (left, right) = (stack.open("ecwid", "business"), stack.open("ecwid", "business"));
    let key = unique();
    for shop in [&left, &right] {
        let ana = Person::new("Ana");
        let answer =
            shop.owner().with("idempotency-key", &key).invite(&ana.email, json!({"permissions": ["sales"]}));
        assert_eq!(answer.is(201)["email"], *ana.email);
    }
}

#[test]
fn x18_of_calls_at_once_under_one_idempotency_key_one_is_carried_out() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    for round in 1..=6 {
        let ana = Person::new("Ana");
        let owner = shop.owner().with("idempotency-key", &unique());

        let answers = at_once(8, |_| owner.invite(&ana.email, json!({"permissions": ["sales"]})));

        let (done, running): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
        assert!(!done.is_empty(), "{answers:#?}");
        assert!(done.iter().all(|answer| answer.json() == done[0].json()), "{answers:#?}");
        for answer in running {
            assert_eq!(answer.status, 409, "{answer}");
            assert_ne!(answer.problem()["code"], "already_invited", "{answer}");
        }
        assert_eq!(shop.owner().invitations().len(), round);
    }
}

#[test]
fn x18_a_bulk_call_can_be_repeated_under_its_key() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let owner = shop.owner().with("idempotency-key", &unique());
    let team: Vec<_> =
        (0..3).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect();

    let first = owner.invite_all(&team).is(207);

    assert_eq!(owner.invite_all(&team).is(207), first);
    assert_eq!(shop.owner().invitations().len(), 3);
}

#[test]
fn x18_a_change_of_a_version_that_has_passed_is_refused() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = shop.hire_new("Ana", json!({"roles": ["seller"]}));
    let owner = shop.owner();

    let first = owner.change(&ana, &json!({"roles": ["support"]})).etag();
    let second = owner.clone().with("if-match", &first).change(&ana, &json!({"roles": ["seller"]}));
    assert_eq!(second.is(200)["roles"], json!(["seller"]));
    assert_ne!(second.etag(), first);

    for stale in [first.as_str(), "\"unheard-of\""] {
        let answer = owner.clone().with("if-match", stale).change(&ana, &json!({"roles": ["support"]}));
        answer.refused(412, "precondition_failed");
    }
    assert_eq!(owner.member(&ana)["roles"], json!(["seller"]));
    owner.with("if-match", &second.etag()).change(&ana, &json!({"roles": ["support"]})).is(200);
}

#[test]
fn x18_pages_hold_everyone_once() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let owner = shop.owner();
    let invited: Vec<String> = (0..9).map(|_| Person::new("Invitee").email).collect();
    for email in &invited {
        owner.invite(email, json!({"roles": ["seller"]})).is(201);
    }
    let hired: Vec<_> = (0..4).map(|_| shop.hire_new("Ana", json!({"roles": ["support"]}))).collect();

    for limit in [1, 2, 3, 4, 5, 13, 100] {
        let pages = owner.walk("/invitations", "invitations", limit);
        assert_eq!(pages.len(), 13, "in pages of {limit}");
        let ids: HashSet<&str> = pages.iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 13, "in pages of {limit}");

        let pages = owner.walk("/members", "members", limit);
        assert_eq!(pages[0]["user_id"], *shop.owner.sub, "the owner is the first");
        let ids: HashSet<&str> = pages.iter().map(|one| one["user_id"].as_str().unwrap()).collect();
        assert_eq!((pages.len(), ids.len()), (5, 5), "in pages of {limit}");
        assert!(hired.iter().all(|one| ids.contains(one.sub.as_str())));

        let events = owner.walk("/audit", "events", limit);
        assert_eq!(events, owner.audit(), "in pages of {limit}");
    }
}

#[test]
fn x18_pages_can_be_narrowed_by_status() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let owner = shop.owner();
    let seller = json!({"roles": ["seller"]});
    shop.hire_new("Ana", seller.clone());
    let (pending, _) = shop.invite(&Person::new("Ben").email, seller.clone());
    let (revoked, _) = shop.invite(&Person::new("Cem").email, seller.clone());
    owner.revoke(&revoked["id"]).is(204);
    let (declined, token) = shop.invite(&Person::new("Dov").email, seller);
    stack.anyone().decline(&token).is(204);

    let with = |query: &str| -> HashSet<String> {
        let mut found = HashSet::new();
        let mut cursor = String::new();
        loop {
            // Pages of one, so that a page may well be empty once narrowed.
            let page = owner.get(&format!("/invitations?status={query}&limit=1{cursor}")).is(200);
            let ids = page["invitations"].as_array().unwrap().iter();
            found.extend(ids.map(|one| one["id"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { return found };
            cursor = format!("&cursor={next}");
        }
    };
    let ids = |list: &[&Value]| {
        list.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<HashSet<_>>()
    };
    assert_eq!(with("pending"), ids(&[&pending]));
    assert_eq!(with("revoked,declined"), ids(&[&revoked, &declined]));
    assert_eq!(with("expired"), ids(&[]));
    assert_eq!(with("accepted").len(), 1);
}

#[test]
fn x18_a_bulk_call_is_answered_for_each_in_order() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let (ben, cem) = (Person::new("Ben"), Person::new("Cem"));
    let sales = |email: &str| json!({"email": email, "permissions": ["sales"]});

    let answer = shop.owner().invite_all(&[
        sales(&ana.email),
        sales(&ben.email),
        sales(&ben.email.to_uppercase()),
        sales("no address"),
        json!({"email": "x@example.org", "permissions": ["team"]}),
        sales(&cem.email),
    ]);

    let results = answer.is(207)["results"].as_array().expect("results").clone();
    let seen: Vec<_> = results
        .iter()
        .map(|one| (one["status"].as_u64().unwrap(), one["problem"]["code"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        seen,
        [
            (409, "already_member"),
            (201, ""),
            (409, "already_invited"),
            (422, "invalid_field"),
            (422, "invalid_field"),
            (409, "seat_limit_reached"),
        ]
    );
    assert_eq!(results[1]["invitation"]["email"], *ben.email);
    assert_eq!(results[1]["email"], *ben.email);
    assert_eq!(results[5]["problem"]["limit"], 2);
}

#[test]
fn x18_a_bulk_call_takes_one_to_a_hundred() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let many = |count: usize| -> Vec<Value> {
        (0..count).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect()
    };
    shop.owner().invite_all(&many(0)).refused_field("/invitations");
    shop.owner().invite_all(&many(101)).refused_field("/invitations");
    assert_eq!(shop.owner().invitations().len(), 0);

    let results = shop.owner().invite_all(&many(40)).is(207)["results"].as_array().unwrap().clone();
    assert_eq!(results.iter().filter(|one| one["status"] == 201).count(), 40);
}

#[test]
fn x19_the_audit_trail_holds_every_change_newest_first() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let owner = shop.owner();
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let changes = |owner_events: &[Value]| owner_events.len();
    let mut seen = changes(&owner.audit());
    let mut grown = |shop: &Shop<'_>, what: &str| {
        let now = changes(&shop.owner().audit());
        assert!(now > seen, "no event for: {what}");
        seen = now;
    };

    let (to_ana, token) = shop.invite(&ana.email, json!({"roles": ["seller"]}));
    grown(&shop, "invited");
    owner.change_invitation(&to_ana["id"], &json!({"roles": ["support"]})).is(200);
    grown(&shop, "invitation changed");
    owner.resend(&to_ana["id"]).ok();
    grown(&shop, "resent");
    stack.signed_in(&ana).accept(&token).refused(410, "invitation_revoked");
    let mut mailbox = shop.mailbox(&ana.email);
    mailbox.next_token();
    let token = mailbox.next_token();
    stack.signed_in(&ana).accept(&token).is(200);
    grown(&shop, "accepted");
    owner.change(&ana, &json!({"roles": ["seller"]})).is(200);
    grown(&shop, "member changed");
    let (to_ben, _) = shop.invite(&ben.email, json!({"roles": ["seller"]}));
    owner.revoke(&to_ben["id"]).is(204);
    grown(&shop, "revoked");
    let (_, token) = shop.invite(&ben.email, json!({"roles": ["seller"]}));
    stack.anyone().decline(&token).is(204);
    grown(&shop, "declined");
    owner.change_store(&json!({"name": shop.name})).is(200);
    owner.remove(&ana).is(204);
    grown(&shop, "removed");

    let events = owner.audit();
    let times: Vec<_> = events.iter().map(|event| time(&event["at"])).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older), "{events:#?}");
    let types: HashSet<&str> = events.iter().map(|event| event["type"].as_str().expect("a type")).collect();
    assert!(types.len() >= 7, "{types:?}");
    let removed = events[0].to_string();
    assert!(removed.contains(&shop.owner.sub), "who: {removed}");
    assert!(removed.contains(&ana.sub), "whom: {removed}");
    assert!(removed.contains("127.0.0.1"), "from where: {removed}");
}

#[test]
fn what_is_listed_can_be_changed_with_the_version_it_shows() {
    let stack = Stack::shared();
    let shop = stack.open("ticketing", "default");
    let owner = shop.owner();
    owner.invite(&Person::new("Ana").email, json!({"roles": ["scanner"]})).is(201);
    owner.put_activity("concert", &json!({"name": "Concert"})).is(201);
    let shown = |version: &Value| format!("\"{}\"", version.as_u64().expect("a version"));

    let invitation = &owner.invitations()[0];
    let seen = shop.owner().with("if-match", &shown(&invitation["version"]));
    seen.change_invitation(&invitation["id"], &json!({"roles": ["reports"]})).is(200);
    seen.change_invitation(&invitation["id"], &json!({"roles": ["manager"]}))
        .refused(412, "precondition_failed");

    let activity = &owner.walk("/activities", "activities", 10)[0];
    let seen = shop.owner().with("if-match", &shown(&activity["version"]));
    let on = json!({"name": "Concert", "order_notifications": true});
    assert_eq!(shown(&seen.put_activity("concert", &on).is(200)["version"]), "\"2\"");
    seen.put_activity("concert", &json!({"name": "Opera"})).refused(412, "precondition_failed");
}

#[test]
fn a_catalog_says_what_a_form_has_to_ask_for() {
    for (catalog, plan, grants) in [
        ("ecwid", "business", json!({"roles": "none", "permissions": "many", "default_role": null})),
        ("sendcloud", "default", json!({"roles": "one", "permissions": "none", "default_role": "member"})),
        ("ticketing", "default", json!({"roles": "many", "permissions": "none", "default_role": null})),
        ("whatnot", "default", json!({"roles": "one", "permissions": "none", "default_role": null})),
    ] {
        let said = Stack::shared().open(catalog, plan).owner().catalog("en");
        assert_eq!(said["grants"], grants, "{catalog}");
        assert_eq!(said["invitation_days"], 7, "{catalog}");
        let mails = said["mails"].as_array().expect("a list");
        assert!(mails.contains(&json!("member.removed")), "{catalog}: {mails:?}");
        assert_eq!(mails.contains(&json!("order.created")), catalog == "ticketing", "{catalog}: {mails:?}");
    }
}

#[test]
fn a_store_is_no_business_of_strangers() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "unlimited");
    let (invitation, _) = shop.invite(&Person::new("Invitee").email, json!({"permissions": ["sales"]}));
    let id = &invitation["id"];
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let removed = shop.hire_new("Removed", json!({"permissions": ["sales"]}));
    shop.owner().remove(&removed).is(204);

    for outsider in [Person::new("Stranger"), removed] {
        let desk = shop.member(&outsider);
        for answer in [
            desk.store(),
            desk.change_store(&json!({"name": "Mine"})),
            desk.get("/members"),
            desk.get("/invitations"),
            desk.get("/catalog"),
            desk.get("/audit"),
            desk.invite("x@example.org", json!({"permissions": ["sales"]})),
            desk.invite_all(&[json!({"email": "x@example.org", "permissions": ["sales"]})]),
            desk.change_invitation(id, &json!({"permissions": ["reports"]})),
            desk.resend(id),
            desk.revoke(id),
            desk.change(&ana, &json!({"permissions": ["reports"]})),
            desk.remove(&ana),
            desk.leave(),
        ] {
            answer.refused(404, "not_found");
        }
        let access = desk.access(&["sales"]).is(200);
        assert_eq!(access["allowed"], false);
    }
    let nowhere = Shop { id: unique(), ..Shop::open(stack, &shop.owner, "ecwid", "unlimited") };
    nowhere.owner().store().refused(404, "not_found");
    nowhere.owner().access(&["sales"]).refused(404, "not_found");
}

#[test]
fn members_see_the_team_and_leave_by_themselves() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let desk = shop.member(&ana);

    assert_eq!(emails(&desk.members()), [&shop.owner.email, &ana.email]);
    assert_eq!(desk.store().is(200)["name"], *shop.name);
    desk.get("/invitations").refused(403, "forbidden");
    desk.get("/audit").refused(403, "forbidden");
    desk.change_store(&json!({"name": "Mine"})).refused(403, "forbidden");
    desk.change(&ana, &json!({"permissions": ["sales", "reports"]})).refused(403, "forbidden");

    desk.leave().is(204);
    assert!(!desk.may("sales"));
    assert_eq!(shop.owner().seats()["members"], 0);
    shop.owner().leave().refused(403, "owner_is_fixed");
}

#[test]
fn only_the_platform_opens_stores() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let body = shop.described("unlimited", &shop.owner);
    let path = format!("/stores/{}", shop.id);

    assert_eq!(stack.anyone().put(&path, &body).status, 401);
    assert_eq!(stack.signed_in(&shop.owner).put(&path, &body).status, 403);
    assert_eq!(stack.support_agent().put(&path, &body).status, 403);
    shop.owner().change_store(&json!({"plan": "unlimited"})).refused(403, "forbidden");
    assert_eq!(shop.owner().seats()["limit"], 2);

    shop.put("unlimited", &shop.owner).is(200);
    assert_eq!(shop.owner().seats()["limit"], Value::Null);
    for (field, value) in [("catalog", "unheard-of"), ("plan", "unheard-of"), ("locale", "tlh")] {
        let mut wrong = body.clone();
        wrong[field] = json!(value);
        stack.platform().put(&path, &wrong).refused_field(&format!("/{field}"));
    }
}

#[test]
fn the_platform_asks_for_others() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = shop.hire_new("Ana", json!({"permissions": ["sales"]}));
    let asks = |query: &str| shop.platform().get(&format!("/access?{query}"));

    let may = asks(&format!("permission=sales&user_id={}", ana.sub)).is(200);
    assert_eq!((&may["allowed"], &may["missing"]), (&json!(true), &json!([])));
    let may = asks(&format!("permission=sales&permission=reports&user_id={}", ana.sub)).is(200);
    assert_eq!((&may["allowed"], &may["missing"]), (&json!(false), &json!(["reports"])));
    let may = asks("permission=sales&user_id=stranger").is(200);
    assert_eq!(may["allowed"], false);
    let answer = shop.member(&ana).get(&format!("/access?permission=team&user_id={}", shop.owner.sub));
    assert!(answer.status == 403 || answer.is(200)["allowed"] == false, "{answer}");
    let unknown = shop.owner().access(&["unheard-of"]);
    assert!(unknown.status == 422 || unknown.is(200)["allowed"] == false, "{unknown}");
}
