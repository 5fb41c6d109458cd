//! Webhooks: published events are sent to the platform's endpoints, signed, and until they are taken.

use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

use ureq::http::{HeaderMap, HeaderName};

use crate::support::{DAY, HOUR, MINUTE, Stack, Value, json, parse_time, unique_id, wait_until};

/// While an attempt is in progress, it counts as lost after so many seconds.
const LEASE: i64 = 2 * MINUTE;

/// A webhook whose endpoint is one of the local stack's.
struct Hook<'s> {
    stack: &'s Stack,
    sink: String,
    path: String,
    secret: String,
}

impl<'s> Hook<'s> {
    /// Creates a webhook. `more` are fields of the request beside the URL.
    fn create(stack: &'s Stack, more: Value) -> Self {
        let sink = format!("/_local/sink/{}", unique_id());
        let mut body = more;
        body["url"] = json!(stack.url(&sink));
        let created = stack.as_platform().post("/webhooks", &body);
        let webhook = created.assert_status(201);
        let path = format!("/webhooks/{}", webhook["id"].as_str().expect("an id"));
        assert_eq!(created.header("location"), Some(path.as_str()));
        let secret = webhook["secret"].as_str().expect("a secret").to_owned();
        Self { stack, sink, path, secret }
    }

    fn answers_with(&self, behaviour: &Value) {
        self.stack.anonymous().put(&self.sink, behaviour).assert_status(200);
    }

    /// What the endpoint got, newest first.
    fn received(&self) -> Vec<Value> {
        let shown = self.stack.anonymous().get(&self.sink).assert_status(200);
        shown["deliveries"].as_array().expect("a list").clone()
    }

    /// Waits until the endpoint got so many requests, and returns them, newest first.
    #[track_caller]
    fn wait_for(&self, count: usize) -> Vec<Value> {
        let received = wait_until(|| Some(self.received()).filter(|received| received.len() >= count));
        received.unwrap_or_else(|| panic!("{} of {count} requests", self.received().len()))
    }

    /// The deliveries, newest first, as the platform sees them.
    fn deliveries(&self) -> Vec<Value> {
        let page = self.stack.as_platform().get(&format!("{}/deliveries", self.path)).assert_status(200);
        page["deliveries"].as_array().expect("a list").clone()
    }

    /// Waits until the newest delivery is so.
    #[track_caller]
    fn wait_for_delivery(&self, is_so: impl Fn(&Value) -> bool) -> Value {
        let found = wait_until(|| self.deliveries().into_iter().next().filter(&is_so));
        found.unwrap_or_else(|| panic!("{:?}", self.deliveries()))
    }

    /// The time until the next attempt of a delivery, by the stack's clock.
    fn seconds_to_next(&self, delivery: &Value) -> Option<i64> {
        let next = Some(&delivery["next_attempt_at"]).filter(|at| !at.is_null())?;
        let now = self.stack.anonymous().get("/_local/clock").assert_status(200);
        Some((parse_time(next) - parse_time(&now["now"])).num_seconds())
    }

    fn view(&self) -> Value {
        self.stack.as_platform().get(&self.path).assert_status(200)
    }

    fn post(&self, path: &str, body: &Value) {
        self.stack.as_platform().post(&format!("{}{path}", self.path), body).assert_success();
    }
}

impl Drop for Hook<'_> {
    /// There can be twenty webhooks, and tests share a stack.
    fn drop(&mut self) {
        self.stack.as_platform().delete(&self.path);
    }
}

fn event_of(request: &Value) -> Value {
    serde_json::from_str(request["body"].as_str().expect("a body")).expect("JSON")
}

fn types_of(requests: &[Value]) -> BTreeSet<String> {
    requests.iter().map(|request| event_of(request)["type"].as_str().expect("a type").to_owned()).collect()
}

/// Whether a receiver with this secret takes a request as genuine.
fn is_signed_by(request: &Value, secret: &str) -> bool {
    let headers = request["headers"].as_object().expect("headers");
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| {
            let name: HeaderName = name.parse().expect("a name");
            (name, value.as_str().expect("a text").parse().expect("a value"))
        })
        .collect();
    let receiver = standardwebhooks::Webhook::new(secret).expect("a secret");
    receiver.verify(request["body"].as_str().expect("a body").as_bytes(), &headers).is_ok()
}

