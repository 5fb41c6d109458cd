//! A Lambda authorizer for the platform's own API Gateway: verifies the token of a request, and asks whether the person may do what
//! the route needs in the store that the request names. It decides on the same reads as `access`, and writes nothing.
//!
//! | the API | the event | the answer | a refusal |
//! | --- | --- | --- | --- |
//! | HTTP API, payload 2.0 | `"version": "2.0"` | `{isAuthorized, context}` | 403; its body cannot be changed |
//! | REST API, and HTTP API with payload 1.0 | `"type": "REQUEST"` | an IAM policy for this one request | 403 with `$context.authorizer.reason`; 401 for a token |
//! | REST API | `"type": "TOKEN"` | as `REQUEST` | as `REQUEST` |
//!
//! Whatever is not exactly a permission is a refusal. If the decision cannot be made, the invocation fails, and the gateway
//! answers 500: a client must be able to tell that from a refusal.
//!
//! Sources: API Gateway Developer Guide, "Control access to HTTP APIs with AWS Lambda authorizers", "Input to an API Gateway Lambda
//! authorizer" and "Output from an API Gateway Lambda authorizer".

mod answer;
mod app;
mod decision;
mod error;
mod event;
mod settings;

use std::time::{Duration, Instant};

use lambda_runtime::{Error, LambdaEvent};
use serde_json::Value;
use staffroom_aws::Deadline;

pub use app::App;
pub use error::AuthorizerError;
pub use settings::SettingsError;

use decision::{Denial, decide};
use event::Request;

/// How long before the end of its time an invocation stops, to report why.
const RESERVE: Duration = Duration::from_millis(500);

/// Decides on a request.
///
/// # Errors
/// When the event is not one of an authorizer, the token of a REST API's request is not accepted, or the decision cannot be made.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let started = Instant::now();
    let deadline = Deadline::before(event.context.deadline(), RESERVE);
    let request = Request::read(event.payload)?;
    let decision = match deadline.run(Box::pin(decide(app, &request))).await {
        Ok(decision) => decision,
        Err(_) => Err(Denial::Unavailable),
    };
    // Routes, and ids of stores, never of people, and no claims.
    tracing::info!(
        route = request.route().unwrap_or_default(),
        store = decision.as_ref().map(|allowed| allowed.store.as_str()).unwrap_or_default(),
        outcome = decision.as_ref().err().map_or("allowed", |denial| denial.reason()),
        milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    );
    Ok(answer::of(&request, decision)?)
}
