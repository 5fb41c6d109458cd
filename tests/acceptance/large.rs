//! A store of a hundred thousand members. The members are written into the table directly: to invite them would take hours.
//! It takes minutes: `tests/run large`.

use std::time::{Duration, Instant};

use crate::database_proxy::{ProxiedStack, TABLE};
use crate::support::{Mailbox, Person, Value, json};

const MEMBERS: usize = 100_000;

/// How many items one call writes. Source: DynamoDB API reference, `BatchWriteItem`.
const BATCH: usize = 25;

/// How long after a call a person who is told of it must have the mail.
const IN_TIME: Duration = Duration::from_secs(2);

/// The stored item of a member.
fn item_of(proxied: &ProxiedStack, store: &str, person: &Person) -> Value {
    let key = json!({"pk": {"S": format!("STORE#{store}")}, "sk": {"S": format!("MEMBER#{}", person.sub)}});
    proxied.proxy.call("GetItem", &json!({"TableName": TABLE, "Key": key}))["Item"].clone()
}

/// A copy of a member's item for another person.
fn copy_of(item: &Value, number: usize) -> Value {
    let mut copy = item.clone();
    copy["sk"] = json!({"S": format!("MEMBER#crowd-{number:06}")});
    copy["person"] = json!({"S": format!("USER#crowd-{number:06}")});
    copy["email"] = json!({"S": format!("crowd-{number:06}@example.org")});
    copy["addresses"] = json!({"L": []});
    copy
}

fn next_mail_in_time(mailbox: &mut Mailbox<'_>, since: Instant) {
    mailbox.next_mail();
    assert!(since.elapsed() <= IN_TIME, "told after {:?}", since.elapsed());
}

#[test]
#[ignore = "minutes: `tests/run large`"]
fn f43_in_a_store_of_a_hundred_thousand_members_managers_are_told_within_two_seconds() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let managers = ["Kim", "Mel"].map(|name| store.add_new_member(name, json!({"roles": ["administrator"]})));
    let seller = store.add_new_member("Sue", json!({"roles": ["seller"]}));
    let item = item_of(&proxied, &store.id, &seller);
    for first in (0..MEMBERS).step_by(BATCH) {
        let puts: Vec<Value> = (first..MEMBERS.min(first + BATCH))
            .map(|number| json!({"PutRequest": {"Item": copy_of(&item, number)}}))
            .collect();
        proxied.proxy.call("BatchWriteItem", &json!({"RequestItems": {TABLE: puts}}));
    }
    let (_, token) = store.invite(&Person::new("Guest").email, json!({"roles": ["seller"]}));
    let people: Vec<&Person> = managers.iter().chain([&store.owner]).collect();
    let mut mailboxes: Vec<Mailbox<'_>> = people.iter().map(|one| store.mailbox(&one.email)).collect();
    crate::support::mark_all_read(&mut mailboxes);

    let since = Instant::now();
    proxied.stack.anonymous().decline(&token).assert_status(204);
    for mailbox in &mut mailboxes {
        next_mail_in_time(mailbox, since);
    }
}
