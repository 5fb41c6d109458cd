//! Webhooks themselves.

use lambda_http::http::StatusCode;
use staffroom_api::{
    Answer, ApiError, AtMost, Call, Cursor, WebhookBody, WebhookChangeBody, WebhookCreatedView, WebhookPage,
    WebhookView,
};
use staffroom_app::{ChangeWebhook, CreateWebhook, DeleteWebhook, List, ViewWebhook, lists};
use staffroom_domain::{DisabledReason, SealedSecret, Webhook, WebhookChange, WebhookId, WebhookState};
use staffroom_webhook::Vault;

use crate::app::App;
use crate::path::{scope, webhook_of};
use crate::secret;

pub(crate) async fn create(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?.clone();
    caller.require_platform()?;
    let body: WebhookBody = call.body()?;
    app.check_url(&body.url)?;
    let id = WebhookId::from_bytes(*uuid::Uuid::new_v4().as_bytes());
    let secret = Vault::new_secret().map_err(secret::fault)?;
    let sealed = app.vault.seal(&id.to_string(), &secret).map_err(secret::fault)?;
    let create = CreateWebhook {
        caller,
        id,
        url: body.url,
        types: body.types.0.into_iter().collect(),
        stores: body.stores.0.into_iter().collect(),
        description: body.description,
        secret: SealedSecret::new(sealed),
    };
    let show = |webhook: &Webhook| {
        let view = WebhookCreatedView { webhook: WebhookView::of(webhook), secret: &secret };
        let path = format!("/webhooks/{}", webhook.id);
        Answer::json(StatusCode::CREATED, &view).version(webhook.version).at(path)
    };
    secret::execute(app, call, &create, show).await
}

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    call.caller()?.require_platform()?;
    let (list, limit) = (List::Webhooks, call.limit()?);
    let cursor = call.cursor(&list)?;
    let page = lists::webhooks(&app.api.database, cursor.as_ref().and_then(Cursor::key), limit).await?;
    let webhooks = page.items.iter().map(WebhookView::of).collect();
    Ok(Answer::ok(&WebhookPage { webhooks, next_cursor: call.next(&list, page.next) }))
}

pub(crate) async fn view(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let view = ViewWebhook { caller: call.caller()?.clone(), webhook: webhook_of(call)? };
    Ok(show(&app.api.execute(call, &view).await?))
}

pub(crate) async fn change(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, webhook) = (call.caller()?.clone(), webhook_of(call)?);
    caller.require_platform()?;
    let body: WebhookChangeBody = call.body()?;
    if let Some(url) = &body.url.0 {
        app.check_url(url)?;
    }
    let state = body.enabled.0.map(|enabled| {
        if enabled { WebhookState::Enabled } else { WebhookState::Disabled(DisabledReason::ByPlatform) }
    });
    let change = WebhookChange {
        url: body.url.0,
        types: body.types.0.map(|AtMost(types)| types.into_iter().collect()),
        stores: body.stores.0.map(|AtMost(stores)| stores.into_iter().collect()),
        description: body.description,
        state,
    };
    let change = ChangeWebhook { caller, webhook, required: call.precondition()?, change };
    app.api.execute_idempotent(call, scope(call)?, &change, show).await
}

pub(crate) async fn delete(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, webhook) = (call.caller()?.clone(), webhook_of(call)?);
    let delete = DeleteWebhook { caller, webhook, required: call.precondition()? };
    app.api.execute_idempotent(call, scope(call)?, &delete, |()| Answer::no_content()).await
}

fn show(webhook: &Webhook) -> Answer {
    Answer::ok(&WebhookView::of(webhook)).version(webhook.version)
}
