use serde::Serialize;
use staffroom_domain::{
    Delivery, DisplayName, EmailAddress, Grantor, Invitation, InvitationId, InvitationState, Locale,
    Metadata, Note, Reason, Status, Store, StoreId, Timestamp, UserId,
};

use super::GrantView;

/// An invitation, for managers and for its invitee.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Invitation"))]
pub struct InvitationView<'a> {
    id: InvitationId,
    store_id: &'a StoreId,
    email: &'a EmailAddress,
    #[serde(flatten)]
    grant: GrantView,
    locale: Locale,
    status: Status,
    delivery: Delivery,
    invited_by: InviterView<'a>,
    created_at: Timestamp,
    /// When the link expires; not later than `access_ends_at`.
    expires_at: Timestamp,
    /// When the access will end; null if it does not end.
    access_ends_at: Option<Timestamp>,
    /// What the inviter wrote.
    note: Option<&'a Note>,
    metadata: &'a Metadata,
    /// The reason that the invitee gave.
    decline_reason: Option<&'a Reason>,
    /// The version in its `ETag`, for changes made from a list.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Version"))]
    version: u64,
}

/// The person who created, resent or changed the invitation last.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Grantor"))]
struct InviterView<'a> {
    user_id: &'a UserId,
    name: Option<&'a DisplayName>,
}

impl<'a> From<&'a Grantor> for InviterView<'a> {
    fn from(grantor: &'a Grantor) -> Self {
        Self { user_id: &grantor.user_id, name: grantor.name.as_ref() }
    }
}

impl<'a> InvitationView<'a> {
    /// An invitation of a store as it is at `now`.
    #[must_use]
    pub fn of(store: &Store, invitation: &'a Invitation, now: Timestamp) -> Self {
        Self {
            id: invitation.id,
            store_id: &invitation.store,
            email: &invitation.email,
            grant: GrantView::of(store, &invitation.grant),
            locale: invitation.locale,
            status: invitation.status(now),
            delivery: invitation.delivery,
            invited_by: (&invitation.invited_by).into(),
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            access_ends_at: invitation.access_ends_at,
            note: invitation.note.as_ref(),
            metadata: &invitation.metadata,
            decline_reason: match &invitation.state {
                InvitationState::Declined { reason } => reason.as_ref(),
                InvitationState::Pending(_)
                | InvitationState::Accepted { .. }
                | InvitationState::Revoked
                | InvitationState::Withdrawn => None,
            },
            version: invitation.version,
        }
    }
}
