use chrono::Duration;
use staffroom_domain::builders::noon;
use staffroom_domain::{Rejection, Timestamp};

use super::Lease;
use crate::Error;
use crate::builders::{found, invocation, person, shop};
use crate::context::{Caller, Invocation};
use crate::database::CommitOutcome;
use crate::expect::put;
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::{IdempotencyScope, Key};
use crate::plan::{Condition, Plan};
use crate::read::{ReadResult, ReadSet};
use crate::record::{IdempotencyRecord, IdempotencyState, Record};
use crate::scripted::{ScriptedDatabase, ready, unavailable};
use crate::time_limit::TimeLimit;

fn key() -> IdempotencyKey {
    IdempotencyKey {
        key: Key::Idempotency(IdempotencyScope::Store(shop()), "key".to_owned()),
        fingerprint: "request".to_owned(),
    }
}

fn known(state: IdempotencyState) -> Record {
    Record::Idempotency(key().record(noon(), noon(), state))
}

fn remembering(state: IdempotencyState) -> ReadResult {
    found([(key().key, Some(known(state)))])
}

fn stored(plan: &Plan) -> (IdempotencyRecord, Condition) {
    match put(plan, &key().key) {
        (Record::Idempotency(record), condition) => (record.clone(), condition.clone()),
        other => panic!("{other:?}"),
    }
}

/// Takes the key at this time; when the request was begun, and the time when its predecessor was.
fn take(
    database: &ScriptedDatabase,
    key: Option<&IdempotencyKey>,
    now: Timestamp,
) -> Result<Reply<(Timestamp, Option<Timestamp>)>, Error> {
    let caller = person("kim");
    let of: (&Caller, _) = (&caller, key);
    match ready(Lease::take(database, &invocation(now), of, ReadSet::default(), |_| Ok(())))? {
        Reply::Fresh(lease) => Ok(Reply::Fresh((lease.begun, lease.resumed()))),
        Reply::Replayed(answer) => Ok(Reply::Replayed(answer)),
    }
}

fn rejection(reply: Result<Reply<(Timestamp, Option<Timestamp>)>, Error>) -> Rejection {
    match reply {
        Err(Error::Rejected(rejection)) => rejection,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_key_is_taken_before_the_first_write() {
    let database = ScriptedDatabase::reading([ReadResult::default()]);
    let taken = take(&database, Some(&key()), noon()).unwrap();
    assert!(matches!(taken, Reply::Fresh((begun, None)) if begun == noon()));
    let asked = database.asked();
    assert_eq!((asked.reads.len(), &asked.reads[0].keys), (1, &vec![key().key]));
    let (record, condition) = stored(&asked.plans[0]);
    assert_eq!((record.state, condition), (IdempotencyState::InProgress, Condition::IdempotencyKeyFree));
}

#[test]
fn of_two_requests_at_once_the_second_finds_the_key_in_use() {
    for (of_the_first, expected) in [
        (key(), Rejection::IdempotencyKeyInUse),
        (IdempotencyKey { fingerprint: "other".to_owned(), ..key() }, Rejection::IdempotencyKeyReused),
    ] {
        let record = of_the_first.record(noon(), noon(), IdempotencyState::InProgress);
        let first = (key().key, Some(Record::Idempotency(record)));
        // Neither read finds the other's record: the write does.
        let database = ScriptedDatabase::reading([ReadResult::default(), found([first.clone()])])
            .committing([Ok(CommitOutcome::Stale(vec![first]))]);
        assert_eq!(rejection(take(&database, Some(&key()), noon())), expected);
        assert_eq!(database.asked().plans.len(), 1);
    }
}

#[test]
fn a_request_is_not_begun_beside_itself_and_goes_on_where_it_was_interrupted() {
    let in_progress = || ScriptedDatabase::reading([remembering(IdempotencyState::InProgress)]);
    let interrupted = || ScriptedDatabase::reading([remembering(IdempotencyState::Interrupted)]);
    let second = noon() + Duration::seconds(1);
    assert_eq!(rejection(take(&in_progress(), Some(&key()), second)), Rejection::IdempotencyKeyInUse);
    for (database, now) in [(interrupted(), second), (in_progress(), noon() + Duration::seconds(60))] {
        let taken = take(&database, Some(&key()), now).unwrap();
        assert!(matches!(taken, Reply::Fresh((begun, Some(before))) if begun == noon() && before == noon()));
        let (record, _) = stored(&database.asked().plans[0]);
        assert_eq!((record.begun, record.at), (noon(), now), "it holds the key from its own time on");
    }
    let other = IdempotencyKey { fingerprint: "other".to_owned(), ..key() };
    assert_eq!(rejection(take(&interrupted(), Some(&other), second)), Rejection::IdempotencyKeyReused);
}

#[test]
fn an_answer_is_given_again() {
    let database = ScriptedDatabase::reading([remembering(IdempotencyState::Answered("before".to_owned()))]);
    let taken = take(&database, Some(&key()), noon()).unwrap();
    assert!(matches!(taken, Reply::Replayed(answer) if answer == "before"));
    assert!(database.asked().plans.is_empty());
}

#[test]
fn a_request_that_is_rejected_takes_no_key_and_one_without_a_key_writes_nothing() {
    let database = ScriptedDatabase::reading([ReadResult::default()]);
    let (caller, key) = (person("kim"), key());
    let invocation = invocation(noon());
    let refuse = |_: &ReadResult| Err(Rejection::NotFound);
    let taken = Lease::take(&database, &invocation, (&caller, Some(&key)), ReadSet::default(), refuse);
    assert!(matches!(ready(taken), Err(Error::Rejected(Rejection::NotFound))));
    assert!(take(&database, None, noon()).is_ok());
    assert!(database.asked().plans.is_empty());
}

fn end(database: &ScriptedDatabase, invocation: &Invocation, answer: Option<&str>) {
    let (caller, key) = (person("kim"), key());
    let lease = Lease::new(Some(&key), &caller, &ReadResult::default(), noon());
    ready(lease.end(database, invocation, answer.map(str::to_owned)));
}

#[test]
fn what_became_of_a_request_is_stored_even_if_the_write_conflicts_at_first() {
    let answered = IdempotencyState::Answered("yes".to_owned());
    for (answer, expected) in [(Some("yes"), answered), (None, IdempotencyState::Interrupted)] {
        let database = ScriptedDatabase::default().committing([Ok(CommitOutcome::Contention)]);
        end(&database, &invocation(noon()), answer);
        let asked = database.asked();
        assert_eq!((asked.plans.len(), asked.waits.len()), (2, 1));
        let (record, condition) = stored(&asked.plans[1]);
        assert_eq!((record.state, condition), (expected, Condition::None));
    }
}

#[test]
fn what_cannot_be_stored_fails_no_request() {
    let database = ScriptedDatabase::default().committing([Err(unavailable())]);
    end(&database, &invocation(noon()), Some("yes"));
    assert_eq!(database.asked().plans.len(), 1);
    // The time for the answer is kept, too.
    let over = TimeLimit::new(|_| Box::pin(std::future::ready(())));
    end(&database, &Invocation { time: over, ..invocation(noon()) }, Some("yes"));
    assert_eq!(database.asked().plans.len(), 1);
}
