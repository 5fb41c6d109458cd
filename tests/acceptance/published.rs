//! Events go out: to the event bus, and to the list of a store's published events.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{DAY, Person, Stack, TestStore, Value, json, parse_time, wait_until};

impl Stack {
    /// The events on the bus that are about a store, the oldest first.
    pub fn bus(&self, store: &TestStore<'_>) -> Vec<Value> {
        let events = self.anonymous().get("/_local/bus").assert_status(200)["events"].clone();
        let events = events.as_array().expect("a list").iter();
        events.filter(|event| event["detail"]["store_id"] == store.id).cloned().collect()
    }

    /// Waits until the bus has an event of this type about a store, and returns the event.
    #[track_caller]
    pub fn wait_for_event(&self, store: &TestStore<'_>, kind: &str) -> Value {
        let find = || self.bus(store).into_iter().find(|event| event["detail-type"] == kind);
        let event = wait_until(find);
        event.unwrap_or_else(|| panic!("no {kind} among {:?}", types(&self.bus(store))))["detail"].clone()
    }
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["detail-type"].as_str().expect("a type")).collect()
}

/// The published events of a store from a position on, and the position after them.
fn published(store: &TestStore<'_>, query: &str) -> (Vec<Value>, String) {
    let page = store.as_platform().get(&format!("/events?{query}")).assert_status(200);
    let next = page["next_cursor"].as_str().expect("it is never null").to_owned();
    (page["events"].as_array().expect("a list").clone(), next)
}

#[test]
fn y1_every_change_reaches_the_bus_once_committed() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let owner = store.as_owner();
    let (ana, ben, cleo) = (Person::new("Ana"), Person::new("Ben"), Person::new("Cleo"));
    let sales = || json!({"permissions": ["sales"]});

    let (_, token) = store.invite(&ana.email, sales());
    stack.as_person(&ana).accept(&token).assert_status(200);
    for change in
        [json!({"permissions": ["catalog"]}), json!({"suspended": true}), json!({"suspended": false})]
    {
        owner.change_member(&ana, &change).assert_status(200);
    }
    let (to_ben, _) = store.invite(&ben.email, sales());
    owner.change_invitation(&to_ben["id"], &json!({"permissions": ["catalog"]})).assert_status(200);
    owner.resend(&to_ben["id"]).assert_success();
    owner.revoke(&to_ben["id"]).assert_status(204);
    let (_, token) = store.invite(&cleo.email, sales());
    stack.anonymous().decline_with_reason(&token, "no time").assert_status(204);
    owner.put_activity("show", &json!({"name": "Show"})).assert_status(201);
    store.as_owner().change_store(&json!({"name": "Renamed"})).assert_status(200);
    owner.remove_member(&ana).assert_status(204);

    let removed = stack.wait_for_event(&store, "member.removed");
    assert_eq!(removed["subject"], json!({"kind": "member", "id": ana.sub}));
    assert_eq!(removed["actor"], json!({"kind": "user", "user_id": store.owner.sub}));
    let events = stack.bus(&store);
    let found: BTreeSet<&str> = types(&events).into_iter().collect();
    for kind in [
        "store.created",
        "store.changed",
        "invitation.created",
        "invitation.accepted",
        "invitation.changed",
        "invitation.resent",
        "invitation.revoked",
        "invitation.declined",
        "member.added",
        "member.changed",
        "member.suspended",
        "member.resumed",
        "member.removed",
        "activity.put",
        "seats.changed",
    ] {
        assert!(found.contains(kind), "{kind} among {found:?}");
    }
    for event in &events {
        assert_eq!(event["source"], "staffroom");
        let detail = &event["detail"];
        assert_eq!(detail["type"], event["detail-type"]);
        assert!(
            detail["id"].is_string() && detail["version"].is_u64() && detail["data"].is_object(),
            "{event}"
        );
        parse_time(&detail["at"]);
        let text = event.to_string();
        for personal in ["@", "Ana", "Olga", "Renamed", "no time"] {
            assert!(!text.contains(personal), "{personal} in {text}");
        }
    }
}

#[test]
fn y1_the_versions_of_a_subject_rise_in_the_order_of_the_bus() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    for permissions in [["catalog"], ["reports"], ["sales"], ["website"]] {
        store.as_owner().change_member(&ana, &json!({"permissions": permissions})).assert_status(200);
    }
    store.as_owner().remove_member(&ana).assert_status(204);
    stack.wait_for_event(&store, "member.removed");
    let mut versions: BTreeMap<String, u64> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for event in stack.bus(&store) {
        let detail = &event["detail"];
        if !ids.insert(detail["id"].to_string()) {
            continue;
        }
        let version = detail["version"].as_u64().expect("a version");
        let last = versions.insert(detail["subject"].to_string(), version);
        assert!(last.is_none_or(|last| last < version), "{detail} after version {last:?}");
    }
}

