//! The local stand-in for SQS and for Lambda's event source mappings of queues. The messages are in memory.

mod mapping;
mod queue;
mod send_message_batch;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::time::timeout;

use self::mapping::EventSourceMapping;
use self::queue::Queue;
use crate::functions::Functions;
use crate::stream::StreamReaders;
use crate::template::Template;

pub use self::send_message_batch::Rejection;

/// The queues that a function receives messages from, by their logical ids in the template. Clones share the messages.
#[derive(Clone, Default)]
pub struct Queues(Arc<BTreeMap<String, Queue>>);

impl Queues {
    /// Makes the queues that are an event source of a function in the template.
    pub fn of(template: &Template) -> anyhow::Result<Self> {
        let sources = template.functions.values().flat_map(|function| &function.queues);
        let queues = sources.map(|source| {
            let settings = template.queues.get(&source.queue);
            let settings = settings.with_context(|| format!("the queue {} is missing", source.queue))?;
            Ok((source.queue.clone(), Queue::new(settings.max_receive_count)))
        });
        Ok(Self(Arc::new(queues.collect::<anyhow::Result<_>>()?)))
    }

    /// Starts to deliver messages to the functions.
    pub fn start(
        &self,
        template: &Arc<Template>,
        functions: &Arc<Functions>,
        stream_readers: &StreamReaders,
    ) {
        for (name, function) in &template.functions {
            for source in &function.queues {
                let Some(queue) = self.0.get(&source.queue) else { continue };
                for _ in 0..source.max_concurrency {
                    let mapping = EventSourceMapping {
                        function: name.clone(),
                        timeout: function.timeout,
                        batch_size: source.batch_size,
                        reports_item_failures: source.reports_item_failures,
                        functions: functions.clone(),
                        stream_readers: stream_readers.clone(),
                    };
                    tokio::spawn(mapping.run_forever(queue.clone()));
                }
            }
        }
    }

    /// SQS's operation `SendMessageBatch`: the response to a request body.
    pub fn send(&self, body: &[u8]) -> Result<Value, Rejection> {
        send_message_batch::send(body, |queue| self.0.get(queue))
    }

    /// Waits until each message that is in a queue now was received at least once, and the invocation for it has ended, but no
    /// longer than `limit`. Messages that failed come again after that.
    pub async fn wait_until_received(&self, limit: Duration) {
        let all = async {
            for queue in self.0.values() {
                queue.wait_until_received().await;
            }
        };
        let _ = timeout(limit, all).await;
    }

    /// The state of all queues, as JSON.
    #[must_use]
    pub fn state(&self) -> Value {
        let queues = self.0.iter().map(|(name, queue)| {
            let mut state = queue.state();
            if let Value::Object(members) = &mut state {
                members.insert("name".to_owned(), json!(name));
            }
            state
        });
        json!({"queues": queues.collect::<Vec<_>>()})
    }
}
