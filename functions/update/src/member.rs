//! One member, changed by a manager, or put by the platform.

use lambda_http::http::StatusCode;
use staffroom_api::{
    Answer, ApiError, Call, MemberBody, MemberChangeBody, MemberView, Rfc3339Timestamp, path_segment,
};
use staffroom_app::{ChangeMember, IdempotencyScope, MemberIs, PutMember};
use staffroom_domain::{MemberChange, Suspension};

use crate::app::App;

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
            roles: body.roles.entries(),
            permissions: body.permissions.entries(),
            access_ends_at: body.access_ends_at.map(|end| end.map(|Rfc3339Timestamp(end)| end)),
            suspension: body.suspended.0.map(|is| if is { Suspension::Suspend } else { Suspension::Resume }),
            metadata: body.metadata.0,
        },
    };
    app.execute_idempotent(call, scope, &change, |(store, member)| {
        Answer::ok(&MemberView::of(store, member, call.now)).version(member.version)
    })
    .await
}

pub(crate) async fn put(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, store, user) = (call.caller()?.clone(), call.store()?, call.user()?);
    let (put, notify) = call.body::<MemberBody>()?.of(user);
    let scope = IdempotencyScope::Store(store.clone());
    let put = PutMember { caller, store, required: call.precondition()?, put, notify };
    app.execute_idempotent(call, scope, &put, |is| match is {
        MemberIs::Added(store, member) => {
            let path = format!("/stores/{}/members/{}", store.id.as_str(), path_segment(&member.user));
            Answer::json(StatusCode::CREATED, &MemberView::of(store, member, call.now))
                .at(path)
                .version(member.version)
        }
        MemberIs::Replaced(store, member) => {
            Answer::ok(&MemberView::of(store, member, call.now)).version(member.version)
        }
    })
    .await
}
