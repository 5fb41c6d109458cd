//! The life of an invitation and of the membership that it leads to, in two very different catalogs.

use crate::support::{Person, Stack, TestStore, Value, emails, json, parse_time};

#[test]
fn an_ecwid_shop_invites_changes_and_removes_staff() {
    let stack = Stack::shared();
    let store = stack.create_store("ecwid", "business");
    let ana = Person::new("Ana Alvarez");

    invite_change_and_remove(
        &store,
        &ana,
        &Stage {
            grant: json!({"roles": [], "permissions": ["catalog", "sales"]}),
            may: "sales",
            may_not: "reports",
        },
        &Stage { grant: json!({"permissions": ["reports"]}), may: "reports", may_not: "sales" },
    );

    assert_eq!(store.as_owner().seats(), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));
}

#[test]
fn a_whatnot_account_invites_changes_and_removes_a_team_member() {
    let stack = Stack::shared();
    let store = stack.create_store("whatnot", "default");
    let ana = Person::new("Ana Alvarez");

    invite_change_and_remove(
        &store,
        &ana,
        &Stage { grant: json!({"roles": ["seller"], "permissions": []}), may: "live", may_not: "reports" },
        &Stage { grant: json!({"roles": ["administrator"]}), may: "reports", may_not: "password" },
    );

    assert_eq!(
        store.as_owner().seats(),
        json!({"limit": null, "members": 0, "invited": 0, "available": null})
    );
}

/// A grant with a permission that it includes and one that it does not include.
struct Stage {
    grant: Value,
    may: &'static str,
    may_not: &'static str,
}

fn invite_change_and_remove(store: &TestStore<'_>, ana: &Person, first: &Stage, second: &Stage) {
    let owner = store.as_owner();
    let mut mailbox = store.mailbox(&ana.email);

    // The owner invites.
    let response = owner.invite(&ana.email, first.grant.clone());
    let invitation = response.assert_status(201);
    let location = response.header("location").expect("a Location");
    assert!(location.ends_with(&format!(
        "/stores/{}/invitations/{}",
        store.id,
        invitation["id"].as_str().unwrap()
    )));
    assert_eq!(invitation["store_id"], *store.id);
    assert_eq!(invitation["email"], *ana.email);
    assert_eq!(invitation["status"], "pending");
    assert_eq!(invitation["invited_by"], json!({"user_id": store.owner.sub, "name": store.owner.name}));
    for (field, granted) in first.grant.as_object().unwrap() {
        assert_eq!(invitation[field], *granted);
    }
    let term = parse_time(&invitation["expires_at"]) - parse_time(&invitation["created_at"]);
    assert_eq!(term.num_days(), 7);
    assert!(!store.as_person(ana).may(first.may), "an invitation alone grants nothing");

    // The invitation is pending, and the invitee is not a member.
    let listed = owner.invitation(&invitation["id"]);
    assert_eq!(listed["status"], "pending");
    assert_eq!(emails(&owner.members()), [&store.owner.email]);

    // The mail arrives, and its link shows the store.
    let token = mailbox.next_token();
    let lookup = store.stack.anonymous().lookup(&token).assert_status(200).to_string();
    assert!(lookup.contains(&store.name), "{lookup}");

    // The invitee accepts.
    let accepted = store.stack.as_person(ana).accept(&token).assert_status(200);
    assert_eq!(accepted["store"]["id"], *store.id);
    let member = &accepted["member"];
    assert_eq!(member["user_id"], *ana.sub);
    assert_eq!(member["owner"], false);

    // The lists show the new member after the owner.
    let members = owner.members();
    assert_eq!(emails(&members), [&store.owner.email, &ana.email]);
    assert_eq!(members[0]["owner"], true);
    for (field, granted) in first.grant.as_object().unwrap() {
        assert_eq!(members[1][field], *granted);
    }
    assert_eq!(owner.invitation(&invitation["id"])["status"], "accepted");
    assert!(store.stack.as_person(ana).my_store(&store.id).is_some());

    // The member has the granted permissions and no others.
    assert!(store.as_person(ana).may(first.may));
    assert!(!store.as_person(ana).may(first.may_not));

    // The owner changes the grant.
    owner.change_member(ana, &second.grant).assert_status(200);
    assert!(store.as_person(ana).may(second.may));
    let refusal = store.as_person(ana).access(&[second.may_not]).assert_status(200);
    assert_eq!(refusal["allowed"], false);
    assert_eq!(refusal["missing"], json!([second.may_not]));
    assert_eq!(refusal["contact"], json!({"name": store.owner.name, "email": store.owner.email}));

    // The owner removes the member, who loses all access.
    owner.remove_member(ana).assert_status(204);
    assert!(!store.as_person(ana).may(second.may));
    assert_eq!(emails(&owner.members()), [&store.owner.email]);
    assert!(store.stack.as_person(ana).my_store(&store.id).is_none());
    store.as_person(ana).get_store().assert_problem(404, "not_found");
    mailbox.next_mail();
}
