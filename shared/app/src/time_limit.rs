//! The end of a call's time, so that a call of several writes can still say what it did.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, FutureExt, select};

use crate::error::{Error, Fault};

/// Ends when only this much of the call's time is left.
type Alarm = dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

/// When a call must be done; never by default.
#[derive(Clone, Default)]
pub struct TimeLimit(Option<Arc<Alarm>>);

impl TimeLimit {
    /// A limit of which `alarm` makes futures: each ends when only the given time is left.
    pub fn new(
        alarm: impl Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(alarm)))
    }

    /// Does a part of a call's work. If only `reserve` is left before it is done, the work is dropped, and what it did is not
    /// known. Work is not begun after that.
    ///
    /// # Errors
    /// That of the work, or [`Fault::Unavailable`] when the time is over.
    pub(crate) async fn run<T>(
        &self,
        reserve: Duration,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let Some(alarm) = &self.0 else { return work.await };
        let over = || Err(Fault::Unavailable { reason: "deadline".to_owned(), source: None }.into());
        let mut alarm = alarm(reserve);
        if (&mut alarm).now_or_never().is_some() {
            return over();
        }
        // The work comes first: what is done counts, even if it took too long.
        match select(pin!(work), alarm).await {
            Either::Left((done, _)) => done,
            Either::Right(((), _)) => over(),
        }
    }
}

impl fmt::Debug for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TimeLimit").field(&self.0.is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::time::Duration;

    use super::TimeLimit;
    use crate::error::{Error, Fault};
    use crate::scripted::ready as now;

    fn left(milliseconds: u64) -> TimeLimit {
        let left = Duration::from_millis(milliseconds);
        TimeLimit::new(move |reserve| if reserve < left { Box::pin(pending()) } else { Box::pin(ready(())) })
    }

    #[test]
    fn work_is_done_while_more_than_the_reserve_is_left() {
        let run = |limit: TimeLimit| now(limit.run(Duration::from_millis(100), async { Ok::<_, Error>(7) }));
        assert!(matches!(run(TimeLimit::default()), Ok(7)));
        assert!(matches!(run(left(101)), Ok(7)));
        assert!(matches!(run(left(100)), Err(Error::Faulted(Fault::Unavailable { .. }))));
    }

    #[test]
    fn work_that_does_not_end_is_dropped() {
        let work = pending::<Result<(), Error>>();
        assert!(now(left(0).run(Duration::ZERO, work)).is_err());
    }
}
