//! Accepts, declines and renews an invitation by its link.

use staffroom_api::{
    Answer, ApiError, Call, DeclineBody, JoinedView, MemberView, RequestError, StoreSummary, TokenBody,
};
use staffroom_app::{
    AcceptInvitation, Accepted, DeclineInvitation, IdempotencyScope, Joined, OptOutOfInvitations,
    RenewInvitation,
};
use staffroom_aws::Metric;
use staffroom_domain::{EventActor, LinkClaims};

use crate::app::App;

pub(crate) async fn accept(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let link = app.verify(&call.body::<TokenBody>()?.token)?;
    accept_link(app, call, link).await
}

/// The caller accepts the invitation of a link.
pub(crate) async fn accept_link(app: &App, call: &Call, link: LinkClaims) -> Result<Answer, ApiError> {
    let (caller, account) = (call.caller()?.clone(), call.account()?);
    let scope = IdempotencyScope::Store(link.store.clone());
    let accept = AcceptInvitation { caller, account, link };
    let show = |outcome: &Result<Accepted, _>| match outcome {
        Ok(Accepted { store, member, .. }) => {
            let member_view = MemberView::of(store, member, call.now);
            let body = JoinedView { store: StoreSummary::from(store), member: member_view };
            Ok(Answer::ok(&body).version(member.version))
        }
        Err(rejection) => Err(Clone::clone(rejection)),
    };
    let executed = app.api.execute_once(call, scope, &accept, show).await?;
    if let Some(Ok(Accepted { joined: Joined::Now, .. })) = executed.outcome {
        app.api.count(call, Metric::InvitationsAccepted, 1);
    }
    Ok(executed.answer)
}

pub(crate) async fn decline(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let body: DeclineBody = call.body()?;
    let link = app.verify(&body.token)?;
    let actor = match call.caller() {
        Ok(caller) => caller.event_actor(),
        Err(RequestError::Unauthenticated) => EventActor::Invitee,
        Err(error) => return Err(error.into()),
    };
    decline_link(app, call, DeclineInvitation { link, actor, reason: body.reason }).await
}

/// The invitation of a link is declined.
pub(crate) async fn decline_link(
    app: &App,
    call: &Call,
    decline: DeclineInvitation,
) -> Result<Answer, ApiError> {
    let scope = IdempotencyScope::Store(decline.link.store.clone());
    let executed = app.api.execute_once(call, scope, &decline, |()| Ok(Answer::no_content())).await?;
    if executed.outcome.is_some() {
        app.api.count(call, Metric::InvitationsDeclined, 1);
    }
    Ok(executed.answer)
}

pub(crate) async fn renew(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let link = app.verify(&call.body::<TokenBody>()?.token)?;
    renew_link(app, call, link).await
}

/// The invitation of a link is sent again.
pub(crate) async fn renew_link(app: &App, call: &Call, link: LinkClaims) -> Result<Answer, ApiError> {
    let scope = IdempotencyScope::Store(link.store.clone());
    let renew = RenewInvitation { link };
    let show = |outcome: &Result<(), _>| outcome.clone().map(|()| Answer::accepted());
    Ok(app.api.execute_once(call, scope, &renew, show).await?.answer)
}

/// No store invites the address of the link any more.
pub(crate) async fn opt_out(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let link = app.verify(&call.body::<TokenBody>()?.token)?;
    let scope = IdempotencyScope::Store(link.store.clone());
    let opt_out = OptOutOfInvitations { link };
    app.api.execute_idempotent(call, scope, &opt_out, |()| Answer::no_content()).await
}
