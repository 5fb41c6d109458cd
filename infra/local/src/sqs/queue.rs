//! A standard queue with a dead-letter queue.
//!
//! Source: Amazon SQS Developer Guide, "Amazon SQS visibility timeout" and "Using dead-letter queues in Amazon SQS".

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

/// How long a message that failed stays invisible: the queue's visibility timeout, which is a minute on AWS.
const VISIBILITY_TIMEOUT: Duration = Duration::from_millis(200);

/// The largest number of messages that a dead-letter queue keeps; the oldest are dropped.
const MAX_DEAD: usize = 1000;

/// A queue. Clones share the messages.
#[derive(Clone)]
pub struct Queue(Arc<Shared>);

struct Shared {
    /// How often a message may be received. After that it goes to the dead-letter queue.
    max_receive_count: u32,
    state: Mutex<State>,
    /// Is notified of each change.
    changes: watch::Sender<()>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Message>,
    /// How many messages are received and not yet finished.
    in_flight: usize,
    dead: VecDeque<Message>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// Its body.
    pub body: String,
    /// How often it was received.
    pub receive_count: u32,
    /// When it can be received again.
    visible_at: Instant,
}

impl Queue {
    /// An empty queue, whose messages may be received so often.
    pub fn new(max_receive_count: u32) -> Self {
        let (changes, _) = watch::channel(());
        Self(Arc::new(Shared { max_receive_count, state: Mutex::default(), changes }))
    }

    /// Adds a message and returns its id.
    #[cfg(test)]
    pub fn send(&self, body: String) -> String {
        self.send_later(body, Duration::ZERO)
    }

    /// Adds a message that nobody receives for a while, and returns its id.
    pub fn send_later(&self, body: String, delay: Duration) -> String {
        let id = Uuid::new_v4().to_string();
        let visible_at = Instant::now() + delay;
        let message = Message { id: id.clone(), body, receive_count: 0, visible_at };
        self.lock().waiting.push_back(message);
        self.0.changes.send_replace(());
        id
    }

    /// Receives up to `limit` messages, which may be none. They are invisible until [`Self::finish`] is called with them.
    pub fn receive(&self, limit: usize) -> Vec<Message> {
        let (now, mut batch) = (Instant::now(), Vec::new());
        let mut state = self.lock();
        for _ in 0..state.waiting.len() {
            if batch.len() == limit {
                break;
            }
            let Some(mut message) = state.waiting.pop_front() else { break };
            if message.visible_at > now {
                state.waiting.push_back(message);
            } else if message.receive_count >= self.0.max_receive_count {
                tracing::error!(message = message.id, "a message goes to the dead-letter queue");
                state.dead.push_back(message);
                if state.dead.len() > MAX_DEAD {
                    state.dead.pop_front();
                }
            } else {
                message.receive_count += 1;
                batch.push(message);
            }
        }
        state.in_flight += batch.len();
        batch
    }

    /// Ends the processing of received messages. Those that failed become visible again after a while; the others are deleted.
    pub fn finish(&self, batch: Vec<Message>, has_failed: impl Fn(&Message) -> bool) {
        let visible_at = Instant::now() + VISIBILITY_TIMEOUT;
        let mut state = self.lock();
        state.in_flight -= batch.len();
        let failed = batch.into_iter().filter(has_failed);
        state.waiting.extend(failed.map(|message| Message { visible_at, ..message }));
        drop(state);
        self.0.changes.send_replace(());
    }

    /// Receives up to `limit` messages, at least one. Waits until there is one.
    pub async fn wait_and_receive(&self, limit: usize) -> Vec<Message> {
        let mut changes = self.0.changes.subscribe();
        loop {
            changes.mark_unchanged();
            let batch = self.receive(limit);
            if !batch.is_empty() {
                return batch;
            }
            let next = self.lock().waiting.iter().map(|message| message.visible_at).min();
            let becomes_visible = async {
                match next {
                    Some(time) => sleep_until(time).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = changes.changed() => {}
                () = becomes_visible => {}
            }
        }
    }

    /// Waits until no message is in flight and none that is visible has never been received.
    pub async fn wait_until_received(&self) {
        let mut changes = self.0.changes.subscribe();
        loop {
            changes.mark_unchanged();
            if self.lock().is_received() {
                return;
            }
            let _ = changes.changed().await;
        }
    }

    /// The state, as JSON: how many messages wait, how many are in flight, and those in the dead-letter queue.
    pub fn state(&self) -> Value {
        let state = self.lock();
        let dead = state.dead.iter().map(|message| {
            let body = serde_json::from_str(&message.body).unwrap_or_else(|_| json!(message.body));
            json!({"id": message.id, "body": body, "receive_count": message.receive_count})
        });
        json!({
            "waiting": state.waiting.len(), "in_flight": state.in_flight, "dead_letters": dead.collect::<Vec<_>>(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_received(&self) -> bool {
        let now = Instant::now();
        let is_received = |message: &Message| message.receive_count > 0 || message.visible_at > now;
        self.in_flight == 0 && self.waiting.iter().all(is_received)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(batch: &[Message]) -> Vec<&str> {
        batch.iter().map(|message| message.body.as_str()).collect()
    }

    #[tokio::test]
    async fn a_message_that_failed_comes_again_alone() {
        let queue = Queue::new(3);
        for body in ["a", "b", "c"] {
            queue.send(body.to_owned());
        }
        let batch = queue.receive(2);
        assert_eq!(bodies(&batch), ["a", "b"]);
        assert_eq!(queue.state()["in_flight"], 2);
        queue.finish(batch, |message| message.body == "b");
        assert_eq!(bodies(&queue.receive(10)), ["c"], "b is not visible yet");
        let again = queue.wait_and_receive(10).await;
        assert_eq!((bodies(&again), again[0].receive_count), (vec!["b"], 2));
    }

    #[tokio::test]
    async fn a_message_goes_to_the_dead_letter_queue_after_its_last_receive() {
        let queue = Queue::new(2);
        queue.send("bad".to_owned());
        for count in 1..=2 {
            let batch = queue.wait_and_receive(10).await;
            assert_eq!(batch[0].receive_count, count);
            queue.finish(batch, |_| true);
        }
        queue.send("good".to_owned());
        tokio::time::sleep(VISIBILITY_TIMEOUT).await;
        assert_eq!(bodies(&queue.receive(10)), ["good"]);
        let state = queue.state();
        assert_eq!((&state["waiting"], &state["dead_letters"][0]["body"]), (&json!(0), &json!("bad")));
        assert_eq!(state["dead_letters"][0]["receive_count"], 2);
    }

    #[tokio::test]
    async fn a_delayed_message_comes_later_and_nobody_waits_for_it() {
        let queue = Queue::new(2);
        queue.send_later("later".to_owned(), Duration::from_millis(200));
        assert!(queue.receive(1).is_empty());
        queue.wait_until_received().await;
        assert_eq!(bodies(&queue.wait_and_receive(1).await), ["later"]);
    }

    #[tokio::test]
    async fn a_wait_ends_when_all_messages_were_received_and_finished() {
        let queue = Queue::new(2);
        queue.wait_until_received().await;
        queue.send("a".to_owned());
        let waiting = tokio::spawn({
            let queue = queue.clone();
            async move { queue.wait_until_received().await }
        });
        let batch = queue.wait_and_receive(10).await;
        assert!(!waiting.is_finished());
        queue.finish(batch, |_| true);
        waiting.await.expect("the wait ends, though the message comes again");
    }
}
