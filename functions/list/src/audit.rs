//! The history of a store, newest first.

use std::collections::BTreeSet;

use staffroom_api::{Answer, ApiError, Call, Cursor, EventPage, EventView, RequestError};
use staffroom_app::{Audience, History, TimeRange, list_history};
use staffroom_domain::bounds;

use crate::app::App;
use crate::view::view_with;

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (limit, list) = (call.limit()?, read(call)?);
    let cursor = call.cursor(&list)?;
    let page = list_history(&app.database, &list, cursor.as_ref().and_then(Cursor::key), limit);
    let (store, page) = view_with(app, call, Audience::ManagersAndPlatform, cursor.as_ref(), page).await?;
    let events = page.items.iter().map(EventView::from).collect();
    Ok(Answer::ok(&EventPage { events, next_cursor: call.next_in(&store, &list, page.next) }))
}

/// The list that the query parameters ask for.
fn read(call: &Call) -> Result<History, RequestError> {
    Ok(History {
        store: call.store()?,
        actor: call.query_as("actor", "must be a user ID")?,
        subject: call
            .query_as("subject", "must be the ID of a member, an invitation, an activity or the store")?,
        types: types(call)?,
        times: TimeRange { since: call.query_time("since")?, until: call.query_time("until")? },
    })
}

/// Any names of types that can be: the history can have events of a later version.
fn types(call: &Call) -> Result<BTreeSet<String>, RequestError> {
    let names = call.query_all("type");
    let is_name = |text: &str| {
        text.len() <= bounds::SLUG_BYTES
            && text.contains('.')
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || b"._".contains(&byte))
    };
    if names.len() > bounds::EVENT_TYPES || !names.iter().all(|name| is_name(name)) {
        let most = bounds::EVENT_TYPES;
        let detail =
            format!("must be at most {most} types of events, separated by commas, such as member.changed");
        return Err(RequestError::invalid("type", detail));
    }
    Ok(names.into_iter().map(str::to_owned).collect())
}
