use lambda_http::Error;
use staffroom_table::Table;

/// The state of the function, created once per cold start.
pub struct App {
    /// The database, the clock and the metrics.
    pub api: staffroom_api::App<Table>,
    /// The address at which people reach the API, without a slash at its end; `None` if it is the gateway's own.
    pub public_url: Option<String>,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_lookup(lookup: impl Fn(&str) -> Option<String> + Copy) -> Result<Self, Error> {
        let api = staffroom_api::App::from_lookup(Table::from_lookup(lookup).await?, lookup)?;
        Ok(Self { api, public_url: lookup("PUBLIC_URL").filter(|url| !url.is_empty()) })
    }
}
