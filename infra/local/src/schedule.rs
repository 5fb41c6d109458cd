//! EventBridge Scheduler: runs what the template puts on a schedule.
//!
//! Time here jumps, so a schedule's own rhythm means little: everything on one runs when the clock was moved,
//! and once a minute. The functions must stand that anyway; a schedule may fire twice on AWS, too.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use crate::functions::Context;
use crate::gateway::Gateway;

/// Between two runs when nobody moves the clock.
const EVERY: Duration = Duration::from_mins(1);

/// Runs everything on a schedule, again and again.
pub async fn start(gateway: Arc<Gateway>) {
    loop {
        tokio::time::sleep(EVERY).await;
        run(&gateway).await;
    }
}

/// Runs everything on a schedule, now.
pub async fn run(gateway: &Gateway) {
    for (name, function) in &gateway.template.functions {
        if function.schedules.is_empty() {
            continue;
        }
        let context = Context { request_id: Uuid::new_v4().to_string(), limit: function.timeout };
        if let Err(error) = gateway.functions.invoke(name, json!({}).to_string(), context).await {
            tracing::warn!(function = name, %error, "a scheduled run failed; the next will go on");
        }
    }
}
