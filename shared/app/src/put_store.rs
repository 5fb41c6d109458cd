//! The platform creates a store, replaces its own fields of it, or transfers it to another owner.

use staffroom_domain::{
    AdminUrlChange, Catalog, CatalogChange, DisplayName, EventActor, EventKind, Field, Grant, InvitationId,
    Locale, LostGrant, Member, Metadata, Owner, OwnerChange, Plan as StorePlan, PlanSlug, Rejection,
    SeatCount, Settings, Store, StoreId, StoreRoles, TimeZone, Timestamp, WebAddress, bounds, first_version,
};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::steps::supersede_invitation;

/// What a change of catalog writes beside the members that it lists: the event, the metadata, and the record of an idempotency
/// key.
const FURTHER_ACTIONS: usize = 3;

/// Puts a store. The answer is the new store.
#[derive(Debug, Clone)]
pub struct PutStore {
    /// The platform.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// The store's name.
    pub name: DisplayName,
    /// The owner.
    pub owner: Owner,
    /// The slug of the catalog.
    pub catalog: String,
    /// The plan; `None` if the catalog has only one.
    pub plan: Option<PlanSlug>,
    /// The store's language; `None`: that of the catalog.
    pub locale: Option<Locale>,
    /// The store's time zone; `None`: UTC.
    pub time_zone: Option<TimeZone>,
    /// The address of the store's administration.
    pub admin_url: Option<WebAddress>,
    /// What the platform notes on it.
    pub metadata: Metadata,
}

/// The stored store, with the number of taken seats that can be released.
#[derive(Debug, Clone)]
pub enum StorePut {
    /// It did not exist.
    Created(Store),
    /// It existed.
    Replaced(Store, SeatCount),
}

