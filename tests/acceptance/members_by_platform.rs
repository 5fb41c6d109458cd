//! Row Y9: existing staff brought in by the platform, one or many, without a mail; and the platform removes.

use crate::support::{Person, Stack, emails, json, url_encode};

#[test]
fn y9_the_platform_makes_a_member_without_a_mail() {
    let stack = Stack::shared();
    let store = stack.create_store("ticketing", "default");
    let sam = Person::new("Sam");
    let (invitation, link) = store.invite(&sam.email, json!({"roles": ["scanner"]}));
    let mut mailbox = stack.mailbox(&sam.email);
    mailbox.next_mail();
    let path = format!("/members/{}", url_encode(&sam.sub));
    let body = json!({"email": sam.email, "name": "Sam", "locale": "de", "roles": ["manager"]});

    let made = store.as_platform().put(&path, &body).assert_status(201);

    assert_eq!(made["user_id"], sam.sub);
    assert_eq!(
        (&made["roles"], &made["status"], &made["locale"]),
        (&json!(["manager"]), &json!("active"), &json!("de"))
    );
    assert!(store.as_person(&sam).may("orders"));
    assert_eq!(store.as_owner().invitation(&invitation["id"])["status"], "revoked");
    stack.as_person(&sam).accept(&link).assert_problem(410, "invitation_revoked");
    let again = store.as_platform().put(&path, &body).assert_status(200);
    assert_eq!(again["version"], made["version"], "nothing changed");
    let body = json!({"email": sam.email, "name": "Samuel", "roles": ["scanner", "reports"], "notify": true});
    let replaced = store.as_platform().put(&path, &body).assert_status(200);
    assert_eq!((&replaced["name"], &replaced["joined_at"]), (&json!("Samuel"), &made["joined_at"]));
    assert_eq!(replaced["roles"], json!(["reports", "scanner"]));
    // The first mail since the invitation's is the one that was asked for.
    assert!(mailbox.next_mail().contains(&store.name), "told of the change");
    let types: Vec<_> = store.as_owner().audit().iter().map(|event| event["type"].clone()).collect();
    let latest = ["member.changed", "member.profile_changed", "invitation.superseded", "member.added"];
    assert_eq!(types[..4], latest);
}

#[test]
fn y9_rules_of_catalog_seats_and_addresses_hold_for_the_platform() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let put = |person: &Person, body| {
        store.as_platform().put(&format!("/members/{}", url_encode(&person.sub)), &body)
    };
    let (ana, ben, cid) = (Person::new("Ana"), Person::new("Ben"), Person::new("Cid"));
    let sales = |person: &Person| json!({"email": person.email, "permissions": ["sales"]});
    put(&ana, json!({"email": ana.email, "permissions": ["billing"]})).assert_field_error("/permissions/0");
    put(&ana, json!({"email": ana.email})).assert_status(422);
    put(&ana, json!({"email": "no address", "permissions": ["sales"]})).assert_field_error("/email");
    put(&ana, json!({"email": ana.email, "permissions": ["sales"], "more": 1})).assert_field_error("/more");
    put(&store.owner.clone(), sales(&ana)).assert_problem(403, "owner_is_fixed");
    put(&ana, sales(&store.owner)).assert_problem(409, "already_member");
    put(&ana, sales(&ana)).assert_status(201);
    put(&ben, sales(&ana)).assert_problem(409, "already_member");
    put(&ben, sales(&ben)).assert_status(201);
    let full = put(&cid, sales(&cid)).assert_problem(409, "seat_limit_reached");
    assert_eq!(full["limit"], 2);
    let path = format!("/members/{}", url_encode(&cid.sub));
    store.as_owner().put(&path, &sales(&cid)).assert_status(403);
    let absent = store.as_platform().with_header("if-none-match", "*");
    absent
        .put(&format!("/members/{}", url_encode(&ana.sub)), &sales(&ana))
        .assert_problem(412, "precondition_failed");

    store.as_platform().remove_member(&ana).assert_status(204);
    assert!(!store.as_person(&ana).may("sales"));
    put(&cid, sales(&cid)).assert_status(201);
}

#[test]
fn y9_many_members_in_one_call() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let people: Vec<_> = (0..5).map(|number| Person::new(&format!("Person {number}"))).collect();
    let mut entries: Vec<_> = people
        .iter()
        .map(|person| json!({"user_id": person.sub, "email": person.email, "roles": ["seller"]}))
        .collect();
    entries[1]["roles"] = json!(["boss"]);
    entries[3]["user_id"] = json!(7);
    let platform = store.as_platform().with_header("idempotency-key", "move-1");
    let body = json!({"members": entries});

    let answer = platform.post("/members/bulk", &body).assert_status(207);

    let statuses: Vec<_> =
        answer["results"].as_array().unwrap().iter().map(|result| result["status"].clone()).collect();
    assert_eq!(statuses, [201, 422, 201, 422, 201]);
    assert_eq!(answer["results"][1]["problem"]["errors"][0]["pointer"], "/roles/0");
    assert_eq!(answer["results"][3]["problem"]["errors"][0]["pointer"], "/user_id");
    assert_eq!(answer["results"][0]["user_id"], people[0].sub);
    assert_eq!(emails(&store.as_owner().members()).len(), 4);
    assert_eq!(platform.post("/members/bulk", &body).assert_status(207), answer);
    let repeated = store.as_platform().post("/members/bulk", &body).assert_status(207);
    assert_eq!(repeated["results"][0]["status"], 200);
    store.as_platform().post("/members/bulk", &json!({"members": []})).assert_field_error("/members");
    let many = vec![entries[0].clone(); 101];
    store.as_platform().post("/members/bulk", &json!({"members": many})).assert_field_error("/members");
    store.as_owner().post("/members/bulk", &body).assert_status(403);
}
