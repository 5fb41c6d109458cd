//! Delivers published events to webhooks, and goes on with replays.
//!
//! A message is a hint: "look whether this is due". A delivery stands in the index of what falls due until its end is recorded.
//! So a repeated message finds nothing due, and a lost one delays its delivery until `dispatch` sends the next one.

mod app;
mod attempt;
mod queue;
mod retry;

use std::time::Duration;

use futures_util::future::join_all;
use lambda_runtime::{Error, LambdaEvent};
use serde::Deserialize;
use serde_json::{Value, json};
use staffroom_app::{DeliveryHint, ReplayStep, continue_replay};
use staffroom_aws::Deadline;
use tracing::{error, info};

pub use app::App;
use queue::send;
use retry::RetryError;

/// How long before the end of its time an invocation stops, to report what is not done.
const RESERVE: Duration = Duration::from_secs(1);

/// A batch of messages. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Batch {
    records: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    message_id: String,
    body: String,
}

/// Deals with a batch of hints at the same time, and returns the messages that must come again.
///
/// # Errors
/// When the batch cannot be read.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let deadline = Deadline::before(event.context.deadline(), RESERVE);
    let batch: Batch = serde_json::from_value(event.payload)?;
    let outcomes = batch.records.into_iter().map(|Record { message_id, body }| {
        Box::pin(async move {
            let outcome = match serde_json::from_str::<DeliveryHint>(&body) {
                Ok(hint) => {
                    // Boxed: the future is large.
                    let dealt = deadline.run(Box::pin(deal_with(app, hint))).await;
                    dealt.unwrap_or_else(|out_of_time| Err(out_of_time.into()))
                }
                Err(error) => Err(error.into()),
            };
            outcome.err().map(|cause| {
                error!(message_id, %cause, "a message must come again");
                json!({ "itemIdentifier": message_id })
            })
        })
    });
    let failed: Vec<Value> = join_all(outcomes).await.into_iter().flatten().collect();
    Ok(json!({ "batchItemFailures": failed }))
}

async fn deal_with(app: &App, hint: DeliveryHint) -> Result<(), RetryError> {
    match hint {
        DeliveryHint::Delivery { webhook, delivery } => attempt::make(app, webhook, delivery).await,
        DeliveryHint::Replay { webhook, replay } => {
            let invocation = app.invocation();
            let step = Box::pin(continue_replay(&app.table, &invocation, webhook, replay)).await?;
            let (hints, more) = match step {
                ReplayStep::More(hints) => (hints, Some(hint)),
                ReplayStep::Done(hints) => (hints, None),
            };
            info!(deliveries = hints.len(), "a replay went on");
            let hints: Vec<DeliveryHint> = hints.into_iter().chain(more).collect();
            send(app, &hints).await
        }
    }
}
