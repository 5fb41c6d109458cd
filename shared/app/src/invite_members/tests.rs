use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::Duration;
use staffroom_domain::builders::{day, invitation, member, noon, offer, store};
use staffroom_domain::{Invitation, Member, Offer, Rejection, Restriction, SeatCount, Store};

use super::{InvitationResult, InviteMembers};
use crate::builders::{
    address_key, context, count_found, found, holder_found, invitation_found, invitation_id, invitation_key,
    invocation, member_found, member_key, opt_out_everywhere_key, opt_out_key, person, shop, store_found,
    store_key,
};
use crate::context::Invocation;
use crate::database::CommitOutcome;
use crate::error::Error;
use crate::execute::UseCase;
use crate::expect::{event_names, managers_only, put, rejected, store_write, unchanged};
use crate::idempotency::{IdempotencyKey, Reply};
use crate::invitation_batch::BATCH;
use crate::key::{IdempotencyScope, Key};
use crate::lease::Lease;
use crate::plan::{Condition, Plan, StoreCondition, Write};
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::record::{IdempotencyRecord, IdempotencyState, Record};
use crate::scripted::{ScriptedDatabase, ready, time_for, unavailable};
use crate::time_limit::TimeLimit;

fn key() -> IdempotencyKey {
    IdempotencyKey {
        key: Key::Idempotency(IdempotencyScope::Store(shop()), "key".to_owned()),
        fingerprint: "request".to_owned(),
    }
}

fn call(ids: &[&str]) -> InviteMembers {
    let offers = ids.iter().map(|id| offer(&format!("{id}@example.com"), &["seller"])).collect();
    InviteMembers { caller: person("owner"), store: shop(), offers, key: Some(key()) }
}

fn crowd(size: usize) -> Vec<String> {
    (0..size).map(|number| format!("m{number}")).collect()
}

fn call_for(size: usize) -> InviteMembers {
    let crowd = crowd(size);
    call(&crowd.iter().map(String::as_str).collect::<Vec<_>>())
}

fn shop_found() -> ReadResult {
    found([store_found(&Store { version: 3, departures: 2, changed_at: day(-1), ..store("whatnot") })])
}

fn shop_that_remembers(state: IdempotencyState) -> ReadResult {
    let mut read = shop_found();
    let record = IdempotencyRecord { fingerprint: "request".to_owned(), begun: noon(), at: noon(), state };
    read.set(key().key, Some(Record::Idempotency(record)));
    read
}

type Answer = Result<Reply<(Store, Vec<InvitationResult>)>, Error>;

/// The answer, stored as the number of results.
fn run(call: &InviteMembers, database: &ScriptedDatabase) -> Answer {
    let write = |_: &Store, results: &[InvitationResult]| Some(results.len().to_string());
    ready(call.execute(database, &invocation(noon()), write))
}

fn results(answer: Answer) -> Vec<InvitationResult> {
    match answer.unwrap() {
        Reply::Fresh((_, results)) => results,
        Reply::Replayed(answer) => panic!("replayed {answer}"),
    }
}

/// The state of the request that a plan stores, and under which condition.
fn stored(plan: &Plan) -> (IdempotencyState, Condition) {
    match put(plan, &key().key) {
        (Record::Idempotency(record), condition) => {
            assert_eq!((record.fingerprint.as_str(), record.begun), ("request", noon()));
            (record.state.clone(), condition.clone())
        }
        other => panic!("{other:?}"),
    }
}

fn invited(plan: &Plan) -> usize {
    plan.writes.iter().filter(|w| matches!(w, Write::Put { record: Record::Invitation(_), .. })).count()
}

#[test]
fn only_managers_invite_even_where_there_is_nobody_to_invite() {
    for offers in [&["lou"][..], &[]] {
        let batch = |caller| {
            let call = InviteMembers { caller, ..call(offers) };
            Leaked(Box::leak(Box::new(call)))
        };
        managers_only(batch, &shop_found());
    }
    let mut read = shop_found();
    let (key, record) = member_found(&member("sue", &["seller"]));
    read.set(key, record);
    let by_seller = InviteMembers { caller: person("sue"), ..call(&[]) };
    let refused = rejected(run(&by_seller, &ScriptedDatabase::reading([read])));
    assert_eq!(refused, Rejection::Forbidden(Restriction::ManagersOnly));
    assert_eq!(results(run(&call(&[]), &ScriptedDatabase::reading([shop_found()]))), []);
}

