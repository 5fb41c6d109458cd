//! A person exported and erased.

use std::collections::BTreeSet;

use crate::closing::items_with;
use crate::database_proxy::ProxiedStack;
use crate::support::{
    DAY, DataFolder, HOUR, MINUTE, Person, Response, Stack, TestStore, Value, json, wait_until,
};

const SALES: &str = "sales";

fn grant() -> Value {
    json!({"permissions": [SALES]})
}

/// All items of an export, in pages of this size.
fn export(stack: &Stack, person: &Value, limit: u32) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), Value::Null);
    for _ in 0..500 {
        let mut body = person.clone();
        body["limit"] = json!(limit);
        if !cursor.is_null() {
            body["cursor"] = cursor;
        }
        let page = stack.as_platform().post("/exports", &body).assert_status(200);
        let found = page["items"].as_array().expect("items").clone();
        assert!(found.len() <= limit as usize, "{page}");
        items.extend(found);
        cursor = page["next_cursor"].clone();
        if cursor.is_null() {
            return items;
        }
    }
    panic!("an export without end");
}

fn kinds(items: &[Value]) -> BTreeSet<&str> {
    items.iter().map(|item| item["kind"].as_str().expect("a kind")).collect()
}

fn begin(stack: &Stack, person: &Value) -> Response {
    stack.as_platform().post("/erasures", person)
}

/// Waits until an erasure is done, and returns it.
#[track_caller]
fn wait_until_done(stack: &Stack, id: &Value) -> Value {
    let path = format!("/erasures/{}", id.as_str().expect("an id"));
    let done = wait_until(|| {
        let erasure = stack.as_platform().get(&path).assert_status(200);
        (erasure["status"] == "done").then_some(erasure)
    });
    done.unwrap_or_else(|| panic!("not done: {}", stack.as_platform().get(&path)))
}

#[track_caller]
fn erase(stack: &Stack, person: &Value) -> Value {
    let begun = begin(stack, person).assert_status(202);
    wait_until_done(stack, &begun["id"])
}

/// What the owner of a store sees of it: team, invitations and history.
fn shown(store: &TestStore<'_>) -> String {
    let owner = store.as_owner();
    format!("{:?}{:?}{:?}", owner.members(), owner.invitations(), owner.audit())
}

fn published(store: &TestStore<'_>) -> Vec<Value> {
    let page = store.as_platform().get("/events?limit=100").assert_status(200);
    page["events"].as_array().expect("events").clone()
}