impl PutStore {
    fn store(&self, before: Option<&Store>, now: Timestamp) -> Result<Store, Rejection> {
        let catalog = Catalog::named(&self.catalog)
            .ok_or_else(|| Rejection::invalid(Field::Catalog, "is no catalog that is shipped"))?;
        let plan: Option<&'static StorePlan> = match (&self.plan, catalog.plans) {
            (Some(plan), _) => catalog.plan(plan.as_str()),
            (None, [only]) => Some(only),
            (None, _) => {
                return Err(Rejection::invalid(Field::Plan, "is needed: the catalog has several plans"));
            }
        };
        let same_catalog = before.filter(|before| before.catalog_slug() == catalog.slug);
        Ok(Store {
            id: self.store.clone(),
            name: self.name.clone(),
            owner: self.owner.clone(),
            catalog,
            catalog_version: match (same_catalog, before) {
                (Some(before), _) => before.catalog_version,
                (None, Some(before)) => before.catalog_version + 1,
                (None, None) => 0,
            },
            plan: plan.ok_or_else(|| Rejection::invalid(Field::Plan, "is no plan of the catalog"))?,
            unknown_policy: None,
            locale: self.locale.or(catalog.locale()).unwrap_or_default(),
            time_zone: self.time_zone.unwrap_or_default(),
            admin_url: self.admin_url.clone(),
            settings: before.map_or_else(Settings::default, |b| b.settings.clone()),
            // Roles are made of a catalog's permissions. Those of another catalog are gone, with the grants that held them.
            roles: same_catalog.map_or_else(StoreRoles::default, |before| before.roles.clone()),
            seats: before.map_or_else(SeatCount::default, |b| b.seats),
            departures: before.map_or(0, |b| b.departures),
            review_at: match same_catalog {
                Some(before) => before.review_at,
                None => Store::next_review(catalog, now),
            },
            created_at: before.map_or(now, |b| b.created_at),
            changed_at: now,
            version: before.map_or_else(|| first_version(now), |b| b.version + 1),
        })
    }

    /// The metadata, if they are others than before.
    fn new_metadata(&self, read: &ReadResult) -> Option<Metadata> {
        Some(self.metadata.clone()).filter(|metadata| *metadata != read.store_metadata(&self.store))
    }

    fn owner_address(&self) -> InvitationId {
        InvitationId::of(&self.store, &self.owner.email)
    }

    /// The plan that replaces `before` by `after`, or what must be read for it.
    fn replace(
        &self,
        read: &ReadResult,
        (before, after): (&Store, &Store),
        context: &Context,
    ) -> Result<Result<Plan, ReadSet>, Error> {
        let mut plan = Plan::in_store(before, context, EventActor::Platform);
        plan.put_store(Some(before), after.clone())?;
        if is_transferred(before, after) {
            let Some(former) = read.membership_if_read(&after.id, &before.owner.user_id) else {
                let key = Key::Member(after.id.clone(), before.owner.user_id.clone());
                return Ok(Err(ReadSet::keys([key])));
            };
            // The owner takes no seat and has no grant, so a member who becomes the owner is removed as a
            // member.
            let membership = read.membership(&after.id, &after.owner.user_id);
            match membership.member() {
                Some(member) => plan.remove_member(before, member, read)?,
                None => plan.require_membership(&after.owner.user_id, membership.version())?,
            }
            plan.remove_owner(before, former, None)?;
            plan.record_event(EventKind::StoreTransferred {
                from: before.owner.clone(),
                to: after.owner.clone(),
            })?;
        }
        if before.owner.email != after.owner.email {
            supersede_invitation(&mut plan, read, &after.id, self.owner_address())?;
        }
        let catalog = if before.catalog_version == after.catalog_version {
            None
        } else {
            let Some(members) = read.first_members() else {
                return Ok(Err(ReadSet::default().and_first_members(&after.id, bounds::LISTED_LOSSES)));
            };
            // A concurrent change of the members makes this plan stale, so that the list of losses is
            // correct.
            plan.require_departures(before.departures)?;
            plan.require_members_at_most(before.seats.members)?;
            for (role, _) in before.roles.iter() {
                let key = Key::Role(after.id.clone(), role.clone());
                plan.push(Write::Delete { key, condition: Condition::None })?;
            }
            // Beside a transfer to a member with many roles, not as many members fit into the transaction.
            let room = bounds::TRANSACTION_ACTIONS.saturating_sub(plan.actions() + FURTHER_ACTIONS);
            let listed = bounds::LISTED_LOSSES.min(room);
            for member in members.iter().take(listed) {
                // The plan has a condition on the new owner's membership already (see above).
                if member.user == after.owner.user_id {
                    continue;
                }
                plan.require_membership(&member.user, member.version)?;
            }
            let lost = members.iter().take(listed).filter(|member| !held_under(before, member).is_empty());
            Some(CatalogChange {
                from: before.catalog_slug().to_owned(),
                to: after.catalog.slug.to_owned(),
                lost: lost
                    .map(|member| LostGrant {
                        user_id: member.user.clone(),
                        grant: held_under(before, member),
                    })
                    .collect(),
                lost_more: members.len() > listed,
            })
        };
        plan.put_store_metadata(&after.id, read, &self.metadata)?;
        let metadata = self.new_metadata(read);
        if let Some(changed) = store_changed(before, after, StoreChanges { catalog, metadata }) {
            plan.record_event(changed)?;
        }
        Ok(Ok(plan))
    }
}

/// The grant that a member has under the store's catalog. What an unknown catalog grants cannot be said, so all of a grant
/// that was given under it counts.
fn held_under(store: &Store, member: &Member) -> Grant {
    if store.unknown_policy.is_none() {
        store.current(&member.grant)
    } else if member.grant.catalog_version == store.catalog_version {
        member.grant.clone()
    } else {
        Grant::default()
    }
}

/// Changes of a store that its record does not show.
#[derive(Default)]
pub(crate) struct StoreChanges {
    /// That of the catalog, with what members lost.
    pub(crate) catalog: Option<CatalogChange>,
    /// The new metadata, if they changed.
    pub(crate) metadata: Option<Metadata>,
}

