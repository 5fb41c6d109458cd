//! Checks invitations, from the first link to the end.

use super::links::is_own;
use super::members::{claim, ends_later, regrants};
use super::scene::{Scene, by, can_give, invitation_put, member_put, seats_fit, vouching};
use crate::command::Command;
use crate::ledger::{Fate, Offered, Place, Team};
use crate::promises::{
    BY, CATALOG, DOMAINS, GRANTOR, HISTORY, Kept, LINK, ONE_INVITATION, ONE_MEMBER, QUOTAS, REMOVED,
    SOMETHING, WARNINGS, broken, keep,
};
use crate::world;
use chrono::Duration;
use staffroom_domain::{
    AccountRule, DeliveryChannel, EmailAddress, Event, Invitation, InvitationId, InvitationSummary,
    MailProblem, MemberSummary, PermissionSlug, RoleSlug, Timestamp, UserId, durations,
};

pub(super) fn created(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    summary: &InvitationSummary,
) -> Kept {
    let (put, user, at) = (invitation_put(scene, summary.id)?, vouching(scene, event)?, scene.at);
    let channel = channel_of(team, scene, &summary.email);
    let before = team.offer(summary.id);
    keep(before.is_none_or(|before| !before.is_live(at)), ONE_INVITATION, || {
        "the address has a live invitation".to_owned()
    })?;
    is_no_members(team, &summary.email, at)?;
    is_welcome(team, scene, summary.id)?;
    let offered = Offered {
        id: summary.id,
        reminded: None,
        email: summary.email.clone(),
        by: user.clone(),
        by_end: team.end_of(user),
        at,
        commit: scene.number,
        given: team.given(&put.grant, team.catalogs),
        end: put.access_ends_at,
        until: put.expires_at,
        generation: put.generation,
        resends: 0,
        channel,
        mailed: channel == DeliveryChannel::Mail,
        unwanted: false,
        fate: Fate::Open,
    };
    offer_is_right(team, scene, &offered, user)?;
    let latest = before.map_or(0, |before| before.generation);
    keep(offered.generation > latest, LINK, || "a new invitation opens with an old link".to_owned())?;
    let allowed = &team.settings.allowed_domains;
    keep(allowed.is_empty() || allowed.contains(&summary.email.domain()), DOMAINS, || "invited".to_owned())?;
    team.offers.retain(|known| known.id != offered.id);
    team.offers.push(offered);
    // It takes a seat, or takes over that of an expired invitation, so it must fit the plan.
    seats_fit(team, team.members_present(scene.latest) + team.offers_live(scene.latest, None), "invited")
}

/// How the links of a new invitation reach the invitee: as was said or, where it takes the place of another one, as before.
fn channel_of(team: &Team, scene: &Scene<'_>, email: &EmailAddress) -> DeliveryChannel {
    match scene.command {
        Command::Invite(invite, _) => invite.offer.channel,
        Command::InviteMany(many) => many
            .offers
            .iter()
            .find(|offer| offer.email == *email)
            .map_or(DeliveryChannel::Mail, |offer| offer.channel),
        Command::ReplaceInvitation(replace) => {
            team.offer(replace.change.invitation).map_or(DeliveryChannel::Mail, |offered| offered.channel)
        }
        _ => DeliveryChannel::Mail,
    }
}

/// No complaint came from the address. One that comes at the same time is found before the mail is sent.
fn is_welcome(team: &Team, scene: &Scene<'_>, address: InvitationId) -> Kept {
    keep(scene.rivals || !team.opted_out.contains(&address), QUOTAS, || {
        "a link for an address from which a complaint came".to_owned()
    })
}

/// The address belongs neither to the owner nor to a member with access.
fn is_no_members(team: &Team, email: &EmailAddress, at: Timestamp) -> Kept {
    keep(team.owner_email != *email && team.present_with(email, at).is_none(), ONE_INVITATION, || {
        "the address is a member's or the owner's".to_owned()
    })
}

