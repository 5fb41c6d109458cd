//! Who is told of an event by mail.

use staffroom_domain::{
    Catalog, DisplayName, EmailAddress, Event, EventActor, EventKind, Grant, Locale, Member, PermissionKind,
    Recipient as Rule, Store, StoreId, Timestamp, UserId,
};

use crate::key::Key;
use crate::read::{ReadResult, ReadSet};

/// A person who is told of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address.
    pub email: EmailAddress,
    /// The language.
    pub locale: Locale,
    /// The person, where it is known.
    pub user: Option<UserId>,
    /// The person's name, where it is known.
    pub name: Option<DisplayName>,
}

/// Under which name the catalogs say who is told of an event; `None` when nobody ever is.
#[must_use]
pub fn topic(kind: &EventKind) -> Option<&'static str> {
    match kind {
        EventKind::InvitationCreated { .. } | EventKind::InvitationResent { .. } => {
            Some("invitation.created")
        }
        EventKind::InvitationAccepted { .. } => Some("invitation.accepted"),
        EventKind::InvitationDeclined { .. } => Some("invitation.declined"),
        EventKind::InvitationWithdrawn { .. } => Some("invitation.withdrawn"),
        EventKind::InvitationUndelivered { .. } => Some("invitation.bounced"),
        EventKind::MemberChanged { member, before, .. } if member.grant != *before => Some("member.changed"),
        EventKind::MemberRemoved { .. } => Some("member.removed"),
        EventKind::MemberProfileChanged { email_before: Some(_), .. } => Some("member.address_changed"),
        EventKind::MemberAccessEnding { .. } => Some("member.access_ending"),
        EventKind::OrderCreated { .. } => Some("order.created"),
        EventKind::AppInstalled { .. } => Some("app.installed"),
        EventKind::ReviewDue => Some("review.due"),
        EventKind::MemberChanged { .. }
        | EventKind::MemberProfileChanged { email_before: None, .. }
        | EventKind::ActivityPut { .. }
        | EventKind::MemberLeft { .. }
        | EventKind::InvitationChanged { .. }
        | EventKind::InvitationRevoked { .. }
        | EventKind::InvitationSuperseded { .. }
        | EventKind::InvitationExpired { .. }
        | EventKind::StoreCreated
        | EventKind::StoreChanged { .. }
        | EventKind::StoreTransferred { .. }
        | EventKind::Unknown(_) => None,
    }
}

/// What must be read to tell of an event.
#[must_use]
pub fn reads(store: &StoreId, event: &Event) -> ReadSet {
    let invitation = event.kind.invitation().into_iter().flat_map(|invitation| {
        [
            Key::Invitation(store.clone(), invitation.id),
            Key::Member(store.clone(), invitation.invited_by.clone()),
        ]
    });
    ReadSet::keys([Key::Store(store.clone()), Key::of_event(store, event)]).and(invitation)
}

/// Whether the whole team must be read to know who is told: where members can manage, or hold a role that is told.
#[must_use]
pub fn needs_team(store: &Store, kind: &EventKind) -> bool {
    // The mail of a review lists the team.
    matches!(kind, EventKind::ReviewDue)
        || rules(store, kind).iter().any(|rule| match rule {
            Rule::Managers => team_can_be_granted(store.catalog),
            Rule::HoldersOf(_) => true,
            Rule::Invitee | Rule::Inviter | Rule::Member | Rule::Owner => false,
        })
}

fn rules(store: &Store, kind: &EventKind) -> &'static [Rule] {
    topic(kind).map_or(&[][..], |topic| store.catalog.recipients(topic))
}

/// Where only the owner can hold `team`, no member manages.
fn team_can_be_granted(catalog: &Catalog) -> bool {
    catalog.permission("team").is_some_and(|team| !matches!(team.kind, PermissionKind::OwnerOnly))
}

/// The people whom the store's catalog names for the event, once each, without the person who caused it. `team` are all
/// members where [`needs_team`] holds.
#[must_use]
pub fn recipients(
    store: &Store,
    event: &Event,
    read: &ReadResult,
    team: &[Member],
    now: Timestamp,
) -> Vec<Recipient> {
    let present = || team.iter().filter(|member| !member.has_ended(now));
    let mut found = Vec::new();
    for rule in rules(store, &event.kind) {
        match rule {
            Rule::Owner => found.push(Recipient::owner(store)),
            Rule::Member => found.extend(event.kind.member().map(|member| Recipient {
                email: member.email.clone(),
                locale: Locale::parse(&member.locale).unwrap_or(store.locale),
                user: Some(member.user_id.clone()),
                name: member.name.clone(),
            })),
            Rule::Invitee => found.extend(event.kind.invitation().map(|summary| Recipient {
                email: summary.email.clone(),
                locale: read.invitation(&store.id, summary.id).map_or(store.locale, |i| i.locale),
                user: None,
                name: None,
            })),
            Rule::Inviter => {
                let inviter = event.kind.invitation().map(|invitation| &invitation.invited_by);
                found.extend(inviter.and_then(|user| {
                    if *user == store.owner.user_id {
                        Some(Recipient::owner(store))
                    } else {
                        read.membership(&store.id, user).member().map(Recipient::member)
                    }
                }));
            }
            Rule::Managers => {
                found.push(Recipient::owner(store));
                let manages = |member: &&Member| Catalog::manages_team(&member.held(store, now));
                found.extend(present().filter(manages).map(Recipient::member));
            }
            Rule::HoldersOf(role) => {
                let holds =
                    |grant: &Grant| store.current(grant).roles.iter().any(|held| held.as_str() == *role);
                found.extend(present().filter(|member| holds(&member.grant)).map(Recipient::member));
            }
        }
    }
    let mut once: Vec<Recipient> = Vec::with_capacity(found.len());
    for recipient in found {
        if !recipient.caused(event) && !once.iter().any(|known| known.email == recipient.email) {
            once.push(recipient);
        }
    }
    once
}

impl Recipient {
    fn owner(store: &Store) -> Self {
        let owner = &store.owner;
        Self {
            email: owner.email.clone(),
            locale: store.locale,
            user: Some(owner.user_id.clone()),
            name: Some(owner.name.clone()),
        }
    }

    fn member(member: &Member) -> Self {
        Self {
            email: member.email.clone(),
            locale: member.locale,
            user: Some(member.user.clone()),
            name: member.name.clone(),
        }
    }

    fn caused(&self, event: &Event) -> bool {
        matches!((&event.actor, &self.user), (EventActor::User { user_id, .. }, Some(user)) if user_id == user)
    }
}

#[cfg(test)]
mod tests;
