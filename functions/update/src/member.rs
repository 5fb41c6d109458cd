//! Members, changed by a manager.

use serde::Deserialize;
use staffroom_api::{Answer, ApiError, AtMost, Call, MemberView, Rfc3339Timestamp, double_option, present};
use staffroom_app::{ChangeMember, IdempotencyScope};
use staffroom_domain::{MemberChange, PermissionSlug, RoleSlug, bounds};

use crate::App;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberChangeBody {
    #[serde(default, deserialize_with = "present")]
    roles: Option<AtMost<RoleSlug, { bounds::GRANT_ENTRIES }>>,
    #[serde(default, deserialize_with = "present")]
    permissions: Option<AtMost<PermissionSlug, { bounds::GRANT_ENTRIES }>>,
    #[serde(default, deserialize_with = "double_option")]
    #[expect(clippy::option_option, reason = "absent leaves it, null takes it away")]
    access_ends_at: Option<Option<Rfc3339Timestamp>>,
}

pub(crate) async fn change(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, user) = (call.caller()?.clone(), call.store()?, call.user()?);
    let body: MemberChangeBody = call.body()?;
    let scope = IdempotencyScope::Store(store.clone());
    let change = ChangeMember {
        caller,
        store,
        user,
        required: call.precondition()?,
        change: MemberChange {
            roles: body.roles.map(|AtMost(roles)| roles),
            permissions: body.permissions.map(|AtMost(permissions)| permissions),
            access_ends_at: body.access_ends_at.map(|end| end.map(|Rfc3339Timestamp(end)| end)),
        },
    };
    app.execute_idempotent(call, scope, &change, |(store, member)| {
        Answer::ok(&MemberView::of(store, member, call.now)).version(member.version)
    })
    .await
}
