//! The JSON objects of the API. Their field names are those of `infra/openapi.yaml`.

mod access;
mod activity;
mod bulk;
mod catalog;
mod event;
mod invitation;
mod link;
mod lookup;
mod member;
mod page;
mod person;
mod profile;
mod published;
mod role;
mod store;
mod unsubscribed;
mod webhook;

use std::collections::BTreeSet;

use serde::Serialize;
use staffroom_domain::{Grant, PermissionSet, PermissionSlug, RoleSlug, Store};

pub use access::{AccessView, ContactView};
pub use activity::ActivityView;
pub use bulk::{
    BulkInvited, BulkMemberPut, BulkMemberRefused, BulkRefused, BulkResultView, BulkResultsView,
    MemberResultView, MemberResultsView,
};
pub use catalog::CatalogView;
pub use event::EventView;
pub use invitation::InvitationView;
pub use link::LinkView;
pub use lookup::LookupView;
pub use member::{JoinedView, MemberView, MyStoreView};
pub use page::{
    ActivityPage, DeliveryPage, EventPage, InvitationPage, MemberPage, MyActivities, MyInvitations, MyStores,
    RolePage, WebhookPage,
};
pub use person::{ErasureView, ExportView, MoveView};
pub use profile::{KeptAddressView, MeView, ProfileView};
pub use published::{After, PublishedPage};
pub use role::RoleView;
pub use store::{InStore, SeatsView, StoreSummary, StoreView};
pub use unsubscribed::MailSubscriptionView;
pub use webhook::{DeliveryView, SecretView, WebhookCreatedView, WebhookView};

/// The part of a grant that is valid now, without what a change of catalog made void.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
struct GrantView {
    /// As granted; empty for the owner.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Roles"))]
    roles: BTreeSet<RoleSlug>,
    /// As granted; empty for the owner.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Permissions"))]
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
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
struct HeldGrantView {
    #[serde(flatten)]
    grant: GrantView,
    /// All permissions that the person holds now; empty if the access has ended.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Permissions"))]
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
