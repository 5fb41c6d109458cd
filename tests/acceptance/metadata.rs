//! Row Y13: metadata on stores, invitations and members, from the invitation to the member.

use crate::support::{Person, Stack, json};

#[test]
fn y13_metadata_go_from_the_invitation_to_the_member() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana");
    let noted = json!({"employee": "4711", "team": "Lager\nNord"});
    let (invitation, token) = store.invite(&ana.email, json!({"roles": ["seller"], "metadata": noted}));
    assert_eq!(invitation["metadata"], noted);
    let changed = store
        .as_owner()
        .change_invitation(&invitation["id"], &json!({"metadata": {"employee": "4712"}}))
        .assert_status(200);
    assert_eq!(changed["metadata"], json!({"employee": "4712"}));

    let joined = stack.as_person(&ana).accept(&token).assert_status(200);
    assert_eq!(joined["member"]["metadata"], json!({"employee": "4712"}));
    let member =
        store.as_owner().change_member(&ana, &json!({"metadata": {"badge": "7"}})).assert_status(200);
    assert_eq!(member["metadata"], json!({"badge": "7"}));
    assert_eq!(member["roles"], json!(["seller"]), "the rest stays");
    assert_eq!(store.as_owner().member(&ana)["metadata"], json!({"badge": "7"}));
    let (again, _) = store.invite(&Person::new("Ben").email, json!({"roles": ["seller"]}));
    assert_eq!(again["metadata"], json!({}));
}

#[test]
fn y13_the_platform_puts_metadata_on_members_and_stores() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let sue = Person::new("Sue");
    let path = format!("/members/{}", sue.sub);
    let mut put = json!({"email": sue.email, "roles": ["seller"], "metadata": {"hr": "17"}});
    let member = store.as_platform().put(&path, &put).assert_status(201);
    assert_eq!(member["metadata"], json!({"hr": "17"}));
    put["metadata"] = json!({});
    assert_eq!(store.as_platform().put(&path, &put).assert_status(200)["metadata"], json!({}));

    let mut body = store.put_body("default", &store.owner);
    body["metadata"] = json!({"crm": "ü".repeat(500)});
    let path = format!("/stores/{}", store.id);
    let before = store.as_owner().get_store().etag();
    let put = stack.as_platform().put(&path, &body);
    assert_eq!(put.assert_status(200)["metadata"], body["metadata"]);
    assert_ne!(put.etag(), before, "it is a change of the store");
    assert_eq!(stack.as_platform().put(&path, &body).etag(), put.etag(), "once");
    assert_eq!(store.as_owner().get_store().assert_status(200)["metadata"], body["metadata"]);
    let patched = stack.as_platform().patch(&path, &json!({"metadata": {"crm": "2"}}));
    assert_eq!(patched.assert_status(200)["metadata"], json!({"crm": "2"}));
    let renamed = store.as_owner().change_store(&json!({"name": store.name.clone() + "!"}));
    assert_eq!(renamed.assert_status(200)["metadata"], json!({"crm": "2"}), "they stay");
    store.as_owner().change_store(&json!({"metadata": {}})).assert_problem(403, "forbidden");
    let without = stack.as_platform().put(&path, &store.put_body("default", &store.owner));
    assert_eq!(without.assert_status(200)["metadata"], json!({}), "a put replaces");
}

#[test]
fn y13_metadata_are_bounded() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let many: serde_json::Map<_, _> = (0..21).map(|n| (format!("k{n}"), json!("v"))).collect();
    for (wrong, pointer) in [
        (json!(many), "/metadata"),
        (json!({"": "v"}), "/metadata/"),
        (json!({"k".repeat(41): "v"}), &*format!("/metadata/{}", "k".repeat(41))),
        (json!({"k": "v".repeat(501)}), "/metadata/k"),
        (json!({"k": "a\u{202e}b"}), "/metadata/k"),
        (json!({"k": "a\u{e0041}b"}), "/metadata/k"),
        (json!({"j": "v", "k": 1}), "/metadata/k"),
        (json!([]), "/metadata"),
        (json!(null), "/metadata"),
    ] {
        let offer = json!({"roles": ["seller"], "metadata": wrong});
        store.as_owner().invite("x@example.com", offer).assert_field_error(pointer);
    }
    let full: serde_json::Map<_, _> =
        (0..20).map(|n| (format!("{n:02}{}", "k".repeat(38)), json!("é".repeat(500)))).collect();
    let offer = json!({"roles": ["seller"], "metadata": full});
    let (invitation, _) = store.invite(&Person::new("Ana").email, offer);
    assert_eq!(invitation["metadata"], json!(full));
}
