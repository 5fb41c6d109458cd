use std::collections::BTreeMap;

use serde::Serialize;
use staffroom_domain::{Locale, Permission, PermissionKind, Quantity, Role, RoleSlug, RoleTexts, Store};

/// A store's catalog in one language.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Catalog"))]
pub struct CatalogView<'a> {
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    slug: &'a str,
    /// The language of the labels.
    locale: Locale,
    grants: GrantRuleView,
    /// The days for which a link is valid.
    #[cfg_attr(feature = "describe", schemars(with = "u8", range(min = 0, max = staffroom_domain::durations::MAX_INVITATION_DAYS)))]
    invitation_days: i64,
    /// The type of its stores in access evaluations.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    resource_type: &'static str,
    /// The types of events that cause mails, such as `member.removed`.
    mails: Vec<&'static str>,
    permissions: Vec<PermissionView>,
    /// Those of the catalog, then those of the store's own.
    roles: Vec<CatalogRoleView<'a>>,
}

/// The form of a grant.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "GrantRule"))]
struct GrantRuleView {
    /// How many roles a grant has.
    roles: QuantityView,
    /// How many individual permissions a grant has.
    permissions: QuantityView,
    /// The role of a grant without roles.
    #[cfg_attr(feature = "describe", schemars(with = "Option<staffroom_domain::describe::Slug>"))]
    default_role: Option<&'static str>,
    /// How many roles of its own the store may have. A grant can hold them even where it holds none of the catalog.
    custom_roles: usize,
}

/// A permission of a catalog.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "CatalogPermission"))]
struct PermissionView {
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    slug: &'static str,
    label: &'static str,
    description: &'static str,
    /// The sections of the store's administration to which the permission gives access.
    sections: &'static [&'static str],
    /// Held by the owner only; cannot be granted.
    owner_only: bool,
    /// Can be granted. A permission that is neither owner-only nor grantable comes with other permissions.
    grantable: bool,
}

/// A role of a catalog, or of a store's own.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "CatalogRole"))]
struct CatalogRoleView<'a> {
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    slug: &'a str,
    label: &'a str,
    description: &'a str,
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Permissions"))]
    permissions: Vec<&'static str>,
    /// Whether it is one of the catalog. The others are the store's own.
    built_in: bool,
}

impl<'a> CatalogView<'a> {
    /// The catalog of a store in `locale`, with the store's own roles.
    #[must_use]
    pub fn of(store: &'a Store, texts: &'a BTreeMap<RoleSlug, RoleTexts>, locale: Locale) -> Self {
        let catalog = store.catalog;
        let own = store.roles.iter().map(|(slug, _)| CatalogRoleView::own(store, slug, texts.get(slug)));
        Self {
            slug: store.catalog_slug(),
            locale,
            grants: GrantRuleView {
                roles: store.role_quantity().into(),
                permissions: catalog.grants.permissions.into(),
                default_role: catalog.grants.default_role,
                custom_roles: catalog.grants.custom_roles,
            },
            invitation_days: catalog.invitation_days,
            resource_type: catalog.resource_type,
            mails: catalog.mails.iter().map(|(event, _)| *event).collect(),
            permissions: catalog.permissions.iter().map(|one| PermissionView::of(one, locale)).collect(),
            roles: catalog.roles.iter().map(|one| CatalogRoleView::of(one, locale)).chain(own).collect(),
        }
    }
}

/// A quantity as catalogs spell it.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Quantity"))]
#[serde(rename_all = "lowercase")]
enum QuantityView {
    None,
    One,
    Many,
}

impl From<Quantity> for QuantityView {
    fn from(quantity: Quantity) -> Self {
        match quantity {
            Quantity::None => Self::None,
            Quantity::One => Self::One,
            Quantity::Many => Self::Many,
        }
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

impl<'a> CatalogRoleView<'a> {
    fn of(role: &'static Role, locale: Locale) -> Self {
        let text = role.text(locale);
        Self {
            slug: role.slug,
            label: text.map_or(role.slug, |text| text.label),
            description: text.map_or("", |text| text.description),
            permissions: role.permissions.to_vec(),
            built_in: true,
        }
    }

    fn own(store: &Store, slug: &'a RoleSlug, texts: Option<&'a RoleTexts>) -> Self {
        Self {
            slug: slug.as_str(),
            label: texts.map_or(slug.as_str(), |texts| texts.label.as_str()),
            description: texts.map_or("", |texts| texts.description.as_str()),
            permissions: store.permissions_of(slug).unwrap_or_default(),
            built_in: false,
        }
    }
}
