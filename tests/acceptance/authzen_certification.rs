//! Row Y3: the certification scenario of the AuthZEN Authorization API 1.0, levels Basic Core, Batch Core, Search Core and
//! Discovery, against the catalog `records`.
//!
//! Source: OpenID AuthZEN working group, "Authorization API 1.0 - Certification Scenario"
//! (github.com/openid/authzen, `certification/authorization-api-1_0-scenario.md`). The numbers are those of its sections.

use crate::support::{Client, Person, Response, Stack, TestStore, Value, json};

const EVALUATION: &str = "/access/v1/evaluation";
const EVALUATIONS: &str = "/access/v1/evaluations";
const SUBJECT: &str = "/access/v1/search/subject";
const RESOURCE: &str = "/access/v1/search/resource";
const ACTION: &str = "/access/v1/search/action";

/// A stack with the fixture of the scenario (section 1), which has its own ids of stores and people.
struct Scenario {
    stack: Stack,
}

impl Scenario {
    fn start() -> Self {
        let stack = Stack::private();
        let owner = Person::new("Olga Owner");
        let record = |id: &str| TestStore {
            stack: &stack,
            id: id.to_owned(),
            name: format!("Record {id}"),
            catalog: "records".to_owned(),
            owner: owner.clone(),
        };
        for id in ["record-1", "record-2"] {
            record(id).put("default", &owner).assert_status(201);
        }
        for (id, permissions) in [("alice", json!(["read", "write"])), ("bob", json!(["read"]))] {
            let person = Person::new(id).with_id(id);
            record("record-1").add_member(&person, json!({"permissions": permissions}));
        }
        Self { stack }
    }

    fn platform(&self) -> Client<'_> {
        self.stack.as_platform()
    }

    fn post(&self, path: &str, body: &Value) -> Response {
        self.platform().post(path, body)
    }

    #[track_caller]
    fn ok(&self, path: &str, body: &Value) -> Value {
        let response = self.post(path, body);
        assert_eq!(response.header("content-type"), Some("application/json"), "{response}");
        response.assert_status(200)
    }

    #[track_caller]
    fn bad(&self, path: &str, body: &Value) {
        self.post(path, body).assert_problem(400, "malformed_request");
    }
}

fn user(id: &str) -> Value {
    json!({"type": "user", "id": id})
}

fn record(id: &str) -> Value {
    json!({"type": "record", "id": id})
}

fn evaluation(id: &str, action: &str, resource: &str) -> Value {
    json!({"subject": user(id), "action": {"name": action}, "resource": record(resource)})
}

/// The body with other members.
fn with(mut body: Value, members: &Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

fn decisions(answer: &Value) -> Vec<bool> {
    let list = answer["evaluations"].as_array().unwrap_or_else(|| panic!("{answer}"));
    list.iter().map(|one| one["decision"].as_bool().unwrap()).collect()
}

fn ids(answer: &Value, member: &str) -> Vec<String> {
    let list = answer["results"].as_array().unwrap_or_else(|| panic!("{answer}"));
    list.iter().map(|one| one[member].as_str().unwrap().to_owned()).collect()
}

#[test]
fn y3_the_certification_scenario_basic_core() {
    let scenario = Scenario::start();
    let alice_reads = evaluation("alice", "read", "record-1");
    // 2.2.1, 2.2.2 and the rules of 1.4; 2.6: the same each time.
    for _ in 0..3 {
        for (id, action, decision) in [
            ("alice", "read", true),
            ("alice", "write", true),
            ("bob", "read", true),
            ("bob", "write", false),
        ] {
            let answer = scenario.ok(EVALUATION, &evaluation(id, action, "record-1"));
            assert_eq!(answer["decision"], decision, "{id} {action}");
            assert!(answer["context"].is_null() || answer["context"].is_object(), "{answer}");
        }
    }
    // 2.2.3, 2.2.8, 2.2.9.
    let context = json!({"context": {"time": "2025-06-27T18:03-07:00", "ip": "192.168.1.1"}});
    let unknown = json!({"foo": "bar", "futureField": {"nested": true}});
    let properties = json!({
        "subject": {"type": "user", "id": "alice", "properties": {"department": "Sales", "role": "manager"}},
        "action": {"name": "read", "properties": {"method": "GET"}},
        "resource": {"type": "record", "id": "record-1", "properties": {"status": "active", "owner": "bob"}},
    });
    for more in [context, unknown, properties] {
        assert_eq!(scenario.ok(EVALUATION, &with(alice_reads.clone(), &more)), json!({"decision": true}));
    }
    // 2.4.1, 2.4.2, 2.4.6.
    for name in ["subject", "action", "resource"] {
        scenario.bad(EVALUATION, &without(alice_reads.clone(), name));
    }
    for wrong in [
        json!({"subject": {"id": "alice"}}),
        json!({"subject": {"type": "user"}}),
        json!({"action": {}}),
        json!({"resource": {"id": "record-1"}}),
        json!({"resource": {"type": "record"}}),
        json!({"subject": "alice"}),
        json!({"action": {"name": 123}}),
    ] {
        scenario.bad(EVALUATION, &with(alice_reads.clone(), &wrong));
    }
    // 2.4.3, 2.4.4, 2.4.5.
    let send = |media_type: &str, body: &[u8]| {
        let client = scenario.platform().with_header("content-type", media_type);
        client.send("POST", EVALUATION, Some(body.to_vec()))
    };
    let body = alice_reads.to_string();
    send("application/json; charset=utf-8", body.as_bytes()).assert_status(200);
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json"] {
        send(media_type, body.as_bytes()).assert_problem(400, "malformed_request");
    }
    send("application/json", b"{").assert_problem(400, "malformed_request");
    send("application/json", b"").assert_problem(400, "malformed_request");
    // 2.5.
    let named = scenario.platform().with_header("x-request-id", "bfe9eb29-ab87");
    for (body, status) in [(alice_reads.clone(), 200), (json!({}), 400)] {
        let response = named.post(EVALUATION, &body);
        assert_eq!((response.status, response.header("x-request-id")), (status, Some("bfe9eb29-ab87")));
    }
    assert_eq!(scenario.post(EVALUATION, &alice_reads).header("x-request-id"), None);
}

