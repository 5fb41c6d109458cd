//! Checks what invitees say of being invited, and the links that are copied.

use super::scene::{Scene, by, invitation_put};
use crate::command::Command;
use crate::ledger::{Fate, Ledger, Team};
use crate::memory::Commit;
use crate::promises::{COPIED, GRANTOR, HISTORY, Kept, LINK, OPTED_OUT, broken, keep};
use crate::world;
use staffroom_app::{Authority, Key, Write};
use staffroom_domain::{AddressId, EmailAddress, Event, InvitationSummary};

/// The platform copies a link, or a manager who holds what it gives, where the owner allows that.
pub(super) fn copied(team: &mut Team, scene: &Scene<'_>, event: &Event, summary: &InvitationSummary) -> Kept {
    let put = invitation_put(scene, summary.id)?;
    let Command::CopyLink(copy) = scene.command else { return broken(COPIED, "copied by another call") };
    let Some(before) = team.offer(summary.id).filter(|_| copy.invitation == summary.id).cloned() else {
        return broken(LINK, "the link of no invitation is copied");
    };
    if copy.caller.authority != Authority::Platform {
        let user = by(scene, event)?;
        let held = team.rights(user, scene.at).unwrap_or(0);
        keep(team.settings.link_copying && team.manages(user, scene.at), COPIED, || {
            format!("{} copies a link, and may not", user.as_str())
        })?;
        keep(team.worth(&before.given) & !held == 0, GRANTOR, || {
            format!("{} copies a link to more than they hold", user.as_str())
        })?;
    }
    keep(before.is_live(scene.at), LINK, || "a dead link is copied".to_owned())?;
    keep(put.generation > before.generation, COPIED, || "the new link is the old one".to_owned())?;
    let is_same = team.is_as_given(&put.grant, &before.given)
        && put.email == before.email
        && put.expires_at == before.until
        && put.access_ends_at == before.end
        && put.resends == before.resends
        && put.channel == before.channel
        && put.invited_by.user_id == before.by;
    keep(is_same, COPIED, || "more than the link is another".to_owned())?;
    let seats = scene.commit.plan.store.as_ref().map(|store| (store.seats.taken, store.seats.members));
    keep(seats == Some((0, 0)), COPIED, || format!("seats changed by {seats:?}"))?;
    if let Some(offered) = team.offer_mut(summary.id) {
        offered.generation = put.generation;
        offered.mailed = false;
    }
    Ok(())
}

/// An address is invited by nobody from when its owner says so until they take it back.
pub(super) fn opt_outs_are_as_said(ledger: &mut Ledger, commit: &Commit, command: &Command) -> Kept {
    for write in &commit.plan.writes {
        let (Key::AddressOptOut(address), false) = (write.key(), matches!(write, Write::Check { .. })) else {
            continue;
        };
        match (write, command) {
            (Write::Put { .. }, Command::OptOut(said)) => {
                let invited = world::email_of(&said.link.store, said.link.invitation);
                let is_theirs = invited.is_some_and(|email| AddressId::of(email) == address);
                keep(is_theirs, OPTED_OUT, || "another address is opted out".to_owned())?;
                ledger.opted_out.insert(address);
            }
            (Write::Delete { .. }, Command::WelcomeInvitations(said)) => {
                keep(AddressId::of(&said.email) == address, OPTED_OUT, || {
                    "another address may be invited".to_owned()
                })?;
                ledger.opted_out.remove(&address);
            }
            _ => return broken(OPTED_OUT, "said by another call"),
        }
    }
    Ok(())
}

/// The owner of the address did not ask not to be invited. Who says so at the same time is not mailed.
pub(super) fn is_invitable(ledger: &Ledger, scene: &Scene<'_>, email: &EmailAddress) -> Kept {
    let is_unwelcome = ledger.opted_out.contains(&AddressId::of(email));
    keep(scene.rivals || !is_unwelcome, OPTED_OUT, || format!("{} is invited", email.as_typed()))
}

/// Whether the person of an account may answer an invitation without its link: it is to their verified address.
pub(super) fn is_own(team: &Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let (Command::AcceptOwn(own) | Command::DeclineOwn(own)) = scene.command else { return Ok(()) };
    let offered = team.offer(summary.id).filter(|offered| offered.fate == Fate::Open);
    let is_theirs = offered.is_some_and(|offered| offered.email == own.account.email);
    keep(is_theirs && own.invitation == summary.id, HISTORY, || {
        "a person answers an invitation to another address, without its link".to_owned()
    })
}
