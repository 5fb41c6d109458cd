//! A read is not isolated: a store is transferred between two halves of a `BatchGetItem`, or between a read
//! of the store and a page of its members. Regression tests of fault 63.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::database_proxy::{Call, ProxiedStack};
use crate::support::{Person, Response, Stack, StoreClient, TestStore, Value, json, run_concurrently};

/// The number of transfers per test.
const ROUNDS: usize = 12;

/// The half of a read that the database reads first.
const HALVES: [&str; 2] = ["STORE", "MEMBER#"];

fn sort_key(key: &Value) -> &str {
    key["sk"]["S"].as_str().unwrap_or_default()
}

/// A store with one member who stays, and this number of administrators, each of whom becomes the owner in
/// turn.
fn store_with_heirs(stack: &Stack, heirs: usize) -> (TestStore<'_>, Person, Vec<Person>) {
    let store = stack.create_store("whatnot", "default");
    let stays = store.add_new_member("Mia", json!({"roles": ["administrator"]}));
    let heirs =
        (0..heirs).map(|_| store.add_new_member("Kim", json!({"roles": ["administrator"]}))).collect();
    (store, stays, heirs)
}

/// Transfers the store to `heir` between the two halves of the next read of store and member that `call`
/// makes.
fn call_across_a_transfer(
    proxied: &ProxiedStack,
    store: &TestStore<'_>,
    heir: &Person,
    first: &'static str,
    call: impl FnOnce() -> Response + Send,
) -> Response {
    let (id, member) = (format!("\"STORE#{}\"", store.id), format!("\"MEMBER#{}\"", heir.sub));
    let reads_both =
        move |call: &Call| call.mentions(&id) && call.mentions("\"STORE\"") && call.mentions(&member);
    let held = proxied.proxy.split(reads_both, move |key| sort_key(key).starts_with(first));
    std::thread::scope(|scope| {
        let calling = scope.spawn(call);
        held.wait_until_reached();
        store.put("default", heir).assert_status(200);
        held.resume();
        calling.join().expect("a response")
    })
}

#[test]
fn f63_an_administrator_who_becomes_the_owner_is_never_denied() {
    let proxied = ProxiedStack::start();
    let (store, _, heirs) = store_with_heirs(&proxied.stack, 2);
    for (heir, first) in heirs.iter().zip(HALVES) {
        let client = store.as_person(heir);
        let response =
            call_across_a_transfer(&proxied, &store, heir, first, || client.access(&["inventory"]));
        assert_eq!(response.assert_status(200)["allowed"], true, "{first} first: {response}");
    }
}

#[test]
fn f63_support_and_the_platform_see_the_new_owner_as_allowed() {
    let proxied = ProxiedStack::start();
    let (store, _, heirs) = store_with_heirs(&proxied.stack, 2);
    for (heir, first) in heirs.iter().zip(HALVES) {
        let platform = store.as_platform();
        let path = format!("/access?permission=inventory&user_id={}", heir.sub);
        let response = call_across_a_transfer(&proxied, &store, heir, first, || platform.get(&path));
        assert_eq!(response.assert_status(200)["allowed"], true, "{first} first: {response}");
    }
}

#[test]
fn f63_the_store_stays_in_the_picker_of_its_new_owner() {
    let proxied = ProxiedStack::start();
    let (store, _, heirs) = store_with_heirs(&proxied.stack, 4);
    for (number, heir) in heirs.iter().enumerate() {
        let first = HALVES[number % 2];
        let (path, list) =
            if number < 2 { ("/me/stores", "stores") } else { ("/me/activities", "activities") };
        if number == 2 {
            let show = json!({"name": "Show", "order_notifications": false});
            store.as_person(&heirs[1]).put_activity("show", &show).assert_status(201);
        }
        let client = proxied.stack.as_person(heir);
        let response = call_across_a_transfer(&proxied, &store, heir, first, || client.get(path));
        let listed = response.assert_status(200)[list].as_array().expect("a list").len();
        assert_eq!(listed, 1, "{first} first: {response}");
    }
}

#[test]
fn f63_the_new_owner_is_answered_by_every_view_of_the_store() {
    let proxied = ProxiedStack::start();
    let views = ["", "/members", "/invitations", "/audit", "/catalog", "/activities"];
    let (store, _, heirs) = store_with_heirs(&proxied.stack, views.len() * 2);
    let rounds = views.iter().flat_map(|view| HALVES.map(|first| (view, first)));
    for ((view, first), heir) in rounds.zip(&heirs) {
        let client = store.as_person(heir);
        let response = call_across_a_transfer(&proxied, &store, heir, first, || client.get(view));
        let body = response.assert_status(200);
        if *view == "/members" {
            let own = body["members"].as_array().expect("members");
            let own = own.iter().filter(|member| member["user_id"] == heir.sub.as_str()).count();
            assert_eq!(own, 1, "{first} first: {response}");
        }
    }
}

