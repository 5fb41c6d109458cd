//! The review of who has access falls due.

use staffroom_domain::{EventActor, EventKind, StoreId, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

/// Whether something was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dealt {
    /// It was due, and is done.
    Done,
    /// It was due: the expiry of an invitation is recorded now.
    Expired,
    /// Nothing to do: it was done before, or the record is gone.
    NotDue,
}

/// Records that a review of who has access is due, and sets the time of the next one.
#[derive(Debug, Clone)]
pub struct ReviewStore {
    /// The store.
    pub store: StoreId,
}

impl UseCase for ReviewStore {
    type Answer = Dealt;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Dealt>, Error> {
        let Some(before) = read.store(&self.store) else { return Ok(Outcome::Unchanged(Dealt::NotDue)) };
        let Some(after) = before.reviewed(context.now) else { return Ok(Outcome::Unchanged(Dealt::NotDue)) };
        let mut plan = Plan::in_store(before, context, EventActor::Service);
        plan.put_store(Some(before), after)?;
        plan.record_event(EventKind::ReviewDue)?;
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

#[cfg(test)]
mod tests;