fn signatures(request: &Value) -> usize {
    request["headers"]["webhook-signature"].as_str().expect("a header").split(' ').count()
}

#[test]
fn y2_an_event_is_sent_signed_to_the_webhooks_that_want_it() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let of_store = || json!([store.id]);
    let all = Hook::create(stack, json!({"stores": of_store()}));
    let some = Hook::create(stack, json!({"stores": of_store(), "types": ["member.removed"]}));
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    store.as_owner().remove_member(&ana).assert_status(204);

    let [request] = some.wait_for(1).try_into().expect("one request");
    let event = event_of(&request);
    assert_eq!((&event["type"], &event["subject"]["id"]), (&json!("member.removed"), &json!(ana.sub)));
    assert_eq!(request["headers"]["webhook-id"], event["id"]);
    assert_eq!(request["headers"]["content-type"], "application/json");
    let sent_at: u64 = request["headers"]["webhook-timestamp"].as_str().unwrap().parse().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert!(now.abs_diff(sent_at) < 60, "the real time");
    assert!(is_signed_by(&request, &some.secret) && !is_signed_by(&request, &all.secret));
    assert_eq!(signatures(&request), 1);
    let delivery = some.wait_for_delivery(|delivery| delivery["status"] == "delivered");
    assert_eq!(
        (&delivery["attempts"], &delivery["last_status"], &delivery["event_id"]),
        (&json!(1), &json!(200), &event["id"])
    );
    assert_eq!((&delivery["next_attempt_at"], &delivery["last_error"]), (&Value::Null, &Value::Null));

    let wanted =
        ["invitation.created", "invitation.accepted", "member.added", "member.removed", "seats.changed"];
    let all_of_them = wait_until(|| {
        let types = types_of(&all.received());
        wanted.iter().all(|kind| types.contains(*kind)).then_some(())
    });
    assert!(all_of_them.is_some(), "{:?}", types_of(&all.received()));
}

#[test]
fn y2_webhooks_are_managed_by_the_platform_alone() {
    let stack = Stack::shared();
    let platform = stack.as_platform();
    let hook = Hook::create(stack, json!({"types": ["member.added"], "description": "a test"}));
    let shown = hook.view();
    assert_eq!(shown["enabled"], true);
    assert_eq!((&shown["types"], &shown["stores"]), (&json!(["member.added"]), &json!([])));
    assert!(shown.get("secret").is_none(), "it is shown at creation and rotation only");
    let listed = platform.get("/webhooks?limit=100").assert_status(200);
    assert!(listed["webhooks"].as_array().unwrap().iter().any(|webhook| webhook["id"] == shown["id"]));

    let etag = platform.get(&hook.path).etag();
    let change = json!({"types": ["member.removed"], "description": null});
    let changed = platform.clone().with_header("if-match", &etag).patch(&hook.path, &change);
    let changed = changed.assert_status(200);
    assert_eq!((&changed["types"], &changed["description"]), (&json!(["member.removed"]), &Value::Null));
    platform
        .clone()
        .with_header("if-match", &etag)
        .patch(&hook.path, &change)
        .assert_problem(412, "precondition_failed");
    let disabled = platform.patch(&hook.path, &json!({"enabled": false})).assert_status(200);
    assert_eq!((&disabled["enabled"], &disabled["disabled_reason"]), (&json!(false), &json!("by_platform")));

    let store = stack.create_store("ecwid", "unlimited");
    let owner = stack.as_person(&store.owner);
    for path in ["/webhooks", hook.path.as_str()] {
        owner.get(path).assert_status(403);
    }
    owner.post("/webhooks", &json!({"url": "https://shop.example/"})).assert_status(403);
    platform.get("/webhooks/00000000-0000-4000-8000-000000000000").assert_problem(404, "not_found");
    platform.get(&format!("{}?x=1", hook.path)).assert_field_error("x");
    platform.delete(&hook.path).assert_status(204);
    platform.get(&hook.path).assert_problem(404, "not_found");
}

