//! The platform closes a store.

use staffroom_domain::{EventActor, EventKind, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};

/// Closes a store. From then on nothing works in it, and `empty_store.rs` deletes everything of it.
#[derive(Debug, Clone)]
pub struct CloseStore {
    /// The platform.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The version that the caller requires.
    pub required: Precondition,
}

impl UseCase for CloseStore {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        self.caller.require_platform()?;
        if read.closed_store(&self.store).is_some() {
            // Nothing is stored with this answer, not even under an idempotency key: everything in a closed store is deleted.
            return Ok(Outcome::Unconfirmed(()));
        }
        let before = read.require_store(&self.store)?;
        self.required.check(Some(before.version))?;
        let mut plan = Plan::beside_store(&before.id, context, EventActor::Platform);
        plan.close_store(before)?;
        plan.record_event(EventKind::StoreClosed)?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