/// The offer that is sent to an invitee is not empty, does not exceed the grantor's permissions or outlast
/// their access, and has a permitted term.
pub(super) fn offer_is_right(team: &Team, scene: &Scene<'_>, offered: &Offered, user: &UserId) -> Kept {
    let rights = team.worth(&offered.given);
    keep(rights != 0, SOMETHING, || "an offer of nothing".to_owned())?;
    can_give(team, scene, user, rights, offered.end)?;
    let longest = scene.at + Duration::days(team.catalog.invitation_days) + Duration::seconds(1);
    keep(offered.until <= longest && offered.end.is_none_or(|end| offered.until <= end), LINK, || {
        format!("a term until {}", offered.until)
    })
}

pub(super) fn link_is_sent(
    team: &mut Team,
    scene: &Scene<'_>,
    put: &Invitation,
    vouched: Option<&UserId>,
) -> Kept {
    let at = scene.at;
    let Some(before) = team.offer(put.id).cloned() else { return broken(LINK, "a link of no invitation") };
    keep(before.fate == Fate::Open, LINK, || "a link of an invitation that is answered".to_owned())?;
    let under = if vouched.is_some() { team.catalogs } else { before.given.under };
    keep(before.given.under == team.catalogs, CATALOG, || {
        "a link of an offer of another catalog".to_owned()
    })?;
    let after = Offered {
        by: vouched.unwrap_or(&before.by).clone(),
        by_end: vouched.map_or(before.by_end, |user| team.end_of(user)),
        at: if vouched.is_some() { at } else { before.at },
        commit: if vouched.is_some() { scene.number } else { before.commit },
        given: team.given(&put.grant, under),
        end: put.access_ends_at,
        until: put.expires_at,
        generation: put.generation,
        resends: before.resends + 1,
        // The invitee asks for a mail, whatever the inviter chose.
        mailed: vouched.is_none() || before.channel == DeliveryChannel::Mail,
        unwanted: false,
        ..before.clone()
    };
    keep(after.generation > before.generation, LINK, || "the new link is the old one".to_owned())?;
    keep(team.worth(&after.given) & !team.worth(&before.given) == 0, GRANTOR, || {
        "the offer grew".to_owned()
    })?;
    if vouched.is_some() {
        is_welcome(team, scene, put.id)?;
    }
    is_no_members(team, &put.email, at)?;
    offer_is_right(team, scene, &after, team.voucher(&after))?;
    let members = team.members_present(scene.latest);
    seats_fit(team, members + 1, "sent a link, without a place to join on")?;
    if !before.is_live(at) {
        seats_fit(team, members + 1 + team.offers_live(scene.latest, Some(put.id)), "sent a link")?;
    }
    let allowed = &team.settings.allowed_domains;
    keep(allowed.is_empty() || allowed.contains(&put.email.domain()), DOMAINS, || "sent a link".to_owned())?;
    keep(after.resends <= team.catalog.limits.resends_per_invitation, QUOTAS, || {
        "sent again too often".to_owned()
    })?;
    if let Some(known) = team.offer_mut(put.id) {
        *known = after;
    }
    Ok(())
}

pub(super) fn resent(team: &mut Team, scene: &Scene<'_>, user: &UserId, summary: &InvitationSummary) -> Kept {
    link_is_sent(team, scene, invitation_put(scene, summary.id)?, Some(user))
}

/// Renews by the invitee: what counts is when a manager last vouched, and that they still could.
pub(super) fn renewed(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let (put, at) = (invitation_put(scene, summary.id)?, scene.at);
    let Some(before) = team.offer(summary.id) else { return broken(LINK, "renewed, and there is none") };
    let Command::Renew(renewal) = scene.command else {
        return broken(BY, "an invitee renews by another call");
    };
    keep(renewal.link.generation == before.generation && at >= before.until, LINK, || {
        "renewed with an old link, or before its term ended".to_owned()
    })?;
    keep(at < before.at + Duration::days(durations::RENEWAL_DAYS), LINK, || {
        format!("renewed long after {}, when a manager last vouched", before.at)
    })?;
    let grantor = team.voucher(before).clone();
    keep(team.manages(&grantor, at), GRANTOR, || format!("{} vouches no more", grantor.as_str()))?;
    link_is_sent_by_invitee(team, scene, put)
}

