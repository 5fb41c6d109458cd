//! Faults F24 and F26 to F28, F31: values that a call takes, and their bounds.

use crate::support::{Person, Stack, Value, json, unique_id, url_encode};

/// Texts without anything to see, or with characters that hide what is written.
const HIDING: [&str; 15] = [
    "\u{200b}",
    "\u{2800}",
    "\u{3164}",
    "\u{202e}",
    "\u{a0}",
    "\u{3000}",
    "\u{200d}",
    "\u{301}",
    "Ana\u{202e}",
    "A\u{200b}na",
    "\u{2066}Ana\u{2069}",
    "Ana\u{3164}",
    "Ana\u{e0041}",
    "A\u{1bca0}na",
    "Ana\u{1fffe}",
];

#[test]
fn f26_a_time_has_a_year_of_four_digits_in_utc() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    for end in ["9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59-00:01"] {
        let grant = json!({"roles": ["seller"], "access_ends_at": end});
        store.as_owner().invite(&Person::new("Ana").email, grant).assert_field_error("/access_ends_at");
        store
            .as_owner()
            .change_member(&mia, &json!({"access_ends_at": end}))
            .assert_field_error("/access_ends_at");
        let bulk = json!({"email": Person::new("Ana").email, "roles": ["seller"], "access_ends_at": end});
        let results = store.as_owner().invite_many(&[bulk]).assert_status(207);
        assert_eq!(results["results"][0]["problem"]["errors"][0]["pointer"], "/access_ends_at");
    }
    let last = json!({"roles": ["seller"], "access_ends_at": "9999-12-31T23:59:59.999Z"});
    let invitation = store.as_owner().invite(&Person::new("Ana").email, last).assert_status(201);
    assert_eq!(invitation["access_ends_at"], "9999-12-31T23:59:59.999Z");
}

#[test]
fn f27_a_name_has_something_to_see_and_hides_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let path = format!("/stores/{}", store.id);
    for text in HIDING {
        store.as_owner().change_store(&json!({"name": text})).assert_field_error("/name");
        let mut body = store.put_body("default", &store.owner);
        body["owner"]["name"] = json!(text);
        stack.as_platform().put(&path, &body).assert_field_error("/owner/name");
        store.as_owner().put_activity("show", &json!({"name": text})).assert_field_error("/name");
        let app = json!({"type": "app.installed", "app": {"name": text}, "installed_by": store.owner.sub});
        store.as_platform().announce(&app).assert_problem(422, "invalid_field");
        stack.as_person(&store.owner).patch("/me", &json!({"name": text})).assert_field_error("/name");
    }
    for text in [
        "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
        "Zo\u{eb} \u{1f469}\u{200d}\u{1f680}",
        "\u{674e}",
    ] {
        assert_eq!(store.as_owner().change_store(&json!({"name": text})).assert_status(200)["name"], text);
    }
    assert_eq!(store.as_owner().get("/activities").assert_status(200)["activities"], json!([]));
}

#[test]
fn f27_a_reason_has_something_to_see_and_hides_nothing() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let (invitation, token) = store.invite(&Person::new("Ana").email, json!({"roles": ["seller"]}));
    for text in HIDING {
        stack.anonymous().decline_with_reason(&token, text).assert_field_error("/reason");
    }
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "pending");
    stack.anonymous().decline_with_reason(&token, "No time,\nsorry").assert_status(204);
    assert_eq!(store.as_owner().invitation(&invitation["id"])["decline_reason"], "No time,\nsorry");
}

#[test]
fn f27_a_name_from_a_token_is_cleaned() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana").with_name("A\u{202e}n\u{200b}a");
    let (_, token) = store.invite(&ana.email, json!({"roles": ["seller"]}));
    let joined = stack.as_person(&ana).accept(&token).assert_status(200);
    assert_eq!(joined["member"]["name"], "Ana");
}

#[test]
fn f24_a_local_part_is_ascii_and_mail_goes_to_the_domain_in_ascii() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let seller = json!({"roles": ["seller"]});
    let id = unique_id();
    for refused in [
        format!("zo\u{e9}.{id}@example.org"),
        format!("zoe\u{301}.{id}@example.org"),
        format!("\u{430}na.{id}@example.org"),
        format!("ana.{id}@exam\u{200b}ple.org"),
        format!("ana.{id}@exam\u{ad}ple.org"),
    ] {
        store.as_owner().invite(&refused, seller.clone()).assert_field_error("/email");
    }
    let (typed, ascii) = (format!("Lea.{id}@b\u{fc}cher.example"), format!("Lea.{id}@xn--bcher-kva.example"));

    let invitation = store.as_owner().invite(&typed, seller).assert_status(201);

    assert_eq!(invitation["email"], *typed, "shown as typed");
    let token = store.mailbox(&ascii).next_token();
    assert_eq!(stack.anonymous().lookup(&token).assert_status(200)["email"], *typed);
    store.as_owner().wait_for_delivery(&invitation["id"], "sent");
}

