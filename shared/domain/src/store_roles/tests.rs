use std::collections::BTreeSet;

use chrono::Duration;

use super::{CompactRoles, StoreRoles};
use crate::builders::{RANKS, day, grant, noon};
use crate::{Catalog, PermissionSlug, RoleSlug};

fn slug(text: &str) -> RoleSlug {
    text.parse().unwrap()
}

fn permissions(slugs: &[&str]) -> BTreeSet<PermissionSlug> {
    slugs.iter().map(|slug| slug.parse().unwrap()).collect()
}

/// `packer` and `lead`; `old` was replaced by `lead`, `older` by the catalog's `hand`, and nobody had `gone`.
fn roles() -> StoreRoles {
    let mut roles = StoreRoles::default();
    for (role, held) in [
        ("packer", &["work"][..]),
        ("lead", &["work", "team"]),
        ("old", &["work"]),
        ("older", &["work"]),
        ("gone", &["work"]),
    ] {
        roles = roles.with(&slug(role), permissions(held), noon());
    }
    roles
        .without(&slug("old"), Some(&slug("lead")), day(90), noon())
        .without(&slug("older"), Some(&slug("hand")), day(90), noon())
        .without(&slug("gone"), None, day(90), day(1))
}

#[test]
fn a_replaced_slug_stands_for_the_other_role() {
    let roles = roles();
    for (written, meant) in [
        ("packer", Some("packer")),
        ("old", Some("lead")),
        ("older", Some("hand")),
        ("gone", None),
        ("hand", Some("hand")),
    ] {
        assert_eq!(roles.resolve(&slug(written)).map(RoleSlug::as_str), meant, "{written}");
    }
    assert_eq!(roles.spellings(&slug("lead")), [slug("lead"), slug("old")]);
    assert_eq!(roles.resolved(&grant(&["old", "gone", "lead"], &["work"])), grant(&["lead"], &["work"]));
    assert!(roles.changed_since(day(1)) && !roles.changed_since(day(1) + Duration::milliseconds(1)));
}

#[test]
fn what_stood_for_a_role_stands_for_its_replacement() {
    let next = roles().without(&slug("lead"), Some(&slug("packer")), day(92), day(2));
    assert_eq!(next.resolve(&slug("old")), Some(&slug("packer")));
    let gone = next.without(&slug("packer"), None, day(93), day(3));
    assert_eq!((gone.resolve(&slug("old")), gone.resolve(&slug("lead"))), (None, None));
}

#[test]
fn a_slug_is_taken_until_its_time_is_over() {
    let roles = roles();
    assert!(
        roles.is_taken(&slug("old"), day(90) - Duration::seconds(1))
            && roles.is_taken(&slug("packer"), day(999))
    );
    assert!(!roles.is_taken(&slug("old"), day(90)) && !roles.is_taken(&slug("new"), noon()));
    let again = roles.with(&slug("old"), permissions(&["money"]), day(90));
    assert_eq!(again.permissions(&slug("old")), Some(&permissions(&["money"])));
    assert!(!again.knows(&slug("gone")), "forgotten with it");
}

#[test]
fn roles_are_read_back_from_their_short_form() {
    let roles = roles();
    let compact = CompactRoles::from(&roles);
    assert_eq!(compact.permissions, "team work");
    assert_eq!(compact.roles, "lead:3 packer:2");
    let until = format!("{:x}", day(90).timestamp());
    assert_eq!(compact.former, format!("gone:{until} old:{until}:#0 older:{until}:hand"));
    assert_eq!(compact.read(roles.changed_at()), Ok(roles));
    assert_eq!(CompactRoles::default().read(None), Ok(StoreRoles::default()));
    for damaged in ["lead", "lead:x", "Lead:1"] {
        let compact = CompactRoles { roles: damaged.to_owned(), ..CompactRoles::default() };
        assert!(compact.read(None).is_err(), "{damaged}");
    }
    for damaged in ["old", "old:x", "old:1:#7", "old:1:Lead"] {
        let compact = CompactRoles { former: damaged.to_owned(), ..CompactRoles::default() };
        assert!(compact.read(None).is_err(), "{damaged}");
    }
}

#[test]
fn a_deletion_needs_no_more_room_than_the_role() {
    let length =
        |compact: &CompactRoles| compact.permissions.len() + compact.roles.len() + compact.former.len();
    let mut roles = StoreRoles::default();
    for number in 0..20 {
        roles = roles.with(&slug(&format!("{number:0>64}")), permissions(&["work", "team"]), noon());
    }
    let room = roles.stored_bytes(4);
    let every: Vec<RoleSlug> = roles.iter().map(|(slug, _)| slug.clone()).collect();
    for (place, role) in every.iter().enumerate() {
        let replacement = every.get(place + 1).cloned().unwrap_or_else(|| slug("hand"));
        roles = roles.without(role, Some(&replacement), day(90), noon());
        assert!(length(&CompactRoles::from(&roles)) <= roles.stored_bytes(4), "{place}");
        assert!(roles.stored_bytes(4) <= room, "{place}");
    }
    assert!(roles.is_empty() && roles.deleted().count() == 20);
}

#[test]
fn a_role_of_permissions_that_left_the_catalog_is_none_and_cannot_be_given() {
    // Of an unknown catalog, the owner manages the team.
    let roles = StoreRoles::default().with(&slug("packer"), permissions(&["work", "team"]), noon());
    assert_eq!(RANKS.permissions_of(&roles, &slug("packer")), Some(vec!["team", "work"]));
    for catalog in [Catalog::unknown(), Catalog::named("ecwid").unwrap()] {
        assert_eq!(catalog.permissions_of(&roles, &slug("packer")), None);
        assert!(grant(&["packer"], &[]).grantable(catalog, &roles).is_empty());
        assert!(catalog.grant(&roles, &[slug("packer")], &[]).is_err());
    }
}
