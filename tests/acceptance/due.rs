//! What falls due: the schedule sends it to workers through a queue.

use std::sync::Arc;
use std::thread;

use crate::database_proxy::{Interception, Latch, ProxiedStack, TABLE, proxied_database};
use crate::support::{
    DAY, DataFolder, MINUTE, Person, Stack, TestStore, Value, json, run_concurrently, unique_id, wait_until,
};

/// How often an event of this type is in the history of a store.
fn count(stack: &Stack, (store, owner): (&str, &Person), kind: &str) -> usize {
    let history = stack.as_person(owner).get(&format!("/stores/{store}/audit?limit=100")).assert_status(200);
    history["events"].as_array().unwrap().iter().filter(|event| event["type"] == kind).count()
}

/// Sets the state of an invitation's item.
fn set_state(proxied: &ProxiedStack, store: &str, invitation: &Value, state: &str) {
    let id = invitation["id"].as_str().unwrap();
    let update = json!({
        "TableName": TABLE,
        "Key": {"pk": {"S": format!("STORE#{store}")}, "sk": {"S": format!("INVITATION#{id}")}},
        "UpdateExpression": "SET #state = :state",
        "ConditionExpression": "attribute_exists(#state)",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": {":state": {"S": state}},
    });
    proxied.proxy.call("UpdateItem", &update);
}

/// The bodies of the messages that failed too often.
fn dead_letters(stack: &Stack) -> Vec<Value> {
    let queues = stack.anonymous().get("/_local/queues").assert_status(200);
    let queues = queues["queues"].as_array().unwrap();
    let queue = queues.iter().find(|queue| queue["name"] == "DueItems").unwrap();
    let letters = queue["dead_letters"].as_array().unwrap().clone();
    assert!(letters.iter().all(|letter| letter["receive_count"] == 5), "{letters:?}");
    letters.into_iter().map(|letter| letter["body"].clone()).collect()
}

fn wait_for_dead_letters(stack: &Stack, number: usize) -> Vec<Value> {
    let found = wait_until(|| {
        let letters = dead_letters(stack);
        (letters.len() >= number).then_some(letters)
    });
    found.unwrap_or_else(|| panic!("not {number} dead letters: {:?}", dead_letters(stack)))
}

/// Regression test of fault 45.
#[test]
fn an_entry_that_always_fails_stops_nothing_and_becomes_a_dead_letter() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let (bad, _) = store.invite(&Person::new("Bad").email, json!({"roles": ["seller"]}));
    for name in ["Ana", "Ben", "Cleo"] {
        store.invite(&Person::new(name).email, json!({"roles": ["seller"]}));
    }
    let expired = || count(&proxied.stack, (&store.id, &store.owner), "invitation.expired");
    let (other, sue) = (proxied.stack.create_store("ecwid", "business"), Person::new("Sue"));
    other.add_member(&sue, json!({"permissions": ["sales"]}));
    set_state(&proxied, &store.id, &bad, "unreadable");

    proxied.stack.advance_clock(7 * DAY + MINUTE);

    assert_eq!(expired(), 3, "at once, without the bad one");
    let letter = json!({"kind": "invitation", "store": store.id, "invitation": bad["id"]});
    assert_eq!(wait_for_dead_letters(&proxied.stack, 1), std::slice::from_ref(&letter));

    // The next run sends the bad entry again, once, and nothing else of this store.
    proxied.stack.advance_clock(90 * DAY);
    let reviews = count(&proxied.stack, (&other.id, &other.owner), "review.due");
    assert_eq!(reviews, 1, "other stores are dealt with");
    assert_eq!(wait_for_dead_letters(&proxied.stack, 2), [letter.clone(), letter]);
    assert_eq!(expired(), 3, "nothing is done twice");

    // Once its cause is gone, the entry is dealt with. Nobody has to replay the dead letters.
    set_state(&proxied, &store.id, &bad, "pending");
    proxied.stack.advance_clock(1);
    assert_eq!(expired(), 4);
}

#[test]
fn a_message_that_fails_comes_again_without_another_run() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    for name in ["Ana", "Ben", "Cleo"] {
        store.invite(&Person::new(name).email, json!({"roles": ["seller"]}));
    }
    // The SDK tries a call three times.
    proxied.proxy.fail(3, |call| call.function == "work" && call.operation == "TransactWriteItems");

    proxied.stack.advance_clock(7 * DAY + MINUTE);

    let expired = || count(&proxied.stack, (&store.id, &store.owner), "invitation.expired");
    wait_until(|| (expired() == 3).then_some(())).expect("all three expire");
    assert_eq!(proxied.proxy.failures_left(), 0);
    assert_eq!(dead_letters(&proxied.stack), [] as [Value; 0]);
}

