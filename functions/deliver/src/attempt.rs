//! One attempt of a delivery.

use std::time::{SystemTime, UNIX_EPOCH};

use staffroom_app::{
    Attempted, BeginAttempt, Begun, DeliveryHint, EndAttempt, Recorded, due_deliveries, execute,
};
use staffroom_aws::{MAX_DELAY_SECONDS, Message};
use staffroom_domain::{AttemptOutcome, DeliveryId, TestEvent, Timestamp, WebhookId};
use staffroom_webhook::Destination;
use tracing::{error, info};

use crate::app::App;
use crate::queue::send;
use crate::retry::RetryError;

/// Makes an attempt, if the delivery is due and the endpoint is not busy. The end of an attempt brings the next deliveries that
/// are due, so that those that wait for a busy endpoint need no message each.
pub(crate) async fn make(app: &App, webhook: WebhookId, delivery: DeliveryId) -> Result<(), RetryError> {
    let begin = BeginAttempt { webhook, delivery };
    let attempt = match execute(&app.table, &app.invocation(), &begin).await? {
        Begun::Attempt(attempt) => attempt,
        Begun::NotDue | Begun::Busy => return Ok(()),
        Begun::GivenUp => {
            info!(webhook = %webhook, delivery = %delivery, "a delivery is not attempted any more");
            return Ok(());
        }
    };
    let outcome = post(app, &attempt).await;
    info!(
        webhook = %webhook,
        delivery = %delivery,
        attempt = attempt.delivery.attempts,
        outcome = match &outcome {
            AttemptOutcome::Answered(status) => status.to_string(),
            AttemptOutcome::NoAnswer(reason) => reason.clone(),
        },
        "attempted"
    );
    let end = EndAttempt { attempt: &attempt, outcome };
    match execute(&app.table, &app.invocation(), &end).await? {
        Recorded::Again(hint, at) => again(app, &hint, at).await?,
        Recorded::Ended | Recorded::Lost => {}
    }
    let due = due_deliveries(&app.table, webhook, (app.clock)()).await;
    let mut next = due.map_err(staffroom_app::Error::from)?;
    next.retain(|hint| *hint != DeliveryHint::Delivery { webhook, delivery });
    send(app, &next).await
}

/// Sends the event.
async fn post(app: &App, attempt: &Attempted) -> AttemptOutcome {
    let Attempted { webhook, delivery, event, .. } = attempt;
    let no_answer = |reason: String| AttemptOutcome::NoAnswer(reason);
    let destination = match Destination::parse(webhook.url.as_str(), app.reach) {
        Ok(destination) => destination,
        Err(error) => return no_answer(format!("the URL {error}")),
    };
    let owner = webhook.id.to_string();
    let secrets = webhook.secrets.signing((app.clock)()).into_iter();
    let secrets: Vec<String> = match secrets.map(|sealed| app.vault.open(&owner, sealed.as_str())).collect() {
        Ok(secrets) => secrets,
        Err(error) => {
            error!(webhook = %webhook.id, %error, "WEBHOOK_KEYS lacks the key of a secret");
            return no_answer("the secret cannot be decrypted".to_owned());
        }
    };
    let test = || {
        let event = TestEvent::new(delivery.event_id, delivery.created_at, webhook);
        // An event has texts and numbers only, so that it can be written as JSON.
        serde_json::to_string(&event).unwrap_or_default()
    };
    let body = event.clone().unwrap_or_else(test);
    // The time of the machine, not of the app's clock: receivers refuse other times.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let timestamp = i64::try_from(now).unwrap_or(i64::MAX);
    let id = delivery.event_id.to_string();
    match app.client.send(&destination, (&id, timestamp), &body, &secrets).await {
        Ok(Ok(status)) => AttemptOutcome::Answered(status),
        Ok(Err(error)) => no_answer(error.to_string()),
        Err(error) => no_answer(error.to_string()),
    }
}

/// Sends a hint for the next attempt, if it is soon. A later one stands in the index of what falls due.
async fn again(app: &App, hint: &DeliveryHint, at: Timestamp) -> Result<(), RetryError> {
    let seconds = (at - (app.clock)()).num_seconds().max(0) + 1;
    match u16::try_from(seconds) {
        Ok(seconds) if seconds <= MAX_DELAY_SECONDS => later(app, hint, seconds).await,
        _ => Ok(()),
    }
}

async fn later(app: &App, hint: &DeliveryHint, delay_seconds: u16) -> Result<(), RetryError> {
    let message = Message { body: serde_json::to_string(hint)?, delay_seconds };
    match app.queue.send(&[message]).await? {
        0 => Ok(()),
        _ => Err(RetryError::NotTaken),
    }
}
