//! Changes invitations.

use staffroom_api::{Answer, ApiError, AtMost, Call, InvitationChangeBody, InvitationView};
use staffroom_app::{ChangeInvitation, IdempotencyScope};
use staffroom_domain::InvitationChange;

use crate::App;

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
            roles: body.roles.0.map(|AtMost(roles)| roles),
            permissions: body.permissions.0.map(|AtMost(permissions)| permissions),
            locale: body.locale.0,
        },
    };
    app.execute_idempotent(call, scope, &change, |(store, invitation)| {
        Answer::ok(&InvitationView::of(store, invitation, call.now)).version(invitation.version)
    })
    .await
}
