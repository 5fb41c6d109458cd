//! Several invitations in one call, with a result for each.

use lambda_http::http::StatusCode;
use staffroom_api::{
    Answer, ApiError, BulkBody, BulkResultView, BulkResultsView, Call, Entries, EntryFormat, InvitationView,
    OfferBody, read_value,
};
use staffroom_app::{IdempotencyScope, InvitationResult, InviteMembers, Reply};
use staffroom_aws::Metric;
use staffroom_domain::{Offer, Rejection, Store, bounds};

use crate::app::App;

const FORMAT: EntryFormat<Offer> = EntryFormat {
    list: "invitations",
    name: "email",
    name_characters: bounds::EMAIL_BYTES,
    read: |entry| read_value::<OfferBody>(entry).map(Offer::from),
};

pub(crate) async fn invite(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let entries = Entries::read(call.body::<BulkBody>()?.invitations, &FORMAT)?;
    let key = call.idempotency_key(IdempotencyScope::Store(store.clone()))?;
    let invite = InviteMembers { caller, store, offers: entries.valid(), key };
    let write = |store: &Store, results: &[InvitationResult]| {
        serde_json::to_string(&answer(call, store, &entries, results)).ok()
    };
    match invite.execute(&app.database, call.invocation(), write).await? {
        Reply::Replayed(text) => Answer::stored(&text),
        Reply::Fresh((store, results)) => {
            let is_full =
                |result: &&InvitationResult| matches!(result, Err(Rejection::SeatLimitReached { .. }));
            let refused = results.iter().filter(is_full).count();
            app.count(call, Metric::SeatsRefused, u64::try_from(refused).unwrap_or(u64::MAX));
            Ok(answer(call, &store, &entries, &results))
        }
    }
}

fn answer(call: &Call, store: &Store, entries: &Entries<Offer>, results: &[InvitationResult]) -> Answer {
    let results = entries
        .with_results(results)
        .map(|(email, result)| match result {
            Ok(invitation) => BulkResultView::invited(email, InvitationView::of(store, invitation, call.now)),
            Err(problem) => BulkResultView::refused(email, &problem),
        })
        .collect();
    Answer::json(StatusCode::MULTI_STATUS, &BulkResultsView { results })
}
