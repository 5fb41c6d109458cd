//! What falls due about an invitation: its invitee is reminded before the term ends, and when it has ended, that is recorded.
//! Nobody is reminded of a link that cannot be answered, or who does not want to be written to.

use staffroom_domain::{EventActor, EventKind, InvitationId, StoreId, Timestamp};

use crate::Error;
use crate::answerable::answerable;
use crate::context::Context;
use crate::dealt::Dealt;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::opt_out;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

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
        ReadSet::keys([
            Key::Store(self.store.clone()),
            Key::Invitation(self.store.clone(), self.invitation),
            opt_out::key(&self.store, self.invitation),
        ])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Dealt>, Error> {
        let (Some(store), Some(before)) =
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
        // An address that the first mail did not reach gets no second one.
        let mut is_told = after.is_worth_a_reminder(context.now)
            && opt_out::require_welcome(read, &self.store, self.invitation).is_ok();
        if is_told {
            match answerable(read, store, before, context)? {
                Ok(answer) => is_told = answer,
                Err(unread) => return Ok(Outcome::ReadMore(unread)),
            }
        }
        // No condition on the store: reminders of one store must not conflict.
        let mut plan = Plan::beside_store(&self.store, context, EventActor::Service);
        plan.put_invitation(Some(before), &after)?;
        if is_told {
            plan.record_event(EventKind::InvitationEnding { invitation: (&after).into() })?;
        }
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

#[cfg(test)]
mod tests;
