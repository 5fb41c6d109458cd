//! A database with prepared answers, which records its requests.

use std::collections::VecDeque;
use std::future::{Future, pending};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::FutureExt;
use staffroom_domain::StoreId;

use crate::database::{CommitOutcome, Database, List, Page};
use crate::error::Fault;
use crate::key::Key;
use crate::lease;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::time_limit::TimeLimit;

/// The answers to come, and the questions that were asked.
#[derive(Default)]
pub struct ScriptedDatabase {
    /// The results of the reads, in order; the last one is repeated.
    reads: Mutex<VecDeque<ReadResult>>,
    /// The outcomes of the commits, in order; later plans are committed.
    commits: Mutex<VecDeque<Result<CommitOutcome, Fault>>>,
    /// The pages, one after another; then empty ones.
    pages: Mutex<VecDeque<Page>>,
    /// The numbers of records that are deleted of a store, one after another; then none.
    deleted: Mutex<VecDeque<usize>>,
    asked: Mutex<Asked>,
}

/// The questions that were asked, in order.
#[derive(Default, Clone)]
pub struct Asked {
    /// The reads that were requested.
    pub reads: Vec<ReadSet>,
    /// The plans that were submitted.
    pub plans: Vec<Plan>,
    /// Which pages.
    pub pages: Vec<(List, Option<Key>, usize)>,
    /// Before which attempts it waited.
    pub waits: Vec<u32>,
}

impl ScriptedDatabase {
    /// A database in which these are read, one after another; the last again and again.
    pub fn reading(reads: impl IntoIterator<Item = ReadResult>) -> Self {
        Self { reads: Mutex::new(reads.into_iter().collect()), ..Self::default() }
    }

    /// With these outcomes of the commits.
    pub fn committing(self, commits: impl IntoIterator<Item = Result<CommitOutcome, Fault>>) -> Self {
        Self { commits: Mutex::new(commits.into_iter().collect()), ..self }
    }

    /// With these pages.
    pub fn paging(self, pages: impl IntoIterator<Item = Page>) -> Self {
        Self { pages: Mutex::new(pages.into_iter().collect()), ..self }
    }

    /// With these numbers of records that are deleted of a store.
    pub fn deleting(self, deleted: impl IntoIterator<Item = usize>) -> Self {
        Self { deleted: Mutex::new(deleted.into_iter().collect()), ..self }
    }

    /// The requests so far.
    pub fn asked(&self) -> Asked {
        self.asked.lock().unwrap().clone()
    }
}

impl Database for ScriptedDatabase {
    async fn read(&self, set: &ReadSet) -> Result<ReadResult, Fault> {
        self.asked.lock().unwrap().reads.push(set.clone());
        let mut reads = self.reads.lock().unwrap();
        let last = reads.len() <= 1;
        Ok(if last { reads.front().cloned() } else { reads.pop_front() }.unwrap_or_default())
    }

    async fn commit(&self, plan: &Plan) -> Result<CommitOutcome, Fault> {
        self.asked.lock().unwrap().plans.push(plan.clone());
        self.commits.lock().unwrap().pop_front().unwrap_or(Ok(CommitOutcome::Committed))
    }

    async fn page(&self, list: &List, after: Option<&Key>, limit: usize) -> Result<Page, Fault> {
        self.asked.lock().unwrap().pages.push((list.clone(), after.cloned(), limit));
        Ok(self.pages.lock().unwrap().pop_front().unwrap_or_default())
    }

    async fn delete_of_store(&self, _: &StoreId, _: usize) -> Result<usize, Fault> {
        Ok(self.deleted.lock().unwrap().pop_front().unwrap_or_default())
    }

    async fn back_off(&self, attempt: u32) {
        self.asked.lock().unwrap().waits.push(attempt);
    }
}

/// The output of a future that waits for nothing.
pub fn ready<F: Future>(future: F) -> F::Output {
    future.now_or_never().expect("it waits for nothing")
}

/// A database that does not answer.
pub fn unavailable() -> Fault {
    Fault::Unavailable { reason: "ThrottlingException".to_owned(), source: None }
}

/// Time for so many parts of a call's work: after them, only the time to store what became of it is left.
pub fn time_for(parts: u32) -> TimeLimit {
    let left = AtomicU32::new(parts);
    TimeLimit::new(move |reserve| {
        let take = |left: u32| left.checked_sub(1);
        let is_left =
            reserve < lease::RESERVE || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok();
        if is_left { Box::pin(pending()) } else { Box::pin(std::future::ready(())) }
    })
}
