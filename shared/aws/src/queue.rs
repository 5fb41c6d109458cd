//! A queue that messages are sent to.

use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::BuildError;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use thiserror::Error;

/// The largest number of messages in one call. Source: Amazon SQS API Reference, `SendMessageBatch`.
pub const BATCH: usize = 10;

/// The longest delay of a message. Source: Amazon SQS API Reference, `SendMessageBatch`, `DelaySeconds`.
pub const MAX_DELAY_SECONDS: u16 = 900;

/// How often a message is sent that SQS does not take while it takes others of the call.
const ATTEMPTS: u32 = 3;

/// The wait before the second attempt. The one before the third is twice as long.
const PAUSE: Duration = Duration::from_millis(50);

/// A queue.
#[derive(Debug, Clone)]
pub struct Queue {
    client: Client,
    url: String,
}

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its body.
    pub body: String,
    /// For how long nobody receives it, in seconds; at most [`MAX_DELAY_SECONDS`].
    pub delay_seconds: u16,
}

impl Message {
    /// A message that is received at once.
    #[must_use]
    pub fn now(body: String) -> Self {
        Self { body, delay_seconds: 0 }
    }
}

/// The queue does not answer.
#[derive(Debug, Error)]
pub enum QueueError {
    /// SQS refuses the call, or does not answer.
    #[error("SQS does not take messages")]
    Sqs(#[source] Box<aws_sdk_sqs::Error>),
    /// A message cannot be written.
    #[error("a message cannot be written")]
    Message(#[from] BuildError),
}

impl Queue {
    /// The queue with this URL.
    #[must_use]
    pub fn new(client: Client, url: String) -> Self {
        Self { client, url }
    }

    /// Sends up to [`BATCH`] messages, and returns how many of them SQS did not take.
    ///
    /// # Errors
    /// When SQS does not answer.
    pub async fn send(&self, messages: &[Message]) -> Result<usize, QueueError> {
        persistently(messages.len(), |indexes| self.send_once(messages, indexes)).await
    }

    /// Sends the messages with these indexes, and returns the indexes of those that SQS did not take.
    async fn send_once(&self, messages: &[Message], indexes: Vec<usize>) -> Result<Vec<usize>, QueueError> {
        let mut request = self.client.send_message_batch().queue_url(&self.url);
        for index in indexes {
            let Some(message) = messages.get(index) else { continue };
            // The ids tell the messages of one call apart.
            let entry = SendMessageBatchRequestEntry::builder()
                .id(index.to_string())
                .message_body(&message.body)
                .delay_seconds(i32::from(message.delay_seconds.min(MAX_DELAY_SECONDS)));
            request = request.entries(entry.build()?);
        }
        let answer = request.send().await.map_err(|error| QueueError::Sqs(Box::new(error.into())))?;
        Ok(answer.failed.iter().filter_map(|failed| failed.id.parse().ok()).collect())
    }
}

/// Sends `count` messages. Those that `send` does not take are sent again, some times; how many are left is the answer.
async fn persistently<F, E>(count: usize, send: impl Fn(Vec<usize>) -> F) -> Result<usize, E>
where
    F: Future<Output = Result<Vec<usize>, E>>,
{
    let mut left: Vec<usize> = (0..count).collect();
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            tokio::time::sleep(PAUSE * attempt).await;
        }
        left = send(left).await?;
        if left.is_empty() {
            break;
        }
    }
    Ok(left.len())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::persistently;

    /// Sends three messages. `refusals` says how often the queue refuses each.
    async fn send(refusals: [u32; 3]) -> (Result<usize, ()>, Vec<Vec<usize>>) {
        let (refusals, calls) = (RefCell::new(refusals), RefCell::new(Vec::new()));
        let left = persistently(3, |indexes| {
            calls.borrow_mut().push(indexes.clone());
            let refused = indexes.into_iter().filter(|index| {
                let left = &mut refusals.borrow_mut()[*index];
                let is_refused = *left > 0;
                *left = left.saturating_sub(1);
                is_refused
            });
            std::future::ready(Ok(refused.collect()))
        })
        .await;
        (left, calls.into_inner())
    }

    #[tokio::test]
    async fn messages_that_are_not_taken_are_sent_again_alone() {
        let (left, calls) = send([0, 1, 0]).await;
        assert_eq!(left.ok(), Some(0));
        assert_eq!(calls, [vec![0, 1, 2], vec![1]]);
    }

    #[tokio::test]
    async fn a_message_that_is_never_taken_is_passed_over() {
        let (left, calls) = send([9, 0, 9]).await;
        assert_eq!(left.ok(), Some(2));
        assert_eq!(calls, [vec![0, 1, 2], vec![0, 2], vec![0, 2]]);
    }

    #[tokio::test]
    async fn an_error_of_the_whole_call_is_passed_on() {
        let left = persistently(3, |_| std::future::ready(Err("no answer"))).await;
        assert_eq!(left, Err("no answer"));
    }
}
