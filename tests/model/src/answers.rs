//! Checks answers: a rejection must have its reason, and a success must have been right at some moment of the
//! call.

mod erasures;
mod grants;
mod members;
mod moment;
mod offers;
mod people;
mod reasons;
mod roles;

use staffroom_app::{Access, AfterDelivery, Announcement, Audience, Authority, Precondition};
use staffroom_domain::{AddressId, MailProblem, Rejection, Timestamp, Wish, bounds};

pub use self::moment::Moment;
pub(crate) use self::moment::grantor_has_ended;
use self::moment::is_suspended;
use self::offers::offer_is_refused;
use self::reasons::{has_reason, is_known_request};
use crate::command::{Answer, Command};
use crate::ledger::{Fate, Team, day};
use crate::told;
use crate::world;

/// Whether the answer is right at one of these moments of the call, or each part of it is.
#[must_use]
pub fn is_true(answer: &Answer, command: &Command, moments: &[Moment<'_>]) -> bool {
    let is_closed =
        |moment: &Moment<'_>| command.store().is_some_and(|store| moment.ledger.closed.contains(store));
    // Each part of a bulk call is a change of its own, and the store may be closed after some.
    if says_closed(answer) && !moments.iter().any(is_closed) {
        return false;
    }
    match (command, answer) {
        (Command::Notify(store, events), Answer::Told(told)) => {
            let is_right = |(event, sent): (_, &Vec<_>)| told::is_right(moments, store, event, sent);
            events.len() == told.len() && events.iter().zip(told).all(is_right)
        }
        (Command::PutMember(put), Answer::Member(is)) => members::is_right(moments, put, false, is),
        (Command::PutMembers(many), Answer::Members(results)) => members::are_right(moments, many, results),
        (Command::Move(request), Answer::Moving(stores)) => people::is_begun(moments, request, *stores),
        (Command::Move(request), Answer::Rejected(rejection)) => moments.iter().any(|moment| {
            people::is_refused(moment, request, rejection) || is_known_request(command, rejection, moment)
        }),
        (Command::MoveInStore(message), Answer::Moved) => {
            moments.iter().any(|moment| people::is_moved(moment, message))
        }
        (Command::MoveInStore(message), Answer::NotMoved) => {
            moments.iter().any(|moment| people::is_taken(moment, message))
        }
        // An erasure that was begun before is the answer, whatever the person owns by now.
        (Command::BeginErasure(begin), Answer::Erasing(id)) => {
            *id != begin.id || erasures::is_begun(moments, begin)
        }
        (Command::BeginErasure(begin), Answer::Rejected(rejection)) => {
            moments.iter().any(|moment| erasures::is_refused(moment, begin, rejection))
        }
        (Command::Export(request), Answer::Exported(pages)) => {
            erasures::is_exported(moments, &request.person, pages)
        }
        // Its commit makes it true, and another call may put the activity again.
        (Command::DeleteActivity(delete), Answer::Done) => {
            let is_gone = |moment: &Moment<'_>| {
                let team = moment.ledger.team(&delete.store);
                team.is_some_and(|team| !team.activities.contains_key(&delete.activity))
            };
            let was_there = |moment: &Moment<'_>| {
                moment.version.is_some() && delete.required.check(moment.version).is_ok()
            };
            moments.iter().any(was_there) && moments.iter().any(is_gone)
        }
        _ => moments.iter().any(|moment| is_true_at(answer, command, moment)),
    }
}

/// Whether the answer, or a part of it, says that the store is closed.
fn says_closed(answer: &Answer) -> bool {
    match answer {
        Answer::Rejected(rejection) => *rejection == Rejection::StoreClosed,
        Answer::Many(results) => results.iter().any(|one| matches!(one, Err(Rejection::StoreClosed))),
        Answer::Members(results) => results.iter().any(|one| matches!(one, Err(Rejection::StoreClosed))),
        Answer::Access(_, access) => *access == Access::Closed,
        Answer::Done
        | Answer::Invitation(_)
        | Answer::Replayed(_)
        | Answer::Member(_)
        | Answer::Told(_)
        | Answer::Moving(_)
        | Answer::Moved
        | Answer::NotMoved
        | Answer::Erasing(_)
        | Answer::Erased
        | Answer::Exported(_)
        | Answer::Fault(_)
        | Answer::Crashed => false,
    }
}

