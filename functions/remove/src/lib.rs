//! Revokes invitations and removes members.

use lambda_http::{Body, Error, Request, Response};
use staffroom_domain::{EventKind, Refusal, UserId};
use staffroom_http::{Answer, App, Call, Desk, Failure, serve};
use staffroom_table::{Decision, Needs, keys};

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "DELETE /stores/{store}/invitations/{invitation}" => revoke(app, call).await,
        "DELETE /stores/{store}/members/{user}" => remove(app, call).await,
        _ => Err(Refusal::NotFound.into()),
    })
    .await
}

async fn revoke(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (store, id) = (call.store()?, call.invitation()?);
    let needed = Desk::keys(call, &store)?.into_iter().chain([keys::invitation(&store, id)]);
    app.table
        .transact(Needs::items(needed), |snapshot| {
            let desk = Desk::open(call, snapshot, &store)?;
            let actor = desk.manager()?;
            let before = desk.invitation(snapshot, id)?;
            let revoked = before.revoke(&desk.store, &actor)?;
            let mut change = desk.change(&actor);
            change.put_invitation(Some(&before), &revoked)?;
            change.tell(EventKind::InvitationRevoked { invitation: (&revoked).into() })?;
            Ok(Decision::change(change, Answer::no_content()))
        })
        .await
}

async fn remove(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (store, caller) = (call.store()?, &call.caller()?.user);
    let target: UserId = match call.path::<String>("user")?.as_str() {
        "me" => caller.clone(),
        user => user.parse().map_err(|_| Refusal::NotFound)?,
    };
    let needed = Desk::keys(call, &store)?.into_iter().chain([keys::member(&store, &target)]);
    app.table
        .transact(Needs::items(needed), |snapshot| {
            let desk = Desk::open(call, snapshot, &store)?;
            let leaves = target == *caller;
            // Whoever is a member can leave, even when their access has ended by itself.
            let actor = if leaves { None } else { Some(desk.manager()?) };
            let member = desk.member(snapshot, &target)?;
            let summary = (&member).into();
            let (mut change, event) = match &actor {
                Some(actor) => {
                    actor.must_hold(&desk.store.catalog.effective(&member.grant))?;
                    (desk.change(actor), EventKind::MemberRemoved { member: summary })
                }
                None => (call.change(&desk.store), EventKind::MemberLeft { member: summary }),
            };
            change.remove_member(&member, snapshot)?;
            change.tell(event)?;
            Ok(Decision::change(change, Answer::no_content()))
        })
        .await
}
