//! A queue that messages are sent to.

use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::BuildError;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use serde::Serialize;
use thiserror::Error;
use tracing::warn;

use crate::error::ConfigError;
use crate::persistence::persistently;
use crate::{Connection, sqs};

/// The largest number of messages in one call. Source: Amazon SQS API Reference, `SendMessageBatch`.
pub const BATCH: usize = 10;

/// The longest delay of a message. Source: Amazon SQS API Reference, `SendMessageBatch`, `DelaySeconds`.
pub const MAX_DELAY_SECONDS: u16 = 900;

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

    /// The queue whose URL an environment variable has.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub fn from_lookup(
        variable: &str,
        lookup: impl Fn(&str) -> Option<String> + Copy,
    ) -> Result<Self, ConfigError> {
        let url = lookup(variable).ok_or_else(|| ConfigError::missing(variable))?;
        Ok(Self::new(sqs(&Connection::from_lookup("SQS", lookup)?), url))
    }

    /// Sends up to [`BATCH`] messages, and returns how many of them SQS did not take.
    ///
    /// # Errors
    /// When SQS does not answer.
    pub async fn send(&self, messages: &[Message]) -> Result<usize, QueueError> {
        let all = (0..messages.len()).collect();
        Ok(persistently(all, PAUSE, |indexes| self.send_once(messages, indexes)).await?.len())
    }

    /// Sends what is to be dealt with, to be received after so many seconds. Best effort: it stands in the index, so that `dispatch`
    /// sends it if this message is lost.
    pub async fn hint(&self, hint: &impl Serialize, delay_seconds: u16) {
        let Ok(body) = serde_json::to_string(hint) else { return };
        match self.send(&[Message { body, delay_seconds }]).await {
            Ok(0) => {}
            Ok(_) => warn!("the queue does not take a hint; dispatch sends it"),
            Err(error) => warn!(%error, "the queue does not take a hint; dispatch sends it"),
        }
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
