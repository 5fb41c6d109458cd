//! The audit trail.

use std::collections::HashSet;

use crate::support::{Person, Stack, TestStore, Value, json, parse_time};

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
