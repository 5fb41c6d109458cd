//! As many histories in memory as a minute holds.

use std::time::Duration;

use staffroom_model::explore::{Search, seed, tell};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn no_history_breaks_a_promise() {
    let seed = seed();
    let wanted = number("STAFFROOM_MODEL_HISTORIES");
    let search = Search {
        seed,
        histories: wanted.unwrap_or(u64::MAX),
        time: Duration::from_secs(if wanted.is_some() { 3600 } else { 60 }),
        threads: 2,
        dropped: None,
    };
    let begun = std::time::Instant::now();
    let found = search.run();
    eprintln!("{} histories of 50 steps in {:.1} s, seed {seed}", found.tried, begun.elapsed().as_secs_f64());
    if let Some((history, failure)) = found.failure {
        panic!("{}", tell(&history, &failure));
    }
    assert!(found.tried >= wanted.unwrap_or(20_000), "only {} histories", found.tried);
}
