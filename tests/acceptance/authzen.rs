//! Row Y3: access evaluations by the AuthZEN Authorization API 1.0, beyond its certification scenario.

use crate::support::{Person, Response, Stack, TestStore, Value, json};

const EVALUATION: &str = "/access/v1/evaluation";
const EVALUATIONS: &str = "/access/v1/evaluations";

fn question(user: &str, action: &str, resource: &Value) -> Value {
    json!({"subject": {"type": "user", "id": user}, "action": {"name": action}, "resource": resource})
}

fn store(id: &str) -> Value {
    json!({"type": "store", "id": id})
}

fn activity(store: &str, id: &str) -> Value {
    json!({"type": "activity", "id": id, "properties": {"store": store}})
}

#[track_caller]
fn decision(response: &Response) -> bool {
    let answer = response.assert_status(200);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    answer["decision"].as_bool().unwrap_or_else(|| panic!("{response}"))
}

#[test]
fn y3_a_denial_says_what_access_says() {
    let stack = Stack::shared();
    let shop = stack.create_store("sendcloud", "default");
    let ana = shop.add_new_member("Ana", json!({"roles": ["member"], "locale": "fr"}));
    let platform = stack.as_platform();
    let ask = |user: &str, action: &str| platform.post(EVALUATION, &question(user, action, &store(&shop.id)));

    assert_eq!(ask(&ana.sub, "orders").assert_status(200), json!({"decision": true}));
    let denied = ask(&ana.sub, "settings").assert_status(200);
    let access = shop.as_person(&ana).access(&["settings"]).assert_status(200);
    let expected = json!({
        "reason_user": {"fr": access["message"]}, "missing": access["missing"], "contact": access["contact"],
    });
    assert_eq!(denied, json!({"decision": false, "context": expected}));
    assert_eq!(access["contact"], json!({"name": shop.owner.name, "email": shop.owner.email}));

    let stranger = ask("stranger", "orders").assert_status(200);
    assert_eq!((&stranger["decision"], &stranger["context"]["missing"]), (&json!(false), &json!(["orders"])));
    assert_eq!(stranger["context"]["contact"], access["contact"]);
    assert!(decision(&ask(&shop.owner.sub, "settings")));

    shop.as_owner().remove_member(&ana).assert_status(204);
    assert!(!decision(&ask(&ana.sub, "orders")), "at once");
}

#[test]
fn y3_people_ask_about_themselves_and_the_platform_and_support_about_anyone() {
    let stack = Stack::shared();
    let shop = stack.create_store("ecwid", "unlimited");
    let (ana, ben) = (
        shop.add_new_member("Ana", json!({"permissions": ["sales"]})),
        shop.add_new_member("Ben", json!({"permissions": ["sales"]})),
    );
    let about = |person: &Person| question(&person.sub, "sales", &store(&shop.id));
    assert!(decision(&stack.as_person(&ana).post(EVALUATION, &about(&ana))));
    stack.as_person(&ana).post(EVALUATION, &about(&ben)).assert_problem(403, "forbidden");
    let both = json!({"evaluations": [about(&ana), about(&ben)]});
    stack.as_person(&ana).post(EVALUATIONS, &both).assert_problem(403, "forbidden");
    assert_eq!(stack.anonymous().post(EVALUATION, &about(&ana)).status, 401);

    let agent = stack.as_support_agent();
    assert!(!decision(&agent.post(EVALUATION, &about(&ana))), "the owner has not let support in");
    shop.as_owner().change_store(&json!({"settings": {"support_access": true}})).assert_status(200);
    assert!(decision(&agent.post(EVALUATION, &about(&ana))));
    assert!(decision(&agent.post(EVALUATION, &question("agent-7", "sales", &store(&shop.id)))));
    assert!(!decision(&agent.post(EVALUATION, &question("agent-7", "billing", &store(&shop.id)))));
    assert!(!decision(&agent.post(EVALUATION, &question(&shop.owner.sub, "billing", &store(&shop.id)))));
}