#[test]
fn y2_no_webhook_leads_into_a_private_network() {
    let stack = Stack::shared();
    for url in [
        "http://shop.example/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fd00:ec2::254]/",
        "https://[::ffff:127.0.0.1]/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "http://10.0.0.1/",
        "http://[::1]:3000/",
        "ftp://shop.example/",
        "shop.example",
        "https://user@shop.example/",
    ] {
        let refused = stack.as_platform().post("/webhooks", &json!({"url": url}));
        refused.assert_field_error("/url");
    }
    stack.as_platform().post("/webhooks", &json!({})).assert_field_error("/url");
    let unknown = json!({"url": "https://shop.example/", "types": ["member.vanished"]});
    stack.as_platform().post("/webhooks", &unknown).assert_field_error("/types/0");
}

#[test]
fn y2_the_secret_is_replaced_and_the_one_before_signs_for_a_day() {
    let stack = Stack::private();
    let hook = Hook::create(&stack, json!({}));
    let rotated = stack.as_platform().post(&format!("{}/secret", hook.path), &json!({})).assert_status(200);
    let secret = rotated["secret"].as_str().expect("a secret").to_owned();
    assert_ne!(secret, hook.secret);
    hook.post("/test", &json!({}));
    let request = hook.wait_for(1).remove(0);
    assert!(is_signed_by(&request, &secret) && is_signed_by(&request, &hook.secret));
    assert_eq!(signatures(&request), 2);
    stack.advance_clock(DAY + MINUTE);
    hook.post("/test", &json!({}));
    let request = hook.wait_for(2).remove(0);
    assert!(is_signed_by(&request, &secret) && !is_signed_by(&request, &hook.secret));
    assert_eq!(signatures(&request), 1);
    let log = stack.log();
    for secret in [&secret, &hook.secret] {
        assert!(!log.contains(&secret["whsec_".len()..]), "a secret is in the log");
    }
}

#[test]
fn y2_a_secret_is_given_again_to_the_same_request_only() {
    let stack = Stack::shared();
    let hook = Hook::create(stack, json!({}));
    let rotate = |key: &str| {
        let platform = stack.as_platform().with_header("idempotency-key", key);
        platform.post(&format!("{}/secret", hook.path), &json!({})).assert_status(200)["secret"].clone()
    };
    let key = unique_id();
    let first = rotate(&key);
    assert_eq!(rotate(&key), first);
    assert_ne!(rotate(&unique_id()), first);
}

#[test]
fn y2_a_test_is_sent_whatever_the_types_are() {
    let stack = Stack::shared();
    let hook = Hook::create(stack, json!({"types": ["member.added"]}));
    hook.post("/test", &json!({}));
    let event = event_of(&hook.wait_for(1)[0]);
    assert_eq!((&event["type"], &event["subject"]["kind"]), (&json!("webhook.test"), &json!("webhook")));
    let delivery = hook.wait_for_delivery(|delivery| delivery["status"] == "delivered");
    assert_eq!(delivery["type"], "webhook.test");
}

#[test]
fn y2_a_failed_delivery_is_attempted_ten_times_with_the_same_id() {
    let stack = Stack::private();
    let hook = Hook::create(&stack, json!({"types": ["webhook.test"]}));
    hook.answers_with(&json!({"status": 500}));
    hook.post("/test", &json!({}));
    hook.wait_for(1);
    let waits = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
    for (number, wait) in (1_u64..).zip(waits) {
        let delivery = hook.wait_for_delivery(|delivery| {
            let left = hook.seconds_to_next(delivery).unwrap_or_default();
            delivery["attempts"] == number && left <= wait && (wait < LEASE || left > LEASE)
        });
        assert_eq!((&delivery["status"], &delivery["last_status"]), (&json!("pending"), &json!(500)));
        stack.advance_clock(wait);
        hook.wait_for(usize::try_from(number).unwrap() + 1);
    }
    let failed = hook.wait_for_delivery(|delivery| delivery["status"] == "failed");
    assert_eq!((&failed["attempts"], &failed["next_attempt_at"]), (&json!(10), &Value::Null));
    stack.advance_clock(2 * DAY);
    let requests = hook.received();
    assert_eq!(requests.len(), 10, "no more than ten");
    let ids: BTreeSet<String> =
        requests.iter().map(|request| request["headers"]["webhook-id"].to_string()).collect();
    let bodies: BTreeSet<String> = requests.iter().map(|request| request["body"].to_string()).collect();
    assert_eq!((ids.len(), bodies.len()), (1, 1), "the same message each time");
    assert_eq!(hook.view()["enabled"], true, "it failed for three days");
}