#[test]
fn what_a_killed_worker_was_to_do_is_done_once() {
    for is_carried_out in [false, true] {
        let (proxy, _database) = proxied_database();
        let folder = DataFolder::new();
        let start = || Stack::with_data_and(folder.path(), &["--dynamodb", &proxy.url]);
        let stack = start();
        let owner = Person::new("Olga Owner");
        let invite = |_| {
            let store = TestStore::create(&stack, &owner, "whatnot", "default");
            for name in ["Ana", "Ben"] {
                store.invite(&Person::new(name).email, json!({"roles": ["seller"]}));
            }
            store.id
        };
        let stores = run_concurrently(12, invite);

        let (latch, reached) = (Arc::new(Latch::default()), Arc::new(Latch::default()));
        let (until, signal) = (latch.clone(), reached.clone());
        let mut commits = 0;
        proxy.intercept(move |call| {
            if call.function != "work" || call.operation != "TransactWriteItems" {
                return None;
            }
            commits += 1;
            if commits < 4 {
                return None;
            }
            signal.open();
            Some(Interception::Silence { is_carried_out, until: Some(until.clone()) })
        });
        thread::scope(|scope| {
            let stack = &stack;
            let moving = scope.spawn(move || stack.advance_clock(7 * DAY + MINUTE));
            reached.wait();
            stack.kill();
            assert!(moving.join().is_err(), "the stack is killed before it answers");
        });
        latch.open();
        proxy.stop_intercepting();

        let stack = start();
        stack.advance_clock(1);
        for store in &stores {
            assert_eq!(count(&stack, (store, &owner), "invitation.expired"), 2, "{is_carried_out}");
        }
        assert_eq!(dead_letters(&stack), [] as [Value; 0]);
    }
}

/// Stores that are due for a review, written into the table directly. Returns how many are still in the index.
struct Backlog<'s> {
    proxied: &'s ProxiedStack,
    crowd: String,
}

impl Backlog<'_> {
    /// How many items one call writes. Source: DynamoDB API reference, `BatchWriteItem`.
    const BATCH: usize = 25;

    fn create(&self, item: &Value, size: usize) {
        let copy = |number: usize| {
            let mut copy = item.clone();
            let id = format!("{}-{number}", self.crowd);
            copy["pk"] = json!({"S": format!("STORE#{id}")});
            copy["due"] = json!({"S": format!("DUE#{}", number % 8)});
            copy["due_at"] = json!({"N": "1"});
            json!({"PutRequest": {"Item": copy}})
        };
        for first in (0..size).step_by(Self::BATCH) {
            let puts: Vec<Value> = (first..size.min(first + Self::BATCH)).map(copy).collect();
            self.proxied.proxy.call("BatchWriteItem", &json!({"RequestItems": {TABLE: puts}}));
        }
    }

    /// How many are still due.
    fn left(&self) -> usize {
        let shard = |shard: usize| {
            let query = json!({
                "TableName": TABLE, "IndexName": "due", "Select": "COUNT",
                "KeyConditionExpression": "due = :shard AND due_at < :then",
                "ExpressionAttributeValues": {":shard": {"S": format!("DUE#{shard}")}, ":then": {"N": "100"}},
            });
            usize::try_from(self.proxied.proxy.call("Query", &query)["Count"].as_u64().unwrap()).unwrap()
        };
        (0..8).map(shard).sum()
    }

    /// How many events the history of a store has.
    fn events(&self, number: usize) -> usize {
        let query = json!({
            "TableName": TABLE, "KeyConditionExpression": "pk = :store AND begins_with(sk, :events)",
            "ExpressionAttributeValues": {
                ":store": {"S": format!("STORE#{}-{number}", self.crowd)}, ":events": {"S": "EVENT#"},
            },
        });
        self.proxied.proxy.call("Query", &query)["Items"].as_array().unwrap().len()
    }
}

#[test]
fn a_backlog_of_two_thousand_entries_is_dealt_with_once() {
    const SIZE: usize = 2000;
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("ecwid", "business");
    let key = json!({"pk": {"S": format!("STORE#{}", store.id)}, "sk": {"S": "STORE"}});
    let item = proxied.proxy.call("GetItem", &json!({"TableName": TABLE, "Key": key}))["Item"].clone();
    let backlog = Backlog { proxied: &proxied, crowd: unique_id() };
    backlog.create(&item, SIZE);
    assert_eq!(backlog.left(), SIZE);

    proxied.stack.advance_clock(1);

    wait_until(|| (backlog.left() == 0).then_some(())).expect("all are dealt with");
    // A run that comes while messages still wait sends nothing that is done twice.
    proxied.stack.advance_clock(1);
    for number in (0..SIZE).step_by(97) {
        assert_eq!(backlog.events(number), 1, "{number}");
    }
    assert_eq!(dead_letters(&proxied.stack), [] as [Value; 0]);
}
