use staffroom_domain::builders::{email, noon, store, user};
use staffroom_domain::{MemberPut, Notify, Rejection, Restriction};

use super::{PutMembers, PutResult};
use crate::Error;
use crate::builders::{
    found, invitation_key, invocation, nothing_found, person, platform, shop, store_found, store_key,
};
use crate::context::Caller;
use crate::database::CommitOutcome;
use crate::expect::put;
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::{IdempotencyScope, Key};
use crate::read::ReadResult;
use crate::record::{IdempotencyState, Record};
use crate::scripted::{ScriptedDatabase, ready, unavailable};

fn member(id: &str, role: &str) -> (MemberPut, Notify) {
    let put = MemberPut {
        user: user(id),
        email: email(&format!("{id}@example.com")),
        name: None,
        locale: None,
        roles: vec![role.parse().unwrap()],
        permissions: vec![],
        access_ends_at: None,
    };
    (put, Notify::Nobody)
}

fn key() -> IdempotencyKey {
    IdempotencyKey {
        key: Key::Idempotency(IdempotencyScope::Store(shop()), "k".to_owned()),
        fingerprint: "f".to_owned(),
    }
}

fn execute(
    database: &ScriptedDatabase,
    caller: Caller,
    members: Vec<(MemberPut, Notify)>,
) -> Result<Reply<Vec<PutResult>>, Error> {
    let put = PutMembers { caller, store: shop(), members, key: Some(key()) };
    ready(put.execute(database, &invocation(noon()), |results| Some(results.len().to_string())))
}

fn shop_read() -> ReadResult {
    let nothing = ["sue", "lou"].map(|id| nothing_found(invitation_key(id)));
    found([store_found(&store("whatnot"))].into_iter().chain(nothing))
}

#[test]
fn the_platform_alone_puts_members_of_a_store_that_is_there() {
    let database = ScriptedDatabase::reading([]);
    let refused = execute(&database, person("owner"), vec![]);
    assert!(matches!(refused, Err(Error::Rejected(Rejection::Forbidden(Restriction::PlatformOnly)))));
    let database = ScriptedDatabase::reading([found([nothing_found(store_key())])]);
    assert!(matches!(execute(&database, platform(), vec![]), Err(Error::Rejected(Rejection::NotFound))));
}

#[test]
fn each_member_has_a_result_and_the_answer_is_stored() {
    // A rejection is confirmed by a second read.
    let database = ScriptedDatabase::reading((0..4).map(|_| shop_read()));
    let members = vec![member("sue", "seller"), member("lou", "boss")];
    let Ok(Reply::Fresh(results)) = execute(&database, platform(), members) else { panic!("results") };
    assert!(results[0].is_ok());
    assert!(matches!(results[1], Err(Rejection::InvalidField(_))));
    let plans = database.asked().plans;
    let Record::Idempotency(record) = put(&plans[1], &key().key).0 else { panic!("no record") };
    assert_eq!((plans.len(), &record.state), (2, &IdempotencyState::Answered("2".to_owned())));
}

#[test]
fn a_known_key_gets_the_stored_answer() {
    let record = key().record(noon(), noon(), IdempotencyState::Answered("before".to_owned()));
    let known = (key().key, Some(Record::Idempotency(record)));
    let database = ScriptedDatabase::reading([found([store_found(&store("whatnot")), known])]);
    let reply = execute(&database, platform(), vec![member("sue", "seller")]);
    assert!(matches!(reply, Ok(Reply::Replayed(answer)) if answer == "before"));
    assert!(database.asked().plans.is_empty());
}

#[test]
fn members_after_a_fault_have_no_result_and_nothing_is_stored() {
    let members = vec![member("sue", "seller"), member("lou", "seller")];
    let script = || ScriptedDatabase::reading((0..3).map(|_| shop_read()));
    let database = script().committing([Ok(CommitOutcome::Committed), Err(unavailable())]);
    let Ok(Reply::Fresh(results)) = execute(&database, platform(), members.clone()) else {
        panic!("results")
    };
    assert_eq!((results.len(), database.asked().plans.len()), (1, 2));
    let database = script().committing([Err(unavailable())]);
    assert!(matches!(execute(&database, platform(), members), Err(Error::Faulted(_))), "nothing is done");
}
