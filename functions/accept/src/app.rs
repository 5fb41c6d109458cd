use lambda_http::Error;
use staffroom_domain::{LinkClaims, LinkKeys, Rejection};
use staffroom_pages::{Page, Settings};
use staffroom_table::Table;

/// The state of the function, created once per cold start.
pub struct App {
    /// The database, the clock and the metrics.
    pub api: staffroom_api::App<Table>,
    /// The keys that links are signed with.
    pub keys: LinkKeys,
    /// The page that a link opens.
    pub join: Page,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_lookup(lookup: impl Fn(&str) -> Option<String> + Copy) -> Result<Self, Error> {
        let (table, keys) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("LINK_KEYS", lookup));
        let keys = LinkKeys::parse(&keys?).ok_or("LINK_KEYS has no valid keys")?;
        let api = staffroom_api::App::from_lookup(table?, lookup)?;
        Ok(Self { api, keys, join: Page::join(&Settings::from_lookup(lookup)?) })
    }

    /// Verifies the token of a link. A forged one costs no read of the table.
    pub(crate) fn verify(&self, token: &str) -> Result<LinkClaims, Rejection> {
        self.keys.open(token).map_err(|_| Rejection::InvalidToken)
    }
}
