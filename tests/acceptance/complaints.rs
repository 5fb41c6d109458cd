//! A complaint is remembered for the address in the store, whatever becomes of the invitation and the member, and is final.
//! Cousins of fault F25.

use crate::second_addresses::seller;
use crate::support::{DAY, MINUTE, Mailbox, Person, Stack, TestStore, Value, json, url_encode};

/// Invites a person, who reports the mail as spam.
fn complain(store: &TestStore<'_>, person: &Person) -> Value {
    let invitation = store.as_owner().invite(&person.email, seller()).assert_status(201);
    let mail = store.mailbox(&person.email).next_mail();
    store.stack.report_mail_event(&mail, "Complaint");
    store.as_owner().wait_for_delivery(&invitation["id"], "complained");
    invitation
}

/// A mailbox whose mails so far are read.
fn read_mailbox<'s>(store: &TestStore<'s>, person: &Person) -> Mailbox<'s> {
    let mut mailbox = store.mailbox(&person.email);
    mailbox.mark_all_read();
    mailbox
}

#[test]
fn a_complaint_about_an_older_link_counts() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let mut mailbox = store.mailbox(&ana.email);
    let invitation = store.as_owner().invite(&ana.email, seller()).assert_status(201);
    let first = mailbox.next_mail();
    store.as_owner().resend(&invitation["id"]).assert_status(200);
    mailbox.next_mail();
    store.as_owner().wait_for_delivery(&invitation["id"], "sent");

    stack.report_mail_event(&first, "Complaint");

    assert_eq!(store.as_owner().invitation(&invitation["id"])["delivery"], "sent", "that of the latest mail");
    store.as_owner().resend(&invitation["id"]).assert_problem(409, "recipient_opted_out");
    mailbox.assert_no_new_mail();
}

#[test]
fn a_complaint_about_an_earlier_invitation_counts() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let mut mailbox = store.mailbox(&ana.email);
    let first = store.as_owner().invite(&ana.email, seller()).assert_status(201);
    let mail = mailbox.next_mail();
    store.as_owner().revoke(&first["id"]).assert_status(204);
    let second = store.as_owner().invite(&ana.email, seller()).assert_status(201);
    mailbox.next_mail();

    stack.report_mail_event(&mail, "Complaint");

    store.as_owner().revoke(&second["id"]).assert_status(204);
    store.as_owner().invite(&ana.email, seller()).assert_problem(409, "recipient_opted_out");
    let entry = json!({"email": ana.email, "roles": ["seller"]});
    let results = store.as_owner().invite_many(&[entry]).assert_status(207);
    assert_eq!(results["results"][0]["problem"]["code"], "recipient_opted_out");
    // Nor does the address get the invitation of another.
    let (other, _) = store.invite(&Person::new("Other").email, seller());
    let email = json!({"email": ana.email});
    store.as_owner().change_invitation(&other["id"], &email).assert_problem(409, "recipient_opted_out");
    mailbox.assert_no_new_mail();
    // Another store has not been complained about.
    stack.create_store("whatnot", "default").as_owner().invite(&ana.email, seller()).assert_status(201);
}

#[test]
fn nothing_that_is_reported_later_replaces_a_complaint() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let colleague = store.add_new_member("Colleague", seller());
    for later in ["Bounce", "Reject"] {
        let ana = Person::new("Ana");
        let invitation = store.as_owner().invite(&ana.email, seller()).assert_status(201);
        let mail = store.mailbox(&ana.email).next_mail();
        store.as_owner().wait_for_delivery(&invitation["id"], "sent");
        stack.report_mail_event(&mail, "Complaint");
        stack.report_mail_event(&mail, later);
        assert_eq!(store.as_owner().invitation(&invitation["id"])["delivery"], "complained", "{later}");
        store.as_owner().resend(&invitation["id"]).assert_problem(409, "recipient_opted_out");

        let kim = store.add_new_member("Kim", seller());
        let mut mails = read_mailbox(&store, &kim);
        store.as_owner().change_member(&kim, &json!({"roles": ["support"]})).assert_status(200);
        let mail = mails.next_mail();
        stack.report_mail_event(&mail, "Complaint");
        stack.report_mail_event(&mail, later);
        assert_eq!(store.as_owner().member(&kim)["mail_problem"], "complained", "{later}");
        assert_eq!(store.as_person(&kim).member(&kim)["mail_problem"], "complained", "their own");
        assert_eq!(store.as_person(&colleague).member(&kim)["mail_problem"], Value::Null, "a colleague");
        store.as_owner().change_member(&kim, &seller()).assert_status(200);
        mails.assert_no_new_mail();
    }
}

#[test]
fn a_members_complaint_outlives_their_membership() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    for removed_first in [false, true] {
        let ana = Person::new("Ana");
        let body = json!({"email": ana.email, "roles": ["seller"], "notify": true});
        store.as_platform().put(&format!("/members/{}", url_encode(&ana.sub)), &body).assert_status(201);
        let mut mailbox = store.mailbox(&ana.email);
        let mail = mailbox.next_mail();
        if !removed_first {
            stack.report_mail_event(&mail, "Complaint");
        }
        store.as_owner().remove_member(&ana).assert_status(204);
        if removed_first {
            mailbox.next_mail();
            stack.report_mail_event(&mail, "Complaint");
        }
        store.as_owner().invite(&ana.email, seller()).assert_problem(409, "recipient_opted_out");
        mailbox.assert_no_new_mail();
    }
}

#[test]
fn the_platform_makes_a_member_of_who_complained_and_nobody_writes() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    complain(&store, &ana);
    let mailbox = read_mailbox(&store, &ana);
    let body = json!({"email": ana.email, "roles": ["seller"], "notify": true});

    let made =
        store.as_platform().put(&format!("/members/{}", url_encode(&ana.sub)), &body).assert_status(201);

    assert_eq!(made["mail_problem"], "complained", "managers see why nobody writes");
    assert!(store.as_person(&ana).may("inventory"));
    store.as_owner().change_member(&ana, &json!({"roles": ["support"]})).assert_status(200);
    mailbox.assert_no_new_mail();
}

#[test]
fn a_complaint_is_remembered_when_the_invitation_is_deleted() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    complain(&store, &ana);
    let mailbox = read_mailbox(&store, &ana);
    for days in [100, 400] {
        stack.advance_clock(days * DAY);
        store.as_owner().invite(&ana.email, seller()).assert_problem(409, "recipient_opted_out");
    }
    mailbox.assert_no_new_mail();
}

#[test]
fn who_complained_is_not_reminded_and_gets_the_link_that_they_ask_for() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let mut mailbox = store.mailbox(&ana.email);
    let invitation = store.as_owner().invite(&ana.email, seller()).assert_status(201);
    let first = mailbox.next_mail();
    store.as_owner().resend(&invitation["id"]).assert_status(200);
    let link = mailbox.next_token();
    store.as_owner().wait_for_delivery(&invitation["id"], "sent");
    stack.report_mail_event(&first, "Complaint");
    stack.advance_clock(7 * DAY + MINUTE);
    mailbox.assert_no_new_mail();

    stack.anonymous().renew(&link).assert_status(202);

    let renewed = mailbox.next_token();
    assert_ne!(renewed, link);
    store.as_owner().resend(&invitation["id"]).assert_problem(409, "recipient_opted_out");
    stack.as_person(&ana).accept(&renewed).assert_status(200);
}
