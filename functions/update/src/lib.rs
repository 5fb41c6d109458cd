//! Puts and changes stores, invitations, members, activities, roles and profiles. One module per resource.

mod activity;
mod app;
mod invitation;
mod member;
mod members;
mod profile;
mod role;
mod store;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{RequestError, serve};

pub use app::App;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "PUT /stores/{store}" => store::put(app, call).await,
        "PATCH /stores/{store}" => store::change(app, call).await,
        "PATCH /stores/{store}/invitations/{invitation}" => invitation::change(app, call).await,
        "PUT /stores/{store}/members/{user}" => member::put(app, call).await,
        "POST /stores/{store}/members/bulk" => Box::pin(members::put(app, call)).await,
        "PATCH /stores/{store}/members/{user}" => member::change(app, call).await,
        "PUT /stores/{store}/activities/{activity}" => activity::put(app, call).await,
        "POST /stores/{store}/roles" => role::create(app, call).await,
        "PATCH /stores/{store}/roles/{role}" => role::change(app, call).await,
        "DELETE /stores/{store}/roles/{role}" => role::delete(app, call).await,
        "PATCH /me" => profile::change(app, call).await,
        "DELETE /me/opt-out" => profile::welcome_invitations(app, call).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}
