//! The work of an erasure, step by step. Each step is one transaction that also changes the task, so a process may end anywhere
//! and another one goes on. A step that was done twice changes nothing twice.

use serde::{Deserialize, Serialize};
use staffroom_domain::{ErasureId, ErasureStatus, LedgerKey};

use super::erase_step::{Next, Step};
use super::ledger::Ledger;
use crate::context::Invocation;
use crate::database::{CommitOutcome, Database};
use crate::error::{Error, Fault};
use crate::key::Key;
use crate::read::ReadSet;

/// The largest number of steps of one invocation. The next one goes on.
const STEPS: usize = 20_000;

/// The largest number of attempts at a step that others' changes disturb.
const ATTEMPTS: u32 = 10;

/// A message that an erasure is to be worked on. It names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ErasureHint {
    /// The erasure.
    pub erasure: ErasureId,
}

/// How far an invocation came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasing {
    /// The erasure is done, now or before.
    Done,
    /// It goes on later: its event is not published yet, or there were very many steps. The index still has it.
    Later,
}

/// Works on an erasure until it is done.
///
/// # Errors
/// When a database does not answer, or a record is corrupt. What was done stays done.
pub async fn erase<D: Database, L: Ledger>(
    (database, ledger): (&D, &L),
    key: &LedgerKey,
    invocation: &Invocation,
    id: ErasureId,
) -> Result<Erasing, Error> {
    let mut failed = 0;
    for _ in 0..STEPS {
        let read = database.read(&ReadSet::keys([Key::Erasure(id)])).await?;
        let Some(task) = read.erasure(id) else { return Ok(Erasing::Done) };
        let step = Step { database, invocation, task };
        let plan = match Box::pin(step.next()).await? {
            Next::Commit(plan) => plan,
            Next::Wait => return Ok(Erasing::Later),
            Next::Known(after, plan) => {
                // The ledger knows the person before anything is erased.
                ledger.put(&after.entry(key, ErasureStatus::Running)).await?;
                plan
            }
            Next::Finished(plan) => {
                ledger.put(&task.entry(key, ErasureStatus::Done)).await?;
                plan
            }
        };
        plan.require_size()?;
        match database.commit(&plan).await? {
            CommitOutcome::Committed => failed = 0,
            CommitOutcome::Stale(_) | CommitOutcome::Contention if failed < ATTEMPTS => {
                database.back_off(failed).await;
                failed += 1;
            }
            CommitOutcome::Stale(_) | CommitOutcome::Contention => {
                let reason = "too many changes of the same records at once".to_owned();
                return Err(Fault::Unavailable { reason, source: None }.into());
            }
        }
    }
    Ok(Erasing::Later)
}
