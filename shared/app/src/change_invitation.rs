//! A manager changes the offered grant of a pending invitation, or its language.

use staffroom_domain::{EventKind, Invitation, InvitationChange, InvitationId, Store, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Changes a pending invitation. The answer is the store, and the invitation after the change.
#[derive(Debug, Clone)]
pub struct ChangeInvitation {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// The change.
    pub change: InvitationChange,
}

impl UseCase for ChangeInvitation {
    type Answer = (Store, Invitation);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let before = store.invitation(read, self.invitation, &self.required)?;
        let after = before.change(store.store, &actor, self.change.clone(), context.now)?;
        if after == *before {
            return Ok(Outcome::Unchanged((store.store.clone(), after)));
        }
        let mut plan = store.plan(&actor)?;
        plan.require_departures(store.store.departures)?;
        plan.put_invitation(Some(before), &after)?;
        plan.record_event(EventKind::InvitationChanged {
            invitation: (&after).into(),
            before: store.store.current(&before.grant),
        })?;
        Ok(Outcome::commit(plan, (store.store.clone(), after)))
    }
}

#[cfg(test)]
mod tests;
