//! What every call has in common: idempotency keys, versions, pages, the audit trail, who is let in.

use std::collections::HashSet;

use crate::support::{
    Person, Stack, TestStore, Value, emails, json, parse_time, run_concurrently, unique_id,
};

#[test]
fn x18_an_idempotency_key_gives_the_same_answer_again() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana");
    let owner = store.as_owner().with_header("idempotency-key", &unique_id());
    let grant = json!({"permissions": ["sales"]});

    let first = owner.invite(&ana.email, grant.clone());
    let second = owner.invite(&ana.email, grant.clone());

    assert_eq!(first.assert_status(201), second.assert_status(201));
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(store.as_owner().seats()["invited"], 1);
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_mail();
    mailbox.assert_no_new_mail();

    owner
        .invite(&ana.email, json!({"permissions": ["reports"]}))
        .assert_problem(422, "idempotency_key_reused");
    owner.invite(&Person::new("Ben").email, grant.clone()).assert_problem(422, "idempotency_key_reused");
    // Without the key, or under another, it is a call of its own.
    store.as_owner().invite(&ana.email, grant.clone()).assert_problem(409, "already_invited");
    store
        .as_owner()
        .with_header("idempotency-key", &unique_id())
        .invite(&ana.email, grant)
        .assert_problem(409, "already_invited");
}

#[test]
fn x18_an_idempotency_key_is_its_callers_own() {
    let stack = Stack::shared();
    let (left, right) = (stack.create_store("ecwid", "business"), stack.create_store("ecwid", "business"));
    let key = unique_id();
    for store in [&left, &right] {
        let ana = Person::new("Ana");
        let response = store
            .as_owner()
            .with_header("idempotency-key", &key)
            .invite(&ana.email, json!({"permissions": ["sales"]}));
        assert_eq!(response.assert_status(201)["email"], *ana.email);
    }
}

#[test]
fn x18_of_calls_at_once_under_one_idempotency_key_one_is_carried_out() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    for round in 1..=6 {
        let ana = Person::new("Ana");
        let owner = store.as_owner().with_header("idempotency-key", &unique_id());

        let responses = run_concurrently(8, |_| owner.invite(&ana.email, json!({"permissions": ["sales"]})));

        let (done, running): (Vec<_>, Vec<_>) = responses.iter().partition(|response| response.status == 201);
        assert!(!done.is_empty(), "{responses:#?}");
        assert!(done.iter().all(|response| response.json() == done[0].json()), "{responses:#?}");
        for response in running {
            assert_eq!(response.status, 409, "{response}");
            assert_ne!(response.assert_any_problem()["code"], "already_invited", "{response}");
        }
        assert_eq!(store.as_owner().invitations().len(), round);
    }
}

#[test]
fn x18_a_bulk_call_can_be_repeated_under_its_key() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner().with_header("idempotency-key", &unique_id());
    let team: Vec<_> =
        (0..3).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect();

    let first = owner.invite_many(&team).assert_status(207);

    assert_eq!(owner.invite_many(&team).assert_status(207), first);
    assert_eq!(store.as_owner().invitations().len(), 3);
}

#[test]
fn x18_a_change_of_a_version_that_has_passed_is_refused() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["seller"]}));
    let owner = store.as_owner();

    let first = owner.change_member(&ana, &json!({"roles": ["support"]})).etag();
    let second =
        owner.clone().with_header("if-match", &first).change_member(&ana, &json!({"roles": ["seller"]}));
    assert_eq!(second.assert_status(200)["roles"], json!(["seller"]));
    assert_ne!(second.etag(), first);

    for stale in [first.as_str(), "\"unheard-of\""] {
        let response =
            owner.clone().with_header("if-match", stale).change_member(&ana, &json!({"roles": ["support"]}));
        response.assert_problem(412, "precondition_failed");
    }
    assert_eq!(owner.member(&ana)["roles"], json!(["seller"]));
    owner
        .with_header("if-match", &second.etag())
        .change_member(&ana, &json!({"roles": ["support"]}))
        .assert_status(200);
}

