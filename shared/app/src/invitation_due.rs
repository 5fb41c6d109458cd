//! What falls due about an invitation: its invitee is reminded before the term ends, and when it has ended, that is recorded.

use staffroom_domain::{EventActor, EventKind, InvitationId, StoreId, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::review::Dealt;

/// Reminds the invitee of an open invitation, or records that it expired when its term has ended, and frees its seat.
#[derive(Debug, Clone)]
pub struct DealWithInvitation {
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
}

impl UseCase for DealWithInvitation {
    type Answer = Dealt;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone()), Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Dealt>, Error> {
        let (Some(_), Some(before)) =
            (read.store(&self.store), read.invitation(&self.store, self.invitation))
        else {
            return Ok(Outcome::Unchanged(Dealt::NotDue));
        };
        if let Some(after) = before.expired(context.now) {
            let mut plan = Plan::freeing_seats(&self.store, context);
            plan.put_invitation(Some(before), &after)?;
            plan.record_event(EventKind::InvitationExpired { invitation: before.into() })?;
            return Ok(Outcome::commit(plan, Dealt::Expired));
        }
        let Some(after) = before.reminded(context.now) else {
            return Ok(Outcome::Unchanged(Dealt::NotDue));
        };
        // No condition on the store: reminders of one store must not conflict.
        let mut plan = Plan::beside_store(&self.store, context, EventActor::Service);
        plan.put_invitation(Some(before), &after)?;
        // An address that the first mail did not reach gets no second one.
        if after.is_worth_a_reminder(context.now) {
            plan.record_event(EventKind::InvitationEnding { invitation: (&after).into() })?;
        }
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

#[cfg(test)]
mod tests;
