//! The settings of a Lambda function in the template.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::cloudformation::object;
use super::event_pattern::EventPattern;

/// The settings of a function.
#[derive(Debug)]
pub struct Function {
    /// The longest duration of an invocation.
    pub timeout: Duration,
    /// The event source mappings for the table's stream.
    pub streams: Vec<StreamSource>,
    /// The event source mappings for queues.
    pub queues: Vec<QueueSource>,
    /// The schedule expressions, in the format of EventBridge Scheduler.
    pub schedules: Vec<String>,
    /// Whether an EventBridge rule invokes it.
    pub has_event_rule: bool,
}

/// An event source mapping for the table's stream.
#[derive(Debug)]
pub struct StreamSource {
    /// The function receives the records that match one of these patterns, or all records if there are none.
    pub filters: Vec<EventPattern>,
    /// The largest number of records per invocation.
    pub batch_size: usize,
    /// The largest number of retries of a batch.
    pub retries: u32,
    /// Whether a failed batch is split in two, so that one bad record does not block the others.
    pub bisects: bool,
    /// Whether the function's response lists the records that failed.
    pub reports_item_failures: bool,
}

/// An event source mapping for a queue.
#[derive(Debug)]
pub struct QueueSource {
    /// The queue's logical id.
    pub queue: String,
    /// The largest number of messages per invocation.
    pub batch_size: usize,
    /// The largest number of concurrent invocations.
    pub max_concurrency: usize,
    /// Whether the function's response lists the messages that failed.
    pub reports_item_failures: bool,
}

impl Function {
    pub(super) fn parse(properties: &Value, defaults: &Value) -> anyhow::Result<Self> {
        let seconds = properties.get("Timeout").or_else(|| defaults.get("Timeout")).and_then(Value::as_u64);
        let mut streams = Vec::new();
        let mut queues = Vec::new();
        let mut schedules = Vec::new();
        let mut has_event_rule = false;
        for (name, event) in object(properties, "Events").into_iter().flatten() {
            let properties = event.get("Properties").unwrap_or(&Value::Null);
            match event.get("Type").and_then(Value::as_str) {
                Some("DynamoDB") => {
                    streams.push(StreamSource::parse(properties).with_context(|| format!("event {name}"))?);
                }
                Some("SQS") => {
                    queues.push(QueueSource::parse(properties).with_context(|| format!("event {name}"))?);
                }
                Some("ScheduleV2") => {
                    let expression = properties.get("ScheduleExpression").and_then(Value::as_str);
                    let expression =
                        expression.with_context(|| format!("event {name}: ScheduleExpression is missing"))?;
                    schedules.push(expression.to_owned());
                }
                Some("EventBridgeRule") => has_event_rule = true,
                _ => {}
            }
        }
        // Lambda's default.
        let timeout = Duration::from_secs(seconds.unwrap_or(3));
        Ok(Self { timeout, streams, queues, schedules, has_event_rule })
    }

    /// Whether something other than a route invokes it.
    pub(super) fn has_event_source(&self) -> bool {
        let has_mapping = !self.streams.is_empty() || !self.queues.is_empty();
        has_mapping || !self.schedules.is_empty() || self.has_event_rule
    }
}

impl StreamSource {
    fn parse(properties: &Value) -> anyhow::Result<Self> {
        let number = |name: &str| properties.get(name).and_then(Value::as_i64);
        let filters = properties.pointer("/FilterCriteria/Filters").and_then(Value::as_array);
        let filters = filters.into_iter().flatten().map(|filter| {
            let text = filter.get("Pattern").and_then(Value::as_str).context("a filter without a pattern")?;
            EventPattern::parse(text).with_context(|| format!("filter {text}"))
        });
        // -1 stands for no limit.
        let retries = match number("MaximumRetryAttempts") {
            Some(-1) => u32::MAX,
            Some(retries) => retries.try_into()?,
            None => 10,
        };
        Ok(Self {
            filters: filters.collect::<anyhow::Result<_>>()?,
            batch_size: number("BatchSize").unwrap_or(100).try_into()?,
            retries,
            bisects: properties.get("BisectBatchOnFunctionError") == Some(&Value::Bool(true)),
            reports_item_failures: reports_item_failures(properties),
        })
    }
}

impl QueueSource {
    fn parse(properties: &Value) -> anyhow::Result<Self> {
        let number = |pointer: &str| properties.pointer(pointer).and_then(Value::as_u64);
        // `!GetAtt Queue.Arn`.
        let queue = properties.pointer("/Queue/Fn::GetAtt").and_then(Value::as_str);
        let queue = queue.and_then(|attribute| attribute.strip_suffix(".Arn"));
        Ok(Self {
            queue: queue.context("Queue must be !GetAtt of a queue's Arn")?.to_owned(),
            batch_size: number("/BatchSize").unwrap_or(10).try_into()?,
            // Lambda begins with five invocations at the same time.
            max_concurrency: number("/ScalingConfig/MaximumConcurrency").unwrap_or(5).try_into()?,
            reports_item_failures: reports_item_failures(properties),
        })
    }
}

fn reports_item_failures(properties: &Value) -> bool {
    let response_types = properties.get("FunctionResponseTypes").and_then(Value::as_array);
    response_types.is_some_and(|types| types.contains(&json!("ReportBatchItemFailures")))
}
