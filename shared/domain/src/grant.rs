use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Catalog, PermissionKind, PermissionSet, PermissionSlug, Quantity, RoleSlug};

/// What a member was given or an invitation offers. [`crate::Store::effective_permissions`] says what it lets them do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Named sets of permissions.
    #[serde(default)]
    pub roles: BTreeSet<RoleSlug>,
    /// Permissions given one by one.
    #[serde(default)]
    pub permissions: BTreeSet<PermissionSlug>,
    /// The store's [`crate::Store::catalog_version`] when it was given. Equal slugs of two catalogs are not the same right,
    /// so a grant of another catalog version confers nothing. No part of an event, whose grants are those of its time.
    #[serde(skip)]
    pub catalog_version: u64,
}

impl Grant {
    /// Whether it names neither a role nor a permission.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.permissions.is_empty()
    }

    /// The part of this grant that `catalog` can grant today: what left it, or became the owner's alone, is dropped.
    #[must_use]
    pub fn grantable(&self, catalog: &Catalog) -> Self {
        let roles = match catalog.grants.roles {
            Quantity::None => BTreeSet::new(),
            Quantity::One | Quantity::Many => {
                self.roles.iter().filter(|r| catalog.role(r.as_str()).is_some()).cloned().collect()
            }
        };
        let is_grantable = |slug: &&PermissionSlug| {
            catalog.permission(slug.as_str()).is_some_and(|p| matches!(p.kind, PermissionKind::Grantable))
        };
        let permissions = match catalog.grants.permissions {
            Quantity::None => BTreeSet::new(),
            Quantity::One | Quantity::Many => self.permissions.iter().filter(is_grantable).cloned().collect(),
        };
        Self { roles, permissions, catalog_version: self.catalog_version }
    }

    /// The part of this grant that a holder of `held` can give, or `None` when that is nothing.
    ///
    /// A role is kept when its holder holds all that the role confers.
    #[must_use]
    pub fn within(&self, held: &PermissionSet, catalog: &Catalog) -> Option<Self> {
        let role_held = |r: &&RoleSlug| {
            catalog.role(r.as_str()).is_some_and(|r| r.permissions.iter().all(|p| held.contains(p)))
        };
        let kept = Self {
            roles: self.roles.iter().filter(role_held).cloned().collect(),
            permissions: self.permissions.iter().filter(|p| held.contains(p.as_str())).cloned().collect(),
            catalog_version: self.catalog_version,
        };
        (!kept.is_empty()).then_some(kept)
    }
}

#[cfg(test)]
mod tests;