/// As [`link_is_sent`], but the grantor may hold a part of the offer only: the rest is cut when the person joins.
pub(super) fn link_is_sent_by_invitee(team: &mut Team, scene: &Scene<'_>, put: &Invitation) -> Kept {
    let Some(before) = team.offer(put.id) else { return broken(LINK, "renewed, and there is none") };
    let (worth, held) = (team.worth(&before.given), team.rights(team.voucher(before), scene.at).unwrap_or(0));
    keep(worth & held != 0, GRANTOR, || format!("{} holds nothing of it", before.by.as_str()))?;
    let (by, commit) = (before.by.clone(), before.commit);
    let cut = team.cannot_give(team.voucher(before), worth, before.end, scene.at).is_some();
    if !cut {
        return link_is_sent(team, scene, put, None);
    }
    // The parts of the promise that do not look at the grantor.
    let before = before.clone();
    let members = team.members_present(scene.latest);
    let others = team.offers_live(scene.latest, Some(put.id));
    seats_fit(team, members + 1 + others, "sent a link")?;
    keep(put.generation > before.generation, LINK, || "the new link is the old one".to_owned())?;
    if let Some(known) = team.offer_mut(put.id) {
        *known = Offered {
            until: put.expires_at,
            generation: put.generation,
            resends: before.resends + 1,
            mailed: true,
            unwanted: false,
            commit,
            by,
            ..before
        };
    }
    Ok(())
}

pub(super) fn invitation_changed(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    summary: &InvitationSummary,
) -> Kept {
    let (put, user, at) = (invitation_put(scene, summary.id)?, by(scene, event)?, scene.at);
    let Some(before) = team.offer(summary.id).cloned() else {
        return broken(LINK, "changed, and there is none");
    };
    keep(before.is_live(at), LINK, || "changed when it was not pending".to_owned())?;
    can_give(team, scene, user, team.worth(&before.given), None.or(team.end_of(user)))?;
    let under = if regrants(scene.command) { team.catalogs } else { before.given.under };
    let after = Offered {
        by: user.clone(),
        by_end: team.end_of(user),
        at,
        commit: scene.number,
        given: team.given(&put.grant, under),
        end: put.access_ends_at,
        until: put.expires_at,
        ..before.clone()
    };
    can_give(team, scene, user, team.worth(&after.given), after.end)?;
    keep(put.generation == before.generation && after.until <= before.until, LINK, || {
        "a change made a new link or a longer term".to_owned()
    })?;
    if regrants(scene.command) {
        keep(team.worth(&after.given) != 0, SOMETHING, || "an offer of nothing".to_owned())?;
    }
    if let Some(known) = team.offer_mut(put.id) {
        *known = after;
    }
    Ok(())
}

pub(super) fn end_offer(team: &mut Team, id: InvitationId, fate: Fate, what: &str) -> Kept {
    match team.offer_mut(id) {
        Some(offered) if offered.fate == Fate::Open => {
            offered.fate = fate;
            Ok(())
        }
        _ => broken(HISTORY, format!("{what}, and it was not open")),
    }
}

pub(super) fn revoked(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    summary: &InvitationSummary,
) -> Kept {
    let user = by(scene, event)?;
    if let Some(offered) = team.offer(summary.id) {
        can_give(team, scene, user, team.worth(&offered.given), team.end_of(user))?;
    }
    end_offer(team, summary.id, Fate::Revoked, "revoked")
}

