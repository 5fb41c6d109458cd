//! The expected recipients of the mails about events, once each and without the person who caused it. Written
//! independently of `shared/app/src/event_table.rs` and `notice.rs`.

use staffroom_domain::{
    AddressId, EmailAddress, Event, EventActor, EventId, EventKind, MailKind, Notify, Recipient, StoreId,
    Timestamp, UserId, bounds,
};

use crate::answers::{Moment, grantor_has_ended};
use crate::checks::gives_nothing;
use crate::ledger::{Cause, Fate, Ledger, Place, Team, day};
use crate::notify::has_link;
use crate::promises::{Kept, QUOTAS, TOLD, keep};
use crate::world;

/// The addresses that an event concerns.
#[derive(Default)]
struct Concerned {
    /// They must be written to.
    must: Vec<EmailAddress>,
    /// They may be.
    may: Vec<EmailAddress>,
}

/// The kind of the mails about a topic, if its reader can switch it off.
fn switched_off_as(topic: &str) -> Option<MailKind> {
    match topic {
        "invitation.accepted" | "invitation.declined" | "invitation.answers_gathered" => {
            Some(MailKind::Answers)
        }
        "order.created" => Some(MailKind::Orders),
        "review.due" => Some(MailKind::Reviews),
        _ => None,
    }
}

