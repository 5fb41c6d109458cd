//! Rows S1 to S7: members with one predefined view. S4 to S6 are about time and stand with `expiry`.

use std::collections::HashSet;

use crate::support::{LANGUAGES, Person, Stack, json};

#[test]
fn s1_members_get_everything_but_settings_analytics_and_export() {
    let stack = Stack::shared();
    let shop = stack.open("sendcloud", "default");
    let ana = shop.hire_new("Ana", json!({"roles": ["member"]}));
    let all = ["orders", "shipping", "settings", "finance", "analytics", "export", "team"];

    shop.member(&ana).may_exactly(&["orders", "shipping"], &all);
    shop.owner().may_exactly(&all, &all);
}

#[test]
fn s2_a_refusal_says_so_in_the_members_language_and_whom_to_contact() {
    let stack = Stack::shared();
    let shop = stack.open("sendcloud", "default");
    let mut messages = HashSet::new();
    for language in LANGUAGES {
        let ana = shop.hire_new("Ana", json!({"locale": language}));
        for restricted in ["settings", "finance", "analytics", "export"] {
            let answer = shop.member(&ana).access(&["orders", restricted]).is(200);
            assert_eq!((&answer["allowed"], &answer["missing"]), (&json!(false), &json!([restricted])));
            assert_eq!(answer["contact"], json!({"name": shop.owner.name, "email": shop.owner.email}));
            let message = answer["message"].as_str().expect("a message").to_owned();
            assert!(message.contains(&shop.owner.name), "{language}: {message}");
            messages.insert(message);
        }
    }
    assert_eq!(messages.len(), LANGUAGES.len(), "one in each language: {messages:#?}");
    assert!(messages.iter().any(|message| message.contains("titulaire du compte")), "{messages:#?}");
}

#[test]
fn s3_the_inviter_sets_the_language_of_mail_page_and_messages() {
    let stack = Stack::shared();
    let shop = stack.open("sendcloud", "default");
    let (mut subjects, mut messages) = (HashSet::new(), HashSet::new());
    for language in LANGUAGES {
        let ana = Person::new("Ana");
        let (invitation, token) = shop.invite(&ana.email, json!({"roles": ["member"], "locale": language}));
        assert_eq!(invitation["locale"], language);
        subjects.insert(shop.mailbox(&ana.email).next().subject);
        let page = stack.anyone().lookup(&token).is(200).to_string();
        assert!(page.contains(&format!("\"{language}\"")), "the page's language: {page}");
        stack.signed_in(&ana).accept(&token).is(200);
        messages.insert(shop.member(&ana).access(&["settings"]).is(200)["message"].to_string());
    }
    assert_eq!(subjects.len(), LANGUAGES.len(), "{subjects:#?}");
    assert_eq!(messages.len(), LANGUAGES.len(), "{messages:#?}");
    shop.owner().invite(&Person::new("Ana").email, json!({"locale": "ja"})).refused_field("/locale");
}

#[test]
fn s3_without_a_language_the_stores_own_is_used() {
    let stack = Stack::shared();
    let shop = stack.open("sendcloud", "default");
    shop.owner().change_store(&json!({"locale": "nl"})).is(200);
    let (ana, ben) = (Person::new("Ana"), Person::new("Ben"));
    shop.owner().invite(&ana.email, json!({"locale": "nl"})).is(201);
    let invitation = shop.owner().invite(&ben.email, json!({})).is(201);

    assert_eq!(invitation["locale"], "nl");
    assert_eq!(shop.mailbox(&ben.email).next().subject, shop.mailbox(&ana.email).next().subject);
}

#[test]
fn s7_support_agents_get_in_only_where_the_store_lets_them() {
    let stack = Stack::shared();
    let shop = stack.open("sendcloud", "default");
    let ana = shop.hire_new("Ana", json!({}));
    let agent = shop.by(stack.support_agent());
    let as_ana = || agent.get(&format!("/access?permission=orders&user_id={}", ana.sub));

    assert_eq!(shop.owner().store().is(200)["settings"]["support_access"], false, "off by default");
    assert!(!agent.may("orders"));
    let refused = as_ana();
    assert!(refused.status == 403 || refused.is(200)["allowed"] == false, "{refused}");

    shop.member(&ana).change_store(&json!({"settings": {"support_access": true}})).refused(403, "forbidden");
    shop.owner().change_store(&json!({"settings": {"support_access": true}})).is(200);
    assert!(agent.may("orders"));
    assert_eq!(as_ana().is(200)["allowed"], true, "its users' accounts as well");
    let beyond_ana = agent.get(&format!("/access?permission=settings&user_id={}", ana.sub));
    assert_eq!(beyond_ana.is(200)["allowed"], false, "as that user, no more than that user");

    shop.owner().change_store(&json!({"settings": {"support_access": false}})).is(200);
    assert!(!agent.may("orders"));
}
