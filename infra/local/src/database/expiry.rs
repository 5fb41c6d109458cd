//! Deletion of expired items (DynamoDB's time to live) by the stack's clock.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use dynoxide::storage::Storage;

use crate::clock::Clock;

/// The time between two sweeps. An advance of the clock causes one, too.
const SWEEP_INTERVAL: Duration = Duration::from_secs(30);

/// Deletes expired items.
#[derive(Clone)]
pub enum Expiry {
    /// In the embedded database in memory.
    Memory(dynoxide::Database),
    /// In the file of the embedded database.
    File {
        /// The file.
        path: Arc<PathBuf>,
        /// The clock that determines what has expired.
        clock: Clock,
    },
    /// Not at all: an external database expires items by itself, by real time.
    External,
}

impl Expiry {
    /// Deletes the items that have expired by now, and returns their number.
    pub async fn sweep(&self) -> anyhow::Result<usize> {
        match self.clone() {
            Self::Memory(database) => Ok(tokio::task::spawn_blocking(move || database.sweep_ttl()).await??),
            Self::File { path, clock } => {
                let path = path.to_str().context("the name of the data folder is not valid Unicode")?;
                let path = path.to_owned();
                // Only a `Storage` accepts a clock, so this opens the file a second time.
                let sweep = move || {
                    let storage = Storage::new(&path)?.with_clock(Arc::new(clock));
                    tokio::runtime::Handle::current().block_on(dynoxide::ttl::sweep_expired_items(&storage))
                };
                Ok(tokio::task::spawn_blocking(sweep).await??)
            }
            Self::External => Ok(0),
        }
    }

    /// Sweeps at regular intervals, for as long as the stack runs.
    pub async fn run_forever(self) {
        loop {
            tokio::time::sleep(SWEEP_INTERVAL).await;
            if let Err(error) = self.sweep().await {
                tracing::warn!(error = format!("{error:#}"), "cannot delete expired items");
            }
        }
    }
}
