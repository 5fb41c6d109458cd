//! Tries histories by the thousand, and makes one that breaks a promise as short as it gets.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy as _, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::dropped::Dropped;
use crate::machine::{Failure, Machine};
use crate::promises::Broken;
use crate::steps::{History, history};

/// Steps of a history.
pub const STEPS: usize = 50;
/// How often a history that breaks a promise is made shorter and tried again.
const SHORTENINGS: usize = 4_000;

/// What is tried.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// What the random numbers are made from.
    pub seed: u64,
    /// How many histories at most.
    pub histories: u64,
    /// For how long at most.
    pub time: Duration,
    /// On how many threads.
    pub threads: u64,
    /// The condition that the store ignores.
    pub dropped: Option<Dropped>,
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// How many histories were tried.
    pub tried: u64,
    /// The shortest history that breaks a promise.
    pub failure: Option<(History, Box<Failure>)>,
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
                    let mut seed = [0; 32];
                    for (place, byte) in
                        seed.iter_mut().zip(self.seed.to_le_bytes().iter().chain(&thread.to_le_bytes()))
                    {
                        *place = *byte;
                    }
                    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
                    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
                    let histories = history(STEPS);
                    while !stop.load(Ordering::Relaxed) && begun.elapsed() < self.time {
                        if tried.fetch_add(1, Ordering::Relaxed) >= self.histories {
                            tried.fetch_sub(1, Ordering::Relaxed);
                            break;
                        }
                        let Ok(mut tree) = histories.new_tree(&mut runner) else { continue };
                        let Err(failure) = attempt(&tree.current(), self.dropped, false) else { continue };
                        if !stop.swap(true, Ordering::Relaxed) {
                            let shortest = shorten(&mut tree, &failure.broken, self.dropped);
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

/// Carries a history out. A panic breaks a promise, too.
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

/// The shortest history found that breaks the same promise.
fn shorten(tree: &mut impl ValueTree<Value = History>, broken: &Broken, dropped: Option<Dropped>) -> History {
    let breaks = |history: &History| {
        attempt(history, dropped, false).is_err_and(|failure| failure.broken.promise == broken.promise)
    };
    let mut shortest = tree.current();
    leave_out(&mut shortest, &breaks);
    for _ in 0..SHORTENINGS {
        if !tree.simplify() {
            break;
        }
        loop {
            let simpler = tree.current();
            if breaks(&simpler) {
                if simpler.steps.len() <= shortest.steps.len() {
                    shortest = simpler;
                }
                break;
            }
            if !tree.complicate() {
                break;
            }
        }
    }
    leave_out(&mut shortest, &breaks);
    shortest
}

/// Leaves out every step that the history does not need.
fn leave_out(history: &mut History, breaks: &impl Fn(&History) -> bool) {
    let mut size = history.steps.len() / 2;
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
