//! The database as one call sees it. It waits for its turn before each read and commit, and a mishap can
//! occur.

use std::future::poll_fn;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;

use serde::{Deserialize, Serialize};
use staffroom_app::{CommitOutcome, Database, Fault, Key, List, Page, Plan, ReadResult, ReadSet};
use staffroom_domain::StoreId;

use crate::memory::{Half, Memory};
use crate::truth::{self, Truth};

/// A mishap of a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mishap {
    /// Nothing.
    #[default]
    None,
    /// The answer to this commit is lost: it is made, but the call gets an error.
    AnswerLost(u8),
    /// This number of commits conflicts with another write in progress.
    Contention(u8),
    /// The function ends after this number of reads and commits.
    Crash(u8),
    /// The function's clock is off by so many tenths of a second.
    Clock(i8),
    /// Each read finds the keys of this mask first, and the others when the call's turn comes again.
    TornReads(u8),
}

impl Mishap {
    /// By how much the function's clock is off.
    #[must_use]
    pub fn clock_error(self) -> chrono::Duration {
        match self {
            Self::Clock(tenths) => chrono::Duration::milliseconds(i64::from(tenths) * 100),
            Self::None | Self::AnswerLost(_) | Self::Contention(_) | Self::Crash(_) | Self::TornReads(_) => {
                chrono::Duration::zero()
            }
        }
    }
}

/// The database as one call sees it.
pub struct Port<'a> {
    memory: &'a Memory,
    truth: Option<&'a dyn Truth>,
    call: usize,
    mishap: Mishap,
    commits: AtomicU32,
}

impl<'a> Port<'a> {
    /// For the call of this number.
    pub fn new(memory: &'a Memory, truth: Option<&'a dyn Truth>, call: usize, mishap: Mishap) -> Self {
        Self { memory, truth, call, mishap, commits: AtomicU32::new(0) }
    }

    fn carry_out(&self, plan: &Plan) -> CommitOutcome {
        let outcome = self.memory.state().commit(self.call, plan);
        self.hold(|truth| truth::outcomes_differ(&outcome, &truth.commit(plan)));
        outcome
    }

    /// Holds the store in memory to the real database.
    fn hold(&self, differ: impl FnOnce(&dyn Truth) -> Option<String>) {
        if let Some(how) = self.truth.and_then(differ) {
            self.memory.state().disagreement.get_or_insert(how);
        }
    }
}

/// Waits until the scheduler polls the call again.
async fn turn() {
    let mut waited = false;
    poll_fn(|_| if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

impl Database for Port<'_> {
    async fn read(&self, set: &ReadSet) -> Result<ReadResult, Fault> {
        let mut result = ReadResult::default();
        turn().await;
        if let Mishap::TornReads(mask) = self.mishap {
            self.memory.state().read(set, Half::In(mask), mask & 1 == 0, &mut result);
            turn().await;
            self.memory.state().read(set, Half::Out(mask), mask & 1 == 1, &mut result);
        } else {
            self.memory.state().read(set, Half::Whole, true, &mut result);
            self.hold(|truth| truth::reads_differ(set, &result, &truth.read(set)));
        }
        Ok(result)
    }

    async fn commit(&self, plan: &Plan) -> Result<CommitOutcome, Fault> {
        turn().await;
        let number = self.commits.fetch_add(1, Ordering::Relaxed);
        match self.mishap {
            Mishap::Contention(times) if number < u32::from(times) => Ok(CommitOutcome::Contention),
            Mishap::AnswerLost(which) if number == u32::from(which) => {
                self.carry_out(plan);
                Err(Fault::Unavailable { reason: "the answer was lost".to_owned(), source: None })
            }
            Mishap::None
            | Mishap::AnswerLost(_)
            | Mishap::Contention(_)
            | Mishap::Crash(_)
            | Mishap::Clock(_)
            | Mishap::TornReads(_) => Ok(self.carry_out(plan)),
        }
    }

    async fn page(&self, list: &List, after: Option<&Key>, limit: usize) -> Result<Page, Fault> {
        turn().await;
        let page = self.memory.state().page(list, after, limit);
        self.hold(|truth| truth::pages_differ(limit, &page, &truth.page(list, after, limit)));
        Ok(page)
    }

    async fn delete_of_store(&self, store: &StoreId, limit: usize) -> Result<usize, Fault> {
        turn().await;
        // Which records go first is each database's own, so beside a real one all go at once.
        let limit = if self.truth.is_some() { usize::MAX } else { limit };
        let deleted = self.memory.state().delete_of_store(store, limit);
        self.hold(|truth| truth::deletions_differ(store, deleted, truth));
        Ok(deleted)
    }

    async fn back_off(&self, _: u32) {
        turn().await;
    }
}
