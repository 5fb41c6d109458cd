//! The port: what a use case asks of a database. `shared/table` implements it with DynamoDB, `tests/model` in memory.

use std::future::Future;

use staffroom_domain::{EmailAddress, StoreId, Timestamp, UserId, WebhookId};

use crate::error::Fault;
use crate::events_by::{EventsBy, TimeRange};
use crate::key::{DueShard, Holding, Key};
use crate::listing::Listing;
use crate::person::{PersonList, RecordKind};
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// A database with conditional transactions.
pub trait Database: Send + Sync {
    /// Reads keys consistently, and ranges. The read is not isolated: it may contain half of another change.
    ///
    /// # Errors
    /// When the database does not answer, or a record is corrupt.
    fn read(&self, set: &ReadSet) -> impl Future<Output = Result<ReadResult, Fault>> + Send;

    /// Carries out all writes of a plan, or none.
    ///
    /// # Errors
    /// If the database does not answer. The plan may have been committed nevertheless.
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

    /// Deletes some records of a store, at most `limit`, whichever there are, and what refers to them elsewhere. The record of the
    /// store itself stays. The answer is how many were deleted; 0: there are none.
    ///
    /// # Errors
    /// When the database does not answer. Some records may have been deleted.
    fn delete_of_store(
        &self,
        store: &StoreId,
        limit: usize,
    ) -> impl Future<Output = Result<usize, Fault>> + Send;

    /// Waits before attempt number `attempt` of a write that conflicted with others.
    fn back_off(&self, attempt: u32) -> impl Future<Output = ()> + Send;
}

/// The outcome of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitOutcome {
    /// All is written.
    Committed,
    /// Nothing was written, because these records do not meet their conditions. Their current contents are
    /// given.
    Stale(Vec<(Key, Option<Record>)>),
    /// Nothing was written, because another write of the same records is in progress.
    Contention,
}

impl CommitOutcome {
    /// Requires that no other write is in progress. That another was first, or the record is gone, is no fault.
    ///
    /// # Errors
    /// [`Fault::Unavailable`].
    pub(crate) fn or_superseded(self) -> Result<(), Fault> {
        match self {
            Self::Committed | Self::Stale(_) => Ok(()),
            Self::Contention => Err(Fault::Unavailable {
                reason: "another write of the same record is in progress".to_owned(),
                source: None,
            }),
        }
    }
}

/// A list of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// The entries of a list whose places begin with this text. Keys only, all [`Key::Listed`].
    Listing(StoreId, Listing, String),
    /// A list of a store's events in a range of time, newest first. Keys only, except for the list of all events.
    Events(StoreId, EventsBy, TimeRange),
    /// The activities of a store, by id.
    Activities(StoreId),
    /// The published events of a store, in the order of their publication.
    Published(StoreId),
    /// The references to the published events of a part of an hour, by the ids of the events.
    References(u64, u8),
    /// The webhooks, by id.
    Webhooks,
    /// The deliveries to a webhook, newest first.
    Deliveries(WebhookId),
    /// The first deliveries to a webhook that are due at this time, from an index that lags. Keys only.
    DueDeliveries(WebhookId, Timestamp),
    /// The records of a store whose seats can be released at this time. Keys only.
    ReleasableSeats(StoreId, Timestamp),
    /// The records of all stores in this shard that are due at this time. Keys only.
    Due(DueShard, Timestamp),
    /// The members who hold something, sorted by user id. Keys only.
    Holders(StoreId, Holding),
    /// The stores and memberships of a person, from an index that lags. Keys only.
    OfUser(UserId),
    /// The same, to list the activities of those stores.
    ActivitiesOfUser(UserId),
    /// The invitations of an address, from an index that lags. Keys only.
    OfAddress(EmailAddress),
    /// All records of a kind of a store, by key.
    Records(StoreId, RecordKind),
    /// What is found by a person beside the lists of their stores. Keys only, from indexes that lag, apart from what is kept
    /// outside of stores.
    OfPerson(PersonList),
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The keys, each with its record where the list has records.
    pub entries: Vec<(Key, Option<Record>)>,
    /// The key after which the next page begins; `None` on the last page.
    pub next: Option<Key>,
}
