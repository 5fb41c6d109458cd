//! `POST /access/v1/search/subject`, `/resource` and `/action`.

use serde::Serialize;
use staffroom_api::authzen::{
    ActionResultView, ActionSearchBody, PageRequest, PageToken, ResourceResultView, ResourceSearchBody,
    SearchView, SubjectResultView, SubjectSearchBody,
};
use staffroom_api::{Answer, ApiError, Call};
use staffroom_app::{SearchActions, SearchFrom, SearchResources, SearchSubjects};

use crate::app::App;

pub(crate) async fn subjects(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?;
    let body: SubjectSearchBody = call.authzen_body()?;
    let page = PageRequest::of_subjects(&body, call.bytes())?;
    let Some((permission, resource)) = body.searched() else { return Ok(nothing::<SubjectResultView>()) };
    let search = SearchSubjects::new(caller, permission, resource)?;
    let list = search.list();
    let after = page.after_key(&list)?;
    if page.limit == 0 {
        return Ok(found::<SubjectResultView>(Vec::new(), &page.again()));
    }
    // Boxed: the future is large.
    let from = SearchFrom { after: after.as_ref(), created: page.created(&list) };
    let result = Box::pin(search.page(&app.api.database, call.invocation(), from, page.limit)).await?;
    let users = result.items.into_iter().map(SubjectResultView::from).collect();
    Ok(found(users, &page.token_after(&list, result.next, result.created)))
}

pub(crate) async fn resources(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?;
    let body: ResourceSearchBody = call.authzen_body()?;
    let page = PageRequest::of_resources(&body, call.bytes())?;
    let (Some(user), Some((permission, kind))) = (body.user(), body.searched()) else {
        return Ok(nothing::<ResourceResultView>());
    };
    let search = SearchResources::new(caller, user, permission, kind)?;
    let list = search.list();
    let after = page.after_key(&list)?;
    if page.limit == 0 {
        return Ok(found::<ResourceResultView>(Vec::new(), &page.again()));
    }
    // Boxed: the future is large.
    let from = SearchFrom { after: after.as_ref(), created: page.created(&list) };
    let result = Box::pin(search.page(&app.api.database, call.invocation(), from, page.limit)).await?;
    let resources = result.items.into_iter().map(ResourceResultView::from).collect();
    Ok(found(resources, &page.token_after(&list, result.next, result.created)))
}

/// The position of a page is the name of the action before it.
pub(crate) async fn actions(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?;
    let body: ActionSearchBody = call.authzen_body()?;
    let page = PageRequest::of_actions(&body, call.bytes())?;
    let (Some(user), Some(resource)) = (body.user(), body.resource()) else {
        return Ok(nothing::<ActionResultView>());
    };
    let held = app.api.execute(call, &SearchActions::new(caller, user, resource)?).await?;
    let start = page.after.as_ref().and_then(|after| held.iter().position(|name| name == after));
    let mut names: Vec<&'static str> = held.into_iter().skip(start.map_or(0, |start| start + 1)).collect();
    let has_more = names.len() > page.limit;
    names.truncate(page.limit);
    let next = match (has_more, names.last()) {
        (false, _) => PageToken::default(),
        (true, Some(last)) => page.token(last),
        (true, None) => page.again(),
    };
    Ok(found(names.into_iter().map(ActionResultView::from).collect(), &next))
}

fn found<T: Serialize>(results: Vec<T>, next: &PageToken) -> Answer {
    Answer::ok(&SearchView::new(results, next))
}

fn nothing<T: Serialize>() -> Answer {
    found::<T>(Vec::new(), &PageToken::default())
}