#[test]
fn y2_a_delivery_that_is_taken_at_last_ends() {
    let stack = Stack::private();
    let hook = Hook::create(&stack, json!({"types": ["webhook.test"]}));
    hook.answers_with(&json!({"status": 503}));
    hook.post("/test", &json!({}));
    hook.wait_for_delivery(|delivery| delivery["last_status"] == 503);
    hook.answers_with(&json!({"status": 204}));
    stack.advance_clock(MINUTE);
    let delivery = hook.wait_for_delivery(|delivery| delivery["status"] == "delivered");
    assert_eq!((&delivery["attempts"], &delivery["last_status"]), (&json!(2), &json!(204)));
}

#[test]
fn y2_an_endpoint_that_answers_410_is_disabled_and_can_be_revived() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let hook = Hook::create(stack, json!({"stores": [store.id], "types": ["member.added"]}));
    hook.answers_with(&json!({"status": 410}));
    store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    hook.wait_for_delivery(|delivery| delivery["status"] == "failed" && delivery["last_status"] == 410);
    let disabled = hook.view();
    assert_eq!((&disabled["enabled"], &disabled["disabled_reason"]), (&json!(false), &json!("gone")));
    let other = Hook::create(stack, json!({"stores": [store.id], "types": ["member.added"]}));
    store.add_new_member("Ben", json!({"permissions": ["sales"]}));
    other.wait_for(1);
    hook.answers_with(&json!({"status": 200}));
    let revived = stack.as_platform().patch(&hook.path, &json!({"enabled": true})).assert_status(200);
    assert_eq!((&revived["enabled"], &revived["disabled_reason"]), (&json!(true), &Value::Null));
    let cleo = store.add_new_member("Cleo", json!({"permissions": ["sales"]}));
    let request = hook.wait_for(2).remove(0);
    assert_eq!(event_of(&request)["subject"]["id"], cleo.sub, "what came while it was disabled is not sent");
}

#[test]
fn y2_a_webhook_that_fails_for_five_days_is_disabled_and_the_platform_is_told() {
    let stack = Stack::private();
    let hook = Hook::create(&stack, json!({"types": ["webhook.test"]}));
    hook.answers_with(&json!({"status": 500}));
    hook.post("/test", &json!({}));
    hook.wait_for_delivery(|delivery| delivery["last_status"] == 500);
    stack.advance_clock(4 * DAY);
    hook.wait_for_delivery(|delivery| delivery["attempts"].as_u64() >= Some(2));
    assert_eq!(hook.view()["enabled"], true);
    stack.advance_clock(DAY);
    let disabled = wait_until(|| Some(hook.view()).filter(|webhook| webhook["enabled"] == false));
    assert_eq!(disabled.expect("it is disabled")["disabled_reason"], "failing");
    let told = wait_until(|| {
        let inbox = stack.anonymous().get("/_local/inbox?to=platform@example.com").assert_status(200);
        inbox["messages"].as_array()?.first().cloned()
    });
    let mail = told.expect("a mail");
    assert!(mail["text"].as_str().unwrap().contains(&hook.path["/webhooks/".len()..]), "{mail}");
}

#[test]
fn y2_a_slow_endpoint_delays_no_other() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let slow = Hook::create(&stack, json!({"types": ["invitation.created"]}));
    let fast = Hook::create(&stack, json!({"types": ["invitation.created"]}));
    slow.answers_with(&json!({"delay_ms": 4000}));
    let invited = 12;
    let started = std::time::Instant::now();
    for number in 0..invited {
        store
            .as_owner()
            .invite(&format!("p{number}@example.org"), json!({"permissions": ["sales"]}))
            .assert_status(201);
    }
    fast.wait_for(invited);
    let took = started.elapsed();
    let in_flight = slow.received().len();
    assert!(
        in_flight <= 4 * (1 + usize::try_from(took.as_secs() / 4).unwrap()),
        "{in_flight} after {took:?}"
    );
    slow.answers_with(&json!({"delay_ms": 0}));
    slow.wait_for(invited);
}

