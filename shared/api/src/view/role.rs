use std::collections::BTreeSet;

use serde::Serialize;
use staffroom_domain::{Locale, Role, RoleSlug, RoleTexts, Store};

/// A role of a store: one of its own, or one of the catalog.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Role"))]
pub struct RoleView<'a> {
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    slug: &'a str,
    /// The name that is shown to people.
    label: &'a str,
    /// What it is for; may be empty.
    description: &'a str,
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Permissions"))]
    permissions: BTreeSet<&'a str>,
    /// Whether it is one of the catalog, which cannot be changed or deleted.
    built_in: bool,
    /// The version in its `ETag`, for changes made from a list; 1 for a role of the catalog.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Version"))]
    version: u64,
}

impl<'a> RoleView<'a> {
    /// A role of the catalog, in a language.
    #[must_use]
    pub fn built_in(role: &'static Role, locale: Locale) -> Self {
        let text = role.text(locale);
        Self {
            slug: role.slug,
            label: text.map_or(role.slug, |text| text.label),
            description: text.map_or("", |text| text.description),
            permissions: role.permissions.iter().copied().collect(),
            built_in: true,
            version: 1,
        }
    }

    /// A role of the store's own.
    #[must_use]
    pub fn own(store: &'a Store, slug: &'a RoleSlug, texts: Option<&'a RoleTexts>) -> Self {
        let permissions = store.permissions_of(slug).into_iter().flatten().collect();
        Self {
            slug: slug.as_str(),
            label: texts.map_or(slug.as_str(), |texts| texts.label.as_str()),
            description: texts.map_or("", |texts| texts.description.as_str()),
            permissions,
            built_in: false,
            version: texts.map_or(1, |texts| texts.version),
        }
    }
}
