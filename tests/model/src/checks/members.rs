//! Checks members: changes by managers, and by the members themselves.

use super::scene::{Scene, by, can_give, member_put, seats_fit};
use super::stores::events;
use crate::command::Command;
use crate::ledger::{Fate, Place, Team};
use crate::promises::{
    BY, Broken, DOMAINS, GRANTOR, HISTORY, HOLDER, Kept, ONE_INVITATION, ONE_MEMBER, SOMETHING, broken, keep,
};
use crate::world;
use staffroom_domain::{
    EmailAddress, Event, EventActor, EventKind, MailProblem, Member, MemberSummary, Timestamp, UserId,
};

/// Whether a change sets roles or permissions, which makes a new grant.
pub(super) fn regrants(command: &Command) -> bool {
    match command {
        Command::ChangeInvitation(change) => {
            change.change.roles.is_some() || change.change.permissions.is_some()
        }
        Command::ChangeMember(change) => change.change.roles.is_some() || change.change.permissions.is_some(),
        Command::PutMember(_) | Command::PutMembers(_) => true,
        _ => false,
    }
}

pub(super) fn member_changed(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    member: &MemberSummary,
) -> Kept {
    let (put, at) = (member_put(scene, &member.user_id)?, scene.at);
    let Some(before) = team.member(&member.user_id).cloned() else {
        return broken(ONE_MEMBER, "changed, and is no member");
    };
    let under = if regrants(scene.command) { team.catalogs } else { before.given.under };
    let after = Place {
        given: team.given(&put.grant, under),
        end: put.access_ends_at,
        mail_problem: problem_after(team, scene, put, before.mail_problem)?,
        ..before.clone()
    };
    let (held, holds) = (team.worth(&before.given), team.worth(&after.given));
    // The platform gives what it likes.
    if event.actor != EventActor::Platform {
        let user = by(scene, event)?;
        can_give(team, scene, user, held | holds, team.end_of(user))?;
        if holds & !held != 0 || ends_later(after.end, before.end) {
            can_give(team, scene, user, holds, after.end)?;
        }
    }
    if regrants(scene.command) {
        keep(holds != 0, SOMETHING, || "a change to nothing".to_owned())?;
    } else {
        keep(team.is_as_given(&put.grant, &before.given), GRANTOR, || {
            "rights changed that were not named".to_owned()
        })?;
    }
    let revived = before.has_ended(at) && !after.has_ended(at);
    if let Some(place) = team.member_mut(&member.user_id) {
        *place = after;
    }
    let open = team.offers.iter().any(|offer| {
        offer.fate == Fate::Open && (offer.email == before.email || before.emails.contains(&offer.email))
    });
    keep(!revived || !open, ONE_INVITATION, || "a member who came back is still invited".to_owned())?;
    let taken = before.emails.iter().find(|email| team.is_taken(&member.user_id, email, at));
    keep(!revived || taken.is_none(), HOLDER, || "a member came back to a taken address".to_owned())?;
    if revived { seats_fit(team, team.members_present(scene.latest), "given a new end") } else { Ok(()) }
}

/// The platform makes a person a member.
pub(super) fn added(team: &mut Team, scene: &Scene<'_>, member: &MemberSummary) -> Kept {
    let put = member_put(scene, &member.user_id)?;
    keep(team.member(&member.user_id).is_none() && team.owner != member.user_id, ONE_MEMBER, || {
        "added, and was on the team".to_owned()
    })?;
    let allowed = &team.settings.allowed_domains;
    keep(allowed.is_empty() || allowed.contains(&put.email.domain()), DOMAINS, || "added".to_owned())?;
    let given = team.given(&put.grant, team.catalogs);
    keep(team.worth(&given) != 0, SOMETHING, || "added with nothing".to_owned())?;
    let mail_problem = problem_after(team, scene, put, None)?;
    team.members.push(Place {
        user: member.user_id.clone(),
        email: put.email.clone(),
        emails: Vec::new(),
        given,
        end: put.access_ends_at,
        suspended_at: None,
        mail_problem,
    });
    claim(team, scene, &member.user_id, &put.email, true)?;
    seats_fit(team, team.members_present(scene.latest), "added")
}