#[test]
fn y3_what_does_not_exist_is_denied_and_no_error() {
    let stack = Stack::shared();
    let shop = stack.create_store("ticketing", "default");
    let (owner, id) = (shop.owner.sub.as_str(), shop.id.as_str());
    shop.as_owner()
        .put_activity("gala", &json!({"name": "Gala", "order_notifications": false}))
        .assert_success();
    let platform = stack.as_platform();
    let ask = |body: &Value| decision(&platform.post(EVALUATION, body));
    assert!(ask(&question(owner, "check_in", &store(id))));
    assert!(ask(&question(owner, "check_in", &activity(id, "gala"))));
    let long = "x".repeat(3000);
    for (user, action, resource) in [
        (owner, "unheard-of", store(id)),
        (owner, "No Slug", store(id)),
        (owner, "", store(id)),
        (owner, long.as_str(), store(id)),
        (owner, "check_in", store("nowhere")),
        (owner, "check_in", store("No Slug")),
        (owner, "check_in", store("")),
        (owner, "check_in", json!({"type": "record", "id": id})),
        (owner, "check_in", json!({"type": "spaceship", "id": id})),
        (owner, "check_in", activity(id, "unheard-of")),
        (owner, "check_in", activity("nowhere", "gala")),
        (owner, "check_in", json!({"type": "activity", "id": "gala"})),
        (owner, "check_in", json!({"type": "activity", "id": "gala", "properties": {"store": 7}})),
        ("\u{e9}", "check_in", store(id)),
        ("", "check_in", store(id)),
        (long.as_str(), "check_in", store(id)),
    ] {
        let body = question(user, action, &resource);
        assert!(!ask(&body), "{body}");
        let context = platform.post(EVALUATION, &body).assert_status(200)["context"].clone();
        assert!(context["reason_user"].is_object() && context["missing"].is_array(), "{body}: {context}");
        assert!(context.to_string().len() < 1000, "{context}");
    }
    let robot = json!({"subject": {"type": "robot", "id": owner}, "action": {"name": "check_in"}, "resource": store(id)});
    assert!(!ask(&robot));
    assert!(!decision(&stack.as_person(&Person::new("Ana")).post(EVALUATION, &robot)));
}

#[test]
fn y3_what_is_malformed_is_400_and_names_the_field() {
    let stack = Stack::shared();
    let good = question("ana", "read", &store("nowhere"));
    let pointer = |path: &str, body: &Value| {
        let problem = stack.as_platform().post(path, body).assert_problem(400, "malformed_request");
        problem["errors"][0]["pointer"].as_str().unwrap_or_default().to_owned()
    };
    for (member, value, expected) in [
        ("subject", json!(null), "/subject"),
        ("subject", json!([]), "/subject"),
        ("subject", json!({"type": "user"}), "/subject/id"),
        ("subject", json!({"type": "user", "id": "a", "properties": []}), "/subject/properties"),
        ("action", json!({"name": ["read"]}), "/action/name"),
        ("resource", json!({"type": 1, "id": "x"}), "/resource/type"),
        ("context", json!("x"), "/context"),
    ] {
        let mut body = good.clone();
        body[member] = value;
        assert_eq!(pointer(EVALUATION, &body), expected, "{body}");
        assert_eq!(pointer(EVALUATIONS, &body), expected, "{body}");
    }
    for (member, value, expected) in [
        ("evaluations", json!({}), "/evaluations"),
        ("evaluations", json!([7]), "/evaluations/0"),
        ("evaluations", json!(vec![json!({}); 51]), "/evaluations"),
        ("options", json!([]), "/options"),
        ("options", json!({"evaluations_semantic": "all"}), "/options/evaluations_semantic"),
    ] {
        let mut body = good.clone();
        body[member] = value;
        assert_eq!(pointer(EVALUATIONS, &body), expected, "{body}");
    }
    let twice = br#"{"subject":{"type":"user","id":"a"},"subject":{"type":"user","id":"b"}}"#.to_vec();
    stack.as_platform().send("POST", EVALUATION, Some(twice)).assert_problem(400, "malformed_request");
    let large = json!({"x": "x".repeat(300_000)});
    stack.as_platform().post(EVALUATION, &large).assert_problem(413, "payload_too_large");
    let ignored = stack.as_platform().post(&format!("{EVALUATION}?x=1&x=2"), &good);
    assert!(!decision(&ignored));
}

