use chrono::Duration;
use staffroom_domain::{AddressId, EmailAddress, Store, Timestamp, UserId};

use crate::schema::{Key, keys};

/// A count of something within a window of time, and how far it may go.
#[derive(Debug, Clone)]
pub struct Quota {
    pub(crate) key: Key,
    pub(crate) limit: u32,
    pub(crate) ends_at: Timestamp,
    pub(crate) retry_after: u32,
}

impl Quota {
    /// Invitations that a store sends in a day.
    #[must_use]
    pub fn of_store(store: &Store, now: Timestamp) -> Self {
        let limit = store.catalog.limits.invitations_per_store_per_day;
        Self::new(limit, Duration::days(1), now, |window| keys::count(&store.id, "invitations", window))
    }

    /// Invitations that one person sends in an hour.
    #[must_use]
    pub fn of_inviter(store: &Store, inviter: &UserId, now: Timestamp) -> Self {
        let limit = store.catalog.limits.invitations_per_inviter_per_hour;
        Self::new(limit, Duration::hours(1), now, |window| keys::count_of_inviter(&store.id, inviter, window))
    }

    /// Invitation mails that an address gets in a day, from all stores.
    #[must_use]
    pub fn of_recipient(store: &Store, recipient: &EmailAddress, now: Timestamp) -> Self {
        let limit = store.catalog.limits.mails_per_recipient_per_day;
        let address = AddressId::of(recipient);
        Self::new(limit, Duration::days(1), now, |window| keys::count_of_address(address, window))
    }

    /// Seconds until it starts again.
    #[must_use]
    pub fn retry_after(&self) -> u32 {
        self.retry_after
    }

    fn new(limit: u32, length: Duration, now: Timestamp, key: impl FnOnce(i64) -> Key) -> Self {
        let length = length.num_seconds().max(1);
        let window = now.timestamp().div_euclid(length);
        let left = length - now.timestamp().rem_euclid(length);
        Self {
            key: key(window),
            limit,
            ends_at: now + Duration::seconds(left),
            retry_after: u32::try_from(left).unwrap_or(u32::MAX),
        }
    }
}
