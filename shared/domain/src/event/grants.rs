//! The grants that an event names.

use super::EventKind;
use crate::{Grant, StoreRoles};

impl EventKind {
    /// The event with the roles that its slugs stand for: a grant can still have the slug of a role that was replaced.
    #[must_use]
    pub fn with_present_roles(mut self, roles: &StoreRoles) -> Self {
        for grant in self.grants_mut().into_iter().flatten() {
            *grant = roles.resolved(grant);
        }
        self
    }

    fn grants_mut(&mut self) -> [Option<&mut Grant>; 2] {
        match self {
            Self::InvitationCreated { invitation }
            | Self::InvitationResent { invitation }
            | Self::InvitationLinkCopied { invitation }
            | Self::InvitationRevoked { invitation }
            | Self::InvitationSuperseded { invitation }
            | Self::InvitationDeclined { invitation, .. }
            | Self::InvitationWithdrawn { invitation }
            | Self::InvitationExpired { invitation }
            | Self::InvitationEnding { invitation }
            | Self::InvitationUndelivered { invitation, .. } => [Some(&mut invitation.grant), None],
            Self::InvitationAccepted { invitation, member } => {
                [Some(&mut invitation.grant), Some(&mut member.grant)]
            }
            Self::InvitationChanged { invitation, before } => [Some(&mut invitation.grant), Some(before)],
            Self::MemberChanged { member, before, .. } => [Some(&mut member.grant), Some(before)],
            Self::MemberAdded { member, .. }
            | Self::MemberRemoved { member }
            | Self::MemberLeft { member }
            | Self::MemberSuspended { member }
            | Self::MemberResumed { member }
            | Self::MemberProfileChanged { member, .. }
            | Self::MemberAccessEnding { member, .. }
            | Self::MemberAccessEnded { member, .. } => [Some(&mut member.grant), None],
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
            | Self::ReviewDue
            | Self::Unknown(_) => [None, None],
        }
    }
}
