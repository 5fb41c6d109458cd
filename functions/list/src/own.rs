//! Lists what belongs to the caller in all stores: stores, invitations, activities. A page may have fewer entries than its
//! limit, because entries whose access has ended are left out, or the others where those are asked for.

use staffroom_api::{
    ActivityView, Answer, ApiError, Call, Cursor, InStore, InvitationView, MeView, MyActivities,
    MyInvitations, MyStoreView, MyStores, RequestError,
};
use staffroom_app::lists::OptedOut;
use staffroom_app::{List, lists};
use staffroom_domain::{Member, MemberStatus, Status, Store, UserId};

use crate::app::App;

/// The largest number of stores that are read to find the caller's profile.
const STORES_AT_ONCE: usize = 20;

pub(crate) async fn stores(app: &App, call: &Call) -> Result<Answer, ApiError> {
    Box::pin(stores_of(app, call, &call.caller()?.user)).await
}

/// The stores of any user, for the platform.
pub(crate) async fn stores_of_user(app: &App, call: &Call) -> Result<Answer, ApiError> {
    call.caller()?.require_platform()?;
    Box::pin(stores_of(app, call, &call.user()?)).await
}

async fn stores_of(app: &App, call: &Call, user: &UserId) -> Result<Answer, ApiError> {
    let access = match call.query("status") {
        None => Access::Open,
        Some("ended") => Access::Ended,
        Some(_) => return Err(RequestError::invalid("status", "must be ended").into()),
    };
    let limit = call.limit()?;
    let list = List::OfUser(user.clone());
    let cursor = call.cursor(&list)?;
    let after = cursor.as_ref().and_then(Cursor::key);
    let page = lists::store_ids_of(&app.database, user, after, limit).await?;
    let mine = lists::stores_of(&app.database, user, &page.items.into_iter().collect()).await?;
    let stores = mine
        .iter()
        .filter(|(_, member)| Access::of(member.as_ref(), call) == access)
        .map(|(store, member)| MyStoreView::of(store, member.as_ref(), call.now))
        .collect();
    Ok(Answer::ok(&MyStores { stores, next_cursor: call.next(&list, page.next) }))
}

/// Whether a person's access to a store has ended. The owner's has no end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Open,
    Ended,
}

impl Access {
    fn of(member: Option<&Member>, call: &Call) -> Self {
        if member.is_some_and(|member| member.has_ended(call.now)) { Self::Ended } else { Self::Open }
    }
}

/// Whether the caller has access to the store now.
fn has_access(member: Option<&Member>, call: &Call) -> bool {
    member.is_none_or(|member| member.status(call.now) == MemberStatus::Active)
}

/// What the product knows of the caller: as their memberships have it, or their token.
pub(crate) async fn profile(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?;
    let page = lists::store_ids_of(&app.database, &caller.user, None, STORES_AT_ONCE).await?;
    let mine = lists::stores_of(&app.database, &caller.user, &page.items.into_iter().collect()).await?;
    let opted_out = match call.account() {
        Ok(account) => lists::opted_out(&app.database, &account.email).await?,
        Err(_) => OptedOut::No,
    };
    Ok(Answer::ok(&MeView::of(call, caller, &mine, opted_out)))
}

pub(crate) async fn invitations(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (account, limit) = (call.account()?, call.limit()?);
    let status = match call.query("status") {
        None | Some("pending") => Status::Pending,
        Some("expired") => Status::Expired,
        Some(_) => return Err(RequestError::invalid("status", "must be pending or expired").into()),
    };
    let list = List::OfAddress(account.email.clone());
    let cursor = call.cursor(&list)?;
    let after = cursor.as_ref().and_then(Cursor::key);
    // Boxed: the future is large.
    let reads = lists::invitations_of(&app.database, call.invocation(), &account.email, after, limit);
    let page = Box::pin(reads).await?;
    let invitations = page
        .items
        .iter()
        .filter(|(_, invitation)| invitation.status(call.now) == status)
        .map(|(store, invitation)| InStore::of(InvitationView::of(store, invitation, call.now), store))
        .collect();
    Ok(Answer::ok(&MyInvitations { invitations, next_cursor: call.next(&list, page.next) }))
}

pub(crate) async fn activities(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (user, limit) = (&call.caller()?.user, call.limit()?);
    let list = List::ActivitiesOfUser(user.clone());
    let cursor = call.cursor(&list)?;
    let is_shown = |_: &Store, member: Option<&Member>| has_access(member, call);
    let after = cursor.as_ref().and_then(Cursor::key);
    // Boxed: the future is large.
    let page = Box::pin(lists::activities_of(&app.database, user, after, limit, is_shown)).await?;
    let shown =
        page.items.iter().map(|(store, activity)| InStore::of(ActivityView::of(&store.id, activity), store));
    Ok(Answer::ok(&MyActivities { activities: shown.collect(), next_cursor: call.next(&list, page.next) }))
}
