//! Scheduled work: the review of a team, and the warning of a member whose access ends.

use staffroom_domain::{EventActor, EventKind, StoreId, Timestamp, UserId};

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

/// Records that a member must be warned of the end of their access, if that is due.
#[derive(Debug, Clone)]
pub struct WarnMember {
    /// The store.
    pub store: StoreId,
    /// The member.
    pub user: UserId,
}

impl UseCase for WarnMember {
    type Answer = Dealt;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone()), Key::Member(self.store.clone(), self.user.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Dealt>, Error> {
        let membership = read.membership(&self.store, &self.user);
        let due = membership.member().and_then(|member| member.warned(context.now));
        let (Some(store), Some((after, access_ends_at))) = (read.store(&self.store), due) else {
            return Ok(Outcome::Unchanged(Dealt::NotDue));
        };
        let mut plan = Plan::in_store(store, context, EventActor::Service);
        plan.put_member(membership, &after, read)?;
        plan.record_event(EventKind::MemberAccessEnding { member: (&after).into(), access_ends_at })?;
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

#[cfg(test)]
mod tests;
