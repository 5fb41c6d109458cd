//! Answers what is in a store, and what is mine.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use lambda_http::{Body, Error, Request, Response};
use staffroom_domain::{ActivityId, EventId, InvitationId, Locale, Refusal, Status, UserId};
use staffroom_http::{
    ActivityView, Answer, App, Call, CatalogView, Desk, EventView, Failure, InStore, InvitationView,
    MemberView, MyStoreView, Next, Seats, StoreView, look, serve,
};
use staffroom_table::{Needs, keys};

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "GET /stores/{store}" => store(app, call).await,
        "GET /stores/{store}/invitations" => invitations(app, call).await,
        "GET /stores/{store}/invitations/{invitation}" => invitation(app, call).await,
        "GET /stores/{store}/members" => members(app, call).await,
        "GET /stores/{store}/catalog" => catalog(app, call).await,
        "GET /stores/{store}/audit" => audit(app, call).await,
        "GET /stores/{store}/activities" => activities(app, call).await,
        "GET /me/activities" => my_activities(app, call).await,
        "GET /me/stores" => my_stores(app, call).await,
        "GET /me/invitations" => my_invitations(app, call).await,
        _ => Err(Refusal::NotFound.into()),
    })
    .await
}

async fn store(app: &App, call: &Call) -> Result<Answer, Failure> {
    let id = call.store()?;
    let expired = async { Ok(app.table.count_expired_seats(&id, call.now).await?) };
    let (desk, expired) = app.table.at_once(look(&app.table, call, &id), expired).await?;
    desk.actor()?;
    let store = &desk.store;
    Ok(Answer::ok(&StoreView::of(store, Some(Seats::of(store, expired)))).version(store.version))
}

async fn invitations(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (id, limit, after) = (call.store()?, call.limit()?, call.cursor::<InvitationId>()?);
    let of = statuses(call)?;
    let page = async { Ok(app.table.invitations(&id, &of, call.now, after, limit).await?) };
    let (desk, page) = app.table.at_once(look(&app.table, call, &id), page).await?;
    desk.manager()?;
    let shown: Vec<_> = page.items.iter().map(|i| InvitationView::of(i, call.now)).collect();
    Ok(Answer::list("invitations", &shown, next(call, page.next.as_ref())))
}

fn statuses(call: &Call) -> Result<BTreeSet<Status>, Refusal> {
    let read = |text: &str| match text {
        "pending" => Ok(Status::Pending),
        "accepted" => Ok(Status::Accepted),
        "declined" => Ok(Status::Declined),
        "revoked" => Ok(Status::Revoked),
        "expired" => Ok(Status::Expired),
        _ => Err(Refusal::invalid("status", "must be of pending, accepted, declined, revoked and expired")),
    };
    call.query_all("status").into_iter().filter(|text| !text.is_empty()).map(read).collect()
}

fn next(call: &Call, id: Option<&impl ToString>) -> Next {
    Next::Page(id.map(|id| call.cursor_after(&id.to_string())))
}

async fn invitation(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (store, id) = (call.store()?, call.invitation()?);
    let needed = Desk::keys(call, &store)?.into_iter().chain([keys::invitation(&store, id)]);
    let snapshot = app.table.read(Needs::items(needed)).await?;
    Desk::open(call, &snapshot, &store)?.manager()?;
    let invitation = snapshot.invitation(&store, id)?.ok_or(Refusal::NotFound)?;
    Ok(Answer::ok(&InvitationView::of(&invitation, call.now)).version(invitation.version))
}

async fn members(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (id, limit, after) = (call.store()?, call.limit()?, call.cursor::<Place>()?);
    let (room, after) = match &after {
        None => (limit - 1, None),
        Some(Place::Owner) => (limit, None),
        Some(Place::Member(user)) => (limit, Some(user)),
    };
    // A page that only the owner fits on still has to know whether there is anybody else.
    let page = async { Ok(app.table.members(&id, after, room.max(1)).await?) };
    let (desk, page) = app.table.at_once(look(&app.table, call, &id), page).await?;
    desk.actor()?;
    let next = match (room, page.items.is_empty()) {
        (0, true) => Next::Page(None),
        (0, false) => Next::Page(Some(call.cursor_after(OWNER))),
        _ => next(call, page.next.as_ref().map(UserId::as_str).as_ref()),
    };
    let owner = call.query("cursor").is_none().then(|| MemberView::owner(&desk.store));
    let others = page.items.iter().take(room).map(|member| MemberView::of(&desk.store, member, call.now));
    let shown: Vec<_> = owner.into_iter().chain(others).collect();
    Ok(Answer::list("members", &shown, next))
}