#[test]
fn y3_the_certification_scenario_batch_core() {
    let scenario = Scenario::start();
    let records = json!([{"resource": record("record-1")}, {"resource": record("record-2")}]);
    let alice_reads = json!({"subject": user("alice"), "action": {"name": "read"}});
    // 3.2.1, 3.3.
    let both = with(alice_reads.clone(), &json!({"evaluations": records}));
    assert_eq!(decisions(&scenario.ok(EVALUATIONS, &both)).len(), 2);
    // 3.2.2.
    let bob = json!({
        "subject": user("bob"), "resource": record("record-1"),
        "evaluations": [{"action": {"name": "read"}}, {"action": {"name": "write"}}],
    });
    let answer = scenario.ok(EVALUATIONS, &bob);
    assert_eq!(decisions(&answer), [true, false]);
    assert!(answer.get("decision").is_none(), "{answer}");
    // 3.2.5.
    let complete = json!({"evaluations": [
        evaluation("alice", "read", "record-1"), evaluation("bob", "write", "record-1"),
    ]});
    assert_eq!(decisions(&scenario.ok(EVALUATIONS, &complete)), [true, false]);
    // 3.2.6.
    let context = with(
        alice_reads.clone(),
        &json!({
            "context": {"time": "2025-06-27T18:03-07:00"},
            "evaluations": [
                {"resource": record("record-1")},
                {"resource": record("record-2"), "context": {"time": "2025-06-27T19:00-07:00", "source": "override"}},
            ],
        }),
    );
    assert_eq!(decisions(&scenario.ok(EVALUATIONS, &context)).len(), 2);
    // 3.4.1.
    let partial = with(
        alice_reads.clone(),
        &json!({
            "options": {"evaluations_semantic": "execute_all"}, "evaluations": [{"resource": record("record-1")}, {}],
        }),
    );
    let answer = scenario.ok(EVALUATIONS, &partial);
    assert_eq!(decisions(&answer), [true, false]);
    assert_eq!(answer["evaluations"][1]["context"]["error"]["status"], 400);
    // 3.4.2, 3.4.3.
    let single = evaluation("alice", "read", "record-1");
    for body in [single.clone(), with(single.clone(), &json!({"evaluations": []}))] {
        assert_eq!(scenario.ok(EVALUATIONS, &body), json!({"decision": true}));
    }
    scenario.bad(EVALUATIONS, &without(single, "subject"));
}

