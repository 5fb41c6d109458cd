//! The port: what a use case asks of a database. `shared/table` implements it with DynamoDB, `tests/model` in memory.

use std::collections::BTreeSet;
use std::future::Future;

use staffroom_domain::{EmailAddress, Status, StoreId, Timestamp, UserId};

use crate::error::Fault;
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// A database with conditional transactions.
pub trait Database: Send + Sync {
    /// Reads keys consistently, and ranges. The keys are not read as of one moment: another change may be half visible.
    ///
    /// # Errors
    /// When the database does not answer, or a record is corrupt.
    fn read(&self, set: &ReadSet) -> impl Future<Output = Result<ReadResult, Fault>> + Send;

    /// Carries out all writes of a plan, or none.
    ///
    /// # Errors
    /// When the database does not answer; the plan may then have been carried out.
    fn commit(&self, plan: &Plan) -> impl Future<Output = Result<CommitOutcome, Fault>> + Send;

    /// Reads a page of a list.
    ///
    /// # Errors
    /// When the database does not answer, or a record is corrupt.
    fn page(
        &self,
        list: &List,
        after: Option<&Key>,
        limit: usize,
    ) -> impl Future<Output = Result<Page, Fault>> + Send;

    /// Waits before attempt number `attempt` of a write that met other writes of the same records.
    fn back_off(&self, attempt: u32) -> impl Future<Output = ()> + Send;
}

/// The outcome of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitOutcome {
    /// All is written.
    Committed,
    /// Nothing is written: these records are not as the plan's conditions say, and are as given here.
    Stale(Vec<(Key, Option<Record>)>),
    /// Nothing is written: another write of the same records is in progress.
    Contention,
}

/// A list of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// The members of a store, by user id; traces of former ones are left out.
    Members(StoreId),
    /// The invitations of a store, by id, in these states at this time; no state: all.
    Invitations(StoreId, BTreeSet<Status>, Timestamp),
    /// The history of a store, newest first.
    Events(StoreId),
    /// The activities of a store, by id.
    Activities(StoreId),
    /// The records with seats of a store that can be released at this time. Keys only.
    ReleasableSeats(StoreId, Timestamp),
    /// The records that have fallen due by this time, of all stores: stores to review, members to warn. Keys only.
    Due(Timestamp),
    /// The stores and memberships of a person, as of a moment ago. Keys only.
    OfUser(UserId),
    /// The invitations of an address, as of a moment ago. Keys only.
    OfAddress(EmailAddress),
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The keys, each with its record where the list has records.
    pub entries: Vec<(Key, Option<Record>)>,
    /// The key to go on after; `None` on the last page.
    pub next: Option<Key>,
    /// The latest departure of a former member whose trace lies among the records of a page of members, as
    /// [`staffroom_domain::Store::departures`] counts them; 0: none does. A store that was read before the page, and counts fewer,
    /// is older than the page.
    pub departures: u64,
}
