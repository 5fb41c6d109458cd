use chrono::Duration;
use staffroom_domain::{AddressId, EmailAddress, Rejection, Store, StoreId, Timestamp, UserId, bounds};

use crate::key::Counter;

/// A limit on a count within a time window. Windows are fixed (the hour or the day, in UTC), so that one item
/// and one condition suffice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// The count.
    pub counter: Counter,
    /// How far it may go.
    pub limit: u32,
    /// When the window ends.
    pub ends_at: Timestamp,
    /// Seconds until the window ends.
    pub retry_after: u32,
}

impl Quota {
    /// Invitations that a store sends in a day.
    #[must_use]
    pub fn of_store(store: &Store, now: Timestamp) -> Self {
        let limit = store.catalog.limits.invitations_per_store_per_day;
        Self::new(limit, Duration::days(1), now, |window| Counter::StoreInvitations(store.id.clone(), window))
    }

    /// Invitations that one person sends for a store in an hour.
    #[must_use]
    pub fn of_inviter(store: &Store, inviter: &UserId, now: Timestamp) -> Self {
        let limit = store.catalog.limits.invitations_per_inviter_per_hour;
        Self::new(limit, Duration::hours(1), now, |window| {
            Counter::InviterInvitations(store.id.clone(), inviter.clone(), window)
        })
    }

    /// Stores that mail links to an address in a day, so that no store uses up what the others may send. How many links one
    /// store mails to it is counted in the invitation.
    #[must_use]
    pub fn of_recipient(recipient: &EmailAddress, now: Timestamp) -> Self {
        let (limit, address) = (bounds::STORES_PER_RECIPIENT_PER_DAY, AddressId::of(recipient));
        Self::new(limit, Duration::days(1), now, |window| Counter::RecipientStores(address, window))
    }

    /// Changes of address that a member makes in a day.
    #[must_use]
    pub fn of_address_changes(store: &Store, user: &UserId, now: Timestamp) -> Self {
        Self::new(bounds::ADDRESS_CHANGES_PER_DAY, Duration::days(1), now, |window| {
            Counter::AddressChanges(store.id.clone(), user.clone(), window)
        })
    }

    /// Mails that an address gets in a day because of what one person does in a store. `limit` is one of
    /// [`bounds::CAUSED_MAILS_PER_DAY`] and [`bounds::CAUSED_MAILS_WITH_LAST_NEWS`], which are of the same count.
    #[must_use]
    pub fn of_caused_mails(
        store: &StoreId,
        cause: &UserId,
        recipient: AddressId,
        limit: u32,
        now: Timestamp,
    ) -> Self {
        Self::new(limit, Duration::days(1), now, |window| {
            Counter::CausedMails(store.clone(), cause.clone(), recipient, window)
        })
    }

    /// The rejection of a request that would exceed the limit.
    #[must_use]
    pub fn exceeded(&self) -> Rejection {
        Rejection::QuotaExceeded { retry_after: self.retry_after }
    }

    fn new(limit: u32, length: Duration, now: Timestamp, counter: impl FnOnce(i64) -> Counter) -> Self {
        let length = length.num_seconds().max(1);
        let window = now.timestamp().div_euclid(length);
        let left = length - now.timestamp().rem_euclid(length);
        Self {
            counter: counter(window),
            limit,
            ends_at: now + Duration::seconds(left),
            retry_after: u32::try_from(left).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests;
