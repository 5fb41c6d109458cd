//! Counts the sequential round trips to DynamoDB of one invocation. Concurrent calls count as one round trip.
//!
//! The gateway reports the count in a response header, and tests check it for every call of the API.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

tokio::task_local! {
    static CURRENT_INVOCATION: Arc<RoundTrips>;
}

/// The round trips of one invocation so far.
#[derive(Debug, Default)]
pub struct RoundTrips {
    /// The length of the longest chain of completed calls, each of which began after the one before it ended.
    completed: AtomicU32,
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

    /// Runs an invocation and counts its round trips.
    pub async fn count<T>(self: Arc<Self>, invocation: impl Future<Output = T>) -> T {
        CURRENT_INVOCATION.scope(self, invocation).await
    }
}

/// Records the start of a call, if the current task is an invocation that is counted.
#[must_use]
pub fn begin() -> Option<Trip> {
    CURRENT_INVOCATION.try_with(|trips| Trip { trips: trips.clone(), position: trips.sequential() + 1 }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn concurrent_calls_are_one_round_trip_and_a_call_that_waits_for_another_is_a_second() {
        let trips = Arc::new(RoundTrips::default());
        assert!(begin().is_none());
        trips
            .clone()
            .count(async {
                let (slow, quick) = (begin(), begin());
                drop(quick);
                let next = begin();
                drop((slow, next));
            })
            .await;
        assert_eq!(trips.sequential(), 2);
    }
}
