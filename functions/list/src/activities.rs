//! The activities of a store.

use staffroom_api::{ActivityPage, ActivityView, Answer, ApiError, Call, Cursor};
use staffroom_app::{Audience, List, lists};

use crate::app::App;
use crate::view::view_with;

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (id, limit) = (call.store()?, call.limit()?);
    let list = List::Activities(id.clone());
    let cursor = call.cursor(&list)?;
    let page = lists::activities(&app.database, &id, cursor.as_ref().and_then(Cursor::key), limit);
    let (store, page) = view_with(app, call, Audience::Members, cursor.as_ref(), page).await?;
    let activities = page.items.iter().map(|activity| ActivityView::of(&id, activity)).collect();
    Ok(Answer::ok(&ActivityPage { activities, next_cursor: call.next_in(&store, &list, page.next) }))
}
