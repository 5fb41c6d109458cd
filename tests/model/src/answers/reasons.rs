//! Checks that a rejection has its reason.

use chrono::Duration;
use staffroom_app::{Authority, Precondition};
use staffroom_domain::{AccountRule, AddressId, Rejection, Restriction, Timestamp, UserId, durations};

use super::grants::{exceeds_own, field_is_invalid, role_exceeds_own};
use super::moment::{CLOCK_ERROR, Moment, SECOND, grantor_has_ended, is_suspended, on_team};
use super::offers::{offer_refusal, replacement_refusal};
use super::roles::{is_no_role, role_is_refused};
use crate::checks::gives_nothing;
use crate::command::{Command, MoveRequest};
use crate::ledger::{Fate, Offered, Team};

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
        Command::CopyLink(copy) => copy.invitation,
        Command::AcceptOwn(own) | Command::DeclineOwn(own) => own.invitation,
        Command::OptOut(said) => said.link.invitation,
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
        Command::OptOut(said) => Some(said.link.generation),
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

pub(super) fn has_reason(team: &Team, command: &Command, rejection: &Rejection, moment: &Moment<'_>) -> bool {
    let now = moment.now;
    let caller = command.vouching();
    let by_platform = command.caller().is_some_and(|caller| caller.authority == Authority::Platform);
    let has_part = by_platform || caller.is_some_and(|user| team.rights(user, now).is_some());
    let offered = offer_of(team, command);
    let (generation, accepting) = (generation_of(command), command.accepting());
    let is_latest =
        offered.is_some_and(|offered| generation.is_none_or(|generation| generation == offered.generation));
    if let Command::Invite(invite, _) = command
        && let Some(vouching) = caller
        && let Some(answer) = offer_refusal(team, vouching, &invite.offer, rejection, moment)
        && (answer || !matches!(rejection, Rejection::InvalidField(_)))
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
                    | Command::CopyLink(_)
            );
            (!has_part && caller.is_none_or(|user| !is_suspended(team, user, now)))
                || target
                || is_no_role(team, command)
                || has_no_own_invitation(command, offered, moment)
                || activity
                || (about_invitation && offered.is_none())
        }
        Rejection::MemberSuspended => match command {
            // Whose access has ended as well can use a link from after the suspension.
            Command::Accept(_) | Command::AcceptOwn(_) => {
                let place = accepting.and_then(|accept| team.member(accept.user()));
                place.is_some_and(|place| {
                    let vouched_at = offered.filter(|_| place.has_ended(now)).map(|offered| offered.at);
                    place.suspended_at.is_some_and(|at| vouched_at.is_none_or(|vouched_at| vouched_at <= at))
                })
            }
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
        Rejection::Forbidden(Restriction::LinkCopyingOff) => !by_platform && !team.settings.link_copying,
        Rejection::Forbidden(Restriction::NoCustomRoles)
        | Rejection::RoleIsFixed
        | Rejection::RoleExists
        | Rejection::RoleLimitReached { .. }
        | Rejection::RoleInUse { .. } => role_is_refused(team, command, rejection, moment),
        Rejection::Forbidden(Restriction::GrantorNeeded) => {
            by_platform && !matches!(command, Command::Invite(invite, _) if invite.invited_by.is_some())
        }
        Rejection::GrantExceedsOwn => caller.is_some_and(|user| {
            exceeds_own(team, command, offered, user, now)
                || role_exceeds_own(team, command, user, now)
                || copies_more_than_own(team, command, offered, user, now)
        }),
        Rejection::OwnerIsFixed => target_of(command) == Some(&team.owner),
        Rejection::WrongAccount { .. } => match (accepting, offered) {
            (Some(accept), Some(offered)) => {
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
            (Command::Accept(_) | Command::AcceptOwn(_), Some(offered)) => accepting.is_some_and(|accept| {
                let user = accept.user();
                (team.rights(user, now).is_some() && offered.fate != Fate::Open)
                    || team.is_taken(user, &accept.account.email, now)
            }),
            (_, Some(offered)) => on_team(team, &offered.email, now),
            _ => false,
        },
        Rejection::InvitationNotPending => match (command, offered) {
            (
                Command::Renew(_)
                | Command::ChangeInvitation(_)
                | Command::ReplaceInvitation(_)
                | Command::CopyLink(_),
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
            let left = accepting.is_some_and(|accept| {
                team.left_with(accept.user()).is_some_and(|left| left > offered.commit)
            });
            // The link may be another one by the time at which it is used.
            let is_own = matches!(command, Command::AcceptOwn(_) | Command::DeclineOwn(_));
            offered.fate == Fate::Revoked || !is_latest || left || (is_own && moment.rivals)
        }),
        Rejection::InvitationWithdrawn => offered.is_some_and(|offered| {
            is_latest
                && (offered.fate == Fate::Withdrawn
                    || (offered.fate == Fate::Open
                        && (grantor_has_ended(team, offered, now) || gives_nothing(team, offered, now))))
        }),
        // The histories have no erasures.
        Rejection::OwnsStores(_) => false,
        // The generation begins with the second of the first link.
        Rejection::TokenTooOld => {
            let is_of_another =
                generation.is_some_and(|generation| i64::from(generation) < team.since.timestamp());
            offered.is_none() || is_of_another
        }
        Rejection::RecipientOptedOut => offered.is_some_and(|offered| {
            offered.unwanted
                || team.opted_out.contains(&offered.id)
                || moment.ledger.opted_out.contains(&AddressId::of(&offered.email))
        }),
        Rejection::SeatLimitReached { limit } => {
            Some(*limit) == team.limit && (!moment.indexed || is_full(team, command, offered, moment, *limit))
        }
        Rejection::PreconditionFailed => {
            required(command).is_some_and(|required| required.check(moment.version).is_err())
        }
        Rejection::DomainNotAllowed => {
            let allowed = |email: &staffroom_domain::EmailAddress| {
                let domains = &team.settings.allowed_domains;
                domains.is_empty() || domains.contains(&email.domain())
            };
            match (command, accepting) {
                (_, Some(accept)) => !allowed(&accept.account.email),
                (Command::PutMember(put), _) => !allowed(&put.put.email),
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
        // Not of a store that is there.
        Rejection::StoreClosed => false,
        Rejection::EmailNotVerified | Rejection::AlreadyInvited(_) | Rejection::InvalidToken => false,
    }
}

/// Whether a person has no invitation by their address, as far as an index that may lag shows it.
fn has_no_own_invitation(command: &Command, offered: Option<&Offered>, moment: &Moment<'_>) -> bool {
    let (Command::AcceptOwn(own) | Command::DeclineOwn(own)) = command else { return false };
    !moment.indexed || offered.is_none_or(|offered| offered.email != own.account.email)
}

fn copies_more_than_own(
    team: &Team,
    command: &Command,
    offered: Option<&Offered>,
    user: &UserId,
    now: Timestamp,
) -> bool {
    let held = team.rights(user, now).unwrap_or(0);
    matches!(command, Command::CopyLink(_))
        && offered.is_some_and(|offered| team.worth(&offered.given) & !held != 0)
}

pub(super) fn is_known_request(command: &Command, rejection: &Rejection, moment: &Moment<'_>) -> bool {
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
        Command::Move(MoveRequest { key: Some(key), .. }) => key,
        _ => return false,
    };
    let Some(known) = moment.ledger.requests.get(&format!("{:?}", key.key)) else { return false };
    if moment.now >= known.at + Duration::hours(durations::IDEMPOTENCY_HOURS) {
        return false;
    }
    match rejection {
        Rejection::IdempotencyKeyReused => known.fingerprint != key.fingerprint,
        Rejection::IdempotencyKeyInUse => known.answer.is_none(),
        _ => false,
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
        Command::CloseStore(close) => Some(&close.required),
        Command::ChangeStore(change) => Some(&change.required),
        Command::PutActivity(put) => Some(&put.required),
        Command::DeleteActivity(delete) => Some(&delete.required),
        Command::CopyLink(copy) => Some(&copy.required),
        Command::ChangeRole(change) => Some(&change.required),
        Command::DeleteRoles(deletes) => deletes.first().map(|delete| &delete.required),
        _ => None,
    }
}

/// Whether the access of a member has ended, and another person has got one of their addresses since.
fn cannot_come_back(team: &Team, user: &UserId, now: Timestamp) -> bool {
    team.member(user).is_some_and(|place| {
        place.has_ended(now) && place.emails.iter().any(|email| team.is_taken(user, email, now))
    })
}

fn is_full(
    team: &Team,
    command: &Command,
    offered: Option<&Offered>,
    moment: &Moment<'_>,
    limit: u32,
) -> bool {
    let members = team.members_present(moment.now - SECOND);
    let live = moment.invited(team, offered.map(|offered| offered.id));
    // Its own seat may have been released, where the call's clock is behind the one that its term ended by.
    let ends = offered.is_none_or(|offered| !offered.is_live(moment.now + CLOCK_ERROR));
    match command {
        Command::Accept(_) | Command::AcceptOwn(_) | Command::Resend(_) | Command::Renew(_) => {
            members + 1 > limit || (ends && members + live + 1 > limit)
        }
        Command::ChangeMember(_) | Command::PutMember(_) => members + live + 1 > limit,
        _ => false,
    }
}
