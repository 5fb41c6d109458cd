//! Several members, put by the platform in one call, with a result for each.

use lambda_http::http::StatusCode;
use serde_json::Value;
use staffroom_api::{
    Answer, ApiError, AtMost, BulkMembersBody, Call, MemberEntryBody, MemberResultView, MemberResultsView,
    MemberView, Problem, RequestError,
};
use staffroom_app::{Fault, IdempotencyScope, MemberIs, PutMembers, PutResult, Reply};
use staffroom_domain::{MemberPut, Notify, bounds};

use crate::App;

/// One entry of the call: the text that was sent as its user id, and the member or what is wrong with it.
struct Entry {
    user_id: Option<String>,
    member: Result<(MemberPut, Notify), RequestError>,
}

impl Entry {
    fn read(entry: Value) -> Self {
        // Shown as it was sent, so that the caller recognises it even where it is no user id.
        let user_id = match entry.get("user_id") {
            Some(Value::String(text)) => Some(text.chars().take(bounds::USER_ID_BYTES).collect()),
            Some(_) | None => None,
        };
        Self { user_id, member: MemberEntryBody::read(entry).map(|entry| entry.member.of(entry.user_id)) }
    }
}

pub(crate) async fn put(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let BulkMembersBody { members: AtMost(members) } = call.body()?;
    if members.is_empty() {
        return Err(RequestError::invalid("/members", "must have at least 1 entry").into());
    }
    let key = call.idempotency_key(IdempotencyScope::Store(store.clone()))?;
    let entries: Vec<Entry> = members.into_iter().map(Entry::read).collect();
    let members = entries.iter().filter_map(|entry| entry.member.as_ref().ok()).cloned().collect();
    let put = PutMembers { caller, store, members, key };
    let write = |results: &[PutResult]| serde_json::to_string(&answer(call, &entries, results)).ok();
    match put.execute(&app.database, call.invocation(), write).await? {
        Reply::Replayed(text) => Answer::stored(&text),
        Reply::Fresh(results) => Ok(answer(call, &entries, &results)),
    }
}

fn answer(call: &Call, entries: &[Entry], results: &[PutResult]) -> Answer {
    let mut results = results.iter();
    let results = entries
        .iter()
        .map(|entry| {
            let user_id = entry.user_id.as_deref();
            let problem = match &entry.member {
                Err(error) => Problem::from(&ApiError::from(error.clone())),
                Ok(_) => match results.next() {
                    Some(Ok(MemberIs::Added(store, member))) => {
                        return MemberResultView::put(user_id, 201, MemberView::of(store, member, call.now));
                    }
                    Some(Ok(MemberIs::Replaced(store, member))) => {
                        return MemberResultView::put(user_id, 200, MemberView::of(store, member, call.now));
                    }
                    Some(Err(rejection)) => Problem::from(&ApiError::from(rejection.clone())),
                    // The call stopped before it got to this entry.
                    None => Problem::from(&Fault::Unavailable { reason: String::new(), source: None }),
                },
            };
            MemberResultView::refused(user_id, &problem)
        })
        .collect();
    Answer::json(StatusCode::MULTI_STATUS, &MemberResultsView { results })
}
