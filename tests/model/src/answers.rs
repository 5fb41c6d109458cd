//! Checks answers: a rejection must have its reason, and a success must have been right at some moment of the
//! call.

mod grants;
mod members;
mod offers;

use chrono::Duration;
use staffroom_app::{Access, AfterDelivery, Announcement, Audience, Authority, Precondition};
use staffroom_domain::{
    AccountRule, AddressId, MailProblem, Rejection, Restriction, Timestamp, UserId, Wish, bounds, durations,
};

use self::grants::{exceeds_own, field_is_invalid};
use self::offers::{offer_is_refused, offer_refusal, replacement_refusal};
use crate::checks::gives_nothing;
use crate::command::{Answer, Command};
use crate::ledger::{Fate, Ledger, Offered, Team, day};
use crate::told;
use crate::world;

/// Seats are released by whole seconds, rounded up: a seat whose end is within a second is not free before
/// the next one.
const SECOND: Duration = Duration::seconds(1);

/// The largest difference between the clocks of two functions.
const CLOCK_ERROR: Duration = Duration::seconds(durations::MAX_CLOCK_SKEW_SECONDS);

/// The state of the promises at a moment of a call.
pub struct Moment<'a> {
    /// The promises.
    pub ledger: &'a Ledger,
    /// The time.
    pub now: Timestamp,
    /// The version of the record on which the command has a precondition; `None` if it does not exist.
    pub version: Option<u64>,
    /// The seats that deleted invitations still hold, until the stream delivers their deletion.
    pub buried: u32,
    /// Whether the indexes are up to date, so that expired seats are found.
    pub indexed: bool,
}