#[track_caller]
fn assert_unnamed(text: &str, person: &Person) {
    for word in [person.sub.as_str(), person.email.as_str(), person.name.as_str()] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[test]
fn y11_a_person_is_exported_and_erased() {
    let stack = Stack::private();
    let (first, second) = (stack.create_store("whatnot", "default"), stack.create_store("ecwid", "business"));
    let third = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana Arbor");
    let ben = Person::new("Ben Birch");
    first.add_member(&ana, json!({"roles": ["administrator"]}));
    second.add_member(&ana, grant());
    // She invites others, one of whom joins, and is invited elsewhere.
    let (_, token) = {
        let invitation =
            first.as_person(&ana).invite(&ben.email, json!({"roles": ["seller"]})).assert_status(201);
        (invitation, first.mailbox(&ben.email).next_token())
    };
    stack.as_person(&ben).accept(&token).assert_status(200);
    first.as_person(&ana).invite("cleo@example.org", json!({"roles": ["seller"]})).assert_status(201);
    let (_, elsewhere) = third.invite(&ana.email, grant());
    stack.wait_until_mails_are_sent();
    let seats =
        (second.as_owner().seats()["available"].clone(), third.as_owner().seats()["available"].clone());
    assert_eq!(seats, (json!(1), json!(1)));

    let by_id = json!({"user_id": ana.sub});
    let items = export(&stack, &by_id, 100);
    for kind in ["member", "invitation", "invitation given", "event", "published event"] {
        assert!(kinds(&items).contains(kind), "{kind} in {:?}", kinds(&items));
    }
    let stores: BTreeSet<&str> = items.iter().filter_map(|item| item["store_id"].as_str()).collect();
    assert_eq!(stores, [&first.id, &second.id, &third.id].into_iter().map(String::as_str).collect());
    assert_eq!(export(&stack, &by_id, 1), items, "whatever the size of the pages");
    assert_eq!(export(&stack, &json!({"email": ana.email}), 7).len(), items.len(), "by the address");

    let done = erase(&stack, &by_id);
    assert_eq!((&done["memberships"], &done["invitations"]), (&json!(2), &json!(1)));
    assert!(done["events"].as_u64() >= Some(5), "{done}");
    for store in [&first, &second, &third] {
        assert_unnamed(&shown(store), &ana);
        let own: Vec<Value> = published(store);
        let erased: Vec<&Value> = own.iter().filter(|event| event["type"] == "person.erased").collect();
        let [event] = erased.as_slice() else { panic!("{own:?}") };
        assert_eq!(event["subject"], json!({"kind": "person", "id": ana.sub}), "it alone names the id");
        assert_eq!((&event["data"], &event["actor"]["kind"]), (&json!({}), &json!("platform")));
        let others = own.iter().filter(|event| event["type"] != "person.erased");
        assert_unnamed(&others.map(Value::to_string).collect::<String>(), &ana);
    }
    // The same person in a store has one other id.
    let history = first.as_owner().audit();
    let joined = history
        .iter()
        .find(|event| event["type"] == "invitation.accepted" && event["member"]["name"] == "erased");
    let joined = joined.unwrap_or_else(|| panic!("{history:?}"));
    let alias = joined["member"]["user_id"].as_str().expect("an id").to_owned();
    assert!(alias.starts_with("erased-"), "{alias}");
    assert_eq!(joined["member"]["email"], "erased");
    let given = history
        .iter()
        .find(|event| event["type"] == "invitation.created" && event["actor"]["user_id"] == alias);
    assert_eq!(given.expect("the invitation that she gave")["actor"]["name"], "erased");
    assert!(
        history.iter().any(|event| event["type"] == "person.erased" && event["user_id"] == alias.as_str())
    );
    // Seats are free, access is gone, and the link is dead.
    assert_eq!(second.as_owner().seats()["available"], 2);
    assert_eq!(third.as_owner().seats()["available"], 2);
    assert!(!second.as_person(&ana).may(SALES));
    stack.anonymous().lookup(&elsewhere).assert_problem(404, "invalid_token");
    assert_eq!(stack.as_person(&ana).my_stores(), Vec::<Value>::new());
    assert_eq!(export(&stack, &by_id, 100), Vec::<Value>::new());
    assert_eq!(export(&stack, &json!({"email": ana.email}), 100), Vec::<Value>::new());
    // Others keep their place, and no mail was sent about it.
    assert_eq!(first.as_owner().member(&ben)["name"], *ben.name);
    stack.wait_until_mails_are_sent();
    store_mail_is_none(&second, &ana);

    let again = erase(&stack, &by_id);
    assert_eq!(again["memberships"], 0);
    assert_eq!(again["status"], "done");
    // Whoever is invited anew is a new person.
    second.add_member(&ana, grant());
    assert!(second.as_person(&ana).may(SALES));
}

/// The person got no mail about the erasure: all that they got were links.
#[track_caller]
fn store_mail_is_none(store: &TestStore<'_>, person: &Person) {
    let mut mailbox = store.mailbox(&person.email);
    for mail in mailbox.unread() {
        assert!(mail.text.contains("/join"), "{}", mail.text);
    }
    mailbox.mark_all_read();
}

#[test]
fn an_address_without_an_account_is_erased() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let dora = Person::new("Dora");
    let (_, token) = store.invite(&dora.email, grant());
    stack.anonymous().decline_with_reason(&token, "I do not know them").assert_status(204);
    let by_address = json!({"email": dora.email.to_uppercase()});
    assert!(kinds(&export(stack, &by_address, 100)).contains("invitation"));

    let done = erase(stack, &by_address);

    assert_eq!((&done["memberships"], &done["invitations"]), (&json!(0), &json!(0)));
    let text = shown(&store);
    assert!(!text.contains(&dora.email) && !text.contains("I do not know them"), "{text}");
    assert_eq!(export(stack, &by_address, 100), Vec::<Value>::new());
}

