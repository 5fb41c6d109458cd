//! Answers to invitations are gathered for a person (fault F20), and mails of some kinds are switched off (row Y19).

use crate::support::{DAY, HOUR, MINUTE, Mail, Person, Response, Stack, TestStore, Value, json, wait_until};

const FORM: &str = "application/x-www-form-urlencoded";

/// People who join the store one after the other.
fn join(store: &TestStore<'_>, count: usize) -> Vec<Person> {
    (0..count)
        .map(|number| store.add_new_member(&format!("Guest {number}"), json!({"roles": ["scanner"]})))
        .collect()
}

fn answers(store: &TestStore<'_>, address: &str) -> Vec<Mail> {
    store.stack.wait_until_mails_are_sent();
    store.mailbox(address).unread().into_iter().filter(|mail| mail.html.contains("/unsubscribe/")).collect()
}

#[test]
fn f20_managers_get_three_answers_one_by_one_and_the_others_of_an_hour_in_one_mail() {
    let stack = Stack::private();
    let store = stack.create_store("ticketing", "default");
    // With the owner, these are more than are told of each answer.
    let managers: Vec<_> = (0..10)
        .map(|number| {
            let manager = Person::new(&format!("Manager {number}"));
            json!({"user_id": manager.sub, "email": manager.email, "roles": ["administrator"]})
        })
        .collect();
    store.as_platform().post("/members/bulk", &json!({"members": managers})).assert_status(207);
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let guests = join(&store, 8);
    // The owner's three are Kim and two guests.
    for reader in [&store.owner.email, &kim.email] {
        assert_eq!(answers(&store, reader).len(), 3, "{reader}");
    }
    stack.advance_clock(HOUR + 60);
    for (reader, gathered) in [(&store.owner.email, 6), (&kim.email, 5)] {
        let mails = answers(&store, reader);
        assert_eq!(mails.len(), 4, "one more for {reader}");
        let digest = mails.iter().find(|mail| mail.subject.starts_with(&gathered.to_string()));
        let digest = digest.unwrap_or_else(|| panic!("no mail about {gathered} answers: {mails:#?}"));
        assert!(guests[3..].iter().all(|guest| digest.contains(&guest.email)), "{}", digest.text);
    }
    join(&store, 2);
    assert_eq!(answers(&store, &kim.email).len(), 4, "at most one an hour");
    stack.advance_clock(HOUR + 60);
    assert_eq!(answers(&store, &kim.email).len(), 5);
    stack.advance_clock(DAY);
    join(&store, 1);
    assert_eq!(answers(&store, &kim.email).len(), 6, "the next one is told at once");
}

