//! Deliveries to a webhook: those that were made, a test, and a replay.

use staffroom_api::{
    Answer, ApiError, AtMost, Call, Cursor, DeliveryPage, DeliveryView, ReplayBody, RequestError,
    Rfc3339Timestamp,
};
use staffroom_app::{List, ReplayRequest, ReplayWebhook, TestWebhook, ViewWebhook, deliveries};

use crate::app::App;
use crate::path::{scope, webhook_of};

pub(crate) async fn list(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, webhook, limit) = (call.caller()?.clone(), webhook_of(call)?, call.limit()?);
    let list = List::Deliveries(webhook);
    let cursor = call.cursor(&list)?;
    app.api.execute(call, &ViewWebhook { caller, webhook }).await?;
    let before = cursor.as_ref().and_then(Cursor::key);
    let page = deliveries(&app.api.database, webhook, before, limit).await?;
    let deliveries = page.items.iter().map(DeliveryView::of).collect();
    Ok(Answer::ok(&DeliveryPage { deliveries, next_cursor: call.next(&list, page.next) }))
}

pub(crate) async fn test(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let test = TestWebhook { caller: call.caller()?.clone(), webhook: webhook_of(call)? };
    let executed = app.api.execute_once(call, scope(call)?, &test, |_| Ok(Answer::accepted())).await?;
    if let Some(hint) = &executed.outcome {
        app.queue.hint(hint, 0).await;
    }
    Ok(executed.answer)
}

pub(crate) async fn replay(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, webhook) = (call.caller()?.clone(), webhook_of(call)?);
    let body: ReplayBody = call.body()?;
    let request = match (body.since.0, body.event_ids.0) {
        (Some(Rfc3339Timestamp(since)), None) => ReplayRequest::Since(since),
        (None, Some(AtMost(events))) => ReplayRequest::Events(events),
        (None, None) => return Err(RequestError::invalid("", "must have since or event_ids").into()),
        (Some(_), Some(_)) => {
            return Err(RequestError::invalid("/event_ids", "cannot be combined with since").into());
        }
    };
    let replay = ReplayWebhook { caller, webhook, request };
    let executed = app.api.execute_once(call, scope(call)?, &replay, |_| Ok(Answer::accepted())).await?;
    if let Some(hint) = &executed.outcome {
        app.queue.hint(hint, 0).await;
    }
    Ok(executed.answer)
}