#[test]
fn y3_a_semantic_says_where_the_answers_end() {
    let stack = Stack::shared();
    let shop = stack.create_store("ecwid", "unlimited");
    let ana = shop.add_new_member("Ana", json!({"permissions": ["sales", "catalog"]}));
    let ask = |semantic: Option<&str>, actions: &[&str]| -> Vec<bool> {
        let mut body = json!({
            "subject": {"type": "user", "id": ana.sub}, "resource": store(&shop.id),
            "evaluations": actions.iter().map(|name| json!({"action": {"name": name}})).collect::<Vec<_>>(),
        });
        if let Some(semantic) = semantic {
            body["options"] = json!({"evaluations_semantic": semantic, "another_option": "value"});
        }
        let answer = stack.as_person(&ana).post(EVALUATIONS, &body).assert_status(200);
        assert!(answer.get("decision").is_none(), "{answer}");
        let list = answer["evaluations"].as_array().unwrap();
        list.iter().map(|one| one["decision"].as_bool().unwrap()).collect()
    };
    let actions = ["sales", "reports", "catalog", "billing"];
    assert_eq!(ask(None, &actions), [true, false, true, false]);
    assert_eq!(ask(Some("execute_all"), &actions), [true, false, true, false]);
    assert_eq!(ask(Some("deny_on_first_deny"), &actions), [true, false]);
    assert_eq!(ask(Some("permit_on_first_permit"), &actions), [true]);
    let denied_first = ["reports", "billing", "sales", "catalog"];
    assert_eq!(ask(Some("deny_on_first_deny"), &denied_first), [false]);
    assert_eq!(ask(Some("permit_on_first_permit"), &denied_first), [false, false, true]);
    assert_eq!(ask(Some("permit_on_first_permit"), &["reports"]), [false]);
    // What is not valid counts as denied.
    let broken = json!({
        "subject": {"type": "user", "id": ana.sub}, "action": {"name": "sales"},
        "options": {"evaluations_semantic": "deny_on_first_deny"},
        "evaluations": [{"resource": store(&shop.id)}, {"resource": 7}, {"resource": store(&shop.id)}],
    });
    let answer = stack.as_person(&ana).post(EVALUATIONS, &broken).assert_status(200);
    assert_eq!(answer["evaluations"].as_array().unwrap().len(), 2);
    let error = json!({"status": 400, "message": "/resource: must be an object"});
    assert_eq!(answer["evaluations"][1], json!({"decision": false, "context": {"error": error}}));
}

/// Fifty questions about fifty stores of one owner, which take one hundred items.
fn fifty(owner: &Person, shops: &[TestStore<'_>]) -> Value {
    json!({
        "subject": {"type": "user", "id": owner.sub}, "action": {"name": "team"},
        "evaluations": shops.iter().map(|shop| json!({"resource": store(&shop.id)})).collect::<Vec<_>>(),
    })
}

#[test]
fn y3_fifty_evaluations_take_one_round_trip() {
    let stack = Stack::shared();
    let owner = Person::new("Olga Owner");
    let shops: Vec<_> = (0..50).map(|_| TestStore::create(stack, &owner, "ticketing", "default")).collect();
    let trips = |response: &Response| response.header("x-local-round-trips").unwrap().to_owned();
    let platform = stack.as_platform();

    let one = platform.post(EVALUATION, &question(&owner.sub, "team", &store(&shops[0].id)));
    assert_eq!((decision(&one), trips(&one).as_str()), (true, "1"));
    let response = platform.post(EVALUATIONS, &fifty(&owner, &shops));
    let answer = response.assert_status(200);
    assert_eq!(answer["evaluations"], json!(vec![json!({"decision": true}); 50]));
    assert_eq!(trips(&response), "1", "fifty stores");

    // Activities are more items than one request reads, so there are two requests, at once.
    let show = json!({"name": "Show", "order_notifications": false});
    shops[0].as_owner().put_activity("show", &show).assert_success();
    let mut body = fifty(&owner, &shops);
    for (index, shop) in shops.iter().enumerate() {
        body["evaluations"][index]["resource"] = activity(&shop.id, "show");
    }
    let response = platform.post(EVALUATIONS, &body);
    let answer = response.assert_status(200);
    let permitted = answer["evaluations"].as_array().unwrap().iter().filter(|one| one["decision"] == true);
    assert_eq!((permitted.count(), trips(&response).as_str()), (1, "1"));
}

#[test]
fn y3_an_evaluation_shows_that_a_member_is_active() {
    let stack = Stack::shared();
    let shop = stack.create_store("ecwid", "unlimited");
    let [ana, ben, cleo] =
        ["Ana", "Ben", "Cleo"].map(|name| shop.add_new_member(name, json!({"permissions": ["sales"]})));
    let active = |person: &Person| !shop.as_owner().member(person)["last_active_at"].is_null();
    let about = |person: &Person| question(&person.sub, "sales", &store(&shop.id));
    let body = json!({"evaluations": [about(&ana), about(&ana), about(&ben)]});
    stack.as_platform().post(EVALUATIONS, &body).assert_status(200);
    let first = json!({
        "options": {"evaluations_semantic": "permit_on_first_permit"}, "evaluations": [about(&ana), about(&cleo)],
    });
    stack.as_platform().post(EVALUATIONS, &first).assert_status(200);
    assert!(active(&ana) && active(&ben) && !active(&cleo));
}
