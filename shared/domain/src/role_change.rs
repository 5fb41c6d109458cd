//! Creates, changes and deletes roles of a store's own. Who changes a role changes everyone who has it.

use std::collections::BTreeSet;

use chrono::{Duration, SubsecRound};

use crate::durations::ROLE_SLUG;
use crate::grant::permission_fault;
use crate::{
    Actor, Catalog, Description, Field, FieldError, Grant, PermissionSet, PermissionSlug, Rejection,
    Restriction, RoleLabel, RoleSlug, Store, Timestamp, UserId, bounds,
};

/// What people read of a role of a store's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleTexts {
    /// The role.
    pub slug: RoleSlug,
    /// Its name.
    pub label: RoleLabel,
    /// What it is for.
    pub description: Description,
    /// Counts the changes of the role: of its texts and of its permissions.
    pub version: u64,
}

/// Who has a role, as far as it is counted: up to [`bounds::ROLE_USES`] of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleUse {
    /// The members, each with the end of their access.
    pub members: Vec<(UserId, Option<Timestamp>)>,
    /// The ends of the access that pending invitations offer.
    pub invitations: Vec<Option<Timestamp>>,
}

/// What a change of a role needs to know beside the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseNeed {
    /// Nothing: the change was decided without it.
    None,
    /// Who has the role was looked at, and must still be so when the change is committed.
    Unchanged,
}

/// The outcome of a change of a role.
#[derive(Debug)]
pub enum RoleDecision {
    /// The store after the change.
    Decided(Box<Store>, UseNeed),
    /// Who has the role must be known first.
    UseNeeded,
}

impl RoleUse {
    /// Whether nobody has the role.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.invitations.is_empty()
    }

    /// The ends of access of those who have the role, without one person.
    fn ends_of_others(&self, than: Option<&UserId>) -> Vec<Option<Timestamp>> {
        let members = self.members.iter().filter(|(user, _)| Some(user) != than).map(|(_, end)| *end);
        members.chain(self.invitations.iter().copied()).collect()
    }

    /// Whether there may be more than were counted.
    fn may_go_on(&self) -> bool {
        self.members.len() >= bounds::ROLE_USES || self.invitations.len() >= bounds::ROLE_USES
    }
}

impl Store {
    /// Requires that the store's catalog allows roles of the store's own.
    fn require_custom_roles(&self) -> Result<(), Rejection> {
        if self.catalog.grants.custom_roles == 0 {
            return Err(Rejection::Forbidden(Restriction::NoCustomRoles));
        }
        Ok(())
    }

    /// The permissions of a role that can be changed and deleted.
    fn own_role(&self, role: &RoleSlug) -> Result<PermissionSet, Rejection> {
        self.require_custom_roles()?;
        match (self.roles.permissions(role), self.catalog.role(role.as_str())) {
            (Some(_), _) => Ok(self.permissions_of(role).into_iter().flatten().collect()),
            (None, Some(_)) => Err(Rejection::RoleIsFixed),
            (None, None) => Err(Rejection::NotFound),
        }
    }

    /// The store with a new role.
    ///
    /// # Errors
    /// If the actor does not manage the team or lacks a permission of the role, the catalog allows no such role or no more of
    /// them, or the slug is taken.
    pub fn with_role(
        &self,
        actor: &Actor<'_>,
        role: &RoleSlug,
        permissions: &[PermissionSlug],
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        actor.require_manager()?;
        self.require_custom_roles()?;
        let permissions = grantable(self.catalog, permissions)?;
        actor.require_held(&slugs(self.catalog, &permissions))?;
        if self.catalog.role(role.as_str()).is_some() || self.roles.is_taken(role, now) {
            return Err(Rejection::RoleExists);
        }
        let limit = self.catalog.grants.custom_roles;
        if self.roles.len() >= limit {
            return Err(Rejection::RoleLimitReached { limit });
        }
        self.with_room(Self { roles: self.roles.with(role, permissions, now), ..self.next(now) })
    }

    /// The store with other permissions of a role, or with other texts of it where `permissions` is `None`.
    ///
    /// # Errors
    /// If the actor does not manage the team, the role cannot be changed, the actor lacks a permission that the role gets or,
    /// where others have the role, one that it has before or after.
    pub fn with_changed_role(
        &self,
        actor: &Actor<'_>,
        role: &RoleSlug,
        permissions: Option<&[PermissionSlug]>,
        used: Option<&RoleUse>,
        now: Timestamp,
    ) -> Result<RoleDecision, Rejection> {
        actor.require_manager()?;
        let before = self.own_role(role)?;
        let after = match permissions {
            Some(permissions) => Some(grantable(self.catalog, permissions)?),
            None => self.roles.permissions(role).cloned(),
        };
        let permissions = after.unwrap_or_default();
        let after = slugs(self.catalog, &permissions);
        actor.require_held(&added(&before, &after))?;
        let Some(need) = require_own(actor, (&before, &after), used)? else {
            return Ok(RoleDecision::UseNeeded);
        };
        if self.roles.permissions(role) == Some(&permissions) {
            return Ok(RoleDecision::Decided(Box::new(self.clone()), need));
        }
        let store =
            self.with_room(Self { roles: self.roles.with(role, permissions, now), ..self.next(now) })?;
        Ok(RoleDecision::Decided(Box::new(store), need))
    }

