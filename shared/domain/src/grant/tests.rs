use super::Grant;
use crate::builders::{RANKS, grant};
use crate::{Catalog, StoreRoles};

fn catalog(slug: &str) -> &'static Catalog {
    Catalog::named(slug).unwrap()
}

fn none() -> StoreRoles {
    StoreRoles::default()
}

#[test]
fn a_grant_is_empty_that_names_nothing() {
    assert!(Grant::default().is_empty());
    assert!(!grant(&["hand"], &[]).is_empty());
    assert!(!grant(&[], &["work"]).is_empty());
}

#[test]
fn what_left_the_catalog_or_cannot_be_granted_is_dropped() {
    let wide =
        Grant { catalog_version: 3, ..grant(&["hand", "chef"], &["money", "keys", "deed", "cooking"]) };
    assert_eq!(wide.grantable(&RANKS, &none()), Grant { catalog_version: 3, ..grant(&["hand"], &["money"]) });
}

#[test]
fn a_catalog_that_grants_no_roles_or_no_permissions_drops_them_all() {
    let both = grant(&["seller", "administrator"], &["sales", "inventory"]);
    assert_eq!(both.grantable(catalog("ecwid"), &none()), grant(&[], &["sales"]));
    assert_eq!(both.grantable(catalog("whatnot"), &none()), grant(&["seller", "administrator"], &[]));
}

#[test]
fn a_holder_gives_the_roles_that_they_hold_in_full_and_the_permissions_that_they_hold() {
    let offer = grant(&["head", "foreman", "hand", "chef"], &["work", "money"]);
    let given = |held: &[&'static str]| offer.within(&held.iter().copied().collect(), &RANKS, &none());
    assert_eq!(given(&["work", "team"]), Some(grant(&["foreman", "hand"], &["work"])));
    assert_eq!(given(&["money"]), Some(grant(&[], &["money"])));
    assert_eq!(given(&[]), None);
    let versioned = Grant { catalog_version: 4, ..grant(&["hand"], &[]) };
    assert_eq!(versioned.within(&["work"].into(), &RANKS, &none()), Some(versioned));
}

#[test]
fn in_json_a_grant_is_its_roles_and_permissions() {
    let versioned = Grant { catalog_version: 4, ..grant(&["hand"], &["money"]) };
    let json = serde_json::to_value(&versioned).unwrap();
    assert_eq!(json, serde_json::json!({ "roles": ["hand"], "permissions": ["money"] }));
    let read: Grant = serde_json::from_value(json).unwrap();
    assert_eq!(read, grant(&["hand"], &["money"]), "an event's grants are those of its time");
    assert_eq!(serde_json::from_str::<Grant>("{}").unwrap(), Grant::default());
}
