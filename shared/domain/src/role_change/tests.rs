use chrono::Duration;

use super::{RoleDecision, RoleUse, UseNeed};
use crate::builders::{day, grant, member, noon, owner, store, store_of_ranks, user};
use crate::{
    Actor, Field, FieldError, Member, PermissionSlug, Rejection, Restriction, RoleSlug, Store, bounds,
};

fn slug(text: &str) -> RoleSlug {
    text.parse().unwrap()
}

fn permissions(slugs: &[&str]) -> Vec<PermissionSlug> {
    slugs.iter().map(|slug| slug.parse().unwrap()).collect()
}

/// A store with the role `clerk`, which holds `work` and `money`.
fn shop() -> Store {
    let shop = store_of_ranks();
    shop.with_role(&owner(&shop), &slug("clerk"), &permissions(&["work", "money"]), noon()).unwrap()
}

/// A manager without `money`.
fn foreman() -> Member {
    member("kim", &["foreman"])
}

fn actor<'a>(shop: &'a Store, kim: &'a Member) -> Actor<'a> {
    Actor::person(shop, &kim.user, Some(kim), noon()).unwrap()
}

fn used_by(members: &[(&str, Option<i64>)]) -> RoleUse {
    let members = members.iter().map(|(id, end)| (user(id), end.map(day)));
    RoleUse { members: members.collect(), invitations: Vec::new() }
}

fn decided(decision: RoleDecision) -> (Store, UseNeed) {
    match decision {
        RoleDecision::Decided(store, need) => (*store, need),
        RoleDecision::UseNeeded => panic!("who has the role is not known"),
    }
}

fn is_use_needed(decision: &Result<RoleDecision, Rejection>) -> bool {
    matches!(decision, Ok(RoleDecision::UseNeeded))
}

#[test]
fn a_role_of_the_store_counts_as_one_of_the_catalog() {
    let shop = shop();
    let clerk = shop.grant(&[slug("clerk")], &[]).unwrap();
    assert_eq!(
        shop.effective_permissions(&clerk),
        ["keys", "money", "work"].into(),
        "and what comes with both"
    );
    assert_eq!((shop.version, shop.roles.changed_at()), (2, Some(noon())));
}

#[test]
fn a_grant_may_hold_roles_of_the_store_where_the_catalog_has_none() {
    let ecwid = store("ecwid");
    let shop = ecwid.with_role(&owner(&ecwid), &slug("clerk"), &permissions(&["sales"]), noon()).unwrap();
    let both = shop.grant(&[slug("clerk")], &permissions(&["reports"])).unwrap();
    assert_eq!(shop.effective_permissions(&both), ["reports", "sales"].into());
    assert_eq!(shop.current(&both), both);
    let details = ecwid.grant(&[slug("clerk")], &[]).unwrap_err();
    assert!(details.iter().any(|error| error.field == Field::Role(0)), "{details:?}");
}

#[test]
fn a_role_needs_permissions_that_can_be_granted_and_that_its_maker_holds() {
    let (shop, kim) = (store_of_ranks(), foreman());
    let create =
        |actor: &Actor<'_>, held: &[&str]| shop.with_role(actor, &slug("clerk"), &permissions(held), noon());
    for (held, field) in [
        (&["work", "deed"][..], Field::Permission(1)),
        (&["keys"], Field::Permission(0)),
        (&["cooking"], Field::Permission(0)),
        (&[], Field::Permissions),
    ] {
        let Err(Rejection::InvalidField(errors)) = create(&owner(&shop), held) else { panic!("{held:?}") };
        assert!(matches!(errors.as_slice(), [FieldError { field: of, .. }] if *of == field), "{held:?}");
    }
    assert_eq!(create(&actor(&shop, &kim), &["money"]).unwrap_err(), Rejection::GrantExceedsOwn);
    assert!(create(&actor(&shop, &kim), &["work", "team"]).is_ok());
    let hand = member("lou", &["hand"]);
    let refused = create(&actor(&shop, &hand), &["work"]).unwrap_err();
    assert_eq!(refused, Rejection::Forbidden(Restriction::ManagersOnly));
}

