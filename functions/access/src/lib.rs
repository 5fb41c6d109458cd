//! Answers to the shop's other services whether a person has permissions in a store. It takes one read.

use lambda_http::{Body, Error, Request, Response};
use staffroom_api::{AccessView, Answer, ApiError, Call, RequestError, serve};
use staffroom_app::{Access, AccessDecision, CheckAccess, record_activity};
use staffroom_domain::{Locale, UserId, bounds};
use staffroom_table::Table;
use staffroom_text::{FluentArgs, messages};

/// The state of the function.
pub type App = staffroom_api::App<Table>;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "GET /stores/{store}/access" => access(app, call).await,
        _ => Err(RequestError::NotFound.into()),
    })
    .await
}

async fn access(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (store, caller) = (call.store()?, call.caller()?.clone());
    let user = call.query_as::<UserId>("user_id", "is no user id")?;
    let permissions: Vec<String> = call.query_all("permission").into_iter().map(str::to_owned).collect();
    if permissions.len() > bounds::CHECKED_PERMISSIONS {
        let detail = format!("must name at most {} permissions", bounds::CHECKED_PERMISSIONS);
        return Err(RequestError::invalid("permission", detail).into());
    }
    let check = CheckAccess::new(caller, store, user, permissions)?
        .ok_or_else(|| RequestError::invalid("user_id", "is required, because the platform is not a user"))?;
    let decision = app.execute(call, &check).await?;
    // Best effort: a failure must not fail the access check.
    if let Some(user) = &decision.active
        && let Err(error) = record_activity(&app.database, call.invocation(), &decision.store.id, user).await
    {
        tracing::warn!(%error, "the member's activity is not recorded");
    }
    Ok(Answer::ok(&AccessView {
        allowed: decision.access == Access::Allowed,
        missing: &decision.missing,
        message: message(&decision, decision.locale.or(call.locale()).unwrap_or(decision.store.locale)),
        contact: decision.contact().into(),
    }))
}

/// Why access is denied, in the person's language.
fn message(decision: &AccessDecision, locale: Locale) -> Option<String> {
    let messages = messages(locale);
    let mut values = FluentArgs::new();
    values.set("contact", decision.contact().name.as_str());
    match decision.access {
        Access::Allowed => None,
        Access::PermissionMissing => Some(messages.format("access-denied", &values)),
        Access::NoPart => Some(messages.format("no-access", &values)),
        Access::Suspended => {
            values.set("store", decision.store.name.as_str());
            Some(messages.format("access-suspended", &values))
        }
        Access::Ended(end) => {
            values.set("store", decision.store.name.as_str());
            values.set("date", messages.format_date(end));
            Some(messages.format("access-ended", &values))
        }
    }
}
