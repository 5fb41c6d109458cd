//! What a signed-in person does with an invitation to their own verified address, without its link.

use staffroom_api::{Answer, ApiError, Call, OwnDeclineBody};
use staffroom_app::{DeclineInvitation, lists};
use staffroom_domain::{LinkClaims, Rejection};

use crate::app::App;
use crate::join;

pub(crate) async fn accept(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let link = link(app, call).await?;
    join::accept_link(app, call, link).await
}

pub(crate) async fn decline(app: &App, call: &Call) -> Result<Answer, ApiError> {
    // The reason is all that there is to say, so the body can be left out.
    let body: OwnDeclineBody = if call.bytes().is_empty() { OwnDeclineBody::default() } else { call.body()? };
    let link = link(app, call).await?;
    let decline = DeclineInvitation { link, actor: call.caller()?.event_actor(), reason: body.reason };
    join::decline_link(app, call, decline).await
}

pub(crate) async fn renew(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let link = link(app, call).await?;
    join::renew_link(app, call, link).await
}

/// The claims of the invitation's present link.
async fn link(app: &App, call: &Call) -> Result<LinkClaims, ApiError> {
    let (account, invitation) = (call.account()?, call.invitation()?);
    // Boxed: the future of a page is large.
    let link = Box::pin(lists::link_of(&app.api.database, &account.email, invitation)).await?;
    Ok(link.ok_or(Rejection::NotFound)?)
}
