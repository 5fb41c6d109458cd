//! Checks members: changes by managers, and by the members themselves.

use super::scene::{Scene, by, can_give, member_put, seats_fit};
use crate::command::Command;
use crate::ledger::{Fate, Given, Place, Team};
use crate::promises::{
    BY, DOMAINS, GRANTOR, HISTORY, Kept, ONE_INVITATION, ONE_MEMBER, SOMETHING, broken, keep,
};
use staffroom_domain::{Event, MemberSummary, Timestamp};

/// Whether a change sets roles or permissions, which makes a new grant.
pub(super) fn regrants(command: &Command) -> bool {
    match command {
        Command::ChangeInvitation(change) => {
            change.change.roles.is_some() || change.change.permissions.is_some()
        }
        Command::ChangeMember(change) => change.change.roles.is_some() || change.change.permissions.is_some(),
        _ => false,
    }
}

pub(super) fn member_changed(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    member: &MemberSummary,
) -> Kept {
    let (put, user, at) = (member_put(scene, &member.user_id)?, by(scene, event)?, scene.at);
    let Some(before) = team.member(&member.user_id).cloned() else {
        return broken(ONE_MEMBER, "changed, and is no member");
    };
    let under = if regrants(scene.command) { team.catalogs } else { before.given.under };
    let after =
        Place { given: Given { grant: put.grant.clone(), under }, end: put.access_ends_at, ..before.clone() };
    let (held, holds) = (team.worth(&before.given), team.worth(&after.given));
    let own = team.end_of(user);
    can_give(team, scene, user, held | holds, own)?;
    if holds & !held != 0 || ends_later(after.end, before.end) {
        can_give(team, scene, user, holds, after.end)?;
    }
    if regrants(scene.command) {
        keep(holds != 0, SOMETHING, || "a change to nothing".to_owned())?;
    } else {
        keep(put.grant == before.given.grant, GRANTOR, || "rights changed that were not named".to_owned())?;
    }
    let revived = before.has_ended(at) && !after.has_ended(at);
    if let Some(place) = team.member_mut(&member.user_id) {
        *place = after;
    }
    let open = team.offers.iter().any(|offer| {
        offer.fate == Fate::Open && (offer.email == before.email || before.emails.contains(&offer.email))
    });
    keep(!revived || !open, ONE_INVITATION, || "a member who came back is still invited".to_owned())?;
    if revived { seats_fit(team, team.members_present(scene.latest), "given a new end") } else { Ok(()) }
}

pub(super) fn removed(team: &mut Team, scene: &Scene<'_>, event: &Event, member: &MemberSummary) -> Kept {
    let user = by(scene, event)?;
    let Some(place) = team.member(&member.user_id) else {
        return broken(ONE_MEMBER, "removed, and is no member");
    };
    can_give(team, scene, user, team.worth(&place.given), team.end_of(user))?;
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
    let user = by(scene, event)?.clone();
    keep(user == member.user_id, BY, || "a profile changed by another person".to_owned())?;
    let Some(place) = team.member(&user) else { return broken(ONE_MEMBER, "changed, and is no member") };
    let changes = place.email != member.email;
    keep(changes == other, HISTORY, || "a change of address that is not told".to_owned())?;
    if changes {
        let allowed = &team.settings.allowed_domains;
        keep(allowed.is_empty() || allowed.contains(&member.email.domain()), DOMAINS, || {
            "changed".to_owned()
        })?;
        team.claim(&user, &member.email, true);
        if let Some(place) = team.member_mut(&user) {
            place.email = member.email.clone();
        }
    }
    Ok(())
}

pub(super) fn ends_later(end: Option<Timestamp>, than: Option<Timestamp>) -> bool {
    match (end, than) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(end), Some(than)) => end > than,
    }
}
