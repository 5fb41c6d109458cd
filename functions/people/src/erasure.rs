//! The erasure of a person.

use lambda_http::http::StatusCode;
use staffroom_api::{Answer, ApiError, Call, ErasureView, PersonBody, RequestError};
use staffroom_app::{
    BeginErasure, ErasureHint, ErasureRequest, ErasureSought, IdempotencyScope, Ledger as _, LedgerEntry,
    erasure_of, seek_erasure,
};
use staffroom_domain::{ErasureId, ErasureStatus, UserId};

use crate::app::App;

pub(crate) async fn begin(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?.clone();
    caller.require_platform()?;
    let body: PersonBody = call.body()?;
    let scope = IdempotencyScope::User(caller.user.clone());
    // A key that is none is refused also where an erasure in progress is the answer.
    call.idempotency_key(scope.clone())?;
    let (person, stores) = body.read()?;
    let request = ErasureRequest { person, stores };
    let sought = Box::pin(seek_erasure((&app.api.database, &app.ledger), &app.key, &request)).await?;
    let (id, person) = match sought {
        ErasureSought::Open { id, person } => (id, person),
        ErasureSought::InProgress(running) => {
            app.queue.hint(&ErasureHint { erasure: running.id }, 0).await;
            return Ok(show(&running));
        }
    };
    let alias = UserId::erased(*uuid::Uuid::new_v4().as_bytes());
    let begin = BeginErasure { caller, id, alias, person, stores: request.stores };
    let entry = |task: &staffroom_app::ErasureTask| task.entry(&app.key, ErasureStatus::Running);
    let executed = app.api.execute_once(call, scope, &begin, |task| Ok(show(&entry(task)))).await?;
    if let Some(task) = &executed.outcome {
        // The work begins with the same write, so that a failure here loses nothing.
        app.ledger.put(&entry(task)).await?;
        app.queue.hint(&ErasureHint { erasure: task.id }, 0).await;
    }
    Ok(executed.answer)
}

pub(crate) async fn view(app: &App, call: &Call) -> Result<Answer, ApiError> {
    call.caller()?.require_platform()?;
    let id: ErasureId = call.path("erasure")?;
    let entry = erasure_of((&app.api.database, &app.ledger), &app.key, id).await?;
    let entry = entry.ok_or(RequestError::NotFound)?;
    Ok(Answer::ok(&ErasureView::from(&entry)))
}

fn show(entry: &LedgerEntry) -> Answer {
    let path = format!("/erasures/{}", entry.id);
    Answer::json(StatusCode::ACCEPTED, &ErasureView::from(entry)).at(path)
}
