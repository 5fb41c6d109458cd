//! The JSON objects of the API. Their field names are those of `infra/openapi.yaml`.

mod activity;
mod catalog;
mod event;
mod invitation;
mod member;
mod store;

use std::collections::BTreeSet;

use serde::Serialize;
use staffroom_domain::{Grant, PermissionSet, PermissionSlug, RoleSlug, Store};

pub use activity::ActivityView;
pub use catalog::CatalogView;
pub use event::EventView;
pub use invitation::InvitationView;
pub use member::{MemberView, MyStoreView, ProfileView};
pub use store::{InStore, OwnerView, SeatsView, StoreSummary, StoreView};

/// The part of a grant that is valid now, without what a change of catalog made void.
#[derive(Serialize)]
struct GrantView {
    roles: BTreeSet<RoleSlug>,
    permissions: BTreeSet<PermissionSlug>,
}

impl GrantView {
    fn of(store: &Store, grant: &Grant) -> Self {
        let Grant { roles, permissions, .. } = store.current(grant);
        Self { roles, permissions }
    }
}

/// A grant with the permissions that it gives its holder.
#[derive(Serialize)]
struct HeldGrantView {
    #[serde(flatten)]
    grant: GrantView,
    effective_permissions: PermissionSet,
}

impl HeldGrantView {
    /// The owner has every permission without a grant.
    fn owner(store: &Store) -> Self {
        let grant = GrantView { roles: BTreeSet::new(), permissions: BTreeSet::new() };
        Self { grant, effective_permissions: store.catalog.everything() }
    }
}

#[cfg(test)]
mod tests;
