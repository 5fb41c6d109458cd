//! A manager changes a role of the store's own, and with it what everyone who has it may do.

use staffroom_domain::{
    Description, EventKind, PermissionSlug, Rejection, RoleDecision, RoleLabel, RoleSlug, RoleSummary,
    RoleTexts, Store, StoreId, Timestamp, UseNeed,
};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::role_users::RoleUsers;
use crate::store_context::StoreContext;

/// Changes a role; `None` leaves a field unchanged. The answer is the store and the texts of the role after the change.
#[derive(Debug, Clone)]
pub struct ChangeRole {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The role.
    pub role: RoleSlug,
    /// The version that the caller requires.
    pub required: Precondition,
    /// Another name.
    pub label: Option<RoleLabel>,
    /// Another description.
    pub description: Option<Description>,
    /// Other permissions.
    pub permissions: Option<Vec<PermissionSlug>>,
}

impl UseCase for ChangeRole {
    type Answer = (Store, RoleTexts);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store).and([Key::Role(self.store.clone(), self.role.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let (used, permissions) = (read.role_use(), self.permissions.as_deref());
        let decision = store.store.with_changed_role(&actor, &self.role, permissions, used, context.now)?;
        let RoleDecision::Decided(after, need) = decision else {
            return Ok(Outcome::ReadMore(
                ReadSet::default().and_role_users(RoleUsers::of(store.store, &self.role)),
            ));
        };
        let before = read.role(&self.store, &self.role).ok_or(Rejection::NotFound)?;
        self.required.check(Some(before.version))?;
        let texts = RoleTexts {
            slug: self.role.clone(),
            label: self.label.clone().unwrap_or_else(|| before.label.clone()),
            description: self.description.clone().unwrap_or_else(|| before.description.clone()),
            version: before.version + 1,
        };
        let has_same_texts = texts.label == before.label && texts.description == before.description;
        if has_same_texts && *after == *store.store {
            return Ok(Outcome::Unchanged((*after, before.clone())));
        }
        let mut plan = store.plan(&actor)?;
        if *after != *store.store {
            plan.put_store(Some(store.store), (*after).clone())?;
        }
        plan.put_role(Some(before), &texts)?;
        plan.record_event(EventKind::RoleChanged {
            role: summary(&after, &texts),
            before: summary(store.store, before),
        })?;
        if need == UseNeed::Unchanged {
            plan.require_quiet(store.store)?;
        }
        Ok(Outcome::commit(plan, (*after, texts)))
    }
}

/// A role, as events contain it.
pub(crate) fn summary(store: &Store, texts: &RoleTexts) -> RoleSummary {
    RoleSummary {
        slug: texts.slug.clone(),
        label: texts.label.clone(),
        permissions: store.roles.permissions(&texts.slug).cloned().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
