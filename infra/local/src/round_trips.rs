//! Counts the round trips to DynamoDB that one invocation waits for: calls under way at once are one.
//!
//! The gateway says the count in a header, and the tests hold every call of the API to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

tokio::task_local! {
    static OF_INVOCATION: Arc<RoundTrips>;
}

/// What one invocation has waited for so far.
#[derive(Debug, Default)]
pub struct RoundTrips {
    /// The longest chain of calls each of which began after the one before it ended.
    done: AtomicU32,
}

/// A call under way, until it is dropped.
#[derive(Debug)]
pub struct Trip {
    trips: Arc<RoundTrips>,
    place: u32,
}

impl Drop for Trip {
    fn drop(&mut self) {
        self.trips.done.fetch_max(self.place, Ordering::Relaxed);
    }
}

impl RoundTrips {
    /// How many there were, one after the other.
    #[must_use]
    pub fn sequential(&self) -> u32 {
        self.done.load(Ordering::Relaxed)
    }

    /// Counts what `invocation` does.
    pub async fn count<T>(self: Arc<Self>, invocation: impl Future<Output = T>) -> T {
        OF_INVOCATION.scope(self, invocation).await
    }
}

/// A call begins, in whichever invocation this is, if it is in one that is counted.
#[must_use]
pub fn begin() -> Option<Trip> {
    OF_INVOCATION.try_with(|trips| Trip { trips: trips.clone(), place: trips.sequential() + 1 }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_waits_for_another_call_is_a_round_trip_more_and_what_does_not_is_none() {
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
