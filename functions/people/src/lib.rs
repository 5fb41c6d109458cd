//! A person's data: the platform exports what is kept of a person, has a person erased, and moves one to another id. `work` does
//! the erasing and moving.

mod app;
mod erasure;
mod export;
mod moving;

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
        "POST /users/{user}/move" => Box::pin(moving::begin(app, call)).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}
