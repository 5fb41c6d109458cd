//! Runs on a schedule: it asks owners to review who has access, and warns members whose access ends.
//!
//! An index of the table lists what is due. Each entry is processed in a transaction that also sets its next
//! date, so repeated or concurrent runs send nothing twice. `notify` sends the mails about the events.

use lambda_runtime::{Error, LambdaEvent};
use serde_json::{Value, json};
use staffroom_app::lists::{Due, due};
use staffroom_app::{Clock, Dealt, Invocation, ReviewStore, TellOfAccessEnd, execute};
use staffroom_table::Table;
use tracing::info;

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The clock.
    pub clock: Clock,
}

/// The number of entries that are read at a time.
const AT_ONCE: usize = 100;

/// The largest number of reads per run. The next run continues.
const ROUNDS: u32 = 200;

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub async fn from_env() -> Result<Self, Error> {
        let table = Table::from_lookup(|name| std::env::var(name).ok()).await?;
        Ok(Self { table, clock: std::sync::Arc::new(chrono::Utc::now) })
    }
}

/// Processes what is due, and returns the numbers of reviews and warnings.
///
/// # Errors
/// If the table does not answer. The next run continues.
pub async fn handle(app: &App, _: LambdaEvent<Value>) -> Result<Value, Error> {
    let invocation = Invocation { clock: app.clock.clone(), source_ip: None };
    let (mut reviews, mut warnings) = (0_u32, 0_u32);
    for _ in 0..ROUNDS {
        let mut progress = false;
        for entry in due(&app.table, invocation.now(), AT_ONCE).await? {
            let (dealt, count) = match entry {
                Due::Review(store) => {
                    (execute(&app.table, &invocation, &ReviewStore { store }).await?, &mut reviews)
                }
                Due::AccessEnd(store, user) => {
                    (execute(&app.table, &invocation, &TellOfAccessEnd { store, user }).await?, &mut warnings)
                }
            };
            if dealt == Dealt::Done {
                *count += 1;
                progress = true;
            }
        }
        // The index lags: it may still list entries that are processed already. Stop if there were no others.
        if !progress {
            break;
        }
    }
    info!(reviews, warnings, "processed what was due");
    Ok(json!({ "reviews": reviews, "warnings": warnings }))
}
