//! Checks events: their actor and order, and what they promise.

use super::invitations::{
    accepted, created, declined, expired, invitation_changed, reminded, renewed, resent, revoked, superseded,
    withdrawn,
};
use super::members::{added, member_changed, profile_changed, removed, suspension_changed};
use super::scene::{Scene, Subject, Watch, by};
use super::{activities, closing, links, people, roles};
use crate::command::Command;
use crate::ledger::{Fate, Ledger};
use crate::promises::{
    ACCESS, BOUNDS, BY, ERASED, HISTORY, Kept, ORDER, PUBLISHED, TOLD, WARNINGS, broken, keep,
};
use chrono::Duration;
use staffroom_app::event_table::{Cause, row};
use staffroom_app::{Authority, StoredEvent};
use staffroom_domain::{
    Event, EventActor, EventKind, GatheredAnswer, PersonalData, StoreId, Timestamp, UserId, bounds,
};

pub(super) fn order_holds(watch: &mut Watch, scene: &Scene<'_>, event: &Event) -> Kept {
    // The time of an expiry is the end of the term, even if the database deletes the item later.
    if matches!(event.kind, EventKind::InvitationExpired { .. }) {
        return Ok(());
    }
    // Events that depend on the store are in the order of the commits. Announcements do not depend on it.
    if scene.commit.plan.store.is_some() {
        let last = watch.dated.insert(scene.store.clone(), event.at);
        keep(last.is_none_or(|last| last <= event.at), ORDER, || {
            format!("{} of {:?} after an event of {last:?}", event.kind.name(), event.at)
        })?;
    }
    let store = || scene.store.clone();
    let mut subjects = Vec::with_capacity(3);
    if let Some(invitation) = event.kind.invitation() {
        subjects.push(Subject::Invitation(store(), invitation.id));
    }
    if let Some(member) = event.kind.member() {
        subjects.push(Subject::Person(store(), member.user_id.clone()));
    }
    if let EventKind::StoreTransferred { from, to } = &event.kind {
        subjects.push(Subject::Person(store(), from.user_id.clone()));
        subjects.push(Subject::Person(store(), to.user_id.clone()));
    }
    if let EventKind::PersonMoved { user_id, moved_from } = &event.kind {
        subjects.push(Subject::Person(store(), user_id.clone()));
        subjects.push(Subject::Person(store(), moved_from.clone()));
    }
    if let EventKind::RoleCreated { role }
    | EventKind::RoleChanged { role, .. }
    | EventKind::RoleDeleted { role, .. } = &event.kind
    {
        subjects.push(Subject::Role(store(), role.slug.clone()));
    }
    if matches!(
        event.kind,
        EventKind::StoreTransferred { .. }
            | EventKind::StoreChanged { .. }
            | EventKind::StoreCreated
            | EventKind::StoreClosed
    ) {
        subjects.push(Subject::Store(store()));
    }
    for subject in subjects {
        let last = watch.latest.get(&subject);
        keep(last.is_none_or(|last| *last < event.id), ORDER, || {
            format!("{} of {subject:?} stands before an event that was committed earlier", event.kind.name())
        })?;
        watch.latest.insert(subject, event.id);
    }
    Ok(())
}

/// Receivers of published events order the changes of one thing by its version.
pub(super) fn versions_are_published(watch: &mut Watch, scene: &Scene<'_>, stored: &StoredEvent) -> Kept {
    let store = scene.store;
    let name = stored.event.kind.name();
    let published = stored.event.kind.publications(store, PersonalData::Omit);
    keep(published.len() == stored.versions.len(), PUBLISHED, || {
        format!("{name} has {} versions, and is published {} times", stored.versions.len(), published.len())
    })?;
    for (publication, version) in published.into_iter().zip(&stored.versions) {
        let subject = (store.clone(), publication.subject);
        let last = watch.published.get(&subject).copied();
        // The address may be invited anew before the stream brings that its earlier invitation was deleted. Receivers skip that
        // late expiry, as they should: what they know of the invitation is newer.
        let is_late = matches!(scene.command, Command::Expire(_));
        if is_late && last.is_some_and(|last| last > *version) {
            continue;
        }
        watch.published.insert(subject, *version);
        keep(last.is_none_or(|last| last < *version), PUBLISHED, || {
            format!("{name} has version {version} after {last:?}")
        })?;
    }
    Ok(())
}

