//! Lists what is in a store, and what belongs to a person in all stores. One module per list.

mod activities;
mod audit;
mod events;
mod invitations;
mod members;
mod own;
mod store;

use std::pin::Pin;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{ApiError, Call, RequestError, serve};
use staffroom_app::{Audience, Fault, ViewStore};
use staffroom_domain::Store;
use staffroom_table::Table;

/// The state of the function.
pub type App = staffroom_api::App<Table>;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "GET /stores/{store}" => store::view(app, call).await,
        "GET /stores/{store}/catalog" => store::catalog(app, call).await,
        "GET /stores/{store}/invitations" => invitations::list(app, call).await,
        "GET /stores/{store}/invitations/{invitation}" => invitations::view(app, call).await,
        "GET /stores/{store}/members" => Box::pin(members::list(app, call)).await,
        "GET /stores/{store}/members/{user}" => members::view(app, call).await,
        "GET /stores/{store}/audit" => audit::list(app, call).await,
        "GET /stores/{store}/events" => events::list(app, call).await,
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

/// The store that the path names, for a caller who may look at it, with what is read after that: nothing is read for a caller
/// who may not look.
///
/// Boxed: the future of a page is large.
fn view_with<T>(
    app: &App,
    call: &Call,
    audience: Audience,
    read: impl Future<Output = Result<T, Fault>>,
) -> Pin<Box<impl Future<Output = Result<(Store, T), ApiError>>>> {
    Box::pin(async move {
        let store = view_store(app, call, audience).await?;
        Ok((store, read.await?))
    })
}

/// The store in the path, if the caller may view it.
async fn view_store(app: &App, call: &Call, audience: Audience) -> Result<Store, ApiError> {
    let view = ViewStore { caller: call.caller()?.clone(), store: call.store()?, audience };
    app.execute(call, &view).await
}
