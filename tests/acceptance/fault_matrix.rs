//! The fault matrix: each call of each function, and each call to the database that it makes. That call is throttled, timed
//! out, cut off after it was carried out, or the process is killed before or after it. Then the same request again gets the
//! answer that it gets without a fault, and what is seen from outside is what it is without a fault: seats, lists, history,
//! mails.
//!
//! `fault_matrix/rows.rs` lists the calls. The cells of one kind of fault run at the same time, each in a store of its own.
//! One kind is tried, and all with `STAFFROOM_FAULTS=all`.

mod fault;
mod mail_server;
mod rows;
mod scene;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use self::fault::{Fault, Kind};
use self::mail_server::MailServer;
use self::rows::{DATES, EVENTS, REQUESTS, Row};
use self::scene::{Before, Scene};
use crate::database_proxy::{DatabaseProxy, Interception, Latch, proxied_database};
use crate::support::{DAY, DataFolder, MINUTE, Stack, Value, json, parse_time, run_concurrently, wait_until};

/// The tests of this file run one after the other: each has many calls at the same time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// How many cells are prepared, repeated and looked at at the same time: a client gives up after some seconds.
const AT_ONCE: usize = 8;

/// What makes a call again after a fault.
#[derive(Clone, Copy, PartialEq)]
enum Repeats {
    /// The caller, with the same idempotency key.
    Caller,
    /// The table's stream.
    Stream,
    /// The schedule.
    Schedule,
}

/// A call, and the position of the call to the database that fails.
#[derive(Clone, Copy)]
struct Cell {
    row: &'static Row,
    nth: usize,
}

/// A cell that was played.
struct Played {
    /// The calls to the database.
    operations: Vec<String>,
    /// Whether the fault happened.
    was_reached: bool,
    /// The answer to the call with the fault, if there was one.
    first: Option<Value>,
    /// The answer to the same call again.
    again: Value,
    /// What is seen from outside in the end.
    state: Value,
}

/// A stack that can be killed and started again.
struct World {
    stack: Stack,
    proxy: DatabaseProxy,
    folder: DataFolder,
    /// The options of the stack beside its folder.
    options: Vec<String>,
    /// The stack whose embedded database is used; none with an external one.
    _database: Option<Stack>,
}

#[test]
fn a_request_again_after_a_fault_gets_the_same_answer() {
    try_all(REQUESTS, Repeats::Caller);
}

#[test]
fn an_event_again_after_a_fault_is_told_once() {
    try_all(EVENTS, Repeats::Stream);
}

#[test]
fn what_is_due_after_a_fault_is_dealt_with_once() {
    try_all(DATES, Repeats::Schedule);
}

/// The same for SES. A mail goes twice only where SES took it and nothing was heard of that.
#[test]
fn a_mail_after_a_fault_of_ses_is_sent() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let server = MailServer::start();
    let mut world = World::start(&["--ses", &server.url]);
    let cells: Vec<Cell> = EVENTS.iter().map(|row| Cell { row, nth: 1 }).collect();
    let mut references = Vec::new();
    let of_ses = [Kind::Throttled, Kind::CutOff, Kind::KilledBefore, Kind::KilledAfter];
    let tried: Vec<Kind> = of_ses.into_iter().filter(|kind| Kind::tried().contains(kind)).collect();
    for kind in [Kind::None].into_iter().chain(tried.iter().copied()) {
        let scenes = world.scenes(&cells);
        let names: Vec<String> = scenes.iter().map(|scene| scene.name.clone()).collect();
        server.fail(kind, &names);
        call_all(&world.stack, &cells, &scenes, || ());
        if kind.kills() {
            server.wait_until_reached(&names);
            world.stack.kill();
            server.fail(Kind::None, &[]);
            world.start_again();
        }
        world.stack.wait_until_mails_are_sent();
        let mails = mails(&world.stack);
        for (index, (cell, scene)) in cells.iter().zip(&scenes).enumerate() {
            let (state, taken) = (scene.on(&world.stack).state(&mails), server.taken(&scene.name));
            if kind == Kind::None {
                references.push((state, taken));
                continue;
            }
            let (expected, once) = &references[index];
            let what = format!("{} {kind:?}", cell.row.name);
            assert!(server.was_reached(&scene.name), "{what}");
            assert_eq!(state, *expected, "{what}");
            let twice = usize::from(matches!(kind, Kind::CutOff | Kind::KilledAfter));
            assert_eq!(taken, once + twice, "{what}: SES took {taken} mails and not {once}");
        }
    }
    eprintln!("{} cells of the fault matrix, for SES", cells.len() * tried.len());
}

