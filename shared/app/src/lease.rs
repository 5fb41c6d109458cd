//! The lease of an idempotency key: a request that makes several writes holds its key from its first write to its answer.

use std::future::Future;
use std::time::Duration;

use staffroom_domain::{Rejection, Timestamp};

use crate::context::{Caller, Context, Invocation};
use crate::database::Database;
use crate::error::Error;
use crate::execute::{Outcome, UseCase, commit_unconditional, execute};
use crate::idempotency::{IdempotencyKey, Reply};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::{IdempotencyRecord, IdempotencyState, Record};

/// The time that is kept for storing what became of a request, and for its answer.
pub(crate) const RESERVE: Duration = Duration::from_millis(1_500);

/// The time that is kept for the answer alone.
const ANSWER_RESERVE: Duration = Duration::from_millis(200);

/// Holds the idempotency key of a request in progress, if the request has one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lease<'a> {
    key: Option<&'a IdempotencyKey>,
    caller: &'a Caller,
    begun: Timestamp,
    is_resumed: bool,
}

impl<'a> Lease<'a> {
    /// The lease of a request at `now`. It is not held before [`Self::record`] is committed.
    pub(crate) fn new(
        key: Option<&'a IdempotencyKey>,
        caller: &'a Caller,
        read: &ReadResult,
        now: Timestamp,
    ) -> Self {
        let resumed = key.and_then(|key| key.begun(read, now));
        Self { key, caller, begun: resumed.unwrap_or(now), is_resumed: resumed.is_some() }
    }

    /// Takes the key before the first write of a request, or finds the stored answer. What `reads` names is read at the same
    /// time, and `check` rejects the request by it before the key is taken.
    ///
    /// # Errors
    /// The rejection of `check`, [`Rejection::IdempotencyKeyReused`], [`Rejection::IdempotencyKeyInUse`], or a fault of the
    /// database.
    pub(crate) async fn take<D: Database>(
        database: &D,
        invocation: &Invocation,
        (caller, key): (&'a Caller, Option<&'a IdempotencyKey>),
        reads: ReadSet,
        check: impl Fn(&ReadResult) -> Result<(), Rejection>,
    ) -> Result<Reply<Self>, Error> {
        let take = Take { key, caller, reads: reads.and(key.map(|key| key.key.clone())), check };
        execute(database, invocation, &take).await
    }

    /// When the request was first begun, if this is its repetition after it was interrupted. What its caller made since then can
    /// be its own.
    pub(crate) fn resumed(&self) -> Option<Timestamp> {
        self.is_resumed.then_some(self.begun)
    }

    /// The record that holds the key from `now` on.
    pub(crate) fn record(&self, key: &IdempotencyKey, now: Timestamp) -> IdempotencyRecord {
        key.record(self.begun, now, IdempotencyState::InProgress)
    }

    /// Gives the key back with the answer. Without one the request was interrupted, and its repetition goes on.
    ///
    /// Best effort, because the request's own writes are committed: if this fails, the request counts as in progress for a
    /// minute, and can be repeated after that.
    pub(crate) async fn end<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        answer: Option<String>,
    ) {
        let Some(key) = self.key else { return };
        let context = invocation.context(&ReadResult::default());
        let mut plan = Plan::outside_store(&context, self.caller.event_actor());
        let state = answer.map_or(IdempotencyState::Interrupted, IdempotencyState::Answered);
        let record = Record::Idempotency(key.record(self.begun, context.now, state));
        // Unconditional: the key is in use until this write, so no other request writes the record.
        let put = Write::Put { key: key.key.clone(), record, condition: Condition::None };
        let stored = async {
            plan.push(put)?;
            commit_unconditional(database, &plan).await
        };
        if let Err(error) = invocation.time.run(ANSWER_RESERVE, Box::pin(stored)).await {
            tracing::warn!(%error, "the request stays marked as in progress");
        }
    }
}

/// Does the work of a request once per idempotency key: `write` writes the answer, which is given again to a repeated request.
///
/// # Errors
/// As [`Lease::take`] and `work`.
pub(crate) async fn once<D: Database, T>(
    database: &D,
    invocation: &Invocation,
    (caller, key): (&Caller, Option<&IdempotencyKey>),
    work: impl Future<Output = Result<T, Error>> + Send,
    write: impl Fn(&T) -> Option<String>,
) -> Result<Reply<T>, Error> {
    let taken = Lease::take(database, invocation, (caller, key), ReadSet::default(), |_| Ok(()));
    let lease = match taken.await? {
        Reply::Replayed(answer) => return Ok(Reply::Replayed(answer)),
        Reply::Fresh(lease) => lease,
    };
    let done = invocation.time.run(RESERVE, work).await;
    lease.end(database, invocation, done.as_ref().ok().and_then(write)).await;
    done.map(Reply::Fresh)
}

/// Takes the key of a request.
struct Take<'a, C> {
    key: Option<&'a IdempotencyKey>,
    caller: &'a Caller,
    reads: ReadSet,
    check: C,
}

impl<'a, C: Fn(&ReadResult) -> Result<(), Rejection>> UseCase for Take<'a, C> {
    type Answer = Reply<Lease<'a>>;

    fn reads(&self, _: Timestamp) -> ReadSet {
        self.reads.clone()
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        (self.check)(read)?;
        let lease = Lease::new(self.key, self.caller, read, context.now);
        let Some(key) = self.key else { return Ok(Outcome::Unchanged(Reply::Fresh(lease))) };
        if let Some(answer) = key.answered(read, context.now)? {
            return Ok(Outcome::Unchanged(Reply::Replayed(answer.to_owned())));
        }
        let mut plan = Plan::outside_store(context, self.caller.event_actor());
        plan.put_idempotency(key.key.clone(), lease.record(key, context.now))?;
        Ok(Outcome::commit(plan, Reply::Fresh(lease)))
    }
}

#[cfg(test)]
mod tests;
