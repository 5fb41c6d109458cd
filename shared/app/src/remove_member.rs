//! A manager or the platform removes a member, or a member leaves.

use staffroom_domain::{ActorRole, EventKind, StoreId, Timestamp, UserId};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Removes a member from a store. A member who removes themself leaves the store.
#[derive(Debug, Clone)]
pub struct RemoveMember {
    /// The manager, the platform, or the member themself.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The member.
    pub user: UserId,
    /// The version that the caller requires.
    pub required: Precondition,
}

impl UseCase for RemoveMember {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Member(self.store.clone(), self.user.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let member = store.member(read, &self.user, &self.required);
        // A member can leave even when their access has ended by itself.
        let (mut plan, member, event) = if self.user == self.caller.user {
            let plan = Plan::in_store(store.store, context, self.caller.event_actor());
            let member = member?;
            (plan, member, EventKind::MemberLeft { member: member.into() })
        } else {
            let actor = store.require_manager_or_platform()?;
            let member = member?;
            if actor.role != ActorRole::Platform {
                actor.require_held(&store.store.effective_permissions(&member.grant))?;
            }
            (store.plan(&actor)?, member, EventKind::MemberRemoved { member: member.into() })
        };
        plan.remove_member(store.store, member, read)?;
        plan.record_event(event)?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
