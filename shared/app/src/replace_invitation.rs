//! A manager gives a pending invitation another address: a new invitation takes its place and its seat, and its link is dead.

use staffroom_domain::{EmailAddress, Invitation, InvitationId, Store, Timestamp};

use crate::Error;
use crate::change_invitation::ChangeInvitation;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::invitation_batch::{self, InvitationBatch};
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Replaces a pending invitation by one to another address. The answer is the store, and the new invitation; the same one if
/// the address is the same.
#[derive(Debug, Clone)]
pub struct ReplaceInvitation {
    /// The invitation that is replaced, by whom, and what else changes.
    pub change: ChangeInvitation,
    /// The address of the new one.
    pub email: EmailAddress,
}

impl UseCase for ReplaceInvitation {
    type Answer = (Store, Invitation);

    fn reads(&self, now: Timestamp) -> ReadSet {
        let store = &self.change.store;
        self.change
            .reads(now)
            .and(invitation_batch::reads(store, &self.email))
            .and_releasable_seats(store, now)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let ChangeInvitation { caller, store: id, invitation, required, change } = &self.change;
        if InvitationId::of(id, &self.email) == *invitation {
            return self.change.decide(read, context);
        }
        let store = StoreContext::load(read, id, caller, context)?;
        let actor = store.require_manager()?;
        let before = store.invitation(read, *invitation, required)?;
        let changed = before.change(store.store, &actor, change.clone(), context.now)?;
        let offer = changed.offer_to(store.store, self.email.clone());
        if let Some(more) = invitation_batch::unread_addressees(read, id, [&offer].into_iter()) {
            return Ok(Outcome::ReadMore(more));
        }
        let mut batch = InvitationBatch::new(&store, &actor, read)?;
        batch.replace(before)?;
        let invitation = batch.add(&offer)?;
        Ok(Outcome::commit(batch.into_plan()?, (store.store.clone(), invitation)))
    }
}

#[cfg(test)]
mod tests;
