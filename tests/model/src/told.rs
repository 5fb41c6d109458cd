//! Who is told of an event, as the catalogs say it in words: once each, and not the person who caused it.

use staffroom_domain::{
    AddressId, EmailAddress, Event, EventActor, EventId, EventKind, Recipient, Timestamp, UserId,
};

use crate::ledger::{Ledger, Team};
use crate::promises::{Kept, TOLD, keep};

/// What became of the mails about an event.
#[derive(Debug, Clone, Default)]
pub struct Mails {
    /// The addresses that were written to.
    pub sent: Vec<AddressId>,
    /// The addresses that are marked as written to.
    pub marked: Vec<AddressId>,
    /// Whether a call ended between a mail and its mark, so that the mail may go twice.
    pub doubtful: bool,
}

/// The people whom an event concerns.
struct Concerned {
    /// They must be told.
    all: Vec<EmailAddress>,
    /// They may be.
    more: Vec<EmailAddress>,
}

/// The name under which the catalogs say who is told.
fn topic(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::InvitationResent { .. } => "invitation.created",
        EventKind::InvitationUndelivered { .. } => "invitation.bounced",
        EventKind::MemberProfileChanged { email_before: Some(_), .. } => "member.address_changed",
        EventKind::MemberChanged { member, before, .. } if member.grant == *before => "",
        other => other.name(),
    }
}

fn concerned(team: &Team, event: &Event, now: Timestamp) -> Concerned {
    let (mut all, mut invitees) = (Vec::new(), Vec::new());
    let caused = |user: &UserId| matches!(&event.actor, EventActor::User { user_id, .. } if user_id == user);
    let mut add = |user: &UserId, email: &EmailAddress| {
        if !caused(user) {
            all.push(email.clone());
        }
    };
    for rule in team.catalog.recipients(topic(&event.kind)) {
        match rule {
            Recipient::Owner => add(&team.owner, &team.owner_email),
            Recipient::Managers => {
                add(&team.owner, &team.owner_email);
                for place in team.members.iter().filter(|place| team.manages(&place.user, now)) {
                    add(&place.user, &place.email);
                }
            }
            Recipient::HoldersOf(role) => {
                let holds = |place: &&crate::ledger::Place| {
                    !place.has_ended(now)
                        && team.worth(&place.given) != 0
                        && place.given.grant.roles.iter().any(|held| held.as_str() == *role)
                };
                for place in team.members.iter().filter(holds) {
                    add(&place.user, &place.email);
                }
            }
            Recipient::Inviter => {
                let Some(invitation) = event.kind.invitation() else { continue };
                let user = &invitation.invited_by;
                if *user == team.owner {
                    add(user, &team.owner_email);
                } else if let Some(place) = team.present(user, now) {
                    add(user, &place.email);
                }
            }
            Recipient::Member => {
                let Some(member) = event.kind.member() else { continue };
                add(&member.user_id, &member.email);
            }
            Recipient::Invitee => {
                // The invitee is nobody yet, and so did not cause it.
                let Some(invitation) = event.kind.invitation() else { continue };
                invitees.push(invitation.email.clone());
            }
        }
    }
    // A manager whose access has ended may still be told what became of an invitation.
    let inviter = event.kind.invitation().and_then(|invitation| team.member(&invitation.invited_by));
    let more = inviter.map(|place| place.email.clone()).into_iter().collect();
    all.extend(invitees);
    Concerned { all, more }
}

/// Whether these are the people who must be told at this moment, and nobody else.
#[must_use]
pub fn is_right(ledger: &Ledger, team: &Team, event: &Event, sent: &[EmailAddress], now: Timestamp) -> bool {
    let concerned = concerned(team, event, now);
    let marked = |email: &EmailAddress| {
        ledger.mailed.get(&event.id).is_some_and(|mails| mails.marked.contains(&AddressId::of(email)))
    };
    let all_told = concerned.all.iter().all(|email| sent.contains(email) || marked(email));
    // There is nothing to review in a team of one.
    let nothing = event.kind == EventKind::ReviewDue && team.members.is_empty();
    (all_told || nothing)
        && sent.iter().all(|email| concerned.all.contains(email) || concerned.more.contains(email))
}

/// Notes the mails that were sent, each once.
///
/// # Errors
/// When one was sent before.
pub fn note(ledger: &mut Ledger, event: EventId, sent: &[EmailAddress], doubtful: bool) -> Kept {
    let mails = ledger.mailed.entry(event).or_default();
    mails.doubtful |= doubtful;
    for email in sent {
        let address = AddressId::of(email);
        keep(mails.doubtful || !mails.sent.contains(&address), TOLD, || {
            format!("a second mail about the same event to {}", email.as_typed())
        })?;
        mails.sent.push(address);
    }
    Ok(())
}