pub(super) fn names_who_did_it(scene: &Scene<'_>, event: &Event) -> Kept {
    keep(row(&event.kind).by.contains(&Cause::of(&event.actor)), BY, || {
        format!("the table of events has no {} by {:?}", event.kind.name(), event.actor)
    })?;
    let by_platform = scene.command.caller().is_some_and(|caller| caller.authority == Authority::Platform);
    let right = match &event.kind {
        EventKind::StoreCreated
        | EventKind::StoreTransferred { .. }
        | EventKind::StoreClosed
        | EventKind::MemberAdded { .. }
        | EventKind::PersonErased { .. }
        | EventKind::PersonMoved { .. } => event.actor == EventActor::Platform,
        EventKind::StoreChanged { .. }
        | EventKind::ActivityPut { .. }
        | EventKind::ActivityDeleted { .. }
        | EventKind::MemberChanged { .. }
        | EventKind::MemberProfileChanged { .. }
        | EventKind::MemberRemoved { .. }
            if by_platform =>
        {
            event.actor == EventActor::Platform
        }
        EventKind::InvitationSuperseded { .. }
        | EventKind::InvitationWithdrawn { .. }
        | EventKind::InvitationExpired { .. }
        | EventKind::InvitationEnding { .. }
        | EventKind::InvitationUndelivered { .. }
        | EventKind::MemberAccessEnding { .. }
        | EventKind::MemberAccessEnded { .. }
        | EventKind::AnswersGathered { .. }
        | EventKind::ReviewDue => event.actor == EventActor::Service,
        EventKind::InvitationDeclined { .. } if matches!(scene.command, Command::Decline(_)) => {
            event.actor == EventActor::Invitee
        }
        EventKind::InvitationResent { .. } if matches!(scene.command, Command::Renew(_)) => {
            event.actor == EventActor::Invitee
        }
        EventKind::InvitationLinkCopied { .. } if by_platform => event.actor == EventActor::Platform,
        EventKind::InvitationCreated { .. } if by_platform => event.actor == EventActor::Platform,
        // No command of this version writes one.
        EventKind::Unknown(_) => false,
        EventKind::OrderCreated { .. } => event.actor == EventActor::Platform,
        EventKind::AppInstalled { .. } => matches!(event.actor, EventActor::User { .. }),
        EventKind::StoreChanged { .. }
        | EventKind::ActivityPut { .. }
        | EventKind::ActivityDeleted { .. }
        | EventKind::RoleCreated { .. }
        | EventKind::RoleChanged { .. }
        | EventKind::RoleDeleted { .. }
        | EventKind::InvitationCreated { .. }
        | EventKind::InvitationLinkCopied { .. }
        | EventKind::InvitationResent { .. }
        | EventKind::InvitationChanged { .. }
        | EventKind::InvitationRevoked { .. }
        | EventKind::InvitationAccepted { .. }
        | EventKind::InvitationDeclined { .. }
        | EventKind::MemberChanged { .. }
        | EventKind::MemberRemoved { .. }
        | EventKind::MemberProfileChanged { .. }
        | EventKind::MemberSuspended { .. }
        | EventKind::MemberResumed { .. }
        | EventKind::MemberLeft { .. } => by(scene, event).is_ok(),
    };
    keep(right, BY, || format!("{} by {:?}", event.kind.name(), event.actor))
}

/// A person is told of gathered answers at most once an hour, of each answer once, and of none that they were told of alone.
fn gathered(
    ledger: &mut Ledger,
    (store, reader): (StoreId, UserId),
    answers: &[GatheredAnswer],
    at: Timestamp,
) -> Kept {
    let told = ledger.gathered.entry((store, reader)).or_default();
    let last = told.at.replace(at);
    keep(last.is_none_or(|last| at - last >= Duration::hours(1)), TOLD, || {
        format!("gathered answers are told at {at}, less than an hour after {last:?}")
    })?;
    for answer in answers {
        keep(told.answers.insert(answer.event), TOLD, || "an answer is gathered twice".to_owned())?;
    }
    let is_bounded = (1..=bounds::GATHERED_ANSWERS).contains(&answers.len());
    keep(is_bounded, BOUNDS, || format!("{} answers are gathered", answers.len()))
}

