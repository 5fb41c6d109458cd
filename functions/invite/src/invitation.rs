//! Creates one invitation, or resends it.

use lambda_http::http::StatusCode;
use serde::Deserialize;
use staffroom_api::{Answer, ApiError, AtMost, Call, InvitationView, Rfc3339Timestamp, present};
use staffroom_app::{IdempotencyScope, InviteMember, ResendInvitation};
use staffroom_domain::{EmailAddress, Locale, Offer, PermissionSlug, RoleSlug, bounds};

use crate::App;

/// The body of an invitation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfferBody {
    email: EmailAddress,
    #[serde(default, deserialize_with = "present")]
    roles: Option<AtMost<RoleSlug, { bounds::GRANT_ENTRIES }>>,
    #[serde(default, deserialize_with = "present")]
    permissions: Option<AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>>,
    #[serde(default, deserialize_with = "present")]
    locale: Option<Locale>,
    access_ends_at: Option<Rfc3339Timestamp>,
}

impl From<OfferBody> for Offer {
    fn from(body: OfferBody) -> Self {
        Self {
            email: body.email,
            roles: body.roles.map(|AtMost(roles)| roles).unwrap_or_default(),
            permissions: body.permissions.map(|AtMost(permissions)| permissions).unwrap_or_default(),
            locale: body.locale,
            access_ends_at: body.access_ends_at.map(|Rfc3339Timestamp(end)| end),
        }
    }
}

pub(crate) async fn invite(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store) = (call.caller()?.clone(), call.store()?);
    let offer = call.body::<OfferBody>()?.into();
    let scope = IdempotencyScope::Store(store.clone());
    let invite = InviteMember { caller, store, offer };
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
