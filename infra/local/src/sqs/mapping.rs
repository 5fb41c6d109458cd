//! Delivers messages to a function, as Lambda's event source mapping of a queue does.
//!
//! Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use super::queue::{Message, Queue};
use crate::functions::{Context, Functions};
use crate::stream::StreamReaders;

/// An event source mapping: a function and its settings for a queue. It makes one invocation at a time.
pub struct EventSourceMapping {
    /// The function's binary.
    pub function: String,
    /// The longest duration of an invocation.
    pub timeout: Duration,
    /// The largest number of messages per invocation.
    pub batch_size: usize,
    /// Whether the function's response lists the messages that failed.
    pub reports_item_failures: bool,
    /// The functions.
    pub functions: Arc<Functions>,
    /// The readers of the table's stream, which each invocation notifies.
    pub stream_readers: StreamReaders,
}

/// Which messages of a batch failed.
#[derive(Debug, PartialEq, Eq)]
enum Failed {
    All,
    /// Those with these ids, which may be none.
    Some(Vec<String>),
}

impl EventSourceMapping {
    /// Receives messages and invokes the function with them, for as long as the stack runs.
    pub async fn run_forever(self, queue: Queue) {
        loop {
            let batch = queue.wait_and_receive(self.batch_size).await;
            let failed = self.invoke(&batch).await;
            self.stream_readers.notify();
            queue.finish(batch, |message| match &failed {
                Failed::All => true,
                Failed::Some(ids) => ids.contains(&message.id),
            });
        }
    }

    async fn invoke(&self, batch: &[Message]) -> Failed {
        let context = Context { request_id: Uuid::new_v4().to_string(), limit: self.timeout };
        let records: Vec<Value> = batch.iter().map(record).collect();
        let event = json!({"Records": records}).to_string();
        match self.functions.invoke(&self.function, event, context).await {
            Ok(response) if self.reports_item_failures => failed(&response, batch),
            Ok(_) => Failed::Some(Vec::new()),
            Err(error) => {
                tracing::warn!(function = self.function, error = format!("{error:#}"), "a batch failed");
                Failed::All
            }
        }
    }
}

/// The message in the format of a Lambda event.
fn record(message: &Message) -> Value {
    json!({
        "messageId": message.id,
        "receiptHandle": message.id,
        "body": message.body,
        "attributes": {"ApproximateReceiveCount": message.receive_count.to_string()},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:local:000000000000:local",
        "awsRegion": "local",
    })
}

/// Evaluates a partial batch response. One that Lambda does not understand fails the whole batch.
fn failed(response: &str, batch: &[Message]) -> Failed {
    let Ok(response) = serde_json::from_str::<Value>(response) else { return Failed::All };
    let failures = match response.get("batchItemFailures") {
        None | Some(Value::Null) => return Failed::Some(Vec::new()),
        Some(Value::Array(failures)) => failures,
        Some(_) => return Failed::All,
    };
    let id = |failure: &Value| {
        let id = failure.get("itemIdentifier")?.as_str()?;
        batch.iter().any(|message| message.id == id).then(|| id.to_owned())
    };
    failures.iter().map(id).collect::<Option<Vec<String>>>().map_or(Failed::All, Failed::Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(count: usize) -> Vec<Message> {
        let queue = Queue::new(1);
        for body in 0..count {
            queue.send(body.to_string());
        }
        queue.receive(count)
    }

    #[test]
    fn the_messages_that_are_reported_have_failed() {
        let batch = batch(3);
        let second = batch[1].id.as_str();
        let of = |failures: Value| failed(&json!({"batchItemFailures": failures}).to_string(), &batch);
        assert_eq!(of(json!([])), Failed::Some(vec![]));
        assert_eq!(of(json!(null)), Failed::Some(vec![]));
        assert_eq!(of(json!([{"itemIdentifier": second}])), Failed::Some(vec![second.to_owned()]));
        assert_eq!(failed("null", &batch), Failed::Some(vec![]));
        for unclear in [json!([{"itemIdentifier": ""}]), json!([{"itemIdentifier": null}]), json!([{}])] {
            assert_eq!(of(unclear), Failed::All);
        }
        assert_eq!(of(json!([{"itemIdentifier": second}, {"itemIdentifier": "other"}])), Failed::All);
        assert_eq!(failed("", &batch), Failed::All);
    }
}