    /// The store without a role. Whoever has it has `replacement` in its place.
    ///
    /// # Errors
    /// If the actor does not manage the team, the role cannot be deleted, somebody has it and there is no replacement, or others
    /// have it and the actor lacks a permission that they lose, keep or get.
    pub fn without_role(
        &self,
        actor: &Actor<'_>,
        role: &RoleSlug,
        replacement: Option<&RoleSlug>,
        used: Option<&RoleUse>,
        now: Timestamp,
    ) -> Result<RoleDecision, Rejection> {
        actor.require_manager()?;
        let before = self.own_role(role)?;
        let replacement = replacement.map(|slug| self.replacement(role, slug)).transpose()?;
        let need = match replacement {
            None => match used {
                None => return Ok(RoleDecision::UseNeeded),
                Some(used) if used.is_empty() => UseNeed::Unchanged,
                Some(used) => {
                    let (members, invitations) = (used.members.len(), used.invitations.len());
                    return Err(Rejection::RoleInUse { members, invitations });
                }
            },
            Some(slug) => {
                let after = self.permissions_of(slug).into_iter().flatten().collect();
                match require_own(actor, (&before, &after), used)? {
                    Some(need) => need,
                    None => return Ok(RoleDecision::UseNeeded),
                }
            }
        };
        let taken_until = (now + ROLE_SLUG + Duration::milliseconds(999)).trunc_subsecs(0);
        let roles = self.roles.without(role, replacement, taken_until, now);
        Ok(RoleDecision::Decided(Box::new(Self { roles, ..self.next(now) }), need))
    }

    /// The role that takes the place of another one.
    fn replacement<'a>(&'a self, role: &RoleSlug, slug: &'a RoleSlug) -> Result<&'a RoleSlug, Rejection> {
        let found = self.roles.resolve(slug).filter(|slug| self.permissions_of(slug).is_some());
        let found =
            found.ok_or_else(|| Rejection::invalid(Field::ReplaceWith, "is no role of this store"))?;
        if found == role {
            return Err(Rejection::invalid(Field::ReplaceWith, "must be another role"));
        }
        // What the form of the catalog's grants does not allow cannot be given by a replacement either.
        let grant = Grant { roles: BTreeSet::from([found.clone()]), ..Grant::default() };
        if grant.grantable(self.catalog, &self.roles).roles.is_empty() {
            return Err(Rejection::invalid(Field::ReplaceWith, "is no role that this store grants"));
        }
        Ok(found)
    }

    fn next(&self, now: Timestamp) -> Self {
        Self { version: self.version + 1, changed_at: now, ..self.clone() }
    }

    /// `changed`, if it is not too large to be read by each access check.
    fn with_room(&self, changed: Self) -> Result<Self, Rejection> {
        if changed.is_too_large(self) {
            return Err(Rejection::RoleLimitReached { limit: self.catalog.grants.custom_roles });
        }
        Ok(changed)
    }

    /// Whether the store's record is larger than it may be, and larger than `before`.
    #[must_use]
    pub fn is_too_large(&self, before: &Self) -> bool {
        self.stored_bytes() > bounds::STORE_BYTES && self.stored_bytes() > before.stored_bytes()
    }
}

/// The permissions, if each can be granted.
fn grantable(
    catalog: &Catalog,
    permissions: &[PermissionSlug],
) -> Result<BTreeSet<PermissionSlug>, Rejection> {
    if permissions.is_empty() {
        return Err(Rejection::invalid(Field::Permissions, "must name at least one"));
    }
    let fault = |(place, slug): (usize, &PermissionSlug)| {
        let detail = permission_fault(catalog, slug)?;
        Some(FieldError { field: Field::Permission(place), detail })
    };
    let faults: Vec<FieldError> = permissions.iter().enumerate().filter_map(fault).collect();
    if faults.is_empty() {
        Ok(permissions.iter().cloned().collect())
    } else {
        Err(Rejection::InvalidField(faults))
    }
}

fn slugs(catalog: &Catalog, permissions: &BTreeSet<PermissionSlug>) -> PermissionSet {
    permissions.iter().filter_map(|slug| catalog.permission(slug.as_str())).map(|known| known.slug).collect()
}

fn added(before: &PermissionSet, after: &PermissionSet) -> PermissionSet {
    after.difference(before).copied().collect()
}

/// Requires that the actor may change what others have: that they hold all of it, before and after, and that what others get
/// does not outlast the actor's own access. `None`: it depends on who has the role, which is not known.
fn require_own(
    actor: &Actor<'_>,
    (before, after): (&PermissionSet, &PermissionSet),
    used: Option<&RoleUse>,
) -> Result<Option<UseNeed>, Rejection> {
    let held = actor.require_held(&before.union(after).copied().collect());
    let is_lasting = actor.access_ends_at().is_none() || added(before, after).is_empty();
    if held.is_ok() && is_lasting {
        return Ok(Some(UseNeed::None));
    }
    let Some(used) = used else { return Ok(None) };
    let others = used.ends_of_others(actor.user());
    if !others.is_empty() {
        held?;
        if !is_lasting {
            others.iter().try_for_each(|end| actor.require_lasting(*end))?;
            // Those who were not counted may have access for longer.
            if used.may_go_on() {
                return Err(Rejection::GrantExceedsOwn);
            }
        }
    }
    Ok(Some(UseNeed::Unchanged))
}

#[cfg(test)]
mod tests;
