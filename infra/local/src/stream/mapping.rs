//! Delivers records to a function: filters, batches, and retries as Lambda's event source mapping does.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

use super::lambda_record::sequence_number;
use crate::functions::{Context, Functions};
use crate::template::{StreamSource, Template};

/// The pause before the first retry. It doubles with each retry.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest pause before a retry.
const MAX_PAUSE: Duration = Duration::from_secs(1);

/// An event source mapping: one function and its settings for the stream.
pub struct EventSourceMapping {
    template: Arc<Template>,
    functions: Arc<Functions>,
    function: String,
    /// The position among the function's sources.
    source: usize,
}

/// The outcome of an invocation for a batch.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Succeeded,
    /// The records from this position on must be retried.
    FailedFrom(usize),
    /// The invocation failed, so the record at fault is unknown.
    Failed,
}

/// Records that are still to be processed together.
struct Batch {
    records: Vec<Value>,
    /// The number of failed attempts.
    attempts: u32,
}

impl EventSourceMapping {
    /// A mapping for the source at this position of the function's sources.
    pub fn new(template: Arc<Template>, functions: Arc<Functions>, function: String, source: usize) -> Self {
        Self { template, functions, function, source }
    }

    /// Invokes the function until each record was processed or has exhausted its retries.
    pub async fn deliver(&self, records: Vec<Value>) {
        let Some(function) = self.template.functions.get(&self.function) else { return };
        let Some(source) = function.streams.get(self.source) else { return };
        let records: Vec<Value> = records.into_iter().filter(|record| is_wanted(record, source)).collect();
        let mut batches: VecDeque<Batch> = records
            .chunks(source.batch_size.max(1))
            .map(|records| Batch { records: records.to_vec(), attempts: 0 })
            .collect();
        while let Some(Batch { mut records, attempts }) = batches.pop_front() {
            let outcome = self.invoke(&records, function.timeout, source.reports_item_failures).await;
            let (mut rest, attempts) = match outcome {
                Outcome::Succeeded => continue,
                Outcome::FailedFrom(0) => (records, attempts + 1),
                Outcome::FailedFrom(first) => (records.split_off(first), 1),
                Outcome::Failed if source.bisects && records.len() > 1 => {
                    let second_half = records.split_off(records.len() / 2);
                    batches.push_front(Batch { records: second_half, attempts: attempts + 1 });
                    (records, attempts + 1)
                }
                Outcome::Failed => (records, attempts + 1),
            };
            if attempts > source.retries {
                // On AWS, the record goes to the dead-letter queue.
                let record = rest.remove(0);
                tracing::error!(
                    function = self.function,
                    retries = source.retries,
                    record = sequence_number(&record),
                    "a record has exhausted its retries and is dropped"
                );
                batches.push_front(Batch { records: rest, attempts: 0 });
                continue;
            }
            sleep(pause_before_retry(attempts)).await;
            batches.push_front(Batch { records: rest, attempts });
        }
    }

    async fn invoke(&self, batch: &[Value], limit: Duration, reports_item_failures: bool) -> Outcome {
        if batch.is_empty() {
            return Outcome::Succeeded;
        }
        let context = Context { request_id: Uuid::new_v4().to_string(), limit };
        let event = json!({"Records": batch}).to_string();
        match self.functions.invoke(&self.function, event, context).await {
            Ok(response) if reports_item_failures => outcome(&response, batch),
            Ok(_) => Outcome::Succeeded,
            Err(error) => {
                tracing::warn!(function = self.function, error = format!("{error:#}"), "a batch failed");
                Outcome::Failed
            }
        }
    }
}

fn is_wanted(record: &Value, source: &StreamSource) -> bool {
    source.filters.is_empty() || source.filters.iter().any(|filter| filter.matches(record))
}

/// The pause before a retry after this number of failed attempts.
fn pause_before_retry(attempts: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(MAX_PAUSE)
}

/// Evaluates a partial batch response: the records before the first failed one have been processed.
fn outcome(response: &str, batch: &[Value]) -> Outcome {
    let Ok(response) = serde_json::from_str::<Value>(response) else { return Outcome::Failed };
    let failures = match response.get("batchItemFailures") {
        None | Some(Value::Null) => return Outcome::Succeeded,
        Some(Value::Array(failures)) => failures,
        Some(_) => return Outcome::Failed,
    };
    let position = |failure: &Value| {
        let identifier = failure.get("itemIdentifier")?.as_str()?;
        batch.iter().position(|record| sequence_number(record) == identifier)
    };
    match failures.iter().map(position).collect::<Option<Vec<usize>>>() {
        // An unknown identifier: Lambda then retries the whole batch.
        None => Outcome::FailedFrom(0),
        Some(positions) => positions.into_iter().min().map_or(Outcome::Succeeded, Outcome::FailedFrom),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(sequence_numbers: &[&str]) -> Vec<Value> {
        sequence_numbers.iter().map(|s| json!({"dynamodb": {"SequenceNumber": s}})).collect()
    }

    #[test]
    fn a_batch_is_retried_from_its_first_failure() {
        let batch = batch(&["1", "2", "3"]);
        let of = |failures: Value| outcome(&json!({"batchItemFailures": failures}).to_string(), &batch);
        assert_eq!(of(json!([])), Outcome::Succeeded);
        assert_eq!(of(json!(null)), Outcome::Succeeded);
        assert_eq!(of(json!([{"itemIdentifier": "3"}, {"itemIdentifier": "2"}])), Outcome::FailedFrom(1));
        assert_eq!(of(json!([{"itemIdentifier": "9"}])), Outcome::FailedFrom(0));
        assert_eq!(of(json!([{}])), Outcome::FailedFrom(0));
        assert_eq!(outcome("null", &batch), Outcome::Succeeded);
        assert_eq!(outcome("", &batch), Outcome::Failed);
    }

    #[test]
    fn pauses_double_up_to_a_maximum() {
        assert_eq!(pause_before_retry(1), Duration::from_millis(100));
        assert_eq!(pause_before_retry(2), Duration::from_millis(200));
        assert_eq!(pause_before_retry(60), MAX_PAUSE);
    }
}
