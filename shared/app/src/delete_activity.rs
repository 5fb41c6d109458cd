//! A manager deletes an activity.

use staffroom_domain::{ActivityId, EventKind, Rejection, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Deletes an activity.
#[derive(Debug, Clone)]
pub struct DeleteActivity {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The activity.
    pub activity: ActivityId,
    /// The version that the caller requires.
    pub required: Precondition,
}

impl UseCase for DeleteActivity {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Activity(self.store.clone(), self.activity.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let before = read.activity(&self.store, &self.activity).ok_or(Rejection::NotFound)?;
        self.required.check(Some(before.version))?;
        let mut plan = store.plan(&actor)?;
        plan.delete_activity(before)?;
        plan.record_event(EventKind::ActivityDeleted {
            activity: before.id.clone(),
            name: before.name.clone(),
        })?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
