use staffroom_domain::{
    Activity, ActivityId, AddressId, ClosedStore, Digest, ErasureId, Event, EventId, Invitation,
    InvitationId, MailPreferences, Member, Membership, Metadata, Rejection, RoleSlug, RoleTexts, RoleUse,
    SeatCount, Store, StoreId, Timestamp, UserId,
};

use crate::key::{Key, PublishingKey};
use crate::person::ErasureTask;
use crate::quota::Quota;
use crate::record::{
    EventReference, IdempotencyRecord, PublishedEvent, PublishingRecord, Record, ReplacedRoles,
};
use crate::role_users::RoleUsers;

/// The keys and ranges that a decision needs. Keys are read consistently. There is at most one range of each
/// kind.
#[derive(Debug, Clone, Default)]
pub struct ReadSet {
    /// The keys, without duplicates.
    pub keys: Vec<Key>,
    /// The seats of this store that can be released at this time.
    pub releasable_seats: Option<(StoreId, Timestamp)>,
    /// The first members of this store: up to this number, and one more.
    pub first_members: Option<(StoreId, usize)>,
    /// Those who have a role, counted after the keys were read.
    pub role_users: Option<Box<RoleUsers>>,
}

impl ReadSet {
    /// These keys.
    #[must_use]
    pub fn keys(keys: impl IntoIterator<Item = Key>) -> Self {
        Self::default().and(keys)
    }

    /// And these keys.
    #[must_use]
    pub fn and(mut self, keys: impl IntoIterator<Item = Key>) -> Self {
        for key in keys {
            if !self.keys.contains(&key) {
                self.keys.push(key);
            }
        }
        self
    }

    /// And the seats that are still held by expired invitations and by members whose access has ended.
    #[must_use]
    pub fn and_releasable_seats(mut self, store: &StoreId, now: Timestamp) -> Self {
        self.releasable_seats = Some((store.clone(), now));
        self
    }

    /// And the first members of the store.
    #[must_use]
    pub fn and_first_members(mut self, store: &StoreId, limit: usize) -> Self {
        self.first_members = Some((store.clone(), limit));
        self
    }

    /// And those who have a role.
    #[must_use]
    pub(crate) fn and_role_users(mut self, users: RoleUsers) -> Self {
        self.role_users = Some(Box::new(users));
        self
    }

    /// Both sets.
    pub(crate) fn extend(&mut self, other: Self) {
        let keys = std::mem::take(&mut self.keys);
        *self = Self {
            releasable_seats: other.releasable_seats.or(self.releasable_seats.take()),
            first_members: other.first_members.or(self.first_members.take()),
            role_users: other.role_users.or(self.role_users.take()),
            ..Self::keys(keys).and(other.keys)
        };
    }
}

/// The result of a read: records by key, including absent ones, and the ranges.
#[derive(Debug, Clone, Default)]
pub struct ReadResult {
    records: Vec<(Key, Option<Record>)>,
    releasable_seats: Option<Vec<Key>>,
    first_members: Option<Vec<Member>>,
    role_use: Option<RoleUse>,
}

impl ReadResult {
    /// Sets what was found at a key.
    pub fn set(&mut self, key: Key, record: Option<Record>) {
        match self.records.iter_mut().find(|(known, _)| *known == key) {
            Some((_, held)) => *held = record,
            None => self.records.push((key, record)),
        }
    }

    /// Sets the keys of the invitations and members whose seats can be released.
    pub fn set_releasable_seats(&mut self, keys: Vec<Key>) {
        self.releasable_seats = Some(keys);
    }

    /// Sets the first members of the store.
    pub fn set_first_members(&mut self, members: Vec<Member>) {
        self.first_members = Some(members);
    }

    /// Sets who has the role.
    pub(crate) fn set_role_use(&mut self, used: RoleUse) {
        self.role_use = Some(used);
    }

    /// Adds what was read later, which replaces what was read of the same keys.
    pub fn merge(&mut self, later: Self) {
        for (key, record) in later.records {
            self.set(key, record);
        }
        self.releasable_seats = later.releasable_seats.or(self.releasable_seats.take());
        self.first_members = later.first_members.or(self.first_members.take());
        self.role_use = later.role_use.or(self.role_use.take());
    }

    /// Replaces records by those that failed conditions returned.
    pub(crate) fn refresh(&mut self, found: Vec<(Key, Option<Record>)>) {
        for (key, record) in found {
            if matches!(key, Key::Store(_) | Key::Member(..)) {
                // The first members may have changed, and who has a role.
                self.first_members = None;
                self.role_use = None;
            }
            if let Some(seats) = &mut self.releasable_seats {
                seats.retain(|known| *known != key);
            }
            self.set(key, record);
        }
    }

