use staffroom_domain::{Rejection, Timestamp};

use crate::context::Context;
use crate::error::Error;
use crate::execute::{Outcome, UseCase};
use crate::key::{IdempotencyScope, Key};
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::record::{IdempotencyRecord, IdempotencyState};

/// The idempotency key of a request. The request is executed once, and repetitions get the same answer for a
/// day.
///
/// Source: draft-ietf-httpapi-idempotency-key-header-07.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    /// The key of its record. It includes the caller, so that no other caller gets the answer.
    pub key: Key,
    /// The hash of the request.
    pub fingerprint: String,
}

impl IdempotencyKey {
    /// The stored answer, if the request was executed before, and not in a store that is closed.
    ///
    /// # Errors
    /// If the key was used for another request, or the request is still in progress.
    pub fn answered<'a>(&self, read: &'a ReadResult, now: Timestamp) -> Result<Option<&'a str>, Rejection> {
        let Some(known) = self.known(read, now).filter(|_| !self.is_of_closed(read)) else { return Ok(None) };
        if known.fingerprint != self.fingerprint {
            return Err(Rejection::IdempotencyKeyReused);
        }
        match &known.state {
            IdempotencyState::Answered(answer) => Ok(Some(answer)),
            IdempotencyState::InProgress | IdempotencyState::Interrupted if known.is_unfinished(now) => {
                Ok(None)
            }
            IdempotencyState::InProgress | IdempotencyState::Interrupted => {
                Err(Rejection::IdempotencyKeyInUse)
            }
        }
    }

    /// When the interrupted request began. What the same caller made since then can be its own.
    #[must_use]
    pub fn begun(&self, read: &ReadResult, now: Timestamp) -> Option<Timestamp> {
        self.known(read, now).filter(|known| known.is_unfinished(now)).map(|known| known.begun)
    }

    /// Whether the request is about a store that is closed, as far as that was read. Nothing is stored there any more.
    fn is_of_closed(&self, read: &ReadResult) -> bool {
        match &self.key {
            Key::Idempotency(IdempotencyScope::Store(store), _) => read.closed_store(store).is_some(),
            _ => false,
        }
    }

    fn known<'a>(&self, read: &'a ReadResult, now: Timestamp) -> Option<&'a IdempotencyRecord> {
        read.idempotency(&self.key).filter(|known| !known.is_over(now))
    }

    /// The record of the request, which was first begun at `begun`.
    #[must_use]
    pub fn record(&self, begun: Timestamp, at: Timestamp, state: IdempotencyState) -> IdempotencyRecord {
        IdempotencyRecord { fingerprint: self.fingerprint.clone(), begun, at, state }
    }
}

/// A use case that is executed once per idempotency key.
pub struct Idempotent<'a, U, W> {
    /// The use case.
    pub use_case: &'a U,
    /// The key. Without one, the use case is executed each time.
    pub key: Option<&'a IdempotencyKey>,
    /// Serializes the answer for storage; `None` if it must not be stored.
    pub write: W,
}

/// The answer of an [`Idempotent`] use case.
#[derive(Debug)]
pub enum Reply<A> {
    /// The use case was executed now.
    Fresh(A),
    /// It was executed before, with this answer.
    Replayed(String),
}

impl<U: UseCase, W: Fn(&U::Answer) -> Option<String>> UseCase for Idempotent<'_, U, W> {
    type Answer = Reply<U::Answer>;

    fn reads(&self, now: Timestamp) -> ReadSet {
        self.use_case.reads(now).and(self.key.map(|key| key.key.clone()))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let Some(key) = self.key else { return Ok(self.use_case.decide(read, context)?.map(Reply::Fresh)) };
        if let Some(answer) = key.answered(read, context.now)? {
            return Ok(Outcome::Unchanged(Reply::Replayed(answer.to_owned())));
        }
        let (mut plan, answer) = match self.use_case.decide(read, context)? {
            Outcome::Commit(plan, answer) => (*plan, answer),
            Outcome::Unchanged(answer) => {
                (Plan::outside_store(context, staffroom_domain::EventActor::Service), answer)
            }
            other @ (Outcome::ReadMore(_) | Outcome::Unconfirmed(_)) => return Ok(other.map(Reply::Fresh)),
        };
        if let Some(text) = (self.write)(&answer) {
            let record = key.record(context.now, context.now, IdempotencyState::Answered(text));
            plan.put_idempotency(key.key.clone(), record)?;
        }
        Ok(Outcome::commit(plan, Reply::Fresh(answer)))
    }
}

#[cfg(test)]
mod tests;
