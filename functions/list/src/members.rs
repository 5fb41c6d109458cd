//! The members of a store, the owner first, and one of them.

use staffroom_api::{Answer, ApiError, Call, Cursor, MemberPage, MemberView, Next};
use staffroom_app::{Audience, List, ViewMember, lists};

use crate::{App, view_store, view_with};

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (id, limit) = (call.store()?, call.limit()?);
    let list = List::Members(id.clone());
    let cursor = call.cursor(&list)?;
    // The owner heads the first page.
    let room = if cursor.is_none() { limit - 1 } else { limit };
    // If the page has room for the owner only, one member is read, to know whether there is a next page.
    let page = lists::members(&app.database, &id, cursor.as_ref().and_then(Cursor::key), room.max(1));
    let (mut store, page) = view_with(app, call, Audience::Members, page).await?;
    // The store was transferred between the two reads, so neither has the new owner. Read it again.
    if page.departures > store.departures {
        store = view_store(app, call, Audience::Members).await?;
    }
    let next_cursor = match (room, page.items.is_empty()) {
        (0, true) => Next(None),
        (0, false) => Next(Some(Cursor::after_owner(id))),
        _ => Next::after(&list, page.next),
    };
    let owner = cursor.is_none().then(|| MemberView::owner(&store));
    // The page may be older than the store: a member who has become the owner since then is shown only as the
    // owner.
    let members = page.items.iter().filter(|member| member.user != store.owner.user_id).take(room);
    let members = members.map(|member| MemberView::of(&store, member, call.now));
    Ok(Answer::ok(&MemberPage { members: owner.into_iter().chain(members).collect(), next_cursor }))
}

pub(crate) async fn view(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let view = ViewMember { caller: call.caller()?.clone(), store: call.store()?, user: call.user()? };
    let (store, member) = app.execute(call, &view).await?;
    Ok(match member {
        Some(member) => Answer::ok(&MemberView::of(&store, &member, call.now)).version(member.version),
        None => Answer::ok(&MemberView::owner(&store)),
    })
}
