//! SES accepts a mail, and then the table fails before the mail is marked as sent. Regression tests of fault
//! 64.

use crate::database_proxy::{Call, ProxiedStack};
use crate::support::{DAY, Person, Stack, Value, assert_no_new_mail_in, json, mark_all_read, wait_until};

fn sales() -> Value {
    json!({"permissions": ["sales"]})
}

/// Delays all mails of the stack while `happens` runs. Then SES accepts the mail, and the next `failures`
/// writes to the table fail.
///
/// Conflicts concern writes only, so that the reads that precede a mail succeed. Some can be used up by the write that begins a
/// mail: then it is begun again later, and SES has not seen it.
fn take_mail_and_fail(stack: &Stack, failures: u32, happens: impl FnOnce()) {
    stack.inject_faults("ses", u32::MAX, "TooManyRequestsException");
    happens();
    stack.inject_faults("dynamodb", failures, "TransactionConflict");
    stack.inject_faults("ses", 0, "TooManyRequestsException");
}

#[test]
fn f64_a_link_goes_once_when_three_calls_to_the_table_fail_after_it() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let mut mailbox = store.mailbox(&ana.email);

    take_mail_and_fail(&stack, 3, || {
        store.as_owner().invite(&ana.email, sales()).assert_status(201);
    });

    let token = mailbox.next_token();
    mailbox.assert_no_new_mail();
    stack.as_person(&ana).accept(&token).assert_status(200);
}

#[test]
fn f64_each_recipient_is_written_to_once() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let managers: Vec<_> =
        (0..3).map(|_| store.add_new_member("Manager", json!({"roles": ["administrator"]}))).collect();
    let (_, token) = store.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    let mut mailboxes: Vec<_> =
        managers.iter().chain([&store.owner]).map(|person| store.mailbox(&person.email)).collect();
    mark_all_read(&mut mailboxes);

    take_mail_and_fail(&stack, 3, || {
        stack.anonymous().decline(&token).assert_status(204);
    });

    for mailbox in &mut mailboxes {
        mailbox.next_mail();
    }
    assert_no_new_mail_in(&mailboxes);
}

#[test]
fn f64_a_renewed_and_a_resent_link_go_once() {
    let stack = Stack::private();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (invitation, _) = store.invite(&ana.email, sales());
    let mut mailbox = store.mailbox(&ana.email);
    mailbox.mark_all_read();
    let mut latest = String::new();
    for renew in [false, true] {
        if renew {
            stack.advance_clock(8 * DAY);
        }
        take_mail_and_fail(&stack, 3, || {
            if renew {
                stack.anonymous().renew(&latest).assert_status(202);
            } else {
                store.as_owner().resend(&invitation["id"]).assert_success();
            }
        });
        latest = mailbox.next_token();
        mailbox.assert_no_new_mail();
    }
    stack.as_person(&ana).accept(&latest).assert_status(200);
}

/// Whether a call marks a mail as sent.
fn is_mark(call: &Call) -> bool {
    call.operation == "UpdateItem" && call.mentions("mailed")
}

#[test]
fn f64_the_mark_alone_is_tried_again_until_it_is_written() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let mut mailbox = store.mailbox(&ana.email);
    proxied.proxy.fail(3, is_mark);

    let invitation = store.as_owner().invite(&ana.email, sales()).assert_status(201);

    mailbox.next_token();
    wait_until(|| (proxied.proxy.failures_left() == 0).then_some(()))
        .expect("the mark was tried three times");
    mailbox.assert_no_new_mail();
    store.as_owner().wait_for_delivery(&invitation["id"], "sent");
}

#[test]
fn a_link_is_not_sent_while_the_table_takes_no_writes() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let mut mailbox = store.mailbox(&ana.email);
    // So many that the record of the stream is given back several times.
    proxied.proxy.fail(40, |call| call.operation == "UpdateItem" && call.mentions("begun") || is_mark(call));

    store.as_owner().invite(&ana.email, sales()).assert_status(201);

    mailbox.next_token();
    assert_eq!(proxied.proxy.failures_left(), 0, "it was not sent before");
    mailbox.assert_no_new_mail();
}

#[test]
fn f64_a_delivery_state_that_cannot_be_recorded_sends_nothing_again() {
    let proxied = ProxiedStack::start();
    let store = proxied.stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let mut mailbox = store.mailbox(&ana.email);
    let records_delivery = |call: &Call| {
        call.operation == "UpdateItem" && call.mentions("delivery") && call.mentions("generation")
    };
    proxied.proxy.fail(20, records_delivery);

    store.as_owner().invite(&ana.email, sales()).assert_status(201);

    let token = mailbox.next_token();
    mailbox.assert_no_new_mail();
    proxied.stack.as_person(&ana).accept(&token).assert_status(200);
}
