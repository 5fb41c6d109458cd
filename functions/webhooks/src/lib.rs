//! Webhooks: the platform creates, views, changes and deletes them, replaces their secrets, tests them, looks at their
//! deliveries, and asks for events once more.

mod app;
mod deliveries;
mod path;
mod secret;
mod webhook;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{RequestError, serve};

pub use app::App;

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
