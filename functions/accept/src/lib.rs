//! Shows, accepts, declines and renews invitations, by the token of their link or by their verified address. Makes links for those
//! who bring them to the invitee. Switches mails and invitations off by a token.

mod app;
mod copy;
mod join;
mod lookup;
mod own;
mod unsubscribe;

use lambda_http::http::Method;
use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{RequestError, serve_with_public};
use staffroom_response::without_body_for_head;

pub use app::App;

/// The routes for a person who has a link or a mail and is not signed in.
const PUBLIC: [&str; 5] = [
    "POST /invitations/lookup",
    "POST /invitations/decline",
    "POST /invitations/renew",
    "POST /invitations/opt-out",
    "POST /unsubscribe/{token}",
];

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    // The page, `GET /join`: every other route here is a POST.
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(without_body_for_head(&request, app.join.response()?));
    }
    serve_with_public(&app.api, &PUBLIC, request, async |call| match call.route() {
        "POST /invitations/lookup" => Box::pin(lookup::look_up(app, call)).await,
        "POST /invitations/accept" => join::accept(app, call).await,
        "POST /invitations/decline" => join::decline(app, call).await,
        "POST /invitations/renew" => join::renew(app, call).await,
        "POST /invitations/opt-out" => join::opt_out(app, call).await,
        "POST /stores/{store}/invitations/{invitation}/link" => copy::link(app, call).await,
        "POST /me/invitations/{invitation}/accept" => own::accept(app, call).await,
        "POST /me/invitations/{invitation}/decline" => own::decline(app, call).await,
        "POST /me/invitations/{invitation}/renew" => own::renew(app, call).await,
        "POST /unsubscribe/{token}" => unsubscribe::unsubscribe(app, call).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}
