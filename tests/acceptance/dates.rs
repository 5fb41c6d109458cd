//! Times for the fields of requests.

use std::time::UNIX_EPOCH;

use chrono::{DateTime, Duration, SecondsFormat, Utc};

/// The time of this machine. A test must read it before it moves the clock of its stack.
pub fn now() -> DateTime<Utc> {
    let elapsed = UNIX_EPOCH.elapsed().expect("a clock past 1970");
    DateTime::from_timestamp_nanos(i64::try_from(elapsed.as_nanos()).expect("a year before 2262"))
}

/// The time after this number of days, in whole seconds.
pub fn in_days(days: i64) -> String {
    (now() + Duration::days(days)).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Formats a time in milliseconds, or in seconds if it is a whole number of them.
pub fn rfc3339(time: DateTime<Utc>) -> String {
    let format =
        if time.timestamp_subsec_millis() == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
    time.to_rfc3339_opts(format, true)
}
