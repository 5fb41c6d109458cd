//! The queue of the workers.

use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use lambda_runtime::Error;

/// The largest number of messages in one call. Source: Amazon SQS API Reference, `SendMessageBatch`.
pub(crate) const BATCH: usize = 10;

/// How often a message is sent that SQS does not take while it takes others of the call.
const ATTEMPTS: u32 = 3;

/// The wait before the second attempt. The one before the third is twice as long.
const PAUSE: Duration = Duration::from_millis(50);

/// The queue of the workers.
pub struct Queue {
    client: Client,
    url: String,
}

impl Queue {
    /// The queue with this URL.
    #[must_use]
    pub fn new(client: Client, url: String) -> Self {
        Self { client, url }
    }

    /// Sends up to [`BATCH`] messages, and returns how many of them SQS did not take.
    pub(crate) async fn send(&self, bodies: &[String]) -> Result<usize, Error> {
        persistently(bodies.len(), |indexes| self.send_once(bodies, indexes)).await
    }

    /// Sends the messages with these indexes, and returns the indexes of those that SQS did not take.
    async fn send_once(&self, bodies: &[String], indexes: Vec<usize>) -> Result<Vec<usize>, Error> {
        let mut request = self.client.send_message_batch().queue_url(&self.url);
        for index in indexes {
            let Some(body) = bodies.get(index) else { continue };
            // The ids tell the messages of one call apart.
            let entry = SendMessageBatchRequestEntry::builder().id(index.to_string()).message_body(body);
            request = request.entries(entry.build()?);
        }
        let answer = request.send().await.map_err(aws_sdk_sqs::Error::from)?;
        Ok(answer.failed.iter().filter_map(|failed| failed.id.parse().ok()).collect())
    }
}

/// Sends `count` messages. Those that `send` does not take are sent again, some times; how many are left is the answer.
async fn persistently<F>(count: usize, send: impl Fn(Vec<usize>) -> F) -> Result<usize, Error>
where
    F: Future<Output = Result<Vec<usize>, Error>>,
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

    use super::{Error, persistently};

    /// Sends three messages. `refusals` says how often the queue refuses each.
    async fn send(refusals: [u32; 3]) -> (Result<usize, Error>, Vec<Vec<usize>>) {
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
        let left = persistently(3, |_| std::future::ready(Err("no answer".into()))).await;
        assert_eq!(left.map_err(|error| error.to_string()), Err("no answer".to_owned()));
    }
}
