//! The delivery of an invitation's mail, as SES reports it.

use crate::support::{Person, Stack, json};

#[test]
fn x12_the_list_shows_what_became_of_each_mail() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let mut owner_mailbox = store.mailbox(&store.owner.email);
    for (event, state) in [("Delivery", "delivered"), ("Bounce", "bounced"), ("Complaint", "complained")] {
        let ana = Person::new("Ana");
        let response = store.as_owner().invite(&ana.email, json!({"permissions": ["sales"]}));
        let invitation = response.assert_status(201);
        assert_eq!(invitation["delivery"], "queued");
        let mail = store.mailbox(&ana.email).next_mail();
        store.as_owner().wait_for_delivery(&invitation["id"], "sent");

        stack.report_mail_event(&mail, event);

        store.as_owner().wait_for_delivery(&invitation["id"], state);
        if state == "bounced" {
            assert!(
                owner_mailbox.next_mail_with(&ana.email).to.contains(&store.owner.email),
                "the inviter gets a mail"
            );
        }
        assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
    }
}

#[test]
fn x12_a_report_about_an_older_mail_changes_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let ana = Person::new("Ana");
    let (invitation, _) = store.invite(&ana.email, json!({"permissions": ["sales"]}));
    let mut mailbox = store.mailbox(&ana.email);
    let old = mailbox.next_mail();
    store.as_owner().resend(&invitation["id"]).assert_success();
    let new = mailbox.next_mail();
    store.as_owner().wait_for_delivery(&invitation["id"], "sent");

    stack.report_mail_event(&old, "Bounce");
    stack.report_mail_event(&new, "Delivery");
    store.as_owner().wait_for_delivery(&invitation["id"], "delivered");
    stack.report_mail_event(&old, "Complaint");
    stack.wait_until_mails_are_sent();

    assert_eq!(store.as_owner().invitation(&invitation["id"])["delivery"], "delivered");
}
