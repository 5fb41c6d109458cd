use std::collections::BTreeMap;

use serde::Serialize;
use staffroom_domain::{
    AccountRule, DisplayName, EmailAddress, Invitation, Locale, RoleSlug, RoleTexts, Status, Store, Text,
    Timestamp,
};

use super::StoreSummary;

/// The content of the page that a link opens.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Lookup"))]
pub struct LookupView<'a> {
    store: StoreSummary<'a>,
    /// The invited address.
    email: &'a EmailAddress,
    /// Who may accept: a user with any verified address, or only one with the invited address.
    #[cfg_attr(feature = "describe", schemars(extend("enum" = ["any", "invited"])))]
    account: &'static str,
    #[cfg_attr(feature = "describe", schemars(with = "String", extend("enum" = ["pending"])))]
    status: Status,
    /// The name of the grantor.
    invited_by: Option<&'a DisplayName>,
    /// The language of the invitation.
    locale: Locale,
    /// In the order of the catalog, then those of the store's own.
    roles: Vec<RightView<'a>>,
    /// In the order of the catalog.
    permissions: Vec<RightView<'a>>,
    /// When the link expires.
    expires_at: Timestamp,
    /// When the access will end; null if it does not end.
    access_ends_at: Option<Timestamp>,
}

/// A role or permission, in the language of the page.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Right"))]
struct RightView<'a> {
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    slug: &'a str,
    label: &'a str,
    description: &'a str,
}

impl<'a> RightView<'a> {
    fn of(slug: &'a str, text: Option<&'static Text>) -> Self {
        Self { slug, label: text.map_or(slug, |t| t.label), description: text.map_or("", |t| t.description) }
    }

    /// A role of the store's own, which has texts in one language.
    fn own(slug: &'a RoleSlug, texts: Option<&'a RoleTexts>) -> Self {
        Self {
            slug: slug.as_str(),
            label: texts.map_or(slug.as_str(), |texts| texts.label.as_str()),
            description: texts.map_or("", |texts| texts.description.as_str()),
        }
    }
}

impl<'a> LookupView<'a> {
    /// An invitation, with what it offers in `locale`.
    #[must_use]
    pub fn of(
        store: &'a Store,
        invitation: &'a Invitation,
        texts: &'a BTreeMap<RoleSlug, RoleTexts>,
        locale: Locale,
        now: Timestamp,
    ) -> Self {
        let (catalog, grant) = (store.catalog, &invitation.grant);
        // What the catalog no longer has is not offered, so its order has everything.
        let offered =
            catalog.roles.iter().filter(|r| grant.roles.iter().any(|given| given.as_str() == r.slug));
        let own = store.roles.iter().map(|(slug, _)| slug).filter(|slug| grant.roles.contains(*slug));
        let own = own.map(|slug| RightView::own(slug, texts.get(slug)));
        let roles = offered.map(|r| RightView::of(r.slug, r.text(locale))).chain(own);
        let offered = catalog
            .permissions
            .iter()
            .filter(|p| grant.permissions.iter().any(|given| given.as_str() == p.slug));
        let permissions = offered.map(|p| RightView::of(p.slug, p.text(locale)));
        Self {
            store: store.into(),
            email: &invitation.email,
            account: match catalog.account {
                AccountRule::Any => "any",
                AccountRule::Invited => "invited",
            },
            status: invitation.status(now),
            invited_by: invitation.invited_by.name.as_ref(),
            locale: invitation.locale,
            roles: roles.collect(),
            permissions: permissions.collect(),
            expires_at: invitation.expires_at,
            access_ends_at: invitation.access_ends_at,
        }
    }
}
