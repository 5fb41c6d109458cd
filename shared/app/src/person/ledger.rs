//! The ledger of erasures. It stands outside the table, so that a table that is restored from a backup does not forget them, and
//! knows a person by keyed hashes only.

use std::collections::BTreeSet;
use std::future::Future;

use staffroom_domain::{ErasureCounts, ErasureId, ErasureStatus, Timestamp};

use crate::error::Fault;

/// What the ledger says of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The erasure.
    pub id: ErasureId,
    /// The keyed hashes of the person's ids and addresses.
    pub subjects: BTreeSet<String>,
    /// When the erasure was asked for.
    pub begun_at: Timestamp,
    /// Whether it is finished.
    pub status: ErasureStatus,
    /// What it did.
    pub counts: ErasureCounts,
}

/// The ledger.
pub trait Ledger: Send + Sync {
    /// The erasure; `None` if there is none.
    ///
    /// # Errors
    /// When the database does not answer, or the entry is corrupt.
    fn entry(&self, id: ErasureId) -> impl Future<Output = Result<Option<LedgerEntry>, Fault>> + Send;

    /// The latest erasure of a person with this hash.
    ///
    /// # Errors
    /// As [`Self::entry`].
    fn latest(&self, subject: &str) -> impl Future<Output = Result<Option<ErasureId>, Fault>> + Send;

    /// Writes an entry, in the place of what it said before. It may be repeated. One that is done stays as it is, whoever says later
    /// that it is running: a worker that was slower than the one that ended the work.
    ///
    /// # Errors
    /// When the database does not answer. A part may have been written.
    fn put(&self, entry: &LedgerEntry) -> impl Future<Output = Result<(), Fault>> + Send;
}
