//! A person's data: the platform exports what is kept of a person, and has a person erased. `work` does the erasing.

mod app;
mod erasure;
mod export;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{RequestError, serve};

pub use app::App;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(&app.api, request, async |call| match call.route() {
        "POST /exports" => Box::pin(export::export(app, call)).await,
        "POST /erasures" => Box::pin(erasure::begin(app, call)).await,
        "GET /erasures/{erasure}" => Box::pin(erasure::view(app, call)).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}
