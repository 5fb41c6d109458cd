use lambda_http::Error;
use staffroom_api::Call;
use staffroom_app::Fault;
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
    /// The address at which people and mails find the API; `None`: the one that the request came to.
    pub public_url: Option<String>,
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
        let public_url = lookup("PUBLIC_URL")
            .map(|url| url.trim_end_matches('/').to_owned())
            .filter(|url| !url.is_empty());
        Ok(Self { api, keys, join: Page::join(&Settings::from_lookup(lookup)?), public_url })
    }

    /// Verifies the token of a link. A forged one costs no read of the table.
    pub(crate) fn verify(&self, token: &str) -> Result<LinkClaims, Rejection> {
        self.keys.open(token).map_err(|_| Rejection::InvalidToken)
    }

    /// The URL of a link. The token is behind `#`, which browsers do not send.
    ///
    /// # Errors
    /// If no key can sign, which is a fault of the deployment.
    pub(crate) fn link(&self, call: &Call, claims: &LinkClaims) -> Result<String, Fault> {
        let no_key = || Fault::Corrupt { kind: "link key", source: "no key signs".into() };
        let token = self.keys.sign(claims).ok_or_else(no_key)?;
        let base = self.public_url.clone().unwrap_or_else(|| call.base_url());
        Ok(format!("{base}/join#{}", token.as_str()))
    }
}
