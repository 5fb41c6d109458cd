use super::{Catalog, PermissionKind, Plan, Recipient};
use crate::builders::{RANKS, grant};
use crate::{Field, FieldError, Grant, Locale, PermissionSet, StoreRoles};

fn catalog(slug: &str) -> &'static Catalog {
    Catalog::named(slug).unwrap()
}

/// The grant of these roles and permissions; else the fields that are wrong, each with a word of the reason.
fn granted(catalog: &Catalog, roles: &[&str], permissions: &[&str]) -> Result<Grant, Vec<(Field, String)>> {
    let grant = grant(roles, permissions);
    let (roles, permissions) = (
        roles.iter().map(|role| role.parse().unwrap()).collect::<Vec<_>>(),
        permissions.iter().map(|permission| permission.parse().unwrap()).collect::<Vec<_>>(),
    );
    let result = catalog.grant(&StoreRoles::default(), &roles, &permissions);
    if let Ok(given) = &result {
        assert!(grant.roles.is_subset(&given.roles));
    }
    result.map_err(|errors| {
        errors.iter().map(|FieldError { field, detail }| (*field, (*detail).to_owned())).collect()
    })
}

fn refused(catalog: &Catalog, roles: &[&str], permissions: &[&str]) -> Vec<(Field, String)> {
    granted(catalog, roles, permissions).unwrap_err()
}

fn of(field: Field, detail: &str) -> Vec<(Field, String)> {
    vec![(field, detail.to_owned())]
}

#[test]
fn what_a_catalog_has_is_found_by_its_name() {
    let ecwid = catalog("ecwid");
    assert_eq!(ecwid.plan("business"), Some(&Plan { slug: "business", seats: Some(2) }));
    assert_eq!(ecwid.plan("gold"), None);
    assert_eq!(ecwid.permission("sales").map(|p| p.slug), Some("sales"));
    assert!(ecwid.permission("cooking").is_none());
    assert_eq!(RANKS.role("hand").map(|role| role.permissions), Some(&["work"][..]));
    assert!(RANKS.role("chef").is_none());
    assert!(Catalog::named("nowhere").is_none());
    assert_eq!(ecwid.locale().map(Locale::as_str), Some("fr"));
}

#[test]
fn catalogs_are_one_by_their_name() {
    assert_eq!(catalog("ecwid"), catalog("ecwid"));
    assert_ne!(catalog("ecwid"), catalog("whatnot"));
}

#[test]
fn the_texts_of_permissions_and_roles_are_in_each_language() {
    let (german, whatnot) = (Locale::parse("de").unwrap(), catalog("whatnot"));
    let permission = whatnot.permission("inventory").unwrap().text(german).unwrap();
    assert_eq!((permission.label, permission.sections.first()), ("Bestandsverwaltung", Some(&"Produkte")));
    let roles: Vec<_> =
        Locale::all().into_iter().map(|l| whatnot.role("seller").unwrap().text(l).unwrap().label).collect();
    assert!(roles.iter().all(|label| !label.is_empty()) && roles.iter().any(|label| *label != roles[0]));
    assert!(RANKS.role("hand").unwrap().text(german).is_none());
}

#[test]
fn a_catalog_names_who_is_told_of_an_event() {
    assert_eq!(catalog("whatnot").recipients("invitation.bounced"), [Recipient::Inviter]);
    assert_eq!(
        catalog("ticketing").recipients("order.created"),
        [Recipient::HoldersOf("order_notifications")]
    );
    assert_eq!(catalog("whatnot").recipients("order.created"), []);
}

#[test]
fn a_store_without_a_known_catalog_grants_nothing_and_its_owner_still_manages_the_team() {
    let unknown = Catalog::unknown();
    assert_eq!(unknown.everything(), PermissionSet::from(["team"]));
    assert_eq!(
        unknown.effective(&StoreRoles::default(), &grant(&["seller"], &["team"])),
        PermissionSet::new()
    );
    assert!(unknown.plans.is_empty() && unknown.roles.is_empty());
    assert!(!Catalog::all().iter().any(|shipped| shipped == unknown));
    assert_eq!(Plan::UNKNOWN.seats, Some(0), "it has no seat to give");
}

