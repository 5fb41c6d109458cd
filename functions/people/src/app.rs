use lambda_http::Error;
use staffroom_app::ErasureHint;
use staffroom_aws::{Connection, Message, Queue};
use staffroom_domain::LedgerKey;
use staffroom_table::{ErasureLedger, Table};
use tracing::warn;

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
        let url = lookup("DUE_QUEUE_URL").ok_or("DUE_QUEUE_URL is not set")?;
        let queue = Queue::new(staffroom_aws::sqs(&Connection::from_lookup("SQS", lookup)?), url);
        let ledger = ErasureLedger::from_lookup(lookup)?;
        let (table, key) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("ERASURE_KEY", lookup));
        let api = staffroom_api::App::from_lookup(table?, lookup)?;
        Ok(Self { api, ledger, key: LedgerKey::parse(&key?)?, queue })
    }

    /// Sends a hint for an erasure. It stands in the index, so that `dispatch` sends a hint if this one is lost.
    pub(crate) async fn hint(&self, hint: ErasureHint) {
        let Ok(body) = serde_json::to_string(&hint) else { return };
        match self.queue.send(&[Message::now(body)]).await {
            Ok(0) => {}
            Ok(_) => warn!("the queue does not take a hint; dispatch sends it"),
            Err(error) => warn!(%error, "the queue does not take a hint; dispatch sends it"),
        }
    }
}
