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
    let scope = IdempotencyScope::User(caller.user.clone());
    // A key that is none is refused also where an erasure in progress is the answer.
    call.idempotency_key(scope.clone())?;
    let (person, stores) = body.read()?;
    let subject = match &person {
        PersonRequest::User(user) => app.key.of_user(user),
        PersonRequest::Address(address) => app.key.of_address(address),
    };
    if stores.is_empty()
        && let Some(running) = running(app, [&subject]).await?
    {
        return Ok(show(&running));
    }
    let request = ErasureRequest { person, stores };
    let found = Box::pin(require_no_stores(&app.api.database, &request)).await?;
    // The same person may be in erasure by another id or address.
    let subjects: Vec<String> = std::iter::once(subject.clone()).chain(app.key.of_person(&found)).collect();
    let id = match running(app, &subjects).await? {
        Some(running) => running.id,
        None => app.key.next_erasure(&subject, app.ledger.latest(&subject).await?),
    };
    let alias = UserId::erased(*uuid::Uuid::new_v4().as_bytes());
    let begin = BeginErasure { caller: caller.clone(), id, alias, person: found, stores: request.stores };
    let entry = |task: &staffroom_app::ErasureTask| task.entry(&app.key, ErasureStatus::Running);
    let executed = app.api.execute_once(call, scope, &begin, |task| Ok(show(&entry(task)))).await?;
    if let Some(task) = &executed.outcome {
        // The work begins with the same write, so that a failure here loses nothing.
        if task.is_new() {
            app.ledger.put(&entry(task)).await?;
        }
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

/// The erasure of this person that is in progress, if there is one. `subjects` are hashes of ids and addresses.
async fn running(
    app: &App,
    subjects: impl IntoIterator<Item = &String>,
) -> Result<Option<LedgerEntry>, ApiError> {
    for subject in subjects {
        let Some(id) = app.ledger.latest(subject).await? else { continue };
        let entry = erasure_of((&app.api.database, &app.ledger), &app.key, id).await?;
        if let Some(running) = entry.filter(|entry| entry.status == ErasureStatus::Running) {
            app.queue.hint(&ErasureHint { erasure: running.id }, 0).await;
            return Ok(Some(running));
        }
    }
    Ok(None)
}

fn show(entry: &LedgerEntry) -> Answer {
    let path = format!("/erasures/{}", entry.id);
    Answer::json(StatusCode::ACCEPTED, &ErasureView::from(entry)).at(path)
}
