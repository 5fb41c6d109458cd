//! The platform, or a manager where the store's owner allows it, gets the link of a pending invitation, to bring it to the
//! invitee. It is a new link each time, and the former one is dead.

use staffroom_domain::{EventKind, Invitation, InvitationId, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Makes a new link. The answer is the invitation, whose generation is that of the link.
#[derive(Debug, Clone)]
pub struct CopyLink {
    /// The platform, or a manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
    /// The version that the caller requires.
    pub required: Precondition,
}

impl UseCase for CopyLink {
    type Answer = Invitation;

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager_or_platform()?;
        let before = store.invitation(read, self.invitation, &self.required)?;
        let after = before.with_copied_link(store.store, &actor, context.now)?;
        let mut plan = store.plan(&actor)?;
        plan.put_invitation(Some(before), &after)?;
        plan.record_event(EventKind::InvitationLinkCopied { invitation: (&after).into() })?;
        Ok(Outcome::commit(plan, after))
    }
}

#[cfg(test)]
mod tests;
