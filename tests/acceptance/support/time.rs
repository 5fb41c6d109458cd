use chrono::{DateTime, Utc};

use super::Value;

pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

pub type Time = DateTime<Utc>;

/// A time of the API: RFC 3339, and said in UTC.
#[track_caller]
pub fn time(value: &Value) -> Time {
    let text = value.as_str().unwrap_or_else(|| panic!("{value} is no time"));
    assert!(text.ends_with('Z') || text.ends_with("+00:00"), "{text} is not said in UTC");
    DateTime::parse_from_rfc3339(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_utc()
}
