use lambda_runtime::Error;
use staffroom_app::{Clock, Invocation};
use staffroom_aws::Queue;
use staffroom_table::Table;
use staffroom_webhook::{Client, Reach, Vault};

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The queue of deliveries, which this function reads.
    pub queue: Queue,
    /// Sends events.
    pub client: Client,
    /// Decrypts secrets.
    pub vault: Vault,
    /// Which hosts events are sent to.
    pub reach: Reach,
    /// The clock.
    pub clock: Clock,
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
        Ok(Self {
            table: table?,
            queue,
            client: Client::default(),
            vault: Vault::parse(&keys?)?,
            reach: Reach::Public,
            clock: std::sync::Arc::new(chrono::Utc::now),
        })
    }

    pub(crate) fn invocation(&self) -> Invocation {
        Invocation::unattended(&self.clock)
    }
}
