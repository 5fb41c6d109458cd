//! Deals with what has fallen due: it asks owners to review who has access, tells members that access ends or has ended,
//! reminds invitees, tells of gathered answers, records that invitations have expired, deletes what closed stores have left, and
//! erases and moves persons.
//!
//! `dispatch` sends a message for each entry. Each entry is dealt with in a transaction that also takes it out of the index, so
//! repeated or concurrent messages do nothing twice. `notify` sends the mails about the events. A message whose entry fails is
//! reported as failed and comes again alone.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::{join_all, join3};
use lambda_runtime::{Error, LambdaEvent};
use serde::Deserialize;
use serde_json::{Value, json};
use staffroom_app::{
    Clock, Dealt, Due, Erasing, ErasureHint, Invocation, MoveHint, Moving, deal_with, erase, move_in_store,
};
use staffroom_aws::{Deadline, Metric, Metrics, Queue};
use staffroom_domain::{ErasureId, LedgerKey, StoreId};
use staffroom_table::{ErasureLedger, Table};
use tracing::{error, info, warn};

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The queue that this function reads, for an entry that takes several steps.
    pub queue: Queue,
    /// The ledger of erasures.
    pub ledger: ErasureLedger,
    /// The key of the hashes in it.
    pub key: LedgerKey,
    /// The clock.
    pub clock: Clock,
    /// The sink of metrics.
    pub metrics: Metrics,
}

/// How long before the end of its time an invocation stops, to report what is not done.
const RESERVE: Duration = Duration::from_millis(500);

/// After how many seconds an erasure goes on that waits for the publication of its event, or whose time is over.
const ERASURE_PAUSE_SECONDS: u16 = 5;

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let queue = Queue::from_lookup("DUE_QUEUE_URL", lookup)?;
        let ledger = ErasureLedger::from_lookup(lookup)?;
        let (table, key) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("ERASURE_KEY", lookup));
        Ok(Self {
            table: table?,
            queue,
            ledger,
            key: LedgerKey::parse(&key?)?,
            clock: std::sync::Arc::new(chrono::Utc::now),
            metrics: Metrics::from_lookup(lookup),
        })
    }
}

/// A batch of messages. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Batch {
    records: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    message_id: String,
    body: String,
}

/// The entries of a batch by their stores, each with the id of its message.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sorted {
    by_store: BTreeMap<StoreId, Vec<(String, Due)>>,
    erasures: Vec<(String, ErasureId)>,
    moves: Vec<(String, MoveHint)>,
    /// The ids of messages that this version cannot read.
    unreadable: Vec<String>,
}

impl Sorted {
    fn of(messages: Vec<Message>) -> Self {
        let mut sorted = Self::default();
        for Message { message_id, body } in messages {
            if let Ok(hint) = serde_json::from_str::<ErasureHint>(&body) {
                sorted.erasures.push((message_id, hint.erasure));
                continue;
            }
            if let Ok(hint) = serde_json::from_str::<MoveHint>(&body) {
                sorted.moves.push((message_id, hint));
                continue;
            }
            match serde_json::from_str::<Due>(&body) {
                Ok(entry) => {
                    sorted.by_store.entry(entry.store().clone()).or_default().push((message_id, entry));
                }
                Err(error) => {
                    error!(message_id, %error, "a message cannot be read by this version");
                    sorted.unreadable.push(message_id);
                }
            }
        }
        sorted
    }
}

/// Deals with a batch of entries, and returns the messages that must come again.
///
/// # Errors
/// When the batch cannot be read.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let deadline = Deadline::before(event.context.deadline(), RESERVE);
    let batch: Batch = serde_json::from_value(event.payload)?;
    let (count, sorted) = (batch.records.len(), Sorted::of(batch.records));
    // Entries of one store change the same items, so they wait for each other; those of different stores do not.
    let stores = sorted.by_store.into_values().map(|entries| Box::pin(work(app, deadline, entries)));
    let erasures =
        sorted.erasures.into_iter().map(|(message, id)| Box::pin(erase_person(app, deadline, message, id)));
    let moves =
        sorted.moves.into_iter().map(|(message, hint)| Box::pin(move_person(app, deadline, message, hint)));
    let mut failed = sorted.unreadable;
    let (stores, erasures, moves) = join3(join_all(stores), join_all(erasures), join_all(moves)).await;
    failed.extend(stores.into_iter().chain(erasures).chain(moves).flatten());
    info!(done = count - failed.len(), failed = failed.len(), "dealt with what is due");
    Ok(answer(&failed))
}

