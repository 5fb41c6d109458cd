//! Changes invitations.

use serde::Deserialize;
use staffroom_api::{Answer, ApiError, AtMost, Call, InvitationView, Rfc3339Timestamp, present};
use staffroom_app::{ChangeInvitation, IdempotencyScope, ReplaceInvitation};
use staffroom_domain::{
    EmailAddress, Invitation, InvitationChange, Locale, PermissionSlug, RoleSlug, Store, bounds,
};

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
    #[serde(default, deserialize_with = "present")]
    email: Option<EmailAddress>,
    #[serde(default, deserialize_with = "present")]
    access_ends_at: Option<Option<Rfc3339Timestamp>>,
}

pub(crate) async fn change(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, invitation) = (call.caller()?.clone(), call.store()?, call.invitation()?);
    let body: InvitationChangeBody = call.body()?;
    let scope = IdempotencyScope::Store(store.clone());
    let required = call.precondition()?;
    let change = InvitationChange {
        roles: body.roles.map(|AtMost(roles)| roles),
        permissions: body.permissions.map(|AtMost(permissions)| permissions),
        locale: body.locale,
        access_ends_at: body.access_ends_at.map(|end| end.map(|Rfc3339Timestamp(end)| end)),
    };
    let view = |(store, invitation): &(Store, Invitation)| {
        Answer::ok(&InvitationView::of(store, invitation, call.now)).version(invitation.version)
    };
    match body.email {
        Some(email) => {
            let replace = ReplaceInvitation { caller, store, invitation, required, email, change };
            app.execute_idempotent(call, scope, &replace, view).await
        }
        None => {
            let change = ChangeInvitation { caller, store, invitation, required, change };
            app.execute_idempotent(call, scope, &change, view).await
        }
    }
}