fn try_all(rows: &'static [Row], repeats: Repeats) {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut world = World::start(&[]);
    let whole: Vec<Cell> = rows.iter().map(|row| Cell { row, nth: 1 }).collect();
    let references = world.play(&whole, Kind::None, repeats);
    let mut wrong = Vec::new();
    for (row, played) in rows.iter().zip(&references) {
        let calls = match row.mark {
            None => played.operations.len(),
            Some(_) => played.operations.iter().collect::<BTreeSet<_>>().len(),
        };
        if (calls, &played.again["status"]) != (row.calls, &json!(row.status)) {
            wrong.push(format!("{}: {}: {:?} {}", row.function, row.name, played.operations, played.again));
        }
    }
    assert!(wrong.is_empty(), "rows with other calls or answers:\n{}", wrong.join("\n"));

    let cells: Vec<Cell> =
        rows.iter().flat_map(|row| (1..=row.calls).map(move |nth| Cell { row, nth })).collect();
    for kind in Kind::tried().iter().copied() {
        for (cell, played) in cells.iter().zip(world.play(&cells, kind, repeats)) {
            let index = rows.iter().position(|row| std::ptr::eq(row, cell.row)).unwrap();
            if let Err(difference) = compare(cell, kind, &played, &references[index]) {
                let Row { function, name, .. } = cell.row;
                wrong.push(format!("{function}: {name}: call {} {kind:?}: {difference}", cell.nth));
            }
        }
    }
    eprintln!("{} cells of the fault matrix", cells.len() * Kind::tried().len());
    assert!(wrong.is_empty(), "{} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Compares a cell with its row without a fault.
fn compare(cell: &Cell, kind: Kind, played: &Played, reference: &Played) -> Result<(), String> {
    if !played.was_reached {
        return Err(format!("the fault did not happen; calls: {:?}", played.operations));
    }
    if let Some(first) = &played.first {
        // A fault that is over at the SDK's second attempt is not the caller's concern, nor is one of a record that is a
        // best effort. A bulk call may say of each entry whether it was made.
        let is_hidden = *first == reference.again;
        let is_told = first["status"] == 503 && first["body"]["code"] == "unavailable"
            || first["status"] == 500 && cell.row.function == "feedback"
            || first["status"] == 207;
        if !is_hidden && (kind == Kind::CutOffOnce || !is_told) {
            return Err(format!("the first answer is {first}"));
        }
    }
    if played.again != reference.again {
        return Err(format!("the answer again is {} and not {}", played.again, reference.again));
    }
    let (mut state, mut expected) = (played.state.clone(), reference.state.clone());
    if cell.row.function == "notify" && kind.kills() {
        // SES took the mail, and the process that was to mark it is gone.
        for mails in [&mut state["mails"], &mut expected["mails"]] {
            mails.as_array_mut().unwrap().dedup();
        }
    }
    let differing: Vec<String> = expected
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, value)| state[name.as_str()] != **value)
        .map(|(name, value)| difference(name, &state[name.as_str()], value))
        .collect();
    if differing.is_empty() { Ok(()) } else { Err(differing.join("; ")) }
}

/// What two parts of a state do not have in common.
fn difference(name: &str, state: &Value, expected: &Value) -> String {
    let (Some(state), Some(expected)) = (state.as_array(), expected.as_array()) else {
        return format!("{name} is {state} and not {expected}");
    };
    let not_in = |one: &[Value], other: &[Value]| {
        let mut other = other.to_vec();
        let mut left = one.to_vec();
        left.retain(|value| match other.iter().position(|known| known == value) {
            Some(index) => {
                other.remove(index);
                false
            }
            None => true,
        });
        json!(left)
    };
    format!("{name}: too many are {}, missing are {}", not_in(state, expected), not_in(expected, state))
}

