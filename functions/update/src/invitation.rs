//! Changes invitations.

use serde::Deserialize;
use staffroom_api::{Answer, ApiError, AtMost, Call, InvitationView, present};
use staffroom_app::{ChangeInvitation, IdempotencyScope};
use staffroom_domain::{InvitationChange, Locale, PermissionSlug, RoleSlug, bounds};

use crate::App;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InvitationChangeBody {
    #[serde(default, deserialize_with = "present")]
    roles: Option<AtMost<RoleSlug, { bounds::GRANT_ENTRIES }>>,
    #[serde(default, deserialize_with = "present")]
    permissions: Option<AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>>,
    #[serde(default, deserialize_with = "present")]
    locale: Option<Locale>,
}

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
            roles: body.roles.map(|AtMost(roles)| roles),
            permissions: body.permissions.map(|AtMost(permissions)| permissions),
            locale: body.locale,
        },
    };
    app.execute_idempotent(call, scope, &change, |(store, invitation)| {
        Answer::ok(&InvitationView::of(store, invitation, call.now)).version(invitation.version)
    })
    .await
}
