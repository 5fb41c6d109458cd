//! Lists: pages and filters.

use std::collections::HashSet;

use crate::support::{Client, Person, Stack, TestStore, Value, json, wait_until};

#[test]
fn x18_pages_hold_everyone_once() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let invited: Vec<String> = (0..9).map(|_| Person::new("Invitee").email).collect();
    for email in &invited {
        owner.invite(email, json!({"roles": ["seller"]})).assert_status(201);
    }
    let members: Vec<_> =
        (0..4).map(|_| store.add_new_member("Ana", json!({"roles": ["support"]}))).collect();

    for limit in [1, 2, 3, 4, 5, 13, 100] {
        let entries = owner.list_all("/invitations", "invitations", limit);
        assert_eq!(entries.len(), 13, "in pages of {limit}");
        let ids: HashSet<&str> = entries.iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 13, "in pages of {limit}");

        let entries = owner.list_all("/members", "members", limit);
        assert_eq!(entries[0]["user_id"], *store.owner.sub, "the owner is listed first");
        let ids: HashSet<&str> = entries.iter().map(|one| one["user_id"].as_str().unwrap()).collect();
        assert_eq!((entries.len(), ids.len()), (5, 5), "in pages of {limit}");
        assert!(members.iter().all(|one| ids.contains(one.sub.as_str())));

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
            // Pages of one entry, so that a page can be empty after filtering.
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
fn a_list_loses_nothing_behind_what_its_filter_leaves_out() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let owner = store.as_owner();
    let people: Vec<_> =
        (0..25).map(|_| json!({"email": Person::new("Newcomer").email, "roles": ["support"]})).collect();
    let results = owner.invite_many(&people).assert_status(207)["results"].clone();
    let mut ids: Vec<String> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["invitation"]["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    let last = ids.pop().unwrap();
    for id in &ids {
        owner.revoke(&json!(id)).assert_status(204);
    }

    let pending = owner.list_all("/invitations?status=pending", "invitations", 1);
    assert_eq!(pending.iter().map(|i| i["id"].as_str().unwrap()).collect::<Vec<_>>(), [last]);
    assert_eq!(owner.list_all("/invitations?status=revoked", "invitations", 7).len(), ids.len());
}

#[test]
fn f44_the_lists_of_a_person_come_in_pages() {
    let stack = Stack::shared();
    let ana = Person::new("Ana");
    let mut expected = Vec::new();
    for number in 0..5 {
        let store = stack.create_store("ticketing", "default");
        store.add_member(&ana, json!({"roles": ["scanner"]}));
        // The third store has no activity.
        for name in ["fair", "gala", "jazz"].iter().filter(|_| number != 2) {
            let activity = json!({"name": name}).to_string().into_bytes();
            store.as_owner().send("PUT", &format!("/activities/{name}"), Some(activity)).assert_success();
            expected.push(format!("{} {name}", store.id));
        }
        store.as_owner().invite(&second(&ana).email, json!({"roles": ["scanner"]})).assert_status(201);
    }
    expected.sort();
    let as_ana = stack.as_person(&ana);
    for limit in [1, 2, 3, 4, 100] {
        let walk = |client: &Client<'_>, path: &str, field: &str| {
            let (mut entries, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
                let body = client.get(&format!("{path}?limit={limit}{after}")).assert_status(200);
                let page = body[field].as_array().unwrap().clone();
                assert!(page.len() <= limit, "{path}: {} entries", page.len());
                entries.extend(page);
                cursor = body["next_cursor"].as_str().map(str::to_owned);
                if cursor.is_none() {
                    return entries;
                }
            }
        };
        assert_eq!(walk(&as_ana, "/me/stores", "stores").len(), 5, "{limit}");
        let invitations = walk(&stack.as_person(&second(&ana)), "/me/invitations", "invitations");
        assert_eq!(invitations.len(), 5, "{limit}");
        let activities = walk(&as_ana, "/me/activities", "activities");
        let named =
            |one: &Value| format!("{} {}", one["store"]["id"].as_str().unwrap(), one["id"].as_str().unwrap());
        assert_eq!(activities.iter().map(named).collect::<Vec<_>>(), expected, "{limit}");
    }
    let first = as_ana.get("/me/activities?limit=1").assert_status(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    as_ana.get(&format!("/me/stores?cursor={cursor}")).assert_field_error("cursor");
}

/// The same person by another name, whose address nobody has used.
fn second(person: &Person) -> Person {
    person.with_email(&format!("second.{}", person.email))
}

#[test]
fn f44_an_owner_gets_every_activity_once_however_long_the_pages_are() {
    let stack = Stack::shared();
    let owner = Person::new("Olga");
    let mut expected = Vec::new();
    for activities in [3, 0, 2, 1] {
        let store = TestStore::create(stack, &owner, "ticketing", "default");
        for number in 0..activities {
            let name = json!({"name": format!("Show {number}")});
            store.as_owner().put_activity(&format!("show-{number}"), &name).assert_status(201);
            expected.push(format!("{} show-{number}", store.id));
        }
    }
    let elsewhere = stack.create_store("ticketing", "default");
    elsewhere.add_member(&owner, json!({"roles": ["scanner"]}));
    elsewhere.as_owner().put_activity("gala", &json!({"name": "Gala"})).assert_status(201);
    expected.push(format!("{} gala", elsewhere.id));
    expected.sort();

    let client = stack.as_person(&owner);
    let listed = wait_until(|| {
        let all = client.get("/me/activities").assert_status(200);
        (all["activities"].as_array().unwrap().len() == expected.len()).then_some(())
    });
    assert!(listed.is_some(), "the index catches up");
    for limit in 1..=expected.len() + 1 {
        let (mut found, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = client.get(&format!("/me/activities?limit={limit}{cursor}")).assert_status(200);
            for one in page["activities"].as_array().unwrap() {
                found.push(format!("{} {}", one["store_id"].as_str().unwrap(), one["id"].as_str().unwrap()));
            }
            pages += 1;
            assert!(pages < 20, "the list does not end with pages of {limit}");
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        found.sort();
        assert_eq!(found, expected, "pages of {limit}");
    }
    let cursor = client.get("/me/stores?limit=1").assert_status(200)["next_cursor"].clone();
    let path = format!("/me/activities?cursor={}", cursor.as_str().unwrap());
    client.get(&path).assert_field_error("cursor");
}
