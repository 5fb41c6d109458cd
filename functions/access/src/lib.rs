//! Answers to the shop's other services whether a person may do something: the product's own way, and AuthZEN's.

mod app;
mod check;
mod denial;
mod evaluate;
mod metadata;
mod search;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{RequestError, serve_with_public};

pub use app::App;

/// The header by which a caller names a request. Source: Authorization API 1.0, "Request Identification".
const REQUEST_ID: &str = "x-request-id";

/// The route for anyone.
const PUBLIC: [&str; 1] = ["GET /.well-known/authzen-configuration"];

/// Answers a request. The answer has the id that the request names itself by.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    // A header that is not text cannot be put into the answer's event.
    let id = request.headers().get(REQUEST_ID).filter(|id| id.to_str().is_ok()).cloned();
    let mut response = serve_with_public(&app.api, &PUBLIC, request, async |call| match call.route() {
        "GET /stores/{store}/access" => check::check(app, call).await,
        "POST /access/v1/evaluation" => evaluate::one(app, call).await,
        "POST /access/v1/evaluations" => evaluate::many(app, call).await,
        "POST /access/v1/search/subject" => search::subjects(app, call).await,
        "POST /access/v1/search/resource" => search::resources(app, call).await,
        "POST /access/v1/search/action" => search::actions(app, call).await,
        "GET /.well-known/authzen-configuration" => Ok(metadata::metadata(app, call)),
        _ => Err(RequestError::NotFound.into()),
    })
    .await?;
    if let Some(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    Ok(response)
}
