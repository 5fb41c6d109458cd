//! A manager gives a pending invitation another address: a new invitation takes its place and its seat, and its link is dead.

use staffroom_domain::{EmailAddress, Invitation, InvitationChange, InvitationId, Store, StoreId, Timestamp};

use crate::Error;
use crate::change_invitation::ChangeInvitation;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::invitation_batch::{self, InvitationBatch};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Replaces a pending invitation by one to another address. The answer is the store, and the new invitation; the same one if
/// the address is the same.
#[derive(Debug, Clone)]
pub struct ReplaceInvitation {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The invitation that is replaced.
    pub invitation: InvitationId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// The address of the new one.
    pub email: EmailAddress,
    /// What else changes.
    pub change: InvitationChange,
}

impl ReplaceInvitation {
    fn new_id(&self) -> InvitationId {
        InvitationId::of(&self.store, &self.email)
    }
}

impl UseCase for ReplaceInvitation {
    type Answer = (Store, Invitation);

    fn reads(&self, now: Timestamp) -> ReadSet {
        let (store, id) = (&self.store, self.new_id());
        StoreContext::reads(&self.caller, store)
            .and([Key::Invitation(store.clone(), self.invitation)])
            .and([Key::Invitation(store.clone(), id), Key::Address(store.clone(), id)])
            .and_releasable_seats(store, now)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        if self.new_id() == self.invitation {
            let change = ChangeInvitation {
                caller: self.caller.clone(),
                store: self.store.clone(),
                invitation: self.invitation,
                required: self.required.clone(),
                change: self.change.clone(),
            };
            return change.decide(read, context);
        }
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let before = store.invitation(read, self.invitation, &self.required)?;
        let changed = before.change(store.store, &actor, self.change.clone(), context.now)?;
        let offer = changed.offer_to(store.store, self.email.clone());
        if let Some(more) = invitation_batch::unread_addressees(read, &self.store, [&offer].into_iter()) {
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