/// An invitation ends by itself only where its addressee is on the team, or was removed after it.
pub(super) fn superseded(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let at = scene.at;
    let on_team = team.owner_email == summary.email
        || team.present_with(&summary.email, at).is_some()
        || team
            .members
            .iter()
            .any(|place| place.email == summary.email || place.emails.contains(&summary.email));
    let by_link = match (scene.command, scene.command.accepting()) {
        (_, Some(accept)) if accept.invitation == summary.id => {
            let user = accept.user();
            let is_in = team.rights(user, at).is_some();
            if is_in && accept.account.email == summary.email && team.owner != *user {
                claim(team, scene, user, &summary.email, false)?;
            }
            let vouched = team.offer(summary.id).map_or(0, |offered| offered.commit);
            let left_after = team.left_with(user).is_some_and(|left| left > vouched);
            is_in || (accept.account.email == summary.email && left_after)
        }
        (_, Some(accept)) => accept.account.email == summary.email,
        (Command::ChangeProfile(_, profiles), _) => {
            profiles.iter().any(|profile| profile.email.as_ref() == Some(&summary.email))
        }
        (Command::PutStore(put), _) => put.owner.email == summary.email,
        (Command::PutMember(put), _) => put.put.email == summary.email,
        (Command::PutMembers(many), _) => many.members.iter().any(|(put, _)| put.email == summary.email),
        _ => false,
    };
    keep(on_team || by_link, HISTORY, || "superseded, and the address is no member's".to_owned())?;
    end_offer(team, summary.id, Fate::Revoked, "superseded")
}

pub(super) fn declined(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let generation = match scene.command {
        Command::Decline(decline) => Some(decline.link.generation),
        Command::DeclineOwn(_) => None,
        _ => return broken(BY, "declined by another call"),
    };
    is_own(team, scene, summary)?;
    let is_it = |offered: &Offered| generation.is_none_or(|generation| generation == offered.generation);
    let usable = team.offer(summary.id).is_some_and(|offered| offered.is_live(scene.at) && is_it(offered));
    keep(usable, LINK, || "declined with a link that does not work".to_owned())?;
    end_offer(team, summary.id, Fate::Declined, "declined")
}

/// An invitation is withdrawn only where its grantor, or the catalog, gives none of it.
pub(super) fn withdrawn(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    if let Some(offered) = team.offer(summary.id) {
        keep(gives_nothing(team, offered, scene.at), HISTORY, || {
            format!("withdrawn, and {} can give it", offered.by.as_str())
        })?;
    }
    end_offer(team, summary.id, Fate::Withdrawn, "withdrawn")
}

/// Whether nothing is left of an offer: its grantor is gone, manages no more, holds none of it, or the catalog grants none.
#[must_use]
pub(crate) fn gives_nothing(team: &Team, offered: &Offered, now: Timestamp) -> bool {
    let worth = team.worth(&offered.given);
    let held = team.rights(team.voucher(offered), now).unwrap_or(0);
    // A role is given as a whole.
    let role_held = |role: &RoleSlug| {
        team.roles.rights_of_role(team.catalog, role).is_some_and(|rights| rights & !held == 0)
    };
    let permission_held = |slug: &PermissionSlug| held & world::right(team.catalog, slug.as_str()) != 0;
    let grant = &offered.given.grant;
    let part = grant.roles.iter().any(role_held) || grant.permissions.iter().any(permission_held);
    worth == 0 || !team.manages(team.voucher(offered), now) || !part
}

pub(super) fn expired(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let same = team.offer(summary.id).is_some_and(|offered| offered.generation == summary.generation);
    if let Command::Expire(expiry) = scene.command {
        keep(expiry.invitation.is_unanswered(), HISTORY, || "an answered invitation expired".to_owned())?;
    }
    // The address may have been invited again since then.
    if same && let Some(offered) = team.offer_mut(summary.id) {
        keep(offered.until <= scene.at, HISTORY, || "expired in its term".to_owned())?;
        if matches!(scene.command, Command::Expire(_)) {
            offered.fate = Fate::Deleted;
        }
    }
    Ok(())
}

