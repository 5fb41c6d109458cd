use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDateTime, Offset, TimeZone as _};
use chrono_tz::{OffsetName as _, Tz};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Timestamp;

/// A time zone of the IANA time zone database, such as `Europe/Paris`. The version of the database is that of the crate
/// `chrono-tz`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeZone(Tz);

/// A text that names no time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTimeZone;

impl fmt::Display for InvalidTimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be the name of a time zone in the IANA database, such as Europe/Paris")
    }
}

impl std::error::Error for InvalidTimeZone {}

/// A time as clocks in a zone show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Date and time of day.
    pub clock: NaiveDateTime,
    /// How many seconds the clocks are ahead of UTC.
    pub offset_seconds: i32,
}

impl TimeZone {
    /// Coordinated Universal Time, the zone of a store that names none.
    pub const UTC: Self = Self(Tz::UTC);

    /// The name in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.name()
    }

    /// The time as clocks in this zone show it.
    #[must_use]
    pub fn local(self, at: Timestamp) -> LocalTime {
        let local = self.0.from_utc_datetime(&at.naive_utc());
        LocalTime { clock: local.naive_local(), offset_seconds: local.offset().fix().local_minus_utc() }
    }

    /// Whether clocks in the zone show UTC at every time: `UTC` and its other names.
    #[must_use]
    pub fn is_utc(self) -> bool {
        let offset = self.0.offset_from_utc_datetime(&NaiveDateTime::default());
        offset.abbreviation() == Some("UTC")
    }
}

impl Default for TimeZone {
    fn default() -> Self {
        Self::UTC
    }
}

impl FromStr for TimeZone {
    type Err = InvalidTimeZone;
    fn from_str(name: &str) -> Result<Self, InvalidTimeZone> {
        name.parse().map(Self).map_err(|_| InvalidTimeZone)
    }
}

impl fmt::Debug for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for TimeZone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for TimeZone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::TimeZone;

    fn zone(name: &str) -> TimeZone {
        name.parse().unwrap()
    }

    #[test]
    fn only_names_of_the_database_are_time_zones() {
        for name in ["Europe/Paris", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "UTC", "Etc/UTC"] {
            assert_eq!(zone(name).as_str(), name);
        }
        for other in ["", "Paris", "europe/paris", "Europe/Paris ", "+01:00", "CEST", "Mars/Olympus"] {
            assert!(other.parse::<TimeZone>().is_err(), "{other}");
        }
    }

    #[test]
    fn a_local_time_is_that_of_its_season() {
        let local = |name: &str, at: &str| {
            let local = zone(name).local(at.parse().unwrap());
            (local.clock.to_string(), local.offset_seconds)
        };
        assert_eq!(local("Europe/Paris", "2026-01-31T23:30:00Z"), ("2026-02-01 00:30:00".to_owned(), 3600));
        assert_eq!(local("Europe/Paris", "2026-07-01T22:30:00Z"), ("2026-07-02 00:30:00".to_owned(), 7200));
        assert_eq!(
            local("America/St_Johns", "2026-01-01T00:00:00Z"),
            ("2025-12-31 20:30:00".to_owned(), -12_600)
        );
    }

    #[test]
    fn utc_has_several_names() {
        assert!(["UTC", "Etc/UTC", "Zulu"].map(zone).iter().all(|zone| zone.is_utc()));
        assert!(!zone("Europe/London").is_utc() && !zone("Africa/Abidjan").is_utc());
    }
}
