//! May this person do this here? The question that the shop's other services ask, answered in one read.

use lambda_http::{Body, Error, Request, Response};
use serde::Serialize;
use staffroom_domain::{Locale, Membership, PermissionKind, PermissionSet, Refusal, Store, StoreId, UserId};
use staffroom_http::{Answer, App, Call, Failure, serve};
use staffroom_table::{Needs, keys};
use staffroom_text::{FluentArgs, messages};

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "GET /stores/{store}/access" => access(app, call).await,
        _ => Err(Refusal::NotFound.into()),
    })
    .await
}

#[derive(Serialize)]
struct AccessView<'a> {
    allowed: bool,
    missing: Vec<&'a str>,
    message: Option<String>,
    contact: ContactView<'a>,
}

#[derive(Serialize)]
struct ContactView<'a> {
    name: &'a str,
    email: &'a str,
}

/// Whose access is asked for.
enum Subject {
    /// A person's.
    Person(UserId),
    /// A support agent's own.
    Support,
}

fn subject(call: &Call) -> Result<Subject, Refusal> {
    let caller = call.caller()?;
    match call.query_as::<UserId>("user_id", "is no user id")? {
        Some(user) if user == caller.user || caller.is_platform() || caller.is_support() => {
            Ok(Subject::Person(user))
        }
        Some(_) => Err(Refusal::Forbidden("only the platform asks for somebody else")),
        None if caller.is_support() => Ok(Subject::Support),
        None if caller.is_platform() => {
            Err(Refusal::invalid("user_id", "is needed: the platform is no user"))
        }
        None => Ok(Subject::Person(caller.user.clone())),
    }
}

async fn access(app: &App, call: &Call) -> Result<Answer, Failure> {
    call.only_query(&["permission", "user_id"])?;
    let (id, subject, caller) = (call.store()?, subject(call)?, call.caller()?);
    let user = match &subject {
        Subject::Person(user) => user,
        Subject::Support => &caller.user,
    };
    let snapshot = app.table.read(Needs::items([keys::store(&id), keys::member(&id, user)])).await?;
    let store = snapshot.store(&id)?.ok_or(Refusal::NotFound)?;
    let membership = snapshot.membership(&id, user)?;

    let mut held = match &subject {
        Subject::Person(user) => of_person(&store, user, &membership, call),
        Subject::Support => Some(grantable(&store)),
    };
    // Support acts in the store, for itself or as one of its users, only where the owner lets it.
    if caller.is_support() && !caller.is_platform() && !store.settings.support_access {
        held = None;
    }
    let asked = call.query_all("permission");
    let missing: Vec<&str> = match &held {
        Some(held) => asked.into_iter().filter(|permission| !held.contains(permission)).collect(),
        None => asked,
    };
    let allowed = held.is_some() && missing.is_empty();
    if let Subject::Person(user) = &subject
        && !caller.is_support()
    {
        record_activity(app, call, &id, user, &membership).await;
    }
    let locale = membership.member().map(|m| m.locale).or(caller.locale).unwrap_or(store.locale);
    let owner = &store.owner;
    Ok(Answer::ok(&AccessView {
        allowed,
        missing,
        message: (!allowed).then(|| message(&store, &membership, held.is_some(), locale, call)),
        contact: ContactView { name: owner.name.as_str(), email: owner.email.as_typed() },
    }))
}

/// Once a day and member, a check is also a sign of life. That it cannot be recorded is nobody's loss.
async fn record_activity(app: &App, call: &Call, store: &StoreId, user: &UserId, membership: &Membership) {
    let news =
        membership.member().filter(|member| !member.has_ended(call.now) && member.is_active_again(call.now));
    if news.is_some()
        && let Err(error) = app.table.record_activity(store, user, call.now).await
    {
        tracing::warn!(%error, "activity is not recorded");
    }
}

/// What a person may do; `None` for whoever has no part in the store, or none any more.
fn of_person(store: &Store, user: &UserId, membership: &Membership, call: &Call) -> Option<PermissionSet> {
    if store.owner.user_id == *user {
        return Some(store.catalog.everything());
    }
    let member = membership.member().filter(|member| !member.has_ended(call.now))?;
    Some(member.held(store.catalog, call.now))
}

/// All that a member could hold; the owner's own affairs are not support's.
fn grantable(store: &Store) -> PermissionSet {
    let of_owner = |kind: &PermissionKind| matches!(kind, PermissionKind::OwnerOnly);
    store.catalog.permissions.iter().filter(|p| !of_owner(&p.kind)).map(|p| p.slug).collect()
}

fn message(store: &Store, membership: &Membership, has_part: bool, locale: Locale, call: &Call) -> String {
    let messages = messages(locale);
    let mut values = FluentArgs::new();
    values.set("contact", store.owner.name.as_str());
    match membership.member().and_then(|member| member.access_ends_at) {
        Some(end) if end <= call.now => {
            values.set("store", store.name.as_str());
            values.set("date", messages.day(end));
            messages.say("access-ended", &values)
        }
        _ if has_part => messages.say("access-denied", &values),
        _ => messages.say("no-access", &values),
    }
}
