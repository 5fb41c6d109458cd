//! A person who holds a link declines the invitation.

use staffroom_domain::{EventActor, EventKind, InvitationState, LinkClaims, Reason, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::steps::{GrantorNeed, grantor, link_keys, linked};

/// Declines an invitation.
#[derive(Debug, Clone)]
pub struct DeclineInvitation {
    /// The link.
    pub link: LinkClaims,
    /// The person who uses it: signed in, or [`EventActor::Invitee`].
    pub actor: EventActor,
    /// The reason, if they gave one.
    pub reason: Option<Reason>,
}

impl UseCase for DeclineInvitation {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys(link_keys(&self.link))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let (store, before) = linked(read, &self.link)?;
        let grantor = match grantor(read, store, before, GrantorNeed::IfOver, context) {
            Ok(grantor) => grantor,
            Err(unread) => return Ok(Outcome::ReadMore(unread)),
        };
        let reason = self.reason.clone();
        let declined =
            before.decline(store, self.link.generation, grantor.membership, reason, context.now)?;
        let mut plan = Plan::in_store(store, context, self.actor.clone());
        plan.put_invitation(Some(before), &declined)?;
        let reason = match &declined.state {
            InvitationState::Declined { reason } => reason.clone(),
            InvitationState::Pending(_)
            | InvitationState::Accepted { .. }
            | InvitationState::Revoked
            | InvitationState::Withdrawn => None,
        };
        plan.record_event(EventKind::InvitationDeclined { invitation: (&declined).into(), reason })?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
