//! The roles of a store.

use staffroom_api::{Answer, ApiError, Call, Cursor, RolePage, RoleView};
use staffroom_app::{Audience, ListedRole, RoleList, lists};

use crate::app::App;
use crate::view::view_store;

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (limit, asked) = (call.limit()?, call.query_locale()?.or(call.locale()));
    let list = RoleList { store: call.store()? };
    let cursor = call.cursor(&list)?;
    let store = view_store(app, call, Audience::Members).await?;
    call.require_cursor_of(&store, cursor.as_ref())?;
    let (page, next) = list.page(&store, cursor.as_ref().and_then(Cursor::key), limit);
    let is_shown = |slug: &_| page.iter().any(|role| matches!(role, ListedRole::Own(own) if *own == slug));
    let texts = lists::role_texts(&app.database, &store, is_shown).await?;
    let locale = asked.unwrap_or(store.locale);
    let roles = page.iter().map(|role| match *role {
        ListedRole::BuiltIn(role) => RoleView::built_in(role, locale),
        ListedRole::Own(slug) => RoleView::own(&store, slug, texts.get(slug)),
    });
    Ok(Answer::ok(&RolePage { roles: roles.collect(), next_cursor: call.next_in(&store, &list, next) }))
}
