//! Tries thousands of random histories, and shrinks one that breaks a promise.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy as _, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use crate::dropped::Dropped;
use crate::machine::{Failure, Machine};
use crate::promises::Broken;
use crate::random::history;
use crate::steps::{History, Step};

/// Steps of a history.
pub const STEPS: usize = 50;
/// The largest number of passes that shrink a history.
const SHORTENINGS: usize = 8;

/// The settings of a search.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// The seed of the random numbers.
    pub seed: u64,
    /// How many histories at most.
    pub histories: u64,
    /// How many at least, also when the time is over.
    pub fewest: u64,
    /// For how long.
    pub time: Duration,
    /// On how many threads.
    pub threads: u64,
    /// The condition that the database ignores.
    pub dropped: Option<Dropped>,
}

/// The result of a search.
#[derive(Debug)]
pub struct Found {
    /// How many histories were tried.
    pub tried: u64,
    /// The shortest history that breaks a promise.
    pub failure: Option<(History, Box<Failure>)>,
}

/// A random seed, or the one in `STAFFROOM_MODEL_SEED`.
#[must_use]
pub fn seed() -> u64 {
    let named = std::env::var("STAFFROOM_MODEL_SEED").ok().and_then(|text| text.parse().ok());
    named.unwrap_or_else(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_micros() % u128::from(u64::MAX)).unwrap_or_default()
    })
}

/// Random histories without an end.
pub fn histories(seed: u64) -> impl Iterator<Item = History> {
    let (mut runner, histories) = (runner(seed, 0), history(STEPS));
    std::iter::from_fn(move || histories.new_tree(&mut runner).ok().map(|tree| tree.current()))
}

/// A source of random values of its own for each thread.
fn runner(seed: u64, thread: u64) -> TestRunner {
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().zip(seed.to_le_bytes().iter().chain(&thread.to_le_bytes())) {
        *place = *byte;
    }
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

impl Search {
    /// Tries histories until one breaks a promise.
    #[must_use]
    pub fn run(&self) -> Found {
        let (tried, stop, found) = (AtomicU64::new(0), AtomicBool::new(false), Mutex::new(None));
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for thread in 0..self.threads {
                let (tried, stop, found) = (&tried, &stop, &found);
                scope.spawn(move || {
                    let mut runner = runner(self.seed, thread);
                    let histories = history(STEPS);
                    while !stop.load(Ordering::Relaxed)
                        && (begun.elapsed() < self.time || tried.load(Ordering::Relaxed) < self.fewest)
                    {
                        if tried.fetch_add(1, Ordering::Relaxed) >= self.histories {
                            tried.fetch_sub(1, Ordering::Relaxed);
                            break;
                        }
                        let Ok(tree) = histories.new_tree(&mut runner) else { continue };
                        let tried = tree.current();
                        let Err(failure) = attempt(&tried, self.dropped, false) else { continue };
                        if !stop.swap(true, Ordering::Relaxed) {
                            let shortest = shorten(tried, &failure.broken, self.dropped);
                            let failure = attempt(&shortest, self.dropped, true).err().unwrap_or(failure);
                            if let Ok(mut found) = found.lock() {
                                *found = Some((shortest, failure));
                            }
                        }
                    }
                });
            }
        });
        Found { tried: tried.into_inner(), failure: found.into_inner().unwrap_or_default() }
    }
}

/// Executes a history. A panic breaks a promise, too.
///
/// # Errors
/// The promise that it breaks.
pub fn attempt(history: &History, dropped: Option<Dropped>, story: bool) -> Result<(), Box<Failure>> {
    match catch_unwind(AssertUnwindSafe(|| Machine::run(history, dropped, story))) {
        Ok(outcome) => outcome.map(|_| ()),
        Err(panic) => {
            let how = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
                .unwrap_or_default();
            Err(Box::new(Failure { broken: Broken { promise: "nothing panics", how }, story: Vec::new() }))
        }
    }
}

/// The simplest history found that breaks the same promise.
fn shorten(mut history: History, broken: &Broken, dropped: Option<Dropped>) -> History {
    let breaks = |history: &History| {
        attempt(history, dropped, false).is_err_and(|failure| failure.broken.promise == broken.promise)
    };
    for _ in 0..SHORTENINGS {
        let before = history.clone();
        leave_out(&mut history, &breaks);
        make_plain(&mut history, &breaks);
        if history == before {
            break;
        }
    }
    history
}