/// The path of the address in a mail's header.
fn unsubscribe_path(mail: &Mail) -> String {
    let header = mail.headers["List-Unsubscribe"].as_str().expect("the header");
    assert_eq!(mail.headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    let url = header.trim_matches(['<', '>']);
    assert!(mail.text.contains(url) && mail.html.contains(url), "{}", mail.text);
    url.split_once("/unsubscribe/").map(|(_, token)| format!("/unsubscribe/{token}")).expect("the address")
}

fn post(stack: &Stack, path: &str, content_type: &str, body: &str) -> Response {
    let client = stack.anonymous().with_header("content-type", content_type);
    client.send("POST", path, Some(body.as_bytes().to_vec()))
}

#[test]
fn y19_one_click_stops_a_kind_of_mail_and_another_lets_it_come_again() {
    let stack = Stack::private();
    let store = stack.create_store("ticketing", "default");
    join(&store, 1);
    let mails = answers(&store, &store.owner.email);
    let path = unsubscribe_path(&mails[0]);

    assert!(
        stack.anonymous().get(&path).text().contains("<!doctype html>"),
        "a reader who opens it gets a page"
    );
    let stopped = post(&stack, &path, FORM, "List-Unsubscribe=One-Click").assert_status(200);
    assert_eq!((&stopped["kind"], &stopped["status"]), (&json!("answers"), &json!("unsubscribed")));
    assert_eq!(stopped["store"]["name"], store.as_owner().get_store().json()["name"]);
    let form =
        "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    post(&stack, &path, "multipart/form-data; boundary=b", form).assert_status(200);
    join(&store, 1);
    assert_eq!(answers(&store, &store.owner.email).len(), 1, "no more answers");
    let declined = Person::new("Declined");
    let (_, token) = store.invite(&declined.email, json!({"roles": ["scanner"]}));
    stack.anonymous().decline(&token).assert_status(204);
    assert_eq!(answers(&store, &store.owner.email).len(), 1);

    let again = post(&stack, &path, FORM, "List-Unsubscribe=Undo").assert_status(200);
    assert_eq!(again["status"], "subscribed");
    stack.advance_clock(2 * HOUR);
    join(&store, 1);
    assert_eq!(answers(&store, &store.owner.email).len(), 2);
    assert!(!stack.log().contains(&path), "no log has the token");
}

#[test]
fn y19_only_the_form_and_the_token_of_a_mail_are_taken() {
    let stack = Stack::private();
    let store = stack.create_store("ticketing", "default");
    join(&store, 1);
    let path = unsubscribe_path(&answers(&store, &store.owner.email)[0]);
    let refused = post(&stack, &path, "application/json", "{}").assert_problem(415, "unsupported_media_type");
    assert!(refused["detail"].to_string().contains("form"), "{refused}");
    post(&stack, &path, FORM, "unsubscribe=yes").assert_field_error("/List-Unsubscribe");
    post(&stack, &path, FORM, &"x".repeat(20_000)).assert_problem(413, "payload_too_large");
    for forged in
        [format!("{path}A"), "/unsubscribe/AAAA".to_owned(), format!("/unsubscribe/{}", "A".repeat(2000))]
    {
        post(&stack, &forged, FORM, "List-Unsubscribe=One-Click").assert_problem(404, "invalid_token");
    }
    assert_eq!(stack.anonymous().get(&format!("{path}?x=1")).status, 200);
    let invitation = Person::new("Guest");
    let (_, link) = store.invite(&invitation.email, json!({"roles": ["scanner"]}));
    post(&stack, &format!("/unsubscribe/{link}"), FORM, "List-Unsubscribe=One-Click")
        .assert_problem(404, "invalid_token");
}

#[test]
fn y19_the_token_of_a_deleted_store_is_none() {
    let stack = Stack::private();
    let store = stack.create_store("ticketing", "default");
    join(&store, 1);
    let path = unsubscribe_path(&answers(&store, &store.owner.email)[0]);
    stack.as_platform().delete(&format!("/stores/{}", store.id)).assert_status(202);
    stack.advance_clock(5 * MINUTE);
    wait_until(|| (store.as_platform().get_store().status == 404).then_some(()))
        .expect("the store is deleted");
    post(&stack, &path, FORM, "List-Unsubscribe=One-Click").assert_problem(404, "invalid_token");
}

#[test]
fn y19_orders_and_reviews_are_switched_off_apart() {
    let stack = Stack::private();
    let store = stack.create_store("ticketing", "default");
    let notified = store.add_new_member("Notified", json!({"roles": ["order_notifications"]}));
    let activity = json!({"name": "Show", "order_notifications": true});
    store.as_owner().put_activity("show", &activity).assert_status(201);
    let order = |number: &str| {
        let order = json!({"type": "order.created", "activity_id": "show", "order": {"number": number}});
        store.as_platform().announce(&order).assert_status(202);
    };
    order("first-order");
    let mail = store.mailbox(&notified.email).next_mail_with("first-order");
    post(&stack, &unsubscribe_path(&mail), FORM, "List-Unsubscribe=One-Click").assert_status(200);
    order("second-order");
    stack.wait_until_mails_are_sent();
    assert!(store.mailbox(&notified.email).unread().iter().all(|mail| !mail.contains("second-order")));

    stack.advance_clock(181 * DAY);
    let mut owner = store.mailbox(&store.owner.email);
    let review = owner.next_mail_with("Who has access");
    post(&stack, &unsubscribe_path(&review), FORM, "List-Unsubscribe=One-Click").assert_status(200);
    owner.mark_all_read();
    stack.advance_clock(181 * DAY);
    stack.wait_until_mails_are_sent();
    let reviews = owner.unread().into_iter().filter(|mail| mail.subject.contains("Who has access")).count();
    assert_eq!(reviews, 0);
    let due: Vec<Value> =
        store.as_owner().audit().into_iter().filter(|event| event["type"] == "review.due").collect();
    assert!(!due.is_empty(), "the review itself is still due");
}
