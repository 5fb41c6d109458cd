//! Creates invitations, one or several per call, and resends them.

mod app;
mod bulk;
mod invitation;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{RequestError, serve};

pub use app::App;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "POST /stores/{store}/invitations" => invitation::invite(app, call).await,
        "POST /stores/{store}/invitations/bulk" => bulk::invite(app, call).await,
        "POST /stores/{store}/invitations/{invitation}/resend" => invitation::resend(app, call).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}