#[test]
fn the_number_of_roles_has_a_limit_and_no_slug_is_given_twice() {
    let mut shop = shop();
    let create =
        |shop: &Store, role: &str| shop.with_role(&owner(shop), &slug(role), &permissions(&["work"]), noon());
    assert_eq!(create(&shop, "clerk").unwrap_err(), Rejection::RoleExists);
    assert_eq!(create(&shop, "hand").unwrap_err(), Rejection::RoleExists, "the catalog has it");
    for role in ["second", "third"] {
        shop = create(&shop, role).unwrap();
    }
    assert_eq!(create(&shop, "fourth").unwrap_err(), Rejection::RoleLimitReached { limit: 3 });
    let without = store("mycommerce");
    assert_eq!(create(&without, "clerk").unwrap_err(), Rejection::Forbidden(Restriction::NoCustomRoles));
}

#[test]
fn the_roles_of_the_catalog_are_fixed() {
    let shop = shop();
    for (role, reason) in [("hand", Rejection::RoleIsFixed), ("cook", Rejection::NotFound)] {
        let changed = shop.with_changed_role(&owner(&shop), &slug(role), None, None, noon());
        assert_eq!(changed.unwrap_err(), reason);
        let deleted = shop.without_role(&owner(&shop), &slug(role), None, None, noon());
        assert_eq!(deleted.unwrap_err(), reason);
    }
}

#[test]
fn a_change_reaches_everyone_who_has_the_role() {
    let shop = shop();
    let clerk = shop.grant(&[slug("clerk")], &[]).unwrap();
    let less = permissions(&["work"]);
    let decision = shop.with_changed_role(&owner(&shop), &slug("clerk"), Some(&less), None, day(1)).unwrap();
    let (after, need) = decided(decision);
    assert_eq!(need, UseNeed::None, "the owner holds everything");
    assert_eq!(after.effective_permissions(&clerk), ["work"].into());
    let same = shop.with_changed_role(&owner(&shop), &slug("clerk"), None, None, day(1)).unwrap();
    assert_eq!(decided(same).0, shop, "the texts are not the store's");
}

#[test]
fn nobody_changes_in_a_role_of_others_what_they_do_not_hold() {
    let (shop, kim) = (shop(), foreman());
    let actor = actor(&shop, &kim);
    let change = |held: &[&str], used: Option<&RoleUse>| {
        shop.with_changed_role(&actor, &slug("clerk"), Some(&permissions(held)), used, noon())
    };
    let (others, own) = (used_by(&[("kim", None), ("lou", None)]), used_by(&[("kim", None)]));
    for held in [&["work"][..], &["work", "money", "team"]] {
        assert!(is_use_needed(&change(held, None)), "{held:?}");
        assert_eq!(
            change(held, Some(&others)).unwrap_err(),
            Rejection::GrantExceedsOwn,
            "takes or leaves in {held:?}"
        );
        assert_eq!(decided(change(held, Some(&own)).unwrap()).1, UseNeed::Unchanged);
    }
    let invited = RoleUse { invitations: vec![None], ..RoleUse::default() };
    assert_eq!(change(&["work"], Some(&invited)).unwrap_err(), Rejection::GrantExceedsOwn);
    let clerk = shop.with_role(&owner(&shop), &slug("helper"), &permissions(&["work"]), noon()).unwrap();
    let more =
        clerk.with_changed_role(&actor, &slug("helper"), Some(&permissions(&["money"])), Some(&own), noon());
    assert_eq!(more.unwrap_err(), Rejection::GrantExceedsOwn, "puts in");
}

#[test]
fn what_others_get_does_not_outlast_the_access_of_who_changes_the_role() {
    let shop = shop();
    let head = Member { access_ends_at: Some(day(5)), ..member("kim", &["head"]) };
    let actor = actor(&shop, &head);
    let change = |used: Option<&RoleUse>| {
        let more = permissions(&["work", "money", "team"]);
        shop.with_changed_role(&actor, &slug("clerk"), Some(&more), used, noon())
    };
    assert!(is_use_needed(&change(None)));
    assert!(change(Some(&used_by(&[("lou", Some(4)), ("kim", None)]))).is_ok());
    assert_eq!(change(Some(&used_by(&[("lou", None)]))).unwrap_err(), Rejection::GrantExceedsOwn);
    let many = RoleUse { invitations: vec![Some(day(1)); bounds::ROLE_USES], ..RoleUse::default() };
    assert_eq!(change(Some(&many)).unwrap_err(), Rejection::GrantExceedsOwn, "there may be more");
}

