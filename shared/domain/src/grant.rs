use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Catalog, PermissionSet, PermissionSlug, RoleSlug};

/// What a member was given or an invitation offers. [`Catalog::effective`] says what it lets them do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Named sets of permissions.
    #[serde(default)]
    pub roles: BTreeSet<RoleSlug>,
    /// Permissions given one by one.
    #[serde(default)]
    pub permissions: BTreeSet<PermissionSlug>,
}

impl Grant {
    /// The part of this grant that somebody who holds `held` could give, or `None` when that is nothing.
    ///
    /// A role is kept when all that it confers is held.
    #[must_use]
    pub fn within(&self, held: &PermissionSet, catalog: &Catalog) -> Option<Self> {
        let role_held = |r: &&RoleSlug| {
            catalog.role(r.as_str()).is_some_and(|r| r.permissions.iter().all(|p| held.contains(p)))
        };
        let kept = Self {
            roles: self.roles.iter().filter(role_held).cloned().collect(),
            permissions: self.permissions.iter().filter(|p| held.contains(p.as_str())).cloned().collect(),
        };
        (!kept.roles.is_empty() || !kept.permissions.is_empty()).then_some(kept)
    }
}