/// The event of a change of the store's own fields, if there is one.
pub(crate) fn store_changed(
    before: &Store,
    after: &Store,
    StoreChanges { catalog, metadata }: StoreChanges,
) -> Option<EventKind> {
    let name = (before.name != after.name).then(|| after.name.clone());
    let locale = (before.locale != after.locale).then(|| after.locale.as_str().to_owned());
    let time_zone = (before.time_zone != after.time_zone).then(|| after.time_zone.as_str().to_owned());
    let plan = (before.plan_slug() != after.plan_slug()).then(|| after.plan_slug().to_owned());
    let settings = (before.settings != after.settings).then(|| after.settings.clone());
    let same_person = before.owner.user_id == after.owner.user_id;
    let owner = (same_person && !before.owner.is_written_as(&after.owner))
        .then(|| OwnerChange { from: before.owner.clone(), to: after.owner.clone() });
    let admin_url = (before.admin_url != after.admin_url)
        .then(|| AdminUrlChange { from: before.admin_url.clone(), to: after.admin_url.clone() });
    let changed = name.is_some()
        || locale.is_some()
        || time_zone.is_some()
        || plan.is_some()
        || settings.is_some()
        || catalog.is_some()
        || owner.is_some()
        || admin_url.is_some()
        || metadata.is_some();
    changed.then_some(EventKind::StoreChanged {
        name,
        locale,
        time_zone,
        plan,
        settings,
        catalog,
        owner,
        admin_url,
        metadata,
    })
}

/// Whether the store has another owner, which has an event of its own.
fn is_transferred(before: &Store, after: &Store) -> bool {
    before.owner.user_id != after.owner.user_id
}

/// Whether more than the owner changes.
fn is_changed(before: &Store, after: &Store, metadata: Option<Metadata>) -> bool {
    let changes = StoreChanges { catalog: None, metadata };
    before.catalog_version != after.catalog_version || store_changed(before, after, changes).is_some()
}

/// Whether the platform's own fields are the same, so that there is nothing to write.
fn is_same(before: &Store, after: &Store) -> bool {
    before.name == after.name
        && before.owner.is_written_as(&after.owner)
        && before.catalog_version == after.catalog_version
        && before.plan_slug() == after.plan_slug()
        && before.unknown_policy == after.unknown_policy
        && before.locale == after.locale
        && before.time_zone == after.time_zone
        && before.admin_url == after.admin_url
}

impl UseCase for PutStore {
    type Answer = StorePut;

    fn reads(&self, now: Timestamp) -> ReadSet {
        ReadSet::keys([
            Key::Store(self.store.clone()),
            Key::StoreMetadata(self.store.clone()),
            Key::Member(self.store.clone(), self.owner.user_id.clone()),
            Key::Invitation(self.store.clone(), self.owner_address()),
        ])
        .and_releasable_seats(&self.store, now)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<StorePut>, Error> {
        self.caller.require_platform()?;
        let before = read.store_unless_closed(&self.store)?;
        self.required.check(before.map(|before| before.version))?;
        let after = self.store(before, context.now)?;
        let Some(before) = before else {
            let mut plan = Plan::in_store(&after, context, EventActor::Platform);
            plan.put_store(None, after.clone())?;
            plan.put_store_metadata(&after.id, read, &self.metadata)?;
            plan.record_event(EventKind::StoreCreated)?;
            return Ok(Outcome::commit(plan, StorePut::Created(after)));
        };
        let metadata = self.new_metadata(read);
        if is_same(before, &after) && metadata.is_none() {
            let same = StorePut::Replaced(before.clone(), read.releasable_count());
            // The read is not isolated: the metadata may be those of another version of the store.
            let is_sure = self.metadata.is_empty();
            return Ok(if is_sure { Outcome::Unchanged(same) } else { Outcome::Unconfirmed(same) });
        }
        // Each of the two events that there may be has a version of its own.
        let two = is_transferred(before, &after) && is_changed(before, &after, metadata);
        let after = Store { version: after.version + u64::from(two), ..after };
        match self.replace(read, (before, &after), context)? {
            Ok(plan) => Ok(Outcome::commit(plan, StorePut::Replaced(after, read.releasable_count()))),
            Err(unread) => Ok(Outcome::ReadMore(unread)),
        }
    }
}

#[cfg(test)]
mod tests;
