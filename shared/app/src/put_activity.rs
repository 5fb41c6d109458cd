//! A manager puts an activity.

use staffroom_domain::{Activity, ActivityId, DisplayName, EventKind, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Puts an activity. The answer is the new activity.
#[derive(Debug, Clone)]
pub struct PutActivity {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The activity.
    pub activity: ActivityId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// Its name.
    pub name: DisplayName,
    /// Whether new orders are mailed to the members whose role receives them.
    pub order_notifications: bool,
}

/// The result of putting an activity.
#[derive(Debug, Clone)]
pub enum ActivityPut {
    /// It was not there.
    Created(Activity),
    /// It was there.
    Replaced(Activity),
}

impl UseCase for PutActivity {
    type Answer = ActivityPut;

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Activity(self.store.clone(), self.activity.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<ActivityPut>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let before = read.activity(&self.store, &self.activity);
        self.required.check(before.map(|before| before.version))?;
        let (name, notify) = (self.name.clone(), self.order_notifications);
        let after = Activity::put(&actor, before, self.activity.clone(), name, notify, context.now)?;
        let mut plan = store.plan(&actor)?;
        plan.put_activity(before, &after)?;
        plan.record_event(EventKind::ActivityPut {
            activity: after.id.clone(),
            name: after.name.clone(),
            order_notifications: after.order_notifications,
        })?;
        let put = if before.is_some() { ActivityPut::Replaced(after) } else { ActivityPut::Created(after) };
        Ok(Outcome::commit(plan, put))
    }
}

#[cfg(test)]
mod tests;
