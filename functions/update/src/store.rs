//! Stores: the platform puts them, the owner changes them.

use lambda_http::http::StatusCode;
use staffroom_api::{Answer, ApiError, AtMost, Call, Object, StoreBody, StoreChangeBody, StoreView};
use staffroom_app::{ChangeStore, IdempotencyScope, PutStore, StorePut};
use staffroom_domain::{Metadata, Owner, SeatCount, Store};

use crate::app::App;

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
        plan: body.plan.0,
        locale: body.locale.0,
        time_zone: body.time_zone.0,
        admin_url: body.admin_url.0,
        metadata: body.metadata.0.unwrap_or_default(),
    };
    let metadata = put.metadata.clone();
    app.execute_idempotent(call, scope, &put, |put| match put {
        StorePut::Created(store) => view(StatusCode::CREATED, (store, SeatCount::default(), &metadata))
            .at(format!("/stores/{}", store.id.as_str())),
        StorePut::Replaced(store, releasable) => view(StatusCode::OK, (store, *releasable, &metadata)),
    })
    .await
}

/// The store; the seats that can be released count as free.
fn view(status: StatusCode, (store, releasable, metadata): (&Store, SeatCount, &Metadata)) -> Answer {
    Answer::json(status, &StoreView::of(store, releasable, metadata)).version(store.version)
}

pub(crate) async fn change(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let body: StoreChangeBody = call.body()?;
    let scope = IdempotencyScope::Store(store.clone());
    let (support_access, link_copying, allowed_domains) = match body.settings.0 {
        Some(Object(settings)) => {
            (settings.support_access.0, settings.link_copying.0, settings.allowed_domains.0)
        }
        None => (None, None, None),
    };
    let change = ChangeStore {
        caller,
        store,
        required: call.precondition()?,
        name: body.name.0,
        locale: body.locale.0,
        time_zone: body.time_zone.0,
        plan: body.plan.0,
        support_access,
        link_copying,
        allowed_domains: allowed_domains.map(|AtMost(domains)| domains.into_iter().collect()),
        metadata: body.metadata.0,
    };
    app.execute_idempotent(call, scope, &change, |(store, releasable, metadata)| {
        view(StatusCode::OK, (store, *releasable, metadata))
    })
    .await
}