/// A reminder comes in the last two days of the term, once for each link.
pub(super) fn reminded(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    is_welcome(team, scene, summary.id)?;
    // Whoever changes the grantor at the same time makes the mail out of date, which is found before it is sent.
    let offer = team.offer(summary.id);
    keep(scene.rivals || !offer.is_some_and(|offer| gives_nothing(team, offer, scene.at)), WARNINGS, || {
        "a reminder of a link that gives nothing".to_owned()
    })?;
    let Some(offered) = team.offer_mut(summary.id) else {
        return keep(false, HISTORY, || "a reminder of an invitation that was never made".to_owned());
    };
    let is_open = offered.fate == Fate::Open && offered.generation == summary.generation;
    let is_in_time = offered.until > scene.at && offered.until - scene.at <= Duration::days(2);
    keep(is_open && is_in_time, WARNINGS, || {
        format!("a reminder at {} of an invitation that ends at {}", scene.at, offered.until)
    })?;
    let before = offered.reminded.replace(summary.generation);
    keep(before != Some(summary.generation), WARNINGS, || "a second reminder of the same link".to_owned())
}

pub(super) fn accepted(
    team: &mut Team,
    scene: &Scene<'_>,
    summary: &InvitationSummary,
    member: &MemberSummary,
) -> Kept {
    let Some(accept) = scene.command.accepting() else { return broken(BY, "accepted by another call") };
    is_own(team, scene, summary)?;
    let (put, at, user) = (member_put(scene, &member.user_id)?, scene.at, accept.user());
    keep(member.user_id == *user && member.email == accept.account.email, HISTORY, || {
        "the event names another person or address than the one who joined".to_owned()
    })?;
    keep(team.rights(user, at).is_none(), ONE_MEMBER, || "a member or the owner joined again".to_owned())?;
    let Some(offered) = team.offer(summary.id).cloned() else {
        return broken(LINK, "joined by no invitation");
    };
    let is_latest = accept.generation.is_none_or(|generation| generation == offered.generation);
    keep(offered.is_live(at) && is_latest, LINK, || {
        format!(
            "joined by link {:?}, when {} is the latest, until {}",
            accept.generation, offered.generation, offered.until
        )
    })?;
    let any = team.catalog.account == AccountRule::Any;
    keep(any || accept.account.email == offered.email, LINK, || "joined with another address".to_owned())?;
    let allowed = &team.settings.allowed_domains;
    keep(allowed.is_empty() || allowed.contains(&put.email.domain()), DOMAINS, || "joined".to_owned())?;
    keep(!team.is_out(user, &offered), REMOVED, || {
        format!("{} joined by an invitation from before", user.as_str())
    })?;
    let suspended_at = team.member(user).and_then(|place| place.suspended_at);
    keep(suspended_at.is_none_or(|suspended| suspended < offered.at), REMOVED, || {
        format!("{} joined by an invitation from before their suspension", user.as_str())
    })?;
    let given = team.given(&put.grant, offered.given.under);
    let rights = team.worth(&given);
    keep(rights != 0, SOMETHING, || "joined with nothing".to_owned())?;
    keep(rights & !team.worth(&offered.given) == 0, GRANTOR, || "more than was offered".to_owned())?;
    keep(put.grant.roles.len() + put.grant.permissions.len() > 0, SOMETHING, || {
        "joined with nothing".to_owned()
    })?;
    keep(!ends_later(put.access_ends_at, offered.end), GRANTOR, || "for longer than was offered".to_owned())?;
    can_give(team, scene, team.voucher(&offered), rights, put.access_ends_at)?;
    if let Some(known) = team.offer_mut(summary.id) {
        known.fate = Fate::Accepted(user.clone());
    }
    team.members.retain(|place| place.user != *user);
    team.members.push(Place {
        user: user.clone(),
        email: accept.account.email.clone(),
        emails: Vec::new(),
        given,
        end: put.access_ends_at,
        suspended_at: None,
        // They reported the mail with the link as spam, and used it.
        mail_problem: (offered.unwanted && accept.account.email == offered.email)
            .then_some(MailProblem::Complained),
    });
    claim(team, scene, user, &accept.account.email, true)?;
    seats_fit(team, team.members_present(scene.latest), "joined")
}
