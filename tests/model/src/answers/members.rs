//! Whether the answers about members whom the platform puts are right.

use staffroom_app::{MemberIs, PutMember, PutMembers, PutResult};
use staffroom_domain::{MemberPut, Rejection};

use super::grants::named;
use super::moment::Moment;
use super::reasons::has_reason;
use crate::command::Command;

/// Whether the answer shows the member as they were put, and says rightly that they are new, or replaced. `repeats`: the call
/// may go on where an earlier one was interrupted, whose members it counts as its own.
pub fn is_right(moments: &[Moment<'_>], many: &PutMember, repeats: bool, is: &MemberIs) -> bool {
    let (put, store) = (&many.put, &many.store);
    let place =
        |moment: &Moment<'_>| moment.ledger.team(store).and_then(|team| team.member(&put.user)).is_some();
    let is_new = match is {
        MemberIs::Added(..) => repeats || !moments.iter().all(place),
        MemberIs::Replaced(..) => moments.iter().any(place),
    };
    is_new && moments.iter().any(|moment| is_as_put(moment, put, is))
}

fn is_as_put(moment: &Moment<'_>, put: &MemberPut, is: &MemberIs) -> bool {
    let (MemberIs::Added(store, member) | MemberIs::Replaced(store, member)) = is;
    let Some(team) = moment.ledger.team(&store.id) else { return false };
    team.member(&put.user).is_some_and(|place| {
        member.user == place.user
            && place.email == put.email
            && member.email == put.email
            && place.end == put.access_ends_at
            && member.access_ends_at == put.access_ends_at
            && team.is_as_given(&member.grant, &place.given)
            && team.worth(&place.given) == named(team, &put.roles, &put.permissions)
            && member.suspended_at == place.suspended_at
            && member.mail_problem == place.mail_problem
    })
}

/// Whether each result of a bulk call is right at some moment of it: each entry was a change of its own.
pub fn are_right(moments: &[Moment<'_>], many: &PutMembers, results: &[PutResult]) -> bool {
    many.members.iter().zip(results).all(|((put, notify), result)| {
        let entry = PutMember {
            caller: many.caller.clone(),
            store: many.store.clone(),
            required: staffroom_app::Precondition::None,
            put: put.clone(),
            notify: *notify,
        };
        match result {
            Ok(is) => is_right(moments, &entry, many.key.is_some(), is),
            Err(Rejection::StoreClosed) => true,
            Err(rejection) => {
                let entry = Command::PutMember(entry);
                moments.iter().any(|moment| {
                    let team = moment.ledger.team(&many.store);
                    team.is_some_and(|team| has_reason(team, &entry, rejection, moment))
                })
            }
        }
    })
}
