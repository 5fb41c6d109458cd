//! An erasure in progress.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use staffroom_domain::{
    EmailAddress, ErasureCounts, ErasureId, ErasureStatus, EventId, LedgerKey, Person, StoreId, Timestamp,
    UserId, bounds,
};

use super::ledger::LedgerEntry;
use super::place::{RecordKind, RecordPlace};

/// An erasure in progress. Each step changes it in the transaction that does the step's work, so that what is done is known
/// exactly, wherever a process ends. It is deleted at the end: it alone names the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureTask {
    /// The erasure.
    pub id: ErasureId,
    /// The person.
    pub person: Person,
    /// What takes the place of their ids.
    pub alias: UserId,
    /// The stores that are still to be dealt with, the one in work included.
    pub stores: BTreeSet<StoreId>,
    /// The stores that were dealt with, as far as they are looked for anew at the end.
    pub done: BTreeSet<StoreId>,
    /// The stores whose history was looked through for the person's ids and addresses.
    #[serde(default)]
    pub looked: BTreeSet<StoreId>,
    /// What is next.
    pub stage: ErasureStage,
    /// What was done.
    pub counts: ErasureCounts,
    /// When it was asked for.
    pub begun_at: Timestamp,
    /// Counts the steps.
    pub version: u64,
}

/// What is next in an erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureStage {
    /// The person's addresses and stores are looked for.
    Find,
    /// The membership and the invitations in a store end, and the event is recorded.
    End {
        /// The store.
        store: StoreId,
        /// The event, if it is recorded.
        event: Option<EventId>,
    },
    /// The event is to be published, and with it all that happened before.
    Publish {
        /// The store.
        store: StoreId,
        /// The event.
        event: EventId,
        /// When it was recorded.
        since: Timestamp,
    },
    /// The records of a store that name the person are rewritten.
    Rewrite {
        /// The store.
        store: StoreId,
        /// The kind of record.
        kind: RecordKind,
        /// The last record that was dealt with.
        after: Option<RecordPlace>,
    },
    /// What is kept of the person outside of stores is deleted.
    Outside,
}

impl ErasureTask {
    /// What the ledger says of it.
    #[must_use]
    pub fn entry(&self, key: &LedgerKey, status: ErasureStatus) -> LedgerEntry {
        LedgerEntry {
            id: self.id,
            subjects: key.of_person(&self.person),
            begun_at: self.begun_at,
            status,
            counts: self.counts,
        }
    }

    /// The task after a step.
    #[must_use]
    pub(super) fn at(&self, stage: ErasureStage) -> Self {
        Self { stage, version: self.version + 1, ..self.clone() }
    }

    /// The task after a store is done.
    #[must_use]
    pub(super) fn after_store(&self, store: &StoreId) -> Self {
        let mut after = self.at(ErasureStage::Find);
        after.stores.remove(store);
        after.done.insert(store.clone());
        after.stage = after.next_store();
        after
    }

    /// Takes an id or an address that the person was given after they were looked for. Stores that were dealt with may know them by
    /// it, and are looked for anew.
    pub(super) fn learn(&mut self, user: Option<&UserId>, email: Option<&EmailAddress>) {
        let is_new_user = user.is_some_and(|user| self.person.users.insert(user.clone()));
        let has_room = self.person.addresses.len() < bounds::PERSON_ADDRESSES;
        let is_new_email =
            email.filter(|_| has_room).is_some_and(|email| self.person.addresses.insert(email.clone()));
        if is_new_user {
            self.looked.clear();
        }
        if is_new_user || is_new_email {
            self.done.clear();
        }
    }

    /// The next store's stage; without one, whether there are more is looked up.
    #[must_use]
    pub(super) fn next_store(&self) -> ErasureStage {
        match self.stores.first() {
            Some(store) => ErasureStage::End { store: store.clone(), event: None },
            None => ErasureStage::Find,
        }
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{email, noon, user};
    use staffroom_domain::{ErasureCounts, ErasureId, Person};

    use super::{ErasureStage, ErasureTask};
    use crate::builders::shop;

    #[test]
    fn a_new_id_or_address_has_the_stores_that_were_dealt_with_looked_for_anew() {
        let mut task = ErasureTask {
            id: ErasureId::from_bytes([1; 16]),
            person: Person { users: [user("kim")].into(), addresses: [email("kim@example.com")].into() },
            alias: user("erased-1"),
            stores: [].into(),
            done: [shop()].into(),
            looked: [].into(),
            stage: ErasureStage::Find,
            counts: ErasureCounts::default(),
            begun_at: noon(),
            version: 1,
        };
        task.learn(Some(&user("kim")), Some(&email("kim@example.com")));
        assert_eq!(task.done.len(), 1, "nothing is new");
        task.learn(None, Some(&email("kim@example.org")));
        assert!(task.done.is_empty() && task.person.addresses.contains(&email("kim@example.org")));
        task.done = [shop()].into();
        task.learn(Some(&user("kim2")), None);
        assert!(task.done.is_empty() && task.person.users.contains(&user("kim2")));
    }
}