/// A member is suspended, or resumed: that gives access, as a new end does.
pub(super) fn suspension_changed(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    member: &MemberSummary,
) -> Kept {
    let (put, user) = (member_put(scene, &member.user_id)?, by(scene, event)?);
    let Some(before) = team.member(&member.user_id).cloned() else {
        return broken(ONE_MEMBER, "suspended or resumed, and is no member");
    };
    let suspended = matches!(event.kind, EventKind::MemberSuspended { .. });
    keep(
        put.suspended_at.is_some() == suspended && before.suspended_at.is_some() != suspended,
        HISTORY,
        || format!("{} of a member who was so before, or is not", event.kind.name()),
    )?;
    let held = team.worth(&before.given);
    let end = if suspended { team.end_of(user) } else { before.end };
    // A manager who changes their own rights by the same call could do both before it.
    let changes_too = events(scene.commit).any(|kind| matches!(kind, EventKind::MemberChanged { .. }));
    if !changes_too || *user != member.user_id {
        can_give(team, scene, user, held, end)?;
    }
    if let Some(place) = team.member_mut(&member.user_id) {
        place.suspended_at = put.suspended_at;
    }
    Ok(())
}

pub(super) fn removed(team: &mut Team, scene: &Scene<'_>, event: &Event, member: &MemberSummary) -> Kept {
    let Some(place) = team.member(&member.user_id) else {
        return broken(ONE_MEMBER, "removed, and is no member");
    };
    if event.actor != EventActor::Platform {
        let user = by(scene, event)?;
        can_give(team, scene, user, team.worth(&place.given), team.end_of(user))?;
    }
    team.take_out(&member.user_id, scene.number);
    Ok(())
}

pub(super) fn profile_changed(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    member: &MemberSummary,
    other: bool,
) -> Kept {
    let user = member.user_id.clone();
    if event.actor != EventActor::Platform {
        keep(*by(scene, event)? == user, BY, || "a profile changed by another person".to_owned())?;
    }
    let Some(place) = team.member(&user) else { return broken(ONE_MEMBER, "changed, and is no member") };
    let changes = place.email != member.email;
    // Nothing is known of a new address.
    let kept = place.mail_problem.filter(|_| !changes);
    let mail_problem = problem_after(team, scene, member_put(scene, &user)?, kept)?;
    keep(changes == other, HISTORY, || "a change of address that is not told".to_owned())?;
    if changes {
        let allowed = &team.settings.allowed_domains;
        keep(allowed.is_empty() || allowed.contains(&member.email.domain()), DOMAINS, || {
            "changed".to_owned()
        })?;
        claim(team, scene, &user, &member.email, true)?;
        if let Some(place) = team.member_mut(&user) {
            place.email = member.email.clone();
        }
    }
    if let Some(place) = team.member_mut(&user) {
        place.mail_problem = mail_problem;
    }
    Ok(())
}

/// The problem with mails to a member after a change: `kept`, unless the platform puts a person of whom a complaint came. One that
/// comes at the same time may be missed: the mails themselves are held back.
fn problem_after(
    team: &Team,
    scene: &Scene<'_>,
    put: &Member,
    kept: Option<MailProblem>,
) -> Result<Option<MailProblem>, Broken> {
    let by_platform = matches!(scene.command, Command::PutMember(_) | Command::PutMembers(_));
    let opted_out = by_platform && team.opted_out.contains(&world::invitation(&team.id, &put.email));
    let expected = if opted_out { Some(MailProblem::Complained) } else { kept };
    keep(scene.rivals || put.mail_problem == expected, HISTORY, || {
        format!("the problem with mails to {} is {:?}, not {expected:?}", put.user.as_str(), put.mail_problem)
    })?;
    Ok(put.mail_problem)
}

/// A person gets an address that they proved to own.
pub(super) fn claim(
    team: &mut Team,
    scene: &Scene<'_>,
    user: &UserId,
    email: &EmailAddress,
    only: bool,
) -> Kept {
    team.claim(user, email, only);
    keep(!team.is_taken(user, email, scene.at), HOLDER, || format!("{} got a taken one", user.as_str()))
}

pub(super) fn ends_later(end: Option<Timestamp>, than: Option<Timestamp>) -> bool {
    match (end, than) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(end), Some(than)) => end > than,
    }
}
