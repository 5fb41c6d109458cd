//! Lists what is in a store, and what belongs to a person in all stores. One module per list.

mod activities;
mod app;
mod audit;
mod events;
mod invitations;
mod members;
mod own;
mod roles;
mod store;
mod view;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{RequestError, serve};

pub use app::App;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "GET /stores/{store}" => store::view(app, call).await,
        "GET /stores/{store}/catalog" => Box::pin(store::catalog(app, call)).await,
        "GET /stores/{store}/invitations" => invitations::list(app, call).await,
        "GET /stores/{store}/invitations/{invitation}" => invitations::view(app, call).await,
        "GET /stores/{store}/members" => Box::pin(members::list(app, call)).await,
        "GET /stores/{store}/members/{user}" => members::view(app, call).await,
        "GET /stores/{store}/audit" => audit::list(app, call).await,
        "GET /stores/{store}/events" => events::list(app, call).await,
        "GET /stores/{store}/roles" => Box::pin(roles::list(app, call)).await,
        "GET /stores/{store}/activities" => activities::list(app, call).await,
        "GET /me" => Box::pin(own::profile(app, call)).await,
        "GET /users/{user}/stores" => Box::pin(own::stores_of_user(app, call)).await,
        "GET /me/activities" => Box::pin(own::activities(app, call)).await,
        "GET /me/stores" => Box::pin(own::stores(app, call)).await,
        "GET /me/invitations" => Box::pin(own::invitations(app, call)).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}
