//! A manager creates a role of the store's own.

use staffroom_domain::{
    Description, EventKind, PermissionSlug, RoleLabel, RoleSlug, RoleTexts, Store, StoreId, Timestamp,
    first_version,
};

use crate::Error;
use crate::change_role::summary;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Creates a role. The answer is the store and the texts of the role.
#[derive(Debug, Clone)]
pub struct CreateRole {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The role.
    pub slug: RoleSlug,
    /// Its name.
    pub label: RoleLabel,
    /// What it is for.
    pub description: Description,
    /// The permissions that it gives.
    pub permissions: Vec<PermissionSlug>,
}

impl UseCase for CreateRole {
    type Answer = (Store, RoleTexts);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store).and([Key::Role(self.store.clone(), self.slug.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_manager()?;
        let after = store.store.with_role(&actor, &self.slug, &self.permissions, context.now)?;
        // A role of a former catalog may have left its texts.
        let before = read.role(&self.store, &self.slug);
        let version = first_version(context.now).max(before.map_or(0, |before| before.version + 1));
        let texts = RoleTexts {
            slug: self.slug.clone(),
            label: self.label.clone(),
            description: self.description.clone(),
            version,
        };
        let mut plan = store.plan(&actor)?;
        plan.put_store(Some(store.store), after.clone())?;
        plan.put_role(before, &texts)?;
        plan.record_event(EventKind::RoleCreated { role: summary(&after, &texts) })?;
        Ok(Outcome::commit(plan, (after, texts)))
    }
}

#[cfg(test)]
mod tests;
