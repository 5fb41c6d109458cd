//! Cognito's pre-token-generation trigger, `V2_0`: puts `{store: [permissions]}` into the claim `staffroom` of the access token.
//!
//! A sign-in never fails because of it: whatever goes wrong, the event is returned as it came, and the token has no claim. The claim
//! is as old as its token. It is for what may be late by that much; a removal counts at once only where access is asked for.
//!
//! Source: Cognito Developer Guide, "Pre token generation Lambda trigger".

mod app;
mod claim;
mod event;

use std::sync::Arc;

use lambda_runtime::{Error, LambdaEvent};
use serde_json::Value;
use staffroom_app::{Fault, held_stores};
use staffroom_domain::UserId;
use thiserror::Error as ThisError;
use tokio::task::JoinError;
use tokio::time::timeout;

pub use app::App;
use claim::Claim;

/// Why a token gets no claim.
#[derive(Debug, ThisError)]
enum NoClaim {
    /// The settings are wrong. The start of the function has logged how.
    #[error("the settings are wrong")]
    Settings,
    /// The event is of another version, or of a token that is not a person's.
    #[error("the event is not one of the version V2_0 about a person")]
    Event,
    #[error("the stores were not read in time")]
    OutOfTime,
    #[error("the stores cannot be read: {0}")]
    Faulted(#[from] Fault),
    /// The work panicked. Its message is not logged here: it may have anything in it.
    #[error("the work ended unexpectedly")]
    Ended(#[from] JoinError),
}

/// Adds the claim to a token. `app` is `None` if the settings are wrong.
///
/// # Errors
/// Never.
pub async fn handle(app: Option<Arc<App>>, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let mut payload = event.payload;
    match find_claim(app, &payload).await {
        Ok(claim) => {
            // Numbers, no ids of people.
            tracing::info!(stores = claim.stores(), left_out = claim.leaves_out(), "the token gets a claim");
            event::add(&mut payload, claim);
        }
        Err(cause) => tracing::error!(%cause, "the token gets no claim"),
    }
    Ok(payload)
}

async fn find_claim(app: Option<Arc<App>>, event: &Value) -> Result<Claim, NoClaim> {
    let app = app.ok_or(NoClaim::Settings)?;
    let user = event::user(event).ok_or(NoClaim::Event)?;
    let limit = app.limit;
    // A task of its own, so that not even a panic fails the sign-in.
    let work = tokio::spawn(async move { claim_of(&app, &user).await });
    let stop = work.abort_handle();
    let Ok(ended) = timeout(limit, work).await else {
        stop.abort();
        return Err(NoClaim::OutOfTime);
    };
    Ok(ended??)
}

async fn claim_of(app: &App, user: &UserId) -> Result<Claim, Fault> {
    let now = (app.clock)();
    // Boxed: the future is large.
    Ok(Claim::of(Box::pin(held_stores(&app.table, user, now)).await?))
}
