//! The invitations of a store.

use std::collections::BTreeSet;

use staffroom_api::{Answer, ApiError, Call, Cursor, InvitationPage, InvitationView, Next, RequestError};
use staffroom_app::{Audience, List, ViewInvitation, lists};
use staffroom_domain::Status;

use crate::{App, view_with};

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (limit, statuses) = (call.limit()?, statuses(call)?);
    let list = List::Invitations(call.store()?, statuses, call.now);
    let after = call.cursor(&list)?;
    let page = lists::invitations(&app.database, &list, after.as_ref().and_then(Cursor::key), limit);
    let (store, page) = view_with(app, call, Audience::Managers, page).await?;
    let invitations = page.items.iter().map(|i| InvitationView::of(&store, i, call.now)).collect();
    Ok(Answer::ok(&InvitationPage { invitations, next_cursor: Next::after(&list, page.next) }))
}

fn statuses(call: &Call) -> Result<BTreeSet<Status>, RequestError> {
    let read = |text: &str| match text {
        "pending" => Ok(Status::Pending),
        "accepted" => Ok(Status::Accepted),
        "declined" => Ok(Status::Declined),
        "revoked" => Ok(Status::Revoked),
        "expired" => Ok(Status::Expired),
        _ => {
            let detail = "must be one of pending, accepted, declined, revoked, expired";
            Err(RequestError::invalid("status", detail))
        }
    };
    call.query_all("status").into_iter().filter(|text| !text.is_empty()).map(read).collect()
}

pub(crate) async fn view(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, invitation) = (call.caller()?.clone(), call.store()?, call.invitation()?);
    let (store, invitation) = app.execute(call, &ViewInvitation { caller, store, invitation }).await?;
    Ok(Answer::ok(&InvitationView::of(&store, &invitation, call.now)).version(invitation.version))
}