#[test]
fn a_member_is_found_by_address_and_by_what_they_left() {
    let stack = Stack::shared();
    let (store, left) = (stack.create_store("ecwid", "unlimited"), stack.create_store("ecwid", "unlimited"));
    let (eve, former) = (Person::new("Eve Elm"), Person::new("Fay Fir"));
    let put = json!({"email": eve.email, "name": eve.name, "permissions": [SALES]});
    store.as_platform().put(&format!("/members/{}", eve.sub), &put).assert_status(201);
    left.add_member(&former, grant());
    left.as_person(&former).leave().assert_status(204);

    assert_eq!(erase(stack, &json!({"email": eve.email}))["memberships"], 1);
    assert_unnamed(&shown(&store), &eve);
    assert_eq!(erase(stack, &json!({"user_id": former.sub}))["memberships"], 0);
    assert_unnamed(&shown(&left), &former);
}

#[test]
fn an_owner_is_erased_after_their_stores_are_another_s() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let owner = store.owner.clone();
    for person in [json!({"user_id": owner.sub}), json!({"email": owner.email})] {
        let refused = begin(stack, &person);
        assert_eq!(refused.assert_problem(409, "owns_stores")["stores"], json!([store.id]));
    }
    assert!(kinds(&export(stack, &json!({"user_id": owner.sub}), 100)).contains("owner"));

    let next = Person::new("Nora Next");
    store.put("business", &next).assert_status(200);
    erase(stack, &json!({"user_id": owner.sub}));

    let text = format!("{:?}", store.as_person(&next).audit());
    assert_unnamed(&text, &owner);
    assert!(text.contains(&next.email));
}

#[test]
fn a_remembered_answer_names_the_person_no_more() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let gil = Person::new("Gil Gum");
    let owner = store.as_owner().with_header("idempotency-key", "once");
    let first = owner.invite(&gil.email, grant()).assert_status(201);
    assert_eq!(first["email"], *gil.email);

    erase(stack, &json!({"email": gil.email}));

    let again = owner.invite(&gil.email, grant()).assert_status(201);
    assert_eq!(again["email"], "erased", "the invitation is not made again");
    assert_eq!(store.as_owner().invitations(), Vec::<Value>::new());
}

#[test]
fn an_erasure_goes_on_after_faults() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let hal = store.add_new_member("Hal Hazel", grant());
    for number in 0..30 {
        let change =
            json!({"permissions": if number % 2 == 0 { vec![SALES] } else { vec![SALES, "reports"] }});
        store.as_owner().change_member(&hal, &change).assert_status(200);
    }
    stack.wait_until_mails_are_sent();
    let names = |event: &Value| {
        let text = event.to_string();
        text.contains(&hal.sub) || text.contains(&hal.email)
    };
    let before = store.as_owner().audit().iter().filter(|event| names(event)).count();
    let begun = begin(&stack, &json!({"user_id": hal.sub})).assert_status(202);
    let path = format!("/erasures/{}", begun["id"].as_str().expect("an id"));
    for round in 0..40 {
        // The SDK repeats a call twice by itself.
        stack.inject_faults("dynamodb", 3 + round % 4, "InternalServerError");
        stack.advance_clock(5 * MINUTE);
        let response = stack.as_platform().get(&path);
        if response.status == 200 && response.assert_status(200)["status"] == "done" {
            break;
        }
    }
    stack.inject_faults("dynamodb", 0, "InternalServerError");
    stack.advance_clock(5 * MINUTE);
    let done = wait_until_done(&stack, &begun["id"]);
    assert_eq!(
        (&done["memberships"], &done["events"]),
        (&json!(1), &json!(before)),
        "nothing is counted twice"
    );
    assert_unnamed(&shown(&store), &hal);
    assert_eq!(store.as_owner().seats()["members"], 0);
}

#[test]
fn an_erasure_goes_on_after_its_process_is_killed() {
    let folder = DataFolder::new();
    let stack = Stack::with_data(folder.path());
    let store = stack.create_store("ecwid", "unlimited");
    let ida = store.add_new_member("Ida Iris", grant());
    let (id, owner) = (store.id.clone(), store.owner.clone());
    stack.wait_until_mails_are_sent();
    // No step can be made, so it is killed in the middle.
    let begun = begin(&stack, &json!({"user_id": ida.sub})).assert_status(202);
    stack.kill();
    drop(stack);

    let stack = Stack::with_data(folder.path());
    stack.advance_clock(HOUR);
    let done = wait_until_done(&stack, &begun["id"]);
    assert_eq!(done["memberships"], 1);
    let audit = stack.as_person(&owner).get(&format!("/stores/{id}/audit?limit=100")).assert_status(200);
    assert_unnamed(&audit.to_string(), &ida);
}

