//! The invitation and the member that an event is about.

use super::{EventKind, InvitationSummary, MemberSummary};

impl EventKind {
    /// The invitation that the event is about.
    #[must_use]
    pub fn invitation(&self) -> Option<&InvitationSummary> {
        match self {
            Self::InvitationCreated { invitation }
            | Self::InvitationResent { invitation }
            | Self::InvitationLinkCopied { invitation }
            | Self::InvitationChanged { invitation, .. }
            | Self::InvitationRevoked { invitation }
            | Self::InvitationSuperseded { invitation }
            | Self::InvitationAccepted { invitation, .. }
            | Self::InvitationDeclined { invitation, .. }
            | Self::InvitationWithdrawn { invitation }
            | Self::InvitationExpired { invitation }
            | Self::InvitationEnding { invitation }
            | Self::InvitationUndelivered { invitation, .. } => Some(invitation),
            Self::StoreCreated
            | Self::StoreChanged { .. }
            | Self::StoreTransferred { .. }
            | Self::StoreClosed
            | Self::MemberAdded { .. }
            | Self::MemberChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::MemberLeft { .. }
            | Self::MemberSuspended { .. }
            | Self::MemberResumed { .. }
            | Self::MemberProfileChanged { .. }
            | Self::MemberAccessEnding { .. }
            | Self::MemberAccessEnded { .. }
            | Self::ActivityPut { .. }
            | Self::ActivityDeleted { .. }
            | Self::RoleCreated { .. }
            | Self::RoleChanged { .. }
            | Self::RoleDeleted { .. }
            | Self::OrderCreated { .. }
            | Self::AppInstalled { .. }
            | Self::AnswersGathered { .. }
            | Self::PersonErased { .. }
            | Self::PersonMoved { .. }
            | Self::Unknown(_)
            | Self::ReviewDue => None,
        }
    }

    /// The member that the event is about.
    #[must_use]
    pub fn member(&self) -> Option<&MemberSummary> {
        match self {
            Self::InvitationAccepted { member, .. }
            | Self::MemberAdded { member, .. }
            | Self::MemberChanged { member, .. }
            | Self::MemberRemoved { member }
            | Self::MemberLeft { member }
            | Self::MemberSuspended { member }
            | Self::MemberResumed { member }
            | Self::MemberProfileChanged { member, .. }
            | Self::MemberAccessEnding { member, .. }
            | Self::MemberAccessEnded { member, .. } => Some(member),
            Self::StoreCreated
            | Self::StoreChanged { .. }
            | Self::StoreTransferred { .. }
            | Self::StoreClosed
            | Self::InvitationCreated { .. }
            | Self::InvitationResent { .. }
            | Self::InvitationLinkCopied { .. }
            | Self::InvitationChanged { .. }
            | Self::InvitationRevoked { .. }
            | Self::InvitationSuperseded { .. }
            | Self::InvitationDeclined { .. }
            | Self::InvitationWithdrawn { .. }
            | Self::InvitationExpired { .. }
            | Self::InvitationEnding { .. }
            | Self::InvitationUndelivered { .. }
            | Self::ActivityPut { .. }
            | Self::ActivityDeleted { .. }
            | Self::RoleCreated { .. }
            | Self::RoleChanged { .. }
            | Self::RoleDeleted { .. }
            | Self::OrderCreated { .. }
            | Self::AppInstalled { .. }
            | Self::AnswersGathered { .. }
            | Self::PersonErased { .. }
            | Self::PersonMoved { .. }
            | Self::Unknown(_)
            | Self::ReviewDue => None,
        }
    }
}
