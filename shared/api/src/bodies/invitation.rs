use serde::Deserialize;
use staffroom_domain::{
    DeliveryChannel, EmailAddress, Locale, Metadata, Note, Offer, PermissionSlug, RoleSlug, UserId, bounds,
};

use crate::body::{AtMost, Optional, Rfc3339Timestamp, double_option, read_value};
use crate::checked_value::CheckedValue;
use crate::error::RequestError;

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
    /// What the inviter writes in the mail.
    pub note: Option<Note>,
    /// Carried to the member.
    #[serde(default)]
    pub metadata: Optional<Metadata>,
    /// `none`: no mail is sent, and the platform asks for the link and brings it to the invitee. Default: `mail`.
    #[serde(default)]
    pub deliver: Optional<DeliveryChannel>,
}

/// One offer, which the platform may make in the name of a manager.
#[cfg_attr(
    feature = "describe",
    derive(schemars::JsonSchema),
    schemars(rename = "NamedOffer", deny_unknown_fields)
)]
pub struct NamedOfferBody {
    /// By the platform only: the manager in whose name it invites.
    pub invited_by: Option<InviterBody>,
    /// The offer.
    #[cfg_attr(feature = "describe", schemars(flatten))]
    pub offer: OfferBody,
}

/// A person who invites.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "InvitedBy"))]
#[serde(deny_unknown_fields)]
pub struct InviterBody {
    /// The person at the identity provider.
    pub user_id: UserId,
}

impl NamedOfferBody {
    /// Reads an offer.
    ///
    /// # Errors
    /// Names the field that is not valid.
    pub fn read(body: CheckedValue) -> Result<Self, RequestError> {
        let mut body = body.unique()?;
        let inviter = body.as_object_mut().and_then(|body| body.remove("invited_by"));
        let inviter = inviter.filter(|inviter| !inviter.is_null());
        let invited_by = inviter
            .map(|inviter| read_value(inviter).map_err(|error| error.within("/invited_by")))
            .transpose()?;
        Ok(Self { invited_by, offer: read_value(body)? })
    }
}

impl From<OfferBody> for Offer {
    fn from(body: OfferBody) -> Self {
        Self {
            email: body.email,
            roles: body.roles.entries().unwrap_or_default(),
            permissions: body.permissions.entries().unwrap_or_default(),
            locale: body.locale.0,
            access_ends_at: body.access_ends_at.map(|Rfc3339Timestamp(end)| end),
            note: body.note.filter(|note| !note.is_blank()),
            metadata: body.metadata.0.unwrap_or_default(),
            channel: body.deliver.0.unwrap_or_default(),
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
    /// Another note for the mails to come; null for none.
    #[serde(default, deserialize_with = "double_option")]
    pub note: Option<Option<Note>>,
    /// Replaces the metadata.
    #[serde(default)]
    pub metadata: Optional<Metadata>,
}
