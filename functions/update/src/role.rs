//! Roles of a store's own, which a manager creates, changes and deletes.

use lambda_http::http::StatusCode;
use staffroom_api::{Answer, ApiError, AtMost, Call, RoleBody, RoleChangeBody, RoleView};
use staffroom_app::{ChangeRole, CreateRole, DeleteRole, IdempotencyScope};
use staffroom_domain::{Description, RoleSlug, RoleTexts, Store};

use crate::app::App;

pub(crate) async fn create(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let body: RoleBody = call.body()?;
    let scope = IdempotencyScope::Store(store.clone());
    let AtMost(permissions) = body.permissions;
    let create = CreateRole {
        caller,
        store,
        slug: body.slug,
        label: body.label,
        description: body.description.0.unwrap_or_else(Description::none),
        permissions,
    };
    app.execute_idempotent(call, scope, &create, |(store, texts)| {
        let path = format!("/stores/{}/roles/{}", store.id.as_str(), texts.slug.as_str());
        view(StatusCode::CREATED, store, texts).at(path)
    })
    .await
}

pub(crate) async fn change(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, role) = (call.caller()?.clone(), call.store()?, call.path::<RoleSlug>("role")?);
    let body: RoleChangeBody = call.body()?;
    let scope = IdempotencyScope::Store(store.clone());
    let change = ChangeRole {
        caller,
        store,
        role,
        required: call.precondition()?,
        label: body.label.0,
        description: body.description.0,
        permissions: body.permissions.entries(),
    };
    app.execute_idempotent(call, scope, &change, |(store, texts)| view(StatusCode::OK, store, texts)).await
}

pub(crate) async fn delete(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, role) = (call.caller()?.clone(), call.store()?, call.path::<RoleSlug>("role")?);
    let scope = IdempotencyScope::Store(store.clone());
    let replace_with = call.query_as("replace_with", "must be a slug")?;
    let delete = DeleteRole { caller, store, role, replace_with, required: call.precondition()? };
    app.execute_idempotent(call, scope, &delete, |()| Answer::no_content()).await
}

fn view(status: StatusCode, store: &Store, texts: &RoleTexts) -> Answer {
    Answer::json(status, &RoleView::own(store, &texts.slug, Some(texts))).version(texts.version)
}
