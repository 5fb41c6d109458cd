//! SQS's operation `SendMessageBatch`: its request, its response and its errors.
//!
//! Source: Amazon SQS API Reference, `SendMessageBatch`.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::queue::Queue;

/// The largest number of messages in a request.
const MAX_ENTRIES: usize = 10;
/// The longest delay of a message, in seconds.
const MAX_DELAY: u64 = 900;
/// The largest size of all messages of a request together, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// An error response of SQS: the error's name and message.
#[derive(Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The name of the error.
    pub error: &'static str,
    /// The message of the error.
    pub message: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessageBatch {
    queue_url: String,
    #[serde(default)]
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    id: String,
    message_body: String,
    #[serde(default)]
    delay_seconds: u64,
}

/// Adds the messages of a request to the queue that `find` returns for its name.
pub fn send<'a>(body: &[u8], find: impl Fn(&str) -> Option<&'a Queue>) -> Result<Value, Rejection> {
    let reject = |error, message| Err(Rejection { error, message });
    let Ok(SendMessageBatch { queue_url, entries }) = serde_json::from_slice(body) else {
        return reject(
            "com.amazonaws.sqs#InvalidParameterValueException",
            "not a request of SendMessageBatch",
        );
    };
    let name = queue_url.rsplit('/').next().unwrap_or_default();
    let Some(queue) = find(name) else {
        return reject("com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.");
    };
    if entries.is_empty() {
        return reject("com.amazonaws.sqs#EmptyBatchRequest", "There must be an entry.");
    }
    if entries.len() > MAX_ENTRIES {
        return reject("com.amazonaws.sqs#TooManyEntriesInBatchRequest", "There may be ten entries.");
    }
    if entries.iter().map(|entry| &entry.id).collect::<BTreeSet<_>>().len() < entries.len() {
        return reject("com.amazonaws.sqs#BatchEntryIdsNotDistinct", "An id occurs twice.");
    }
    if entries.iter().map(|entry| entry.message_body.len()).sum::<usize>() > MAX_SIZE {
        return reject("com.amazonaws.sqs#BatchRequestTooLong", "The messages are too long.");
    }
    if entries.iter().any(|entry| entry.delay_seconds > MAX_DELAY) {
        return reject("com.amazonaws.sqs#InvalidParameterValueException", "DelaySeconds is too long.");
    }
    let sent = entries.into_iter().map(|entry| {
        let message_id = queue.send_later(entry.message_body, Duration::from_secs(entry.delay_seconds));
        json!({"Id": entry.id, "MessageId": message_id})
    });
    Ok(json!({"Successful": sent.collect::<Vec<_>>(), "Failed": []}))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn try_to_send(queue: &Queue, request: &Value) -> Result<Value, &'static str> {
        let find = |name: &str| (name == "Due").then_some(queue);
        send(request.to_string().as_bytes(), find)
            .map_err(|rejection| rejection.error.trim_start_matches("com.amazonaws.sqs#"))
    }

    fn request(ids: &[&str], body: &str) -> Value {
        let entries: Vec<Value> = ids.iter().map(|id| json!({"Id": id, "MessageBody": body})).collect();
        json!({"QueueUrl": "http://127.0.0.1:1/_local/sqs/Due", "Entries": entries})
    }

    #[test]
    fn each_entry_becomes_a_message() {
        let queue = Queue::new(1);
        let answer = try_to_send(&queue, &request(&["0", "1"], "body")).expect("an answer");
        assert_eq!((&answer["Successful"][1]["Id"], &answer["Failed"]), (&json!("1"), &json!([])));
        let bodies: Vec<String> = queue.receive(10).into_iter().map(|message| message.body).collect();
        assert_eq!(bodies, ["body", "body"]);
    }

    #[test]
    fn a_request_beyond_the_limits_of_sqs_is_refused() {
        let queue = Queue::new(1);
        let ids: Vec<String> = (0..11).map(|id| id.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        for (request, error) in [
            (json!([]), "InvalidParameterValueException"),
            (json!({"QueueUrl": "http://127.0.0.1:1/other"}), "QueueDoesNotExist"),
            (request(&[], ""), "EmptyBatchRequest"),
            (request(&ids, "body"), "TooManyEntriesInBatchRequest"),
            (request(&["0", "0"], "body"), "BatchEntryIdsNotDistinct"),
            (request(&["0", "1"], &"x".repeat(600_000)), "BatchRequestTooLong"),
        ] {
            assert_eq!(try_to_send(&queue, &request), Err(error));
        }
        assert!(queue.receive(10).is_empty(), "nothing was sent");
    }
}