#[test]
fn x18_pages_hold_everyone_once() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let invited: Vec<String> = (0..9).map(|_| Person::new("Invitee").email).collect();
    for email in &invited {
        owner.invite(email, json!({"roles": ["seller"]})).assert_status(201);
    }
    let hired: Vec<_> = (0..4).map(|_| store.add_new_member("Ana", json!({"roles": ["support"]}))).collect();

    for limit in [1, 2, 3, 4, 5, 13, 100] {
        let pages = owner.list_all("/invitations", "invitations", limit);
        assert_eq!(pages.len(), 13, "in pages of {limit}");
        let ids: HashSet<&str> = pages.iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 13, "in pages of {limit}");

        let pages = owner.list_all("/members", "members", limit);
        assert_eq!(pages[0]["user_id"], *store.owner.sub, "the owner is the first");
        let ids: HashSet<&str> = pages.iter().map(|one| one["user_id"].as_str().unwrap()).collect();
        assert_eq!((pages.len(), ids.len()), (5, 5), "in pages of {limit}");
        assert!(hired.iter().all(|one| ids.contains(one.sub.as_str())));

        let events = owner.list_all("/audit", "events", limit);
        assert_eq!(events, owner.audit(), "in pages of {limit}");
    }
}

#[test]
fn x18_pages_can_be_narrowed_by_status() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let seller = json!({"roles": ["seller"]});
    store.add_new_member("Ana", seller.clone());
    let (pending, _) = store.invite(&Person::new("Ben").email, seller.clone());
    let (revoked, _) = store.invite(&Person::new("Cem").email, seller.clone());
    owner.revoke(&revoked["id"]).assert_status(204);
    let (declined, token) = store.invite(&Person::new("Dov").email, seller);
    stack.anonymous().decline(&token).assert_status(204);

    let with = |query: &str| -> HashSet<String> {
        let mut found = HashSet::new();
        let mut cursor = String::new();
        loop {
            // Pages of one, so that a page may well be empty once narrowed.
            let page = owner.get(&format!("/invitations?status={query}&limit=1{cursor}")).assert_status(200);
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
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let (ben, cem) = (Person::new("Ben"), Person::new("Cem"));
    let sales = |email: &str| json!({"email": email, "permissions": ["sales"]});

    let response = store.as_owner().invite_many(&[
        sales(&ana.email),
        sales(&ben.email),
        sales(&ben.email.to_uppercase()),
        sales("no address"),
        json!({"email": "x@example.org", "permissions": ["team"]}),
        sales(&cem.email),
    ]);

    let results = response.assert_status(207)["results"].as_array().expect("results").clone();
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
    let store = stack.create_store("whatnot", "default");
    let many = |count: usize| -> Vec<Value> {
        (0..count).map(|_| json!({"email": Person::new("Invitee").email, "roles": ["seller"]})).collect()
    };
    store.as_owner().invite_many(&many(0)).assert_field_error("/invitations");
    store.as_owner().invite_many(&many(101)).assert_field_error("/invitations");
    assert_eq!(store.as_owner().invitations().len(), 0);

    let results =
        store.as_owner().invite_many(&many(40)).assert_status(207)["results"].as_array().unwrap().clone();
    assert_eq!(results.iter().filter(|one| one["status"] == 201).count(), 40);
}

#[test]
fn x19_the_audit_trail_holds_every_change_newest_first() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let changes = |owner_events: &[Value]| owner_events.len();
    let mut seen = changes(&owner.audit());
    let mut grown = |store: &TestStore<'_>, what: &str| {
        let now = changes(&store.as_owner().audit());
        assert!(now > seen, "no event for: {what}");
        seen = now;
    };

    let (to_ana, token) = store.invite(&ana.email, json!({"roles": ["seller"]}));
    grown(&store, "invited");
    owner.change_invitation(&to_ana["id"], &json!({"roles": ["support"]})).assert_status(200);
    grown(&store, "invitation changed");
    owner.resend(&to_ana["id"]).assert_success();
    grown(&store, "resent");
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_revoked");
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_token();
    let token = mailbox.next_token();
    stack.as_person(&ana).accept(&token).assert_status(200);
    grown(&store, "accepted");
    owner.change_member(&ana, &json!({"roles": ["seller"]})).assert_status(200);
    grown(&store, "member changed");
    let (to_ben, _) = store.invite(&ben.email, json!({"roles": ["seller"]}));
    owner.revoke(&to_ben["id"]).assert_status(204);
    grown(&store, "revoked");
    let (_, token) = store.invite(&ben.email, json!({"roles": ["seller"]}));
    stack.anonymous().decline(&token).assert_status(204);
    grown(&store, "declined");
    owner.change_store(&json!({"name": store.name})).assert_status(200);
    owner.remove_member(&ana).assert_status(204);
    grown(&store, "removed");

    let events = owner.audit();
    let times: Vec<_> = events.iter().map(|event| parse_time(&event["at"])).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older), "{events:#?}");
    let types: HashSet<&str> = events.iter().map(|event| event["type"].as_str().expect("a type")).collect();
    assert!(types.len() >= 7, "{types:?}");
    let removed = events[0].to_string();
    assert!(removed.contains(&store.owner.sub), "who: {removed}");
    assert!(removed.contains(&ana.sub), "whom: {removed}");
    assert!(removed.contains("127.0.0.1"), "from where: {removed}");
}

