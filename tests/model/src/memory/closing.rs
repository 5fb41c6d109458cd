//! The deletion of what a closed store has left.

use staffroom_app::{Counter, IdempotencyScope, Key, PublishingKey, Record};
use staffroom_domain::StoreId;

use super::{Deleted, State};

impl State {
    /// Deletes some records of a store, except for its own, and returns how many. The stream brings the deletion of its
    /// invitations, of which nothing has to follow.
    pub fn delete_of_store(&mut self, store: &StoreId, limit: usize) -> usize {
        let is_left = |key: &&Key| store_of(key) == Some(store) && !matches!(key, Key::Store(_));
        let found: Vec<Key> = self.records.keys().filter(is_left).take(limit).cloned().collect();
        for key in &found {
            self.windows.remove(key);
            if let Some(Record::Invitation(invitation)) = self.records.remove(key) {
                let at = invitation.changed_at;
                self.deleted.push(Deleted { invitation: *invitation, at, settled: true });
            }
        }
        for deleted in self.deleted.iter_mut().filter(|deleted| deleted.invitation.store == *store) {
            deleted.settled = true;
        }
        found.len()
    }
}

/// The store in whose partition a record is.
#[must_use]
pub fn store_of(key: &Key) -> Option<&StoreId> {
    match key {
        Key::Store(store)
        | Key::StoreMetadata(store)
        | Key::Member(store, _)
        | Key::Address(store, _)
        | Key::Holder(store, ..)
        | Key::Listed(store, ..)
        | Key::Invitation(store, _)
        | Key::Event(store, _)
        | Key::Notice(store, _)
        | Key::Digest(store, _)
        | Key::MailPreferences(store, _)
        | Key::OptOut(store, _)
        | Key::Activity(store, _)
        | Key::Role(store, _)
        | Key::ReplacedRoles(store)
        | Key::Idempotency(IdempotencyScope::Store(store), _)
        | Key::Counter(
            Counter::StoreInvitations(store, _)
            | Counter::InviterInvitations(store, ..)
            | Counter::AddressChanges(store, ..)
            | Counter::CausedMails(store, ..),
        )
        | Key::Publishing(PublishingKey::Sequence(store) | PublishingKey::Event(store, _)) => Some(store),
        Key::AddressOptOut(_)
        | Key::Idempotency(IdempotencyScope::User(_), _)
        | Key::Counter(Counter::RecipientStores(..))
        | Key::Publishing(PublishingKey::Reference(_))
        | Key::Webhook(_)
        | Key::Erasure(_) => None,
    }
}