/// Whether the answer is right at one of these moments of the call, or each part of it is.
#[must_use]
pub fn is_true(answer: &Answer, command: &Command, moments: &[Moment<'_>]) -> bool {
    match (command, answer) {
        (Command::Notify(store, events), Answer::Told(told)) => {
            let is_right = |(event, sent): (_, &Vec<_>)| told::is_right(moments, store, event, sent);
            events.len() == told.len() && events.iter().zip(told).all(is_right)
        }
        (Command::PutMember(put), Answer::Member(is)) => members::is_right(moments, put, false, is),
        (Command::PutMembers(many), Answer::Members(results)) => members::are_right(moments, many, results),
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

/// Whether the answer is right at this moment.
fn is_true_at(answer: &Answer, command: &Command, moment: &Moment<'_>) -> bool {
    let Some(team) = command.store().and_then(|store| moment.ledger.team(store)) else {
        return match (command, answer) {
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
        Answer::Told(_) | Answer::Member(_) | Answer::Members(_) => false,
        Answer::Rejected(rejection) => has_reason(team, command, rejection, moment),
        Answer::Many(results) => {
            let Command::InviteMany(many) = command else { return false };
            // The invitations of the call itself take seats, too.
            let invited =
                u32::try_from(results.iter().filter(|result| result.is_ok()).count()).unwrap_or(u32::MAX);
            let moment = &Moment { buried: moment.buried + invited, ..*moment };
            results.iter().zip(&many.offers).all(|(result, offer)| match result {
                Ok(invitation) => invitation.email == offer.email,
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
        Command::Accept(accept) => {
            let user = &accept.account.user;
            let fate = team.offer(accept.link.invitation).map(|offered| &offered.fate);
            fate == Some(&Fate::Accepted(user.clone())) && team.rights(user, now).is_some()
        }
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
            let wish = (set.store.clone(), set.user.clone(), set.kind);
            moment.ledger.unwanted.contains(&wish) == (set.wish == Wish::Unwanted)
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
            Access::Ended(end) => held.is_none() && ended == Some(end),
            Access::Suspended => held.is_none() && ended.is_none() && is_suspended(team, user, now),
            Access::NoPart => held.is_none() && ended.is_none() && !is_suspended(team, user, now),
        }
}

/// Whether a person is a member whom a manager has suspended.
fn is_suspended(team: &Team, user: &UserId, now: Timestamp) -> bool {
    team.member(user).is_some_and(|place| place.suspended_at.is_some() && !place.has_ended(now))
}

/// Whether the access of the grantor has ended or is suspended, at the time that was set when they vouched or later.
pub(crate) fn grantor_has_ended(team: &Team, offered: &Offered, now: Timestamp) -> bool {
    let ended = team.member(&offered.by).is_some_and(|place| !place.has_access(now));
    team.rights(&offered.by, now).is_none() && (ended || offered.by_end.is_some_and(|end| end <= now))
}

/// The invitation that a command is about.
fn offer_of<'a>(team: &'a Team, command: &Command) -> Option<&'a Offered> {
    let id = match command {
        Command::Accept(accept) => accept.link.invitation,
        Command::Decline(decline) => decline.link.invitation,
        Command::Renew(renew) => renew.link.invitation,
        Command::LookUp(look) => look.link.invitation,
        Command::Resend(resend) => resend.invitation,
        Command::ChangeInvitation(change) => change.invitation,
        Command::ReplaceInvitation(replace) => replace.change.invitation,
        Command::Revoke(revoke) => revoke.invitation,
        _ => return None,
    };
    team.offer(id).filter(|offered| offered.fate != Fate::Deleted)
}

/// The generation of the link that a command uses.
fn generation_of(command: &Command) -> Option<u32> {
    match command {
        Command::Accept(accept) => Some(accept.link.generation),
        Command::Decline(decline) => Some(decline.link.generation),
        Command::Renew(renew) => Some(renew.link.generation),
        Command::LookUp(look) => Some(look.link.generation),
        _ => None,
    }
}

/// The member that a command is about.
fn target_of(command: &Command) -> Option<&UserId> {
    match command {
        Command::ChangeMember(change) => Some(&change.user),
        Command::Remove(remove) => Some(&remove.user),
        Command::PutMember(put) => Some(&put.put.user),
        _ => None,
    }
}

fn has_reason(team: &Team, command: &Command, rejection: &Rejection, moment: &Moment<'_>) -> bool {
    let now = moment.now;
    let caller = command.caller().map(|caller| &caller.user);
    let by_platform = command.caller().is_some_and(|caller| caller.authority == Authority::Platform);
    let has_part = by_platform || caller.is_some_and(|user| team.rights(user, now).is_some());
    let offered = offer_of(team, command);
    let generation = generation_of(command);
    let is_latest =
        offered.is_some_and(|offered| generation.is_none_or(|generation| generation == offered.generation));
    if let Command::Invite(invite, _) = command
        && let Some(answer) = offer_refusal(team, &invite.caller.user, &invite.offer, rejection, moment)
    {
        return answer;
    }
    if let (Command::ReplaceInvitation(replace), Some(offered)) = (command, offered)
        && let Some(answer) = replacement_refusal(team, replace, offered, rejection, moment)
    {
        return answer;
    }
    match rejection {
        // It needs no part in the store.
        Rejection::NotFound if matches!(command, Command::SetMailPreference(_)) => false,
        Rejection::NotFound => {
            let activity = matches!(command, Command::DeleteActivity(delete)
                if !team.activities.contains_key(&delete.activity));
            let target = !matches!(command, Command::PutMember(_))
                && target_of(command).is_some_and(|user| team.member(user).is_none());
            let about_invitation = matches!(
                command,
                Command::Resend(_)
                    | Command::ChangeInvitation(_)
                    | Command::ReplaceInvitation(_)
                    | Command::Revoke(_)
            );
            (!has_part && caller.is_none_or(|user| !is_suspended(team, user, now)))
                || target
                || activity
                || (about_invitation && offered.is_none())
        }
        Rejection::MemberSuspended => match command {
            // Whose access has ended as well can use a link from after the suspension.
            Command::Accept(accept) => team.member(&accept.account.user).is_some_and(|place| {
                let vouched_at = offered.filter(|_| place.has_ended(now)).map(|offered| offered.at);
                place.suspended_at.is_some_and(|at| vouched_at.is_none_or(|vouched_at| vouched_at <= at))
            }),
            _ => caller.is_some_and(|user| is_suspended(team, user, now)),
        },
        Rejection::Forbidden(Restriction::ManagersOnly) => {
            caller.is_some_and(|user| !team.manages(user, now))
        }
        Rejection::Forbidden(Restriction::OwnerOnly) => {
            !by_platform && caller.is_some_and(|user| team.owner != *user)
        }
        Rejection::Forbidden(Restriction::PlatformOnly | Restriction::PlanByPlatform) => !by_platform,
        Rejection::Forbidden(Restriction::OthersByPlatform) => false,
        Rejection::Forbidden(Restriction::GrantorNeeded) => by_platform,
        Rejection::GrantExceedsOwn => {
            caller.is_some_and(|user| exceeds_own(team, command, offered, user, now))
        }
        Rejection::OwnerIsFixed => target_of(command) == Some(&team.owner),
        Rejection::WrongAccount { .. } => match (command, offered) {
            (Command::Accept(accept), Some(offered)) => {
                team.catalog.account == AccountRule::Invited && accept.account.email != offered.email
            }
            _ => false,
        },
        // The invitation ended by this, and its seat is free.
        Rejection::AlreadyMember => match (command, offered) {
            (Command::PutMember(put), _) => {
                let user = &put.put.user;
                team.is_taken(user, &put.put.email, now) || cannot_come_back(team, user, now)
            }
            (Command::ChangeMember(change), _) => cannot_come_back(team, &change.user, now),
            (Command::Accept(accept), Some(offered)) => {
                let user = &accept.account.user;
                (team.rights(user, now).is_some() && offered.fate != Fate::Open)
                    || team.is_taken(user, &accept.account.email, now)
            }
            (_, Some(offered)) => on_team(team, &offered.email, now),
            _ => false,
        },
        Rejection::InvitationNotPending => match (command, offered) {
            (
                Command::Renew(_) | Command::ChangeInvitation(_) | Command::ReplaceInvitation(_),
                Some(offered),
            ) => offered.is_live(now) == matches!(command, Command::Renew(_)),
            (_, Some(offered)) => offered.fate != Fate::Open,
            _ => false,
        },
        Rejection::InvitationExpired => offered.is_some_and(|offered| {
            let over = offered.fate == Fate::Open && offered.until <= now && is_latest;
            let renewable = now < offered.at + Duration::days(durations::RENEWAL_DAYS)
                && offered.end.is_none_or(|end| now < end);
            // A manager who resends it becomes its grantor, but the offered access must not have ended.
            let withdrawn = !matches!(command, Command::Resend(_)) && grantor_has_ended(team, offered, now);
            over && !withdrawn && !(matches!(command, Command::Renew(_)) && renewable)
        }),
        Rejection::InvitationUsed => {
            offered.is_some_and(|offered| matches!(offered.fate, Fate::Accepted(_)) && is_latest)
        }
        Rejection::InvitationDeclined => {
            offered.is_some_and(|offered| offered.fate == Fate::Declined && is_latest)
        }
        Rejection::InvitationRevoked => offered.is_some_and(|offered| {
            let left = match command {
                Command::Accept(accept) => {
                    team.left_with(&accept.account.user).is_some_and(|left| left > offered.commit)
                }
                _ => false,
            };
            offered.fate == Fate::Revoked || !is_latest || left
        }),
        Rejection::InvitationWithdrawn => offered.is_some_and(|offered| {
            is_latest
                && (offered.fate == Fate::Withdrawn
                    || (offered.fate == Fate::Open
                        && (grantor_has_ended(team, offered, now) || gives_nothing(team, offered, now))))
        }),
        Rejection::TokenTooOld => offered.is_none(),
        Rejection::RecipientOptedOut => {
            offered.is_some_and(|offered| offered.unwanted || team.opted_out.contains(&offered.id))
        }
        Rejection::SeatLimitReached { limit } => {
            Some(*limit) == team.limit
                && (!moment.indexed || is_full(team, command, offered, (now, moment.buried), *limit))
        }
        Rejection::PreconditionFailed => {
            required(command).is_some_and(|required| required.check(moment.version).is_err())
        }
        Rejection::DomainNotAllowed => {
            let allowed = |email: &staffroom_domain::EmailAddress| {
                let domains = &team.settings.allowed_domains;
                domains.is_empty() || domains.contains(&email.domain())
            };
            match command {
                Command::Accept(accept) => !allowed(&accept.account.email),
                Command::PutMember(put) => !allowed(&put.put.email),
                _ => offered.is_some_and(|offered| !allowed(&offered.email)),
            }
        }
        Rejection::QuotaExceeded { .. } => offered.is_some_and(|offered| {
            offered.resends >= team.catalog.limits.resends_per_invitation
                || moment.ledger.is_mailed_out(team, &offered.email, now)
        }),
        Rejection::InvalidField(errors) => {
            !errors.is_empty()
                && errors.iter().all(|error| field_is_invalid(team, command, offered, error, now))
        }
        Rejection::IdempotencyKeyReused | Rejection::IdempotencyKeyInUse => {
            is_known_request(command, rejection, moment)
        }
        Rejection::EmailNotVerified | Rejection::AlreadyInvited(_) | Rejection::InvalidToken => false,
    }
}

fn is_known_request(command: &Command, rejection: &Rejection, moment: &Moment<'_>) -> bool {
    let key = match command {
        Command::Invite(_, Some(key)) => key,
        Command::InviteMany(many) => match &many.key {
            Some(key) => key,
            None => return false,
        },
        Command::PutMembers(many) => match &many.key {
            Some(key) => key,
            None => return false,
        },
        _ => return false,
    };
    let Some(known) = moment.ledger.requests.get(&format!("{:?}", key.key)) else { return false };
    if moment.now >= known.at + Duration::hours(durations::IDEMPOTENCY_HOURS) {
        return false;
    }
    match rejection {
        Rejection::IdempotencyKeyReused => known.fingerprint != key.fingerprint,
        _ => known.answer.is_none(),
    }
}

fn required(command: &Command) -> Option<&Precondition> {
    match command {
        Command::Resend(resend) => Some(&resend.required),
        Command::ChangeInvitation(change) => Some(&change.required),
        Command::ReplaceInvitation(replace) => Some(&replace.change.required),
        Command::Revoke(revoke) => Some(&revoke.required),
        Command::ChangeMember(change) => Some(&change.required),
        Command::Remove(remove) => Some(&remove.required),
        Command::PutMember(put) => Some(&put.required),
        Command::PutStore(put) => Some(&put.required),
        Command::ChangeStore(change) => Some(&change.required),
        Command::PutActivity(put) => Some(&put.required),
        Command::DeleteActivity(delete) => Some(&delete.required),
        _ => None,
    }
}

/// Whether the access of a member has ended, and another person has got one of their addresses since.
fn cannot_come_back(team: &Team, user: &UserId, now: Timestamp) -> bool {
    team.member(user).is_some_and(|place| {
        place.has_ended(now) && place.emails.iter().any(|email| team.is_taken(user, email, now))
    })
}

/// Whether an address is the owner's, or that of a member whose access has not ended.
fn on_team(team: &Team, email: &staffroom_domain::EmailAddress, now: Timestamp) -> bool {
    team.owner_email == *email || team.present_with(email, now).is_some()
}

fn is_full(
    team: &Team,
    command: &Command,
    offered: Option<&Offered>,
    (now, buried): (Timestamp, u32),
    limit: u32,
) -> bool {
    let members = team.members_present(now - SECOND);
    let live = buried + team.offers_live(now, offered.map(|offered| offered.id));
    // Its own seat may have been released, where the call's clock is behind the one that its term ended by.
    let ends = offered.is_none_or(|offered| !offered.is_live(now + CLOCK_ERROR));
    match command {
        Command::Accept(_) | Command::Resend(_) | Command::Renew(_) => {
            members + 1 > limit || (ends && members + live + 1 > limit)
        }
        Command::ChangeMember(_) | Command::PutMember(_) => members + live + 1 > limit,
        _ => false,
    }
}