#[test]
fn f63_the_new_owner_manages_the_team_across_the_transfer() {
    let proxied = ProxiedStack::start();
    let (store, mia, heirs) = store_with_heirs(&proxied.stack, 4);
    for (number, heir) in heirs.iter().enumerate() {
        let (client, first) = (store.as_person(heir), HALVES[number % 2]);
        let response = call_across_a_transfer(&proxied, &store, heir, first, || {
            if number < 2 {
                client.invite(&Person::new("Lou").email, json!({"roles": ["seller"]}))
            } else {
                client.change_member(&mia, &json!({"access_ends_at": format!("209{number}-01-01T00:00:00Z")}))
            }
        });
        response.assert_success();
    }
}

/// The list of members that Mia gets while the store is transferred to `heir`. One of the two reads of the
/// list waits for the transfer.
fn members_across_a_transfer(
    proxied: &ProxiedStack,
    store: &TestStore<'_>,
    (reader, reader_id): (&StoreClient<'_>, &str),
    heir: &Person,
    late: &'static str,
) -> Response {
    let (id, reader_id) = (format!("\"STORE#{}\"", store.id), reader_id.to_owned());
    let is_late = move |call: &Call| {
        call.operation == late
            && call.mentions(&id)
            && (call.operation == "Query" || call.mentions(&format!("\"MEMBER#{reader_id}\"")))
    };
    // The other read must end before the transfer. So it is not held, and the late one is.
    let held = proxied.proxy.hold(is_late);
    std::thread::scope(|scope| {
        let calling = scope.spawn(|| reader.get("/members"));
        held.wait_until_reached();
        store.put("default", heir).assert_status(200);
        held.resume();
        calling.join().expect("a response")
    })
}

#[test]
fn f63_a_list_of_members_has_the_new_owner_once() {
    let proxied = ProxiedStack::start();
    let (store, mia, heirs) = store_with_heirs(&proxied.stack, 4);
    let reader = store.as_person(&mia);
    for (heir, late) in heirs.iter().zip(["Query", "BatchGetItem", "Query", "BatchGetItem"]) {
        let response = members_across_a_transfer(&proxied, &store, (&reader, &mia.sub), heir, late);
        let body = response.assert_status(200);
        let members = body["members"].as_array().expect("members");
        let count = |person: &Person| members.iter().filter(|m| m["user_id"] == person.sub.as_str()).count();
        assert_eq!(count(heir), 1, "{late} late: {response}");
        assert_eq!(count(&mia), 1, "{late} late: {response}");
        assert_eq!(members.iter().filter(|m| m["owner"] == true).count(), 1, "{late} late: {response}");
    }
}

#[test]
fn f63_a_manager_who_becomes_the_owner_is_told_all_the_same() {
    let proxied = ProxiedStack::start();
    let (store, _, heirs) = store_with_heirs(&proxied.stack, 2);
    for heir in &heirs {
        let (invitation, token) = store.invite(&Person::new("Lou").email, json!({"roles": ["seller"]}));
        let mut mailbox = store.mailbox(&heir.email);
        mailbox.mark_all_read();
        let id = format!("\"STORE#{}\"", store.id);
        // The store was read before the transfer, with the former owner; the managers are looked up after it.
        let held = proxied.proxy.hold(move |call| {
            call.operation == "Query" && call.mentions(&id) && call.mentions("\"HOLDER#team#\"")
        });
        proxied.stack.anonymous().decline(&token).assert_status(204);
        held.wait_until_reached();
        store.put("default", heir).assert_status(200);
        held.resume();
        mailbox.next_mail_with(invitation["email"].as_str().expect("an address"));
        mailbox.next_mail_with("now belongs to you");
        mailbox.assert_no_new_mail();
        // The current owner, who transfers the store to the next heir.
        store.put("default", &store.owner).assert_status(200);
    }
}

#[test]
fn f63_reads_that_go_on_while_a_store_changes_hands_agree_with_before_or_after() {
    let proxied = ProxiedStack::start();
    let (store, mia, heirs) = store_with_heirs(&proxied.stack, ROUNDS);
    proxied.proxy.tear_all_batches();
    let as_mia = store.as_person(&mia);
    for heir in &heirs {
        let transferred = AtomicBool::new(false);
        let (as_heir, own) = (store.as_person(heir), proxied.stack.as_person(heir));
        run_concurrently(4, |index| {
            if index == 0 {
                store.put("default", heir).assert_status(200);
                transferred.store(true, Ordering::SeqCst);
                return;
            }
            let mut last = false;
            while !last {
                last = transferred.load(Ordering::SeqCst);
                match index {
                    1 => assert!(as_heir.may("inventory"), "denied what was allowed before and after"),
                    2 => assert!(own.my_store(&store.id).is_some(), "the picker is without the store"),
                    _ => {
                        let listed = as_mia.get("/members").assert_status(200);
                        let members = listed["members"].as_array().expect("members");
                        let count = members.iter().filter(|m| m["user_id"] == heir.sub.as_str()).count();
                        assert_eq!(count, 1, "{listed:#}");
                    }
                }
            }
        });
    }
}
