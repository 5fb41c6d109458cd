//! The audit trail.

use std::collections::HashSet;

use crate::support::{MINUTE, Person, Stack, StoreClient, json, parse_time, url_encode};

#[test]
fn x19_the_audit_trail_holds_every_change_newest_first() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    let mut count = owner.audit().len();
    let mut assert_new_event = |change: &str| {
        let now = store.as_owner().audit().len();
        assert!(now > count, "no event for: {change}");
        count = now;
    };

    let (to_ana, token) = store.invite(&ana.email, json!({"roles": ["seller"]}));
    assert_new_event("invited");
    owner.change_invitation(&to_ana["id"], &json!({"roles": ["support"]})).assert_status(200);
    assert_new_event("invitation changed");
    owner.resend(&to_ana["id"]).assert_success();
    assert_new_event("resent");
    stack.as_person(&ana).accept(&token).assert_problem(410, "invitation_revoked");
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.next_token();
    let token = mailbox.next_token();
    stack.as_person(&ana).accept(&token).assert_status(200);
    assert_new_event("accepted");
    owner.change_member(&ana, &json!({"roles": ["seller"]})).assert_status(200);
    assert_new_event("member changed");
    let (to_ben, _) = store.invite(&ben.email, json!({"roles": ["seller"]}));
    owner.revoke(&to_ben["id"]).assert_status(204);
    assert_new_event("revoked");
    let (_, token) = store.invite(&ben.email, json!({"roles": ["seller"]}));
    stack.anonymous().decline(&token).assert_status(204);
    assert_new_event("declined");
    owner.change_store(&json!({"name": store.name})).assert_status(200);
    owner.remove_member(&ana).assert_status(204);
    assert_new_event("removed");

    let events = owner.audit();
    let times: Vec<_> = events.iter().map(|event| parse_time(&event["at"])).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older), "{events:#?}");
    let types: HashSet<&str> = events.iter().map(|event| event["type"].as_str().expect("a type")).collect();
    assert!(types.len() >= 7, "{types:?}");
    let removed = events[0].to_string();
    assert!(removed.contains(&store.owner.sub), "the actor: {removed}");
    assert!(removed.contains(&ana.sub), "the member: {removed}");
    assert!(removed.contains("127.0.0.1"), "the IP address: {removed}");
}

/// The types of the events of a list, over all its pages.
#[track_caller]
fn types(client: &StoreClient<'_>, query: &str, limit: usize) -> Vec<String> {
    let events = client.list_all(&format!("/audit{query}"), "events", limit);
    events.iter().map(|event| event["type"].as_str().expect("a type").to_owned()).collect()
}

#[test]
fn y4_the_history_is_found_by_actor_subject_type_and_time() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let (owner, kim) = (store.as_owner(), Person::new("Kim"));
    let (invitation, token) = store.invite(&kim.email, json!({"roles": ["administrator"]}));
    stack.as_person(&kim).accept(&token).assert_status(200);
    stack.advance_clock(MINUTE);
    let now = stack.anonymous().get("/_local/clock").assert_status(200)["now"].clone();
    let now = url_encode(now.as_str().expect("a time"));
    stack.advance_clock(MINUTE);
    owner.change_member(&kim, &json!({"access_ends_at": "2090-01-01T00:00:00Z"})).assert_status(200);
    store.as_person(&kim).put_activity("show", &json!({"name": "Show"})).assert_status(201);
    store.as_person(&kim).leave().assert_status(204);

    let (left, changed, put) = ("member.left", "member.changed", "activity.put");
    let (accepted, invited, created) = ("invitation.accepted", "invitation.created", "store.created");
    let (kim_id, owner_id) = (url_encode(&kim.sub), url_encode(&store.owner.sub));
    let invitation = invitation["id"].as_str().expect("an id");
    for (query, expected) in [
        (String::new(), vec![left, put, changed, accepted, invited, created]),
        (format!("?actor={owner_id}"), vec![changed, invited]),
        (format!("?actor={kim_id}"), vec![left, put, accepted]),
        (format!("?subject={kim_id}"), vec![left, changed, accepted]),
        (format!("?subject={invitation}"), vec![accepted, invited]),
        ("?subject=show".to_owned(), vec![put]),
        (format!("?subject={}", store.id), vec![created]),
        ("?subject=nobody".to_owned(), vec![]),
        (format!("?type={put},{left}"), vec![left, put]),
        ("?type=store.sold".to_owned(), vec![]),
        (format!("?since={now}"), vec![left, put, changed]),
        (format!("?until={now}"), vec![accepted, invited, created]),
        (format!("?since={now}&until={now}"), vec![]),
        (format!("?actor={kim_id}&until={now}"), vec![accepted]),
        (format!("?actor={kim_id}&subject={kim_id}"), vec![left, accepted]),
        (format!("?subject={kim_id}&type={changed}&since={now}"), vec![changed]),
        (format!("?actor={owner_id}&subject={kim_id}&type={left}"), vec![]),
    ] {
        for limit in [1, 2, 100] {
            assert_eq!(types(&owner, &query, limit), expected, "{query} in pages of {limit}");
        }
        assert_eq!(types(&store.as_platform(), &query, 3), expected, "{query} by the platform");
    }
}

#[test]
fn y4_the_history_is_for_managers_and_the_platform_and_takes_sound_filters() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let seller = store.add_new_member("Sue", json!({"roles": ["seller"]}));
    store.as_person(&seller).get("/audit?type=member.left").assert_problem(403, "forbidden");
    store.as_person(&Person::new("Tom")).get("/audit").assert_problem(404, "not_found");
    store.as_platform().get("/audit?limit=1").assert_status(200);
    let owner = store.as_owner();
    for (query, field) in [
        ("actor=", "actor"),
        ("subject=", "subject"),
        ("type=", "type"),
        ("type=everything", "type"),
        ("type=member.left,", "type"),
        ("type=member.left&type=member.added", "type"),
        ("since=yesterday", "since"),
        ("until=2026-01-01", "until"),
        ("by=kim", "by"),
    ] {
        owner.get(&format!("/audit?{query}")).assert_field_error(field);
    }
    let all = owner.get("/audit?limit=1").assert_status(200);
    let cursor = all["next_cursor"].as_str().expect("more than one event");
    owner.get(&format!("/audit?type=store.created&cursor={cursor}")).assert_field_error("cursor");
}
