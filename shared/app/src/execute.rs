//! How a use case is carried out: read, decide, commit; on a conflict decide again.

use crate::context::{Context, Invocation};
use crate::database::{CommitOutcome, Database};
use crate::error::{Error, Fault};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use staffroom_domain::{Rejection, Timestamp, bounds};

/// How often a use case is decided before the caller is told to try again.
const ATTEMPTS: u32 = 10;

/// How often seats past their term are released ahead of a decision, a transaction's worth each time.
const SWEEPS: u32 = 12;

/// One use case: what it reads, and what it decides on that. The value itself is the command.
pub trait UseCase {
    /// The answer to whoever asked.
    type Answer;

    /// What the decision reads.
    fn reads(&self, now: Timestamp) -> ReadSet;

    /// Decides. A pure function of the command, what was read, and the context.
    ///
    /// # Errors
    /// The business reason why the command is not carried out.
    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error>;
}

/// The outcome of a decision.
#[derive(Debug)]
pub enum Outcome<A> {
    /// Nothing is to be written.
    Unchanged(A),
    /// Nothing is to be written, and the answer may come from a read that shows half of another change: it is read again.
    Unconfirmed(A),
    /// The plan is to be committed; then this is the answer.
    Commit(Box<Plan>, A),
    /// More must be read first.
    ReadMore(ReadSet),
}

impl<A> Outcome<A> {
    /// A plan to be committed, and the answer after that.
    pub fn commit(plan: Plan, answer: A) -> Self {
        Self::Commit(Box::new(plan), answer)
    }

    /// The same with another answer.
    pub fn map<B>(self, change: impl FnOnce(A) -> B) -> Outcome<B> {
        match self {
            Self::Unchanged(answer) => Outcome::Unchanged(change(answer)),
            Self::Unconfirmed(answer) => Outcome::Unconfirmed(change(answer)),
            Self::Commit(plan, answer) => Outcome::Commit(plan, change(answer)),
            Self::ReadMore(reads) => Outcome::ReadMore(reads),
        }
    }
}

/// Carries out a use case: two round trips when no other change meets it.
///
/// A failed condition brings the record back as it is now, and the decision is made again on that. A rejection is given when
/// two reads in a row lead to it: a read is not isolated and may show half of another change. A write that meets another
/// write in progress is tried again after a moment.
///
/// # Errors
/// The rejection of the use case, or a fault of the database.
pub async fn execute<D: Database, U: UseCase>(
    database: &D,
    invocation: &Invocation,
    use_case: &U,
) -> Result<U::Answer, Error> {
    // Boxed: the future holds the database's, which is large and many layers deep.
    Box::pin(async {
        let mut execution = Execution::start(database, invocation, use_case.reads(invocation.now())).await?;
        execution.finish(use_case).await
    })
    .await
}

/// A use case in progress, with what was read for it. Several use cases can follow one another on one read.
pub struct Execution<'a, D> {
    database: &'a D,
    invocation: &'a Invocation,
    reads: ReadSet,
    read: ReadResult,
    doubt: Doubt,
}

/// The last rejection or unconfirmed answer. It is given when two reads in a row lead to the same.
#[derive(Debug, PartialEq, Eq)]
enum Doubt {
    /// There is none since the last commit.
    None,
    /// An answer that may come from half of another change.
    Unconfirmed,
    /// A rejection.
    Rejected(Rejection),
}

impl<'a, D: Database> Execution<'a, D> {
    /// Reads.
    ///
    /// # Errors
    /// When the database does not answer, or a record is corrupt.
    pub async fn start(database: &'a D, invocation: &'a Invocation, reads: ReadSet) -> Result<Self, Error> {
        let read = read(database, invocation, &reads).await?;
        Ok(Self { database, invocation, reads, read, doubt: Doubt::None })
    }

    /// What was read.
    #[must_use]
    pub fn read(&self) -> &ReadResult {
        &self.read
    }

