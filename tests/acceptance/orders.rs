//! Fault F59: the texts of an order are as the platform sent them.

use crate::support::{Stack, Value, json};

#[test]
fn f59_a_mail_has_the_digits_that_were_sent_and_text_that_can_be_copied() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let notified = store.add_new_member("Notified", json!({"roles": ["order_notifications"]}));
    store
        .as_owner()
        .put_activity("show", &json!({"name": "Show", "order_notifications": true}))
        .assert_status(201);
    let mut mailbox = store.mailbox(&notified.email);
    let announce = |order: &str| {
        let body = format!(r#"{{"type": "order.created", "activity_id": "show", "order": {order}}}"#);
        store.as_platform().send("POST", "/announcements", Some(body.into_bytes())).assert_status(202);
    };

    announce(r#"{"id": 900719925474099312345, "total": 49.90, "currency": "EUR"}"#);
    let mail = mailbox.next_mail_with("900719925474099312345");
    assert!(mail.text.contains("€49.90") && mail.html.contains("€49.90"), "{mail:#?}");

    announce(&format!(r#"{{"id": 1e400, "customer": "Bo", "unread": [{}]}}"#, "7".repeat(1000)));
    mailbox.next_mail_with("1e400");
    announce(&format!(r#"{{"id": {}}}"#, "7".repeat(1000)));
    mailbox.next_mail_with(&"7".repeat(100));

    announce(r#"{"number": "SO-10.A.7:3", "total": "1.234,50 EUR", "customer": "Bea"}"#);
    let mail = mailbox.next_mail_with("SO-10.A.7:3");
    assert!(mail.subject.contains("SO-10.A.7:3") && mail.html.contains("SO-10.A.7:3"), "{mail:#?}");
    assert!(mail.text.contains("1.234,50 EUR"), "{mail:#?}");

    for number in ["1042.com", "R.2026.info-7", "ab@12.de", "https://evil.example/x"] {
        announce(&json!({"number": number}).to_string());
        let mail = mailbox.next_mail_with(number);
        assert!(!mail.text.contains('\u{2060}') && !mail.html.contains('\u{2060}'), "{mail:#?}");
        assert!(!mail.html.contains(&format!("href=\"{number}")), "{mail:#?}");
    }

    announce(r#"{"number": "\u202e\u200b17\u2066", "customer": {"name": "B\u202eea"}}"#);
    let mail = mailbox.next_mail_with("Bea");
    assert!(!mail.contains("\u{202e}") && mail.contains("17"), "{mail:#?}");
}

#[test]
fn an_error_of_an_announcement_names_its_field() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let owner = &store.owner.sub;
    let app = |app: Value| json!({"type": "app.installed", "app": app, "installed_by": owner});
    let order = |order: Value| json!({"type": "order.created", "activity_id": "show", "order": order});
    for (announcement, pointer) in [
        (app(json!({"name": "A".repeat(201)})), "/app/name"),
        (app(json!({"name": "A", "x": 1})), "/app/x"),
        (app(json!({})), "/app/name"),
        (app(Value::Null), "/app"),
        (app(json!([])), "/app"),
        (order(json!([])), "/order"),
        (order(Value::Null), "/order"),
        (json!({"type": "order.created"}), "/activity_id"),
        (
            json!({"type": "app.installed", "app": {"name": "A"}, "installed_by": owner, "order": {}}),
            "/order",
        ),
        (json!({"type": "order.paid"}), "/type"),
        (json!({"app": {"name": "A"}}), "/type"),
    ] {
        store.as_platform().announce(&announcement).assert_field_error(pointer);
    }
}