#[test]
fn what_is_listed_can_be_changed_with_the_version_it_shows() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let owner = store.as_owner();
    owner.invite(&Person::new("Ana").email, json!({"roles": ["scanner"]})).assert_status(201);
    owner.put_activity("concert", &json!({"name": "Concert"})).assert_status(201);
    let shown = |version: &Value| format!("\"{}\"", version.as_u64().expect("a version"));

    let invitation = &owner.invitations()[0];
    let seen = store.as_owner().with_header("if-match", &shown(&invitation["version"]));
    seen.change_invitation(&invitation["id"], &json!({"roles": ["reports"]})).assert_status(200);
    seen.change_invitation(&invitation["id"], &json!({"roles": ["manager"]}))
        .assert_problem(412, "precondition_failed");

    let activity = &owner.list_all("/activities", "activities", 10)[0];
    let seen = store.as_owner().with_header("if-match", &shown(&activity["version"]));
    let on = json!({"name": "Concert", "order_notifications": true});
    assert_eq!(shown(&seen.put_activity("concert", &on).assert_status(200)["version"]), "\"2\"");
    seen.put_activity("concert", &json!({"name": "Opera"})).assert_problem(412, "precondition_failed");
}

#[test]
fn a_catalog_says_what_a_form_has_to_ask_for() {
    for (catalog, plan, grants) in [
        ("ecwid", "business", json!({"roles": "none", "permissions": "many", "default_role": null})),
        ("sendcloud", "default", json!({"roles": "one", "permissions": "none", "default_role": "member"})),
        ("ticketing", "default", json!({"roles": "many", "permissions": "none", "default_role": null})),
        ("whatnot", "default", json!({"roles": "one", "permissions": "none", "default_role": null})),
    ] {
        let said = Stack::shared().create_store(catalog, plan).as_owner().catalog("en");
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
    let store = stack.create_store("ecwid", "unlimited");
    let (invitation, _) = store.invite(&Person::new("Invitee").email, json!({"permissions": ["sales"]}));
    let id = &invitation["id"];
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let removed = store.add_new_member("Removed", json!({"permissions": ["sales"]}));
    store.as_owner().remove_member(&removed).assert_status(204);

    for outsider in [Person::new("Stranger"), removed] {
        let client = store.as_person(&outsider);
        for response in [
            client.get_store(),
            client.change_store(&json!({"name": "Mine"})),
            client.get("/members"),
            client.get("/invitations"),
            client.get("/catalog"),
            client.get("/audit"),
            client.invite("x@example.org", json!({"permissions": ["sales"]})),
            client.invite_many(&[json!({"email": "x@example.org", "permissions": ["sales"]})]),
            client.change_invitation(id, &json!({"permissions": ["reports"]})),
            client.resend(id),
            client.revoke(id),
            client.change_member(&ana, &json!({"permissions": ["reports"]})),
            client.remove_member(&ana),
            client.leave(),
        ] {
            response.assert_problem(404, "not_found");
        }
        let access = client.access(&["sales"]).assert_status(200);
        assert_eq!(access["allowed"], false);
    }
    let nowhere =
        TestStore { id: unique_id(), ..TestStore::create(stack, &store.owner, "ecwid", "unlimited") };
    nowhere.as_owner().get_store().assert_problem(404, "not_found");
    nowhere.as_owner().access(&["sales"]).assert_problem(404, "not_found");
}

#[test]
fn members_see_the_team_and_leave_by_themselves() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let client = store.as_person(&ana);

    assert_eq!(emails(&client.members()), [&store.owner.email, &ana.email]);
    assert_eq!(client.get_store().assert_status(200)["name"], *store.name);
    client.get("/invitations").assert_problem(403, "forbidden");
    client.get("/audit").assert_problem(403, "forbidden");
    client.change_store(&json!({"name": "Mine"})).assert_problem(403, "forbidden");
    client
        .change_member(&ana, &json!({"permissions": ["sales", "reports"]}))
        .assert_problem(403, "forbidden");

    client.leave().assert_status(204);
    assert!(!client.may("sales"));
    assert_eq!(store.as_owner().seats()["members"], 0);
    store.as_owner().leave().assert_problem(403, "owner_is_fixed");
}

