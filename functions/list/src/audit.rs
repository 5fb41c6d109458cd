//! The history of a store, newest first.

use staffroom_api::{Answer, ApiError, Call, Cursor, EventPage, EventView};
use staffroom_app::{Audience, List, lists};

use crate::app::App;
use crate::view::view_with;

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (id, limit) = (call.store()?, call.limit()?);
    let list = List::Events(id.clone());
    let cursor = call.cursor(&list)?;
    let page = lists::events(&app.database, &id, cursor.as_ref().and_then(Cursor::key), limit);
    let (_, page) = view_with(app, call, Audience::Managers, page).await?;
    let events = page.items.iter().map(EventView::from).collect();
    Ok(Answer::ok(&EventPage { events, next_cursor: call.next(&list, page.next) }))
}
