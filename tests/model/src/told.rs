//! The expected recipients of the mails about events, once each and without the person who caused it. Written
//! independently of `shared/app/src/event_table.rs` and `notice.rs`.

use staffroom_domain::{
    AddressId, EmailAddress, Event, EventActor, EventId, EventKind, Notify, Recipient, Timestamp, UserId,
};

use crate::ledger::{Ledger, Team};
use crate::promises::{Kept, TOLD, keep};

/// The people whom an event concerns.
struct Concerned {
    /// They must be told.
    all: Vec<EmailAddress>,
    /// They may be.
    more: Vec<EmailAddress>,
}

/// The key in a catalog's `[mails]` that lists the recipients.
fn topic(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::InvitationResent { .. } => "invitation.created",
        EventKind::InvitationUndelivered { .. } => "invitation.bounced",
        EventKind::MemberProfileChanged { email_before: Some(_), .. } => "member.address_changed",
        EventKind::MemberChanged { member, before, access_ends_at, access_ends_at_before, .. }
            if member.grant == *before && access_ends_at == access_ends_at_before =>
        {
            ""
        }
        EventKind::StoreChanged { owner: Some(change), .. } if change.email_before().is_some() => {
            "store.owner_address_changed"
        }
        other => other.name(),
    }
}

fn concerned(team: &Team, event: &Event, now: Timestamp) -> Concerned {
    if let EventKind::MemberAdded { notify: Notify::Nobody, .. }
    | EventKind::MemberChanged { notify: Notify::Nobody, .. } = &event.kind
    {
        return Concerned { all: Vec::new(), more: Vec::new() };
    }
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
            Recipient::FormerOwner => match &event.kind {
                EventKind::StoreTransferred { from, .. } => add(&from.user_id, &from.email),
                EventKind::StoreChanged { owner: Some(change), .. } => {
                    add(&change.from.user_id, &change.from.email);
                }
                _ => {}
            },
            Recipient::Managers => {
                add(&team.owner, &team.owner_email);
                for place in team.members.iter().filter(|place| team.manages(&place.user, now)) {
                    add(&place.user, &place.email);
                }
            }
            Recipient::HoldersOf(role) => {
                let holds = |place: &&crate::ledger::Place| {
                    place.has_access(now)
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
                } else {
                    add(&team.owner, &team.owner_email);
                }
            }
            Recipient::Member => {
                let Some(member) = event.kind.member() else { continue };
                add(&member.user_id, &member.email);
            }
            Recipient::Reader => {
                let EventKind::AnswersGathered { reader, .. } = &event.kind else { continue };
                if *reader == team.owner {
                    add(reader, &team.owner_email);
                } else if let Some(place) = team.member(reader).filter(|_| team.manages(reader, now)) {
                    add(reader, &place.email);
                }
            }
            Recipient::Invitee => {
                // The invitee has no account yet, so they are not the person who caused it.
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

/// Whether a later change made what the event says untrue, so that nobody is told of it.
fn is_out_of_date(team: &Team, event: &Event, now: Timestamp) -> bool {
    match &event.kind {
        EventKind::MemberChanged { member, access_ends_at, .. }
        | EventKind::MemberAdded { member, access_ends_at, .. } => {
            team.present(&member.user_id, now).is_none_or(|place| {
                place.end != *access_ends_at
                    || place.given.grant.roles != member.grant.roles
                    || place.given.grant.permissions != member.grant.permissions
            })
        }
        EventKind::MemberProfileChanged { member, email_before: Some(_) } => {
            team.member(&member.user_id).is_some_and(|place| place.email != member.email)
        }
        EventKind::MemberAccessEnding { member, access_ends_at } => {
            team.present(&member.user_id, now).is_none_or(|place| place.end != Some(*access_ends_at))
        }
        EventKind::MemberAccessEnded { member, .. } | EventKind::MemberSuspended { member } => {
            team.present(&member.user_id, now).is_some()
        }
        EventKind::MemberResumed { member } => team.present(&member.user_id, now).is_none(),
        _ => false,
    }
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
    if is_out_of_date(team, event, now) {
        return sent.is_empty();
    }
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
