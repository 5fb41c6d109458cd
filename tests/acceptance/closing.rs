//! A store closed: nothing works in it, everything of it is deleted, and its id is free.

use crate::database_proxy::{ProxiedStack, TABLE};
use crate::support::{HOUR, MINUTE, Person, Response, Stack, TestStore, Value, json, unique_id, wait_until};

/// Long enough for a store to be deleted.
const DELETED: i64 = 5 * MINUTE;

/// A store with a team, open and answered invitations, activities, and the link of an open invitation.
struct Shop<'s> {
    store: TestStore<'s>,
    ana: Person,
    invited: Person,
    invitation: Value,
    link: String,
}

impl<'s> Shop<'s> {
    fn open(stack: &'s Stack) -> Self {
        let store = stack.create_store("ticketing", "default");
        let roles = || json!({"roles": ["administrator"]});
        let ana = store.add_new_member("Ana", roles());
        store.add_new_member("Ben", json!({"roles": ["scanner"]}));
        let (_, declined) = store.invite(&Person::new("Cleo").email, roles());
        stack.anonymous().decline_with_reason(&declined, "no time").assert_status(204);
        let invited = Person::new("Dan");
        let (invitation, link) = store.invite(&invited.email, roles());
        let owner = store.as_owner();
        owner.put_activity("show", &json!({"name": "Show", "order_notifications": true})).assert_status(201);
        owner.change_store(&json!({"name": "Renamed"})).assert_status(200);
        Self { store, ana, invited, invitation, link }
    }

    fn stack(&self) -> &'s Stack {
        self.store.stack
    }

    fn path(&self) -> String {
        format!("/stores/{}", self.store.id)
    }

    fn close(&self) -> Response {
        self.stack().as_platform().delete(&self.path())
    }

    /// Every call that is about the store, with who makes it.
    fn calls(&self) -> Vec<Response> {
        let (owner, platform) = (self.store.as_owner(), self.store.as_platform());
        let (stack, stranger) = (self.stack(), self.store.as_person(&Person::new("Stranger")));
        let (role, dan) = (json!({"roles": ["scanner"]}), stack.as_person(&self.invited));
        let put = json!({"email": Person::new("Eve").email, "roles": ["scanner"]});
        let many = json!({"members": [{"user_id": unique_id(), "email": Person::new("Eve").email, "roles": ["scanner"]}]});
        let invitation = format!("/me/invitations/{}", self.invitation["id"].as_str().expect("an id"));
        vec![
            owner.get_store(),
            platform.get_store(),
            stranger.get_store(),
            owner.change_store(&json!({"name": "Again"})),
            self.store.put("default", &self.store.owner),
            owner.get("/catalog"),
            owner.get("/audit"),
            platform.get("/events"),
            owner.get("/members"),
            owner.get("/members?q=ana"),
            owner.get(&format!("/members/{}", self.ana.sub)),
            owner.change_member(&self.ana, &role),
            owner.remove_member(&self.ana),
            self.store.as_person(&self.ana).leave(),
            platform.put(&format!("/members/{}", unique_id()), &put),
            platform.post("/members/bulk", &many),
            owner.get("/invitations"),
            owner.get(&format!("/invitations/{}", self.invitation["id"].as_str().expect("an id"))),
            owner.invite(&Person::new("Eve").email, role.clone()),
            owner.invite_many(&[json!({"email": Person::new("Eve").email, "roles": ["scanner"]})]),
            owner.change_invitation(&self.invitation["id"], &role),
            owner.resend(&self.invitation["id"]),
            owner.revoke(&self.invitation["id"]),
            owner.get("/activities"),
            owner.put_activity("show", &json!({"name": "Show"})),
            owner.send("DELETE", "/activities/show", None),
            platform
                .announce(&json!({"type": "order.created", "activity_id": "show", "order": {"number": "1"}})),
            stack.anonymous().lookup(&self.link),
            dan.accept(&self.link),
            stack.anonymous().decline(&self.link),
            stack.anonymous().renew(&self.link),
            dan.post(&format!("{invitation}/accept"), &json!({})),
        ]
    }
}

