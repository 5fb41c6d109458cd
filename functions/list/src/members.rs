//! The members of a store, the owner first, and one of them.

use staffroom_api::{Answer, ApiError, Call, Cursor, MemberPage, MemberView, Next, RequestError};
use staffroom_app::{MemberFilter, MemberList, MemberOrder, Searched, ViewMember, ViewTeam, list_members};
use staffroom_domain::{MemberStatus, Search, bounds};

use crate::app::App;

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (limit, list) = (call.limit()?, read(call)?);
    let cursor = call.cursor(&list)?;
    let view = ViewTeam { caller: call.caller()?.clone(), store: list.store.clone() };
    let (store, searched) = app.execute(call, &view).await?;
    call.require_cursor_of(&store, cursor.as_ref())?;
    // The owner heads the first page, where they match.
    let heads = cursor.is_none() && list.has_owner(&store, searched);
    let room = if heads { limit - 1 } else { limit };
    let after = cursor.as_ref().and_then(Cursor::key);
    // If the page has room for the owner only, one member is read, to know whether there is a next page.
    // Boxed: the future is large.
    let reads = list_members(&app.database, &list, (store, searched), after, room.max(1), call.now);
    let page = Box::pin(reads).await?;
    let next_cursor = match room {
        0 if page.members.is_empty() && page.next.is_none() => Next(None),
        0 => call.next_after_owner(&page.store, &list),
        _ => call.next_in(&page.store, &list, page.next),
    };
    // The store may have been transferred since it was viewed: this one is as new as its members.
    let owner = (heads && list.has_owner(&page.store, searched)).then(|| MemberView::owner(&page.store));
    let reader = &view.caller.user;
    let members = page.members.iter().take(room).map(|member| {
        let shown = MemberView::of(&page.store, member, call.now);
        match searched {
            Searched::NamesAndAddresses => shown,
            Searched::Names if member.user == *reader => shown,
            Searched::Names => shown.to_colleague(),
        }
    });
    Ok(Answer::ok(&MemberPage { members: owner.into_iter().chain(members).collect(), next_cursor }))
}

/// The list that the query parameters ask for.
fn read(call: &Call) -> Result<MemberList, RequestError> {
    let slug = "must be a slug";
    let filter = MemberFilter {
        permission: call.query_as("permission", slug)?,
        role: call.query_as("role", slug)?,
        status: call.query("status").map(status).transpose()?,
    };
    let search = call.query("q").map(search).transpose()?;
    let is_by_time = matches!(call.query("sort"), Some("joined_at" | "last_active_at"));
    if is_by_time && (search.is_some() || filter.permission.is_some() || filter.role.is_some()) {
        return Err(RequestError::invalid("sort", "by this is possible with no other filter than `status`"));
    }
    let order = match (call.query("sort"), search) {
        (None | Some("name"), Some(search)) => MemberOrder::Match(search),
        (None | Some("name"), None) => MemberOrder::Name,
        (Some("joined_at"), _) => MemberOrder::JoinedAt,
        (Some("last_active_at"), _) => MemberOrder::LastActiveAt,
        (Some(_), _) => {
            return Err(RequestError::invalid("sort", "must be one of name, joined_at, last_active_at"));
        }
    };
    Ok(MemberList { store: call.store()?, filter, order })
}

fn status(text: &str) -> Result<MemberStatus, RequestError> {
    match text {
        "active" => Ok(MemberStatus::Active),
        "ended" => Ok(MemberStatus::Ended),
        "suspended" => Ok(MemberStatus::Suspended),
        _ => Err(RequestError::invalid("status", "must be one of active, ended, suspended")),
    }
}

/// The text of a search.
pub(crate) fn search(text: &str) -> Result<Search, RequestError> {
    let most = bounds::SEARCH_CHARACTERS;
    let detail = format!("must have a letter or digit, and at most {most} characters");
    Search::parse(text).ok_or_else(|| RequestError::invalid("q", detail))
}

pub(crate) async fn view(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let view = ViewMember { caller: call.caller()?.clone(), store: call.store()?, user: call.user()? };
    let (store, member) = app.execute(call, &view).await?;
    Ok(match member {
        Some(member) => Answer::ok(&MemberView::of(&store, &member, call.now)).version(member.version),
        None => Answer::ok(&MemberView::owner(&store)),
    })
}
