use staffroom_domain::{
    Activity, ActivityId, AddressId, Event, Invitation, InvitationId, Membership, Store, StoreId, Timestamp,
    UserId,
};

use crate::error::TableError;
use crate::items::{self, Item, Remembered, Requested};
use crate::quota::Quota;
use crate::schema::{Key, keys};

/// What was read before deciding: items by key, those that are not there included.
#[derive(Debug, Default)]
pub struct Snapshot {
    items: Vec<(Key, Option<Item>)>,
    expired_seats: Vec<Key>,
}

impl Snapshot {
    pub(crate) fn set(&mut self, key: Key, item: Option<Item>) {
        match self.items.iter_mut().find(|(known, _)| *known == key) {
            Some((_, held)) => *held = item,
            None => self.items.push((key, item)),
        }
    }

    pub(crate) fn set_expired_seats(&mut self, keys: Vec<Key>) {
        self.expired_seats = keys;
    }

    pub(crate) fn forget_expired_seat(&mut self, key: &Key) {
        self.expired_seats.retain(|known| known != key);
    }

    /// Pending invitations past their term that still hold a seat.
    #[must_use]
    pub fn expired_seats(&self) -> &[Key] {
        &self.expired_seats
    }

    fn item(&self, key: &Key) -> Option<&Item> {
        self.items.iter().find(|(known, _)| known == key)?.1.as_ref()
    }

    fn was_read(&self, key: &Key) -> bool {
        self.items.iter().any(|(known, _)| known == key)
    }

    fn get<T>(
        &self,
        key: &Key,
        read: impl FnOnce(Item) -> Result<T, TableError>,
    ) -> Result<Option<T>, TableError> {
        self.item(key).cloned().map(read).transpose()
    }

    /// The store, if there is one.
    ///
    /// # Errors
    /// When its item is corrupt.
    pub fn store(&self, store: &StoreId) -> Result<Option<Store>, TableError> {
        self.get(&keys::store(store), items::store)
    }

    /// What the user is to the store.
    ///
    /// # Errors
    /// When the item is corrupt.
    pub fn membership(&self, store: &StoreId, user: &UserId) -> Result<Membership, TableError> {
        Ok(self.get(&keys::member(store, user), items::membership)?.unwrap_or(Membership::Never))
    }

    /// What the user is to the store, or `None` when that was not read.
    ///
    /// # Errors
    /// When the item is corrupt.
    pub fn membership_if_read(
        &self,
        store: &StoreId,
        user: &UserId,
    ) -> Result<Option<Membership>, TableError> {
        if self.was_read(&keys::member(store, user)) {
            self.membership(store, user).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The invitation, if there is one.
    ///
    /// # Errors
    /// When its item is corrupt.
    pub fn invitation(&self, store: &StoreId, id: InvitationId) -> Result<Option<Invitation>, TableError> {
        self.get(&keys::invitation(store, id), items::invitation)
    }

    /// The activity, if there is one.
    ///
    /// # Errors
    /// When its item is corrupt.
    pub fn activity(&self, store: &StoreId, id: &ActivityId) -> Result<Option<Activity>, TableError> {
        self.get(&keys::activity(store, id), items::activity)
    }

    /// The member who has the address of this invitation.
    ///
    /// # Errors
    /// When the item is corrupt.
    pub fn addressee(&self, store: &StoreId, id: InvitationId) -> Result<Option<UserId>, TableError> {
        self.get(&keys::address(store, id), items::addressee)
    }

    /// What is remembered of the request, within its day.
    ///
    /// # Errors
    /// When the item is corrupt.
    pub fn remembered(&self, request: &Requested, now: Timestamp) -> Result<Option<Remembered>, TableError> {
        Ok(self.get(&request.key, |item| items::remembered(item, now))?.flatten())
    }

    /// Whether this address was written to about the event.
    #[must_use]
    pub fn was_mailed(&self, store: &StoreId, event: &Event, to: AddressId) -> bool {
        self.item(&keys::event(store, event))
            .and_then(|item| item.get(items::MAILED)?.as_ss().ok())
            .is_some_and(|mailed| mailed.contains(&to.to_string()))
    }

    /// How many more this quota allows, as far as its count was read.
    #[must_use]
    pub fn room(&self, quota: &Quota) -> u32 {
        let count = self.item(&quota.key).and_then(|item| item.get("count")?.as_n().ok()?.parse().ok());
        quota.limit.saturating_sub(count.unwrap_or(0))
    }
}