/// Whether a person is allowed to do this in a store, by AuthZEN.
fn is_allowed(stack: &Stack, store: &str, user: &str) -> Value {
    let question = json!({
        "subject": {"type": "user", "id": user},
        "action": {"name": "reports"},
        "resource": {"type": "store", "id": store},
    });
    stack.as_platform().post("/access/v1/evaluation", &question).assert_status(200)["decision"].clone()
}

#[test]
fn y10_a_closed_store_refuses_everything_and_nobody_has_access() {
    let stack = Stack::shared();
    let shop = Shop::open(stack);
    let (ana, owner) = (&shop.ana, &shop.store.owner);
    assert!(shop.store.as_person(ana).may("reports"));
    assert_eq!(is_allowed(stack, &shop.store.id, &ana.sub), true);

    assert_eq!(stack.as_person(owner).delete(&shop.path()).status, 403);
    let old = stack.as_platform().with_header("if-match", "\"1\"").delete(&shop.path());
    old.assert_problem(412, "precondition_failed");
    let etag = shop.store.as_platform().get_store().etag();
    let key = unique_id();
    let keyed = stack.as_platform().with_header("if-match", &etag).with_header("idempotency-key", &key);
    for _ in 0..2 {
        assert_eq!(keyed.delete(&shop.path()).assert_status(202), Value::Null);
    }
    shop.close().assert_status(202);

    for person in [ana, owner, &Person::new("Stranger")] {
        let access = shop.store.as_person(person).access(&["reports", "team"]).assert_status(200);
        assert_eq!(access["allowed"], false, "{access}");
        assert_eq!(access["missing"], json!(["reports", "team"]));
        assert_eq!(access["contact"]["email"], *owner.email);
        assert!(
            access["message"]
                .as_str()
                .is_some_and(|text| text.contains("Renamed") && text.contains("closed"))
        );
        assert_eq!(is_allowed(stack, &shop.store.id, &person.sub), false);
    }
    for response in shop.calls() {
        response.assert_problem(410, "store_closed");
    }
    for person in [ana, owner] {
        assert!(stack.as_person(person).my_stores().is_empty());
        let stores = stack.as_platform().get(&format!("/users/{}/stores", person.sub)).assert_status(200);
        assert_eq!(stores["stores"], json!([]));
        let activities = stack.as_person(person).get("/me/activities").assert_status(200);
        assert_eq!(activities["activities"], json!([]));
    }
    let mine = stack.as_person(&shop.invited).get("/me/invitations").assert_status(200);
    assert_eq!(mine["invitations"], json!([]));
    let closed = stack.wait_for_event(&shop.store, "store.closed");
    assert_eq!(closed["subject"], json!({"kind": "store", "id": shop.store.id}));
    assert_eq!((&closed["actor"], &closed["data"]), (&json!({"kind": "platform"}), &json!({})));
    assert!(closed["version"].as_u64() > etag.trim_matches('"').parse().ok());
}

#[test]
fn y10_a_store_that_is_not_there_cannot_be_closed() {
    let platform = Stack::shared().as_platform();
    platform.delete(&format!("/stores/{}", unique_id())).assert_problem(404, "not_found");
}

/// The items of the table that mention a text, except for deliveries to webhooks, which are kept for fourteen days.
pub fn items_with(proxied: &ProxiedStack, text: &str) -> Vec<Value> {
    let (mut found, mut start) = (Vec::new(), Value::Null);
    loop {
        let mut scan = json!({"TableName": TABLE, "ConsistentRead": true});
        if !start.is_null() {
            scan["ExclusiveStartKey"] = start;
        }
        let page = proxied.proxy.call("Scan", &scan);
        let items = page["Items"].as_array().expect("items").iter();
        let is_left = |item: &&Value| {
            let pk = item["pk"]["S"].as_str().unwrap_or_default();
            item.to_string().contains(text) && !pk.starts_with("WEBHOOK#")
        };
        found.extend(items.filter(is_left).cloned());
        start = page["LastEvaluatedKey"].clone();
        if start.is_null() {
            return found;
        }
    }
}

