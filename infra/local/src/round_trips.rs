//! Counts the sequential round trips to DynamoDB of one invocation, and its writes. Concurrent calls count as one round trip.
//!
//! The gateway reports both in response headers, and tests check them for every call of the API.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

tokio::task_local! {
    static CURRENT_INVOCATION: Arc<RoundTrips>;
}

/// The operations that only read. Any other one is taken for a write.
const READS: [&str; 5] = ["GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan"];

/// The round trips of one invocation so far.
#[derive(Debug, Default)]
pub struct RoundTrips {
    /// The length of the longest chain of completed calls, each of which began after the one before it ended.
    completed: AtomicU32,
    /// The calls that write, whether they succeed or not.
    writes: AtomicU32,
}

/// A call in progress. Dropping it ends the call.
#[derive(Debug)]
pub struct Trip {
    trips: Arc<RoundTrips>,
    /// The length of the chain that ends with this call.
    position: u32,
}

impl Drop for Trip {
    fn drop(&mut self) {
        self.trips.completed.fetch_max(self.position, Ordering::Relaxed);
    }
}

impl RoundTrips {
    /// The number of sequential round trips.
    #[must_use]
    pub fn sequential(&self) -> u32 {
        self.completed.load(Ordering::Relaxed)
    }

    /// The number of calls that write.
    #[must_use]
    pub fn writes(&self) -> u32 {
        self.writes.load(Ordering::Relaxed)
    }

    /// Runs an invocation and counts its round trips.
    pub async fn count<T>(self: Arc<Self>, invocation: impl Future<Output = T>) -> T {
        CURRENT_INVOCATION.scope(self, invocation).await
    }
}

/// Records the start of a call, if the current task is an invocation that is counted. `target` is the header `x-amz-target`,
/// which ends with the operation.
#[must_use]
pub fn begin(target: &str) -> Option<Trip> {
    let is_write = !target.rsplit('.').next().is_some_and(|operation| READS.contains(&operation));
    CURRENT_INVOCATION
        .try_with(|trips| {
            trips.writes.fetch_add(is_write.into(), Ordering::Relaxed);
            Trip { trips: trips.clone(), position: trips.sequential() + 1 }
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUERY: &str = "DynamoDB_20120810.Query";

    #[tokio::test]
    async fn concurrent_calls_are_one_round_trip_and_a_call_that_waits_for_another_is_a_second() {
        let trips = Arc::new(RoundTrips::default());
        assert!(begin(QUERY).is_none());
        trips
            .clone()
            .count(async {
                let (slow, quick) = (begin(QUERY), begin("DynamoDB_20120810.UpdateItem"));
                drop(quick);
                let next = begin(QUERY);
                drop((slow, next));
            })
            .await;
        assert_eq!((trips.sequential(), trips.writes()), (2, 1));
    }
}
