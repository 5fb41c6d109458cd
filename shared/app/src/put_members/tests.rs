use staffroom_domain::builders::{day, email, member as domain_member, noon, store, user};
use staffroom_domain::{Member, MemberPut, Metadata, Notify, Rejection, Restriction};

use super::{PutMembers, PutResult};
use crate::Error;
use crate::builders::{
    address_key, found, invitation_key, invocation, member_found, nothing_found, person, platform, shop,
    store_found, store_key,
};
use crate::context::{Caller, Invocation};
use crate::database::CommitOutcome;
use crate::expect::put;
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::{IdempotencyScope, Key};
use crate::plan::Plan;
use crate::put_member::MemberIs;
use crate::read::ReadResult;
use crate::record::{IdempotencyState, Record};
use crate::scripted::{ScriptedDatabase, ready, time_for, unavailable};

fn member(id: &str, role: &str) -> (MemberPut, Notify) {
    let put = MemberPut {
        user: user(id),
        email: email(&format!("{id}@example.com")),
        name: None,
        locale: None,
        roles: vec![role.parse().unwrap()],
        permissions: vec![],
        access_ends_at: None,
        metadata: Metadata::default(),
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
    let nothing =
        ["sue", "lou"].into_iter().flat_map(|id| [invitation_key(id), address_key(id)]).map(nothing_found);
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

/// The state of the request that a plan stores.
fn stored(plan: &Plan) -> IdempotencyState {
    let Record::Idempotency(record) = put(plan, &key().key).0 else { panic!("no record") };
    record.state.clone()
}

fn results(reply: Result<Reply<Vec<PutResult>>, Error>) -> Vec<PutResult> {
    match reply.unwrap() {
        Reply::Fresh(results) => results,
        Reply::Replayed(answer) => panic!("replayed {answer}"),
    }
}

#[test]
fn each_member_has_a_result_and_the_answer_is_stored() {
    let database = ScriptedDatabase::reading([shop_read()]);
    let results =
        results(execute(&database, platform(), vec![member("sue", "seller"), member("lou", "boss")]));
    assert!(matches!(results[0], Ok(MemberIs::Added(..))));
    assert!(matches!(results[1], Err(Rejection::InvalidField(_))));
    let plans = database.asked().plans;
    assert_eq!((plans.len(), stored(&plans[0])), (3, IdempotencyState::InProgress));
    assert_eq!(stored(&plans[2]), IdempotencyState::Answered("2".to_owned()));
}

#[test]
fn a_call_that_changes_nothing_keeps_its_key_even_if_the_write_conflicts_at_first() {
    let sue = domain_member("sue", &["seller"]);
    let read = found([store_found(&store("whatnot")), member_found(&sue)]);
    let database = ScriptedDatabase::reading([read]).committing([
        Ok(CommitOutcome::Contention),
        Ok(CommitOutcome::Committed),
        Ok(CommitOutcome::Contention),
    ]);
    let (mut put, notify) = member("sue", "seller");
    put.name = sue.name.clone();
    put.locale = Some(sue.locale);
    let results = results(execute(&database, platform(), vec![(put, notify)]));
    assert!(matches!(results[0], Ok(MemberIs::Replaced(..))));
    let plans = database.asked().plans;
    assert_eq!(plans.len(), 4, "the key twice, and the answer twice");
    assert_eq!(stored(&plans[3]), IdempotencyState::Answered("1".to_owned()));
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
fn members_after_a_fault_have_no_result_and_the_call_can_go_on() {
    let members = vec![member("sue", "seller"), member("lou", "seller")];
    let script = || ScriptedDatabase::reading([shop_read()]);
    let committed = || Ok(CommitOutcome::Committed);
    let database = script().committing([committed(), committed(), Err(unavailable())]);
    assert_eq!(results(execute(&database, platform(), members.clone())).len(), 1);
    let plans = database.asked().plans;
    assert_eq!((plans.len(), stored(&plans[3])), (4, IdempotencyState::Interrupted));

    let database = script().committing([committed(), Err(unavailable())]);
    assert!(matches!(execute(&database, platform(), members), Err(Error::Faulted(_))), "nothing is done");
    assert_eq!(
        stored(&database.asked().plans[2]),
        IdempotencyState::Interrupted,
        "it can be repeated at once"
    );
}

#[test]
fn a_call_whose_time_is_over_says_what_it_did() {
    let database = ScriptedDatabase::reading([shop_read()]);
    let members = vec![member("sue", "seller"), member("lou", "seller")];
    let put = PutMembers { caller: platform(), store: shop(), members, key: Some(key()) };
    let invocation = Invocation { time: time_for(1), ..invocation(noon()) };
    assert_eq!(results(ready(put.execute(&database, &invocation, |_| None))).len(), 1);
    let plans = database.asked().plans;
    assert_eq!((plans.len(), stored(&plans[2])), (3, IdempotencyState::Interrupted));
}

#[test]
fn what_is_done_is_answered_although_the_answer_cannot_be_stored() {
    let committed = || Ok(CommitOutcome::Committed);
    let database = ScriptedDatabase::reading([shop_read()]).committing([
        committed(),
        committed(),
        committed(),
        Err(unavailable()),
    ]);
    let members = vec![member("sue", "seller"), member("lou", "seller")];
    let results = results(execute(&database, platform(), members));
    assert!(results.iter().all(|result| matches!(result, Ok(MemberIs::Added(..)))));
}

#[test]
fn a_call_that_goes_on_counts_the_members_that_it_added_before_as_added() {
    let is_added = |state: Option<IdempotencyState>, joined_at| {
        let record = state.map(|state| Record::Idempotency(key().record(noon(), noon(), state)));
        let there = Member { joined_at, ..domain_member("sue", &["seller"]) };
        let known = [store_found(&store("whatnot")), member_found(&there), (key().key, record)];
        let read = found(known.into_iter().chain([nothing_found(invitation_key("sue"))]));
        let members = vec![member("sue", "seller"), member("sue", "support")];
        let results = results(execute(&ScriptedDatabase::reading([read]), platform(), members));
        assert!(matches!(results[1], Ok(MemberIs::Replaced(..))), "its second entry replaces them");
        matches!(results[0], Ok(MemberIs::Added(..)))
    };
    assert!(is_added(Some(IdempotencyState::Interrupted), noon()));
    assert!(!is_added(Some(IdempotencyState::Interrupted), day(-1)), "they were there before the call");
    assert!(!is_added(None, noon()), "it was not begun before");
}
