//! Changes the caller's profile, in every store of which they are a member.

use staffroom_api::{
    Answer, ApiError, Call, KeptAddressView, Problem, ProfileBody, ProfileView, RequestError,
};
use staffroom_app::{
    Caller, IdempotencyScope, ProfileChanged, ProfileChanges, Reply, WelcomeInvitations, change_profile_once,
};
use staffroom_domain::{Profile, StoreId};

use crate::app::App;

pub(crate) async fn change(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let (caller, body) = (call.caller()?, call.body::<ProfileBody>()?);
    if let Some(email) = &body.email.0
        && call.account()?.email != *email
    {
        let detail = "must be the address that the identity provider has verified: sign in with it first";
        return Err(RequestError::invalid("/email", detail).into());
    }
    let profile = Profile { name: body.name.0, locale: body.locale.0, email: body.email.0 };
    let key = call.idempotency_key(IdempotencyScope::User(caller.user.clone()))?;
    let write =
        |changes: &ProfileChanges| serde_json::to_string(&answer(call, caller, &profile, changes)).ok();
    // Boxed: the future holds those of several memberships.
    let change = Box::pin(change_profile_once(
        &app.database,
        call.invocation(),
        caller,
        &profile,
        key.as_ref(),
        write,
    ));
    match change.await? {
        Reply::Fresh(changes) => Ok(answer(call, caller, &profile, &changes)),
        Reply::Replayed(text) => Answer::stored(&text),
    }
}

/// Stores may invite the caller's verified address again.
pub(crate) async fn welcome_invitations(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let scope = IdempotencyScope::User(call.caller()?.user.clone());
    let welcome = WelcomeInvitations { email: call.account()?.email };
    app.execute_idempotent(call, scope, &welcome, |()| Answer::no_content()).await
}

fn answer(call: &Call, caller: &Caller, profile: &Profile, changes: &ProfileChanges) -> Answer {
    let member = changes.first().map(|(_, changed)| &changed.member);
    let name = profile.name.as_ref().or_else(|| member?.name.as_ref()).or(caller.name.as_ref());
    let email = profile.email.clone().or_else(|| member.map(|member| member.email.clone()));
    Answer::ok(&ProfileView {
        user_id: &caller.user,
        name,
        locale: profile.locale.or_else(|| member.map(|member| member.locale)).or(call.locale()),
        email: email.or_else(|| call.account().ok().map(|account| account.email)),
        unchanged: changes.iter().filter_map(kept).collect(),
    })
}

/// A membership that keeps its address, and why.
fn kept((store_id, changed): &(StoreId, ProfileChanged)) -> Option<KeptAddressView<'_>> {
    let problem = Problem::from(&ApiError::from(changed.kept_address()?));
    Some(KeptAddressView { store_id, email: &changed.member.email, code: problem.code() })
}