/// A batch of all offers of a call that lives for as long as the test.
struct Leaked(&'static InviteMembers);

impl UseCase for Leaked {
    type Answer = Reply<(Store, Vec<InvitationResult>)>;

    fn reads(&self, now: staffroom_domain::Timestamp) -> crate::ReadSet {
        self.batch().reads(now)
    }

    fn decide(
        &self,
        read: &ReadResult,
        context: &crate::Context,
    ) -> Result<crate::Outcome<Self::Answer>, Error> {
        self.batch().decide(read, context)
    }
}

impl Leaked {
    fn batch(&self) -> super::Batch<'_> {
        let lease = Lease::new(None, &self.0.caller, &ReadResult::default(), noon());
        super::Batch { call: self.0, offers: &self.0.offers, key: None, lease }
    }
}

#[test]
fn a_call_reads_its_key_each_address_and_the_seats_past_their_term_at_once() {
    let database = ScriptedDatabase::reading([shop_found()]);
    run(&call(&["lou", "mel"]), &database).unwrap();
    let asked = database.asked();
    assert_eq!(asked.reads.len(), 1);
    let invited = ["lou", "mel"]
        .into_iter()
        .flat_map(|id| [invitation_key(id), address_key(id), opt_out_key(id), opt_out_everywhere_key(id)]);
    let keys: Vec<Key> = [store_key(), member_key("owner"), key().key].into_iter().chain(invited).collect();
    assert_eq!(asked.reads[0].keys, keys);
    assert_eq!(asked.reads[0].releasable_seats, Some((shop(), noon())));
}

#[test]
fn a_call_is_carried_out_in_transactions_of_nineteen_and_its_answer_is_stored() {
    let database = ScriptedDatabase::reading([shop_found()]);
    let results = results(run(&call_for(40), &database));
    let emails: Vec<_> = results.iter().map(|result| result.as_ref().unwrap().id).collect();
    let expected: Vec<_> = crowd(40).iter().map(|id| invitation_id(id)).collect();
    assert_eq!(emails, expected, "in order");
    let plans = database.asked().plans;
    assert_eq!(plans.iter().map(invited).collect::<Vec<_>>(), [19, 19, 2, 0]);
    assert_eq!(stored(&plans[0]), (IdempotencyState::InProgress, Condition::IdempotencyKeyFree));
    assert!(plans[1..3].iter().all(|plan| plan.writes.iter().all(|write| write.key() != key().key)));
    assert_eq!(stored(&plans[3]), (IdempotencyState::Answered("40".to_owned()), Condition::None));
    let expected = StoreCondition::Unchanged { version: 3, departures: Some(2) };
    assert_eq!(store_write(&plans[0]).condition, expected);
    assert_eq!(store_write(&plans[0]).seats.taken, 19);
    let quota = Quota::of_store(&store("whatnot"), noon());
    assert!(plans[0].writes.contains(&Write::Count { quota, more: 19 }));
}

#[test]
fn a_full_batch_with_all_that_it_can_need_fits_a_transaction() {
    let full = Store { seats: SeatCount { taken: 2, members: 2 }, ..store("ecwid") };
    let mut call = call_for(19);
    for offer in &mut call.offers {
        *offer = Offer { roles: Vec::new(), permissions: vec!["sales".parse().unwrap()], ..offer.clone() };
    }
    let mut read = found([store_found(&full)]);
    read.set_releasable_seats((0..19).map(|number| invitation_key(&format!("old{number}"))).collect());
    let database = ScriptedDatabase::reading([read]);
    let results = results(run(&call, &database));
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 19);
    let plan = &database.asked().plans[0];
    assert_eq!(plan.writes.iter().filter(|w| matches!(w, Write::ReleaseSeat { .. })).count(), 19);
    assert!(plan.require_size().is_ok());
}

#[test]
fn one_address_is_invited_once() {
    let database = ScriptedDatabase::reading([shop_found()]);
    let results = results(run(&call(&["lou", "lou", "mel"]), &database));
    assert!(results[0].is_ok() && results[2].is_ok());
    assert_eq!(results[1], Err(Rejection::AlreadyInvited(invitation_id("lou"))));
    assert_eq!(invited(&database.asked().plans[0]), 2);
}

#[test]
fn an_offer_that_is_refused_leaves_the_others_alone() {
    let mut read = shop_found();
    for (key, record) in [holder_found("kim", "kim"), member_found(&member("kim", &["seller"]))] {
        read.set(key, record);
    }
    let database = ScriptedDatabase::reading([read]);
    let mut call = call(&["lou", "kim", "mel"]);
    call.offers[2].roles = vec!["chef".parse().unwrap()];
    let results = results(run(&call, &database));
    assert!(results[0].is_ok());
    assert_eq!(results[1], Err(Rejection::AlreadyMember));
    assert!(matches!(results[2], Err(Rejection::InvalidField(_))));
    let plan = &database.asked().plans[0];
    assert_eq!((invited(plan), event_names(plan)), (1, vec!["invitation.created"]));
}

