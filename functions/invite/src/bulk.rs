//! Several invitations in one call, with a result for each.

use lambda_http::http::StatusCode;
use serde_json::Value;
use staffroom_api::{
    Answer, ApiError, AtMost, BulkBody, BulkResultView, BulkResultsView, Call, InvitationView, OfferBody,
    Problem, RequestError, read_value,
};
use staffroom_app::{Fault, IdempotencyScope, InvitationResult, InviteMembers, Reply};
use staffroom_aws::Metric;
use staffroom_domain::{Offer, Rejection, Store, bounds};

use crate::App;

/// The most characters of an entry's address that its result repeats. No longer one is an address.
const REPEATED_CHARACTERS: usize = bounds::EMAIL_BYTES;

/// One entry of the call: the text that was sent as its address, and the offer or what is wrong with it.
struct Entry {
    email: Option<String>,
    offer: Result<Offer, RequestError>,
}

impl Entry {
    fn read(entry: Value) -> Self {
        // Shown as it was sent, so that the caller recognises it even where it is no address.
        let email = match entry.get("email") {
            Some(Value::String(text)) => Some(text.chars().take(REPEATED_CHARACTERS).collect()),
            Some(_) | None => None,
        };
        Self { email, offer: read_value::<OfferBody>(entry).map(Offer::from) }
    }
}

pub(crate) async fn invite(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let BulkBody { invitations: AtMost(invitations) } = call.body()?;
    if invitations.is_empty() {
        return Err(RequestError::invalid("/invitations", "must have at least 1 entry").into());
    }
    let key = call.idempotency_key(IdempotencyScope::Store(store.clone()))?;
    let entries: Vec<Entry> = invitations.into_iter().map(Entry::read).collect();
    let offers = entries.iter().filter_map(|entry| entry.offer.as_ref().ok()).cloned().collect();
    let invite = InviteMembers { caller, store, offers, key };
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

fn answer(call: &Call, store: &Store, entries: &[Entry], results: &[InvitationResult]) -> Answer {
    let mut results = results.iter();
    let results = entries
        .iter()
        .map(|entry| {
            let email = entry.email.as_deref();
            let problem = match &entry.offer {
                Err(error) => Problem::from(&ApiError::from(error.clone())),
                Ok(_) => match results.next() {
                    Some(Ok(invitation)) => {
                        return BulkResultView::invited(
                            email,
                            InvitationView::of(store, invitation, call.now),
                        );
                    }
                    Some(Err(rejection)) => Problem::from(&ApiError::from(rejection.clone())),
                    // The call stopped before it got to this entry.
                    None => Problem::from(&Fault::Unavailable { reason: String::new(), source: None }),
                },
            };
            BulkResultView::refused(email, &problem)
        })
        .collect();
    Answer::json(StatusCode::MULTI_STATUS, &BulkResultsView { results })
}
