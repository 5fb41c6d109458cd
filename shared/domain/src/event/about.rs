//! The invitation and the member that an event is about.

use super::{EventKind, InvitationSummary, MemberSummary};

impl EventKind {
    /// The invitation that the event is about.
    #[must_use]
    pub fn invitation(&self) -> Option<&InvitationSummary> {
        self.about().0
    }

    /// The member that the event is about.
    #[must_use]
    pub fn member(&self) -> Option<&MemberSummary> {
        self.about().1
    }

    fn about(&self) -> (Option<&InvitationSummary>, Option<&MemberSummary>) {
        match self {
            Self::InvitationAccepted { invitation, member } => (Some(invitation), Some(member)),
            Self::InvitationCreated { invitation }
            | Self::InvitationResent { invitation }
            | Self::InvitationLinkCopied { invitation }
            | Self::InvitationChanged { invitation, .. }
            | Self::InvitationRevoked { invitation }
            | Self::InvitationSuperseded { invitation }
            | Self::InvitationDeclined { invitation, .. }
            | Self::InvitationWithdrawn { invitation }
            | Self::InvitationExpired { invitation }
            | Self::InvitationEnding { invitation }
            | Self::InvitationUndelivered { invitation, .. } => (Some(invitation), None),
            Self::MemberAdded { member, .. }
            | Self::MemberChanged { member, .. }
            | Self::MemberRemoved { member }
            | Self::MemberLeft { member }
            | Self::MemberSuspended { member }
            | Self::MemberResumed { member }
            | Self::MemberProfileChanged { member, .. }
            | Self::MemberAccessEnding { member, .. }
            | Self::MemberAccessEnded { member, .. } => (None, Some(member)),
            Self::StoreCreated
            | Self::StoreChanged { .. }
            | Self::StoreTransferred { .. }
            | Self::StoreClosed
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
            | Self::ReviewDue => (None, None),
        }
    }
}
