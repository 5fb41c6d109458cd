//! Members, changed by a manager.

use staffroom_api::{Answer, ApiError, AtMost, Call, MemberChangeBody, MemberView, Rfc3339Timestamp};
use staffroom_app::{ChangeMember, IdempotencyScope};
use staffroom_domain::MemberChange;

use crate::App;

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
            roles: body.roles.0.map(|AtMost(roles)| roles),
            permissions: body.permissions.0.map(|AtMost(permissions)| permissions),
            access_ends_at: body.access_ends_at.map(|end| end.map(|Rfc3339Timestamp(end)| end)),
        },
    };
    app.execute_idempotent(call, scope, &change, |(store, member)| {
        Answer::ok(&MemberView::of(store, member, call.now)).version(member.version)
    })
    .await
}