/// Leaves out every step that the history does not need.
fn leave_out(history: &mut History, breaks: &impl Fn(&History) -> bool) {
    let mut size = history.steps.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        let mut shorter = false;
        while at < history.steps.len() {
            let mut without = history.clone();
            without.steps.drain(at..(at + size).min(without.steps.len()));
            if breaks(&without) {
                *history = without;
                shorter = true;
            } else {
                at += size;
            }
        }
        if !shorter {
            size /= 2;
        }
    }
}

/// Simplifies the history: concurrent calls become sequential, mishaps are removed, numbers become smaller.
fn make_plain(history: &mut History, breaks: &impl Fn(&History) -> bool) {
    let mut at = 0;
    while let Some(step) = history.steps.get(at) {
        let plainer: Vec<Vec<Step>> = match step {
            Step::Together(calls, schedule) => {
                let alone = calls.iter().map(|(call, mishap)| Step::Alone(call.clone(), *mishap)).collect();
                let without = (0..calls.len()).map(|place| {
                    let mut calls = calls.clone();
                    calls.remove(place);
                    vec![Step::Together(calls, schedule.clone())]
                });
                std::iter::once(alone).chain(without).collect()
            }
            _ => Vec::new(),
        };
        let shorter = plainer.into_iter().find_map(|steps| {
            let mut plainer = history.clone();
            plainer.steps.splice(at..=at, steps);
            breaks(&plainer).then_some(plainer)
        });
        match shorter {
            Some(shorter) => *history = shorter,
            None => at += 1,
        }
    }
    let Ok(mut value) = serde_json::to_value(&*history) else { return };
    for number in 0.. {
        let mut left = number;
        let Some(candidates) = plainer_leaf(&value, &mut left) else { break };
        for candidate in candidates {
            let mut changed = value.clone();
            let mut left = number;
            replace_leaf(&mut changed, &mut left, &candidate);
            let Ok(plainer) = serde_json::from_value::<History>(changed.clone()) else { continue };
            if breaks(&plainer) {
                value = changed;
                *history = plainer;
                break;
            }
        }
    }
}

/// The words of a step that stand for nothing special.
const PLAIN: [&str; 5] = ["none", "nothing", "never", "owner", "invitee"];

/// A leaf of a step: a number, or a choice that has a plainer one.
fn is_leaf(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::String(_) | Value::Bool(_) => true,
        Value::Object(fields) => {
            fields.len() == 1 && fields.values().all(|value| !value.is_object() && !value.is_array())
        }
        Value::Null | Value::Array(_) => false,
    }
}

/// What could stand in the place of the leaf of this number, the plainest first.
fn plainer_leaf(value: &Value, left: &mut usize) -> Option<Vec<Value>> {
    if is_leaf(value) {
        if *left == 0 {
            let mut candidates: Vec<Value> = Vec::new();
            if !PLAIN.iter().any(|word| value == word) && !value.is_number() {
                candidates.push(Value::Null);
                candidates.extend(PLAIN.iter().map(|word| Value::from(*word)));
            }
            if let Some(number) = value.as_i64().filter(|number| *number != 0) {
                candidates.extend([
                    Value::Null,
                    0.into(),
                    (number / 2).into(),
                    (number - number.signum()).into(),
                ]);
            }
            if value == true {
                candidates.push(false.into());
            }
            return Some(candidates);
        }
        *left -= 1;
    }
    match value {
        Value::Array(values) => values.iter().find_map(|value| plainer_leaf(value, left)),
        Value::Object(fields) => fields.values().find_map(|value| plainer_leaf(value, left)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn replace_leaf(value: &mut Value, left: &mut usize, by: &Value) -> bool {
    if is_leaf(value) {
        if *left == 0 {
            *value = by.clone();
            return true;
        }
        *left -= 1;
    }
    match value {
        Value::Array(values) => values.iter_mut().any(|value| replace_leaf(value, left, by)),
        Value::Object(fields) => fields.values_mut().any(|value| replace_leaf(value, left, by)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A failure in words.
#[must_use]
pub fn tell(history: &History, failure: &Failure) -> String {
    let story = failure.story.join("\n  ");
    let steps = serde_json::to_string(history).unwrap_or_default();
    format!(
        "broken: {}\n  {}\n\n  {story}\n\nas a regression case:\n{steps}\n",
        failure.broken.promise, failure.broken.how
    )
}
