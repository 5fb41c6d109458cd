//! Stores: the platform puts them, the owner changes them.

use lambda_http::http::StatusCode;
use serde::Deserialize;
use staffroom_api::{Answer, ApiError, AtMost, Call, Object, StoreView, present};
use staffroom_app::{ChangeStore, IdempotencyScope, PutStore, StorePut};
use staffroom_domain::{
    DisplayName, Domain, EmailAddress, Locale, Owner, PlanSlug, SeatCount, Store, UserId, WebAddress, bounds,
};

use crate::App;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreBody {
    name: DisplayName,
    owner: Object<OwnerBody>,
    catalog: String,
    #[serde(default, deserialize_with = "present")]
    plan: Option<PlanSlug>,
    #[serde(default, deserialize_with = "present")]
    locale: Option<Locale>,
    #[serde(default, deserialize_with = "present")]
    admin_url: Option<WebAddress>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnerBody {
    user_id: UserId,
    email: EmailAddress,
    name: DisplayName,
}

pub(crate) async fn put(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?.clone();
    caller.require_platform()?;
    let (store, body) = (call.store()?, call.body::<StoreBody>()?);
    let Object(owner) = body.owner;
    let scope = IdempotencyScope::Store(store.clone());
    let put = PutStore {
        caller,
        store,
        required: call.precondition()?,
        name: body.name,
        owner: Owner { user_id: owner.user_id, email: owner.email, name: owner.name },
        catalog: body.catalog,
        plan: body.plan,
        locale: body.locale,
        admin_url: body.admin_url,
    };
    app.execute_idempotent(call, scope, &put, |put| match put {
        StorePut::Created(store) => view(StatusCode::CREATED, store, SeatCount::default())
            .at(format!("/stores/{}", store.id.as_str())),
        StorePut::Replaced(store, releasable) => view(StatusCode::OK, store, *releasable),
    })
    .await
}

/// The store; the seats that can be released count as free.
fn view(status: StatusCode, store: &Store, releasable: SeatCount) -> Answer {
    Answer::json(status, &StoreView::of(store, Some(releasable))).version(store.version)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreChangeBody {
    #[serde(default, deserialize_with = "present")]
    name: Option<DisplayName>,
    #[serde(default, deserialize_with = "present")]
    locale: Option<Locale>,
    #[serde(default, deserialize_with = "present")]
    plan: Option<PlanSlug>,
    #[serde(default, deserialize_with = "present")]
    settings: Option<Object<SettingsBody>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsBody {
    #[serde(default, deserialize_with = "present")]
    support_access: Option<bool>,
    #[serde(default, deserialize_with = "present")]
    allowed_domains: Option<AtMost<Domain, { bounds::ALLOWED_DOMAINS }>>,
}

pub(crate) async fn change(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let body: StoreChangeBody = call.body()?;
    let scope = IdempotencyScope::Store(store.clone());
    let (support_access, allowed_domains) = match body.settings {
        Some(Object(settings)) => (settings.support_access, settings.allowed_domains),
        None => (None, None),
    };
    let change = ChangeStore {
        caller,
        store,
        required: call.precondition()?,
        name: body.name,
        locale: body.locale,
        plan: body.plan,
        support_access,
        allowed_domains: allowed_domains.map(|AtMost(domains)| domains.into_iter().collect()),
    };
    app.execute_idempotent(call, scope, &change, |(store, releasable)| {
        view(StatusCode::OK, store, *releasable)
    })
    .await
}
