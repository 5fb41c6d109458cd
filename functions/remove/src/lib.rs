//! Revokes invitations, removes members, deletes activities and closes stores.

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{Answer, ApiError, Call, RequestError, serve};
use staffroom_app::{CloseStore, DeleteActivity, IdempotencyScope, RemoveMember, RevokeInvitation};
use staffroom_domain::ActivityId;
use staffroom_table::Table;

/// The state of the function.
pub type App = staffroom_api::App<Table>;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "DELETE /stores/{store}/invitations/{invitation}" => revoke(app, call).await,
        "DELETE /stores/{store}/members/{user}" => remove(app, call).await,
        "DELETE /stores/{store}" => close_store(app, call).await,
        "DELETE /stores/{store}/activities/{activity}" => delete_activity(app, call).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}

async fn revoke(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, invitation) = (call.caller()?.clone(), call.store()?, call.invitation()?);
    let scope = IdempotencyScope::Store(store.clone());
    let revoke = RevokeInvitation { caller, store, invitation, required: call.precondition()? };
    app.execute_idempotent(call, scope, &revoke, |()| Answer::no_content()).await
}

async fn remove(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, user) = (call.caller()?.clone(), call.store()?, call.user()?);
    let scope = IdempotencyScope::Store(store.clone());
    let remove = RemoveMember { caller, store, user, required: call.precondition()? };
    app.execute_idempotent(call, scope, &remove, |()| Answer::no_content()).await
}

async fn delete_activity(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, activity) =
        (call.caller()?.clone(), call.store()?, call.path::<ActivityId>("activity")?);
    let scope = IdempotencyScope::Store(store.clone());
    let delete = DeleteActivity { caller, store, activity, required: call.precondition()? };
    app.execute_idempotent(call, scope, &delete, |()| Answer::no_content()).await
}

async fn close_store(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    // With the store everything in it is deleted, and a late repetition must not close the next store with its id.
    let scope = IdempotencyScope::User(caller.user.clone());
    let close = CloseStore { caller, store, required: call.precondition()? };
    app.execute_idempotent(call, scope, &close, |()| Answer::accepted()).await
}
