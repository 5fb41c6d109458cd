//! A manager deletes a role of the store's own. From the same write on, its slug stands for the role that takes its place; members
//! and invitations are rewritten afterwards ([`crate::rewrite_replaced_roles`]).

use staffroom_domain::{EventKind, Rejection, RoleDecision, RoleSlug, StoreId, Timestamp, UseNeed};

use crate::Error;
use crate::change_role::summary;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::role_users::RoleUsers;
use crate::store_context::StoreContext;

/// Deletes a role.
#[derive(Debug, Clone)]
pub struct DeleteRole {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The role.
    pub role: RoleSlug,
    /// The role that takes its place.
    pub replace_with: Option<RoleSlug>,
    /// The version that the caller requires.
    pub required: Precondition,
}

impl UseCase for DeleteRole {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store).and([Key::Role(self.store.clone(), self.role.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let texts = read
            .role(&self.store, &self.role)
            .filter(|texts| store.store.roles.permissions(&texts.slug).is_some());
        if let Some(texts) = texts {
            self.required.check(Some(texts.version))?;
        }
        let (used, replacement) = (read.role_use(), self.replace_with.as_ref());
        let decision = store.store.without_role(&actor, &self.role, replacement, used, context.now)?;
        let RoleDecision::Decided(after, need) = decision else {
            return Ok(Outcome::ReadMore(
                ReadSet::default().and_role_users(RoleUsers::of(store.store, &self.role)),
            ));
        };
        let texts = texts.ok_or(Rejection::NotFound)?;
        let mut plan = store.plan(&actor)?;
        plan.put_store(Some(store.store), (*after).clone())?;
        plan.delete_role(texts)?;
        let replaced_by = after.roles.resolve(&self.role).cloned();
        plan.rewrite_roles(&after)?;
        plan.record_event(EventKind::RoleDeleted { role: summary(store.store, texts), replaced_by })?;
        if need == UseNeed::Unchanged {
            plan.require_quiet(store.store)?;
        }
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
