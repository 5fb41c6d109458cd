//! The platform asks for the erasure of a person. The work is done afterwards.

use std::collections::BTreeSet;

use staffroom_domain::{
    ErasureCounts, ErasureId, EventActor, LedgerKey, Person, Rejection, StoreId, Timestamp, UserId, bounds,
};

use super::find::{PersonRequest, find, find_person};
use super::ledger::{Ledger, LedgerEntry};
use super::task::{ErasureStage, ErasureTask};
use crate::context::{Caller, Context};
use crate::database::Database;
use crate::error::{Error, Fault};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// Whom the platform wants erased.
#[derive(Debug, Clone)]
pub struct ErasureRequest {
    /// The person.
    pub person: PersonRequest,
    /// Stores that are looked through beside those that are found.
    pub stores: BTreeSet<StoreId>,
}

/// Begins the erasure of a person.
#[derive(Debug, Clone)]
pub struct BeginErasure {
    /// The platform.
    pub caller: Caller,
    /// The new erasure.
    pub id: ErasureId,
    /// What takes the place of the person's ids.
    pub alias: UserId,
    /// The person, as [`require_no_stores`] found them.
    pub person: Person,
    /// Stores that are looked through beside those that are found.
    pub stores: BTreeSet<StoreId>,
}

impl UseCase for BeginErasure {
    type Answer = ErasureTask;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::default()
    }

    fn decide(&self, _: &ReadResult, context: &Context) -> Result<Outcome<ErasureTask>, Error> {
        self.caller.require_platform()?;
        let task = ErasureTask {
            id: self.id,
            person: self.person.clone(),
            alias: self.alias.clone(),
            stores: self.stores.clone(),
            done: BTreeSet::new(),
            stage: ErasureStage::Find,
            counts: ErasureCounts::default(),
            begun_at: context.now,
            version: 1,
        };
        let mut plan = Plan::outside_store(context, EventActor::Platform);
        plan.push(Write::Put {
            key: Key::Erasure(self.id),
            record: Record::Erasure(Box::new(task.clone())),
            condition: Condition::Absent,
        })?;
        Ok(Outcome::commit(plan, task))
    }
}

/// The person whom a request names, who must own no store: a store's owner is given by the platform, and a store has one.
///
/// # Errors
/// [`Rejection::OwnsStores`], or when the database does not answer.
pub async fn require_no_stores<D: Database>(database: &D, request: &ErasureRequest) -> Result<Person, Error> {
    let person = find_person(database, &request.person).await?;
    let found = find(database, &person, &BTreeSet::new()).await?;
    if found.owned.is_empty() {
        Ok(person)
    } else {
        let owned = found.owned.into_iter().take(bounds::OWNED_STORES);
        Err(Rejection::OwnsStores(owned.collect()).into())
    }
}

/// An erasure, as far as it is: the ledger's entry, with the counts of the work in progress.
///
/// # Errors
/// When a database does not answer, or a record is corrupt.
pub async fn erasure_of<D: Database, L: Ledger>(
    (database, ledger): (&D, &L),
    key: &LedgerKey,
    id: ErasureId,
) -> Result<Option<LedgerEntry>, Fault> {
    let read = database.read(&ReadSet::keys([Key::Erasure(id)])).await?;
    match read.erasure(id) {
        Some(task) => Ok(Some(task.entry(key, staffroom_domain::ErasureStatus::Running))),
        None => ledger.entry(id).await,
    }
}
