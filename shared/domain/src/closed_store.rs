use crate::{DisplayName, Locale, Owner, Store, StoreId, TimeZone, Timestamp};

/// A store that the platform closed, until everything of it is deleted. It is what `access` needs to say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedStore {
    /// The id, which is free when this record is deleted.
    pub id: StoreId,
    /// The name that is shown to people.
    pub name: DisplayName,
    /// The owner at the time.
    pub owner: Owner,
    /// The language of the owner.
    pub locale: Locale,
    /// The time zone that times are shown in.
    pub time_zone: TimeZone,
    /// When the platform created the store.
    pub created_at: Timestamp,
    /// When the platform closed it.
    pub closed_at: Timestamp,
    /// The store's next version.
    pub version: u64,
}

impl Store {
    /// The store, closed now.
    #[must_use]
    pub fn closed(&self, now: Timestamp) -> ClosedStore {
        ClosedStore {
            id: self.id.clone(),
            name: self.name.clone(),
            owner: self.owner.clone(),
            locale: self.locale,
            time_zone: self.time_zone,
            created_at: self.created_at,
            closed_at: now,
            version: self.version + 1,
        }
    }

    /// Whether something of this time is of this store, and not of a closed one that had the id before.
    #[must_use]
    pub fn has_lived_at(&self, at: Timestamp) -> bool {
        self.created_at <= at
    }
}

#[cfg(test)]
mod tests {
    use crate::builders::{day, noon, store};

    #[test]
    fn a_closed_store_keeps_what_says_so_and_the_next_version() {
        let shop = store("whatnot");
        let closed = shop.closed(day(3));
        assert_eq!((&closed.id, &closed.name, &closed.owner), (&shop.id, &shop.name, &shop.owner));
        assert_eq!((closed.closed_at, closed.version), (day(3), shop.version + 1));
    }

    #[test]
    fn a_store_has_lived_since_it_was_created() {
        let mut shop = store("whatnot");
        shop.created_at = day(1);
        assert!(shop.has_lived_at(day(1)) && shop.has_lived_at(day(2)));
        assert!(!shop.has_lived_at(noon()), "that was a store that had the id before");
    }
}
