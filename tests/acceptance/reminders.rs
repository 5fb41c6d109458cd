//! A reminder claims that the link can be answered, so it is sent only while that is so.

use crate::second_addresses::{sales, seller};
use crate::support::{DAY, HOUR, Person, Stack, TestStore, Value, json};

fn administrator() -> Value {
    json!({"roles": ["administrator"]})
}

/// A guest invited by a manager, and the manager.
fn invited(store: &TestStore<'_>) -> (Person, Person) {
    let kim = store.add_new_member("Kim", administrator());
    let guest = Person::new("Guest");
    store.as_person(&kim).invite(&guest.email, seller()).assert_status(201);
    store.mailbox(&guest.email).next_mail();
    (kim, guest)
}

#[test]
fn nobody_is_reminded_of_a_link_that_cannot_be_answered() {
    let stack = Stack::private();
    let mut silent = Vec::new();

    let store = stack.create_store("whatnot", "default");
    let (kim, guest) = invited(&store);
    store.as_owner().change_member(&kim, &json!({"suspended": true})).assert_status(200);
    silent.push(("suspended", guest));

    let store = stack.create_store("whatnot", "default");
    let (kim, guest) = invited(&store);
    store.as_owner().remove_member(&kim).assert_status(204);
    silent.push(("removed", guest));

    let store = stack.create_store("whatnot", "default");
    let (kim, guest) = invited(&store);
    store.as_owner().change_member(&kim, &seller()).assert_status(200);
    silent.push(("demoted", guest));

    let store = stack.create_store("whatnot", "default");
    let guest = Person::new("Guest");
    store.invite(&guest.email, seller());
    store.put("default", &Person::new("Next Owner")).assert_status(200);
    silent.push(("transferred", guest));

    let store = stack.create_store("whatnot", "default");
    let guest = Person::new("Guest");
    store.invite(&guest.email, seller());
    let mut body = store.put_body("unlimited", &store.owner);
    body["catalog"] = json!("ecwid");
    stack.as_platform().put(&format!("/stores/{}", store.id), &body).assert_status(200);
    silent.push(("another catalog", guest));

    let store = stack.create_store("whatnot", "default");
    let (_, guest) = invited(&store);
    let domains = json!({"settings": {"allowed_domains": ["elsewhere.example"]}});
    store.as_owner().change_store(&domains).assert_status(200);
    silent.push(("domain not allowed", guest));

    let store = stack.create_store("ecwid", "unlimited");
    store.add_new_member("Ana", sales());
    store.add_new_member("Ben", sales());
    let guest = Person::new("Guest");
    store.invite(&guest.email, sales());
    store.as_platform().change_store(&json!({"plan": "business"})).assert_status(200);
    silent.push(("full of members", guest));

    let store = stack.create_store("whatnot", "default");
    let (_, reminded) = invited(&store);

    let mut mailboxes: Vec<_> = silent.iter().map(|(_, guest)| stack.mailbox(&guest.email)).collect();
    for mailbox in &mut mailboxes {
        mailbox.mark_all_read();
    }
    let mut reminders = stack.mailbox(&reminded.email);
    reminders.mark_all_read();
    stack.advance_clock(5 * DAY + HOUR);
    assert!(reminders.next_mail().subject.contains("about to expire"));
    stack.wait_until_mails_are_sent();
    for ((why, _), mailbox) in silent.iter().zip(&mailboxes) {
        assert!(mailbox.unread().is_empty(), "{why}: {:#?}", mailbox.unread());
    }
}