impl World {
    fn start(further: &[&str]) -> Self {
        let (proxy, database) = proxied_database();
        let folder = DataFolder::new();
        let options: Vec<String> =
            ["--dynamodb", &proxy.url].iter().chain(further).map(|option| (*option).to_owned()).collect();
        let stack = start(&folder, &options);
        Self { stack, proxy, folder, options, _database: database }
    }

    fn start_again(&mut self) {
        self.stack = start(&self.folder, &self.options);
    }

    /// Plays cells with one kind of fault, all at the same time.
    fn play(&mut self, cells: &[Cell], kind: Kind, repeats: Repeats) -> Vec<Played> {
        let scenes = self.scenes(cells);
        let until = Arc::new(Latch::default());
        let arm = |(cell, scene): (&Cell, &Scene)| {
            let marks = cell.row.mark.map_or_else(|| scene.marks(), |mark| vec![mark.to_owned()]);
            Fault::arm(&self.proxy, cell.row.function, marks, (cell.nth, kind), &until)
        };
        let faults: Vec<Fault> = cells.iter().zip(&scenes).map(arm).collect();
        let first = match repeats {
            Repeats::Caller => self.request(cells, &scenes, kind, &faults),
            Repeats::Stream => self.cause_events(cells, &scenes, kind, &faults),
            Repeats::Schedule => self.reach_dates(cells, kind, &faults),
        };
        if repeats == Repeats::Stream {
            self.stack.wait_until_mails_are_sent();
        }
        let operations: Vec<_> = faults.iter().map(Fault::operations).collect();
        let again = match repeats {
            Repeats::Caller => self.request_again(cells, &scenes),
            // The answer was given before anything failed.
            Repeats::Stream => first.iter().map(|answer| answer.clone().unwrap()).collect(),
            Repeats::Schedule => {
                self.stack.advance_clock(1);
                self.request_again(cells, &scenes)
            }
        };
        until.open();
        self.stack.wait_until_mails_are_sent();
        self.proxy.stop_intercepting();
        let mails = mails(&self.stack);
        let states = some_at_once(cells.len(), |index| scenes[index].on(&self.stack).state(&mails));
        let mut played = Vec::new();
        let answers = first.into_iter().zip(again).zip(states);
        for ((fault, operations), ((first, again), state)) in faults.iter().zip(operations).zip(answers) {
            let was_reached = fault.was_reached();
            played.push(Played { operations, was_reached, first, again, state });
        }
        played
    }

    /// The scenes of some cells, in an empty inbox, when all mails about them are sent.
    fn scenes(&self, cells: &[Cell]) -> Vec<Scene> {
        self.stack.anonymous().delete("/_local/inbox").assert_success();
        let clock = self.stack.anonymous().get("/_local/clock").assert_status(200);
        let now = parse_time(&clock["now"]);
        let create = |expired: bool| {
            some_at_once(cells.len(), |index| {
                let before = cells[index].row.before;
                let is_wanted = (before == Before::Expired) == expired;
                is_wanted.then(|| Scene::create(&self.stack, before, now))
            })
        };
        let mut expired = create(true);
        if expired.iter().any(Option::is_some) {
            self.stack.wait_until_mails_are_sent();
            self.stack.advance_clock(8 * DAY);
        }
        let others = create(false);
        self.stack.wait_until_mails_are_sent();
        let scenes: Vec<Mutex<Scene>> =
            expired.drain(..).zip(others).map(|(one, other)| one.or(other).unwrap().into()).collect();
        some_at_once(cells.len(), |index| {
            scenes[index].lock().unwrap().complete(&self.stack, cells[index].row.before);
        });
        self.stack.wait_until_mails_are_sent();
        scenes.into_iter().map(|scene| scene.into_inner().unwrap()).collect()
    }

    fn request(
        &mut self,
        cells: &[Cell],
        scenes: &[Scene],
        kind: Kind,
        faults: &[Fault],
    ) -> Vec<Option<Value>> {
        let answers = call_all(&self.stack, cells, scenes, || {
            if kind.kills() {
                wait_until_reached(faults);
                self.stack.kill();
            }
        });
        if kind.kills() {
            self.start_again();
            return cells.iter().map(|_| None).collect();
        }
        answers
    }

