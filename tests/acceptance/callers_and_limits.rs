//! Faults F25, F29, F32, F33, F35 and F39: who is meant, who may look, and how often.

use crate::support::{Person, Response, Stack, TestStore, Value, base64url, json, unique_id};

#[test]
fn f29_a_store_uses_up_its_own_mails_to_a_recipient_alone() {
    let stack = Stack::shared();
    let (one, other) = (stack.create_store("whatnot", "default"), stack.create_store("whatnot", "default"));
    let ana = Person::new("Ana");
    let seller = json!({"roles": ["seller"]});
    let mut refused = None;
    for _ in 0..=20 {
        let response = one.as_owner().invite(&ana.email, seller.clone());
        if response.status != 201 {
            refused = Some(response);
            break;
        }
        one.as_owner().revoke(&response.json()["id"]).assert_status(204);
    }
    refused.expect("a limit of 20 mails").assert_problem(429, "quota_exceeded");

    let invitation = other.as_owner().invite(&ana.email, seller.clone()).assert_status(201);
    other.as_owner().resend(&invitation["id"]).assert_success();
    one.as_owner().invite(&Person::new("Ben").email, seller).assert_status(201);
}

#[test]
fn f25_nothing_is_sent_again_to_a_person_who_complained() {
    let stack = Stack::private();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let seller = json!({"roles": ["seller"]});
    let mut mailbox = store.mailbox(&ana.email);
    let invitation = store.as_owner().invite(&ana.email, seller.clone()).assert_status(201);
    let mail = mailbox.next_mail();
    store.as_owner().wait_for_delivery(&invitation["id"], "sent");
    stack.report_mail_event(&mail, "Complaint");
    store.as_owner().wait_for_delivery(&invitation["id"], "complained");

    store.as_owner().resend(&invitation["id"]).assert_problem(409, "recipient_opted_out");
    store.as_owner().revoke(&invitation["id"]).assert_status(204);
    store.as_owner().invite(&ana.email, seller.clone()).assert_problem(409, "recipient_opted_out");
    let entry = json!({"email": ana.email, "roles": ["seller"]});
    let results = store.as_owner().invite_many(&[entry]).assert_status(207);
    assert_eq!(results["results"][0]["problem"]["code"], "recipient_opted_out");
    store.as_owner().invite(&Person::new("Ben").email, seller).assert_status(201);
    stack.wait_until_mails_are_sent();
    assert!(mailbox.unread().is_empty(), "{:?}", mailbox.unread());
}

/// The sequential round trips of a call to the database, as the local stack counts them.
#[track_caller]
fn round_trips(response: &Response) -> u32 {
    response.header("x-local-round-trips").expect("the stack's count").parse().expect("a number")
}

#[test]
fn f33_nothing_is_read_for_a_caller_who_may_not_look() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let seller = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    let stranger = Person::new("Stranger");
    for path in ["", "/members", "/invitations?status=accepted&limit=100", "/audit", "/activities"] {
        let refused = store.as_person(&stranger).get(path);
        refused.assert_problem(404, "not_found");
        // The store and the caller are read twice before a refusal, since a read may show half of another change.
        assert_eq!(round_trips(&refused), 2, "{path}");
        let nowhere = stack.as_person(&stranger).get(&format!("/stores/nowhere{path}"));
        assert_eq!(round_trips(&nowhere), 2, "{path}");
    }
    for path in ["/invitations", "/audit"] {
        let refused = store.as_person(&seller).get(path);
        refused.assert_problem(403, "forbidden");
        assert_eq!(round_trips(&refused), 2, "{path}");
    }
}

#[test]
fn f35_support_as_the_owner_does_what_a_member_could() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    store.as_owner().change_store(&json!({"settings": {"support_access": true}})).assert_status(200);
    let support = store.with_client(stack.as_support_agent());
    let ask = |permission: &str| {
        support
            .get(&format!("/access?permission={permission}&user_id={}", store.owner.sub))
            .assert_status(200)
    };
    for permission in ["payment_details", "password", "account_deletion"] {
        let answer = ask(permission);
        assert_eq!((&answer["allowed"], &answer["missing"]), (&json!(false), &json!([permission])));
        assert!(store.as_owner().may(permission), "the owner may");
    }
    for permission in ["inventory", "team", "spend"] {
        assert_eq!(ask(permission)["allowed"], true, "{permission}");
    }
    let platform =
        store.as_platform().get(&format!("/access?permission=password&user_id={}", store.owner.sub));
    assert_eq!(platform.assert_status(200)["allowed"], true);
}

/// A new person with this id at the identity provider.
fn person_called(sub: &str) -> Person {
    let mut person = Person::new("Me");
    sub.clone_into(&mut person.sub);
    person
}

fn add(store: &TestStore<'_>, person: &Person) -> Value {
    store.add_member(person, json!({"roles": ["administrator"]}))
}

#[test]
fn f39_no_id_means_two_people() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let kim = store.add_new_member("Kim", json!({"roles": ["administrator"]}));
    let subs = ["me".to_owned(), format!("~{}", unique_id()), format!("a/b?c#{}", unique_id())];
    for sub in &subs {
        let person = person_called(sub);
        add(&store, &person);
        let encoded = format!("/stores/{}/members/~{}", store.id, base64url(sub));
        let changed = stack.as_person(&kim).patch(&encoded, &json!({"roles": ["seller"]})).assert_status(200);
        assert_eq!(changed["user_id"], **sub);
        stack.as_person(&kim).delete(&encoded).assert_status(204);
        assert!(store.as_owner().members().iter().all(|member| member["user_id"] != **sub));
    }
    // `me` is the caller, whoever else is called so.
    add(&store, &person_called("me"));
    let path = format!("/stores/{}/members/me", store.id);
    stack.as_person(&kim).delete(&path).assert_status(204);
    store.as_person(&kim).get_store().assert_problem(404, "not_found");
    assert!(store.as_owner().members().iter().any(|member| member["user_id"] == "me"));

    let lea = store.add_new_member("Lea", json!({"roles": ["administrator"]}));
    let changed = stack.as_person(&lea).patch(&path, &json!({"roles": ["seller"]})).assert_status(200);
    assert_eq!(changed["user_id"], *lea.sub);
    for wrong in ["~", "~!", "~=", "~AA", &format!("~{}=", base64url("me"))] {
        let path = format!("/stores/{}/members/{wrong}", store.id);
        stack.as_person(&store.owner).delete(&path).assert_problem(404, "not_found");
    }
}

#[test]
fn f32_a_change_of_profile_is_carried_out_once_per_key() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let mia = store.add_new_member("Mia", json!({"roles": ["seller"]}));
    let keyed = stack.as_person(&mia).with_header("idempotency-key", &unique_id());

    let first = keyed.patch("/me", &json!({"name": "Mia One"})).assert_status(200);
    stack.as_person(&mia).patch("/me", &json!({"name": "Mia Two"})).assert_status(200);

    assert_eq!(
        keyed.patch("/me", &json!({"name": "Mia One"})).assert_status(200),
        first,
        "the answer of then"
    );
    assert_eq!(store.as_owner().member(&mia)["name"], "Mia Two", "and nothing is changed by it");
    keyed.patch("/me", &json!({"name": "Mia Three"})).assert_problem(422, "idempotency_key_reused");
    let other = stack.as_person(&Person::new("Other")).with_header("idempotency-key", "k");
    other.patch("/me", &json!({"name": "Other"})).assert_status(200);
    stack
        .as_person(&mia)
        .with_header("idempotency-key", "")
        .patch("/me", &json!({}))
        .assert_field_error("Idempotency-Key");
}
