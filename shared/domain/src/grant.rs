use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    Catalog, Field, FieldError, PermissionKind, PermissionSet, PermissionSlug, Quantity, RoleSlug, StoreRoles,
};

/// The roles and permissions of a member, or those that an invitation offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct Grant {
    /// Named sets of permissions.
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::Roles"))]
    #[serde(default)]
    pub roles: BTreeSet<RoleSlug>,
    /// Permissions given one by one.
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::Permissions"))]
    #[serde(default)]
    pub permissions: BTreeSet<PermissionSlug>,
    /// The store's [`crate::Store::catalog_version`] at the time of the grant. Equal slugs of two catalogs
    /// are different rights, so a grant of another catalog version confers nothing. Events do not contain it.
    #[serde(skip)]
    pub catalog_version: u64,
}

impl Grant {
    /// Whether it names neither a role nor a permission.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.permissions.is_empty()
    }

    /// Whether both name the same roles and permissions, of whatever catalog version.
    #[must_use]
    pub fn is_written_as(&self, other: &Self) -> bool {
        self.roles == other.roles && self.permissions == other.permissions
    }

    /// The part of this grant that a store with these roles of its own can grant today under `catalog`: what left it, or became
    /// the owner's alone, is dropped. A slug of a role that was replaced stands for the other one.
    #[must_use]
    pub fn grantable(&self, catalog: &Catalog, own: &StoreRoles) -> Self {
        let is_known = |role: &&RoleSlug| {
            let is_granted = match catalog.grants.roles {
                Quantity::None => own.permissions(role).is_some(),
                Quantity::One | Quantity::Many => true,
            };
            is_granted && catalog.permissions_of(own, role).is_some()
        };
        let roles =
            self.roles.iter().filter_map(|role| own.resolve(role)).filter(is_known).cloned().collect();
        let is_grantable = |slug: &&PermissionSlug| {
            catalog.permission(slug.as_str()).is_some_and(|p| matches!(p.kind, PermissionKind::Grantable))
        };
        let permissions = match catalog.grants.permissions {
            Quantity::None => BTreeSet::new(),
            Quantity::One | Quantity::Many => self.permissions.iter().filter(is_grantable).cloned().collect(),
        };
        Self { roles, permissions, catalog_version: self.catalog_version }
    }

    /// The part of this grant that a holder of `held` can give, or `None` if that is nothing.
    ///
    /// A role is kept if `held` contains all of its permissions.
    #[must_use]
    pub fn within(&self, held: &PermissionSet, catalog: &Catalog, own: &StoreRoles) -> Option<Self> {
        let role_held = |role: &&RoleSlug| {
            let permissions = own.resolve(role).and_then(|role| catalog.permissions_of(own, role));
            permissions.is_some_and(|permissions| permissions.iter().all(|p| held.contains(p)))
        };
        let kept = Self {
            roles: self.roles.iter().filter(role_held).cloned().collect(),
            permissions: self.permissions.iter().filter(|p| held.contains(p.as_str())).cloned().collect(),
            catalog_version: self.catalog_version,
        };
        (!kept.is_empty()).then_some(kept)
    }
}

impl StoreRoles {
    /// The grant with the roles that its slugs stand for.
    #[must_use]
    pub fn resolved(&self, grant: &Grant) -> Grant {
        let roles = grant.roles.iter().filter_map(|role| self.resolve(role)).cloned().collect();
        Grant { roles, ..grant.clone() }
    }
}

impl Catalog {
    /// The permissions that a grant of this catalog confers, in a store with these roles of its own. Roles and permissions that
    /// have left the catalog confer nothing. A store asks [`crate::Store::effective_permissions`], which knows grants of other catalogs.
    #[must_use]
    pub fn effective(&self, own: &StoreRoles, grant: &Grant) -> PermissionSet {
        let roles = grant.roles.iter().filter_map(|role| own.resolve(role));
        let of_roles = roles.filter_map(|role| self.permissions_of(own, role)).flatten();
        let alone = grant.permissions.iter().filter_map(|p| self.permission(p.as_str())).map(|p| p.slug);
        let mut held: PermissionSet = of_roles.chain(alone).collect();
        held.retain(
            |slug| matches!(self.permission(slug), Some(p) if matches!(p.kind, PermissionKind::Grantable)),
        );
        for permission in self.permissions {
            if let PermissionKind::HeldWith(all) = permission.kind
                && all.iter().all(|p| held.contains(p))
            {
                held.insert(permission.slug);
            }
        }
        held
    }

    /// The grant made of these roles and permissions, if the catalog allows it in a store with these roles of its own. A slug of
    /// a role that was replaced stands for the other one.
    ///
    /// # Errors
    /// One error for each entry that cannot be granted.
    pub fn grant(
        &self,
        own: &StoreRoles,
        roles: &[RoleSlug],
        permissions: &[PermissionSlug],
    ) -> Result<Grant, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut error = |field: Field, detail: &'static str| errors.push(FieldError { field, detail });
        let resolved: Vec<Option<&RoleSlug>> = roles.iter().map(|role| own.resolve(role)).collect();
        for (i, role) in resolved.iter().enumerate() {
            if role.and_then(|role| self.permissions_of(own, role)).is_none() {
                error(Field::Role(i), "is no role of this store's catalog");
            }
        }
        for (i, slug) in permissions.iter().enumerate() {
            if let Some(detail) = permission_fault(self, slug) {
                error(Field::Permission(i), detail);
            }
        }
        let mut grant = Grant {
            roles: resolved.iter().copied().flatten().cloned().collect(),
            permissions: permissions.iter().cloned().collect(),
            catalog_version: 0,
        };
        if grant.roles.is_empty()
            && let Some(role) = self.grants.default_role.and_then(|r| r.parse().ok())
        {
            grant.roles.insert(role);
        }
        match self.grants.roles {
            Quantity::None if !grant.roles.iter().all(|role| own.permissions(role).is_some()) => {
                error(Field::Roles, "must be empty: this store grants permissions one by one");
            }
            Quantity::One if grant.roles.len() != 1 => error(Field::Roles, "must name exactly one role"),
            Quantity::None | Quantity::One | Quantity::Many => {}
        }
        if self.grants.permissions == Quantity::None && !grant.permissions.is_empty() {
            error(Field::Permissions, "must be empty: this store grants roles");
        }
        if grant.roles.is_empty() && grant.permissions.is_empty() && self.grants.roles != Quantity::One {
            let field = if self.grants.roles == Quantity::None { Field::Permissions } else { Field::Roles };
            error(field, "must name at least one");
        }
        if errors.is_empty() { Ok(grant) } else { Err(errors) }
    }
}

/// Why a permission cannot be granted; `None` if it can.
pub(crate) fn permission_fault(catalog: &Catalog, permission: &PermissionSlug) -> Option<&'static str> {
    match catalog.permission(permission.as_str()).map(|known| &known.kind) {
        Some(PermissionKind::Grantable) => None,
        Some(PermissionKind::OwnerOnly) => Some("is the owner's alone and cannot be granted"),
        Some(PermissionKind::HeldWith(_)) => {
            Some("comes with other permissions and cannot be granted by itself")
        }
        None => Some("is no permission of this store's catalog"),
    }
}

#[cfg(test)]
mod tests;
