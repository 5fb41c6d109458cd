//! A real database beside the one in memory. Both get the same requests, and must give the same answers.

use std::collections::BTreeSet;

use staffroom_app::{CommitOutcome, Fault, Key, List, Page, Plan, ReadResult, ReadSet, Record};
use staffroom_domain::StoreId;

/// A real database, asked one thing at a time.
pub trait Truth: Send + Sync {
    /// Reads keys and ranges.
    ///
    /// # Errors
    /// When the database does not answer.
    fn read(&self, set: &ReadSet) -> Result<ReadResult, Fault>;

    /// Carries out a plan.
    ///
    /// # Errors
    /// When the database does not answer.
    fn commit(&self, plan: &Plan) -> Result<CommitOutcome, Fault>;

    /// Deletes some records of a store.
    ///
    /// # Errors
    /// When the database does not answer.
    fn delete_of_store(&self, store: &StoreId) -> Result<usize, Fault>;

    /// Reads a page of a list.
    ///
    /// # Errors
    /// When the database does not answer.
    fn page(&self, list: &List, after: Option<&Key>, limit: usize) -> Result<Page, Fault>;
}

/// How two reads differ, if they do.
#[must_use]
pub fn reads_differ(set: &ReadSet, memory: &ReadResult, truth: &Result<ReadResult, Fault>) -> Option<String> {
    let truth = match truth {
        Ok(truth) => truth,
        Err(fault) => return Some(format!("the database fails to read: {fault}")),
    };
    let differs = |key: &&Key| match key {
        Key::Store(store) => {
            memory.store(store) != truth.store(store)
                || memory.closed_store(store) != truth.closed_store(store)
        }
        Key::Member(store, user) => memory.membership(store, user) != truth.membership(store, user),
        Key::Address(store, id) => memory.address_holder(store, *id) != truth.address_holder(store, *id),
        Key::Invitation(store, id) => memory.invitation(store, *id) != truth.invitation(store, *id),
        Key::Activity(store, id) => memory.activity(store, id) != truth.activity(store, id),
        Key::Role(store, slug) => memory.role(store, slug) != truth.role(store, slug),
        Key::ReplacedRoles(store) => memory.replaced_roles(store) != truth.replaced_roles(store),
        Key::Digest(store, reader) => memory.digest(store, reader) != truth.digest(store, reader),
        Key::MailPreferences(store, user) => {
            memory.mail_preferences(store, user) != truth.mail_preferences(store, user)
        }
        Key::Idempotency(..) => memory.idempotency(key) != truth.idempotency(key),
        Key::Holder(..)
        | Key::Listed(..)
        | Key::OptOut(..)
        | Key::StoreMetadata(_)
        | Key::AddressOptOut(_)
        | Key::Event(..)
        | Key::Notice(..)
        | Key::Counter(_)
        | Key::Publishing(_)
        | Key::Webhook(_)
        | Key::Erasure(_) => memory.has(key) != truth.has(key),
    };
    if let Some(key) = set.keys.iter().find(differs) {
        return Some(format!("{key:?} is read otherwise"));
    }
    let sorted = |keys: Option<&[Key]>| keys.map(|keys| keys.iter().cloned().collect::<BTreeSet<Key>>());
    if sorted(memory.releasable_seats()) != sorted(truth.releasable_seats()) {
        return Some(format!(
            "releasable seats {:?}, and the database has {:?}",
            memory.releasable_seats(),
            truth.releasable_seats()
        ));
    }
    (memory.first_members() != truth.first_members()).then(|| "other first members".to_owned())
}

/// How two outcomes differ, if they do.
#[must_use]
pub fn outcomes_differ(memory: &CommitOutcome, truth: &Result<CommitOutcome, Fault>) -> Option<String> {
    match (memory, truth) {
        (_, Err(fault)) => Some(format!("the database fails to commit: {fault}")),
        (CommitOutcome::Committed, Ok(CommitOutcome::Committed))
        | (CommitOutcome::Contention, Ok(CommitOutcome::Contention)) => None,
        (CommitOutcome::Stale(memory), Ok(CommitOutcome::Stale(truth))) => {
            let sorted = |found: &[(Key, Option<Record>)]| {
                let mut found = found.to_vec();
                found.sort_by(|(key, _), (other, _)| key.cmp(other));
                found
            };
            (sorted(memory) != sorted(truth))
                .then(|| format!("stale by {:?}, and in the database by {:?}", keys(memory), keys(truth)))
        }
        (memory, Ok(truth)) => Some(format!("{memory:?}, and in the database {truth:?}")),
    }
}

fn keys(found: &[(Key, Option<Record>)]) -> Vec<&Key> {
    found.iter().map(|(key, _)| key).collect()
}

/// How the deletion of all records of a store differs, if it does.
#[must_use]
pub fn deletions_differ(store: &StoreId, memory: usize, truth: &dyn Truth) -> Option<String> {
    let mut deleted = 0;
    loop {
        match truth.delete_of_store(store) {
            Ok(0) => break,
            Ok(more) => deleted += more,
            Err(fault) => return Some(format!("the database fails to delete: {fault}")),
        }
    }
    (deleted != memory).then(|| format!("{memory} records were left, and in the database {deleted}"))
}

/// How two pages differ, if they do. The order of an index is its own.
#[must_use]
pub fn pages_differ(limit: usize, memory: &Page, truth: &Result<Page, Fault>) -> Option<String> {
    let truth = match truth {
        Ok(truth) => truth,
        Err(fault) => return Some(format!("the database fails to list: {fault}")),
    };
    let keys = |page: &Page| page.entries.iter().map(|(key, _)| key.clone()).collect::<BTreeSet<Key>>();
    let whole = memory.next.is_none() && memory.entries.len() < limit;
    (whole && keys(memory) != keys(truth))
        .then(|| format!("a page of {:?}, and in the database {:?}", keys(memory), keys(truth)))
}
