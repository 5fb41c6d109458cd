//! Each condition that a plan can have is ignored, one at a time: the model must then find a broken promise.

use std::time::Duration;

use staffroom_model::dropped::{Act, Dropped, Of};
use staffroom_model::explore::Search;

/// The conditions that a history shows to be needed. Two more are implied by others (`docs/model.md` says by which):
/// `StoreSeatsTaken` and `ReleaseSeatVersion`.
const NEEDED: [Dropped; 29] = [
    Dropped::StoreAbsent,
    Dropped::StoreVersion,
    Dropped::StoreDepartures,
    Dropped::StoreEvent,
    Dropped::TakenAtMost,
    Dropped::MembersAtMost,
    Dropped::ReleaseSeatTime,
    Dropped::CountLimit,
    Dropped::DeliveryGeneration,
    Dropped::DeliveryFrom,
    Dropped::MailedEvent,
    Dropped::LaterActivity,
    Dropped::On(Act::Put, "invitation", Of::Absent),
    Dropped::On(Act::Put, "invitation", Of::Version),
    Dropped::On(Act::Put, "invitation", Of::Delivery),
    Dropped::On(Act::Check, "invitation", Of::Absent),
    Dropped::On(Act::Check, "invitation", Of::Version),
    Dropped::On(Act::Put, "member", Of::Absent),
    Dropped::On(Act::Put, "member", Of::Version),
    Dropped::On(Act::Check, "member", Of::Absent),
    Dropped::On(Act::Check, "member", Of::Version),
    Dropped::On(Act::Delete, "address", Of::AbsentOrHeldBy),
    Dropped::On(Act::Check, "address", Of::Absent),
    Dropped::On(Act::Put, "activity", Of::Version),
    Dropped::On(Act::Delete, "activity", Of::Version),
    Dropped::On(Act::Put, "mail preferences", Of::Absent),
    Dropped::On(Act::Put, "mail preferences", Of::Version),
    Dropped::On(Act::Put, "event", Of::Absent),
    Dropped::On(Act::Put, "idempotency record", Of::IdempotencyKeyFree),
];

#[test]
#[ignore = "minutes for each condition: `tests/run conditions`"]
fn a_history_shows_that_each_condition_is_needed() {
    let only = std::env::var("STAFFROOM_MODEL_DROPPED").ok();
    let mut missed = Vec::new();
    for dropped in NEEDED {
        if only.as_ref().is_some_and(|only| !format!("{dropped:?}").contains(only.as_str())) {
            continue;
        }
        let search = Search {
            seed: 1,
            histories: 40_000,
            fewest: 0,
            time: Duration::from_mins(10),
            threads: 2,
            dropped: Some(dropped),
        };
        let found = search.run();
        if let Some((history, failure)) = found.failure {
            let (steps, broken) = (history.steps.len(), &failure.broken);
            eprintln!(
                "{dropped:?}: after {}, {steps} steps: {}: {}",
                found.tried, broken.promise, broken.how
            );
        } else {
            eprintln!("{dropped:?}: nothing in {} histories", found.tried);
            missed.push(dropped);
        }
    }
    assert!(missed.is_empty(), "no history shows that these are needed: {missed:?}");
}