#[test]
fn y3_the_certification_scenario_search_core() {
    let scenario = Scenario::start();
    let context = json!({"context": {"time": "2025-06-27T18:03-07:00", "ip": "192.168.1.1"}});
    // 4.2.
    let readers = json!({
        "subject": {"type": "user"}, "action": {"name": "read"}, "resource": record("record-1"),
    });
    let found = scenario.ok(SUBJECT, &readers);
    let people = ids(&found, "id");
    assert!(people.contains(&"alice".to_owned()) && people.contains(&"bob".to_owned()), "{found}");
    assert!(ids(&found, "type").iter().all(|kind| kind == "user"), "{found}");
    for more in [context.clone(), json!({"subject": user("alice")})] {
        assert_eq!(scenario.ok(SUBJECT, &with(readers.clone(), &more))["results"], found["results"]);
    }
    // 4.3.
    let readable =
        json!({"subject": user("alice"), "action": {"name": "read"}, "resource": {"type": "record"}});
    let found = scenario.ok(RESOURCE, &readable);
    assert!(ids(&found, "id").contains(&"record-1".to_owned()), "{found}");
    assert!(ids(&found, "type").iter().all(|kind| kind == "record"), "{found}");
    for more in [context.clone(), json!({"resource": record("record-1")})] {
        assert_eq!(scenario.ok(RESOURCE, &with(readable.clone(), &more))["results"], found["results"]);
    }
    // 4.4.
    let actions = json!({"subject": user("alice"), "resource": record("record-1")});
    let found = scenario.ok(ACTION, &actions);
    assert_eq!(ids(&found, "name"), ["read", "write"]);
    assert_eq!(scenario.ok(ACTION, &with(actions.clone(), &context))["results"], found["results"]);
    // 4.5.
    let mut page = scenario.ok(SUBJECT, &with(readers.clone(), &json!({"page": {"limit": 1}})));
    let mut paged = ids(&page, "id");
    while page["page"]["next_token"] != "" {
        let next = json!({"page": {"token": page["page"]["next_token"]}});
        page = scenario.ok(SUBJECT, &with(readers.clone(), &next));
        paged.extend(ids(&page, "id"));
        assert!(paged.len() <= people.len(), "{paged:?}");
    }
    assert_eq!(paged, people);
    // 4.6.
    for (path, body) in [
        (ACTION, with(actions.clone(), &json!({"subject": user("nonexistent-user")}))),
        (ACTION, with(actions.clone(), &json!({"resource": record("nonexistent-record")}))),
        (SUBJECT, with(readers.clone(), &json!({"subject": {"type": "spaceship"}}))),
        (SUBJECT, with(readers.clone(), &json!({"resource": record("nonexistent-record")}))),
        (RESOURCE, with(readable.clone(), &json!({"resource": {"type": "spaceship"}}))),
        (RESOURCE, with(readable.clone(), &json!({"subject": user("nonexistent-user")}))),
    ] {
        assert_eq!(scenario.ok(path, &body)["results"], json!([]), "{body}");
    }
    // 4.7.
    scenario.bad(SUBJECT, &without(readers.clone(), "action"));
    scenario.bad(RESOURCE, &without(readable.clone(), "subject"));
    scenario.bad(ACTION, &without(actions.clone(), "resource"));
    let nobody =
        json!({"subject": {"type": "user"}, "action": {"name": "read"}, "resource": {"type": "record"}});
    scenario.bad(SUBJECT, &nobody);
    scenario.bad(RESOURCE, &nobody);
    scenario.bad(ACTION, &json!({"subject": {"type": "user"}, "resource": record("record-1")}));
}

/// Section 6. The stack is behind TLS as far as it can tell: a TLS front names what its client used in these headers.
#[test]
fn y3_the_certification_scenario_discovery() {
    let stack = Stack::shared();
    let front = || {
        let client = stack.anonymous().with_header("x-forwarded-proto", "https");
        client.with_header("x-forwarded-host", "pdp.example.com")
    };
    let response = front().get("/.well-known/authzen-configuration");
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert_eq!(response.header("cache-control"), Some("public, max-age=3600"));
    assert_eq!(response.assert_status(200), metadata("https://pdp.example.com"));
    let own = stack.anonymous().get("/.well-known/authzen-configuration").assert_status(200);
    assert_eq!(own, metadata(stack.url("").trim_end_matches('/')), "without a front");
    stack.anonymous().get("/.well-known/authzen-configuration?x=1").assert_field_error("x");
}

fn metadata(base: &str) -> Value {
    let at = |path: &str| format!("{base}/access/v1/{path}");
    json!({
        "policy_decision_point": base,
        "access_evaluation_endpoint": at("evaluation"),
        "access_evaluations_endpoint": at("evaluations"),
        "search_subject_endpoint": at("search/subject"),
        "search_resource_endpoint": at("search/resource"),
        "search_action_endpoint": at("search/action"),
    })
}