#[test]
fn f28_each_list_has_a_bound() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let mia = store.add_new_member("Mia", json!({"permissions": ["sales"]}));
    let (pending, _) = store.invite(&Person::new("Ned").email, json!({"permissions": ["sales"]}));
    let many = |slug: &str, count: usize| Value::from(vec![slug; count]);
    for count in [65, 5_000] {
        for field in ["roles", "permissions"] {
            let pointer = format!("/{field}");
            let grant = json!({field: many("sales", count)});
            store.as_owner().invite(&Person::new("Ana").email, grant.clone()).assert_field_error(&pointer);
            store.as_owner().change_member(&mia, &grant).assert_field_error(&pointer);
            store.as_owner().change_invitation(&pending["id"], &grant).assert_field_error(&pointer);
        }
    }
    let problem = store.as_owner().change_member(&mia, &json!({"permissions": many("sales", 65)})).json();
    assert!(problem["errors"][0]["detail"].as_str().unwrap().contains("64"), "{problem}");
    store.as_owner().change_member(&mia, &json!({"permissions": many("sales", 64)})).assert_status(200);

    let domains = |count: usize| -> Value {
        let domains: Vec<String> = (0..count).map(|n| format!("d{n}.example")).collect();
        json!({"settings": {"allowed_domains": domains}})
    };
    for count in [51, 10_000] {
        store.as_owner().change_store(&domains(count)).assert_field_error("/settings/allowed_domains");
    }
    store.as_owner().change_store(&domains(50)).assert_status(200);
    assert!(!store.as_owner().may("unheard-of"));
    let asked = |count: usize| store.as_owner().access(&vec!["sales"; count]);
    asked(64).assert_status(200);
    asked(65).assert_field_error("permission");
}

#[test]
fn f28_a_long_value_in_a_bulk_call_is_refused_alone() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let good = Person::new("Ana").email;
    let entry = |email: Value| json!({"email": email, "permissions": ["sales"]});
    let long = "a".repeat(220 * 1024);
    let keyed = store.as_owner().with_header("idempotency-key", &unique_id());
    let entries = [entry(json!(good)), entry(json!(format!("{long}@example.org")))];

    let response = keyed.invite_many(&entries);

    let results = response.assert_status(207)["results"].clone();
    assert_eq!((&results[0]["status"], &results[1]["status"]), (&json!(201), &json!(422)));
    assert_eq!(results[1]["problem"]["errors"][0]["pointer"], "/email");
    assert!(response.body.len() < 10_000, "{} bytes", response.body.len());
    assert_eq!(keyed.invite_many(&entries).assert_status(207)["results"], results);

    // What an error repeats of the request is short, too.
    let wide: Vec<Value> = (0..100).map(|_| json!({"email": good, &long[..2000]: &long[..400]})).collect();
    let response = store.as_owner().invite_many(&wide);
    response.assert_status(207);
    assert!(response.body.len() < 100_000, "{} bytes", response.body.len());
    let errors: Vec<Value> = (0..100)
        .map(|_| json!({"email": good, "roles": vec!["a"; 64], "permissions": vec!["a"; 64]}))
        .collect();
    let response = store.as_owner().invite_many(&errors);
    response.assert_status(207);
    assert!(response.body.len() < 380_000, "{} bytes", response.body.len());
}

#[test]
fn f28_an_order_and_a_language_are_short() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    for locale in [format!("fr-{}", "x".repeat(40)), "fr-\u{202e}".to_owned(), "fr CA".to_owned()] {
        store.as_owner().change_store(&json!({"locale": locale})).assert_field_error("/locale");
        store
            .as_owner()
            .get(&format!("/catalog?locale={}", url_encode(&locale)))
            .assert_field_error("locale");
    }
    store.as_owner().change_store(&json!({"locale": "fr-CA"})).assert_status(200);
}

#[test]
fn f31_null_is_taken_only_where_it_says_something() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let mia = store.add_new_member("Mia", json!({"permissions": ["sales"]}));
    let (pending, _) = store.invite(&Person::new("Ned").email, json!({"permissions": ["sales"]}));
    let path = format!("/stores/{}", store.id);
    for field in ["name", "locale", "settings"] {
        store.as_owner().change_store(&json!({field: null})).assert_field_error(&format!("/{field}"));
    }
    for field in ["support_access", "allowed_domains"] {
        let change = json!({"settings": {field: null}});
        store.as_owner().change_store(&change).assert_field_error(&format!("/settings/{field}"));
    }
    stack.as_platform().patch(&path, &json!({"plan": null})).assert_field_error("/plan");
    for field in ["plan", "locale", "admin_url"] {
        let mut body = store.put_body("unlimited", &store.owner);
        body[field] = Value::Null;
        stack.as_platform().put(&path, &body).assert_field_error(&format!("/{field}"));
    }
    for field in ["roles", "permissions", "locale"] {
        let pointer = format!("/{field}");
        let mut grant = json!({"permissions": ["sales"]});
        grant[field] = Value::Null;
        store.as_owner().invite(&Person::new("Ana").email, grant).assert_field_error(&pointer);
        store
            .as_owner()
            .change_invitation(&pending["id"], &json!({field: null}))
            .assert_field_error(&pointer);
        if field != "locale" {
            store.as_owner().change_member(&mia, &json!({field: null})).assert_field_error(&pointer);
        }
    }
    for field in ["name", "locale", "email"] {
        stack.as_person(&mia).patch("/me", &json!({field: null})).assert_field_error(&format!("/{field}"));
    }
    store
        .as_owner()
        .put_activity("show", &json!({"name": "Show", "order_notifications": null}))
        .assert_field_error("/order_notifications");

    store.as_owner().change_member(&mia, &json!({"access_ends_at": null})).assert_status(200);
    let grant = json!({"permissions": ["sales"], "access_ends_at": null});
    store.as_owner().invite(&Person::new("Ana").email, grant).assert_status(201);
}
