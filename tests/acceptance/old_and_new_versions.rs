//! Faults F49 and F60: what another version of the product wrote, and links of which nothing is stored any more.

use crate::database_proxy::{ProxiedStack, TABLE};
use crate::support::{DAY, Person, Stack, json, wait_until};

#[test]
fn f49_an_event_of_an_unknown_type_is_shown_as_it_is_and_told_to_nobody() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("whatnot", "default");
    let mut mailbox = store.mailbox(&store.owner.email);
    let id = "01990000-0000-7000-8000-000000000001";
    let event = json!({"M": {
        "type": {"S": "member.promoted"},
        "member": {"M": {"user_id": {"S": "user-7"}}},
        "levels": {"L": [{"N": "1"}, {"NULL": true}]},
    }});
    let item = json!({
        "pk": {"S": format!("STORE#{}", store.id)}, "sk": {"S": format!("EVENT#{id}")},
        "at": {"N": "1795651200123"}, "actor": {"M": {"kind": {"S": "service"}}}, "event": event,
        "ttl": {"N": "1999999999"},
    });
    proxied.proxy.call("PutItem", &json!({"TableName": TABLE, "Item": item}));

    let audit = store.as_owner().audit();
    let shown = audit.iter().find(|event| event["type"] == "member.promoted").expect("the event");
    assert_eq!(shown["id"], id);
    assert_eq!((&shown["member"], &shown["levels"]), (&json!({"user_id": "user-7"}), &json!([1, null])));

    // `notify` goes on behind it.
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"roles": ["seller"]}));
    proxied.stack.anonymous().decline(&token).assert_status(204);
    mailbox.next_mail_with(&ana.email);
}

#[test]
fn f60_a_genuine_link_of_which_nothing_is_stored_says_that_it_is_too_old() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let (_, token) = store.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    stack.advance_clock(98 * DAY);
    let gone =
        wait_until(|| Some(stack.anonymous().lookup(&token)).filter(|response| response.status == 404));
    let old = gone.expect("the invitation is deleted").assert_problem(404, "invalid_token");
    let forged = stack.anonymous().lookup(&format!("{token}x")).assert_problem(404, "invalid_token");

    assert_eq!(old["title"], "The link is too old");
    assert!(old["detail"].as_str().unwrap().contains("new invitation"), "{old}");
    assert_ne!(old["title"], forged["title"]);
    stack.anonymous().renew(&token).assert_problem(404, "invalid_token");
}
