//! Selects the recipients of the mails about an event.

use std::collections::BTreeSet;

use staffroom_domain::{
    Catalog, DisplayName, EmailAddress, Event, EventActor, EventKind, Grant, InvitationId, Locale, MailKind,
    Member, Owner, PermissionKind, Recipient as Rule, ReplyTo, Store, StoreId, Timestamp, UserId,
};

use crate::database::Database;
use crate::error::Fault;
use crate::event_table::topic;
use crate::key::{Holding, Key};
use crate::lists;
use crate::opt_out;
use crate::read::{ReadResult, ReadSet};

/// A recipient of the mail about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address.
    pub email: EmailAddress,
    /// The language.
    pub locale: Locale,
    /// The person, if known.
    pub user: Option<UserId>,
    /// The person's name, if known.
    pub name: Option<DisplayName>,
}

/// The records that are needed to select the recipients.
fn reads(store: &StoreId, event: &Event) -> ReadSet {
    let invitation = event.kind.invitation().into_iter().flat_map(|invitation| {
        [
            Key::Invitation(store.clone(), invitation.id),
            Key::Member(store.clone(), invitation.invited_by.clone()),
        ]
    });
    // Whether a later change of the member tells by itself, and whether they have access.
    let member = event.kind.member().map(|member| Key::Member(store.clone(), member.user_id.clone()));
    let reader = reader(&event.kind).map(|reader| Key::Member(store.clone(), reader.clone()));
    ReadSet::keys([Key::Store(store.clone()), Key::of_event(store, event)])
        .and(invitation)
        .and(member)
        .and(reader)
}

/// What the members who are told of an event hold, apart from those whom the event names.
fn holdings(store: &Store, kind: &EventKind) -> BTreeSet<Holding> {
    let holding = |rule: &Rule| match rule {
        Rule::Managers => team_can_be_granted(store.catalog).then_some(Holding::Team),
        Rule::HoldersOf(role) => role.parse().ok().map(Holding::Role),
        Rule::Invitee | Rule::Inviter | Rule::Member | Rule::Owner | Rule::FormerOwner | Rule::Reader => None,
    };
    rules(store, kind).iter().filter_map(holding).collect()
}

/// What must be read to tell holders: the store again, since it may have changed hands while they were looked up, and
/// their memberships.
fn holder_reads(store: &StoreId, holders: &[UserId]) -> ReadSet {
    let members = holders.iter().map(|user| Key::Member(store.clone(), user.clone()));
    ReadSet::keys([Key::Store(store.clone())]).and(members)
}

/// Reads what an event's mails need: the records, and the users who have the `holdings`. `None` if the store is closed or gone.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn find<D: Database>(
    database: &D,
    store: &StoreId,
    event: &Event,
) -> Result<Option<(ReadResult, Vec<UserId>)>, Fault> {
    let mut read = database.read(&reads(store, event)).await?;
    // The event may be that of a closed store whose id another one has by now.
    let Some(known) = read.store(store).filter(|known| known.has_lived_at(event.at)) else { return Ok(None) };
    let mut holders = Vec::new();
    for holding in holdings(known, &event.kind) {
        holders.extend(lists::holders(database, known, &holding).await?);
    }
    if !holders.is_empty() {
        read.merge(database.read(&holder_reads(store, &holders)).await?);
    }
    Ok(read.store(store).is_some().then_some((read, holders)))
}

fn rules(store: &Store, kind: &EventKind) -> &'static [Rule] {
    topic(kind).map_or(&[][..], |topic| store.catalog.recipients(topic))
}

/// Where only the owner can hold `team`, no member manages.
fn team_can_be_granted(catalog: &Catalog) -> bool {
    catalog.permission("team").is_some_and(|team| !matches!(team.kind, PermissionKind::OwnerOnly))
}

