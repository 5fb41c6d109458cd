//! Receives the platform's announcements: orders, which are mailed to members with certain roles, and
//! installed apps, which are mailed to the owner.

mod order;

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{AnnouncementBody, Answer, ApiError, Call, RequestError, serve};
use staffroom_app::{Announce, Announcement, IdempotencyScope};
use staffroom_table::Table;

/// The state of the function.
pub type App = staffroom_api::App<Table>;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "POST /stores/{store}/announcements" => announce(app, call).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}

fn announcement(call: &Call) -> Result<Announcement, RequestError> {
    Ok(match AnnouncementBody::read(call)? {
        AnnouncementBody::OrderCreated { activity_id, order } => {
            Announcement::OrderCreated { activity: activity_id, order: order::summary(&order) }
        }
        AnnouncementBody::AppInstalled { app, installed_by } => {
            Announcement::AppInstalled { app: app.name, installed_by }
        }
    })
}

async fn announce(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?.clone();
    caller.require_platform()?;
    let store = call.store()?;
    let announcement = announcement(call)?;
    let scope = IdempotencyScope::Store(store.clone());
    let announce = Announce { caller, store, announcement };
    app.execute_idempotent(call, scope, &announce, |()| Answer::accepted()).await
}
