//! A person gets another id. `work` moves them in each store.

use futures_util::future::try_join_all;
use lambda_http::http::StatusCode;
use staffroom_api::{Answer, ApiError, Call, MoveBody, MoveView};
use staffroom_app::{Fault, IdempotencyScope, MoveHint, MovePerson, Reply, move_person_once};
use staffroom_aws::{BATCH, Message};

use crate::app::App;

/// Calls of SQS at the same time.
const BATCHES_AT_ONCE: usize = 8;

pub(crate) async fn begin(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let caller = call.caller()?.clone();
    caller.require_platform()?;
    let body: MoveBody = call.body()?;
    let key = call.idempotency_key(IdempotencyScope::User(caller.user.clone()))?;
    let command = MovePerson { caller, from: call.user()?, to: body.to };
    let write = |stores| serde_json::to_string(&show(stores)).ok();
    let begin = |hints| send(app, hints);
    let moved = move_person_once(&app.api.database, call.invocation(), &command, key.as_ref(), begin, write);
    match Box::pin(moved).await? {
        Reply::Fresh(stores) => Ok(show(stores)),
        Reply::Replayed(text) => Answer::stored(&text),
    }
}

/// Sends a message for each store. A request whose messages are not all taken fails, and its repetition sends them again.
async fn send(app: &App, hints: Vec<MoveHint>) -> Result<(), Fault> {
    let messages: Vec<Message> =
        hints.iter().filter_map(|hint| serde_json::to_string(hint).ok()).map(Message::now).collect();
    let batches: Vec<&[Message]> = messages.chunks(BATCH).collect();
    for some in batches.chunks(BATCHES_AT_ONCE) {
        let refused = try_join_all(some.iter().map(|batch| app.queue.send(batch))).await;
        match refused.map(|refused| refused.iter().sum::<usize>()) {
            Ok(0) => {}
            Ok(_) => return Err(unavailable("the queue does not take all messages", None)),
            Err(error) => return Err(unavailable("the queue does not answer", Some(error.into()))),
        }
    }
    Ok(())
}

fn unavailable(reason: &str, source: Option<Box<dyn std::error::Error + Send + Sync>>) -> Fault {
    Fault::Unavailable { reason: reason.to_owned(), source }
}

fn show(stores: usize) -> Answer {
    Answer::json(StatusCode::ACCEPTED, &MoveView { stores })
}