    /// Decides and commits.
    ///
    /// # Errors
    /// The rejection of the use case, or a fault of the database.
    pub async fn finish<U: UseCase>(&mut self, use_case: &U) -> Result<U::Answer, Error> {
        for attempt in 0..ATTEMPTS {
            let context = self.invocation.context(&self.read);
            match use_case.decide(&self.read, &context) {
                Ok(Outcome::Unchanged(answer)) => return Ok(answer),
                Ok(Outcome::Unconfirmed(answer)) => match self.doubt {
                    Doubt::Unconfirmed => return Ok(answer),
                    Doubt::None | Doubt::Rejected(_) => self.read_again(Doubt::Unconfirmed).await?,
                },
                Ok(Outcome::ReadMore(more)) => {
                    let found = read(self.database, self.invocation, &more).await?;
                    self.read.merge(found);
                    self.reads.extend(more);
                }
                Ok(Outcome::Commit(plan, answer)) => {
                    plan.require_size()?;
                    match self.database.commit(&plan).await? {
                        CommitOutcome::Committed => return Ok(answer),
                        CommitOutcome::Stale(found) => {
                            // A later read reads them, too: a counter is only read once it is exceeded.
                            self.reads.extend(ReadSet::keys(found.iter().map(|(key, _)| key.clone())));
                            self.read.refresh(found);
                            self.doubt = Doubt::None;
                        }
                        CommitOutcome::Contention => self.database.back_off(attempt).await,
                    }
                }
                Err(Error::Rejected(rejection)) => {
                    if self.doubt == Doubt::Rejected(rejection.clone()) {
                        return Err(rejection.into());
                    }
                    self.read_again(Doubt::Rejected(rejection)).await?;
                }
                Err(fault @ Error::Faulted(_)) => return Err(fault),
            }
        }
        Err(Fault::Unavailable {
            reason: "too many changes of the same records at once".to_owned(),
            source: None,
        }
        .into())
    }

    async fn read_again(&mut self, doubt: Doubt) -> Result<(), Error> {
        self.read = read(self.database, self.invocation, &self.reads).await?;
        self.doubt = doubt;
        Ok(())
    }
}

/// Reads, and first releases seats past their term where they are more than one change can.
async fn read<D: Database>(
    database: &D,
    invocation: &Invocation,
    reads: &ReadSet,
) -> Result<ReadResult, Error> {
    let mut reads = reads.clone();
    let mut found = read_released(database, &reads).await?;
    let Some((store, _)) = reads.releasable_seats.clone() else { return Ok(found) };
    for _ in 0..SWEEPS {
        let releasable = found.releasable_seats().unwrap_or_default();
        let has_limit = found.store(&store).is_none_or(|store| store.plan.seats.is_some());
        // The use case's own records keep their versions.
        let swept: Vec<Key> = releasable.iter().filter(|key| !reads.keys.contains(key)).cloned().collect();
        if releasable.len() <= bounds::RELEASED_SEATS || swept.is_empty() || !has_limit {
            break;
        }
        let mut sweep = Plan::freeing_seats(&store, &invocation.context(&ReadResult::default()));
        for key in swept.into_iter().take(bounds::TRANSACTION_ACTIONS - 1) {
            sweep.release_seat(key)?;
        }
        // The index lags: a seat that another change released is read consistently with the next read, which leaves it out.
        if let CommitOutcome::Stale(stale) = database.commit(&sweep).await? {
            reads.extend(ReadSet::keys(stale.into_iter().map(|(key, _)| key)));
        }
        found = read_released(database, &reads).await?;
    }
    Ok(found)
}

/// Reads. The list of releasable seats is an index and lags: what was read consistently beside it is believed.
async fn read_released<D: Database>(database: &D, reads: &ReadSet) -> Result<ReadResult, Error> {
    let mut found = database.read(reads).await?;
    if let Some((_, now)) = &reads.releasable_seats {
        found.drop_released_seats(*now);
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
