//! Changes invitations.

use staffroom_api::{Answer, ApiError, Call, InvitationChangeBody, InvitationView, Rfc3339Timestamp};
use staffroom_app::{ChangeInvitation, IdempotencyScope, ReplaceInvitation};
use staffroom_domain::{Invitation, InvitationChange, Store};

use crate::app::App;

pub(crate) async fn change(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, invitation) = (call.caller()?.clone(), call.store()?, call.invitation()?);
    let body: InvitationChangeBody = call.body()?;
    let scope = IdempotencyScope::Store(store.clone());
    let change = ChangeInvitation {
        caller,
        store,
        invitation,
        required: call.precondition()?,
        change: InvitationChange {
            roles: body.roles.entries(),
            permissions: body.permissions.entries(),
            locale: body.locale.0,
            access_ends_at: body.access_ends_at.map(|end| end.map(|Rfc3339Timestamp(end)| end)),
            note: body.note.map(|note| note.filter(|note| !note.is_blank())),
            metadata: body.metadata.0,
        },
    };
    let view = |(store, invitation): &(Store, Invitation)| {
        Answer::ok(&InvitationView::of(store, invitation, call.now)).version(invitation.version)
    };
    match body.email.0 {
        None => app.execute_idempotent(call, scope, &change, view).await,
        Some(email) => app.execute_idempotent(call, scope, &ReplaceInvitation { change, email }, view).await,
    }
}
