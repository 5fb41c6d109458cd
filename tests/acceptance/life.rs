//! One invitation's whole life, under the two catalogs that differ most.

use crate::support::{Person, Shop, Stack, Value, emails, json, time};

#[test]
fn an_ecwid_shop_invites_changes_and_removes_staff() {
    let stack = Stack::shared();
    let shop = stack.open("ecwid", "business");
    let ana = Person::new("Ana Alvarez");

    whole_life(
        &shop,
        &ana,
        &Stage {
            grant: json!({"roles": [], "permissions": ["catalog", "sales"]}),
            may: "sales",
            may_not: "reports",
        },
        &Stage { grant: json!({"permissions": ["reports"]}), may: "reports", may_not: "sales" },
    );

    assert_eq!(shop.owner().seats(), json!({"limit": 2, "members": 0, "invited": 0, "available": 2}));
}

#[test]
fn a_whatnot_account_invites_changes_and_removes_a_team_member() {
    let stack = Stack::shared();
    let shop = stack.open("whatnot", "default");
    let ana = Person::new("Ana Alvarez");

    whole_life(
        &shop,
        &ana,
        &Stage { grant: json!({"roles": ["seller"], "permissions": []}), may: "live", may_not: "reports" },
        &Stage { grant: json!({"roles": ["administrator"]}), may: "reports", may_not: "password" },
    );

    assert_eq!(shop.owner().seats(), json!({"limit": null, "members": 0, "invited": 0, "available": null}));
}

/// A grant, with a permission that it gives and one that it does not.
struct Stage {
    grant: Value,
    may: &'static str,
    may_not: &'static str,
}

fn whole_life(shop: &Shop<'_>, ana: &Person, first: &Stage, second: &Stage) {
    let owner = shop.owner();
    let mut mailbox = shop.mailbox(&ana.email);

    // Invited.
    let answer = owner.invite(&ana.email, first.grant.clone());
    let invitation = answer.is(201);
    let location = answer.header("location").expect("a Location");
    assert!(location.ends_with(&format!(
        "/stores/{}/invitations/{}",
        shop.id,
        invitation["id"].as_str().unwrap()
    )));
    assert_eq!(invitation["store_id"], *shop.id);
    assert_eq!(invitation["email"], *ana.email);
    assert_eq!(invitation["status"], "pending");
    assert_eq!(invitation["invited_by"], json!({"user_id": shop.owner.sub, "name": shop.owner.name}));
    for (field, granted) in first.grant.as_object().unwrap() {
        assert_eq!(invitation[field], *granted);
    }
    let term = time(&invitation["expires_at"]) - time(&invitation["created_at"]);
    assert_eq!(term.num_days(), 7);
    assert!(!shop.member(ana).may(first.may), "an invitation alone gives nothing");

    // Listed as pending, and in nobody's team yet.
    let listed = owner.invitation(&invitation["id"]);
    assert_eq!(listed["status"], "pending");
    assert_eq!(emails(&owner.members()), [&shop.owner.email]);

    // The mail arrives, and its link shows what it is about.
    let token = mailbox.next_token();
    let shown = shop.stack.anyone().lookup(&token).is(200).to_string();
    assert!(shown.contains(&shop.name), "{shown}");

    // Accepted.
    let accepted = shop.stack.signed_in(ana).accept(&token).is(200);
    assert_eq!(accepted["store"]["id"], *shop.id);
    let member = &accepted["member"];
    assert_eq!(member["user_id"], *ana.sub);
    assert_eq!(member["owner"], false);

    // Listed as a member, after the owner.
    let members = owner.members();
    assert_eq!(emails(&members), [&shop.owner.email, &ana.email]);
    assert_eq!(members[0]["owner"], true);
    for (field, granted) in first.grant.as_object().unwrap() {
        assert_eq!(members[1][field], *granted);
    }
    assert_eq!(owner.invitation(&invitation["id"])["status"], "accepted");
    assert!(shop.stack.signed_in(ana).my_store(&shop.id).is_some());

    // Allowed what was granted, and nothing else.
    assert!(shop.member(ana).may(first.may));
    assert!(!shop.member(ana).may(first.may_not));

    // Given other rights.
    owner.change(ana, &second.grant).is(200);
    assert!(shop.member(ana).may(second.may));
    let refusal = shop.member(ana).access(&[second.may_not]).is(200);
    assert_eq!(refusal["allowed"], false);
    assert_eq!(refusal["missing"], json!([second.may_not]));
    assert_eq!(refusal["contact"], json!({"name": shop.owner.name, "email": shop.owner.email}));

    // Removed, and from then on a stranger.
    owner.remove(ana).is(204);
    assert!(!shop.member(ana).may(second.may));
    assert_eq!(emails(&owner.members()), [&shop.owner.email]);
    assert!(shop.stack.signed_in(ana).my_store(&shop.id).is_none());
    shop.member(ana).store().refused(404, "not_found");
    mailbox.next();
}
