use std::cell::RefCell;

use chrono::Duration;
use staffroom_domain::builders::{member, noon, store};
use staffroom_domain::{EventActor, Member, Rejection, Store, Timestamp};

use super::{Execution, Outcome, UseCase, execute};
use crate::builders::{
    count_found, found, invocation, member_found, member_key, nothing_found, shop, store_found, store_key,
};
use crate::context::Context;
use crate::database::CommitOutcome;
use crate::error::{Error, Fault};
use crate::expect::{is_invalid, rejected};
use crate::key::Key;
use crate::plan::{Plan, StoreCondition, Write};
use crate::quota::Quota;
use crate::read::{ReadResult, ReadSet};
use crate::scripted::{ScriptedDatabase, ready, unavailable};

type Decided = Result<Outcome<u64>, Error>;

/// A use case that reads the shop, and decides what a test says of the shop's version.
struct Scripted<F> {
    reads: ReadSet,
    decide: F,
    decided: RefCell<Vec<Option<u64>>>,
}

impl<F: Fn(&ReadResult, &Context) -> Decided> UseCase for Scripted<F> {
    type Answer = u64;

    fn reads(&self, _: Timestamp) -> ReadSet {
        self.reads.clone()
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Decided {
        self.decided.borrow_mut().push(version(read));
        (self.decide)(read, context)
    }
}

fn version(read: &ReadResult) -> Option<u64> {
    read.store(&shop()).map(|store| store.version)
}

fn deciding<F: Fn(&ReadResult, &Context) -> Decided>(decide: F) -> Scripted<F> {
    Scripted { reads: ReadSet::keys([store_key()]), decide, decided: RefCell::default() }
}

fn run<F: Fn(&ReadResult, &Context) -> Decided>(
    database: &ScriptedDatabase,
    use_case: &Scripted<F>,
) -> Result<u64, Error> {
    ready(execute(database, &invocation(noon()), use_case))
}

/// The result of reading the shop in this version.
fn shop_in(version: u64) -> ReadResult {
    found([store_found(&Store { version, ..store("whatnot") })])
}

fn stale(version: u64) -> CommitOutcome {
    let now = Store { version, ..store("whatnot") };
    CommitOutcome::Stale(vec![store_found(&now)])
}

fn plan(context: &Context) -> Plan {
    Plan::in_store(&store("whatnot"), context, EventActor::Service)
}

fn unchanged(read: &ReadResult) -> Outcome<u64> {
    Outcome::Unchanged(version(read).unwrap_or(0))
}

fn unconfirmed(read: &ReadResult) -> Outcome<u64> {
    Outcome::Unconfirmed(version(read).unwrap_or(0))
}

fn commit(read: &ReadResult, context: &Context) -> Outcome<u64> {
    Outcome::commit(plan(context), version(read).unwrap_or(0))
}

/// A use case that commits a plan.
fn committing() -> Scripted<impl Fn(&ReadResult, &Context) -> Decided> {
    deciding(|read, context| Ok(commit(read, context)))
}

#[test]
fn an_answer_without_a_change_takes_one_read() {
    let database = ScriptedDatabase::reading([shop_in(1)]);
    assert_eq!(run(&database, &deciding(|read, _| Ok(unchanged(read)))).unwrap(), 1);
    let asked = database.asked();
    assert_eq!(asked.reads.len(), 1);
    assert_eq!(asked.reads[0].keys, [store_key()]);
    assert!(asked.plans.is_empty());
}

#[test]
fn a_change_takes_one_read_and_one_write() {
    let database = ScriptedDatabase::reading([shop_in(1)]);
    assert_eq!(run(&database, &committing()).unwrap(), 1);
    let asked = database.asked();
    assert_eq!((asked.reads.len(), asked.plans.len()), (1, 1));
    assert!(asked.waits.is_empty());
}

#[test]
fn a_change_that_another_overtook_is_decided_again_on_what_is_there_now() {
    let database = ScriptedDatabase::reading([shop_in(1)]).committing([Ok(stale(2)), Ok(stale(3))]);
    let use_case = committing();
    assert_eq!(run(&database, &use_case).unwrap(), 3);
    assert_eq!(*use_case.decided.borrow(), [Some(1), Some(2), Some(3)]);
    assert_eq!(database.asked().reads.len(), 1, "the failed condition brought the record");
}

#[test]
fn a_write_that_meets_another_waits_and_tries_again() {
    let database = ScriptedDatabase::reading([shop_in(1)])
        .committing([Ok(CommitOutcome::Contention), Ok(CommitOutcome::Contention)]);
    assert_eq!(run(&database, &committing()).unwrap(), 1);
    let asked = database.asked();
    assert_eq!(asked.waits, [0, 1]);
    assert_eq!((asked.reads.len(), asked.plans.len()), (1, 3));
}

#[test]
fn too_many_changes_at_once_pass_and_the_caller_may_try_again() {
    let database =
        ScriptedDatabase::reading([shop_in(1)]).committing((0..20).map(|_| Ok(CommitOutcome::Contention)));
    let given_up = run(&database, &committing());
    assert!(matches!(given_up, Err(Error::Faulted(Fault::Unavailable { .. }))), "{given_up:?}");
    assert_eq!(database.asked().plans.len(), 10);
}

#[test]
fn a_rejection_is_given_when_two_reads_lead_to_it() {
    let database = ScriptedDatabase::reading([shop_in(1)]);
    let rejection = rejected(run(&database, &deciding(|_, _| Err(Rejection::NotFound.into()))));
    assert_eq!(rejection, Rejection::NotFound);
    assert_eq!(database.asked().reads.len(), 2);
}

#[test]
fn a_rejection_that_comes_from_half_of_another_change_is_not_given() {
    let database = ScriptedDatabase::reading([shop_in(1), shop_in(2)]);
    let use_case = deciding(|read, _| match version(read) {
        Some(1) => Err(Rejection::NotFound.into()),
        _ => Ok(unchanged(read)),
    });
    assert_eq!(run(&database, &use_case).unwrap(), 2);
}

#[test]
fn two_different_rejections_do_not_confirm_one_another() {
    let database = ScriptedDatabase::reading([shop_in(1), shop_in(2)]);
    let use_case = deciding(|read, _| match version(read) {
        Some(1) => Err(Rejection::NotFound.into()),
        _ => Err(Rejection::AlreadyMember.into()),
    });
    assert_eq!(rejected(run(&database, &use_case)), Rejection::AlreadyMember);
    assert_eq!(database.asked().reads.len(), 3);
}

#[test]
fn a_rejection_before_and_one_after_a_change_do_not_confirm_one_another() {
    let database = ScriptedDatabase::reading([shop_in(1), shop_in(2), shop_in(4)]).committing([Ok(stale(3))]);
    let use_case = deciding(|read, context| match version(read) {
        Some(1 | 3) => Err(Rejection::NotFound.into()),
        Some(2) => Ok(commit(read, context)),
        _ => Ok(unchanged(read)),
    });
    assert_eq!(run(&database, &use_case).unwrap(), 4, "the record of version 3 was half of a change");
}

#[test]
fn an_answer_that_may_be_half_of_another_change_is_read_again() {
    let database = ScriptedDatabase::reading([shop_in(1), shop_in(2)]);
    assert_eq!(run(&database, &deciding(|read, _| Ok(unconfirmed(read)))).unwrap(), 2);
    assert_eq!(database.asked().reads.len(), 2);
}

#[test]
fn an_unconfirmed_answer_after_a_rejection_is_not_confirmed_by_it() {
    let database = ScriptedDatabase::reading([shop_in(1), shop_in(2), shop_in(3)]);
    let use_case = deciding(|read, _| match version(read) {
        Some(1) => Err(Rejection::NotFound.into()),
        _ => Ok(unconfirmed(read)),
    });
    assert_eq!(run(&database, &use_case).unwrap(), 3);
}

#[test]
fn what_is_read_later_stands_beside_what_was_read_and_is_read_again_with_it() {
    let both = found([store_found(&store("whatnot")), nothing_found(member_key("tom"))]);
    let database = ScriptedDatabase::reading([shop_in(1), found([nothing_found(member_key("tom"))]), both]);
    let use_case = deciding(|read, _| {
        assert_eq!(version(read), Some(1), "what was read first is still there");
        if read.was_read(&member_key("tom")) {
            Err(Rejection::NotFound.into())
        } else {
            Ok(Outcome::ReadMore(ReadSet::keys([member_key("tom")])))
        }
    });
    assert_eq!(rejected(run(&database, &use_case)), Rejection::NotFound);
    let sets: Vec<Vec<Key>> = database.asked().reads.into_iter().map(|set| set.keys).collect();
    assert_eq!(sets, [vec![store_key()], vec![member_key("tom")], vec![store_key(), member_key("tom")]]);
}

#[test]
fn seats_that_are_read_later_are_compared_with_what_was_read_before() {
    let mut first = shop_in(1);
    first.set(member_key("m0"), None);
    let mut later = ReadResult::default();
    later.set_releasable_seats(vec![member_key("m0"), member_key("m1")]);
    let database = ScriptedDatabase::reading([first, later]);
    let use_case = Scripted {
        reads: ReadSet::keys([store_key(), member_key("m0")]),
        decide: |read: &ReadResult, context: &Context| match read.releasable_seats() {
            None => Ok(Outcome::ReadMore(ReadSet::default().and_releasable_seats(&shop(), context.now))),
            Some(seats) => {
                assert_eq!(seats, [member_key("m1")], "there is no m0");
                Ok(unchanged(read))
            }
        },
        decided: RefCell::default(),
    };
    assert_eq!(run(&database, &use_case).unwrap(), 1);
}

#[test]
fn a_count_that_a_write_found_exceeded_is_read_from_then_on() {
    let quota = Quota::of_store(&store("whatnot"), noon());
    let counted = || count_found(&quota, 500);
    let database = ScriptedDatabase::reading([shop_in(1), found([counted()])])
        .committing([Ok(CommitOutcome::Stale(vec![counted()]))]);
    let use_case = deciding(|read, context| match read.room(&quota) {
        0 => Err(quota.exceeded().into()),
        _ => Ok(commit(read, context)),
    });
    assert_eq!(rejected(run(&database, &use_case)), quota.exceeded());
    let asked = database.asked();
    assert_eq!(asked.reads[1].keys, [store_key(), Key::Counter(quota.counter.clone())]);
}

#[test]
fn a_plan_that_no_transaction_holds_is_a_defect_and_not_written() {
    let database = ScriptedDatabase::reading([shop_in(1)]);
    let use_case = deciding(|_, context| {
        let mut plan = plan(context);
        for number in 0..100 {
            plan.push(Write::RecordActivity { key: member_key(&format!("m{number}")) })?;
        }
        Ok(Outcome::commit(plan, 0))
    });
    assert!(is_invalid(run(&database, &use_case)));
    assert!(database.asked().plans.is_empty());
}

#[test]
fn a_fault_is_given_at_once() {
    let database = ScriptedDatabase::reading([shop_in(1)]).committing([Err(unavailable())]);
    let fault = run(&database, &committing());
    assert!(matches!(fault, Err(Error::Faulted(Fault::Unavailable { .. }))));
    assert_eq!(database.asked().plans.len(), 1);
    let defect = deciding(|_, _| Err(Fault::InvalidPlan("defect").into()));
    assert!(is_invalid(run(&ScriptedDatabase::reading([shop_in(1)]), &defect)));
}

#[test]
fn a_decision_after_a_conflict_is_dated_after_the_change_that_it_met() {
    let later = Store { changed_at: noon() + Duration::seconds(1), ..store("whatnot") };
    let database = ScriptedDatabase::reading([shop_in(1)])
        .committing([Ok(CommitOutcome::Stale(vec![store_found(&later)]))]);
    run(&database, &committing()).unwrap();
    let times: Vec<Timestamp> = database.asked().plans.iter().map(|plan| plan.at).collect();
    assert_eq!(times, [noon() + Duration::milliseconds(1), noon() + Duration::milliseconds(1001)]);
}

#[test]
fn several_use_cases_follow_one_another_on_one_read() {
    let (database, invocation) = (ScriptedDatabase::reading([shop_in(1)]), invocation(noon()));
    let reads = ReadSet::keys([store_key()]);
    let mut execution = ready(Execution::start(&database, &invocation, reads)).unwrap();
    assert_eq!(version(execution.read()), Some(1));
    for _ in 0..2 {
        assert_eq!(ready(execution.finish(&committing())).unwrap(), 1);
    }
    let asked = database.asked();
    assert_eq!((asked.reads.len(), asked.plans.len()), (1, 2));
}

#[test]
fn an_answer_is_made_another_and_stays_as_certain_as_it_was() {
    let context = crate::builders::context();
    let length = |answer: &str| answer.len();
    assert!(matches!(Outcome::Unchanged("abc").map(length), Outcome::Unchanged(3)));
    assert!(matches!(Outcome::Unconfirmed("abc").map(length), Outcome::Unconfirmed(3)));
    assert!(matches!(Outcome::commit(plan(&context), "abc").map(length), Outcome::Commit(_, 3)));
    let more = Outcome::<&str>::ReadMore(ReadSet::keys([store_key()])).map(length);
    assert!(matches!(more, Outcome::ReadMore(set) if set.keys == [store_key()]));
}

fn releasing(seats: usize) -> ReadResult {
    let mut read = found([store_found(&store("mycommerce"))]);
    read.set_releasable_seats((0..seats).map(|number| member_key(&format!("m{number}"))).collect());
    read
}

#[test]
fn one_seat_that_was_released_already_makes_the_others_read() {
    let gone = [nothing_found(member_key("m1")), nothing_found(member_key("m2"))];
    let database = ScriptedDatabase::reading([releasing(3), found(gone)])
        .committing([Ok(CommitOutcome::Stale(vec![nothing_found(member_key("m0"))]))]);
    let use_case = Scripted {
        reads: ReadSet::keys([store_key()]).and_releasable_seats(&shop(), noon()),
        decide: |read: &ReadResult, context: &Context| match read.releasable_seats() {
            Some([]) => Ok(Outcome::Unchanged(0)),
            _ => Ok(commit(read, context)),
        },
        decided: RefCell::default(),
    };
    assert_eq!(run(&database, &use_case).unwrap(), 0, "the second attempt knows of all three");
    let asked = database.asked();
    assert_eq!(asked.reads[1].keys, [member_key("m1"), member_key("m2")]);
    assert_eq!(asked.plans.len(), 1);
}

#[test]
fn another_conflict_makes_no_seats_read() {
    let database = ScriptedDatabase::reading([releasing(3)]).committing([Ok(stale(2))]);
    let use_case = Scripted {
        reads: ReadSet::keys([store_key()]).and_releasable_seats(&shop(), noon()),
        decide: |read: &ReadResult, context: &Context| Ok(commit(read, context)),
        decided: RefCell::default(),
    };
    assert_eq!(run(&database, &use_case).unwrap(), 2);
    assert_eq!(database.asked().reads.len(), 1);
}

/// How many seats are left for the decision of a use case that reads this.
fn sweep(database: &ScriptedDatabase, reads: ReadSet) -> usize {
    let use_case = Scripted {
        reads,
        decide: |read: &ReadResult, _: &Context| {
            let left = read.releasable_seats().map_or(0, <[Key]>::len);
            Ok(Outcome::Unchanged(u64::try_from(left).unwrap()))
        },
        decided: RefCell::default(),
    };
    usize::try_from(run(database, &use_case).unwrap()).unwrap()
}

fn sweeping(reads: impl IntoIterator<Item = ReadResult>) -> (ScriptedDatabase, usize) {
    let database = ScriptedDatabase::reading(reads);
    let left = sweep(&database, ReadSet::keys([store_key()]).and_releasable_seats(&shop(), noon()));
    (database, left)
}

#[test]
fn as_many_seats_as_one_change_releases_wait_for_it() {
    let (database, left) = sweeping([releasing(19)]);
    assert_eq!(left, 19);
    assert!(database.asked().plans.is_empty());
}

#[test]
fn more_seats_than_one_change_can_release_are_released_before_the_decision() {
    let (database, left) = sweeping([releasing(150), releasing(51), releasing(3)]);
    assert_eq!(left, 3);
    let asked = database.asked();
    assert_eq!(asked.reads.len(), 3);
    assert_eq!(asked.plans.iter().map(Plan::actions).collect::<Vec<_>>(), [100, 52]);
    let first = asked.plans[0].store.clone().unwrap();
    assert_eq!(first.condition, StoreCondition::SeatsTaken, "whatever else became of the store");
    assert_eq!((first.seats.taken, first.seats.members), (-99, -99));
    let released = asked.plans[0].writes.iter().all(|write| matches!(write, Write::ReleaseSeat { .. }));
    assert!(released);
}

#[test]
fn the_records_of_the_decision_itself_keep_their_seats() {
    let mut read = releasing(25);
    let own = Member { access_ends_at: Some(noon()), ..member("m0", &["seller"]) };
    let (key, record) = member_found(&own);
    read.set(key, record);
    let database = ScriptedDatabase::reading([read, releasing(3)]);
    let keys = [store_key(), member_key("m0")];
    sweep(&database, ReadSet::keys(keys).and_releasable_seats(&shop(), noon()));
    let plans = database.asked().plans;
    assert_eq!(plans[0].actions(), 25, "the store and twenty-four others");
    assert!(plans[0].writes.iter().all(|write| write.key() != member_key("m0")));
}

#[test]
fn where_all_seats_are_of_the_decision_itself_nothing_is_released() {
    let read = releasing(20);
    let own = (0..20).map(|number| member_key(&format!("m{number}")));
    let mut there = read.clone();
    for key in own.clone() {
        let ended = Member { access_ends_at: Some(noon()), ..member("m", &["seller"]) };
        there.set(key, member_found(&ended).1);
    }
    let database = ScriptedDatabase::reading([there]);
    let keys = [store_key()].into_iter().chain(own);
    assert_eq!(sweep(&database, ReadSet::keys(keys).and_releasable_seats(&shop(), noon())), 20);
    assert!(database.asked().plans.is_empty());
}

#[test]
fn a_store_without_a_limit_needs_no_seat_released() {
    let mut read = releasing(150);
    let (key, record) = store_found(&store("whatnot"));
    read.set(key, record);
    let (database, left) = sweeping([read]);
    assert_eq!(left, 150);
    assert!(database.asked().plans.is_empty());
}

#[test]
fn a_seat_that_another_released_is_read_beside_the_index_from_then_on() {
    let released = CommitOutcome::Stale(vec![nothing_found(member_key("m5"))]);
    let database = ScriptedDatabase::reading([releasing(25), releasing(3)]).committing([Ok(released)]);
    sweep(&database, ReadSet::keys([store_key()]).and_releasable_seats(&shop(), noon()));
    assert_eq!(database.asked().reads[1].keys, [store_key(), member_key("m5")]);
}

#[test]
fn a_decision_waits_for_no_more_than_twelve_releases() {
    let (database, left) = sweeping([releasing(150)]);
    assert_eq!((left, database.asked().plans.len()), (150, 12));
}

#[test]
fn seats_that_the_records_beside_the_index_do_not_hold_are_not_released() {
    let mut read = releasing(20);
    read.set(member_key("m0"), None);
    let (database, left) = sweeping([read]);
    assert_eq!(left, 19);
    assert!(database.asked().plans.is_empty());
}