    /// The releasable seats that must be read to know whether they still are: all others, if one of them is among the records
    /// of failed conditions. Their list lags, and an attempt for each would be too many.
    pub(crate) fn doubtful_seats(&self, found: &[(Key, Option<Record>)]) -> Vec<Key> {
        let seats = self.releasable_seats.as_deref().unwrap_or_default();
        let is_found = |key: &Key| found.iter().any(|(known, _)| known == key);
        if seats.iter().any(is_found) {
            seats.iter().filter(|key| !is_found(key)).cloned().collect()
        } else {
            Vec::new()
        }
    }

    /// Drops the releasable seats whose records were read, too, and hold no releasable seat at `now`.
    pub(crate) fn drop_released_seats(&mut self, now: Timestamp) {
        let Some(mut seats) = self.releasable_seats.take() else { return };
        seats.retain(|key| {
            !self.was_read(key) || self.get(key).is_some_and(|record| record.is_releasable(now))
        });
        self.releasable_seats = Some(seats);
    }

    /// The latest time of change of all records.
    #[must_use]
    pub fn latest_change(&self) -> Option<Timestamp> {
        self.records.iter().filter_map(|(_, record)| record.as_ref()?.changed_at()).max()
    }

    /// The invitations and members whose seats can be released; `None` when they were not read.
    #[must_use]
    pub fn releasable_seats(&self) -> Option<&[Key]> {
        self.releasable_seats.as_deref()
    }

    /// The number of seats that can be released, as far as they were read.
    #[must_use]
    pub fn releasable_count(&self) -> SeatCount {
        let mut count = SeatCount::default();
        for key in self.releasable_seats.iter().flatten() {
            count.taken += 1;
            count.members += u32::from(matches!(key, Key::Member(..)));
        }
        count
    }

    /// The first members of the store; `None` when they were not read.
    #[must_use]
    pub fn first_members(&self) -> Option<&[Member]> {
        self.first_members.as_deref()
    }

