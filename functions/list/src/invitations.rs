//! The invitations of a store.

use std::collections::BTreeSet;

use staffroom_api::{Answer, ApiError, Call, Cursor, InvitationPage, InvitationView, RequestError};
use staffroom_app::{Audience, InvitationList, InvitationOrder, ViewInvitation, list_invitations};
use staffroom_domain::{AddressKey, Status};

use crate::app::App;
use crate::view::view_with;

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let limit = call.limit()?;
    let order = match call.query("q").map(address).transpose()? {
        None => InvitationOrder::Newest,
        Some(start) => InvitationOrder::Match(start),
    };
    let list = InvitationList { store: call.store()?, statuses: statuses(call)?, order };
    let cursor = call.cursor(&list)?;
    let after = cursor.as_ref().and_then(Cursor::key);
    let page = list_invitations(&app.database, &list, after, limit, call.now);
    let (store, page) = view_with(app, call, Audience::Managers, cursor.as_ref(), page).await?;
    let invitations = page.items.iter().map(|i| InvitationView::of(&store, i, call.now)).collect();
    Ok(Answer::ok(&InvitationPage { invitations, next_cursor: call.next_in(&store, &list, page.next) }))
}

/// The beginning of the addresses that a search finds.
fn address(text: &str) -> Result<AddressKey, RequestError> {
    AddressKey::of_start(text).ok_or_else(|| {
        RequestError::invalid("q", "must be the beginning of an address, of at most 100 characters")
    })
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