/// Deals with the entries of a store, and returns the ids of the messages that must come again.
async fn work(app: &App, deadline: Deadline, entries: Vec<(String, Due)>) -> Vec<String> {
    let invocation = Invocation::unattended(&app.clock);
    let mut failed = Vec::new();
    for (message_id, entry) in entries {
        let (store, kind) = (entry.store().clone(), entry.kind());
        match deadline.run(deal_with(&app.table, &invocation, entry.clone())).await {
            Ok(Ok(Dealt::Done)) => info!(store = store.as_str(), kind, "done"),
            Ok(Ok(Dealt::Expired)) => {
                info!(store = store.as_str(), kind, "expired");
                app.metrics.record((app.clock)().timestamp_millis(), &[(Metric::InvitationsExpired, 1)]);
            }
            Ok(Ok(Dealt::Again { after_seconds })) => {
                info!(store = store.as_str(), kind, after_seconds, "goes on later");
                app.queue.hint(&entry, after_seconds).await;
            }
            Ok(Ok(Dealt::NotDue)) => info!(store = store.as_str(), kind, "not due"),
            Ok(Err(fault)) => {
                error!(store = store.as_str(), kind, %fault, "an entry that is due failed");
                failed.push(message_id);
            }
            Err(out_of_time) => {
                warn!(store = store.as_str(), kind, %out_of_time, "an entry that is due must wait");
                failed.push(message_id);
            }
        }
    }
    failed
}

/// Works on an erasure, and returns the id of the message if it must come again. What is not done when the time is over goes on
/// with another message.
async fn erase_person(app: &App, deadline: Deadline, message_id: String, id: ErasureId) -> Vec<String> {
    let invocation = Invocation::unattended(&app.clock);
    let work = erase((&app.table, &app.ledger), &app.key, &invocation, id);
    match deadline.run(Box::pin(work)).await {
        Ok(Ok(Erasing::Done)) => info!(erasure = %id, "erased"),
        Ok(Ok(Erasing::Later)) | Err(_) => {
            info!(erasure = %id, "the erasure goes on later");
            app.queue.hint(&ErasureHint { erasure: id }, ERASURE_PAUSE_SECONDS).await;
        }
        Ok(Err(fault)) => {
            error!(erasure = %id, %fault, "an erasure failed");
            return vec![message_id];
        }
    }
    Vec::new()
}

/// Moves a person in a store, and returns the id of the message if it must come again. What is left once the membership has moved
/// stands in the index.
async fn move_person(app: &App, deadline: Deadline, message_id: String, hint: MoveHint) -> Vec<String> {
    let invocation = Invocation::unattended(&app.clock);
    let store = hint.store.as_str();
    match deadline.run(Box::pin(move_in_store(&app.table, &invocation, &hint))).await {
        Ok(Ok(Moving::Done)) => info!(store, "moved a person"),
        Ok(Ok(Moving::Taken)) => {
            warn!(store, "a person is not moved: the other id has joined the team meanwhile");
        }
        Ok(Ok(Moving::Later)) => {
            info!(store, "moved a person; invitations are left");
            let left = Due::AccessEnd { store: hint.store.clone(), user: hint.move_from.clone() };
            app.queue.hint(&left, 0).await;
        }
        Ok(Err(fault)) => {
            error!(store, %fault, "a person cannot be moved");
            return vec![message_id];
        }
        Err(out_of_time) => {
            warn!(store, %out_of_time, "a move must wait");
            return vec![message_id];
        }
    }
    Vec::new()
}

/// A partial batch response. Source: AWS Lambda Developer Guide, "Implementing partial batch responses".
fn answer(failed: &[String]) -> Value {
    let failures: Vec<Value> = failed.iter().map(|id| json!({ "itemIdentifier": id })).collect();
    json!({ "batchItemFailures": failures })
}

#[cfg(test)]
mod tests {
    use super::{Batch, Sorted, answer, json};

    fn sorted(bodies: &[(&str, &str)]) -> Sorted {
        let records: Vec<_> = bodies
            .iter()
            .map(|(id, body)| json!({"messageId": id, "body": body, "receiptHandle": "r", "attributes": {}}))
            .collect();
        Sorted::of(serde_json::from_value::<Batch>(json!({ "Records": records })).unwrap().records)
    }

    #[test]
    fn entries_are_sorted_by_store_and_others_fail_alone() {
        let (a, b) = (r#"{"kind":"store","store":"a"}"#, r#"{"kind":"review","store":"b"}"#);
        let kim = r#"{"kind":"access_end","store":"a","user":"kim"}"#;
        let later = r#"{"kind":"of_a_later_version","store":"a"}"#;
        let erasure = r#"{"erasure":"01995a3c-7f10-4000-8d5e-0d0f6a3b9c11"}"#;
        let moving = r#"{"store":"a","move_from":"ana","move_to":"ana-2"}"#;
        let sorted = sorted(&[
            ("1", a),
            ("2", "?"),
            ("3", b),
            ("4", kim),
            ("5", later),
            ("6", erasure),
            ("7", moving),
        ]);
        let ids: Vec<Vec<&str>> = sorted
            .by_store
            .values()
            .map(|entries| entries.iter().map(|(id, _)| id.as_str()).collect())
            .collect();
        assert_eq!(ids, [vec!["1", "4"], vec!["3"]]);
        assert_eq!(sorted.unreadable, ["2", "5"]);
        assert_eq!((sorted.erasures.len(), sorted.moves.len()), (1, 1));
    }

    #[test]
    fn only_the_messages_that_failed_come_again() {
        assert_eq!(answer(&[]), json!({"batchItemFailures": []}));
        let failed = ["2".to_owned()];
        assert_eq!(answer(&failed), json!({"batchItemFailures": [{"itemIdentifier": "2"}]}));
    }
}
