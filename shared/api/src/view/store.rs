use serde::Serialize;
use staffroom_domain::{
    DisplayName, Locale, Metadata, Owner, SeatCount, Settings, Store, StoreId, TimeZone, Timestamp,
    WebAddress,
};

/// A store.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Store"))]
pub struct StoreView<'a> {
    #[serde(flatten)]
    summary: StoreSummary<'a>,
    owner: &'a Owner,
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    plan: &'a str,
    /// The time zone that times in mails are in.
    time_zone: TimeZone,
    seats: SeatsView,
    settings: &'a Settings,
    /// What the platform noted.
    metadata: &'a Metadata,
    created_at: Timestamp,
}

impl<'a> StoreView<'a> {
    /// A store, with its seats less those that can be released.
    #[must_use]
    pub fn of(store: &'a Store, releasable: SeatCount, metadata: &'a Metadata) -> Self {
        Self {
            summary: store.into(),
            owner: &store.owner,
            plan: store.plan_slug(),
            time_zone: store.time_zone,
            seats: SeatsView::of(store, releasable),
            settings: &store.settings,
            metadata,
            created_at: store.created_at,
        }
    }
}

/// The seats of a store; `limit` and `available` are null if the plan is unlimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Seats"))]
pub struct SeatsView {
    /// The seats of the plan; null if they are unlimited.
    limit: Option<u32>,
    /// Members whose access has not ended, without the owner.
    members: u32,
    /// Pending invitations.
    invited: u32,
    /// Free seats; null if they are unlimited.
    available: Option<u32>,
}

impl SeatsView {
    /// The seats of a store, without those that can be released.
    #[must_use]
    pub fn of(store: &Store, releasable: SeatCount) -> Self {
        let (taken, by_members) = (store.seats.taken, store.seats.members);
        let members = by_members.saturating_sub(releasable.members);
        let expired = releasable.taken.saturating_sub(releasable.members);
        let invited = taken.saturating_sub(by_members).saturating_sub(expired);
        let limit = store.plan.seats;
        let available = limit.map(|limit| limit.saturating_sub(members.saturating_add(invited)));
        Self { limit, members, invited, available }
    }
}

/// A store, for an invitee or member.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "StoreSummary"))]
pub struct StoreSummary<'a> {
    id: &'a StoreId,
    name: &'a DisplayName,
    /// A `CatalogSlug`; further catalogs can be added.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::describe::Slug"))]
    catalog: &'a str,
    /// The language of the owner, and of invitations without a language.
    locale: Locale,
    /// The address of the store's administration.
    admin_url: Option<&'a WebAddress>,
}

impl<'a> From<&'a Store> for StoreSummary<'a> {
    fn from(store: &'a Store) -> Self {
        Self {
            id: &store.id,
            name: &store.name,
            catalog: store.catalog_slug(),
            locale: store.locale,
            admin_url: store.admin_url.as_ref(),
        }
    }
}

/// A resource in a list over several stores, with its store.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "My{T}"))]
pub struct InStore<'a, T> {
    #[serde(flatten)]
    resource: T,
    store: StoreSummary<'a>,
}

impl<'a, T> InStore<'a, T> {
    /// Shows both.
    #[must_use]
    pub fn of(resource: T, store: &'a Store) -> Self {
        Self { resource, store: store.into() }
    }
}
