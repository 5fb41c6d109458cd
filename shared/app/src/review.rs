//! What falls due: the review of a team, and what a member is told of the end of their access.

use staffroom_domain::{AccessDue, EventActor, EventKind, StoreId, Timestamp, UserId};

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

/// Tells a member that their access ends, or that it has ended, if that is due.
#[derive(Debug, Clone)]
pub struct TellOfAccessEnd {
    /// The store.
    pub store: StoreId,
    /// The member.
    pub user: UserId,
}

impl UseCase for TellOfAccessEnd {
    type Answer = Dealt;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone()), Key::Member(self.store.clone(), self.user.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Dealt>, Error> {
        let membership = read.membership(&self.store, &self.user);
        let due = membership.member().and_then(|member| member.fall_due(context.now));
        let (Some(store), Some((after, due))) = (read.store(&self.store), due) else {
            return Ok(Outcome::Unchanged(Dealt::NotDue));
        };
        let mut plan = Plan::in_store(store, context, EventActor::Service);
        plan.put_member(store, membership, &after, read)?;
        let member = (&after).into();
        plan.record_event(match due {
            AccessDue::Ending(access_ends_at) => EventKind::MemberAccessEnding { member, access_ends_at },
            AccessDue::Ended(access_ends_at) => EventKind::MemberAccessEnded { member, access_ends_at },
        })?;
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

#[cfg(test)]
mod tests;
