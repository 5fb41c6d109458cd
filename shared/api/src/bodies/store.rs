use serde::Deserialize;
use staffroom_domain::{
    DisplayName, Domain, EmailAddress, Locale, Metadata, PlanSlug, TimeZone, UserId, WebAddress, bounds,
};

use crate::body::{AtMost, Object, Optional};

/// A store as the platform puts it.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "StorePut"))]
#[serde(deny_unknown_fields)]
pub struct StoreBody {
    /// The name that is shown to people.
    pub name: DisplayName,
    /// The person to whom the store belongs.
    pub owner: Object<OwnerBody>,
    /// The policy of the store.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::CatalogSlug"))]
    pub catalog: String,
    /// Required if the catalog has several plans.
    #[serde(default)]
    pub plan: Optional<PlanSlug>,
    /// Default: the language of the catalog.
    #[serde(default)]
    pub locale: Optional<Locale>,
    /// The time zone that times in mails are in. Default: `UTC`.
    #[serde(default)]
    pub time_zone: Optional<TimeZone>,
    /// The address of the store's administration, to which mails and pages link.
    #[serde(default)]
    pub admin_url: Optional<WebAddress>,
    /// For the platform's own programs. Default: none.
    #[serde(default)]
    pub metadata: Optional<Metadata>,
}

/// The owner of a store as the platform puts it.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "OwnerPut"))]
#[serde(deny_unknown_fields)]
pub struct OwnerBody {
    /// The person at the identity provider.
    pub user_id: UserId,
    /// The address to which mails to the owner go.
    pub email: EmailAddress,
    /// The owner's name.
    pub name: DisplayName,
}

/// A change of a store. Omitted fields keep their values.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "StoreChange"))]
#[serde(deny_unknown_fields)]
pub struct StoreChangeBody {
    /// The name that is shown to people.
    #[serde(default)]
    pub name: Optional<DisplayName>,
    /// The language of the owner, and of invitations without a language.
    #[serde(default)]
    pub locale: Optional<Locale>,
    /// The time zone that times in mails are in.
    #[serde(default)]
    pub time_zone: Optional<TimeZone>,
    /// By the platform only.
    #[serde(default)]
    pub plan: Optional<PlanSlug>,
    /// The settings to change.
    #[serde(default)]
    pub settings: Optional<Object<SettingsBody>>,
    /// Replaces the metadata. By the platform only.
    #[serde(default)]
    pub metadata: Optional<Metadata>,
}

/// A change of a store's settings. Omitted fields keep their values.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "SettingsChange"))]
#[serde(deny_unknown_fields)]
pub struct SettingsBody {
    /// Whether the platform's support agents may act in the store, also on behalf of its users.
    #[serde(default)]
    pub support_access: Optional<bool>,
    /// Whether managers may copy the links of invitations.
    #[serde(default)]
    pub link_copying: Optional<bool>,
    /// Replaces the list. An empty list allows all domains.
    #[serde(default)]
    pub allowed_domains: Optional<AtMost<Domain, { bounds::ALLOWED_DOMAINS }>>,
}
