//! The clock that all functions read: real time plus the offset set through `POST /_local/clock`.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};

/// 9999-12-31T23:59:59Z, the latest time that the API's timestamps can express.
const LATEST: i64 = 253_402_300_799;

/// A clock that can be advanced. Clones share one time.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    offset_seconds: AtomicI64,
    /// Held while the offset changes, so that the file always holds the latest one.
    advancing: Mutex<()>,
    file: Option<PathBuf>,
}

impl Clock {
    /// A clock whose offset is stored in `file`: stored items carry timestamps of the advanced time.
    pub fn load(file: PathBuf) -> anyhow::Result<Self> {
        let offset = match std::fs::read_to_string(&file) {
            Ok(text) => {
                text.trim().parse().with_context(|| format!("{} does not hold a number", file.display()))?
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
        };
        let offset_seconds = AtomicI64::new(offset);
        Ok(Self(Arc::new(Shared { offset_seconds, advancing: Mutex::default(), file: Some(file) })))
    }

    /// The current time of the stack.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        now.checked_add_signed(TimeDelta::seconds(self.offset_seconds())).unwrap_or(now)
    }

    /// How far this clock is ahead of real time.
    #[must_use]
    pub fn offset_seconds(&self) -> i64 {
        self.0.offset_seconds.load(Ordering::Relaxed)
    }

    /// Advances the clock and returns the new time, or `None` and no change if that is after the year 9999.
    pub fn advance(&self, seconds: u32) -> Option<DateTime<Utc>> {
        let _advancing = self.0.advancing.lock().unwrap_or_else(PoisonError::into_inner);
        let offset = self.offset_seconds().checked_add(i64::from(seconds))?;
        let time = Utc::now().checked_add_signed(TimeDelta::seconds(offset))?;
        if time.timestamp() > LATEST {
            return None;
        }
        self.0.offset_seconds.store(offset, Ordering::Relaxed);
        if let Some(file) = &self.0.file
            && let Err(error) = crate::persistence::replace(file, offset.to_string().as_bytes())
        {
            tracing::error!(%error, file = %file.display(), "cannot store the clock's offset");
        }
        Some(time)
    }

    /// The clock in the form that the functions take.
    #[must_use]
    pub fn as_function(&self) -> Arc<dyn Fn() -> DateTime<Utc> + Send + Sync> {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}

/// The embedded database deletes expired items by this clock.
impl dynoxide::storage_backend::Clock for Clock {
    fn now_unix_secs(&self) -> u64 {
        self.now().timestamp().try_into().unwrap_or_default()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "microseconds until the year 2255 fit 53 bits")]
        let micros = self.now().timestamp_micros() as f64;
        micros / 1_000_000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_one_time_which_ends_with_the_year_9999() {
        let clock = Clock::default();
        let other = clock.clone();
        let before = other.now();
        assert!(clock.advance(3600).is_some());
        assert!(other.now() - before >= TimeDelta::seconds(3600));
        while clock.advance(u32::MAX).is_some() {}
        assert!(clock.now().timestamp() <= LATEST);
    }

    #[test]
    fn concurrent_advances_add_up_and_are_stored() {
        let file = std::env::temp_dir().join(format!("clock-{}", uuid::Uuid::new_v4()));
        let clock = Clock::load(file.clone()).expect("a clock");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..25).for_each(|_| assert!(clock.advance(1).is_some())));
            }
        });
        assert_eq!(clock.offset_seconds(), 200);
        assert_eq!(Clock::load(file.clone()).expect("a clock").offset_seconds(), 200);
        std::fs::remove_file(file).expect("removed");
    }
}