#[test]
fn y2_what_was_published_is_replayed_also_from_before_the_webhook() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = store.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let ben = store.add_new_member("Ben", json!({"permissions": ["sales"]}));
    let added = wait_until(|| {
        let events = stack.bus(&store);
        let added = events.iter().filter(|event| event["detail-type"] == "member.added");
        Some(added.map(|event| event["detail"].clone()).collect::<Vec<_>>()).filter(|added| added.len() == 2)
    });
    let added = added.expect("two members");
    stack.advance_clock(3 * DAY);
    let hook = Hook::create(&stack, json!({"types": ["member.added"], "stores": [store.id]}));
    hook.post("/replay", &json!({"event_ids": [added[0]["id"]]}));
    let [request] = hook.wait_for(1).try_into().expect("one request");
    assert_eq!(event_of(&request), added[0]);

    let cleo = store.add_new_member("Cleo", json!({"permissions": ["sales"]}));
    hook.wait_for(2);
    hook.post("/replay", &json!({"since": added[0]["at"]}));
    let requests = hook.wait_for(5);
    let subjects: Vec<Value> =
        requests.iter().map(|request| event_of(request)["subject"]["id"].clone()).collect();
    for person in [&ana, &ben, &cleo] {
        assert!(subjects.contains(&json!(person.sub)), "{subjects:?}");
    }
    assert_eq!(types_of(&requests), BTreeSet::from(["member.added".to_owned()]));
    let replayed = requests.iter().filter(|request| event_of(request)["id"] == added[0]["id"]);
    let ids: BTreeSet<String> =
        replayed.map(|request| request["headers"]["webhook-id"].to_string()).collect();
    assert_eq!(ids.len(), 1, "the message has its id");

    stack
        .as_platform()
        .post(&format!("{}/replay", hook.path), &json!({}))
        .assert_problem(422, "invalid_field");
    let both = json!({"since": added[0]["at"], "event_ids": []});
    stack.as_platform().post(&format!("{}/replay", hook.path), &both).assert_field_error("/event_ids");
}

#[test]
fn y2_there_are_twenty_webhooks_at_most() {
    let stack = Stack::private();
    let hooks: Vec<Hook<'_>> = (0..20).map(|_| Hook::create(&stack, json!({}))).collect();
    let url = json!({"url": "https://shop.example/"});
    let refused = stack.as_platform().post("/webhooks", &url);
    refused.assert_problem(429, "quota_exceeded");
    assert!(refused.retry_after() > 0);
    let first = stack.as_platform().get("/webhooks?limit=15").assert_status(200);
    let cursor = first["next_cursor"].as_str().expect("a second page");
    let second = stack.as_platform().get(&format!("/webhooks?limit=15&cursor={cursor}")).assert_status(200);
    assert_eq!((second["webhooks"].as_array().unwrap().len(), &second["next_cursor"]), (5, &Value::Null));
    drop(hooks);
    let created = stack.as_platform().post("/webhooks", &url).assert_status(201);
    assert_eq!(created["url"], "https://shop.example/");
}

#[test]
fn y2_deliveries_are_listed_in_pages_newest_first() {
    let stack = Stack::shared();
    let hook = Hook::create(stack, json!({"types": ["webhook.test"]}));
    for _ in 0..3 {
        hook.post("/test", &json!({}));
    }
    hook.wait_for(3);
    let platform = stack.as_platform();
    let first = platform.get(&format!("{}/deliveries?limit=2", hook.path)).assert_status(200);
    let cursor = first["next_cursor"].as_str().expect("a second page");
    let second =
        platform.get(&format!("{}/deliveries?limit=2&cursor={cursor}", hook.path)).assert_status(200);
    let ids: Vec<String> = [&first, &second]
        .iter()
        .flat_map(|page| page["deliveries"].as_array().unwrap())
        .map(|delivery| delivery["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.is_sorted_by(|newer, older| newer > older), "{ids:?}");
    let other = Hook::create(stack, json!({}));
    platform.get(&format!("{}/deliveries?cursor={cursor}", other.path)).assert_field_error("cursor");
}