    /// Who has the role; `None` when they were not counted.
    #[must_use]
    pub fn role_use(&self) -> Option<&RoleUse> {
        self.role_use.as_ref()
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&Record> {
        self.records.iter().find(|(known, _)| known == key)?.1.as_ref()
    }

    /// Whether the key was read.
    #[must_use]
    pub fn was_read(&self, key: &Key) -> bool {
        self.records.iter().any(|(known, _)| known == key)
    }

    /// The store, which is there and not closed.
    ///
    /// # Errors
    /// [`Rejection::NotFound`], [`Rejection::StoreClosed`].
    pub fn require_store(&self, store: &StoreId) -> Result<&Store, Rejection> {
        self.store_unless_closed(store)?.ok_or(Rejection::NotFound)
    }

    /// The store, if there is one.
    ///
    /// # Errors
    /// [`Rejection::StoreClosed`].
    pub fn store_unless_closed(&self, store: &StoreId) -> Result<Option<&Store>, Rejection> {
        if self.closed_store(store).is_some() { Err(Rejection::StoreClosed) } else { Ok(self.store(store)) }
    }

    /// The store, if the platform closed it.
    #[must_use]
    pub fn closed_store(&self, store: &StoreId) -> Option<&ClosedStore> {
        match self.get(&Key::Store(store.clone()))? {
            Record::ClosedStore(store) => Some(store),
            _ => None,
        }
    }

    /// The store, if there is one that is not closed.
    #[must_use]
    pub fn store(&self, store: &StoreId) -> Option<&Store> {
        match self.get(&Key::Store(store.clone()))? {
            Record::Store(store) => Some(store),
            _ => None,
        }
    }

    /// The user's membership; [`Membership::Never`] if it was not read.
    #[must_use]
    pub fn membership(&self, store: &StoreId, user: &UserId) -> &Membership {
        match self.get(&Key::Member(store.clone(), user.clone())) {
            Some(Record::Membership(membership)) => membership,
            _ => &Membership::Never,
        }
    }

    /// The user's membership, or `None` if it was not read.
    #[must_use]
    pub fn membership_if_read(&self, store: &StoreId, user: &UserId) -> Option<&Membership> {
        self.was_read(&Key::Member(store.clone(), user.clone())).then(|| self.membership(store, user))
    }

    /// The invitation, if there is one.
    #[must_use]
    pub fn invitation(&self, store: &StoreId, id: InvitationId) -> Option<&Invitation> {
        match self.get(&Key::Invitation(store.clone(), id))? {
            Record::Invitation(invitation) => Some(invitation),
            _ => None,
        }
    }

    /// The activity, if there is one.
    #[must_use]
    pub fn activity(&self, store: &StoreId, id: &ActivityId) -> Option<&Activity> {
        match self.get(&Key::Activity(store.clone(), id.clone()))? {
            Record::Activity(activity) => Some(activity),
            _ => None,
        }
    }

    /// The texts of a role of the store's own, if there are any.
    #[must_use]
    pub fn role(&self, store: &StoreId, slug: &RoleSlug) -> Option<&RoleTexts> {
        match self.get(&Key::Role(store.clone(), slug.clone()))? {
            Record::Role(texts) => Some(texts),
            _ => None,
        }
    }

    /// That members and invitations have roles that were replaced, if they may have.
    #[must_use]
    pub fn replaced_roles(&self, store: &StoreId) -> Option<&ReplacedRoles> {
        match self.get(&Key::ReplacedRoles(store.clone()))? {
            Record::ReplacedRoles(replaced) => Some(replaced),
            _ => None,
        }
    }

    /// The answers that are gathered for a person, if there are any.
    #[must_use]
    pub fn digest(&self, store: &StoreId, reader: &UserId) -> Option<&Digest> {
        match self.get(&Key::Digest(store.clone(), reader.clone()))? {
            Record::Digest(digest) => Some(digest),
            _ => None,
        }
    }

    /// The mails that a person does not want, if they said so.
    #[must_use]
    pub fn mail_preferences(&self, store: &StoreId, user: &UserId) -> Option<&MailPreferences> {
        match self.get(&Key::MailPreferences(store.clone(), user.clone()))? {
            Record::MailPreferences(preferences) => Some(preferences),
            _ => None,
        }
    }

    /// Whether the person behind the address of this invitation does not want to be written to by the store.
    #[must_use]
    pub fn has_opted_out(&self, store: &StoreId, id: InvitationId) -> bool {
        self.has(&Key::OptOut(store.clone(), id))
    }

    /// The metadata of a store; none if nothing is stored.
    #[must_use]
    pub fn store_metadata(&self, store: &StoreId) -> Metadata {
        match self.get(&Key::StoreMetadata(store.clone())) {
            Some(Record::StoreMetadata(metadata)) => metadata.clone(),
            _ => Metadata::default(),
        }
    }

    /// Whether no store invites this address any more.
    #[must_use]
    pub fn is_invited_by_nobody(&self, address: AddressId) -> bool {
        self.has(&Key::AddressOptOut(address))
    }

    /// The member who has the address of this invitation.
    #[must_use]
    pub fn address_holder(&self, store: &StoreId, id: InvitationId) -> Option<&UserId> {
        match self.get(&Key::Address(store.clone(), id))? {
            Record::AddressHolder(user) => Some(user),
            _ => None,
        }
    }

    /// The record of an idempotency key.
    #[must_use]
    pub fn idempotency(&self, key: &Key) -> Option<&IdempotencyRecord> {
        match self.get(key)? {
            Record::Idempotency(record) => Some(record),
            _ => None,
        }
    }

    /// The number of the event of a store that was published last; 0 if none was.
    #[must_use]
    pub fn published_number(&self, store: &StoreId) -> u64 {
        match self.get(&Key::Publishing(PublishingKey::Sequence(store.clone()))) {
            Some(Record::Publishing(PublishingRecord::Sequence { number, .. })) => *number,
            _ => 0,
        }
    }

    /// Where a published event is.
    #[must_use]
    pub fn event_reference(&self, id: EventId) -> Option<&EventReference> {
        match self.get(&Key::Publishing(PublishingKey::Reference(id)))? {
            Record::Publishing(PublishingRecord::Reference(reference)) => Some(reference),
            _ => None,
        }
    }

    /// A published event of a store.
    #[must_use]
    pub fn published_event(&self, store: &StoreId, number: u64) -> Option<&PublishedEvent> {
        match self.get(&Key::Publishing(PublishingKey::Event(store.clone(), number)))? {
            Record::Publishing(PublishingRecord::Event(event)) => Some(event),
            _ => None,
        }
    }

    /// An erasure in progress, if there is one.
    #[must_use]
    pub fn erasure(&self, id: ErasureId) -> Option<&ErasureTask> {
        match self.get(&Key::Erasure(id))? {
            Record::Erasure(task) => Some(task),
            _ => None,
        }
    }

    /// Whether there is a record.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.get(key).is_some()
    }

    /// Whether a mail about the event was begun for this address.
    #[must_use]
    pub fn was_begun(&self, store: &StoreId, event: &Event, to: AddressId) -> bool {
        matches!(self.get(&Key::of_event(store, event)), Some(Record::Event(e)) if e.begun.contains(&to))
    }

    /// Whether SES accepted a mail about the event for this address.
    #[must_use]
    pub fn was_mailed(&self, store: &StoreId, event: &Event, to: AddressId) -> bool {
        matches!(self.get(&Key::of_event(store, event)), Some(Record::Event(e)) if e.mailed.contains(&to))
    }

    /// Whether the mail about an event was delivered to the address, as far as SES reported that.
    #[must_use]
    pub fn was_delivered(&self, event: &Key, to: AddressId) -> bool {
        matches!(self.get(event), Some(Record::Event(stored)) if stored.delivered.contains(&to))
    }

    /// The remaining room of a quota. Its count is read only after a write found the limit reached; until
    /// then the whole limit counts as room.
    #[must_use]
    pub fn room(&self, quota: &Quota) -> u32 {
        match self.get(&Key::Counter(quota.counter.clone())) {
            Some(Record::Count(count)) => quota.limit.saturating_sub(*count),
            _ => quota.limit,
        }
    }
}

#[cfg(test)]
mod tests;