#[test]
fn a_role_that_somebody_has_goes_only_with_a_replacement() {
    let shop = shop();
    let delete = |replacement: Option<&str>, used: Option<&RoleUse>| {
        let replacement = replacement.map(slug);
        shop.without_role(&owner(&shop), &slug("clerk"), replacement.as_ref(), used, noon())
    };
    assert!(is_use_needed(&delete(None, None)));
    let used = used_by(&[("kim", None), ("lou", None)]);
    assert_eq!(delete(None, Some(&used)).unwrap_err(), Rejection::RoleInUse { members: 2, invitations: 0 });
    let (gone, need) = decided(delete(None, Some(&RoleUse::default())).unwrap());
    assert_eq!((need, gone.roles.len()), (UseNeed::Unchanged, 0));
    assert!(gone.effective_permissions(&grant(&["clerk"], &[])).is_empty());
    let (replaced, need) = decided(delete(Some("hand"), None).unwrap());
    assert_eq!(need, UseNeed::None);
    assert_eq!(replaced.current(&grant(&["clerk"], &[])), grant(&["hand"], &[]));
    assert_eq!(replaced.grant(&[slug("clerk")], &[]), Ok(grant(&["hand"], &[])), "every read resolves it");
    assert_eq!(replaced.within(&grant(&["clerk"], &[]), &["work"].into()), Some(grant(&["clerk"], &[])));
    for wrong in ["clerk", "cook"] {
        let Err(Rejection::InvalidField(errors)) = delete(Some(wrong), None) else { panic!("{wrong}") };
        assert!(matches!(errors.as_slice(), [FieldError { field: Field::ReplaceWith, .. }]), "{wrong}");
    }
}

#[test]
fn a_slug_is_free_again_after_ninety_days() {
    let shop = shop();
    let deleted =
        shop.without_role(&owner(&shop), &slug("clerk"), Some(&slug("hand")), None, noon()).unwrap();
    let (gone, _) = decided(deleted);
    let create = |at| gone.with_role(&owner(&gone), &slug("clerk"), &permissions(&["work"]), at);
    assert_eq!(create(day(90) - Duration::seconds(1)).unwrap_err(), Rejection::RoleExists);
    assert!(create(day(90) + Duration::seconds(1)).is_ok());
}

#[test]
fn nobody_replaces_a_role_of_others_by_what_they_do_not_hold() {
    let (shop, kim) = (shop(), foreman());
    let delete = |used: Option<&RoleUse>| {
        shop.without_role(&actor(&shop, &kim), &slug("clerk"), Some(&slug("hand")), used, noon())
    };
    assert!(is_use_needed(&delete(None)));
    assert_eq!(delete(Some(&used_by(&[("lou", None)]))).unwrap_err(), Rejection::GrantExceedsOwn);
    assert!(delete(Some(&RoleUse::default())).is_ok());
}

#[test]
fn a_store_stays_small_whatever_its_owner_does() {
    let mut shop = store("ticketing");
    let long = |number: usize| slug(&format!("{number:0>64}"));
    let mut made = 0;
    for number in 0..100 {
        let all = ["activities", "orders", "check_in", "reports", "team", "billing", "order_notifications"];
        match shop.with_role(&owner(&shop), &long(number), &permissions(&all), noon()) {
            Ok(after) => {
                made += 1;
                let deleted =
                    after.without_role(&owner(&after), &long(number), Some(&slug("scanner")), None, noon());
                shop = decided(deleted.unwrap()).0;
            }
            Err(reason) => {
                assert_eq!(reason, Rejection::RoleLimitReached { limit: 20 });
                break;
            }
        }
        assert!(shop.stored_bytes() <= bounds::STORE_BYTES);
    }
    assert!((20..100).contains(&made), "{made}");
}