#[test]
fn only_the_platform_opens_stores() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let body = store.put_body("unlimited", &store.owner);
    let path = format!("/stores/{}", store.id);

    assert_eq!(stack.anonymous().put(&path, &body).status, 401);
    assert_eq!(stack.as_person(&store.owner).put(&path, &body).status, 403);
    assert_eq!(stack.as_support_agent().put(&path, &body).status, 403);
    store.as_owner().change_store(&json!({"plan": "unlimited"})).assert_problem(403, "forbidden");
    assert_eq!(store.as_owner().seats()["limit"], 2);

    store.put("unlimited", &store.owner).assert_status(200);
    assert_eq!(store.as_owner().seats()["limit"], Value::Null);
    for (field, value) in [("catalog", "unheard-of"), ("plan", "unheard-of"), ("locale", "tlh")] {
        let mut wrong = body.clone();
        wrong[field] = json!(value);
        stack.as_platform().put(&path, &wrong).assert_field_error(&format!("/{field}"));
    }
}

#[test]
fn the_platform_asks_for_others() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let asks = |query: &str| store.as_platform().get(&format!("/access?{query}"));

    let may = asks(&format!("permission=sales&user_id={}", ana.sub)).assert_status(200);
    assert_eq!((&may["allowed"], &may["missing"]), (&json!(true), &json!([])));
    let may = asks(&format!("permission=sales&permission=reports&user_id={}", ana.sub)).assert_status(200);
    assert_eq!((&may["allowed"], &may["missing"]), (&json!(false), &json!(["reports"])));
    let may = asks("permission=sales&user_id=stranger").assert_status(200);
    assert_eq!(may["allowed"], false);
    let response = store.as_person(&ana).get(&format!("/access?permission=team&user_id={}", store.owner.sub));
    assert!(response.status == 403 || response.assert_status(200)["allowed"] == false, "{response}");
    let unknown = store.as_owner().access(&["unheard-of"]);
    assert!(unknown.status == 422 || unknown.assert_status(200)["allowed"] == false, "{unknown}");
}