/// The kinds of items: the sort keys up to the first `#`.
fn kinds(items: &[Value]) -> std::collections::BTreeSet<String> {
    let kind = |item: &Value| {
        let (pk, sk) = (item["pk"]["S"].as_str(), item["sk"]["S"].as_str());
        let key = if pk.is_some_and(|pk| pk.starts_with("STORE#")) { sk } else { pk };
        key.unwrap_or_default().split('#').next().unwrap_or_default().to_owned()
    };
    items.iter().map(kind).collect()
}

#[test]
fn y10_all_of_a_closed_store_is_deleted_and_its_event_delivered() {
    let proxied = ProxiedStack::start();
    let stack = &proxied.stack;
    let sink = format!("/_local/sink/{}", unique_id());
    stack.anonymous().put(&sink, &json!({"status": 500})).assert_status(200);
    let webhook = json!({"url": stack.url(&sink), "types": ["store.closed"]});
    stack.as_platform().post("/webhooks", &webhook).assert_status(201);
    let shop = Shop::open(stack);
    let keyed = shop.store.as_owner().with_header("idempotency-key", &unique_id());
    keyed.change_member(&shop.ana, &json!({"roles": ["administrator", "reports"]})).assert_status(200);
    stack.wait_for_event(&shop.store, "member.changed");
    let published = || shop.store.as_platform().get("/events?limit=100").assert_status(200)["events"].clone();
    wait_until(|| (published().as_array().map_or(0, Vec::len) > 12).then_some(())).expect("published events");
    let before = kinds(&items_with(&proxied, &shop.store.id));
    for kind in [
        "STORE",
        "MEMBER",
        "INVITATION",
        "EVENT",
        "ADDRESS",
        "HOLDER",
        "LIST",
        "ACTIVITY",
        "COUNT",
        "REQUEST",
        "PUBLISHED",
        "SEQUENCE",
    ] {
        assert!(before.contains(kind), "{kind} among {before:?}");
    }

    // Those about this store: it was renamed.
    let mails = || {
        let inbox = stack.anonymous().with_header("accept", "application/json").get("/_local/inbox");
        let messages = inbox.assert_status(200)["messages"].as_array().expect("a list").clone();
        messages.iter().filter(|message| message.to_string().contains("Renamed")).count()
    };
    stack.wait_until_mails_are_sent();
    let mailed = mails();
    shop.close().assert_status(202);
    stack.wait_for_event(&shop.store, "store.closed");
    stack.advance_clock(DELETED);
    let left = wait_until(|| items_with(&proxied, &shop.store.id).is_empty().then_some(()));
    assert!(left.is_some(), "{:#?}", items_with(&proxied, &shop.store.id));
    shop.store.as_owner().get_store().assert_problem(404, "not_found");
    shop.store.as_owner().access(&["reports"]).assert_problem(404, "not_found");
    shop.close().assert_problem(404, "not_found");
    stack.anonymous().lookup(&shop.link).assert_problem(404, "invalid_token");

    // The delivery is attempted again, although nothing is kept of the store.
    stack.anonymous().put(&sink, &json!({"status": 204})).assert_status(200);
    let received = || {
        let shown = stack.anonymous().get(&sink).assert_status(200);
        shown["deliveries"].as_array().expect("a list").clone()
    };
    let failed = received().len();
    assert!(failed > 0);
    stack.advance_clock(HOUR);
    let again = wait_until(|| (received().len() > failed).then(received)).expect("another attempt");
    let event: Value = serde_json::from_str(again[0]["body"].as_str().expect("a body")).expect("JSON");
    assert_eq!((&event["type"], &event["store_id"]), (&json!("store.closed"), &json!(shop.store.id)));
    stack.wait_until_mails_are_sent();
    assert_eq!(mails(), mailed, "nobody is told of a closed store");
}

