//! A manager invites a person by e-mail, or the platform does in the name of one.

use staffroom_domain::{Invitation, Offer, Rejection, Restriction, Store, StoreId, Timestamp, UserId};

use crate::Error;
use crate::context::{Authority, Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::invitation_batch::{self, InvitationBatch};
use crate::key::Key;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Invites one address. The answer is the store and the invitation.
#[derive(Debug, Clone)]
pub struct InviteMember {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The address, and what it is offered.
    pub offer: Offer,
    /// The manager in whose name the platform invites.
    pub invited_by: Option<UserId>,
}

impl UseCase for InviteMember {
    type Answer = (Store, Invitation);

    fn reads(&self, now: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and(self.invited_by.iter().map(|user| Key::Member(self.store.clone(), user.clone())))
            .and(invitation_batch::reads(&self.store, &self.offer.email))
            .and_releasable_seats(&self.store, now)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = match &self.invited_by {
            None if self.caller.authority == Authority::Platform => {
                return Err(Rejection::Forbidden(Restriction::GrantorNeeded).into());
            }
            None => store.require_manager()?,
            Some(user) => store.require_named_manager(read, user)?,
        };
        if let Some(more) = invitation_batch::unread_addressees(read, &self.store, [&self.offer].into_iter())
        {
            return Ok(Outcome::ReadMore(more));
        }
        let mut batch = InvitationBatch::new(&store, &actor, read)?;
        let invitation = batch.add(&self.offer)?;
        Ok(Outcome::commit(batch.into_plan()?, (store.store.clone(), invitation)))
    }
}

#[cfg(test)]
mod tests;
