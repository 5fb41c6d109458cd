//! Several members, put by the platform in one call, with a result for each.

use lambda_http::http::StatusCode;
use staffroom_api::{
    Answer, ApiError, BulkMembersBody, Call, Entries, EntryFormat, MemberEntryBody, MemberResultView,
    MemberResultsView, MemberView,
};
use staffroom_app::{IdempotencyScope, MemberIs, PutMembers, PutResult, Reply};
use staffroom_domain::{MemberPut, Notify, bounds};

use crate::app::App;

const FORMAT: EntryFormat<(MemberPut, Notify)> = EntryFormat {
    list: "members",
    name: "user_id",
    name_characters: bounds::USER_ID_BYTES,
    read: |entry| MemberEntryBody::read(entry).map(|entry| entry.member.of(entry.user_id)),
};

pub(crate) async fn put(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let entries = Entries::read(call.body::<BulkMembersBody>()?.members, &FORMAT)?;
    let key = call.idempotency_key(IdempotencyScope::Store(store.clone()))?;
    let put = PutMembers { caller, store, members: entries.valid(), key };
    let write = |results: &[PutResult]| serde_json::to_string(&answer(call, &entries, results)).ok();
    match put.execute(&app.database, call.invocation(), write).await? {
        Reply::Replayed(text) => Answer::stored(&text),
        Reply::Fresh(results) => Ok(answer(call, &entries, &results)),
    }
}

fn answer(call: &Call, entries: &Entries<(MemberPut, Notify)>, results: &[PutResult]) -> Answer {
    let results = entries
        .with_results(results)
        .map(|(user_id, result)| match result {
            Ok(MemberIs::Added(store, member)) => {
                MemberResultView::put(user_id, 201, MemberView::of(store, member, call.now))
            }
            Ok(MemberIs::Replaced(store, member)) => {
                MemberResultView::put(user_id, 200, MemberView::of(store, member, call.now))
            }
            Err(problem) => MemberResultView::refused(user_id, &problem),
        })
        .collect();
    Answer::json(StatusCode::MULTI_STATUS, &MemberResultsView { results })
}
