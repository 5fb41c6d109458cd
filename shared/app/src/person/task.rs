//! An erasure in progress.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use staffroom_domain::{
    ErasureCounts, ErasureId, ErasureStatus, EventId, LedgerKey, Person, StoreId, Timestamp, UserId,
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

    /// Whether no step of it was done yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.version == 1
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

    /// The next store's stage; without one, whether there are more is looked up.
    #[must_use]
    pub(super) fn next_store(&self) -> ErasureStage {
        match self.stores.first() {
            Some(store) => ErasureStage::End { store: store.clone(), event: None },
            None => ErasureStage::Find,
        }
    }
}
