//! Runs as many histories in memory as fit into a minute, and at least 20,000, and replays those that broke a promise once.
//!
//! `STAFFROOM_MODEL_HISTORIES` sets their number, `STAFFROOM_MODEL_SEED` the seed.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use staffroom_model::explore::{Search, seed, tell};
use staffroom_model::machine::Machine;
use staffroom_model::steps::History;

/// The smallest number of histories. Two cores that do nothing else need less than a minute for them.
const FEWEST: u64 = 20_000;

fn regressions() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/regressions"))
}

#[test]
fn a_history_that_once_broke_a_promise_breaks_none() {
    let mut replayed = 0;
    for entry in std::fs::read_dir(regressions()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let history = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            if let Err(failure) = Machine::run(&history, None, true) {
                panic!("{}\n{}", path.display(), tell(&history, &failure));
            }
            replayed += 1;
        }
    }
    assert!(replayed > 10, "only {replayed} histories were replayed");
}

#[test]
fn no_history_breaks_a_promise() {
    let wanted = std::env::var("STAFFROOM_MODEL_HISTORIES").ok().and_then(|text| text.parse().ok());
    let search = Search {
        seed: seed(),
        histories: wanted.unwrap_or(u64::MAX),
        time: Duration::from_mins(1),
        fewest: wanted.unwrap_or(FEWEST),
        threads: 2,
        dropped: None,
    };
    let begun = Instant::now();
    let found = search.run();
    let seconds = begun.elapsed().as_secs_f64();
    // Not `println!`, whose output is hidden for a test that passes.
    let line = format!("{} histories of 50 steps in {seconds:.1} s, seed {}", found.tried, search.seed);
    writeln!(std::io::stderr(), "{line}").unwrap();
    if let Some((history, failure)) = found.failure {
        panic!("{}\nkept in {}", tell(&history, &failure), keep(&history, search.seed).display());
    }
}

/// Keeps a history that broke a promise, to be replayed from then on.
fn keep(history: &History, seed: u64) -> PathBuf {
    let path = regressions().join(format!("found-{seed}.json"));
    std::fs::write(&path, serde_json::to_string_pretty(history).unwrap()).unwrap();
    path
}
