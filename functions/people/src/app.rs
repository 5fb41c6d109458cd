use lambda_http::Error;
use staffroom_aws::Queue;
use staffroom_domain::LedgerKey;
use staffroom_table::{ErasureLedger, Table};

/// The state of the function, created once per cold start.
pub struct App {
    /// The database, the clock and the metrics.
    pub api: staffroom_api::App<Table>,
    /// The ledger of erasures.
    pub ledger: ErasureLedger,
    /// The key of the hashes in it.
    pub key: LedgerKey,
    /// The queue of `work`.
    pub queue: Queue,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let queue = Queue::from_lookup("DUE_QUEUE_URL", lookup)?;
        let ledger = ErasureLedger::from_lookup(lookup)?;
        let (table, key) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("ERASURE_KEY", lookup));
        let api = staffroom_api::App::from_lookup(table?, lookup)?;
        Ok(Self { api, ledger, key: LedgerKey::parse(&key?)?, queue })
    }
}