/// Whether mails arrive at a member's address, as far as it is known. If not, they are told of their own access alone.
fn is_reached(place: &Place) -> bool {
    place.mail_problem.is_none()
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

/// What a mail about an event counts for, if there is a limit on it.
/// What a mail counts for.
pub fn cause(store: &StoreId, event: &Event, address: AddressId, at: Timestamp) -> Option<Cause> {
    match &event.actor {
        EventActor::User { user_id, .. } if !has_link(&event.kind) => {
            Some((store.clone(), user_id.clone(), address, day(at)))
        }
        _ => None,
    }
}

fn concerned(ledger: &Ledger, team: &Team, event: &Event, now: Timestamp) -> Concerned {
    // There is nothing to review in a team of one.
    let nothing = event.kind == EventKind::ReviewDue && team.members.is_empty();
    if is_out_of_date(team, event, now) {
        return Concerned::default();
    }
    if let EventKind::MemberAdded { notify: Notify::Nobody, .. }
    | EventKind::MemberChanged { notify: Notify::Nobody, .. } = &event.kind
    {
        return Concerned::default();
    }
    let (mut all, mut invitees) = (Vec::new(), Vec::new());
    let kind = switched_off_as(topic(&event.kind));
    let wants = |user: &UserId| {
        kind.is_none_or(|kind| !ledger.unwanted.contains(&(team.id.clone(), user.clone(), kind)))
    };
    let caused = |user: &UserId| matches!(&event.actor, EventActor::User { user_id, .. } if user_id == user);
    // Who complained is written to by the store no more, unless it is theirs or they asked for the link.
    let is_asked_for =
        matches!(event.kind, EventKind::InvitationResent { .. }) && event.actor == EventActor::Invitee;
    let has_opted_out =
        |email: &EmailAddress| !is_asked_for && team.opted_out.contains(&world::invitation(&team.id, email));
    let is_welcome =
        |user: &UserId, email: &EmailAddress| wants(user) && (*user == team.owner || !has_opted_out(email));
    let mut add = |user: &UserId, email: &EmailAddress| {
        if !caused(user) && is_welcome(user, email) {
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
                let manages = |place: &&Place| team.manages(&place.user, now);
                for place in team.members.iter().filter(manages).filter(|place| is_reached(place)) {
                    add(&place.user, &place.email);
                }
            }
            Recipient::HoldersOf(role) => {
                let holds = |place: &&Place| {
                    place.has_access(now)
                        && team.worth(&place.given) != 0
                        && place.given.grant.roles.iter().any(|held| held.as_str() == *role)
                };
                for place in team.members.iter().filter(holds).filter(|place| is_reached(place)) {
                    add(&place.user, &place.email);
                }
            }
            Recipient::Inviter => {
                let Some(invitation) = event.kind.invitation() else { continue };
                let user = &invitation.invited_by;
                if *user == team.owner {
                    add(user, &team.owner_email);
                } else if let Some(place) = team.present(user, now).filter(|place| is_reached(place)) {
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
                } else if let Some(place) = team.member(reader).filter(|place| is_reached(place))
                    && team.manages(reader, now)
                {
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
    // Who asked to be invited by nobody is written to as a member or the owner alone.
    let is_invitable =
        |email: &EmailAddress| is_asked_for || !ledger.opted_out.contains(&AddressId::of(email));
    invitees.retain(|email| !has_opted_out(email) && is_invitable(email));
    all.extend(invitees);
    // A manager whose access has ended may still be told what became of an invitation.
    let inviter = event.kind.invitation().and_then(|invitation| team.member(&invitation.invited_by));
    let inviter =
        inviter.filter(|place| is_reached(place)).filter(|place| is_welcome(&place.user, &place.email));
    let may = all.iter().cloned().chain(inviter.map(|place| place.email.clone())).collect();
    // An address that got as many mails because of the same person gets no more on this day.
    let is_due = |email: &EmailAddress| {
        let cause = cause(&team.id, event, AddressId::of(email), now);
        let counted = cause.and_then(|cause| ledger.caused.get(&cause)).copied().unwrap_or_default();
        counted < event_limit(&event.kind)
    };
    all.retain(is_due);
    match answer_to_link(team, event, now) {
        Some(LinkAnswer::Impossible) => Concerned::default(),
        Some(LinkAnswer::NoSeat) => Concerned { must: Vec::new(), may },
        Some(LinkAnswer::Possible) | None if nothing => Concerned { must: Vec::new(), may },
        Some(LinkAnswer::Possible) | None => Concerned { must: all, may },
    }
}

/// Whether the link in a mail can be answered.
enum LinkAnswer {
    /// It can.
    Possible,
    /// There may be no seat.
    NoSeat,
    /// It cannot.
    Impossible,
}

/// Whether the link in the mail about an event can be answered; `None` if it has none, or the invitation is gone.
fn answer_to_link(team: &Team, event: &Event, now: Timestamp) -> Option<LinkAnswer> {
    let invitation = event.kind.invitation().filter(|_| has_link(&event.kind))?;
    let offered = team.offer(invitation.id).filter(|offered| offered.fate != Fate::Deleted)?;
    let allowed = &team.settings.allowed_domains;
    let is_open = offered.is_live(now)
        && offered.mailed
        && !grantor_has_ended(team, offered, now)
        && !gives_nothing(team, offered, now)
        && (allowed.is_empty() || allowed.contains(&offered.email.domain()));
    if !is_open {
        return Some(LinkAnswer::Impossible);
    }
    // Seats past their term may still be held, and the index may lag.
    let is_roomy =
        |limit: u32| team.members.len() + team.offers.len() < usize::try_from(limit).unwrap_or(usize::MAX);
    Some(if team.limit.is_none_or(is_roomy) { LinkAnswer::Possible } else { LinkAnswer::NoSeat })
}

/// Whether a later change made what the event says untrue, so that nobody is told of it.
fn is_out_of_date(team: &Team, event: &Event, now: Timestamp) -> bool {
    match &event.kind {
        EventKind::MemberChanged { member, access_ends_at, .. }
        | EventKind::MemberAdded { member, access_ends_at, .. } => {
            team.present(&member.user_id, now).is_none_or(|place| {
                place.end != *access_ends_at
                    || place.given.under != team.catalogs
                    || !team.is_as_given(&member.grant, &place.given)
            })
        }
        EventKind::MemberProfileChanged { member, email_before: Some(_) } => {
            team.member(&member.user_id).is_some_and(|place| place.email != member.email)
        }
        EventKind::MemberAccessEnding { member, access_ends_at } => {
            team.present(&member.user_id, now).is_none_or(|place| place.end != Some(*access_ends_at))
        }
        EventKind::MemberAccessEnded { member, .. } | EventKind::MemberSuspended { member } => {
            team.present(&member.user_id, now).is_some() || team.owner == member.user_id
        }
        EventKind::MemberResumed { member } => team.present(&member.user_id, now).is_none(),
        _ => false,
    }
}

/// Whether these addresses are the ones to write to: each one at some moment of the call, since who is told is found, and what
/// they want is read, one after the other.
#[must_use]
pub fn is_right(moments: &[Moment<'_>], store: &StoreId, event: &Event, sent: &[EmailAddress]) -> bool {
    let at = |moment: &Moment<'_>| {
        let team = moment.ledger.team(store);
        team.map_or_else(Concerned::default, |team| concerned(moment.ledger, team, event, moment.now))
    };
    let concerned: Vec<Concerned> = moments.iter().map(at).collect();
    let is_marked = |email: &EmailAddress| {
        let address = AddressId::of(email);
        moments
            .iter()
            .filter_map(|moment| moment.ledger.mailed.get(&event.id))
            .any(|mails| mails.marked.contains(&address))
    };
    // The owner and the members are read one after the other: who becomes the owner in between may be found as neither.
    let teams: Vec<_> = moments.iter().filter_map(|moment| moment.ledger.team(store)).collect();
    let is_handed_over = teams.windows(2).any(|two| matches!(two, [a, b] if a.owner != b.owner));
    let changes_place =
        |email: &EmailAddress| is_handed_over && teams.iter().any(|team| team.owner_email == *email);
    let always =
        |email: &&EmailAddress| !changes_place(email) && concerned.iter().all(|at| at.must.contains(email));
    let mut due = concerned.iter().take(1).flat_map(|at| &at.must).filter(always);
    due.all(|email| sent.contains(email) || is_marked(email))
        && sent.iter().all(|email| concerned.iter().any(|at| at.may.contains(email)))
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

/// How many mails to an address count for one person until no more of this kind is sent: removals and suspensions are told longest.
fn event_limit(kind: &EventKind) -> u32 {
    match kind {
        EventKind::MemberRemoved { .. } | EventKind::MemberSuspended { .. } => {
            bounds::CAUSED_MAILS_WITH_LAST_NEWS
        }
        _ => bounds::CAUSED_MAILS_PER_DAY,
    }
}

/// Requires that the mails that count for the person who caused an event were begun, and so counted.
///
/// # Errors
/// When one was not.
pub fn were_begun(ledger: &Ledger, (store, event): (&StoreId, &Event), sent: &[EmailAddress]) -> Kept {
    let begun = ledger.mailed.get(&event.id).map(|mails| &mails.begun);
    for email in sent {
        let address = AddressId::of(email);
        let counts = cause(store, event, address, event.at).is_some();
        keep(!counts || begun.is_some_and(|begun| begun.contains(&address)), QUOTAS, || {
            format!("a mail to {} is not counted", email.as_typed())
        })?;
    }
    Ok(())
}
