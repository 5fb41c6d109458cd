//! The published events of a store, in the order of their publication.

use staffroom_api::{Answer, ApiError, Call, Cursor, PublishedPage};
use staffroom_app::{Audience, Fault, List, published_events};
use staffroom_domain::Rejection;

use crate::app::App;
use crate::view::view_with;

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    call.caller()?.require_platform()?;
    let (id, limit, types) = (call.store()?, call.limit()?, call.event_types()?);
    let list = List::Published(id.clone());
    let cursor = call.after(&list)?;
    let after = cursor.as_ref().and_then(Cursor::key);
    let is_wanted = |kind: &str| types.is_empty() || types.contains(kind);
    let page = published_events(&app.database, &id, after, limit, (call.now, |event| is_wanted(&event.kind)));
    let (store, page) = view_with(app, call, Audience::Members, cursor.as_ref(), page).await?;
    let next_cursor =
        page.next.and_then(|key| call.position_in(&store, &list, key)).ok_or(Rejection::NotFound)?;
    let read = |json: &str| {
        serde_json::from_str(json)
            .map_err(|error| Fault::Corrupt { kind: "published event", source: Box::new(error) })
    };
    let events = page.items.iter().map(|event| read(&event.json)).collect::<Result<_, Fault>>()?;
    Ok(Answer::ok(&PublishedPage { events, next_cursor }))
}
