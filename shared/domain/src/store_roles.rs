//! The roles of a store's own: which permissions each has, and what became of those that are gone.
//!
//! A role that another one replaced stands for that one from the same write on, so nobody waits until members and invitations
//! are rewritten. The texts of roles are records of their own, because no decision depends on them.

mod compact;

use std::collections::{BTreeMap, BTreeSet};

use crate::{Catalog, Permission, PermissionKind, PermissionSlug, RoleSlug, Timestamp};

pub use compact::{CompactRoles, InvalidRoles};

/// The roles of a store's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreRoles {
    own: BTreeMap<RoleSlug, BTreeSet<PermissionSlug>>,
    former: BTreeMap<RoleSlug, FormerRole>,
    changed_at: Option<Timestamp>,
}

/// A role that was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerRole {
    /// The role that replaced it; `None` if nobody had it.
    pub stands_for: Option<RoleSlug>,
    /// Until when no other role can have its slug, in whole seconds.
    pub taken_until: Timestamp,
}

impl StoreRoles {
    /// The roles, each with its permissions, sorted by slug.
    pub fn iter(&self) -> impl Iterator<Item = (&RoleSlug, &BTreeSet<PermissionSlug>)> {
        self.own.iter()
    }

    /// The number of roles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.own.len()
    }

    /// Whether the store has no role of its own.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// The permissions of a role; `None` if it is none of the store's own.
    #[must_use]
    pub fn permissions(&self, role: &RoleSlug) -> Option<&BTreeSet<PermissionSlug>> {
        self.own.get(role)
    }

    /// When a role was last created, changed or deleted.
    #[must_use]
    pub fn changed_at(&self) -> Option<Timestamp> {
        self.changed_at
    }

    /// Whether a role may have changed since `at`, so that a membership of then may have other permissions now.
    #[must_use]
    pub fn changed_since(&self, at: Timestamp) -> bool {
        self.changed_at.is_some_and(|changed_at| changed_at >= at)
    }

    /// Whether a slug is or was that of one of the store's own roles.
    #[must_use]
    pub fn knows(&self, role: &RoleSlug) -> bool {
        self.own.contains_key(role) || self.former.contains_key(role)
    }

    /// The role that a slug stands for: the one that replaced it, or itself. `None` if the role is gone.
    #[must_use]
    pub fn resolve<'a>(&'a self, role: &'a RoleSlug) -> Option<&'a RoleSlug> {
        match self.former.get(role) {
            Some(former) => former.stands_for.as_ref(),
            None => Some(role),
        }
    }

    /// Every slug that stands for a role, its own first.
    #[must_use]
    pub fn spellings(&self, role: &RoleSlug) -> Vec<RoleSlug> {
        let former = self.former.iter().filter(|(_, former)| former.stands_for.as_ref() == Some(role));
        std::iter::once(role).chain(former.map(|(slug, _)| slug)).cloned().collect()
    }

    /// The slugs of roles that were deleted, replaced or not, as long as they are taken.
    pub fn deleted(&self) -> impl Iterator<Item = &RoleSlug> {
        self.former.keys()
    }

    /// The slugs that stand for a role of which `is_wanted`, without those of the catalog's own roles.
    pub fn standing_for(&self, is_wanted: impl Fn(&RoleSlug) -> bool) -> impl Iterator<Item = &RoleSlug> {
        self.own
            .keys()
            .chain(self.former.keys())
            .filter(move |slug| self.resolve(slug).is_some_and(&is_wanted))
    }

    /// Whether no role can be created with this slug at `now`.
    #[must_use]
    pub fn is_taken(&self, role: &RoleSlug, now: Timestamp) -> bool {
        let is_kept = |former: &FormerRole| former.taken_until > now;
        self.own.contains_key(role) || self.former.get(role).is_some_and(is_kept)
    }

    /// With a role in the place of the one that had its slug. Slugs that are free again are forgotten.
    #[must_use]
    pub(crate) fn with(
        &self,
        role: &RoleSlug,
        permissions: BTreeSet<PermissionSlug>,
        now: Timestamp,
    ) -> Self {
        let mut changed = self.changed(now);
        changed.former.remove(role);
        changed.own.insert(role.clone(), permissions);
        changed
    }

    /// Without a role, whose slug stands for `replacement` from now on, and so do those that stood for it.
    #[must_use]
    pub(crate) fn without(
        &self,
        role: &RoleSlug,
        replacement: Option<&RoleSlug>,
        taken_until: Timestamp,
        now: Timestamp,
    ) -> Self {
        let mut changed = self.changed(now);
        changed.own.remove(role);
        for former in changed.former.values_mut().filter(|former| former.stands_for.as_ref() == Some(role)) {
            former.stands_for = replacement.cloned();
        }
        changed.former.insert(role.clone(), FormerRole { stands_for: replacement.cloned(), taken_until });
        changed
    }

    /// The bytes that the record of the store keeps them in at most, also after each was replaced by another one or by a role of
    /// the catalog, whose slug has at most so many bytes.
    #[must_use]
    pub(crate) fn stored_bytes(&self, longest_role: usize) -> usize {
        // Beside the slug: the time until which it is taken, a place such as `#19`, and what separates them.
        let entry = |slug: &RoleSlug| slug.as_str().len() + 12 + longest_role.max(3);
        let compact = CompactRoles::from(self);
        let own: usize = self.own.keys().map(entry).sum();
        // The bits of the permissions are gone once the role is.
        let bits =
            compact.roles.split(' ').filter_map(|role| role.split_once(':')).map(|(_, bits)| bits.len());
        let former: usize = self.former.keys().map(entry).sum();
        compact.permissions.len() + own + bits.sum::<usize>() + former
    }

    fn changed(&self, now: Timestamp) -> Self {
        let mut changed = self.clone();
        changed.former.retain(|_, former| former.taken_until > now);
        changed.changed_at = Some(now);
        changed
    }
}

impl Catalog {
    /// The permissions of a role of the store's own, or else of the catalog's; `None` if there is no such role. A permission that
    /// has left the catalog, or became the owner's alone, confers nothing. A role of such permissions alone is none, because
    /// nobody can be given nothing.
    #[must_use]
    pub fn permissions_of(&self, own: &StoreRoles, role: &RoleSlug) -> Option<Vec<&'static str>> {
        let granted = |slug: &PermissionSlug| match self.permission(slug.as_str()) {
            Some(Permission { kind: PermissionKind::Grantable, slug, .. }) => Some(*slug),
            Some(Permission { kind: PermissionKind::OwnerOnly | PermissionKind::HeldWith(_), .. }) | None => {
                None
            }
        };
        match own.permissions(role) {
            Some(permissions) => {
                let granted: Vec<&'static str> = permissions.iter().filter_map(granted).collect();
                (!granted.is_empty()).then_some(granted)
            }
            None => self.role(role.as_str()).map(|role| role.permissions.to_vec()),
        }
    }
}

#[cfg(test)]
mod tests;