    /// Makes the calls again. A bulk call whose end was not recorded keeps its key for a minute.
    fn request_again(&self, cells: &[Cell], scenes: &[Scene]) -> Vec<Value> {
        let again = || {
            some_at_once(cells.len(), |index| {
                let act = scenes[index].on(&self.stack);
                act.answer(&(cells[index].row.call)(&act))
            })
        };
        let answers = again();
        if answers.iter().all(|answer| answer["body"]["code"] != "idempotency_key_in_use") {
            return answers;
        }
        self.stack.advance_clock(MINUTE + 1);
        again()
    }

    /// Makes the calls whose events come to the function in one batch, so that no cell holds up another.
    fn cause_events(
        &mut self,
        cells: &[Cell],
        scenes: &[Scene],
        kind: Kind,
        faults: &[Fault],
    ) -> Vec<Option<Value>> {
        let stream = Arc::new(Latch::default());
        let held = stream.clone();
        self.proxy.intercept(move |call| {
            (call.operation == "GetRecords").then(|| Interception::Hold(held.clone()))
        });
        let answers = call_all(&self.stack, cells, scenes, || ());
        stream.open();
        if kind != Kind::None {
            wait_until_reached(faults);
        }
        if kind.kills() {
            self.stack.kill();
            self.start_again();
        }
        answers
    }

    /// Lets the time come at which everything is due. A function that deals with one after the other is killed once for
    /// each.
    fn reach_dates(&mut self, cells: &[Cell], kind: Kind, faults: &[Fault]) -> Vec<Option<Value>> {
        let mut seconds = 12 * DAY;
        for _ in cells {
            let reached = || faults.iter().filter(|fault| fault.was_reached()).count();
            let before = reached();
            let stack = &self.stack;
            let is_killed = thread::scope(|scope| {
                let run = scope.spawn(move || stack.advance_clock(seconds));
                wait_until(|| (run.is_finished() || kind.kills() && reached() > before).then_some(()))
                    .expect("the schedule has run, or is held");
                let is_held = kind.kills() && reached() > before;
                if is_held {
                    stack.kill();
                }
                let _ = run.join();
                is_held
            });
            if is_killed {
                self.start_again();
            }
            seconds = 1;
            if kind == Kind::None || reached() == cells.len() {
                break;
            }
        }
        cells.iter().map(|_| None).collect()
    }
}

fn start(folder: &DataFolder, options: &[String]) -> Stack {
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    Stack::with_data_and(folder.path(), &options)
}

/// Does something for each of `count` cells.
fn some_at_once<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let starts = (0..count).step_by(AT_ONCE);
    starts
        .flat_map(|start| run_concurrently(AT_ONCE.min(count - start), |index| work(start + index)))
        .collect()
}

/// Makes all calls at the same time, and something beside. There is no answer from a stack that was killed.
fn call_all(stack: &Stack, cells: &[Cell], scenes: &[Scene], beside: impl FnOnce()) -> Vec<Option<Value>> {
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for (cell, scene) in cells.iter().zip(scenes) {
            threads.push(scope.spawn(move || {
                let act = scene.on(stack);
                act.answer(&(cell.row.call)(&act))
            }));
        }
        beside();
        threads.into_iter().map(|thread| thread.join().ok()).collect()
    })
}

/// All mails that are in the inbox.
fn mails(stack: &Stack) -> Vec<Value> {
    let (mut mails, mut path) = (Vec::new(), "/_local/inbox?".to_owned());
    loop {
        let client = stack.anonymous().with_header("accept", "application/json");
        let page = client.get(&path).assert_status(200);
        mails.extend_from_slice(page["messages"].as_array().unwrap());
        let Some(cursor) = page["next_cursor"].as_str() else { return mails };
        path = format!("/_local/inbox?cursor={cursor}");
    }
}

#[track_caller]
fn wait_until_reached(faults: &[Fault]) {
    wait_until(|| faults.iter().all(Fault::was_reached).then_some(())).unwrap_or_else(|| {
        let missing = faults.iter().filter(|fault| !fault.was_reached()).map(Fault::operations);
        panic!("faults that do not happen, after these calls: {:?}", missing.collect::<Vec<_>>())
    });
}
