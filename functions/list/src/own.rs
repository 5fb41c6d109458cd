//! Lists what belongs to the caller in all stores: stores, invitations, activities. A page may have fewer entries than its
//! limit, because entries whose access has ended are left out.

use std::collections::BTreeSet;

use futures_util::future::{try_join, try_join_all};
use staffroom_api::{
    ActivityView, Answer, ApiError, Call, Cursor, InStore, InvitationView, MeView, MyActivities,
    MyInvitations, MyStoreView, MyStores, Next,
};
use staffroom_app::{Key, List, lists};
use staffroom_domain::{Member, MemberStatus, Status, Store, StoreId, UserId};

use crate::App;

/// The largest number of stores that are read for one page of activities, or to find the caller's profile.
const STORES_AT_ONCE: usize = 20;

pub(crate) async fn stores(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (user, limit) = (&call.caller()?.user, call.limit()?);
    let list = List::OfUser(user.clone());
    let cursor = call.cursor(&list)?;
    let after = cursor.as_ref().and_then(Cursor::key);
    let page = lists::store_ids_of(&app.database, user, after, limit).await?;
    let mine = lists::stores_of(&app.database, user, &page.items.into_iter().collect()).await?;
    let stores = mine
        .iter()
        .filter(|own| is_open(own, call))
        .map(|(store, member)| MyStoreView::of(store, member.as_ref(), call.now))
        .collect();
    Ok(Answer::ok(&MyStores { stores, next_cursor: Next::after(&list, page.next) }))
}

/// Whether the store is shown: the caller's access has not ended. The owner's has no end.
fn is_open((_, member): &(Store, Option<Member>), call: &Call) -> bool {
    member.as_ref().is_none_or(|member| !member.has_ended(call.now))
}

/// Whether the caller has access to the store now.
fn has_access((_, member): &(Store, Option<Member>), call: &Call) -> bool {
    member.as_ref().is_none_or(|member| member.status(call.now) == MemberStatus::Active)
}

/// What the product knows of the caller: as their memberships have it, or their token.
pub(crate) async fn profile(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?;
    let page = lists::store_ids_of(&app.database, &caller.user, None, STORES_AT_ONCE).await?;
    let mine = lists::stores_of(&app.database, &caller.user, &page.items.into_iter().collect()).await?;
    Ok(Answer::ok(&MeView::of(call, caller, &mine)))
}

pub(crate) async fn invitations(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (account, limit) = (call.account()?, call.limit()?);
    let list = List::OfAddress(account.email.clone());
    let cursor = call.cursor(&list)?;
    let after = cursor.as_ref().and_then(Cursor::key);
    let page = lists::invitations_of(&app.database, &account.email, after, limit).await?;
    let invitations = page
        .items
        .iter()
        .filter(|(_, invitation)| invitation.status(call.now) == Status::Pending)
        .map(|(store, invitation)| InStore::of(InvitationView::of(store, invitation, call.now), store))
        .collect();
    Ok(Answer::ok(&MyInvitations { invitations, next_cursor: Next::after(&list, page.next) }))
}

/// Where a store stands in the list of a person's stores.
fn place_of(store: &StoreId, user: &UserId, is_owner: bool) -> Key {
    if is_owner { Key::Store(store.clone()) } else { Key::Member(store.clone(), user.clone()) }
}

pub(crate) async fn activities(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (user, limit) = (&call.caller()?.user, call.limit()?);
    let list = List::ActivitiesOfUser(user.clone());
    let cursor = call.cursor(&list)?;
    // The page before may have ended within the activities of a store.
    let (within, after) = match cursor.as_ref().and_then(Cursor::key) {
        Some(key @ Key::Activity(store, _)) => {
            let own = lists::stores_of(&app.database, user, &BTreeSet::from([store.clone()])).await?;
            let is_owner = own.first().is_some_and(|(_, member)| member.is_none());
            (Some((store.clone(), key.clone())), Some(place_of(store, user, is_owner)))
        }
        other => (None, other.cloned()),
    };
    let page = lists::store_ids_of(&app.database, user, after.as_ref(), STORES_AT_ONCE.min(limit)).await?;
    let ids: BTreeSet<StoreId> =
        within.iter().map(|(store, _)| store.clone()).chain(page.items.iter().cloned()).collect();
    let after = |id: &StoreId| within.as_ref().filter(|(store, _)| store == id).map(|(_, key)| key);
    let reads = ids.iter().map(|id| lists::activities(&app.database, id, after(id), limit));
    let (mine, found_there) =
        try_join(lists::stores_of(&app.database, user, &ids), try_join_all(reads)).await?;
    let (mut shown, mut next) = (Vec::new(), Next::after(&list, page.next));
    for (id, found) in ids.iter().zip(&found_there) {
        let Some((store, member)) = mine.iter().find(|own| own.0.id == *id && has_access(own, call)) else {
            continue;
        };
        let room = limit - shown.len();
        shown.extend(
            found
                .items
                .iter()
                .take(room)
                .map(|activity| InStore::of(ActivityView::of(&store.id, activity), store)),
        );
        let end = found.items.get(..room).and_then(<[_]>::last).or_else(|| found.items.last());
        let has_more = found.items.len() > room || found.next.is_some();
        if let (true, Some(end)) = (has_more, end) {
            next = Next::after(&list, Some(Key::Activity(id.clone(), end.id.clone())));
            break;
        }
        if shown.len() == limit {
            // The next page begins with the store after this one.
            next = Next::after(&list, Some(place_of(id, user, member.is_none())));
            break;
        }
    }
    Ok(Answer::ok(&MyActivities { activities: shown, next_cursor: next }))
}
