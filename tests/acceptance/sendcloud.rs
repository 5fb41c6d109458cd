//! Rows S1 to S7: members with one predefined role. S4 to S6 are in `expiry.rs`.

use std::collections::HashSet;

use crate::support::{LANGUAGES, Person, Stack, json};

#[test]
fn s1_members_get_everything_but_settings_analytics_and_export() {
    let stack = Stack::shared();
    let store = stack.create_store("sendcloud", "default");
    let ana = store.add_new_member("Ana", json!({"roles": ["member"]}));
    let all = ["orders", "shipping", "settings", "finance", "analytics", "export", "team"];

    store.as_person(&ana).assert_may_exactly(&["orders", "shipping"], &all);
    store.as_owner().assert_may_exactly(&all, &all);
}

#[test]
fn s2_a_refusal_says_so_in_the_members_language_and_whom_to_contact() {
    let stack = Stack::shared();
    let store = stack.create_store("sendcloud", "default");
    let mut messages = HashSet::new();
    for language in LANGUAGES {
        let ana = store.add_new_member("Ana", json!({"locale": language}));
        for restricted in ["settings", "finance", "analytics", "export"] {
            let response = store.as_person(&ana).access(&["orders", restricted]).assert_status(200);
            assert_eq!((&response["allowed"], &response["missing"]), (&json!(false), &json!([restricted])));
            assert_eq!(response["contact"], json!({"name": store.owner.name, "email": store.owner.email}));
            let message = response["message"].as_str().expect("a message").to_owned();
            assert!(message.contains(&store.owner.name), "{language}: {message}");
            messages.insert(message);
        }
    }
    assert_eq!(messages.len(), LANGUAGES.len(), "a message in each language: {messages:#?}");
    assert!(messages.iter().any(|message| message.contains("titulaire du compte")), "{messages:#?}");
}

#[test]
fn s3_the_inviter_sets_the_language_of_mail_page_and_messages() {
    let stack = Stack::shared();
    let store = stack.create_store("sendcloud", "default");
    let (mut subjects, mut messages) = (HashSet::new(), HashSet::new());
    for language in LANGUAGES {
        let ana = Person::new("Ana");
        let (invitation, token) = store.invite(&ana.email, json!({"roles": ["member"], "locale": language}));
        assert_eq!(invitation["locale"], language);
        subjects.insert(store.mailbox(&ana.email).next_mail().subject);
        let page = stack.anonymous().lookup(&token).assert_status(200).to_string();
        assert!(page.contains(&format!("\"{language}\"")), "the page's language: {page}");
        stack.as_person(&ana).accept(&token).assert_status(200);
        messages
            .insert(store.as_person(&ana).access(&["settings"]).assert_status(200)["message"].to_string());
    }
    assert_eq!(subjects.len(), LANGUAGES.len(), "{subjects:#?}");
    assert_eq!(messages.len(), LANGUAGES.len(), "{messages:#?}");
    store.as_owner().invite(&Person::new("Ana").email, json!({"locale": "ja"})).assert_field_error("/locale");
}

#[test]
fn s3_without_a_language_the_stores_own_is_used() {
    let stack = Stack::shared();
    let store = stack.create_store("sendcloud", "default");
    store.as_owner().change_store(&json!({"locale": "nl"})).assert_status(200);
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    store.as_owner().invite(&ana.email, json!({"locale": "nl"})).assert_status(201);
    let invitation = store.as_owner().invite(&ben.email, json!({})).assert_status(201);

    assert_eq!(invitation["locale"], "nl");
    assert_eq!(store.mailbox(&ben.email).next_mail().subject, store.mailbox(&ana.email).next_mail().subject);
}

#[test]
fn s7_support_agents_get_in_only_where_the_store_lets_them() {
    let stack = Stack::shared();
    let store = stack.create_store("sendcloud", "default");
    let ana = store.add_new_member("Ana", json!({}));
    let agent = store.with_client(stack.as_support_agent());
    let as_ana = || agent.get(&format!("/access?permission=orders&user_id={}", ana.sub));

    assert_eq!(
        store.as_owner().get_store().assert_status(200)["settings"]["support_access"],
        false,
        "off by default"
    );
    assert!(!agent.may("orders"));
    let refused = as_ana();
    assert!(refused.status == 403 || refused.assert_status(200)["allowed"] == false, "{refused}");

    store
        .as_person(&ana)
        .change_store(&json!({"settings": {"support_access": true}}))
        .assert_problem(403, "forbidden");
    store.as_owner().change_store(&json!({"settings": {"support_access": true}})).assert_status(200);
    assert!(agent.may("orders"));
    assert_eq!(as_ana().assert_status(200)["allowed"], true, "also with the access of a member");
    let settings = agent.get(&format!("/access?permission=settings&user_id={}", ana.sub));
    assert_eq!(settings.assert_status(200)["allowed"], false, "not more than the member has");

    store.as_owner().change_store(&json!({"settings": {"support_access": false}})).assert_status(200);
    assert!(!agent.may("orders"));
}
