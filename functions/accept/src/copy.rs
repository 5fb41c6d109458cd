//! The link of an invitation, for whoever brings it to the invitee.

use serde::{Deserialize, Serialize};
use staffroom_api::{Answer, ApiError, Call, LinkView};
use staffroom_app::{CopyLink, Fault, IdempotencyScope, Idempotent, Reply};
use staffroom_domain::{Invitation, LinkClaims, Timestamp};

use crate::app::App;

/// What is stored of an answer, so that its repetition has the same link. No token is stored.
#[derive(Serialize, Deserialize)]
struct Copied {
    generation: u32,
    expires_at: Timestamp,
    version: u64,
}

impl From<&Invitation> for Copied {
    fn from(invitation: &Invitation) -> Self {
        Self {
            generation: invitation.generation,
            expires_at: invitation.expires_at,
            version: invitation.version,
        }
    }
}

pub(crate) async fn link(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, invitation) = (call.caller()?.clone(), call.store()?, call.invitation()?);
    let key = call.idempotency_key(IdempotencyScope::Store(store.clone()))?;
    let copy = CopyLink { caller, store: store.clone(), invitation, required: call.precondition()? };
    let write = |copied: &Invitation| serde_json::to_string(&Copied::from(copied)).ok();
    let use_case = Idempotent { use_case: &copy, key: key.as_ref(), write };
    let copied = match app.api.execute(call, &use_case).await? {
        Reply::Fresh(invitation) => Copied::from(&invitation),
        Reply::Replayed(text) => serde_json::from_str(&text)
            .map_err(|error| Fault::Corrupt { kind: "idempotency record", source: Box::new(error) })?,
    };
    let url = app.link(call, &LinkClaims { store, invitation, generation: copied.generation })?;
    let view = LinkView { url: &url, expires_at: copied.expires_at };
    Ok(Answer::ok(&view).version(copied.version))
}
