//! Row Y3: the searches of the AuthZEN Authorization API 1.0, beyond its certification scenario.

use crate::support::{Client, Person, Stack, TestStore, Value, json};

const SUBJECT: &str = "/access/v1/search/subject";
const RESOURCE: &str = "/access/v1/search/resource";
const ACTION: &str = "/access/v1/search/action";

/// All results of a search, read in pages of `limit`, and the number of pages.
#[track_caller]
fn all(client: &Client<'_>, path: &str, body: &Value, limit: usize) -> (Vec<Value>, usize) {
    let mut body = body.clone();
    body["page"] = json!({"limit": limit});
    let (mut results, mut pages) = (Vec::new(), 0);
    loop {
        let answer = client.post(path, &body).assert_status(200);
        let page = answer["results"].as_array().unwrap().clone();
        assert!(page.len() <= limit, "{answer}");
        assert_eq!(answer["page"]["count"], page.len());
        results.extend(page);
        pages += 1;
        assert!(pages < 100, "{answer}");
        match answer["page"]["next_token"].as_str().unwrap() {
            "" => return (results, pages),
            token => body["page"] = json!({"token": token}),
        }
    }
}

fn user(id: &str) -> Value {
    json!({"type": "user", "id": id})
}

fn store(id: &str) -> Value {
    json!({"type": "store", "id": id})
}

fn holders(shop: &TestStore<'_>, permission: &str) -> Value {
    json!({"subject": {"type": "user"}, "action": {"name": permission}, "resource": store(&shop.id)})
}

#[test]
fn y3_the_platform_finds_who_may_do_something() {
    let stack = Stack::shared();
    let shop = stack.create_store("ecwid", "unlimited");
    let grants = [json!(["sales"]), json!(["reports"]), json!(["sales", "reports"]), json!(["sales"])];
    let people: Vec<Person> =
        grants.iter().map(|held| shop.add_new_member("Ana", json!({"permissions": held}))).collect();
    let mut expected: Vec<String> = [0, 2, 3].map(|index: usize| people[index].sub.clone()).into();
    expected.sort();
    expected.insert(0, shop.owner.sub.clone());
    let expected: Vec<Value> = expected.iter().map(|id| user(id)).collect();
    let platform = stack.as_platform();
    for (limit, pages) in [(1, 4), (2, 2), (3, 2), (4, 1), (100, 1)] {
        let found = all(&platform, SUBJECT, &holders(&shop, "sales"), limit);
        assert_eq!(found, (expected.clone(), pages), "by {limit}");
    }
    assert_eq!(all(&platform, SUBJECT, &holders(&shop, "billing"), 5).0, [user(&shop.owner.sub)]);
    assert!(all(&platform, SUBJECT, &holders(&shop, "unheard-of"), 5).0.is_empty());
    // Each of them is one that an evaluation permits.
    for person in &expected {
        let question = json!({"subject": person, "action": {"name": "sales"}, "resource": store(&shop.id)});
        assert_eq!(platform.post("/access/v1/evaluation", &question).assert_status(200)["decision"], true);
    }
    for client in [stack.as_person(&shop.owner), stack.as_support_agent()] {
        assert_eq!(client.post(SUBJECT, &holders(&shop, "sales")).status, 403);
    }
    shop.as_owner().remove_member(&people[0]).assert_status(204);
    assert_eq!(all(&platform, SUBJECT, &holders(&shop, "sales"), 5).0.len(), 3);
}

#[test]
fn y3_a_person_finds_where_they_may_do_something() {
    let stack = Stack::shared();
    let ana = Person::new("Ana");
    let grants = [json!(["sales"]), json!(["reports"]), json!(["sales"]), json!(["sales"])];
    let mut expected: Vec<String> = Vec::new();
    for held in &grants {
        let shop = stack.create_store("ecwid", "unlimited");
        shop.add_member(&ana, json!({"permissions": held}));
        if held == &json!(["sales"]) {
            expected.push(shop.id);
        }
    }
    let own = TestStore::create(stack, &ana, "ecwid", "unlimited");
    let record = TestStore::create(stack, &ana, "records", "default");
    expected.push(own.id.clone());
    expected.sort();
    let expected: Vec<Value> = expected.iter().map(|id| store(id)).collect();
    let search = |kind: &str, action: &str| json!({"subject": user(&ana.sub), "action": {"name": action}, "resource": {"type": kind}});
    let (person, platform) = (stack.as_person(&ana), stack.as_platform());
    for (limit, pages) in [(1, 4), (3, 2), (4, 1), (100, 1)] {
        assert_eq!(all(&person, RESOURCE, &search("store", "sales"), limit), (expected.clone(), pages));
    }
    assert_eq!(all(&platform, RESOURCE, &search("store", "sales"), 10).0, expected);
    let record = json!({"type": "record", "id": record.id});
    assert_eq!(all(&person, RESOURCE, &search("record", "read"), 10).0, [record]);
    assert_eq!(all(&person, RESOURCE, &search("store", "team"), 10).0, [store(&own.id)]);
    assert!(all(&person, RESOURCE, &search("spaceship", "sales"), 10).0.is_empty());
    let other = stack.as_person(&Person::new("Ben"));
    other.post(RESOURCE, &search("store", "sales")).assert_problem(403, "forbidden");
}

