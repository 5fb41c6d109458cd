//! `GET /stores/{store}/access`: whether a person has permissions in a store.

use staffroom_api::{AccessView, Answer, ApiError, Call, RequestError};
use staffroom_app::{Access, CheckAccess};
use staffroom_domain::{PermissionSlug, UserId, bounds};

use crate::app::App;
use crate::denial::{record_activity_of, text};

pub(crate) async fn check(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (store, caller) = (call.store()?, call.caller()?.clone());
    let user = call.query_as::<UserId>("user_id", "is no user id")?;
    let locale = call.query_locale()?;
    let permissions: Vec<String> = call.query_all("permission").into_iter().map(str::to_owned).collect();
    if permissions.len() > bounds::CHECKED_PERMISSIONS {
        let detail = format!("must name at most {} permissions", bounds::CHECKED_PERMISSIONS);
        return Err(RequestError::invalid("permission", detail).into());
    }
    // A value that is left out is no question, and no yes either: it counts as a permission that nobody holds.
    let is_name = |text: &String| text.is_empty() || text.parse::<PermissionSlug>().is_ok();
    if !permissions.iter().all(is_name) {
        return Err(RequestError::invalid("permission", "must be a permission, such as `team`").into());
    }
    let check = CheckAccess::new(caller, store, user, permissions)?
        .ok_or_else(|| RequestError::invalid("user_id", "is required, because the platform is not a user"))?;
    let decision = app.api.execute(call, &check).await?;
    record_activity_of(app, call, [&decision]).await;
    Ok(Answer::ok(&AccessView {
        allowed: decision.access == Access::Allowed,
        missing: &decision.missing,
        message: text(call, &decision, locale).map(|(_, text)| text),
        contact: (&decision.contact).into(),
    }))
}
