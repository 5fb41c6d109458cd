//! The end of an invocation's time, handed down to each piece of its work.

use std::future::Future;
use std::time::{Duration, SystemTime};

use thiserror::Error;
use tokio::time::{Instant, sleep_until, timeout_at};

/// When an invocation must be done with its work: shortly before Lambda cuts it off, so that it can still say what is done.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

/// The invocation's time is over, and the work is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the invocation's time is over")]
pub struct OutOfTime;

impl Deadline {
    /// The time `reserve` before `end`, at which Lambda cuts the invocation off.
    #[must_use]
    pub fn before(end: SystemTime, reserve: Duration) -> Self {
        let left = end.duration_since(SystemTime::now()).unwrap_or_default();
        Self(Instant::now() + left.saturating_sub(reserve))
    }

    /// Does some work. If the time is over before it is done, the work is dropped, and the attempt in progress with it. Work
    /// is not begun after that.
    ///
    /// # Errors
    /// If the time is over.
    pub async fn run<F: Future>(self, work: F) -> Result<F::Output, OutOfTime> {
        if !self.leaves(Duration::ZERO) {
            return Err(OutOfTime);
        }
        timeout_at(self.0, work).await.map_err(|_| OutOfTime)
    }

    /// Ends when only this much time is left.
    pub async fn leaves_only(self, time: Duration) {
        if self.leaves(time)
            && let Some(then) = self.0.checked_sub(time)
        {
            sleep_until(then).await;
        }
    }

    /// Whether more than this much time is left.
    #[must_use]
    pub fn leaves(self, time: Duration) -> bool {
        self.0.saturating_duration_since(Instant::now()) > time
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::{Deadline, Duration, OutOfTime, SystemTime};

    fn in_milliseconds(left: u64, reserve: u64) -> Deadline {
        let end = SystemTime::now() + Duration::from_millis(left);
        Deadline::before(end, Duration::from_millis(reserve))
    }

    #[tokio::test]
    async fn work_is_dropped_when_the_time_is_over_and_not_begun_after_that() {
        let deadline = in_milliseconds(60_000, 59_980);
        assert_eq!(deadline.run(ready(1)).await, Ok(1));
        assert_eq!(deadline.run(pending::<()>()).await, Err(OutOfTime));
        assert_eq!(deadline.run(ready(1)).await, Err(OutOfTime));
        assert_eq!(in_milliseconds(10, 20).run(ready(1)).await, Err(OutOfTime));
        let past = Deadline::before(SystemTime::UNIX_EPOCH, Duration::ZERO);
        assert_eq!(past.run(ready(1)).await, Err(OutOfTime));
    }

    #[tokio::test]
    async fn it_waits_until_only_the_rest_is_left() {
        let deadline = in_milliseconds(60_000, 0);
        deadline.leaves_only(Duration::from_millis(59_980)).await;
        assert!(!deadline.leaves(Duration::from_millis(59_980)));
        deadline.leaves_only(Duration::from_secs(90)).await;
        assert!(deadline.leaves(Duration::from_secs(50)), "it does not wait");
    }

    #[test]
    fn it_says_whether_the_time_is_enough() {
        let deadline = in_milliseconds(60_000, 20_000);
        assert!(deadline.leaves(Duration::from_secs(30)));
        assert!(!deadline.leaves(Duration::from_secs(50)));
    }
}
