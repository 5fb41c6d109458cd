//! A manager resends an invitation, with a new link and a new term, and becomes its grantor.

use staffroom_domain::{Invitation, InvitationId, Store, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::opt_out;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::steps::send_again;
use crate::store_context::StoreContext;

/// Resends an invitation. The answer is the store, and the invitation with its new term.
#[derive(Debug, Clone)]
pub struct ResendInvitation {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
    /// The version that the caller requires.
    pub required: Precondition,
}

impl UseCase for ResendInvitation {
    type Answer = (Store, Invitation);

    fn reads(&self, now: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([
                Key::Invitation(self.store.clone(), self.invitation),
                opt_out::key(&self.store, self.invitation),
            ])
            .and_releasable_seats(&self.store, now)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let before = store.invitation(read, self.invitation, &self.required)?;
        let renewed = before.resend(store.store, &actor, context.now)?;
        let everywhere = opt_out::everywhere_key(&before.email);
        if !read.was_read(&everywhere) {
            return Ok(Outcome::ReadMore(ReadSet::keys([everywhere])));
        }
        opt_out::require_invitable(read, &self.store, &before.email)?;
        let mut plan = store.plan(&actor)?;
        plan.require_departures(store.store.departures)?;
        send_again(plan, read, store.store, (before, &renewed), (store.store.clone(), renewed.clone()))
    }
}

#[cfg(test)]
mod tests;
