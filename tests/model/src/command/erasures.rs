//! The platform has a person erased, as the functions `people` and `work` do it, and events are published, as `publish` does it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use staffroom_app::{
    BeginErasure, Database, Erasing, ErasureRequest, ErasureSought, Export, Fault, Invocation, Ledger,
    LedgerEntry, PersonRequest, PublishEvents, erase, execute, export, seek_erasure,
};
use staffroom_domain::{ErasureId, ErasureStatus, LedgerKey, PublicEvent, StoreId, UserId, bounds};

use super::{Answer, answer};
use crate::world;

/// The ledger of erasures, which stands outside of the database, with the key of its hashes.
#[derive(Debug)]
pub struct Office {
    key: LedgerKey,
    entries: Mutex<BTreeMap<ErasureId, LedgerEntry>>,
    /// How many ids it gave.
    given: AtomicU8,
}

impl Default for Office {
    fn default() -> Self {
        let key = LedgerKey::parse("a key of the model of 32 characters at least");
        Self {
            key: key.unwrap_or_else(|_| unreachable!("a sound key")),
            entries: Mutex::default(),
            given: AtomicU8::default(),
        }
    }
}

impl Office {
    fn entries(&self) -> MutexGuard<'_, BTreeMap<ErasureId, LedgerEntry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of the hashes.
    #[must_use]
    pub fn key(&self) -> &LedgerKey {
        &self.key
    }

    /// What the ledger says of an erasure.
    #[must_use]
    pub fn said(&self, id: ErasureId) -> Option<LedgerEntry> {
        self.entries().get(&id).cloned()
    }

    /// The erasures that are known, the last one first.
    #[must_use]
    pub fn known(&self) -> Vec<ErasureId> {
        self.entries().keys().rev().copied().collect()
    }

    /// A new id of an erasure, later than all before, and what takes the place of the person's ids.
    pub fn next(&self) -> (ErasureId, UserId) {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        (ErasureId::from_bytes([number; 16]), UserId::erased([number; 16]))
    }
}

impl Ledger for Office {
    async fn entry(&self, id: ErasureId) -> Result<Option<LedgerEntry>, Fault> {
        Ok(self.said(id))
    }

    async fn latest(&self, subject: &str) -> Result<Option<ErasureId>, Fault> {
        let has = |(_, entry): &(&ErasureId, &LedgerEntry)| entry.subjects.contains(subject);
        Ok(self.entries().iter().rev().find(has).map(|(id, _)| *id))
    }

    async fn put(&self, entry: &LedgerEntry) -> Result<(), Fault> {
        let mut entries = self.entries();
        let is_done = entries.get(&entry.id).is_some_and(|known| known.status == ErasureStatus::Done);
        if !is_done || entry.status == ErasureStatus::Done {
            entries.insert(entry.id, entry.clone());
        }
        Ok(())
    }
}

/// The request to erase a person.
#[derive(Debug, Clone)]
pub struct ErasureBegin {
    /// The person, and the stores that are named.
    pub request: ErasureRequest,
    /// The id of the erasure, if it is a new one.
    pub id: ErasureId,
    /// What takes the place of the person's ids.
    pub alias: UserId,
    /// Where the ledger is.
    pub office: std::sync::Arc<Office>,
}

impl ErasureBegin {
    pub(super) async fn carry_out<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        let begun = Box::pin(self.begin(database, invocation)).await;
        begun.map_or_else(Answer::from, Answer::Erasing)
    }

    async fn begin<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
    ) -> Result<ErasureId, staffroom_app::Error> {
        let key = self.office.key();
        let (id, person) = match seek_erasure((database, &*self.office), key, &self.request).await? {
            ErasureSought::InProgress(running) => return Ok(running.id),
            ErasureSought::Open { id, person } => (id, person),
        };
        let begin = BeginErasure {
            caller: world::platform(),
            id,
            alias: self.alias.clone(),
            person,
            stores: self.request.stores.clone(),
        };
        let task = execute(database, invocation, &begin).await?;
        self.office.put(&task.entry(key, ErasureStatus::Running)).await?;
        Ok(task.id)
    }
}

/// A message to a worker that an erasure is to be worked on. It can come twice, and late.
#[derive(Debug, Clone)]
pub struct ErasureWork {
    /// The erasure.
    pub id: ErasureId,
    /// Where the ledger is.
    pub office: std::sync::Arc<Office>,
}

impl ErasureWork {
    pub(super) async fn carry_out<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        let office = &*self.office;
        let erased = Box::pin(erase((database, office), office.key(), invocation, self.id)).await;
        answer(erased, |erasing| match erasing {
            Erasing::Done => Answer::Erased,
            Erasing::Later => Answer::Done,
        })
    }
}

/// Events of a store that the stream brings to the publisher, in their order.
#[derive(Debug, Clone)]
pub struct Publication {
    /// The store.
    pub store: StoreId,
    /// The events.
    pub events: Vec<PublicEvent>,
}

impl Publication {
    pub(super) async fn carry_out<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        for events in self.events.chunks(bounds::PUBLISHED_AT_ONCE) {
            let publish = PublishEvents { store: self.store.clone(), events: events.to_vec() };
            if let Err(error) = execute(database, invocation, &publish).await {
                return error.into();
            }
        }
        Answer::Done
    }
}

/// The entries of a page of an export.
const EXPORTED_AT_ONCE: usize = 20;

/// A request for everything that is kept of a person, page by page.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// The person.
    pub person: PersonRequest,
}

impl ExportRequest {
    pub(super) async fn carry_out<D: Database>(&self, database: &D) -> Answer {
        let mut pages = Vec::new();
        let mut after = None;
        loop {
            let stores = std::collections::BTreeSet::new();
            let asked =
                Export { person: self.person.clone(), stores, after: after.take(), limit: EXPORTED_AT_ONCE };
            match Box::pin(export(database, &asked)).await {
                Ok(page) => {
                    after.clone_from(&page.next);
                    pages.push(page);
                }
                Err(fault) => return fault.into(),
            }
            if after.is_none() {
                return Answer::Exported(pages);
            }
        }
    }
}
