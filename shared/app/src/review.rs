//! What falls due of a store: the review of who has access and, if it is closed, its deletion.

use staffroom_domain::{ClosedStore, EventActor, EventKind, StoreId, Timestamp};

use crate::Error;
use crate::context::{Context, Invocation};
use crate::database::Database;
use crate::dealt::Dealt;
use crate::empty_store::empty_store;
use crate::execute::{Outcome, UseCase, execute};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

/// What was found of a store that is in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreDealt {
    /// The review.
    Review(Dealt),
    /// It is closed.
    Closed(Box<ClosedStore>),
}

/// Deals with a store: asks for a review, or goes on deleting what a closed one has left.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn deal_with_store<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: StoreId,
) -> Result<Dealt, Error> {
    match execute(database, invocation, &ReviewStore { store }).await? {
        StoreDealt::Review(dealt) => Ok(dealt),
        StoreDealt::Closed(store) => empty_store(database, invocation, &store).await,
    }
}

/// Records that a review of who has access is due, and sets the time of the next one.
#[derive(Debug, Clone)]
pub struct ReviewStore {
    /// The store.
    pub store: StoreId,
}

impl UseCase for ReviewStore {
    type Answer = StoreDealt;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<StoreDealt>, Error> {
        if let Some(closed) = read.closed_store(&self.store) {
            return Ok(Outcome::Unchanged(StoreDealt::Closed(Box::new(closed.clone()))));
        }
        let due = read.store(&self.store).and_then(|before| Some((before, before.reviewed(context.now)?)));
        let Some((before, after)) = due else {
            return Ok(Outcome::Unchanged(StoreDealt::Review(Dealt::NotDue)));
        };
        let mut plan = Plan::in_store(before, context, EventActor::Service);
        plan.put_store(Some(before), after)?;
        plan.record_event(EventKind::ReviewDue)?;
        Ok(Outcome::commit(plan, StoreDealt::Review(Dealt::Done)))
    }
}

#[cfg(test)]
mod tests;