#[test]
fn a_grant_confers_its_roles_its_permissions_and_what_comes_with_them() {
    let held = |roles: &[&str], permissions: &[&str]| {
        RANKS.effective(&StoreRoles::default(), &grant(roles, permissions))
    };
    assert_eq!(held(&["hand"], &[]), PermissionSet::from(["work"]));
    assert_eq!(held(&["hand"], &["money"]), PermissionSet::from(["work", "money", "keys"]));
    assert_eq!(held(&["head"], &[]), PermissionSet::from(["work", "money", "team", "keys"]));
    assert_eq!(held(&[], &["money"]), PermissionSet::from(["money"]));
    assert_eq!(held(&["chef"], &["cooking"]), PermissionSet::new(), "what has left the catalog");
    assert_eq!(held(&[], &["deed", "keys"]), PermissionSet::new(), "what cannot be granted");
}

#[test]
fn who_holds_team_manages_it() {
    assert!(Catalog::manages_team(&["team", "work"].into()));
    assert!(!Catalog::manages_team(&["work"].into()));
}

#[test]
fn the_owner_holds_everything_there_is() {
    assert_eq!(RANKS.everything(), PermissionSet::from(["work", "money", "team", "keys", "deed"]));
}

#[test]
fn a_grant_names_what_the_catalog_has_and_each_fault_is_told() {
    assert_eq!(granted(&RANKS, &["hand"], &["money"]), Ok(grant(&["hand"], &["money"])));
    let faults = refused(&RANKS, &["hand", "chef"], &["work", "cooking", "deed", "keys"]);
    let expected = [
        (Field::Role(1), "is no role of this store's catalog"),
        (Field::Permission(1), "is no permission of this store's catalog"),
        (Field::Permission(2), "is the owner's alone and cannot be granted"),
        (Field::Permission(3), "comes with other permissions and cannot be granted by itself"),
    ];
    let expected: Vec<_> = expected.map(|(field, detail)| (field, detail.to_owned())).into();
    assert_eq!(faults, expected);
}

#[test]
fn a_grant_of_many_names_at_least_one() {
    assert_eq!(refused(&RANKS, &[], &[]), of(Field::Roles, "must name at least one"));
    assert!(granted(&RANKS, &[], &["work"]).is_ok());
    assert!(granted(&RANKS, &["hand", "foreman"], &[]).is_ok());
    assert_eq!(refused(catalog("ecwid"), &[], &[]), of(Field::Permissions, "must name at least one"));
}

#[test]
fn a_grant_of_one_names_exactly_one_role() {
    let whatnot = catalog("whatnot");
    let one = of(Field::Roles, "must name exactly one role");
    assert_eq!(refused(whatnot, &[], &[]), one);
    assert_eq!(refused(whatnot, &["seller", "support"], &[]), one);
    assert_eq!(granted(whatnot, &["seller"], &[]), Ok(grant(&["seller"], &[])));
    assert!(granted(whatnot, &["seller", "seller"], &[]).is_ok(), "the same one twice is one");
}

#[test]
fn a_grant_without_a_role_gets_the_default_one_where_there_is_one() {
    assert_eq!(granted(catalog("sendcloud"), &[], &[]), Ok(grant(&["member"], &[])));
    assert_eq!(granted(catalog("sendcloud"), &["member"], &[]), Ok(grant(&["member"], &[])));
}

#[test]
fn a_catalog_without_roles_or_without_permissions_takes_none() {
    let (ecwid, whatnot) = (catalog("ecwid"), catalog("whatnot"));
    let faults = refused(ecwid, &["seller"], &["sales"]);
    assert_eq!(faults[0].0, Field::Role(0));
    assert_eq!(faults[1..], of(Field::Roles, "must be empty: this store grants permissions one by one"));
    assert!(granted(ecwid, &[], &["sales"]).is_ok());
    let faults = refused(whatnot, &["seller"], &["inventory"]);
    assert_eq!(faults, of(Field::Permissions, "must be empty: this store grants roles"));
}

#[test]
fn only_the_owners_permissions_and_those_that_come_with_others_are_not_granted_by_themselves() {
    for catalog in Catalog::all() {
        for permission in catalog.permissions {
            let grant = Grant { permissions: [permission.slug.parse().unwrap()].into(), ..Grant::default() };
            let is_conferred = catalog.effective(&StoreRoles::default(), &grant).contains(permission.slug);
            let is_grantable = matches!(permission.kind, PermissionKind::Grantable);
            assert_eq!(is_conferred, is_grantable, "{}: {}", catalog.slug, permission.slug);
        }
    }
}
