use staffroom_domain::builders::{day, noon, store};
use staffroom_domain::{EventActor, Rejection, Timestamp};

use super::{IdempotencyKey, Idempotent, Reply};
use crate::builders::{closed_found, context, context_at, found, shop, store_key};
use crate::context::Context;
use crate::error::Error;
use crate::execute::{Outcome, UseCase};
use crate::expect::{committed, put, read_more, rejected, unchanged, unconfirmed};
use crate::key::{IdempotencyScope, Key};
use crate::plan::{Condition, Plan};
use crate::read::{ReadResult, ReadSet};
use crate::record::{IdempotencyRecord, IdempotencyState, Record};
use chrono::Duration;

/// A use case that decides as its name says.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    Change,
    Nothing,
    Doubt,
    Read,
    Reject,
}

impl UseCase for Does {
    type Answer = u32;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([store_key()])
    }

    fn decide(&self, _: &ReadResult, context: &Context) -> Result<Outcome<u32>, Error> {
        match self {
            Self::Change => {
                Ok(Outcome::commit(Plan::in_store(&store("whatnot"), context, EventActor::Service), 7))
            }
            Self::Nothing => Ok(Outcome::Unchanged(7)),
            Self::Doubt => Ok(Outcome::Unconfirmed(7)),
            Self::Read => Ok(Outcome::ReadMore(ReadSet::keys([store_key()]))),
            Self::Reject => Err(Rejection::NotFound.into()),
        }
    }
}

fn key() -> IdempotencyKey {
    IdempotencyKey {
        key: Key::Idempotency(IdempotencyScope::Store(shop()), "key".to_owned()),
        fingerprint: "request".to_owned(),
    }
}

fn stored(fingerprint: &str, state: IdempotencyState) -> ReadResult {
    let record = IdempotencyRecord { fingerprint: fingerprint.to_owned(), begun: noon(), at: noon(), state };
    found([(key().key, Some(Record::Idempotency(record)))])
}

fn answered() -> IdempotencyState {
    IdempotencyState::Answered("answer".to_owned())
}

fn decide(
    does: Does,
    key: Option<&IdempotencyKey>,
    read: &ReadResult,
    context: &Context,
) -> Result<Outcome<Reply<u32>>, Error> {
    let write = |answer: &u32| Some(answer.to_string());
    Idempotent { use_case: &does, key, write }.decide(read, context)
}

#[test]
fn a_request_is_read_with_its_key() {
    let write = |_: &u32| None;
    let with = Idempotent { use_case: &Does::Change, key: Some(&key()), write };
    assert_eq!(with.reads(noon()).keys, [store_key(), key().key]);
    let without = Idempotent { use_case: &Does::Change, key: None, write };
    assert_eq!(without.reads(noon()).keys, [store_key()]);
}

#[test]
fn the_answer_is_stored_in_the_transaction_of_the_change() {
    let (plan, reply) = committed(decide(Does::Change, Some(&key()), &ReadResult::default(), &context()));
    assert!(matches!(reply, Reply::Fresh(7)));
    assert!(plan.store.is_some(), "the change itself");
    let (record, condition) = put(&plan, &key().key);
    assert_eq!(*condition, Condition::IdempotencyKeyFree);
    let state = IdempotencyState::Answered("7".to_owned());
    let expected = IdempotencyRecord { fingerprint: "request".to_owned(), begun: noon(), at: noon(), state };
    assert_eq!(*record, Record::Idempotency(expected));
}

#[test]
fn an_answer_without_a_change_is_stored_too() {
    let (plan, reply) = committed(decide(Does::Nothing, Some(&key()), &ReadResult::default(), &context()));
    assert!(matches!(reply, Reply::Fresh(7)));
    assert!(plan.store.is_none());
    assert_eq!(plan.writes.len(), 1);
}

#[test]
fn a_request_without_a_key_is_carried_out_each_time() {
    let read = stored("request", answered());
    let (plan, reply) = committed(decide(Does::Change, None, &read, &context()));
    assert!(matches!(reply, Reply::Fresh(7)));
    assert!(plan.writes.is_empty());
}

#[test]
fn the_same_request_gets_the_same_answer_for_a_day() {
    let read = stored("request", answered());
    let last = context_at(day(1) - Duration::milliseconds(1));
    let reply = unchanged(decide(Does::Change, Some(&key()), &read, &last));
    assert!(matches!(reply, Reply::Replayed(answer) if answer == "answer"));
    let (_, reply) = committed(decide(Does::Change, Some(&key()), &read, &context_at(day(1))));
    assert!(matches!(reply, Reply::Fresh(7)));
}

#[test]
fn a_key_is_for_one_request() {
    for state in [answered(), IdempotencyState::InProgress, IdempotencyState::Interrupted] {
        let decided = decide(Does::Change, Some(&key()), &stored("other", state), &context());
        assert_eq!(rejected(decided), Rejection::IdempotencyKeyReused);
    }
}

#[test]
fn a_request_in_progress_is_not_carried_out_beside_itself() {
    let read = stored("request", IdempotencyState::InProgress);
    let at =
        |seconds| decide(Does::Change, Some(&key()), &read, &context_at(noon() + Duration::seconds(seconds)));
    assert_eq!(rejected(at(59)), Rejection::IdempotencyKeyInUse);
    committed(at(60));
}

#[test]
fn an_interrupted_request_can_be_carried_out_again_at_once() {
    committed(decide(
        Does::Change,
        Some(&key()),
        &stored("request", IdempotencyState::Interrupted),
        &context(),
    ));
}

#[test]
fn when_a_request_that_stopped_was_begun_is_known_for_a_day() {
    let begun = |state, now| key().begun(&stored("request", state), now);
    assert_eq!(begun(IdempotencyState::Interrupted, noon()), Some(noon()));
    assert_eq!(begun(IdempotencyState::InProgress, noon()), None, "it is being carried out");
    assert_eq!(begun(IdempotencyState::InProgress, noon() + Duration::seconds(60)), Some(noon()));
    assert_eq!(begun(answered(), noon() + Duration::seconds(60)), None, "it was carried out");
    assert_eq!(begun(IdempotencyState::Interrupted, day(1)), None, "it is forgotten");
    assert_eq!(key().begun(&ReadResult::default(), noon()), None);
}

#[test]
fn what_is_no_answer_yet_is_not_stored() {
    let nothing = ReadResult::default();
    assert_eq!(read_more(decide(Does::Read, Some(&key()), &nothing, &context())).keys, [store_key()]);
    assert!(matches!(unconfirmed(decide(Does::Doubt, Some(&key()), &nothing, &context())), Reply::Fresh(7)));
    assert_eq!(rejected(decide(Does::Reject, Some(&key()), &nothing, &context())), Rejection::NotFound);
}

#[test]
fn an_answer_that_is_not_to_be_stored_leaves_the_change_alone() {
    let key = key();
    let use_case = Idempotent { use_case: &Does::Change, key: Some(&key), write: |_: &u32| None };
    let (plan, _) = committed(use_case.decide(&ReadResult::default(), &context()));
    assert!(plan.writes.is_empty());
}

#[test]
fn nothing_is_answered_from_a_closed_store() {
    let mut read = stored("request", answered());
    assert_eq!(key().answered(&read, noon()), Ok(Some("answer")));
    let (closed, record) = closed_found(&store("whatnot"));
    read.set(closed, record);
    assert_eq!(key().answered(&read, noon()), Ok(None));
}
