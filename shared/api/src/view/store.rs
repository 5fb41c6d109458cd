use serde::Serialize;
use staffroom_domain::{
    EmailAddress, Locale, Owner, SeatCount, Settings, Store, StoreId, Timestamp, UserId, WebAddress,
};

/// A store.
#[derive(Serialize)]
pub struct StoreView<'a> {
    #[serde(flatten)]
    summary: StoreSummary<'a>,
    owner: OwnerView<'a>,
    plan: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<SeatsView>,
    settings: &'a Settings,
    created_at: Timestamp,
}

impl<'a> StoreView<'a> {
    /// A store, with its seats if the releasable ones were counted.
    #[must_use]
    pub fn of(store: &'a Store, releasable: Option<SeatCount>) -> Self {
        Self {
            summary: store.into(),
            owner: (&store.owner).into(),
            plan: store.plan_slug(),
            seats: releasable.map(|releasable| SeatsView::of(store, releasable)),
            settings: &store.settings,
            created_at: store.created_at,
        }
    }
}

/// The owner of a store.
#[derive(Serialize)]
pub struct OwnerView<'a> {
    user_id: &'a UserId,
    email: &'a EmailAddress,
    name: &'a str,
}

impl<'a> From<&'a Owner> for OwnerView<'a> {
    fn from(owner: &'a Owner) -> Self {
        Self { user_id: &owner.user_id, email: &owner.email, name: owner.name.as_str() }
    }
}

/// The seats of a store; `limit` and `available` are null if the plan is unlimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SeatsView {
    limit: Option<u32>,
    members: u32,
    invited: u32,
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
pub struct StoreSummary<'a> {
    id: &'a StoreId,
    name: &'a str,
    catalog: &'a str,
    locale: Locale,
    admin_url: Option<&'a str>,
}

impl<'a> From<&'a Store> for StoreSummary<'a> {
    fn from(store: &'a Store) -> Self {
        Self {
            id: &store.id,
            name: store.name.as_str(),
            catalog: store.catalog_slug(),
            locale: store.locale,
            admin_url: store.admin_url.as_ref().map(WebAddress::as_str),
        }
    }
}

/// A resource in a list over several stores, with its store.
#[derive(Serialize)]
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
