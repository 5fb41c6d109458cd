//! The fault of a cell: what happens to the n-th call that a function makes to the database.

use std::env;
use std::sync::{Arc, Mutex};

use crate::database_proxy::{DatabaseProxy, Interception, Latch};
use crate::support::json;

/// What happens to all attempts of a call, or to the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: for the reference.
    None,
    /// The database throttles.
    Throttled,
    /// The database does not see the call, and no answer comes until the client gives up.
    TimedOut,
    /// The database carries the call out, and the connection ends before the answer.
    CutOff,
    /// The same for the first attempt only.
    CutOffOnce,
    /// The process is killed before the database sees the call.
    KilledBefore,
    /// The process is killed after the database has carried the call out, and before the answer.
    KilledAfter,
}

impl Kind {
    /// The faults that are tried: one, by which every run sees that the rows are true, or all with `STAFFROOM_FAULTS=all`.
    pub fn tried() -> &'static [Self] {
        let all = env::var("STAFFROOM_FAULTS").is_ok_and(|value| value == "all");
        if all { &Self::ALL } else { &[Self::Throttled] }
    }

    const ALL: [Self; 6] = [
        Self::Throttled,
        Self::TimedOut,
        Self::CutOff,
        Self::CutOffOnce,
        Self::KilledBefore,
        Self::KilledAfter,
    ];

    pub fn kills(self) -> bool {
        matches!(self, Self::KilledBefore | Self::KilledAfter)
    }

    fn effect(self, attempt: usize, until: &Arc<Latch>) -> Option<Interception> {
        let silence = |is_carried_out, until| Some(Interception::Silence { is_carried_out, until });
        match self {
            Self::None => None,
            Self::Throttled => {
                let error = "com.amazon.coral.availability#ThrottlingException";
                Some(Interception::Answer(400, json!({"__type": error, "message": "throttled by the test"})))
            }
            Self::TimedOut | Self::KilledBefore => silence(false, Some(until.clone())),
            Self::CutOffOnce if attempt > 1 => None,
            Self::CutOff | Self::CutOffOnce => silence(true, None),
            Self::KilledAfter => silence(true, Some(until.clone())),
        }
    }
}

/// A fault in the proxy.
pub struct Fault(Arc<Mutex<Progress>>);

#[derive(Default)]
struct Progress {
    /// The ids of the calls so far, in their order.
    calls: Vec<String>,
    /// The operations of these calls.
    operations: Vec<String>,
    /// The attempts at the call with the fault.
    attempts: usize,
}

impl Fault {
    /// Waits for the `nth` call of `function` that mentions one of `marks`.
    pub fn arm(
        proxy: &DatabaseProxy,
        function: &'static str,
        marks: Vec<String>,
        (nth, kind): (usize, Kind),
        until: &Arc<Latch>,
    ) -> Self {
        let fault = Self(Arc::default());
        let (progress, until) = (fault.0.clone(), until.clone());
        proxy.intercept(move |call| {
            if call.function != function || !marks.iter().any(|mark| call.mentions(mark)) {
                return None;
            }
            let mut progress = progress.lock().unwrap();
            let known = progress.calls.iter().position(|id| *id == call.id);
            let index = known.unwrap_or_else(|| {
                progress.calls.push(call.id.clone());
                progress.operations.push(call.operation.clone());
                progress.calls.len() - 1
            });
            if index + 1 != nth {
                return None;
            }
            progress.attempts += 1;
            kind.effect(progress.attempts, &until)
        });
        fault
    }

    /// The operations of the calls so far.
    pub fn operations(&self) -> Vec<String> {
        self.0.lock().unwrap().operations.clone()
    }

    /// Whether the call with the fault was made.
    pub fn was_reached(&self) -> bool {
        self.0.lock().unwrap().attempts > 0
    }
}
