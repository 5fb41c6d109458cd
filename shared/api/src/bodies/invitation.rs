use serde::Deserialize;
use staffroom_domain::{EmailAddress, Locale, Offer, PermissionSlug, RoleSlug, bounds};

use crate::body::{AtMost, Optional, Rfc3339Timestamp, double_option};
use crate::checked_value::CheckedValue;

/// An offer of roles and permissions to an address.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Offer"))]
#[serde(deny_unknown_fields)]
pub struct OfferBody {
    /// The address to invite.
    pub email: EmailAddress,
    /// The catalog determines how many, and the default.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Roles"))]
    pub roles: Optional<AtMost<RoleSlug, { bounds::GRANT_ENTRIES }>>,
    /// Permissions given one by one.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Permissions"))]
    pub permissions: Optional<AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>>,
    /// The language of the invitee. Default: the language of the store.
    #[serde(default)]
    pub locale: Optional<Locale>,
    /// When the access will end; in the future. Default: when the inviter's own access ends, if it does.
    pub access_ends_at: Option<Rfc3339Timestamp>,
}

impl From<OfferBody> for Offer {
    fn from(body: OfferBody) -> Self {
        Self {
            email: body.email,
            roles: body.roles.entries().unwrap_or_default(),
            permissions: body.permissions.entries().unwrap_or_default(),
            locale: body.locale.0,
            access_ends_at: body.access_ends_at.map(|Rfc3339Timestamp(end)| end),
        }
    }
}

/// Several offers. Each is read on its own, so that one that is not valid has a result of its own.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "BulkOffer"))]
#[serde(deny_unknown_fields)]
pub struct BulkBody {
    /// The offers.
    #[cfg_attr(
        feature = "describe",
        schemars(with = "Vec<OfferBody>", length(min = 1, max = bounds::BULK_INVITATIONS))
    )]
    pub invitations: AtMost<CheckedValue, { bounds::BULK_INVITATIONS }>,
}

/// A change of an invitation. Omitted fields keep their values.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "InvitationChange"))]
#[serde(deny_unknown_fields)]
pub struct InvitationChangeBody {
    /// Replaces the offered roles.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Roles"))]
    pub roles: Optional<AtMost<RoleSlug, { bounds::GRANT_ENTRIES }>>,
    /// Replaces the offered permissions.
    #[serde(default)]
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Permissions"))]
    pub permissions: Optional<AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>>,
    /// The language of the invitee.
    #[serde(default)]
    pub locale: Optional<Locale>,
    /// Another address to invite.
    #[serde(default)]
    pub email: Optional<EmailAddress>,
    /// When the offered access ends: in the future; null if it does not end by itself.
    #[serde(default, deserialize_with = "double_option")]
    pub access_ends_at: Option<Option<Rfc3339Timestamp>>,
}
