//! The audit trail.

use std::collections::HashSet;

use crate::support::{Person, Stack, json, parse_time};

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
