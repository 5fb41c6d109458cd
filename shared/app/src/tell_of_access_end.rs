//! A member is told that their access ends, or has ended.

use staffroom_domain::{AccessDue, EventActor, EventKind, StoreId, Timestamp, UserId};

use crate::Error;
use crate::context::Context;
use crate::dealt::Dealt;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

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