#[test]
fn a_limit_is_reached_by_the_invitations_of_one_call_together() {
    let store_quota = Quota::of_store(&store("whatnot"), noon());
    let inviter_quota = Quota::of_inviter(&store("whatnot"), &person("owner").user, noon());
    for quota in [store_quota, inviter_quota] {
        let mut read = shop_found();
        let (key, record) = count_found(&quota, quota.limit - 2);
        read.set(key, record);
        let results = results(run(&call(&["lou", "mel", "sue"]), &ScriptedDatabase::reading([read])));
        assert!(results[0].is_ok() && results[1].is_ok());
        assert_eq!(results[2], Err(quota.exceeded()));
    }
}

#[test]
fn seats_run_out_within_a_call() {
    let mut call = call(&["lou", "mel", "sue"]);
    for offer in &mut call.offers {
        *offer = Offer { roles: Vec::new(), permissions: vec!["sales".parse().unwrap()], ..offer.clone() };
    }
    let mut read = found([store_found(&store("ecwid"))]);
    read.set_releasable_seats(Vec::new());
    let results = results(run(&call, &ScriptedDatabase::reading([read])));
    assert!(results[0].is_ok() && results[1].is_ok());
    assert_eq!(results[2], Err(Rejection::SeatLimitReached { limit: 2 }));
}

#[test]
fn members_addresses_are_read_before_they_are_refused() {
    let mut first = shop_found();
    let (key, record) = holder_found("lou", "lou");
    first.set(key, record);
    let ended = Member { access_ends_at: Some(day(-1)), ..member("lou", &["seller"]) };
    let database = ScriptedDatabase::reading([first, found([member_found(&ended)])]);
    let results = results(run(&call(&["lou"]), &database));
    assert!(results[0].is_ok(), "their access has ended");
    assert_eq!(database.asked().reads[1].keys, [member_key("lou")]);
}

#[test]
fn a_call_without_a_key_stores_no_answer() {
    let database = ScriptedDatabase::reading([shop_found()]);
    let call = InviteMembers { key: None, ..call(&["lou"]) };
    assert!(results(run(&call, &database))[0].is_ok());
    let plans = database.asked().plans;
    assert_eq!(plans.len(), 1);
    assert!(plans[0].writes.iter().all(|write| !matches!(write.key(), Key::Idempotency(..))));
}

#[test]
fn a_batch_of_which_nothing_is_left_writes_nothing() {
    let nothing = InviteMembers { key: None, ..call(&[]) };
    let answer = unchanged(Leaked(Box::leak(Box::new(nothing))).decide(&shop_found(), &context()));
    assert!(matches!(answer, Reply::Fresh((_, results)) if results.is_empty()));
}

#[test]
fn a_call_that_was_answered_gets_the_same_answer() {
    let read = shop_that_remembers(IdempotencyState::Answered("before".to_owned()));
    let database = ScriptedDatabase::reading([read]);
    let answer = run(&call(&["lou"]), &database).unwrap();
    assert!(matches!(answer, Reply::Replayed(answer) if answer == "before"));
    assert!(database.asked().plans.is_empty());
}

#[test]
fn a_call_in_progress_is_not_carried_out_beside_itself() {
    let database = ScriptedDatabase::reading([shop_that_remembers(IdempotencyState::InProgress)]);
    assert_eq!(rejected(run(&call(&["lou"]), &database)), Rejection::IdempotencyKeyInUse);
}

#[test]
fn a_call_that_stops_half_way_is_marked_so_that_it_can_go_on() {
    let database = ScriptedDatabase::reading([shop_found()])
        .committing([Ok(CommitOutcome::Committed), Err(unavailable())]);
    let stopped = run(&call_for(20), &database);
    assert_eq!(results(stopped).len(), BATCH, "the rest has no result");
    let plans = database.asked().plans;
    assert_eq!(plans.len(), 3);
    assert_eq!(stored(&plans[2]), (IdempotencyState::Interrupted, Condition::None));
}

