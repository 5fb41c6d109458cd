//! Runs every five minutes, reads what has fallen due from the index, and sends it to the workers: a message for each entry.
//!
//! It changes nothing. An entry leaves the index when a worker deals with it, and until then each run sends it again. So a
//! lost message delays its entry to the next run, and a repeated one finds nothing due.

use std::time::Duration;

use futures_util::future::join_all;
use lambda_runtime::{Error, LambdaEvent};
use serde::Serialize;
use serde_json::Value;
use staffroom_app::{Clock, DueEntry, DueShard, Invocation, due};
use staffroom_aws::{BATCH, Connection, Deadline, Message, Queue};
use staffroom_table::Table;
use tracing::{error, info, warn};

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The queue of `work`.
    pub queue: Queue,
    /// The queue of `deliver`.
    pub deliveries: Queue,
    /// The clock.
    pub clock: Clock,
}

/// The largest number of entries of a shard that one run sends, those of both queues together. The next run sends the rest.
const ENTRIES: usize = 20_000;

/// The number of calls to the queue at the same time.
const CALLS: usize = 8;

/// How long before the end of its time a run stops.
const RESERVE: Duration = Duration::from_secs(10);

/// The time between two runs, in seconds: `ScheduleExpression` in `infra/template.yaml`.
const INTERVAL_SECONDS: i64 = 300;

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let need = |name: &str| lookup(name).ok_or_else(|| format!("{name} is not set"));
        let client = staffroom_aws::sqs(&Connection::from_lookup("SQS", lookup)?);
        let queue = Queue::new(client.clone(), need("DUE_QUEUE_URL")?);
        let deliveries = Queue::new(client, need("DELIVERIES_QUEUE_URL")?);
        let table = Table::from_lookup(lookup).await?;
        Ok(Self { table, queue, deliveries, clock: std::sync::Arc::new(chrono::Utc::now) })
    }
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Run {
    /// Entries that were sent.
    sent: usize,
    /// Entries that the queue did not take. The next run sends them.
    passed_over: usize,
    /// Shards that could not be read, or whose entries could not be sent.
    failed_shards: usize,
}

/// Sends what has fallen due in all shards, one after another. A shard that fails holds up no other.
///
/// # Errors
/// If a shard failed. The next run sends its entries.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let deadline = Deadline::before(event.context.deadline(), RESERVE);
    let invocation = Invocation::unattended(&app.clock);
    let mut run = Run::default();
    for shard in shards(invocation.now().timestamp()) {
        let work = send_shard(app, &invocation, shard, &mut run);
        match deadline.run(Box::pin(work)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                error!(shard = shard.number(), error, "a shard failed; the next run continues");
                run.failed_shards += 1;
            }
            Err(_) => {
                warn!(shard = shard.number(), "the time is over; the next run continues");
                break;
            }
        }
    }
    info!(
        sent = run.sent,
        passed_over = run.passed_over,
        failed_shards = run.failed_shards,
        "what is due was sent"
    );
    if run.failed_shards > 0 {
        return Err(format!("{} of {} shards failed", run.failed_shards, DueShard::COUNT).into());
    }
    Ok(serde_json::to_value(run)?)
}

/// All shards. Each run begins with another one, so that a run whose time is too short does not always leave out the same.
fn shards(now: i64) -> Vec<DueShard> {
    let mut shards: Vec<DueShard> = DueShard::all().collect();
    let first = (now / INTERVAL_SECONDS).rem_euclid(i64::from(DueShard::COUNT));
    shards.rotate_left(usize::try_from(first).unwrap_or_default());
    shards
}

/// Sends the entries of a shard that have been due for longest. What it did is added to `run` as it is done.
async fn send_shard(app: &App, invocation: &Invocation, shard: DueShard, run: &mut Run) -> Result<(), Error> {
    let entries = due(&app.table, shard, invocation.now(), ENTRIES).await?;
    let (mut work, mut deliver) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            DueEntry::Work(due) => work.push(serde_json::to_string(&due)?),
            DueEntry::Erase(hint) => work.push(serde_json::to_string(&hint)?),
            DueEntry::Deliver(hint) => deliver.push(serde_json::to_string(&hint)?),
        }
    }
    send_all(&app.queue, work, run).await?;
    send_all(&app.deliveries, deliver, run).await
}

/// Sends messages, some calls at the same time. What was sent is added to `run` as it is done.
async fn send_all(queue: &Queue, bodies: Vec<String>, run: &mut Run) -> Result<(), Error> {
    let messages: Vec<Message> = bodies.into_iter().map(Message::now).collect();
    for group in messages.chunks(CALLS * BATCH) {
        let calls = group.chunks(BATCH).map(|batch| send(queue, batch));
        for outcome in join_all(calls).await {
            let (sent, passed_over) = outcome?;
            run.sent += sent;
            run.passed_over += passed_over;
        }
    }
    Ok(())
}

/// Sends some messages, at most [`BATCH`]. The answer is how many were sent and how many were not taken.
async fn send(queue: &Queue, messages: &[Message]) -> Result<(usize, usize), Error> {
    let passed_over = queue.send(messages).await?;
    if passed_over > 0 {
        warn!(passed_over, "the queue does not take some entries; the next run sends them");
    }
    Ok((messages.len() - passed_over, passed_over))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{DueShard, INTERVAL_SECONDS, shards};

    #[test]
    fn each_run_has_all_shards_and_begins_with_the_next() {
        let count = i64::from(DueShard::COUNT);
        let mut first = BTreeSet::new();
        for run in 0..count {
            let shards = shards(1_800_000_000 + run * INTERVAL_SECONDS);
            assert_eq!(shards.iter().copied().collect::<BTreeSet<_>>(), DueShard::all().collect());
            assert_eq!(shards.len(), usize::from(DueShard::COUNT));
            first.extend(shards.first().copied());
        }
        assert_eq!(first, DueShard::all().collect());
    }
}
