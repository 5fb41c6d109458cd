//! Webhooks: the platform creates, views, changes and deletes them, replaces their secrets, tests them, looks at their
//! deliveries, and asks for events once more.

mod deliveries;
mod secret;
mod webhook;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{ApiError, Call, RequestError, serve};
use staffroom_app::{DeliveryHint, IdempotencyScope};
use staffroom_aws::{Connection, Message, Queue};
use staffroom_domain::{WebAddress, WebhookId};
use staffroom_table::Table;
use staffroom_webhook::{Destination, Reach, Vault};
use tracing::warn;

/// The state of the function, created once per cold start.
pub struct App {
    /// The database, the clock and the metrics.
    pub api: staffroom_api::App<Table>,
    /// Encrypts secrets.
    pub vault: Vault,
    /// The queue of deliveries.
    pub queue: Queue,
    /// Which hosts events are sent to.
    pub reach: Reach,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let url = lookup("DELIVERIES_QUEUE_URL").ok_or("DELIVERIES_QUEUE_URL is not set")?;
        let queue = Queue::new(staffroom_aws::sqs(&Connection::from_lookup("SQS", lookup)?), url);
        let (table, keys) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("WEBHOOK_KEYS", lookup));
        let api = staffroom_api::App::from_lookup(table?, lookup)?;
        Ok(Self { api, vault: Vault::parse(&keys?)?, queue, reach: Reach::Public })
    }

    /// Requires that events may be sent to a URL.
    fn check_url(&self, url: &WebAddress) -> Result<(), RequestError> {
        match Destination::parse(url.as_str(), self.reach) {
            Ok(_) => Ok(()),
            Err(error) => Err(RequestError::invalid("/url", error.to_string())),
        }
    }

    /// Sends a hint for what falls due. It stands in the index, so that `dispatch` sends a hint if this one is lost.
    async fn hint(&self, hint: &DeliveryHint) {
        let Ok(body) = serde_json::to_string(hint) else { return };
        match self.queue.send(&[Message::now(body)]).await {
            Ok(0) => {}
            Ok(_) => warn!("the queue does not take a hint; dispatch sends it"),
            Err(error) => warn!(%error, "the queue does not take a hint; dispatch sends it"),
        }
    }
}

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(&app.api, request, async |call| match call.route() {
        "POST /webhooks" => Box::pin(webhook::create(app, call)).await,
        "GET /webhooks" => webhook::list(app, call).await,
        "GET /webhooks/{webhook}" => webhook::view(app, call).await,
        "PATCH /webhooks/{webhook}" => webhook::change(app, call).await,
        "DELETE /webhooks/{webhook}" => webhook::delete(app, call).await,
        "POST /webhooks/{webhook}/secret" => Box::pin(secret::rotate(app, call)).await,
        "POST /webhooks/{webhook}/test" => deliveries::test(app, call).await,
        "GET /webhooks/{webhook}/deliveries" => deliveries::list(app, call).await,
        "POST /webhooks/{webhook}/replay" => deliveries::replay(app, call).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}

/// The webhook that the path names.
fn webhook_of(call: &Call) -> Result<WebhookId, RequestError> {
    call.path("webhook")
}

/// Idempotency keys apply to the caller.
fn scope(call: &Call) -> Result<IdempotencyScope, ApiError> {
    Ok(IdempotencyScope::User(call.caller()?.user.clone()))
}
