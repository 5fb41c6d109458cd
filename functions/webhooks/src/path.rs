//! What a call is about.

use staffroom_api::{ApiError, Call, RequestError};
use staffroom_app::IdempotencyScope;
use staffroom_domain::WebhookId;

/// The webhook that the path names.
pub(crate) fn webhook_of(call: &Call) -> Result<WebhookId, RequestError> {
    call.path("webhook")
}

/// Idempotency keys apply to the caller.
pub(crate) fn scope(call: &Call) -> Result<IdempotencyScope, ApiError> {
    Ok(IdempotencyScope::User(call.caller()?.user.clone()))
}
