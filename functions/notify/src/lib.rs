//! Sends the mails about the events of stores. Only this function sends mails and makes links.
//!
//! The table's stream delivers each event at least once. The event's item has the addresses to which the mail
//! was sent, so a repetition sends nothing. If a mail cannot be sent now, its record is reported as failed,
//! and the stream delivers it again.

mod app;
mod deliver;
mod event_mail;
mod retry;
mod webhook_mail;

use std::time::Duration;

use aws_lambda_events::dynamodb::{Event as Batch, EventRecord};
use futures_util::future::join_all;
use lambda_runtime::{Error, LambdaEvent};
use serde_json::{Value, json};
use staffroom_app::{ExpireInvitation, Expiry, Key, Record, WebhookKey, execute};
use staffroom_aws::{Deadline, Metric};
use staffroom_table::read_image;
use tracing::{error, warn};

pub use app::App;
use retry::RetryError;

/// How long before the end of its time an invocation stops, to report what is not done.
const RESERVE: Duration = Duration::from_secs(1);

/// Processes a batch of the table's stream, and returns the records that must be retried. A record that is not processed when
/// the time is over is one of them. A record whose mail needs an item that cannot be read is given up after ten minutes.
///
/// # Errors
/// When the batch cannot be read.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let deadline = Deadline::before(event.context.deadline(), RESERVE);
    let batch: Batch = serde_json::from_value(event.payload)?;
    let outcomes = join_all(batch.records.into_iter().map(|record| async {
        let sequence = record.change.sequence_number.clone();
        let written = record.change.approximate_creation_date_time;
        // Boxed: the futures of many records exist at the same time.
        let outcome = deadline.run(Box::pin(handle_record(app, deadline, record))).await;
        (sequence, written, outcome.unwrap_or_else(|out_of_time| Err(out_of_time.into())))
    }))
    .await;
    let now = (app.clock)();
    let failed: Vec<Value> = outcomes
        .into_iter()
        .filter_map(|(sequence, written, outcome)| {
            let cause = outcome.err()?;
            if cause.is_final(now - written) {
                error!(sequence, %cause, "the record is given up");
                app.metrics.record(now.timestamp_millis(), &[(Metric::EventsGivenUp, 1)]);
                return None;
            }
            warn!(sequence, %cause, "the record must be retried");
            Some(json!({ "itemIdentifier": sequence }))
        })
        .collect();
    Ok(json!({ "batchItemFailures": failed }))
}

async fn handle_record(app: &App, deadline: Deadline, record: EventRecord) -> Result<(), RetryError> {
    match record.event_name.as_str() {
        "INSERT" => match image(record.change.new_image.into()) {
            Some((Key::Event(store, _) | Key::Notice(store, _), Record::Event(stored))) => {
                // Boxed: the future is large.
                Box::pin(deliver::event(app, deadline, &store, &stored.event)).await
            }
            Some((Key::Webhook(WebhookKey::Notice(id)), _)) => webhook_mail::send(app, id).await,
            _ => Ok(()),
        },
        "REMOVE" => {
            let Some((_, Record::Invitation(invitation))) = image(record.change.old_image.into()) else {
                return Ok(());
            };
            let expire = ExpireInvitation { invitation: *invitation };
            if execute(&app.table, &app.invocation(), &expire).await? == Expiry::Recorded {
                app.metrics.record((app.clock)().timestamp_millis(), &[(Metric::InvitationsExpired, 1)]);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Reads a stream image. If this version does not know its type or cannot read it, a retry would not help, so
/// it is logged and skipped.
fn image(item: staffroom_table::Item) -> Option<(Key, Record)> {
    match read_image(item) {
        Ok(read) => Some(read),
        Err(fault) => {
            error!(%fault, "a stream record is skipped");
            None
        }
    }
}
