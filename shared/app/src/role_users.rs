//! Who is to be counted of those who have a role.

use staffroom_domain::{Grant, RoleSlug, Store, StoreId};

/// Those who have a role, in whatever spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleUsers {
    /// The store.
    pub store: StoreId,
    /// Every slug that stands for the role.
    pub spellings: Vec<RoleSlug>,
    catalog_version: u64,
}

impl RoleUsers {
    /// Those who have a role of the store.
    #[must_use]
    pub(crate) fn of(store: &Store, role: &RoleSlug) -> Self {
        let spellings = store.roles.spellings(role);
        Self { store: store.id.clone(), spellings, catalog_version: store.catalog_version }
    }

    /// Whether a grant has the role, and is not void.
    #[must_use]
    pub fn includes(&self, grant: &Grant) -> bool {
        grant.catalog_version == self.catalog_version
            && self.spellings.iter().any(|role| grant.roles.contains(role))
    }
}