#[test]
fn y11_no_key_names_who_was_erased_after_a_change_of_catalog() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let (kim, lou) = (Person::new("Kim Kale"), Person::new("Lou Leek"));
    for person in [&kim, &lou] {
        store.add_member(person, json!({"roles": ["administrator"]}));
    }
    store.as_owner().remove_member(&lou).assert_status(204);
    let mut body = store.put_body("default", &store.owner);
    body["catalog"] = json!("ticketing");
    proxied.stack.as_platform().put(&format!("/stores/{}", store.id), &body).assert_status(200);
    for person in [&kim, &lou] {
        erase(&proxied.stack, &json!({"user_id": person.sub}));
        let items = items_with(&proxied, &person.sub);
        let names = |item: &&Value| format!("{} {}", item["pk"], item["sk"]).contains(&person.sub);
        assert_eq!(items.iter().filter(names).collect::<Vec<_>>(), Vec::<&Value>::new());
    }
}

#[test]
fn y11_stores_that_are_named_later_are_looked_through_too() {
    let stack = Stack::private();
    let (one, two) = (stack.create_store("ecwid", "unlimited"), stack.create_store("ecwid", "unlimited"));
    let joy = Person::new("Joy Jasmine");
    for store in [&one, &two] {
        store.add_member(&joy, grant());
        store.as_owner().remove_member(&joy).assert_status(204);
    }
    // Nothing but the history knows her.
    stack.advance_clock(200 * DAY);
    wait_until(|| export(&stack, &json!({"user_id": joy.sub}), 100).is_empty().then_some(()))
        .expect("the traces are deleted");
    let begun = [&one, &two]
        .map(|store| begin(&stack, &json!({"user_id": joy.sub, "stores": [store.id]})).assert_status(202));
    for erasure in begun {
        wait_until_done(&stack, &erasure["id"]);
    }
    for store in [&one, &two] {
        assert_unnamed(&shown(store), &joy);
    }
}

#[test]
fn only_the_platform_exports_and_erases_and_it_names_one_person() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let person = json!({"user_id": "somebody"});
    for path in ["/exports", "/erasures"] {
        assert_eq!(stack.anonymous().post(path, &person).status, 401);
        assert_eq!(stack.as_person(&store.owner).post(path, &person).status, 403);
        assert_eq!(stack.as_support_agent().post(path, &person).status, 403);
        let platform = stack.as_platform();
        platform.post(path, &json!({})).assert_problem(422, "invalid_field");
        platform.post(path, &json!({"user_id": "a", "email": "a@example.org"})).assert_field_error("/email");
        platform.post(path, &json!({"email": "erased"})).assert_problem(422, "invalid_field");
        platform.post(path, &json!({"user_id": "a", "more": 1})).assert_problem(422, "invalid_field");
    }
    let platform = stack.as_platform();
    platform.post("/exports", &json!({"user_id": "a", "limit": 101})).assert_field_error("/limit");
    platform.post("/exports", &json!({"user_id": "a", "limit": null})).assert_field_error("/limit");
    platform.post("/exports", &json!({"user_id": "a", "limit": 1.5})).assert_field_error("/limit");
    platform.post("/exports", &json!({"user_id": "a", "limit": 1.0})).assert_status(200);
    platform.post("/exports", &json!({"user_id": "a", "cursor": "x"})).assert_field_error("/cursor");
    let unknown = "/erasures/01995a3c-7f10-4000-8d5e-0d0f6a3b9c11";
    platform.get(unknown).assert_problem(404, "not_found");
    assert_eq!(stack.as_person(&store.owner).get(unknown).status, 403);
    // A person whom nobody knows.
    assert_eq!(export(stack, &person, 100), Vec::<Value>::new());
    let done = erase(stack, &person);
    assert_eq!((&done["memberships"], &done["events"]), (&json!(0), &json!(0)));
    let key = platform.with_header("idempotency-key", "erase");
    let (one, two) = (key.post("/erasures", &person), key.post("/erasures", &person));
    assert_eq!(one.assert_status(202)["id"], two.assert_status(202)["id"]);
}
