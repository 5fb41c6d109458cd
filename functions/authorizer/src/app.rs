use std::sync::Arc;
use std::time::Duration;

use lambda_runtime::Error;
use staffroom_app::Clock;
use staffroom_jwt::Issuer;
use staffroom_table::Table;

use crate::settings::Settings;

/// The longest time to fetch the issuer's keys. API Gateway waits ten seconds for an authorizer, and the table is read after that.
///
/// Source: API Gateway Developer Guide, "Quotas for configuring and running an HTTP API".
const KEYS_WITHIN: Duration = Duration::from_secs(3);

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores, which is only read.
    pub(crate) table: Table,
    /// The issuer of the tokens. Its keys are fetched with the first token, and kept for two hours at most.
    pub(crate) issuer: Issuer,
    /// Where the store and the permission come from.
    pub(crate) settings: Settings,
    /// The clock.
    pub(crate) clock: Clock,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_lookup(lookup: impl Fn(&str) -> Option<String> + Copy) -> Result<Self, Error> {
        let settings = Settings::from_lookup(lookup)?;
        Ok(Self::new(Table::from_lookup(lookup).await?, settings, Arc::new(chrono::Utc::now)))
    }

    /// The state with this table and clock, and otherwise the settings of the environment variables.
    ///
    /// # Errors
    /// As [`Self::from_lookup`].
    pub fn with_table(
        table: Table,
        clock: Clock,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        Ok(Self::new(table, Settings::from_lookup(lookup)?, clock))
    }

    fn new(table: Table, settings: Settings, clock: Clock) -> Self {
        let issuer = Issuer::new(settings.issuer.clone());
        Self { table, issuer: issuer.tolerating(settings.skew).fetching_within(KEYS_WITHIN), settings, clock }
    }
}
