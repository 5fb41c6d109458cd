//! The settings of a queue in the template.

use anyhow::Context as _;
use serde_json::Value;

/// The settings of a queue with a dead-letter queue.
#[derive(Debug, PartialEq, Eq)]
pub struct QueueSettings {
    /// How often a message may be received. After that it goes to the dead-letter queue.
    pub max_receive_count: u32,
}

impl QueueSettings {
    /// `None` for a queue without a dead-letter queue.
    pub(super) fn parse(properties: &Value) -> anyhow::Result<Option<Self>> {
        let Some(policy) = properties.get("RedrivePolicy") else { return Ok(None) };
        let count = policy.get("maxReceiveCount").and_then(Value::as_u64);
        let max_receive_count = count.context("maxReceiveCount is missing")?.try_into()?;
        Ok(Some(Self { max_receive_count }))
    }
}
