//! A manager revokes an invitation.

use staffroom_domain::{EventKind, InvitationId, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Revokes an invitation. Its link becomes invalid, and its seat is freed.
#[derive(Debug, Clone)]
pub struct RevokeInvitation {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
    /// The version that the caller requires.
    pub required: Precondition,
}

impl UseCase for RevokeInvitation {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let before = store.invitation(read, self.invitation, &self.required)?;
        let revoked = before.revoke(store.store, &actor, context.now)?;
        let mut plan = store.plan(&actor)?;
        plan.put_invitation(Some(before), &revoked)?;
        plan.record_event(EventKind::InvitationRevoked { invitation: (&revoked).into() })?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
