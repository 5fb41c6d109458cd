use std::sync::Arc;
use std::time::Duration;

use lambda_runtime::Error;
use staffroom_app::Clock;
use staffroom_table::Table;

/// The time to find the claim, unless the settings say otherwise.
const DEFAULT_MILLISECONDS: u64 = 2000;

/// The least and the most that the settings may give. Cognito waits five seconds for a trigger, the start of the function included.
///
/// Source: Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers", "Important considerations".
const MILLISECONDS: std::ops::RangeInclusive<u64> = 100..=4000;

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores, which is only read.
    pub table: Table,
    /// The clock.
    pub clock: Clock,
    /// The longest time to find the claim.
    pub limit: Duration,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_lookup(lookup: impl Fn(&str) -> Option<String> + Copy) -> Result<Self, Error> {
        let limit = limit(lookup("TIME_LIMIT_MILLISECONDS"))?;
        Ok(Self { table: Table::from_lookup(lookup).await?, clock: Arc::new(chrono::Utc::now), limit })
    }
}

fn limit(text: Option<String>) -> Result<Duration, String> {
    let milliseconds = match text.filter(|text| !text.is_empty()) {
        None => Some(DEFAULT_MILLISECONDS),
        Some(text) => text.parse().ok().filter(|milliseconds| MILLISECONDS.contains(milliseconds)),
    };
    milliseconds.map(Duration::from_millis).ok_or_else(|| {
        let (least, most) = (MILLISECONDS.start(), MILLISECONDS.end());
        format!("the environment variable TIME_LIMIT_MILLISECONDS must be a number from {least} to {most}")
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::limit;

    #[test]
    fn the_time_is_well_below_the_five_seconds_of_cognito() {
        for (text, milliseconds) in [
            (None, Some(2000)),
            (Some(""), Some(2000)),
            (Some("100"), Some(100)),
            (Some("4000"), Some(4000)),
            (Some("99"), None),
            (Some("4001"), None),
            (Some("2s"), None),
        ] {
            let found = limit(text.map(str::to_owned)).ok();
            assert_eq!(found, milliseconds.map(Duration::from_millis), "{text:?}");
        }
    }
}
