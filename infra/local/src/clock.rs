//! The time that all functions see: the real one, plus what was added by `POST /_local/clock`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};

/// A clock that can be moved ahead. Clones share the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_seconds: Arc<AtomicI64>,
    kept_in: Option<Arc<PathBuf>>,
}

impl Clock {
    /// A clock that remembers in `file` how far it was moved, because kept data lives at that time.
    pub fn kept_in(file: PathBuf) -> anyhow::Result<Self> {
        let ahead = match std::fs::read_to_string(&file) {
            Ok(text) => text.trim().parse().with_context(|| format!("{} holds no number", file.display()))?,
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => 0,
            Err(other) => return Err(other).with_context(|| format!("cannot read {}", file.display())),
        };
        Ok(Self { ahead_seconds: Arc::new(AtomicI64::new(ahead)), kept_in: Some(Arc::new(file)) })
    }

    /// The stack's time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        now.checked_add_signed(TimeDelta::seconds(self.ahead_seconds())).unwrap_or(now)
    }

    /// How far this clock is ahead of the real time.
    #[must_use]
    pub fn ahead_seconds(&self) -> i64 {
        self.ahead_seconds.load(Ordering::Relaxed)
    }

    /// Moves the clock ahead and answers the new time; `None` when that lies beyond the year 9999,
    /// which no timestamp of the API could show.
    pub fn advance(&self, seconds: u32) -> Option<DateTime<Utc>> {
        let ahead = self.ahead_seconds().checked_add(i64::from(seconds))?;
        let moved = Utc::now().checked_add_signed(TimeDelta::seconds(ahead))?;
        if moved.timestamp() > 253_402_300_799 {
            return None;
        }
        self.ahead_seconds.store(ahead, Ordering::Relaxed);
        if let Some(file) = &self.kept_in
            && let Err(error) = crate::data::replace(file, ahead.to_string().as_bytes())
        {
            tracing::warn!(%error, file = %file.display(), "the moved clock could not be kept");
        }
        Some(moved)
    }

    /// The clock as the functions take it.
    #[must_use]
    pub fn as_function(&self) -> Arc<dyn Fn() -> DateTime<Utc> + Send + Sync> {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}

/// The embedded database expires items by this clock, too.
impl dynoxide::storage_backend::Clock for Clock {
    fn now_unix_secs(&self) -> u64 {
        self.now().timestamp().try_into().unwrap_or_default()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "microseconds of this era fit a double's 53 bits")]
        let micros = self.now().timestamp_micros() as f64;
        micros / 1_000_000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_move_together_and_never_past_what_can_be_shown() {
        let clock = Clock::default();
        let other = clock.clone();
        let before = other.now();
        assert!(clock.advance(3600).is_some());
        assert!(other.now() - before >= TimeDelta::seconds(3600));
        while clock.advance(u32::MAX).is_some() {}
        assert!(clock.now().timestamp() <= 253_402_300_799);
    }
}
