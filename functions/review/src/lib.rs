//! Runs every few minutes and deals with what has fallen due: it asks owners to review who has access, tells members that
//! access ends or has ended, and records that invitations have expired.
//!
//! An index of the table lists what is due, in shards. Each entry is processed in a transaction that also sets its next
//! date, so repeated or concurrent runs send nothing twice. `notify` sends the mails about the events.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use futures_util::future::try_join_all;
use lambda_runtime::{Error, LambdaEvent};
use serde::Serialize;
use serde_json::Value;
use staffroom_app::lists::{Due, due};
use staffroom_app::{
    Clock, Dealt, DueShard, Expiry, Fault, Invocation, RecordExpiry, ReviewStore, TellOfAccessEnd, execute,
};
use staffroom_table::Table;
use tracing::{error, info};

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The clock.
    pub clock: Clock,
}

/// The number of entries that are read at a time.
const AT_ONCE: usize = 100;

/// The largest number of pages of a shard that one run reads. The next run continues.
const PAGES: u32 = 200;

/// How long before the end of its time a run stops reading further pages.
const RESERVE: Duration = Duration::from_secs(20);

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

/// How much a run dealt with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Done {
    /// Owners who were asked for a review.
    reviews: u32,
    /// Members who were told that access ends, or that it has ended.
    ends: u32,
    /// Invitations whose expiry was recorded.
    expiries: u32,
    /// Entries that failed. The next run tries them again.
    failed: u32,
}

impl Done {
    fn with(self, other: Self) -> Self {
        Self {
            reviews: self.reviews + other.reviews,
            ends: self.ends + other.ends,
            expiries: self.expiries + other.expiries,
            failed: self.failed + other.failed,
        }
    }
}

/// Deals with what has fallen due in all shards at the same time, and answers how much it was.
///
/// # Errors
/// If the index cannot be read. The next run continues.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let deadline = event.context.deadline() - RESERVE;
    let shards = try_join_all(DueShard::all().map(|shard| deal_with(app, shard, deadline))).await?;
    let done = shards.into_iter().fold(Done::default(), Done::with);
    info!(reviews = done.reviews, ends = done.ends, expiries = done.expiries, failed = done.failed, "done");
    Ok(serde_json::to_value(done)?)
}

/// Deals with a shard. An entry that fails is reported and passed over, so that it holds up no other.
async fn deal_with(app: &App, shard: DueShard, deadline: SystemTime) -> Result<Done, Fault> {
    let invocation = Invocation { clock: app.clock.clone(), source_ip: None };
    let (mut done, mut failed, mut after) = (Done::default(), HashSet::new(), None);
    for _ in 0..PAGES {
        let page = due(&app.table, shard, invocation.now(), after.as_ref(), AT_ONCE).await?;
        for entry in page.items {
            if failed.contains(&entry) {
                continue;
            }
            match one(app, &invocation, &entry).await {
                Ok(more) => done = done.with(more),
                Err(fault) => {
                    error!(store = entry.store().as_str(), %fault, "an entry that is due failed and is passed over");
                    done.failed += 1;
                    failed.insert(entry);
                }
            }
        }
        after = page.next;
        if after.is_none() || SystemTime::now() >= deadline {
            break;
        }
    }
    Ok(done)
}

async fn one(app: &App, invocation: &Invocation, entry: &Due) -> Result<Done, staffroom_app::Error> {
    let mut done = Done::default();
    match entry.clone() {
        Due::Review(store) => {
            let dealt = execute(&app.table, invocation, &ReviewStore { store }).await?;
            done.reviews = u32::from(dealt == Dealt::Done);
        }
        Due::AccessEnd(store, user) => {
            let dealt = execute(&app.table, invocation, &TellOfAccessEnd { store, user }).await?;
            done.ends = u32::from(dealt == Dealt::Done);
        }
        Due::Expiry(store, invitation) => {
            let expiry = execute(&app.table, invocation, &RecordExpiry { store, invitation }).await?;
            done.expiries = u32::from(expiry == Expiry::Recorded);
        }
    }
    Ok(done)
}
