//! The erasure of a person.

use lambda_http::http::StatusCode;
use staffroom_api::{Answer, ApiError, Call, ErasureView, PersonBody, RequestError};
use staffroom_app::{
    BeginErasure, ErasureHint, ErasureRequest, IdempotencyScope, Ledger as _, LedgerEntry, PersonRequest,
    erasure_of, require_no_stores,
};
use staffroom_domain::{ErasureId, ErasureStatus, UserId};

use crate::app::App;

pub(crate) async fn begin(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?.clone();
    caller.require_platform()?;
    let body: PersonBody = call.body()?;
    let (person, stores) = body.read()?;
    if let Some(running) = running(app, &person).await? {
        app.hint(ErasureHint { erasure: running.id }).await;
        return Ok(show(&running));
    }
    let request = ErasureRequest { person, stores };
    let found = Box::pin(require_no_stores(&app.api.database, &request)).await?;
    let begin = BeginErasure {
        caller: caller.clone(),
        id: ErasureId::from_bytes(*uuid::Uuid::new_v4().as_bytes()),
        alias: UserId::erased(*uuid::Uuid::new_v4().as_bytes()),
        person: found,
        stores: request.stores,
    };
    let scope = IdempotencyScope::User(caller.user);
    let entry = |task: &staffroom_app::ErasureTask| task.entry(&app.key, ErasureStatus::Running);
    let executed = app.api.execute_once(call, scope, &begin, |task| Ok(show(&entry(task)))).await?;
    if let Some(task) = &executed.outcome {
        // The work begins with the same write, so that a failure here loses nothing.
        app.ledger.put(&entry(task)).await?;
        app.hint(ErasureHint { erasure: task.id }).await;
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

/// The erasure of this person that is in progress, if there is one.
async fn running(app: &App, person: &PersonRequest) -> Result<Option<LedgerEntry>, ApiError> {
    let subject = match person {
        PersonRequest::User(user) => app.key.of_user(user),
        PersonRequest::Address(address) => app.key.of_address(address),
    };
    let Some(id) = app.ledger.latest(&subject).await? else { return Ok(None) };
    let entry = erasure_of((&app.api.database, &app.ledger), &app.key, id).await?;
    Ok(entry.filter(|entry| entry.status == ErasureStatus::Running))
}

fn show(entry: &LedgerEntry) -> Answer {
    let path = format!("/erasures/{}", entry.id);
    Answer::json(StatusCode::ACCEPTED, &ErasureView::from(entry)).at(path)
}