#[test]
fn y10_nothing_of_a_closed_store_works_in_another_with_its_id() {
    let stack = Stack::private();
    let shop = Shop::open(&stack);
    let (store, owner) = (&shop.store, shop.store.as_owner());
    let etags = [owner.get_store().etag(), owner.get(&format!("/members/{}", shop.ana.sub)).etag()];
    let cursor = |path: &str| {
        let page = owner.get(&format!("{path}?limit=1")).assert_status(200);
        format!("{path}?limit=1&cursor={}", page["next_cursor"].as_str().expect("a further page"))
    };
    owner.put_activity("gala", &json!({"name": "Gala"})).assert_status(201);
    let cursors = ["/members", "/invitations", "/audit", "/activities"].map(cursor);
    let events = store.as_platform().get("/events?limit=1").assert_status(200)["next_cursor"].clone();
    let key = unique_id();
    let invite = json!({"email": Person::new("Eve").email, "roles": ["scanner"]});
    let keyed = |stack: &Stack| {
        let client = stack.as_person(&store.owner).with_header("idempotency-key", &key);
        client.post(&format!("/stores/{}/invitations", store.id), &invite)
    };
    let first = keyed(&stack).assert_status(201);
    assert_eq!(keyed(&stack).assert_status(201), first);

    let close = || stack.as_platform().with_header("idempotency-key", "close").delete(&shop.path());
    close().assert_status(202);
    stack.advance_clock(DELETED);
    wait_until(|| (owner.get_store().status == 404).then_some(())).expect("the id is free");
    store.put("default", &store.owner).assert_status(201);

    assert_eq!(owner.members().len(), 1, "the owner");
    assert_eq!(owner.seats(), json!({"limit": null, "members": 0, "invited": 0, "available": null}));
    assert!(owner.invitations().is_empty());
    let history: Vec<Value> = owner.audit();
    assert_eq!(history.iter().map(|event| event["type"].clone()).collect::<Vec<_>>(), ["store.created"]);
    assert!(!store.as_person(&shop.ana).may("reports"));
    stack.anonymous().lookup(&shop.link).assert_problem(404, "invalid_token");
    // The address has the same invitation, and the old link is not its link.
    let (_, link) = store.invite(&shop.invited.email, json!({"roles": ["manager"]}));
    stack.anonymous().lookup(&shop.link).assert_problem(404, "invalid_token");
    stack.as_person(&shop.invited).accept(&shop.link).assert_problem(404, "invalid_token");
    stack.as_person(&shop.invited).accept(&link).assert_status(200);
    for path in &cursors {
        owner.get(path).assert_field_error("cursor");
    }
    let after = events.as_str().expect("it is never null");
    store.as_platform().get(&format!("/events?after={after}")).assert_field_error("after");
    for etag in &etags {
        let change = store.as_owner().with_header("if-match", etag).change_store(&json!({"name": "Another"}));
        change.assert_problem(412, "precondition_failed");
    }
    let second = keyed(&stack).assert_status(201);
    assert_ne!(second["created_at"], first["created_at"]);
    assert!(second["created_at"].as_str() > first["created_at"].as_str(), "it was made anew");
    // A late repetition of the call that closed the former store.
    close().assert_status(202);
    owner.get_store().assert_status(200);
}

#[test]
fn y10_the_deletion_goes_on_where_it_was_interrupted() {
    let proxied = ProxiedStack::start();
    let shop = Shop::open(&proxied.stack);
    let members: Vec<Value> = (0..60)
        .map(|number| {
            let person = Person::new(&format!("Member {number}"));
            json!({"user_id": person.sub, "email": person.email, "name": person.name, "roles": ["scanner"]})
        })
        .collect();
    shop.store.as_platform().post("/members/bulk", &json!({"members": members})).assert_status(207);
    let is_delete =
        |operation: &'static str| move |call: &crate::database_proxy::Call| call.operation == operation;
    shop.close().assert_status(202);
    // More failures than the SDK tries again: the worker fails several times, at different places.
    for _ in 0..3 {
        proxied.proxy.fail(4, is_delete("BatchWriteItem"));
    }
    proxied.stack.advance_clock(DELETED);
    let is_deleted = || {
        let answer = shop.store.as_platform().get_store();
        assert!(["store_closed", "not_found"].contains(&answer.json()["code"].as_str().expect("a code")));
        (answer.status == 404).then_some(())
    };
    if wait_until(is_deleted).is_none() {
        proxied.stack.advance_clock(DELETED);
        wait_until(is_deleted).expect("the store is deleted");
    }
    assert_eq!(items_with(&proxied, &shop.store.id), Vec::<Value>::new());
}