/// The people whom the store's catalog names for the event, once each, without the person who caused it. `holders` are the
/// users who have the `holdings`, as far as that is recorded: whether they still do, their memberships in `read` say.
#[must_use]
pub fn recipients(
    store: &Store,
    event: &Event,
    read: &ReadResult,
    holders: &[UserId],
    now: Timestamp,
) -> Vec<Recipient> {
    let present = || holders.iter().filter_map(|user| read.membership(&store.id, user).present(now));
    // A member whom mails do not reach is told of their own access alone.
    let is_reached = |member: &&Member| member.mail_problem.is_none();
    let mut found = Vec::new();
    for rule in rules(store, &event.kind) {
        match rule {
            Rule::Owner => found.push(Recipient::owner(store)),
            Rule::FormerOwner => found.extend(former_owner(&event.kind).map(|owner| Recipient {
                email: owner.email.clone(),
                locale: store.locale,
                user: Some(owner.user_id.clone()),
                name: Some(owner.name.clone()),
            })),
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
                // In the place of an inviter who is no longer on the team, the owner is told.
                let inviter = event.kind.invitation().map(|invitation| &invitation.invited_by);
                found.extend(inviter.map(|user| {
                    let present = read.membership(&store.id, user).present(now).filter(is_reached);
                    present.map_or_else(|| Recipient::owner(store), Recipient::member)
                }));
            }
            Rule::Managers => {
                found.push(Recipient::owner(store));
                let manages = |member: &&Member| Catalog::manages_team(&member.held(store, now));
                found.extend(present().filter(manages).filter(is_reached).map(Recipient::member));
            }
            Rule::Reader => found.extend(reader(&event.kind).and_then(|reader| {
                if *reader == store.owner.user_id {
                    return Some(Recipient::owner(store));
                }
                let present = read.membership(&store.id, reader).present(now).filter(is_reached);
                let manages = |member: &&Member| Catalog::manages_team(&member.held(store, now));
                present.filter(manages).map(Recipient::member)
            })),
            Rule::HoldersOf(role) => {
                let holds =
                    |grant: &Grant| store.current(grant).roles.iter().any(|held| held.as_str() == *role);
                let holders = present().filter(|member| holds(&member.grant));
                found.extend(holders.filter(is_reached).map(Recipient::member));
            }
        }
    }
    let mut once: Vec<Recipient> = Vec::with_capacity(found.len());
    for recipient in found {
        if recipient.caused(event) {
            continue;
        }
        let is_owner = recipient.user.as_ref() == Some(&store.owner.user_id);
        match once.iter_mut().find(|known| known.email == recipient.email) {
            // A person can have two ids with one address. The owner is written to in any case, as the owner.
            Some(known) if is_owner => *known = recipient,
            Some(_) => {}
            None => once.push(recipient),
        }
    }
    once
}

/// The address that answers to the mail about an event go to; `None`: to the sender. Only the invitee and the member whom an event
/// is about have somebody to answer.
#[must_use]
pub fn reply_to<'a>(
    store: &'a Store,
    event: &Event,
    read: &'a ReadResult,
    to: &Recipient,
    now: Timestamp,
) -> Option<&'a EmailAddress> {
    let is_concerned =
        to.user.as_ref().is_none_or(|user| event.kind.member().is_some_and(|member| member.user_id == *user));
    let owner = &store.owner.email;
    let address = match store.catalog.reply_to {
        ReplyTo::None => return None,
        ReplyTo::Store => owner,
        ReplyTo::Inviter => event
            .kind
            .invitation()
            .and_then(|invitation| read.membership(&store.id, &invitation.invited_by).present(now))
            .map_or(owner, |inviter| &inviter.email),
    };
    Some(address).filter(|address| is_concerned && **address != to.email)
}

/// The person for whom an event gathered answers.
fn reader(kind: &EventKind) -> Option<&UserId> {
    if let EventKind::AnswersGathered { reader, .. } = kind { Some(reader) } else { None }
}

/// Those of the recipients who may be written to about the event: who did not report a mail of the store as spam, wants
/// this kind of mail, and is not invited although they asked not to be. The owner, whose store it is, is written to in any case, and so is an invitee who asked for a link.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn wanting<D: Database>(
    database: &D,
    store: &Store,
    event: &Event,
    recipients: Vec<Recipient>,
) -> Result<Vec<Recipient>, Fault> {
    let kind = MailKind::of(&event.kind);
    let preferences = |to: &Recipient| {
        let user = to.user.clone().filter(|_| kind.is_some())?;
        Some(Key::MailPreferences(store.id.clone(), user))
    };
    let opt_out = |to: &Recipient| {
        let is_owner = to.user.as_ref() == Some(&store.owner.user_id);
        let address = InvitationId::of(&store.id, &to.email);
        (!is_owner && !is_asked_for(event)).then(|| opt_out::key(&store.id, address))
    };
    // Who is a member or the owner is written to as such.
    let everywhere = |to: &Recipient| {
        (to.user.is_none() && !is_asked_for(event)).then(|| opt_out::everywhere_key(&to.email))
    };
    let keys: Vec<Key> =
        recipients.iter().flat_map(|to| [preferences(to), opt_out(to), everywhere(to)]).flatten().collect();
    if keys.is_empty() {
        return Ok(recipients);
    }
    let read = database.read(&ReadSet::keys(keys)).await?;
    let wants = |to: &Recipient| {
        let known = to.user.as_ref().and_then(|user| read.mail_preferences(&store.id, user));
        let is_unwanted =
            known.zip(kind).is_some_and(|(preferences, kind)| preferences.unwanted.contains(&kind));
        let has_opted_out = [opt_out(to), everywhere(to)].into_iter().flatten().any(|key| read.has(&key));
        !is_unwanted && !has_opted_out
    };
    Ok(recipients.into_iter().filter(wants).collect())
}

/// Whether the recipient asked for the mail about the event.
fn is_asked_for(event: &Event) -> bool {
    matches!(event.kind, EventKind::InvitationResent { .. }) && event.actor == EventActor::Invitee
}

/// The owner before the event.
fn former_owner(kind: &EventKind) -> Option<&Owner> {
    if let EventKind::StoreTransferred { from, .. } = kind {
        Some(from)
    } else if let EventKind::StoreChanged { owner: Some(change), .. } = kind {
        Some(&change.from)
    } else {
        None
    }
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
