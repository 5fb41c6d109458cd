use lambda_http::Error;
use staffroom_api::RequestError;
use staffroom_aws::Queue;
use staffroom_domain::WebAddress;
use staffroom_table::Table;
use staffroom_webhook::{Destination, Reach, Vault};

/// The state of the function, created once per cold start.
pub struct App {
    /// The database, the clock and the metrics.
    pub api: staffroom_api::App<Table>,
    /// Encrypts secrets.
    pub vault: Vault,
    /// The queue of deliveries.
    pub queue: Queue,
    /// Which hosts events are sent to.
    pub reach: Reach,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let queue = Queue::from_lookup("DELIVERIES_QUEUE_URL", lookup)?;
        let (table, keys) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("WEBHOOK_KEYS", lookup));
        let api = staffroom_api::App::from_lookup(table?, lookup)?;
        Ok(Self { api, vault: Vault::parse(&keys?)?, queue, reach: Reach::Public })
    }

    /// Requires that events may be sent to a URL.
    pub(crate) fn check_url(&self, url: &WebAddress) -> Result<(), RequestError> {
        match Destination::parse(url.as_str(), self.reach) {
            Ok(_) => Ok(()),
            Err(error) => Err(RequestError::invalid("/url", error.to_string())),
        }
    }
}
