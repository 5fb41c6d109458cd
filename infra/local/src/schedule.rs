//! The local stand-in for EventBridge Scheduler: invokes the functions that have a schedule in the template.
//!
//! The stack's clock can jump, so the schedule expressions are not evaluated: every scheduled function runs once a
//! minute and whenever the clock was advanced. Functions tolerate this: on AWS, too, a schedule may fire twice.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use crate::functions::Context;
use crate::gateway::Gateway;

/// The time between two runs.
const INTERVAL: Duration = Duration::from_mins(1);

/// Invokes all scheduled functions at regular intervals, for as long as the stack runs.
pub async fn run_forever(gateway: Arc<Gateway>) {
    loop {
        tokio::time::sleep(INTERVAL).await;
        run_once(&gateway).await;
    }
}

/// Invokes all scheduled functions once.
pub async fn run_once(gateway: &Gateway) {
    for (name, function) in &gateway.template.functions {
        if function.schedules.is_empty() {
            continue;
        }
        let context = Context { request_id: Uuid::new_v4().to_string(), limit: function.timeout };
        if let Err(error) = gateway.functions.invoke(name, json!({}).to_string(), context).await {
            tracing::warn!(function = name, %error, "a scheduled invocation failed; the next one will retry its work");
        }
    }
}
