//! Who is written to of an event, by the store's catalog.

use staffroom_domain::{
    Catalog, EmailAddress, Event, EventActor, Grant, Locale, Member, PermissionKind, Recipient as Rule,
    Store, Timestamp, UserId,
};
use staffroom_table::{Snapshot, TableError};

use crate::{App, letter};

/// Members that are read at a time when everybody of some kind is looked for.
const PAGE: usize = 100;

/// Somebody who is written to.
pub(crate) struct Recipient {
    pub(crate) email: EmailAddress,
    pub(crate) locale: Locale,
    user: Option<UserId>,
}

impl Recipient {
    fn owner(store: &Store) -> Self {
        Self {
            email: store.owner.email.clone(),
            locale: store.locale,
            user: Some(store.owner.user_id.clone()),
        }
    }

    fn member(member: &Member) -> Self {
        Self { email: member.email.clone(), locale: member.locale, user: Some(member.user.clone()) }
    }
}

/// Whoever the catalog says, once each, and not whoever did it.
pub(crate) async fn of(
    app: &App,
    store: &Store,
    event: &Event,
    snapshot: &Snapshot,
) -> Result<Vec<Recipient>, TableError> {
    let rules = letter::topic(&event.kind).map_or(&[][..], |topic| store.catalog.recipients(topic));
    let now = (app.clock)();
    let mut found = Vec::new();
    for rule in rules {
        match rule {
            Rule::Owner => found.push(Recipient::owner(store)),
            Rule::Member => found.extend(letter::member_of(&event.kind).map(|member| Recipient {
                email: member.email.clone(),
                locale: Locale::parse(&member.locale).unwrap_or(store.locale),
                user: Some(member.user_id.clone()),
            })),
            Rule::Invitee => {
                if let Some(summary) = letter::invitation_of(&event.kind) {
                    let invitation = snapshot.invitation(&store.id, summary.id)?;
                    let locale = invitation.map_or(store.locale, |invitation| invitation.locale);
                    found.push(Recipient { email: summary.email.clone(), locale, user: None });
                }
            }
            Rule::Inviter => {
                if let Some(summary) = letter::invitation_of(&event.kind) {
                    if summary.invited_by == store.owner.user_id {
                        found.push(Recipient::owner(store));
                    } else {
                        let membership = snapshot.membership(&store.id, &summary.invited_by)?;
                        found.extend(membership.member().map(Recipient::member));
                    }
                }
            }
            Rule::Managers => {
                found.push(Recipient::owner(store));
                if team_can_be_granted(store.catalog) {
                    let manages = |member: &Member| Catalog::manages_team(&member.held(store.catalog, now));
                    found.extend(everybody(app, store, manages).await?);
                }
            }
            Rule::HoldersOf(role) => {
                let holds = |grant: &Grant| grant.roles.iter().any(|held| held.as_str() == *role);
                let holds = |member: &Member| !ended(member, now) && holds(&member.grant);
                found.extend(everybody(app, store, holds).await?);
            }
        }
    }
    let mut once: Vec<Recipient> = Vec::with_capacity(found.len());
    for recipient in found {
        let did_it = matches!((&event.actor, &recipient.user), (EventActor::User { user_id, .. }, Some(user)) if user_id == user);
        if !did_it && !once.iter().any(|known| known.email == recipient.email) {
            once.push(recipient);
        }
    }
    Ok(once)
}

fn ended(member: &Member, now: Timestamp) -> bool {
    member.has_ended(now)
}

/// Where only the owner can hold `team`, nobody needs to be looked for.
fn team_can_be_granted(catalog: &Catalog) -> bool {
    catalog.permission("team").is_some_and(|team| !matches!(team.kind, PermissionKind::OwnerOnly))
}

async fn everybody(
    app: &App,
    store: &Store,
    of_kind: impl Fn(&Member) -> bool,
) -> Result<Vec<Recipient>, TableError> {
    Ok(team(app, store).await?.iter().filter(|member| of_kind(member)).map(Recipient::member).collect())
}

/// Every member of the store.
pub(crate) async fn team(app: &App, store: &Store) -> Result<Vec<Member>, TableError> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = app.table.members(&store.id, after.as_ref(), PAGE).await?;
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(found);
        }
    }
}
