//! The platform moves a person to another id, as the functions `people` and `work` do it: the request sends a message for each
//! store, and a worker moves the person in that store when it gets the message.

use std::sync::{Arc, Mutex, PoisonError};

use staffroom_app::{
    Database, IdempotencyKey, Invocation, MoveHint, MovePerson, Moving, Reply, move_in_store,
    move_person_once,
};
use staffroom_domain::Timestamp;

use super::{Answer, answer};

/// The request to move a person.
#[derive(Debug, Clone)]
pub struct MoveRequest {
    /// The request.
    pub command: MovePerson,
    /// Its idempotency key.
    pub key: Option<IdempotencyKey>,
    /// Where its messages go. They are sent before the answer, and also if there is none.
    pub queue: Arc<Mutex<Vec<MoveHint>>>,
}

/// A message that a person is to be moved in a store. It can come twice, and late.
#[derive(Debug, Clone)]
pub struct MoveMessage {
    /// The message.
    pub hint: MoveHint,
    /// What the request can have read: the person was in this store, and had last left it by then. It is of no other store and of
    /// no later stay of theirs.
    pub as_of: Vec<Stay>,
    /// When it was sent.
    pub at: Timestamp,
}

/// A person's stay on a team, by the commits that made the store and that the person last left it with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The commit that made the store.
    pub store: u64,
    /// The commit with which the person last left it; `None`: they never did.
    pub left: Option<u64>,
}

impl MoveRequest {
    pub(super) async fn carry_out<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        let send = |hints: Vec<MoveHint>| {
            self.queue.lock().unwrap_or_else(PoisonError::into_inner).extend(hints.iter().cloned());
            async { Ok(()) }
        };
        let write = |stores: usize| Some(stores.to_string());
        let (command, key) = (&self.command, self.key.as_ref());
        let moved = move_person_once(database, invocation, command, key, send, write);
        answer(Box::pin(moved).await, |reply| match reply {
            Reply::Fresh(stores) => Answer::Moving(stores),
            Reply::Replayed(text) => Answer::Replayed(text),
        })
    }

    /// The messages that were sent.
    #[must_use]
    pub fn sent(&self) -> Vec<MoveHint> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl MoveMessage {
    pub(super) async fn carry_out<D: Database>(&self, database: &D, invocation: &Invocation) -> Answer {
        let moved = Box::pin(move_in_store(database, invocation, &self.hint)).await;
        answer(moved, |moving| match moving {
            Moving::Done | Moving::Later => Answer::Moved,
            Moving::Taken => Answer::NotMoved,
        })
    }
}
