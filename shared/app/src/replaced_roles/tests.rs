use staffroom_domain::builders::{grant, invitation, member, noon, owner, store, user};
use staffroom_domain::{Grant, Invitation, Member, RoleDecision, RoleUse, SeatChange, Store};

use super::{EndRewriting, RewriteInvitation, RewriteMember, rewrite_replaced_roles, with_present_roles};
use crate::builders::{
    context, found, invitation_found, invitation_id, invocation, member_found, nothing_found, shop,
    store_found, with_roles,
};
use crate::database::Page;
use crate::dealt::Dealt;
use crate::execute::UseCase;
use crate::expect::{committed, keys, put_invitation, put_membership, unchanged};
use crate::key::{Holding, Key};
use crate::list_entries::{listed_member, name_place};
use crate::listing::Listing;
use crate::plan::{Condition, Write};
use crate::read::ReadResult;
use crate::record::{Record, ReplacedRoles};
use crate::scripted::{ScriptedDatabase, ready};

/// A store whose role `lead` was replaced by the catalog's `administrator`.
fn of() -> Store {
    let shop = with_roles(store("whatnot"), &[("lead", &["team", "shipping"])]);
    let (role, other) = ("lead".parse().unwrap(), "administrator".parse().unwrap());
    match shop.without_role(&owner(&shop), &role, Some(&other), None, noon()).unwrap() {
        RoleDecision::Decided(store, _) => *store,
        RoleDecision::UseNeeded => panic!("the owner holds everything"),
    }
}

fn rewrite(kim: &Member) -> Option<crate::plan::Plan> {
    let use_case = RewriteMember { store: shop(), user: user("kim") };
    let read = found([store_found(&of()), member_found(kim)]);
    match use_case.decide(&read, &context()).unwrap() {
        crate::Outcome::Commit(plan, ()) => Some(*plan),
        crate::Outcome::Unchanged(()) => None,
        _ => panic!("another outcome"),
    }
}

#[test]
fn a_member_moves_to_the_list_of_the_other_role() {
    let kim = member("kim", &["lead"]);
    let plan = rewrite(&kim).unwrap();
    let (after, condition) = put_membership(&plan, "kim");
    let after = after.member().unwrap();
    assert_eq!(
        (&after.grant, after.version, condition),
        (&grant(&["administrator"], &[]), 2, Condition::Version(1))
    );
    let entry = |role: &str| {
        listed_member(&shop(), Listing::Role(role.parse().unwrap()), name_place(&kim), &kim.user)
    };
    assert!(plan.writes.contains(&Write::Delete { key: entry("lead"), condition: Condition::None }));
    assert!(plan.writes.iter().any(|write| write.key() == entry("administrator")));
    assert!(
        keys(&plan).contains(&Key::Holder(shop(), Holding::Team, user("kim"))),
        "found by key from now on"
    );
    assert_eq!(after.grant, of().current(&kim.grant), "nothing changes for them");
}

#[test]
fn who_is_rewritten_already_or_has_a_grant_of_another_catalog_stays() {
    assert!(rewrite(&member("kim", &["administrator"])).is_none());
    let void = Grant { catalog_version: 9, ..grant(&["lead"], &[]) };
    assert!(rewrite(&Member { grant: void, ..member("kim", &[]) }).is_none());
}

#[test]
fn an_invitation_offers_the_other_role_and_keeps_its_seat() {
    let mut lou = invitation(&store("whatnot"), "lou", &["seller"]);
    lou.grant = grant(&["lead"], &[]);
    let use_case =
        RewriteInvitation { store: shop(), invitation: invitation_id("lou"), change: with_present_roles };
    let read = found([store_found(&of()), invitation_found(&lou)]);
    let (plan, ()) = committed(use_case.decide(&read, &context()));
    let (after, _) = put_invitation(&plan, "lou");
    assert_eq!((after.grant, after.version), (grant(&["administrator"], &[]), lou.version + 1));
    assert_eq!(plan.store.as_ref().map(|write| write.seats), Some(SeatChange::default()));
    lou.grant = grant(&["seller"], &[]);
    unchanged(use_case.decide(&found([store_found(&of()), invitation_found(&lou)]), &context()));
}

#[test]
fn a_role_that_was_not_replaced_leaves_an_invitation_that_has_expired() {
    let shop = with_roles(store("whatnot"), &[("lead", &["shipping"])]);
    let nobody = RoleUse::default();
    let after = shop.without_role(&owner(&shop), &"lead".parse().unwrap(), None, Some(&nobody), noon());
    let Ok(RoleDecision::Decided(after, _)) = after else { panic!("nobody has it") };
    let lou = Invitation { grant: grant(&["lead"], &[]), ..invitation(&shop, "lou", &["seller"]) };
    let use_case = RewriteInvitation {
        store: crate::builders::shop(),
        invitation: invitation_id("lou"),
        change: with_present_roles,
    };
    let (plan, ()) =
        committed(use_case.decide(&found([store_found(&after), invitation_found(&lou)]), &context()));
    assert!(put_invitation(&plan, "lou").0.grant.is_empty(), "a later role of this slug is another one");
}

fn to_do(version: u64) -> ReadResult {
    let replaced = Record::ReplacedRoles(ReplacedRoles { due_at: noon(), version });
    found([(Key::ReplacedRoles(shop()), Some(replaced))])
}

#[test]
fn the_rewriting_ends_unless_a_role_was_replaced_meanwhile() {
    let end = EndRewriting { store: shop(), version: 3 };
    let (plan, dealt) = committed(end.decide(&to_do(3), &context()));
    let key = Key::ReplacedRoles(shop());
    assert!(plan.writes.contains(&Write::Delete { key: key.clone(), condition: Condition::Version(3) }));
    assert_eq!(dealt, Dealt::Done);
    unchanged(end.decide(&to_do(4), &context()));
    unchanged(end.decide(&found([nothing_found(key)]), &context()));
}

#[test]
fn all_who_stand_in_the_list_are_rewritten_and_then_it_is_over() {
    let kim = member("kim", &["lead"]);
    let key = listed_member(&shop(), Listing::Role("lead".parse().unwrap()), name_place(&kim), &kim.user);
    let mut all = to_do(3);
    all.merge(found([store_found(&of()), member_found(&kim)]));
    let page = Page { entries: vec![(key, None)], next: None };
    let database = ScriptedDatabase::reading([all]).paging([page]);
    let dealt = ready(rewrite_replaced_roles(&database, &invocation(noon()), &shop())).unwrap();
    let plans = database.asked().plans;
    assert_eq!((dealt, plans.len()), (Dealt::Done, 2));
    assert!(put_membership(&plans[0], "kim").0.member().is_some());
    assert_eq!(keys(&plans[1]), [Key::ReplacedRoles(shop())]);

    let nothing = ScriptedDatabase::reading([found([store_found(&of())])]);
    let dealt = ready(rewrite_replaced_roles(&nothing, &invocation(noon()), &shop())).unwrap();
    assert_eq!((dealt, nothing.asked().plans.len()), (Dealt::NotDue, 0));
}
