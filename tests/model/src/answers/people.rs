//! Whether the answers about a person who is moved are right.

use staffroom_app::{MoveHint, MovePerson};
use staffroom_domain::{Field, Rejection, StoreId, UserId};

use super::moment::Moment;
use crate::command::{MoveMessage, MoveRequest};
use crate::ledger::Team;

fn is_on_team(team: &Team, user: &UserId) -> bool {
    team.owner == *user || team.member(user).is_some()
}

fn is_in(moment: &Moment<'_>, store: &StoreId, user: &UserId) -> bool {
    moment.ledger.team(store).is_some_and(|team| is_on_team(team, user))
}

/// Whether a request sent a message for each store that the person is in, once, and for no other.
pub fn is_begun(moments: &[Moment<'_>], request: &MoveRequest, stores: usize) -> bool {
    let (MovePerson { from, to, .. }, hints) = (&request.command, request.sent());
    let is_right = |hint: &MoveHint| {
        hint.move_from == *from
            && hint.move_to == *to
            && moments.iter().any(|moment| is_in(moment, &hint.store, from))
            && moments.iter().any(|moment| !is_in(moment, &hint.store, to))
    };
    // An index shows the stores of a person, and may lag.
    let is_complete = |moment: &Moment<'_>| {
        moment.ledger.teams.iter().all(|team| {
            let always = moments.iter().all(|moment| is_in(moment, &team.id, from));
            !always || hints.iter().filter(|hint| hint.store == team.id).count() == 1
        })
    };
    hints.len() == stores
        && hints.iter().all(is_right)
        && moments.iter().all(|moment| !moment.indexed || is_complete(moment))
}

/// Whether a request is rightly refused: both ids are on one team, or they are the same.
pub fn is_refused(moment: &Moment<'_>, request: &MoveRequest, rejection: &Rejection) -> bool {
    let MovePerson { from, to, .. } = &request.command;
    match rejection {
        Rejection::AlreadyMember => {
            moment.ledger.teams.iter().any(|team| is_on_team(team, from) && is_on_team(team, to))
        }
        Rejection::InvalidField(errors) => {
            from == to && errors.iter().all(|error| matches!(error.field, Field::To))
        }
        _ => false,
    }
}

/// Whether a person is rightly said to be moved in a store: they are not there by the former id, or not as they were when the
/// platform asked for it.
pub fn is_moved(moment: &Moment<'_>, message: &MoveMessage) -> bool {
    let hint = &message.hint;
    moment.ledger.team(&hint.store).is_none_or(|team| {
        !is_on_team(team, &hint.move_from)
            || message.as_of.iter().any(|stay| *stay != team.stay(&hint.move_from))
    })
}

/// Whether a person is rightly said not to be moved: the other id is on the team for itself.
pub fn is_taken(moment: &Moment<'_>, message: &MoveMessage) -> bool {
    let hint = &message.hint;
    is_in(moment, &hint.store, &hint.move_from) && is_in(moment, &hint.store, &hint.move_to)
}
