//! Creates one invitation, or resends it.

use lambda_http::http::StatusCode;
use staffroom_api::{Answer, ApiError, Call, CheckedValue, InvitationView, NamedOfferBody};
use staffroom_app::{IdempotencyScope, InviteMember, ResendInvitation};

use crate::app::App;

pub(crate) async fn invite(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let NamedOfferBody { invited_by, offer } = NamedOfferBody::read(call.body::<CheckedValue>()?)?;
    let scope = IdempotencyScope::Store(store.clone());
    let invite = InviteMember {
        caller,
        store,
        offer: offer.into(),
        invited_by: invited_by.map(|inviter| inviter.user_id),
    };
    app.execute_idempotent(call, scope, &invite, |(store, invitation)| {
        let path = format!("/stores/{}/invitations/{}", invitation.store.as_str(), invitation.id);
        let view = InvitationView::of(store, invitation, call.now);
        Answer::json(StatusCode::CREATED, &view).at(path).version(invitation.version)
    })
    .await
}

pub(crate) async fn resend(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, invitation) = (call.caller()?.clone(), call.store()?, call.invitation()?);
    let scope = IdempotencyScope::Store(store.clone());
    let resend = ResendInvitation { caller, store, invitation, required: call.precondition()? };
    app.execute_idempotent(call, scope, &resend, |(store, invitation)| {
        Answer::ok(&InvitationView::of(store, invitation, call.now)).version(invitation.version)
    })
    .await
}
