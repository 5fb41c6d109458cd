//! Invited addresses: their spellings, who may use them, and which a store allows.

use crate::support::{Person, Stack, Value, emails, json, unique_id};

#[test]
fn x14_one_address_in_any_spelling_is_one_invitation() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let id = unique_id();
    for [first, again] in [
        [format!("ana.{id}@example.org"), format!("ANA.{id}@Example.ORG").to_uppercase()],
        [format!("zoe.{id}@b\u{fc}cher.example"), format!("zoe.{id}@bu\u{308}cher.example")],
        [format!("ben.{id}@m\u{fc}nchen.example"), format!("ben.{id}@xn--mnchen-3ya.example")],
        [format!("cem.{id}@B\u{dc}CHER.example"), format!("cem.{id}@b\u{fc}cher.example")],
    ] {
        let invitation =
            store.as_owner().invite(&first, json!({"permissions": ["sales"]})).assert_status(201);
        assert_eq!(invitation["email"], *first, "shown as typed");
        let refused = store.as_owner().invite(&again, json!({"permissions": ["sales"]}));
        assert_eq!(refused.assert_problem(409, "already_invited")["id"], invitation["id"]);
    }
}

#[test]
fn x14_different_people_stay_different() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let id = unique_id();
    let addresses = [
        format!("anamaria.{id}@example.org"),
        format!("ana.maria.{id}@example.org"),
        format!("anamaria.{id}+shop@example.org"),
        format!("anamaria.{id}@example.com"),
        format!("ana.{id}@strasse.example"),
        format!("ana.{id}@stra\u{df}e.example"),
        format!("ana.{id}@irmak.example"),
        format!("ana.{id}@\u{131}rmak.example"),
        format!("ana.{id}@an\u{430}.example"),
        format!("ana.{id}@ana.example"),
        format!("ana.{id}@example.org"),
    ];
    for address in &addresses {
        store.as_owner().invite(address, json!({"permissions": ["sales"]})).assert_status(201);
    }
    assert_eq!(store.as_owner().invitations().len(), addresses.len());
}

#[test]
fn x14_the_invited_address_is_met_in_any_spelling() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email.to_uppercase(), json!({"roles": ["seller"]}));

    stack.as_person(&ana).accept(&token).assert_status(200);

    store.as_owner().invite(&ana.email, json!({"roles": ["seller"]})).assert_problem(409, "already_member");
    let upper_case = ana.with_email(&ana.email.to_uppercase());
    assert!(store.as_person(&upper_case).may("live"));
}

#[test]
fn x15_a_wrong_account_is_told_which_address_was_invited() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let (_, token) = store.invite(&ana.email, json!({"roles": ["seller"]}));

    let response = stack.as_person(&Person::new("Ben")).accept(&token);

    let problem = response.assert_problem(403, "wrong_account");
    assert!(!response.text().contains(&ana.email), "{response} reveals the whole address");
    assert!(response.text().contains('@') && response.text().contains(['*', '•', '…']), "{response}");
    assert!(response.text().contains("example.org"), "{response}");
    assert!(
        problem["detail"].as_str().is_some_and(|detail| detail.len() > 20),
        "{response} does not say how to switch accounts"
    );
    stack.as_person(&ana).accept(&token).assert_status(200);
}

#[test]
fn x16_answers_do_not_reveal_whether_an_address_has_an_account() {
    let stack = Stack::shared();
    let (store, other) = (stack.create_store("ecwid", "unlimited"), stack.create_store("ecwid", "unlimited"));
    let known = other.add_new_member("Ana", json!({"permissions": ["sales"]}));
    let unknown = Person::new("Ana");

    let [to_known, to_unknown] = [&known, &unknown].map(|person| {
        let (invitation, token) = store.invite(&person.email, json!({"permissions": ["sales"]}));
        let lookup = stack.anonymous().lookup(&token).assert_status(200);
        let problem = stack.anonymous().decline(&format!("{token}x")).assert_problem(404, "invalid_token");
        let strip = |value: &Value| value.to_string().replace(&person.email, "ADDRESS");
        let fields = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        (fields(&invitation), fields(&lookup), strip(&problem).contains("ADDRESS"))
    });

    assert_eq!(to_known, to_unknown);
}

#[test]
fn x22_a_store_takes_addresses_of_its_own_domains_only() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "unlimited");
    let sales = json!({"permissions": ["sales"]});
    let id = unique_id();
    let settings = json!({"settings": {"allowed_domains": ["example.com", "M\u{fc}nchen.example"]}});

    store.as_owner().change_store(&settings).assert_status(200);

    for refused in ["example.org", "sub.example.com", "example.com.evil.example", "notexample.com"] {
        let response = store.as_owner().invite(&format!("ana.{id}@{refused}"), sales.clone());
        response.assert_problem(422, "domain_not_allowed");
    }
    for allowed in ["example.com", "Example.COM", "xn--mnchen-3ya.example"] {
        store.as_owner().invite(&format!("{}@{allowed}", unique_id()), sales.clone()).assert_status(201);
    }
    let listed = emails(&store.as_owner().invitations()).len();
    assert_eq!(listed, 3);
    store
        .as_owner()
        .change_store(&json!({"settings": {"allowed_domains": ["no domain"]}}))
        .assert_problem(422, "invalid_field");
    store.as_owner().change_store(&json!({"settings": {"allowed_domains": []}})).assert_status(200);
    store.as_owner().invite(&format!("ana.{id}@example.org"), sales).assert_status(201);
}
