//! The deletion of what a closed store has left.

use staffroom_app::{Key, Record};
use staffroom_domain::StoreId;

use super::{Deleted, State};

impl State {
    /// Deletes some records of a store, except for its own, and returns how many. The stream brings the deletion of its
    /// invitations, of which nothing has to follow.
    pub fn delete_of_store(&mut self, store: &StoreId, limit: usize) -> usize {
        let is_left = |key: &&Key| key.store() == Some(store) && !matches!(key, Key::Store(_));
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
