//! Several invitations in one call, with a result for each.

use lambda_http::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use staffroom_api::{Answer, ApiError, Call, InvitationView, Problem, RequestError, read_value};
use staffroom_app::{IdempotencyScope, InvitationResult, InviteMembers, Reply};
use staffroom_aws::Metric;
use staffroom_domain::{Offer, Rejection, Store};

use crate::App;
use crate::invitation::OfferBody;

/// The largest number of invitations in one call.
const MOST: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BulkBody {
    invitations: Vec<Value>,
}

/// One entry of the call: the address as sent, and the offer or its errors.
struct Entry {
    email: Value,
    offer: Result<Offer, RequestError>,
}

impl Entry {
    fn read(entry: Value) -> Self {
        // Returned as it was sent, so that the caller recognises it even if it is not a valid address.
        let email = entry.get("email").cloned().unwrap_or_default();
        Self { email, offer: read_value::<OfferBody>(entry).map(Offer::from) }
    }
}

pub(crate) async fn invite(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let body: BulkBody = call.body()?;
    if !(1..=MOST).contains(&body.invitations.len()) {
        return Err(RequestError::invalid("/invitations", "must hold 1 to 100 invitations").into());
    }
    let key = call.idempotency_key(IdempotencyScope::Store(store.clone()))?;
    let entries: Vec<Entry> = body.invitations.into_iter().map(Entry::read).collect();
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
    let results: Vec<Value> = entries
        .iter()
        .map(|entry| {
            let problem = match &entry.offer {
                Err(error) => Problem::from(&ApiError::from(error.clone())),
                Ok(_) => match results.next() {
                    Some(Ok(invitation)) => {
                        let invitation = InvitationView::of(store, invitation, call.now);
                        return json!({ "email": entry.email, "status": 201, "invitation": invitation });
                    }
                    Some(Err(rejection)) => Problem::from(&ApiError::from(rejection.clone())),
                    None => Problem::from(&ApiError::from(RequestError::NotFound)),
                },
            };
            json!({ "email": entry.email, "status": problem.status(), "problem": problem.members() })
        })
        .collect();
    Answer::json(StatusCode::MULTI_STATUS, &json!({ "results": results }))
}