/// The cursor behind the owner. No user id holds a `#`.
const OWNER: &str = "#owner";

/// Where a page of members ended.
enum Place {
    /// With the owner, who heads the list.
    Owner,
    /// With a member.
    Member(UserId),
}

impl std::str::FromStr for Place {
    type Err = staffroom_domain::InvalidId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == OWNER { Ok(Self::Owner) } else { text.parse().map(Self::Member) }
    }
}

async fn catalog(app: &App, call: &Call) -> Result<Answer, Failure> {
    let asked = match call.query("locale") {
        Some(tag) => {
            Some(Locale::parse(tag).ok_or_else(|| Refusal::invalid("locale", "is no language of ours"))?)
        }
        None => call.caller()?.locale,
    };
    let desk = look(&app.table, call, &call.store()?).await?;
    desk.actor()?;
    Ok(Answer::ok(&CatalogView::of(desk.store.catalog, asked.unwrap_or(desk.store.locale))))
}

async fn audit(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (id, limit, before) = (call.store()?, call.limit()?, call.cursor::<EventId>()?);
    let page = async { Ok(app.table.events(&id, before, limit).await?) };
    let (desk, page) = app.table.at_once(look(&app.table, call, &id), page).await?;
    desk.manager()?;
    let shown: Vec<EventView<'_>> = page.items.iter().map(EventView::from).collect();
    Ok(Answer::list("events", &shown, next(call, page.next.as_ref())))
}

async fn my_stores(app: &App, call: &Call) -> Result<Answer, Failure> {
    let user = &call.caller()?.user;
    let ids = app.table.store_ids_of(user).await?;
    let mine = app.table.stores_of(user, &ids).await?;
    let shown: Vec<_> = mine
        .iter()
        .filter(|(_, member)| member.as_ref().is_none_or(|member| !member.has_ended(call.now)))
        .map(|(store, member)| MyStoreView::of(store, member.as_ref(), call.now))
        .collect();
    Ok(Answer::list("stores", &shown, Next::Unpaged))
}

async fn my_invitations(app: &App, call: &Call) -> Result<Answer, Failure> {
    let account = call.caller()?.account()?;
    let mine = app.table.invitations_of(&account.email).await?;
    let shown: Vec<_> = mine
        .iter()
        .filter(|(_, invitation)| invitation.status(call.now) == Status::Pending)
        .map(|(store, invitation)| InStore::of(InvitationView::of(invitation, call.now), store))
        .collect();
    Ok(Answer::list("invitations", &shown, Next::Unpaged))
}

async fn activities(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (id, limit, after) = (call.store()?, call.limit()?, call.cursor::<ActivityId>()?);
    let page = async { Ok(app.table.activities(&id, after.as_ref(), limit).await?) };
    let (desk, page) = app.table.at_once(look(&app.table, call, &id), page).await?;
    desk.actor()?;
    let shown: Vec<_> = page.items.iter().map(|activity| ActivityView::of(&id, activity)).collect();
    let next = next(call, page.next.as_ref().map(ActivityId::as_str).as_ref());
    Ok(Answer::list("activities", &shown, next))
}

/// Activities of one store that the list of all of mine shows; the store's own list has the rest.
const ACTIVITIES_PER_STORE: usize = 100;

async fn my_activities(app: &App, call: &Call) -> Result<Answer, Failure> {
    let user = &call.caller()?.user;
    let ids = app.table.store_ids_of(user).await?;
    let pages = try_join_all(ids.iter().map(|id| app.table.activities(id, None, ACTIVITIES_PER_STORE)));
    let (mut mine, pages) = app.table.at_once(app.table.stores_of(user, &ids), pages).await?;
    mine.retain(|(_, member)| member.as_ref().is_none_or(|member| !member.has_ended(call.now)));
    let shown: Vec<_> = ids
        .iter()
        .zip(&pages)
        .filter_map(|(id, page)| Some((&mine.iter().find(|(store, _)| store.id == *id)?.0, page)))
        .flat_map(|(store, page)| page.items.iter().map(move |activity| (store, activity)))
        .map(|(store, activity)| InStore::of(ActivityView::of(&store.id, activity), store))
        .collect();
    Ok(Answer::list("activities", &shown, Next::Unpaged))
}