#[test]
fn y3_activities_are_found_with_their_store() {
    let stack = Stack::shared();
    let ana = Person::new("Ana");
    let mut expected: Vec<(String, String)> = Vec::new();
    for (role, activities) in
        [("scanner", vec!["gala", "play"]), ("reports", vec!["gala"]), ("scanner", vec!["gala"])]
    {
        let shop = stack.create_store("ticketing", "default");
        shop.add_member(&ana, json!({"roles": [role]}));
        for id in activities {
            let activity = json!({"name": "Show", "order_notifications": false});
            shop.as_owner().put_activity(id, &activity).assert_success();
            if role == "scanner" {
                expected.push((shop.id.clone(), id.to_owned()));
            }
        }
    }
    let one = expected.last().unwrap().0.clone();
    expected.sort();
    let activity = |(store, id): &(String, String)| json!({"type": "activity", "id": id, "properties": {"store": store}});
    let search = json!({
        "subject": user(&ana.sub), "action": {"name": "check_in"}, "resource": {"type": "activity"},
    });
    let person = stack.as_person(&ana);
    let activities: Vec<Value> = expected.iter().map(activity).collect();
    for (limit, pages) in [(1, 3), (2, 2), (3, 1), (100, 1)] {
        assert_eq!(all(&person, RESOURCE, &search, limit), (activities.clone(), pages), "by {limit}");
    }
    for found in &activities {
        let question = json!({"subject": user(&ana.sub), "action": {"name": "check_in"}, "resource": found});
        assert_eq!(person.post("/access/v1/evaluation", &question).assert_status(200)["decision"], true);
    }
    // `properties.store` narrows the search to one store.
    let mut here = search.clone();
    here["resource"]["properties"] = json!({"store": one});
    assert_eq!(all(&person, RESOURCE, &here, 10).0, [activity(&(one, "gala".to_owned()))]);
    here["resource"]["properties"] = json!({"store": "nowhere"});
    assert!(all(&person, RESOURCE, &here, 10).0.is_empty());
}

#[test]
fn y3_the_actions_are_the_permissions_that_a_person_holds() {
    let stack = Stack::shared();
    let shop = stack.create_store("ecwid", "unlimited");
    let ana = shop.add_new_member("Ana", json!({"permissions": ["reports", "sales"]}));
    let search = |id: &str| json!({"subject": user(id), "resource": store(&shop.id)});
    let named = |names: &[&str]| -> Vec<Value> { names.iter().map(|name| json!({"name": name})).collect() };
    let person = stack.as_person(&ana);
    for (limit, pages) in [(1, 2), (2, 1), (50, 1)] {
        assert_eq!(all(&person, ACTION, &search(&ana.sub), limit), (named(&["sales", "reports"]), pages));
    }
    let catalog = shop.as_owner().catalog("en");
    let everything = catalog["permissions"].as_array().unwrap().len();
    assert_eq!(all(&stack.as_platform(), ACTION, &search(&shop.owner.sub), 3).0.len(), everything);
    person.post(ACTION, &search(&shop.owner.sub)).assert_problem(403, "forbidden");
    assert!(all(&stack.as_platform(), ACTION, &search("stranger"), 3).0.is_empty());
}

#[test]
fn y3_a_page_token_belongs_to_its_request() {
    let stack = Stack::shared();
    let shop = stack.create_store("ecwid", "unlimited");
    shop.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let platform = stack.as_platform();
    let search = |page: Value| {
        let mut body = holders(&shop, "sales");
        body["page"] = page;
        body
    };
    let first = platform.post(SUBJECT, &search(json!({"limit": 1}))).assert_status(200);
    let token = &first["page"]["next_token"];
    platform.post(SUBJECT, &search(json!({"token": token, "limit": 1}))).assert_status(200);
    let refused = |body: &Value| platform.post(SUBJECT, body).assert_problem(400, "malformed_request");
    refused(&search(json!({"token": token, "limit": 2})));
    let mut other = search(json!({"token": token}));
    other["action"]["name"] = json!("reports");
    refused(&other);
    for page in
        [json!({"token": "x"}), json!({"token": 7}), json!({"limit": -1}), json!({"limit": "5"}), json!([])]
    {
        refused(&search(page));
    }
    let none = platform.post(SUBJECT, &search(json!({"limit": 0}))).assert_status(200);
    assert_eq!(none["results"], json!([]));
    let token = &none["page"]["next_token"];
    assert_ne!(token, "", "there are results");
    let rest = platform.post(SUBJECT, &search(json!({"token": token}))).assert_status(200);
    assert_eq!((&rest["page"]["count"], &rest["page"]["next_token"]), (&json!(2), &json!("")));
    assert_eq!(
        platform.post(SUBJECT, &search(json!({"limit": 1000}))).assert_status(200)["page"]["count"],
        2
    );
}
