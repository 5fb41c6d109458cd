//! Looks up the invitation of a link, for the page `/join`.

use staffroom_api::{Answer, ApiError, Call, LookupBody, LookupView};
use staffroom_app::LookUpInvitation;

use crate::app::App;

pub(crate) async fn look_up(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let body: LookupBody = call.body()?;
    let link = app.verify(&body.token)?;
    let (store, invitation) = app.api.execute(call, &LookUpInvitation { link }).await?;
    let locale = body.locale.unwrap_or(invitation.locale);
    Ok(Answer::ok(&LookupView::of(&store, &invitation, locale, call.now)))
}
