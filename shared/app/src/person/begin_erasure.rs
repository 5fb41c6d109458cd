//! The platform asks for the erasure of a person. The work is done afterwards.

use std::collections::BTreeSet;

use staffroom_domain::{
    ErasureCounts, ErasureId, ErasureStatus, EventActor, Field, LedgerKey, Person, Rejection, StoreId,
    Timestamp, UserId, bounds,
};

use super::erase_step::put_task;
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

/// Begins the erasure of a person, or adds stores to the one that is in progress.
#[derive(Debug, Clone)]
pub struct BeginErasure {
    /// The platform.
    pub caller: Caller,
    /// The erasure: that in progress, or the person's next one ([`LedgerKey::next_erasure`]), so that two requests at once begin one.
    pub id: ErasureId,
    /// What takes the place of the person's ids.
    pub alias: UserId,
    /// The person, as [`seek_erasure`] found them.
    pub person: Person,
    /// Stores that are looked through beside those that are found.
    pub stores: BTreeSet<StoreId>,
}

impl UseCase for BeginErasure {
    type Answer = ErasureTask;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Erasure(self.id)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<ErasureTask>, Error> {
        self.caller.require_platform()?;
        if let Some(running) = read.erasure(self.id) {
            return self.join(running, context);
        }
        let task = ErasureTask {
            id: self.id,
            person: self.person.clone(),
            alias: self.alias.clone(),
            stores: self.stores.clone(),
            done: BTreeSet::new(),
            looked: BTreeSet::new(),
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

impl BeginErasure {
    /// Adds the stores to an erasure in progress.
    fn join(&self, running: &ErasureTask, context: &Context) -> Result<Outcome<ErasureTask>, Error> {
        let known: BTreeSet<&StoreId> = running.stores.union(&running.done).collect();
        let new: BTreeSet<StoreId> =
            self.stores.iter().filter(|store| !known.contains(store)).cloned().collect();
        if new.is_empty() {
            return Ok(Outcome::Unchanged(running.clone()));
        }
        if running.stores.len() + new.len() > bounds::ERASURE_STORES {
            let detail =
                "the erasure of this person in progress has many stores to do: send more when it is done";
            return Err(Rejection::invalid(Field::Stores, detail).into());
        }
        let stage = match &running.stage {
            // What is named now is to be dealt with before the end.
            ErasureStage::Outside => ErasureStage::Find,
            stage => stage.clone(),
        };
        let mut after = running.at(stage);
        after.stores.extend(new);
        let mut plan = Plan::outside_store(context, EventActor::Platform);
        put_task(&mut plan, running, &after)?;
        Ok(Outcome::commit(plan, after))
    }
}

/// The person whom a request names, who must own no store: a store's owner is given by the platform, and a store has one.
///
/// # Errors
/// [`Rejection::OwnsStores`], or when the database does not answer.
async fn require_no_stores<D: Database>(database: &D, request: &ErasureRequest) -> Result<Person, Error> {
    let person = find_person(database, &request.person).await?;
    let found = find(database, &person, &BTreeSet::new(), &BTreeSet::new()).await?;
    if found.owned.is_empty() {
        Ok(person)
    } else {
        let owned = found.owned.into_iter().take(bounds::OWNED_STORES);
        Err(Rejection::OwnsStores(owned.collect()).into())
    }
}

/// What a request for an erasure leads to.
#[derive(Debug, Clone)]
pub enum ErasureSought {
    /// The person is being erased, and the request names no stores beside.
    InProgress(LedgerEntry),
    /// The erasure with this id, which is in progress or new, is to be begun with [`BeginErasure`].
    Open {
        /// The erasure.
        id: ErasureId,
        /// The person.
        person: Person,
    },
}

/// Looks for the erasure of the person whom a request names, by each of their ids and addresses.
///
/// # Errors
/// [`Rejection::OwnsStores`], or when a database does not answer.
pub async fn seek_erasure<D: Database, L: Ledger>(
    (database, ledger): (&D, &L),
    key: &LedgerKey,
    request: &ErasureRequest,
) -> Result<ErasureSought, Error> {
    let subject = match &request.person {
        PersonRequest::User(user) => key.of_user(user),
        PersonRequest::Address(address) => key.of_address(address),
    };
    let named = in_progress((database, ledger), key, [&subject]).await?;
    if let Some(entry) = named.as_ref().filter(|_| request.stores.is_empty()) {
        return Ok(ErasureSought::InProgress(entry.clone()));
    }
    let person = require_no_stores(database, request).await?;
    // The same person may be in erasure by another id or address.
    let running = match named {
        Some(entry) => Some(entry),
        None => in_progress((database, ledger), key, &key.of_person(&person)).await?,
    };
    match running {
        Some(entry) if request.stores.is_empty() => Ok(ErasureSought::InProgress(entry)),
        Some(entry) => Ok(ErasureSought::Open { id: entry.id, person }),
        None => {
            let id = key.next_erasure(&subject, ledger.latest(&subject).await?);
            Ok(ErasureSought::Open { id, person })
        }
    }
}

/// The erasure in progress of a person with one of these hashes.
async fn in_progress<D: Database, L: Ledger>(
    (database, ledger): (&D, &L),
    key: &LedgerKey,
    subjects: impl IntoIterator<Item = &String>,
) -> Result<Option<LedgerEntry>, Fault> {
    for subject in subjects {
        let Some(id) = ledger.latest(subject).await? else { continue };
        let entry = erasure_of((database, ledger), key, id).await?;
        if let Some(running) = entry.filter(|entry| entry.status == ErasureStatus::Running) {
            return Ok(Some(running));
        }
    }
    Ok(None)
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
        Some(task) => Ok(Some(task.entry(key, ErasureStatus::Running))),
        None => ledger.entry(id).await,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use staffroom_domain::builders::{day, noon, user};
    use staffroom_domain::{ErasureId, Field, FieldError, Person, Rejection, StoreId, UserId, bounds};

    use super::BeginErasure;
    use crate::builders::{context_at, found, nothing_found, platform};
    use crate::execute::UseCase;
    use crate::expect::{committed, put, rejected, unchanged};
    use crate::key::Key;
    use crate::person::task::{ErasureStage, ErasureTask};
    use crate::plan::Condition;
    use crate::record::Record;

    fn begin(stores: &[&str]) -> BeginErasure {
        BeginErasure {
            caller: platform(),
            id: ErasureId::from_bytes([1; 16]),
            alias: UserId::erased([2; 16]),
            person: Person { users: [user("kim")].into(), ..Person::default() },
            stores: stores.iter().map(|id| id.parse().unwrap()).collect(),
        }
    }

    /// The erasure that `begin` began, later, at this stage.
    fn running(stage: ErasureStage) -> ErasureTask {
        let nothing = found([nothing_found(Key::Erasure(begin(&[]).id))]);
        let (_, begun) = committed(begin(&["one"]).decide(&nothing, &context_at(noon())));
        ErasureTask { done: ["two".parse().unwrap()].into(), ..begun.at(stage) }
    }

    fn joined(stores: &[&str], running: &ErasureTask) -> (ErasureTask, Condition) {
        let key = Key::Erasure(running.id);
        let read = found([(key.clone(), Some(Record::Erasure(Box::new(running.clone()))))]);
        let (plan, after) = committed(begin(stores).decide(&read, &context_at(day(1))));
        (after, put(&plan, &key).1.clone())
    }

    #[test]
    fn stores_are_added_to_the_erasure_in_progress() {
        let before = running(ErasureStage::Outside);
        let (after, condition) = joined(&["one", "two", "three"], &before);
        let names =
            |stores: &BTreeSet<StoreId>| stores.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&after.stores), ["one", "three"], "what is done is done");
        assert_eq!((after.stage, after.version), (ErasureStage::Find, before.version + 1));
        assert_eq!(condition, Condition::Version(before.version));
    }

    #[test]
    fn an_erasure_in_progress_is_the_answer_to_the_same_request() {
        let before = running(ErasureStage::Find);
        let read = found([(Key::Erasure(before.id), Some(Record::Erasure(Box::new(before.clone()))))]);
        assert_eq!(unchanged(begin(&["one"]).decide(&read, &context_at(day(1)))), before);
        let many: Vec<String> = (0..bounds::ERASURE_STORES).map(|i| format!("store-{i}")).collect();
        let many = begin(&many.iter().map(String::as_str).collect::<Vec<_>>());
        let Rejection::InvalidField(errors) = rejected(many.decide(&read, &context_at(day(1)))) else {
            panic!("too many stores")
        };
        assert!(matches!(errors[..], [FieldError { field: Field::Stores, .. }]));
    }
}