/// Checks an event against the earlier promises, and records what it promises.
pub(super) fn event_is_right(ledger: &mut Ledger, scene: &Scene<'_>, event: &Event) -> Kept {
    if event.kind == EventKind::StoreClosed {
        return closing::closed(ledger, scene);
    }
    // A call that read the store before it was closed may still note something in it, which is deleted with all else.
    if ledger.closed.contains(scene.store) && scene.commit.plan.store.is_none() {
        return Ok(());
    }
    if let EventKind::InvitationCreated { invitation } = &event.kind {
        links::is_invitable(ledger, scene, &invitation.email)?;
    }
    if let EventKind::InvitationResent { invitation } = &event.kind
        && event.actor != EventActor::Invitee
    {
        links::is_invitable(ledger, scene, &invitation.email)?;
    }
    if let EventKind::PersonMoved { user_id, moved_from } = &event.kind {
        return people::moved(ledger, scene, user_id, moved_from);
    }
    let Some(team) = ledger.team_mut(scene.store) else {
        return keep(matches!(event.kind, EventKind::StoreCreated), HISTORY, || {
            "an event of no store".to_owned()
        });
    };
    match &event.kind {
        EventKind::StoreCreated
        | EventKind::StoreChanged { .. }
        | EventKind::StoreTransferred { .. }
        | EventKind::StoreClosed => Ok(()),
        EventKind::InvitationCreated { invitation } => created(team, scene, event, invitation),
        EventKind::InvitationResent { invitation } => match by(scene, event) {
            Ok(user) => resent(team, scene, user, invitation),
            Err(_) => renewed(team, scene, invitation),
        },
        EventKind::InvitationLinkCopied { invitation } => links::copied(team, scene, event, invitation),
        EventKind::InvitationChanged { invitation, .. } => invitation_changed(team, scene, event, invitation),
        EventKind::InvitationRevoked { invitation } => revoked(team, scene, event, invitation),
        EventKind::InvitationSuperseded { invitation } => superseded(team, scene, invitation),
        EventKind::InvitationAccepted { invitation, member } => accepted(team, scene, invitation, member),
        EventKind::InvitationDeclined { invitation, .. } => declined(team, scene, invitation),
        EventKind::InvitationWithdrawn { invitation } => withdrawn(team, scene, invitation),
        EventKind::InvitationExpired { invitation } => expired(team, scene, invitation),
        EventKind::InvitationEnding { invitation } => reminded(team, scene, invitation),
        EventKind::InvitationUndelivered { invitation, .. } => {
            keep(team.offer(invitation.id).is_some_and(|offered| offered.fate == Fate::Open), HISTORY, || {
                "a mail that did not arrive is told of an invitation that is answered".to_owned()
            })
        }
        EventKind::MemberAdded { member, .. } => added(team, scene, member),
        EventKind::MemberChanged { member, .. } => member_changed(team, scene, event, member),
        EventKind::MemberSuspended { member } | EventKind::MemberResumed { member } => {
            suspension_changed(team, scene, event, member)
        }
        EventKind::MemberRemoved { member } => removed(team, scene, event, member),
        EventKind::MemberLeft { member } => {
            keep(
                *by(scene, event)? == member.user_id && team.member(&member.user_id).is_some(),
                HISTORY,
                || "a person left who was no member".to_owned(),
            )?;
            team.take_out(&member.user_id, scene.number);
            Ok(())
        }
        EventKind::MemberProfileChanged { member, email_before } => {
            profile_changed(team, scene, event, member, email_before.is_some())
        }
        EventKind::MemberAccessEnding { member, access_ends_at } => {
            let place = team.member(&member.user_id).filter(|place| !place.has_ended(scene.at));
            let promised = place.and_then(|place| place.end);
            keep(promised == Some(*access_ends_at) && *access_ends_at > scene.at, WARNINGS, || {
                format!("warned of {access_ends_at}, when the end is {promised:?}")
            })
        }
        EventKind::MemberAccessEnded { member, access_ends_at } => {
            let end = team.member(&member.user_id).and_then(|place| place.end);
            keep(end == Some(*access_ends_at) && *access_ends_at <= scene.at, WARNINGS, || {
                format!("told that access ended at {access_ends_at}, when the end is {end:?}")
            })
        }
        EventKind::ActivityPut { activity, order_notifications, .. } => {
            activities::put(team, scene, event, activity, *order_notifications)
        }
        EventKind::ActivityDeleted { activity, .. } => activities::deleted(team, scene, event, activity),
        EventKind::RoleCreated { role } => roles::created(team, scene, event, role),
        EventKind::RoleChanged { role, before } => roles::changed(team, scene, event, (before, role)),
        EventKind::RoleDeleted { role, replaced_by } => {
            roles::deleted(team, scene, event, role, replaced_by.as_ref())
        }
        EventKind::AppInstalled { .. } => match &event.actor {
            // Announcements do not conflict with other changes, so the person may leave at the same time.
            EventActor::User { user_id, .. } if !scene.rivals => {
                keep(team.rights(user_id, scene.at).is_some(), ACCESS, || {
                    "an app is installed by a person without access".to_owned()
                })
            }
            _ => Ok(()),
        },
        EventKind::AnswersGathered { reader, answers, .. } => {
            let (store, at) = (scene.store.clone(), scene.at);
            gathered(ledger, (store, reader.clone()), answers, at)
        }
        EventKind::OrderCreated { .. } => activities::ordered(team, scene),
        EventKind::PersonErased { .. } => broken(ERASED, "a person is erased by another call"),
        EventKind::ReviewDue | EventKind::PersonMoved { .. } | EventKind::Unknown(_) => Ok(()),
    }
}