#[test]
fn a_call_whose_time_is_over_says_what_it_made() {
    let database = ScriptedDatabase::reading([shop_found()]);
    // The alarm is asked before each batch, and before the mark is stored.
    let time = time_for(1);
    let write = |_: &Store, results: &[InvitationResult]| Some(results.len().to_string());
    let invocation = Invocation { time, ..invocation(noon()) };
    assert_eq!(results(ready(call_for(20).execute(&database, &invocation, write))).len(), BATCH);
    let plans = database.asked().plans;
    assert_eq!(plans.len(), 2);
    assert_eq!(stored(&plans[1]), (IdempotencyState::Interrupted, Condition::None));
}

#[test]
fn a_call_that_did_nothing_yet_is_not_marked() {
    let database = ScriptedDatabase::reading([shop_found()]).committing([Err(unavailable())]);
    assert!(run(&call_for(20), &database).is_err());
    assert_eq!(database.asked().plans.len(), 1);
}

#[test]
fn a_call_that_went_on_and_stops_again_keeps_the_time_when_it_was_begun() {
    let database = ScriptedDatabase::reading([shop_that_remembers(IdempotencyState::Interrupted)])
        .committing([Ok(CommitOutcome::Committed), Err(unavailable())]);
    let write = |_: &Store, _: &[InvitationResult]| None;
    let later = invocation(noon() + Duration::hours(1));
    assert_eq!(results(ready(call_for(20).execute(&database, &later, write))).len(), BATCH);
    let plans = database.asked().plans;
    assert_eq!(stored(&plans[2]).0, IdempotencyState::Interrupted);
    // A repetition that was killed holds the key from its own time on, and knows what the first one made.
    for (plan, at) in [(&plans[0], noon() + Duration::hours(1)), (&plans[2], noon() + Duration::hours(1))] {
        let Record::Idempotency(record) = put(plan, &key().key).0 else { panic!("no record") };
        assert_eq!((record.begun, record.at), (noon(), at));
    }
}

#[test]
fn a_call_that_stopped_counts_from_before_its_first_invitation() {
    let ticks = AtomicI64::new(0);
    let clock = Arc::new(move || noon() + Duration::seconds(ticks.fetch_add(1, Ordering::Relaxed)));
    let invocation = Invocation { clock, source_ip: None, time: TimeLimit::default() };
    let database = ScriptedDatabase::reading([shop_found()])
        .committing([Ok(CommitOutcome::Committed), Err(unavailable())]);
    assert_eq!(results(ready(call_for(20).execute(&database, &invocation, |_, _| None))).len(), BATCH);
    let plans = database.asked().plans;
    let Record::Idempotency(stopped) = put(&plans[2], &key().key).0 else { panic!("no record") };
    for write in &plans[0].writes {
        if let Write::Put { record: Record::Invitation(made), .. } = write {
            assert!(stopped.begun <= made.created_at, "{} is after {}", stopped.begun, made.created_at);
        }
    }
}

#[test]
fn what_could_not_be_stored_fails_no_call() {
    let database = ScriptedDatabase::reading([shop_found()])
        .committing([Ok(CommitOutcome::Committed), Err(unavailable())]);
    assert!(results(run(&call(&["lou"]), &database))[0].is_ok());
}

/// The result for an invitation that is there when the call is repeated.
fn repeated(state: IdempotencyState, there: &Invitation) -> InvitationResult {
    let mut read = shop_that_remembers(state);
    let (key, record) = invitation_found(there);
    read.set(key, record);
    results(run(&call(&["lou"]), &ScriptedDatabase::reading([read]))).remove(0)
}

#[test]
fn a_call_that_goes_on_counts_what_it_made_before_as_made() {
    let lou = invitation(&store("whatnot"), "lou", &["seller"]);
    let interrupted = || IdempotencyState::Interrupted;
    assert_eq!(repeated(interrupted(), &lou), Ok(lou.clone()));
    let refused = Err(Rejection::AlreadyInvited(lou.id));
    let earlier = Invitation { created_at: day(-1), ..lou.clone() };
    assert_eq!(repeated(interrupted(), &earlier), refused, "it was there before the call");
    let mut anothers = lou.clone();
    anothers.invited_by.user_id = person("kim").user;
    assert_eq!(repeated(interrupted(), &anothers), refused, "another made it");
}

#[test]
fn a_call_that_was_not_begun_before_made_nothing() {
    let lou = invitation(&store("whatnot"), "lou", &["seller"]);
    let mut read = shop_found();
    let (key, record) = invitation_found(&lou);
    read.set(key, record);
    let results = results(run(&call(&["lou"]), &ScriptedDatabase::reading([read])));
    assert_eq!(results, [Err(Rejection::AlreadyInvited(lou.id))]);
}
