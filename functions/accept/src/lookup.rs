//! Looks up the invitation of a link, for the page `/join`.

use staffroom_api::{Answer, ApiError, Call, LookupBody, LookupView};
use staffroom_app::{DescribeLink, LookUpInvitation};
use staffroom_domain::{LinkClaims, Rejection};

use crate::app::App;

pub(crate) async fn look_up(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let body: LookupBody = call.body()?;
    let link = app.verify(&body.token)?;
    let looked_up = app.api.execute(call, &LookUpInvitation { link: link.clone() }).await;
    let (store, invitation) = match looked_up {
        Err(ApiError::Rejected(rejection)) => return Err(with_origin(app, call, link, rejection).await),
        looked_up => looked_up?,
    };
    let locale = body.locale.unwrap_or(invitation.locale);
    Ok(Answer::ok(&LookupView::of(&store, &invitation, locale, call.now)))
}

/// The reason why the link cannot be used, with the names of its store and grantor, so that its reader knows whom to ask.
/// The names are read again: only this rare answer needs them.
async fn with_origin(app: &App, call: &Call, link: LinkClaims, rejection: Rejection) -> ApiError {
    if rejection == Rejection::TokenTooOld {
        return rejection.into();
    }
    match app.api.execute(call, &DescribeLink { link }).await {
        Ok(origin) => ApiError::LinkIsOver(rejection, origin),
        // Best effort: the reason is worth more than the names.
        Err(_) => rejection.into(),
    }
}