/// Whether the answer is right at this moment.
fn is_true_at(answer: &Answer, command: &Command, moment: &Moment<'_>) -> bool {
    let Some(team) = command.store().and_then(|store| moment.ledger.team(store)) else {
        return match (command, answer) {
            // Everything but this is refused in a closed store.
            (Command::CheckAccess(_, store, _, asked), Answer::Access(missing, Access::Closed)) => {
                moment.ledger.closed.contains(store) && asked.iter().eq(missing.iter())
            }
            (Command::CheckAccess(..), Answer::Access(..)) => false,
            (_, Answer::Rejected(Rejection::StoreClosed)) => {
                command.store().is_some_and(|store| moment.ledger.closed.contains(store))
            }
            (Command::CloseStore(close), Answer::Done) => moment.ledger.closed.contains(&close.store),
            (
                Command::Accept(_)
                | Command::Decline(_)
                | Command::Renew(_)
                | Command::LookUp(_)
                | Command::OptOut(_),
                Answer::Rejected(rejection),
            ) => *rejection == Rejection::TokenTooOld,
            (Command::AcceptOwn(_) | Command::DeclineOwn(_), Answer::Rejected(rejection)) => {
                matches!(rejection, Rejection::TokenTooOld | Rejection::NotFound)
            }
            (Command::WelcomeInvitations(said), Answer::Done) => {
                !moment.ledger.opted_out.contains(&AddressId::of(&said.email))
            }
            (Command::ChangeProfile(caller, _), Answer::Rejected(Rejection::QuotaExceeded { .. })) => {
                moment.ledger.teams.iter().any(|team| {
                    let key = (team.id.clone(), caller.user.clone(), day(moment.now));
                    moment.ledger.address_changes.get(&key).copied().unwrap_or(0)
                        >= bounds::ADDRESS_CHANGES_PER_DAY
                })
            }
            (Command::PutStore(put), Answer::Rejected(Rejection::PreconditionFailed)) => {
                put.required.check(moment.version).is_err()
            }
            (_, Answer::Rejected(rejection)) => *rejection == Rejection::NotFound,
            _ => true,
        };
    };
    match answer {
        Answer::Done => is_done(team, command, moment),
        Answer::Access(missing, access) => is_access(team, command, missing, *access, moment.now),
        Answer::Told(_)
        | Answer::Member(_)
        | Answer::Members(_)
        | Answer::Moving(_)
        | Answer::Moved
        | Answer::NotMoved
        | Answer::Erasing(_)
        | Answer::Erased
        | Answer::Exported(_) => false,
        Answer::Rejected(rejection) => has_reason(team, command, rejection, moment),
        Answer::Many(results) => {
            let Command::InviteMany(many) = command else { return false };
            // The invitations of the call itself take seats, too.
            let invited =
                u32::try_from(results.iter().filter(|result| result.is_ok()).count()).unwrap_or(u32::MAX);
            let moment = &Moment { buried: moment.buried + invited, ..*moment };
            results.iter().zip(&many.offers).all(|(result, offer)| match result {
                Ok(invitation) => invitation.email == offer.email,
                Err(Rejection::StoreClosed) => true,
                Err(rejection) => offer_is_refused(team, &many.caller.user, offer, rejection, moment),
            })
        }
        Answer::Invitation(_) | Answer::Replayed(_) | Answer::Fault(_) | Answer::Crashed => true,
    }
}

