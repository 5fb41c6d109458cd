//! The owner or the platform changes a store's name, language, time zone, settings, plan or metadata.

use std::collections::BTreeSet;

use staffroom_domain::{
    ActorRole, DisplayName, Domain, Field, Locale, Metadata, PlanSlug, PolicySlugs, Rejection, Restriction,
    SeatCount, Store, StoreId, TimeZone, Timestamp,
};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::put_store::{StoreChanges, store_changed};
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Changes a store; `None` leaves a field unchanged. The answer is the store after the change, with the
/// number of taken seats that can be released.
#[derive(Debug, Clone)]
pub struct ChangeStore {
    /// The owner, or the platform.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// Another name.
    pub name: Option<DisplayName>,
    /// Another language.
    pub locale: Option<Locale>,
    /// Another time zone.
    pub time_zone: Option<TimeZone>,
    /// The new plan, which only the platform can set.
    pub plan: Option<PlanSlug>,
    /// Whether the platform's support agents may act in the store.
    pub support_access: Option<bool>,
    /// Whether managers may copy the links of invitations.
    pub link_copying: Option<bool>,
    /// The domains of addresses that may be invited; empty: all domains.
    pub allowed_domains: Option<BTreeSet<Domain>>,
    /// Other metadata, which only the platform can set.
    pub metadata: Option<Metadata>,
}

impl ChangeStore {
    fn changed(&self, before: &Store, role: ActorRole<'_>, now: Timestamp) -> Result<Store, Rejection> {
        let mut after = before.clone();
        if let Some(plan) = &self.plan {
            if role != ActorRole::Platform {
                return Err(Rejection::Forbidden(Restriction::PlanByPlatform));
            }
            after.plan = before
                .catalog
                .plan(plan.as_str())
                .ok_or_else(|| Rejection::invalid(Field::Plan, "is no plan of the catalog"))?;
            after.unknown_policy = None::<PolicySlugs>;
        }
        if self.metadata.is_some() && role != ActorRole::Platform {
            return Err(Rejection::Forbidden(Restriction::PlatformOnly));
        }
        if let Some(name) = &self.name {
            after.name = name.clone();
        }
        after.locale = self.locale.unwrap_or(before.locale);
        after.time_zone = self.time_zone.unwrap_or(before.time_zone);
        if let Some(support_access) = self.support_access {
            after.settings.support_access = support_access;
        }
        if let Some(link_copying) = self.link_copying {
            after.settings.link_copying = link_copying;
        }
        if let Some(domains) = &self.allowed_domains {
            after.settings.allowed_domains.clone_from(domains);
        }
        after.changed_at = now;
        after.version += 1;
        if after.is_too_large(before) {
            let field = if self.allowed_domains.is_some() { Field::AllowedDomains } else { Field::Name };
            let detail = "takes more room than the store has left beside its roles, domains and names";
            return Err(Rejection::invalid(field, detail));
        }
        Ok(after)
    }
}

impl UseCase for ChangeStore {
    type Answer = (Store, SeatCount, Metadata);

    fn reads(&self, now: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::StoreMetadata(self.store.clone())])
            .and_releasable_seats(&self.store, now)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_member()?;
        actor.require_owner()?;
        let after = self.changed(store.store, actor.role, context.now)?;
        self.required.check(Some(store.store.version))?;
        let before = read.store_metadata(&self.store);
        let metadata = self.metadata.clone().filter(|metadata| *metadata != before);
        let now = metadata.clone().unwrap_or(before);
        let changes = StoreChanges { catalog: None, metadata };
        let Some(event) = store_changed(store.store, &after, changes) else {
            return Ok(Outcome::Unchanged((store.store.clone(), read.releasable_count(), now)));
        };
        let mut plan = store.plan(&actor)?;
        plan.put_store(Some(store.store), after.clone())?;
        plan.put_store_metadata(&after.id, read, &now)?;
        plan.record_event(event)?;
        Ok(Outcome::commit(plan, (after, read.releasable_count(), now)))
    }
}

#[cfg(test)]
mod tests;
