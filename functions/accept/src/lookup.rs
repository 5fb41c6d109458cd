//! Looks up the invitation of a link, for the page `/join`.

use staffroom_api::{Answer, ApiError, Call, LookupBody, LookupView};
use staffroom_app::{LookUpInvitation, lists, look_up_invitation};

use crate::app::App;

pub(crate) async fn look_up(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let body: LookupBody = call.body()?;
    let look_up = LookUpInvitation { link: app.verify(&body.token)? };
    let (store, invitation) = match look_up_invitation(&app.api.database, call.invocation(), &look_up).await?
    {
        Ok(found) => found,
        Err((rejection, Some(origin))) => return Err(ApiError::LinkIsOver(rejection, origin)),
        Err((rejection, None)) => return Err(rejection.into()),
    };
    let locale = body.locale.unwrap_or(invitation.locale);
    let is_offered = |role: &_| invitation.grant.roles.contains(role);
    let texts = lists::role_texts(&app.api.database, &store, is_offered).await?;
    Ok(Answer::ok(&LookupView::of(&store, &invitation, &texts, locale, call.now)))
}