/// Answers without a change.
fn is_done(team: &Team, command: &Command, moment: &Moment<'_>) -> bool {
    let now = moment.now;
    match command {
        Command::Accept(_) | Command::AcceptOwn(_) => command.accepting().is_some_and(|accept| {
            let fate = team.offer(accept.invitation).map(|offered| &offered.fate);
            fate == Some(&Fate::Accepted(accept.user().clone())) && team.rights(accept.user(), now).is_some()
        }),
        Command::OptOut(said) => team
            .offer(said.link.invitation)
            .is_some_and(|offered| moment.ledger.opted_out.contains(&AddressId::of(&offered.email))),
        // Nothing was to change.
        Command::ChangeRole(change) => team.roles.own.get(&change.role).is_some_and(|permissions| {
            change.permissions.as_ref().is_none_or(|said| {
                said.iter().collect::<std::collections::BTreeSet<_>>().into_iter().eq(permissions)
            })
        }),
        Command::LookUp(look) => team.offer(look.link.invitation).is_some_and(|offered| {
            offered.is_live(now)
                && offered.generation == look.link.generation
                && !grantor_has_ended(team, offered, now)
        }),
        Command::View(view) => {
            let may = match view.audience {
                Audience::Members => team.rights(&view.caller.user, now).is_some(),
                Audience::Managers | Audience::ManagersAndPlatform => team.manages(&view.caller.user, now),
            };
            may || view.caller.authority == Authority::Platform
        }
        Command::PutStore(put) => may_be_put(&put.required, moment.version),
        Command::PutActivity(put) => may_be_put(&put.required, moment.version),
        // Without an event: of an order that nobody is told of.
        Command::Announce(announce, _) => match &announce.announcement {
            Announcement::OrderCreated { activity, .. } => team.activities.get(activity) == Some(&false),
            Announcement::AppInstalled { .. } => false,
        },
        Command::SetMailPreference(set) => {
            // A mail from before they were moved names the former id.
            let user = team.present_id(&set.user).clone();
            // Nothing is kept of who is not on the team.
            let is_nobody = team.owner != user && team.member(&user).is_none();
            let wish = (set.store.clone(), user, set.kind);
            is_nobody || moment.ledger.unwanted.contains(&wish) == (set.wish == Wish::Unwanted)
        }
        Command::RecordMailProblem(record) => {
            let is_reply = record.after_delivery == AfterDelivery::IsAutomaticReply;
            let is_known = team.member(&record.user).is_none_or(|place| {
                AddressId::of(&place.email) != record.address
                    || place.mail_problem == Some(record.problem)
                    || place.mail_problem == Some(MailProblem::Complained)
            });
            let is_remembered = record.problem != MailProblem::Complained
                || record.recipient.is_none_or(|address| team.opted_out.contains(&address));
            is_reply || (is_known && is_remembered)
        }
        _ => true,
    }
}

/// Whether a put is right by the version that there is after it: it was made with the first, or replaced what was required.
fn may_be_put(required: &Precondition, version_before: Option<u64>) -> bool {
    required.check(version_before).is_ok()
}

fn is_access(team: &Team, command: &Command, missing: &[String], access: Access, now: Timestamp) -> bool {
    let Command::CheckAccess(_, _, user, asked) = command else { return false };
    let held = team.rights(user, now);
    let lacks = |slug: &&&str| held.is_none_or(|held| held & world::right(team.catalog, slug) == 0);
    let right = asked.iter().filter(lacks).eq(missing.iter());
    let ended = team.member(user).and_then(|place| place.end).filter(|end| *end <= now);
    right
        && match access {
            Access::Allowed => held.is_some() && missing.is_empty(),
            Access::PermissionMissing => held.is_some() && !missing.is_empty(),
            Access::Closed => false,
            Access::Ended(end) => held.is_none() && ended == Some(end),
            Access::Suspended => held.is_none() && ended.is_none() && is_suspended(team, user, now),
            Access::NoPart => held.is_none() && ended.is_none() && !is_suspended(team, user, now),
        }
}
