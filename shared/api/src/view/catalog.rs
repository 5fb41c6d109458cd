use serde::Serialize;
use staffroom_domain::{Locale, Permission, PermissionKind, Quantity, Role, Store};

/// A store's catalog in one language.
#[derive(Serialize)]
pub struct CatalogView<'a> {
    slug: &'a str,
    locale: Locale,
    grants: GrantRuleView,
    invitation_days: i64,
    /// The types of events that cause mails.
    mails: Vec<&'static str>,
    permissions: Vec<PermissionView>,
    roles: Vec<RoleView>,
}

/// The rules for grants, from which a client can build a form.
#[derive(Serialize)]
struct GrantRuleView {
    roles: &'static str,
    permissions: &'static str,
    default_role: Option<&'static str>,
}

#[derive(Serialize)]
struct PermissionView {
    slug: &'static str,
    label: &'static str,
    description: &'static str,
    sections: &'static [&'static str],
    owner_only: bool,
    grantable: bool,
}

#[derive(Serialize)]
struct RoleView {
    slug: &'static str,
    label: &'static str,
    description: &'static str,
    permissions: &'static [&'static str],
}

impl<'a> CatalogView<'a> {
    /// The catalog of a store in `locale`.
    #[must_use]
    pub fn of(store: &'a Store, locale: Locale) -> Self {
        let catalog = store.catalog;
        Self {
            slug: store.catalog_slug(),
            locale,
            grants: GrantRuleView {
                roles: quantity(catalog.grants.roles),
                permissions: quantity(catalog.grants.permissions),
                default_role: catalog.grants.default_role,
            },
            invitation_days: catalog.invitation_days,
            mails: catalog.mails.iter().map(|(event, _)| *event).collect(),
            permissions: catalog.permissions.iter().map(|one| PermissionView::of(one, locale)).collect(),
            roles: catalog.roles.iter().map(|one| RoleView::of(one, locale)).collect(),
        }
    }
}

/// A quantity as catalogs spell it.
fn quantity(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::None => "none",
        Quantity::One => "one",
        Quantity::Many => "many",
    }
}

impl PermissionView {
    fn of(permission: &'static Permission, locale: Locale) -> Self {
        let text = permission.text(locale);
        Self {
            slug: permission.slug,
            label: text.map_or(permission.slug, |text| text.label),
            description: text.map_or("", |text| text.description),
            sections: text.map_or(&[], |text| text.sections),
            owner_only: matches!(permission.kind, PermissionKind::OwnerOnly),
            grantable: matches!(permission.kind, PermissionKind::Grantable),
        }
    }
}

impl RoleView {
    fn of(role: &'static Role, locale: Locale) -> Self {
        let text = role.text(locale);
        Self {
            slug: role.slug,
            label: text.map_or(role.slug, |text| text.label),
            description: text.map_or("", |text| text.description),
            permissions: role.permissions,
        }
    }
}
