use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::Value;

/// Durations in seconds.
pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// The longest wait for a condition. It is far longer than needed, so that only a fault reaches it.
const WAIT_TIMEOUT: Duration = Duration::from_secs(20);

/// The interval between two checks of a condition.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Calls `check` until it returns a value. Returns `None` if that takes too long.
pub fn wait_until<T>(mut check: impl FnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        if let Some(value) = check() {
            return Some(value);
        }
        if started.elapsed() > WAIT_TIMEOUT {
            return None;
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// Parses a time of the API, which must be in RFC 3339 and in UTC.
#[track_caller]
pub fn parse_time(value: &Value) -> DateTime<Utc> {
    let text = value.as_str().unwrap_or_else(|| panic!("{value} is not a time"));
    assert!(text.ends_with('Z') || text.ends_with("+00:00"), "{text} is not in UTC");
    DateTime::parse_from_rfc3339(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_utc()
}
