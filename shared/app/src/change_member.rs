//! A manager changes what a member may do, or for how long.

use staffroom_domain::{
    EventKind, Member, MemberChange, Notify, SeatChange, Store, StoreId, Timestamp, UserId,
};

use crate::Error;
use crate::addressee::require_own_addresses;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::steps::{commit_seated, supersede_invitations};
use crate::store_context::StoreContext;

/// Changes a member. The answer is the store and the member after the change.
#[derive(Debug, Clone)]
pub struct ChangeMember {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The member.
    pub user: UserId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// The change.
    pub change: MemberChange,
}

impl UseCase for ChangeMember {
    type Answer = (Store, Member);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Member(self.store.clone(), self.user.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let before = store.member(read, &self.user, &self.required)?;
        let mut after = before.change(store.store, &actor, self.change.clone(), context.now)?;
        let is_changed = after.grant != store.store.roles.resolved(&before.grant)
            || after.access_ends_at != before.access_ends_at
            || after.metadata != before.metadata;
        let suspension = match (before.suspended_at, after.suspended_at) {
            (None, Some(_)) => Some(EventKind::MemberSuspended { member: (&after).into() }),
            (Some(_), None) => Some(EventKind::MemberResumed { member: (&after).into() }),
            (None, None) | (Some(_), Some(_)) => None,
        };
        if !is_changed && suspension.is_none() {
            return Ok(Outcome::Unchanged((store.store.clone(), before.clone())));
        }
        if is_changed && suspension.is_some() {
            // Each event has a version of its own.
            after.version += 1;
        }
        let mut plan = store.plan(&actor)?;
        if before.has_ended(context.now) && !after.has_ended(context.now) {
            // The address of a member whose access has ended can be invited: who comes back is not invited as well.
            if let Err(unread) = supersede_invitations(&mut plan, read, &self.store, &after.addresses)? {
                return Ok(Outcome::ReadMore(unread));
            }
            let membership = read.membership(&self.store, &self.user);
            if let Err(unread) = require_own_addresses(&mut plan, read, store.store, membership, &after)? {
                return Ok(Outcome::ReadMore(unread));
            }
        }
        plan.put_member(store.store, read.membership(&self.store, &self.user), &after, read)?;
        if is_changed {
            plan.record_event(EventKind::MemberChanged {
                member: (&after).into(),
                before: store.store.current(&before.grant),
                access_ends_at: after.access_ends_at,
                access_ends_at_before: before.access_ends_at,
                notify: Notify::Member,
            })?;
        }
        if let Some(event) = suspension {
            plan.record_event(event)?;
        }
        commit_seated(plan, read, store.store, SeatChange::default(), (store.store.clone(), after))
    }
}

#[cfg(test)]
mod tests;
