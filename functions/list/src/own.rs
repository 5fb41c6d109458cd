//! Lists what belongs to the caller in all stores: stores, invitations, activities.

use futures_util::future::{try_join, try_join_all};
use staffroom_api::{ActivityView, Answer, ApiError, Call, InStore, InvitationView, MyStoreView, Next};
use staffroom_app::lists;
use staffroom_domain::{Member, Status, Store};

use crate::App;

pub(crate) async fn stores(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let user = &call.caller()?.user;
    let ids = lists::store_ids_of(&app.database, user).await?;
    let mine = lists::stores_of(&app.database, user, &ids).await?;
    let shown: Vec<_> = mine
        .iter()
        .filter(|own| is_open(own, call))
        .map(|(store, member)| MyStoreView::of(store, member.as_ref(), call.now))
        .collect();
    Ok(Answer::list("stores", &shown, Next::Unpaged))
}

/// Whether the caller's access to the store has not ended. The owner's access has no end.
fn is_open((_, member): &(Store, Option<Member>), call: &Call) -> bool {
    member.as_ref().is_none_or(|member| !member.has_ended(call.now))
}

pub(crate) async fn invitations(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let account = call.account()?;
    let mine = lists::invitations_of(&app.database, &account.email).await?;
    let shown: Vec<_> = mine
        .iter()
        .filter(|(_, invitation)| invitation.status(call.now) == Status::Pending)
        .map(|(store, invitation)| InStore::of(InvitationView::of(store, invitation, call.now), store))
        .collect();
    Ok(Answer::list("invitations", &shown, Next::Unpaged))
}

/// The largest number of activities per store in this list. The store's own list has all of them.
const ACTIVITIES_PER_STORE: usize = 100;

pub(crate) async fn activities(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let user = &call.caller()?.user;
    let ids = lists::store_ids_of(&app.database, user).await?;
    let pages = ids.iter().map(|id| lists::activities(&app.database, id, None, ACTIVITIES_PER_STORE));
    let (mine, pages) = try_join(lists::stores_of(&app.database, user, &ids), try_join_all(pages)).await?;
    let mut shown = Vec::new();
    for own @ (store, _) in &mine {
        let page = ids.iter().zip(&pages).find(|(id, _)| **id == store.id);
        for activity in page.iter().flat_map(|(_, page)| &page.items).filter(|_| is_open(own, call)) {
            shown.push(InStore::of(ActivityView::of(&store.id, activity), store));
        }
    }
    Ok(Answer::list("activities", &shown, Next::Unpaged))
}