#[test]
fn y1_what_time_brings_is_published_when_the_time_comes() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let lou = Person::new("Lou");
    let end = stack.anonymous().get("/_local/clock").assert_status(200);
    let end = parse_time(&end["now"]) + chrono::Duration::days(2);
    let grant = json!({"permissions": ["sales"], "access_ends_at": end.to_rfc3339()});
    let kim = store.add_new_member("Kim", grant);
    store.invite(&lou.email, json!({"permissions": ["sales"]}));
    stack.advance_clock(8 * DAY);
    let expired = stack.wait_for_event(&store, "invitation.expired");
    assert_eq!(expired["actor"], json!({"kind": "service"}));
    let ended = stack.wait_for_event(&store, "member.access_ended");
    assert_eq!(ended["subject"]["id"], kim.sub);
    assert!(!types(&stack.bus(&store)).contains(&"member.access_ending"), "only the history has it");
}

#[test]
fn y1_seats_are_told_with_their_limit() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    store.invite("x@example.org", json!({"permissions": ["sales"]}));
    let expected = json!({"limit": 2, "members": 1, "invited": 1});
    let find = || stack.bus(&store).into_iter().rfind(|event| event["detail-type"] == "seats.changed");
    let seats = wait_until(|| find().filter(|event| event["detail"]["data"] == expected));
    assert!(seats.is_some(), "{:?}, after {} joined", find(), ana.sub);
}

#[test]
fn x24_published_events_are_listed_in_the_order_of_publication() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    stack.wait_for_event(&store, "store.created");
    let (first, cursor) = published(&store, "");
    assert_eq!(first[0]["type"], "store.created");
    assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{cursor}");
    let (none, same) = published(&store, &format!("after={cursor}"));
    assert_eq!((none.len(), &same), (0, &cursor), "asked again later it goes on");

    store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    stack.wait_for_event(&store, "member.added");
    let mut after = cursor.clone();
    let mut listed = Vec::new();
    loop {
        let (page, next) = published(&store, &format!("after={after}&limit=2"));
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 2);
        listed.extend(page);
        after = next;
    }
    let on_the_bus: BTreeSet<String> =
        stack.bus(&store).iter().map(|event| event["detail"]["id"].to_string()).collect();
    let ids: Vec<String> = listed.iter().map(|event| event["id"].to_string()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "each once");
    assert!(ids.iter().all(|id| on_the_bus.contains(id)));
    let (filtered, _) = published(&store, "types=member.added,member.removed");
    assert_eq!(filtered.len(), 1);
    assert_eq!(filtered[0]["type"], "member.added");
}

#[test]
fn x24_published_events_are_the_platforms() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    store.as_owner().get("/events").assert_status(403);
    for types in ["member.vanished", "", "member.added,", &["member.added"; 33].join(",")] {
        store.as_platform().get(&format!("/events?types={types}")).assert_field_error("types");
    }
    let most = ["member.added"; 32].join(",");
    store.as_platform().get(&format!("/events?types={most}")).assert_status(200);
    store.as_platform().get("/events?after=x").assert_field_error("after");
    store.as_platform().get("/events?cursor=x").assert_field_error("cursor");
    store.as_platform().get("/events?limit=101").assert_field_error("limit");
    stack.as_platform().get("/stores/no-such-store/events").assert_problem(404, "not_found");
}

#[test]
fn y1_an_event_that_the_bus_refuses_is_sent_again_before_later_ones_of_its_subject() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    stack.wait_for_event(&store, "member.added");
    // More than the attempts within one invocation.
    stack.inject_faults("eventbridge", 5, "ThrottlingException");
    store.as_owner().change_member(&ana, &json!({"permissions": ["catalog"]})).assert_status(200);
    store.as_owner().change_member(&ana, &json!({"permissions": ["reports"]})).assert_status(200);
    store.as_owner().remove_member(&ana).assert_status(204);
    stack.wait_for_event(&store, "member.removed");
    let events = stack.bus(&store);
    let of_member = events.iter().filter(|event| event["detail"]["subject"]["id"] == ana.sub);
    let mut first: Vec<u64> = Vec::new();
    for event in of_member {
        let version = event["detail"]["version"].as_u64().expect("a version");
        if !first.contains(&version) {
            first.push(version);
        }
    }
    assert_eq!(first.len(), 4, "{events:?}");
    assert!(first.is_sorted(), "{first:?}");
}
