//! Executes a use case: read, decide, commit, and decide again after a conflict.

use crate::context::{Context, Invocation};
use crate::database::{CommitOutcome, Database};
use crate::error::{Error, Fault};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::role_use;
use staffroom_domain::{Rejection, Timestamp, bounds};

/// The largest number of attempts. After that, the caller must retry.
const ATTEMPTS: u32 = 10;

/// The largest number of further reads that decisions ask for.
const FURTHER_READS: u32 = 30;

/// The largest number of transactions that release expired seats before a decision.
const SWEEPS: u32 = 12;

/// A use case. The value itself is the command.
pub trait UseCase {
    /// The answer to the caller.
    type Answer;

    /// The keys and ranges that the decision needs.
    fn reads(&self, now: Timestamp) -> ReadSet;

    /// Makes the decision, as a pure function of the command, the records that were read, and the context.
    ///
    /// # Errors
    /// The business reason why the command is not carried out.
    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error>;
}

/// The outcome of a decision.
#[derive(Debug)]
pub enum Outcome<A> {
    /// There is nothing to write.
    Unchanged(A),
    /// There is nothing to write. The read may contain half of another change, so the answer must be
    /// confirmed by a second read.
    Unconfirmed(A),
    /// The plan to commit, and the answer after that.
    Commit(Box<Plan>, A),
    /// These must be read as well, before the decision.
    ReadMore(ReadSet),
}

impl<A> Outcome<A> {
    /// A plan to commit, and the answer after that.
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

/// Executes a use case. Without conflicts it takes two round trips.
///
/// A failed condition returns the current record, and the decision is repeated with it. A rejection must be
/// confirmed by a second read, because a read is not isolated and may contain half of another change. A write
/// that conflicts with a write in progress is repeated after a pause.
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

/// Commits a plan without conditions. A write that conflicts with a write in progress is repeated after a pause.
///
/// # Errors
/// If the database does not answer, or other writes of the same records do not end.
pub(crate) async fn commit_unconditional<D: Database>(database: &D, plan: &Plan) -> Result<(), Error> {
    for attempt in 0..ATTEMPTS {
        match database.commit(plan).await? {
            CommitOutcome::Committed => return Ok(()),
            CommitOutcome::Stale(_) => return Err(Fault::InvalidPlan("it has a condition").into()),
            CommitOutcome::Contention => database.back_off(attempt).await,
        }
    }
    Err(too_many_changes().into())
}

fn too_many_changes() -> Fault {
    let reason = "too many changes of the same records at once".to_owned();
    Fault::Unavailable { reason, source: None }
}

/// A use case in progress, with the records that were read. Several use cases can use the same read one after
/// another.
pub struct Execution<'a, D> {
    database: &'a D,
    invocation: &'a Invocation,
    reads: ReadSet,
    read: ReadResult,
    doubt: Doubt,
}

/// The last rejection or unconfirmed answer. It is returned if a second read leads to the same one.
#[derive(Debug, PartialEq, Eq)]
enum Doubt {
    /// There is none since the last commit attempt.
    None,
    /// An answer that may be based on half of another change.
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

    /// The records that were read.
    #[must_use]
    pub fn read(&self) -> &ReadResult {
        &self.read
    }

    /// Decides and commits.
    ///
    /// # Errors
    /// The rejection of the use case, or a fault of the database.
    pub async fn finish<U: UseCase>(&mut self, use_case: &U) -> Result<U::Answer, Error> {
        let (mut attempt, mut further_reads) = (0, 0);
        while attempt < ATTEMPTS && further_reads <= FURTHER_READS {
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
                    // What was read before knows more than the index, which lags.
                    self.read.drop_released_seats(context.now);
                    self.reads.extend(more);
                    // A decision that reads in steps is not an attempt.
                    further_reads += 1;
                    continue;
                }
                Ok(Outcome::Commit(plan, answer)) => {
                    let plan = plan.with_versions();
                    plan.require_size()?;
                    match self.database.commit(&plan).await? {
                        CommitOutcome::Committed => return Ok(answer),
                        CommitOutcome::Stale(found) => {
                            // A later read includes these keys. A counter, for example, is read only after
                            // its limit was reached.
                            self.reads.extend(ReadSet::keys(found.iter().map(|(key, _)| key.clone())));
                            let doubtful = ReadSet::keys(self.read.doubtful_seats(&found));
                            self.read.refresh(found);
                            self.doubt = Doubt::None;
                            if !doubtful.keys.is_empty() {
                                self.read.merge(self.database.read(&doubtful).await?);
                                self.read.drop_released_seats(context.now);
                                self.reads.extend(doubtful);
                            }
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
            attempt += 1;
        }
        Err(too_many_changes().into())
    }

    async fn read_again(&mut self, doubt: Doubt) -> Result<(), Error> {
        self.read = read(self.database, self.invocation, &self.reads).await?;
        self.doubt = doubt;
        Ok(())
    }
}

/// Reads. Those who have a role are counted last: a change of the store after it was read is a failed condition.
async fn read<D: Database>(
    database: &D,
    invocation: &Invocation,
    reads: &ReadSet,
) -> Result<ReadResult, Error> {
    let mut found = read_seats(database, invocation, reads).await?;
    if let Some(users) = &reads.role_users {
        found.set_role_use(Box::pin(role_use::count(users, database, invocation.now())).await?);
    }
    Ok(found)
}

/// Reads. If more seats have expired than one change can release, releases them first.
async fn read_seats<D: Database>(
    database: &D,
    invocation: &Invocation,
    reads: &ReadSet,
) -> Result<ReadResult, Error> {
    let mut reads = reads.clone();
    let mut found = read_released(database, &reads).await?;
    let Some((store, _)) = reads.releasable_seats.clone() else { return Ok(found) };
    for _ in 0..SWEEPS {
        let releasable = found.releasable_seats().unwrap_or_default();
        let has_limit = found.store(&store).is_some_and(|store| store.plan.seats.is_some());
        // Records that the use case reads itself are left out, because a release would change their versions.
        let swept: Vec<Key> = releasable.iter().filter(|key| !reads.keys.contains(key)).cloned().collect();
        if releasable.len() <= bounds::RELEASED_SEATS || swept.is_empty() || !has_limit {
            break;
        }
        let mut sweep = Plan::freeing_seats(&store, &invocation.context(&ReadResult::default()));
        for key in swept.into_iter().take(bounds::TRANSACTION_ACTIONS - 1) {
            sweep.release_seat(key)?;
        }
        // The index lags. The records of failed conditions are added to the next read, which then leaves out
        // seats that are released already.
        if let CommitOutcome::Stale(stale) = database.commit(&sweep).await? {
            reads.extend(ReadSet::keys(stale.into_iter().map(|(key, _)| key)));
        }
        found = read_released(database, &reads).await?;
    }
    Ok(found)
}

/// Reads. The list of releasable seats comes from an index that lags, so records that were read consistently
/// take precedence.
async fn read_released<D: Database>(database: &D, reads: &ReadSet) -> Result<ReadResult, Error> {
    let mut found = database.read(reads).await?;
    if let Some((_, now)) = &reads.releasable_seats {
        found.drop_released_seats(*now);
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
