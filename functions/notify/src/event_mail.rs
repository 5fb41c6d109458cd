//! Writes the mail about an event to one recipient.

use std::collections::BTreeMap;

use staffroom_app::notice::Recipient;
use staffroom_app::{ReadResult, name_place};
use staffroom_domain::{
    AnswerKind, Delivery, DisplayName, Event, EventKind, GatheredAnswer, Grant, Invitation,
    InvitationSummary, LinkClaims, Locale, MailKind, Member, MemberStatus, Note, Reason, RoleSlug, RoleTexts,
    Status, Store, Timestamp, Unsubscription, WebAddress,
};
use staffroom_mail::{
    AccessEnd, DeliveryFailure, Mail, Occasion, Order, RenderedMail, ReviewedAccess, ReviewedMember, Style,
    render,
};

use crate::app::App;
use crate::retry::RetryError;

/// The data for the mails about an event.
pub(crate) struct Subject<'a> {
    pub(crate) store: &'a Store,
    pub(crate) event: &'a Event,
    pub(crate) read: &'a ReadResult,
    pub(crate) team: &'a [Member],
    /// The texts of the store's own roles.
    pub(crate) roles: &'a BTreeMap<RoleSlug, RoleTexts>,
    /// How many people are told of the event.
    pub(crate) told: usize,
}

/// The invitation, if the mail about the event contains its link.
pub(crate) fn link_of(kind: &EventKind) -> Option<&InvitationSummary> {
    if matches!(
        kind,
        EventKind::InvitationCreated { .. }
            | EventKind::InvitationResent { .. }
            | EventKind::InvitationEnding { .. }
    ) {
        kind.invitation()
    } else {
        None
    }
}

/// Writes the mail to one recipient; `None` when it is out of date.
#[expect(clippy::too_many_lines, reason = "one arm for each event, which names the parts of its mail")]
pub(crate) fn write(
    app: &App,
    subject: &Subject<'_>,
    to: &Recipient,
    unsubscribe_url: Option<&str>,
) -> Result<Option<RenderedMail>, RetryError> {
    let Subject { store, event, read, team, .. } = subject;
    let (name, admin_url) = (store.name.as_str(), store.admin_url.as_ref().map(WebAddress::as_str));
    let team_page = format!("{}/team#{}", app.public_url, store.id.as_str());
    let team_url = Some(team_page.as_str());
    let invitations_page = format!("{team_page}/invitations");
    let invitations_url = Some(invitations_page.as_str());
    let rights = |grant: &Grant| labels(store, subject.roles, grant, to.locale);
    let style = Style { locale: to.locale, brand: &app.brand, time_zone: store.time_zone, unsubscribe_url };
    let mail = match &event.kind {
        EventKind::InvitationCreated { invitation } | EventKind::InvitationResent { invitation } => {
            return invite(app, subject, (invitation, Occasion::New), &style);
        }
        EventKind::InvitationEnding { invitation } => {
            return invite(app, subject, (invitation, Occasion::Reminder), &style);
        }
        EventKind::InvitationAccepted { invitation, member } => Mail::Accepted {
            store: name,
            member: member.name.as_ref().map_or("", |name| name.as_str()),
            email: member.email.as_typed(),
            invited: (invitation.email != member.email).then(|| invitation.email.as_typed()),
            team_url,
        },
        EventKind::InvitationDeclined { invitation, reason } => Mail::Declined {
            store: name,
            email: invitation.email.as_typed(),
            reason: reason.as_ref().map(Reason::as_str),
            invitations_url,
        },
        EventKind::AnswersGathered { answers, more, .. } => {
            let of = |kind| answers.iter().filter(move |answer| answer.answer == kind);
            Mail::Answers {
                store: store.name.as_str(),
                joined: of(AnswerKind::Accepted)
                    .map(|answer| (name_of(answer), answer.email.as_typed()))
                    .collect(),
                declined: of(AnswerKind::Declined)
                    .map(|answer| (answer.email.as_typed(), answer.reason.as_ref().map(Reason::as_str)))
                    .collect(),
                more: usize::try_from(*more).unwrap_or(usize::MAX),
                team_url,
            }
        }
        EventKind::InvitationWithdrawn { invitation } => {
            let inviter = read.invitation(&store.id, invitation.id).and_then(|i| i.invited_by.name.as_ref());
            Mail::Withdrawn {
                store: name,
                email: invitation.email.as_typed(),
                inviter: inviter.map_or("", |name| name.as_str()),
                invitations_url,
            }
        }
        EventKind::InvitationUndelivered { invitation, delivery } => Mail::Undelivered {
            store: name,
            email: invitation.email.as_typed(),
            cause: match delivery {
                Delivery::Complained => DeliveryFailure::Complained,
                Delivery::Failed => DeliveryFailure::Refused,
                Delivery::None
                | Delivery::Bounced
                | Delivery::Queued
                | Delivery::Sent
                | Delivery::Delivered => DeliveryFailure::Bounced,
            },
            invitations_url,
        },
        EventKind::MemberAdded { member, access_ends_at, .. } => Mail::Added {
            store: name,
            rights: rights(&store.current(&member.grant)),
            ends_at: *access_ends_at,
            admin_url,
        },
        EventKind::MemberChanged { member, before, access_ends_at, access_ends_at_before, .. } => {
            let end = match (access_ends_at, access_ends_at_before) {
                (Some(end), _) => AccessEnd::At(*end),
                (None, Some(_)) => AccessEnd::Lifted,
                (None, None) => AccessEnd::None,
            };
            access_changed(store, event, (&rights(before), rights(&member.grant)), end)
        }
        EventKind::MemberRemoved { .. } => Mail::Removed {
            store: name,
            owner: store.owner.name.as_str(),
            email: store.owner.email.as_typed(),
        },
        EventKind::MemberSuspended { .. } => {
            Mail::Suspended { store: name, contact: store.owner.email.as_typed() }
        }
        EventKind::MemberResumed { member } => {
            // As it is now: of a change while they were suspended nothing was told.
            let ends_at =
                read.membership(&store.id, &member.user_id).member().and_then(|member| member.access_ends_at);
            Mail::Resumed { store: name, rights: rights(&store.current(&member.grant)), ends_at, admin_url }
        }
        EventKind::MemberLeft { member } => Mail::Left {
            store: name,
            member: member.name.as_ref().map_or("", |name| name.as_str()),
            email: member.email.as_typed(),
            team_url,
        },
        EventKind::MemberProfileChanged { member, email_before: Some(old) } => Mail::AddressChanged {
            store: name,
            member: member.name.as_ref().map_or("", |name| name.as_str()),
            old: old.as_typed(),
            new: member.email.as_typed(),
            team_url,
        },
        EventKind::StoreTransferred { from, to: owner } => {
            if to.user.as_ref() == Some(&owner.user_id) {
                Mail::OwnershipBegun { store: name, former: from.name.as_str(), team_url }
            } else {
                Mail::OwnershipEnded { store: name, owner: owner.name.as_str() }
            }
        }
        EventKind::StoreChanged { owner: Some(change), .. } => Mail::OwnerAddressChanged {
            store: name,
            old: change.from.email.as_typed(),
            new: change.to.email.as_typed(),
        },
        EventKind::MemberAccessEnded { access_ends_at, .. } => Mail::AccessEnded {
            store: name,
            ended_at: *access_ends_at,
            contact: store.owner.email.as_typed(),
        },
        EventKind::MemberAccessEnding { access_ends_at, .. } => Mail::AccessEnding {
            store: name,
            ends_at: *access_ends_at,
            contact: store.owner.email.as_typed(),
            admin_url,
        },
        EventKind::OrderCreated { activity, order } => Mail::OrderCreated {
            store: name,
            activity: activity.as_str(),
            order: Order {
                number: order.number.as_deref(),
                customer: order.customer.as_deref(),
                total: order.total.as_deref(),
            },
            admin_url,
        },
        EventKind::AppInstalled { app } => Mail::AppInstalled {
            store: name,
            app: app.as_str(),
            member: event.actor.name().map_or("", |name| name.as_str()),
            admin_url,
        },
        EventKind::ReviewDue => {
            let now = app.invocation().now();
            // As the team page lists them.
            let mut team: Vec<_> = team.iter().collect();
            team.sort_by_cached_key(|member| name_place(member));
            let members = team.iter().map(|member| ReviewedMember {
                name: member.name.as_ref().map_or("", |name| name.as_str()),
                email: member.email.as_typed(),
                rights: rights(&store.current(&member.grant)),
                last_active_at: member.last_active_at,
                access: reviewed_access(store, member, now),
            });
            // The count of seats is of all members; a released seat is an ended access.
            let more = usize::try_from(store.seats.members).unwrap_or(usize::MAX).saturating_sub(team.len());
            Mail::ReviewDue { store: name, members: members.collect(), more, team_url }
        }
        // These events cause no mail: see `event_table`.
        EventKind::MemberProfileChanged { email_before: None, .. }
        | EventKind::ActivityPut { .. }
        | EventKind::ActivityDeleted { .. }
        | EventKind::RoleCreated { .. }
        | EventKind::RoleChanged { .. }
        | EventKind::RoleDeleted { .. }
        | EventKind::InvitationChanged { .. }
        | EventKind::InvitationLinkCopied { .. }
        | EventKind::InvitationRevoked { .. }
        | EventKind::InvitationSuperseded { .. }
        | EventKind::InvitationExpired { .. }
        | EventKind::StoreCreated
        | EventKind::StoreClosed
        | EventKind::StoreChanged { owner: None, .. }
        | EventKind::PersonErased { .. }
        | EventKind::PersonMoved { .. }
        | EventKind::Unknown(_) => return Ok(None),
    };
    Ok(Some(render(&style, &mail)))
}

/// Whether a member has access, for a review. Who may nothing has none.
fn reviewed_access(store: &Store, member: &Member, now: Timestamp) -> ReviewedAccess {
    match (member.status(now), member.access_ends_at, member.suspended_at) {
        (MemberStatus::Ended, Some(end), _) => ReviewedAccess::Ended(end),
        (MemberStatus::Suspended, _, Some(since)) => ReviewedAccess::Suspended(since),
        (MemberStatus::Active, ..) if store.current(&member.grant).is_empty() => {
            ReviewedAccess::WithoutRights
        }
        (MemberStatus::Active | MemberStatus::Ended | MemberStatus::Suspended, ..) => ReviewedAccess::Present,
    }
}

fn access_changed<'a>(
    store: &'a Store,
    event: &'a Event,
    (then, now): (&[&'a str], Vec<&'a str>),
    end: AccessEnd,
) -> Mail<'a> {
    Mail::AccessChanged {
        store: store.name.as_str(),
        actor: event.actor.name().unwrap_or(&store.owner.name).as_str(),
        added: now.iter().filter(|right| !then.contains(right)).copied().collect(),
        taken: then.iter().filter(|right| !now.contains(right)).copied().collect(),
        rights: now,
        end,
        admin_url: store.admin_url.as_ref().map(WebAddress::as_str),
    }
}

fn invite(
    app: &App,
    subject: &Subject<'_>,
    (told, occasion): (&InvitationSummary, Occasion),
    style: &Style<'_>,
) -> Result<Option<RenderedMail>, RetryError> {
    let Subject { store, read, roles, .. } = *subject;
    let Some(invitation) = read.invitation(&store.id, told.id) else { return Ok(None) };
    // If the invitation was answered, changed its link or was mailed already, the link in this mail would be
    // useless.
    let current = invitation.generation == told.generation
        && invitation.status(app.invocation().now()) == Status::Pending
        && match occasion {
            Occasion::New => invitation.delivery == Delivery::Queued,
            Occasion::Reminder => invitation.delivery.may_arrive(),
        };
    if !current {
        return Ok(None);
    }
    let link = link(app, invitation)?;
    let inviter = invitation.invited_by.name.as_ref().unwrap_or(&store.owner.name);
    Ok(Some(render(
        style,
        &Mail::Invitation {
            occasion,
            store: store.name.as_str(),
            inviter: inviter.as_str(),
            email: invitation.email.as_typed(),
            account: store.catalog.account,
            rights: labels(store, roles, &store.current(&invitation.grant), style.locale),
            link: &link,
            expires_at: invitation.expires_at,
            access_ends_at: invitation.access_ends_at,
            note: invitation.note.as_ref().map(Note::as_str),
        },
    )))
}

/// The name of a person who answered; may be empty.
fn name_of(answer: &GatheredAnswer) -> &str {
    answer.name.as_ref().map_or("", DisplayName::as_str)
}

/// The URL at which the recipient of a mail switches its kind off; `None` if it cannot be switched off.
pub(crate) fn unsubscribe_url(
    app: &App,
    store: &Store,
    event: &Event,
    to: &Recipient,
) -> Result<Option<String>, RetryError> {
    let (Some(kind), Some(user)) = (MailKind::of(&event.kind), to.user.clone()) else { return Ok(None) };
    let (store, locale, at) = (store.id.clone(), to.locale, event.at);
    let unsubscription = Unsubscription { store, user, kind, locale, at };
    let token = unsubscription.sign(&app.keys).ok_or(RetryError::NoKey)?;
    Ok(Some(format!("{}/unsubscribe/{}", app.public_url, token.as_str())))
}

/// The URL of the link. The token is behind `#`, which browsers do not send, so no server, proxy or log
/// receives it.
fn link(app: &App, invitation: &Invitation) -> Result<String, RetryError> {
    let claims = LinkClaims {
        store: invitation.store.clone(),
        invitation: invitation.id,
        generation: invitation.generation,
    };
    let token = app.keys.sign(&claims).ok_or(RetryError::NoKey)?;
    Ok(format!("{}/join#{}", app.public_url, token.as_str()))
}

/// The labels of a grant's roles and permissions. A role that was replaced is the other one.
fn labels<'a>(
    store: &Store,
    texts: &'a BTreeMap<RoleSlug, RoleTexts>,
    grant: &Grant,
    locale: Locale,
) -> Vec<&'a str> {
    let catalog = store.catalog;
    let grant = store.roles.resolved(grant);
    let roles = catalog.roles.iter().filter(|role| grant.roles.iter().any(|held| held.as_str() == role.slug));
    let own = texts.values().filter(|texts| grant.roles.contains(&texts.slug));
    let permissions = catalog
        .permissions
        .iter()
        .filter(|permission| grant.permissions.iter().any(|held| held.as_str() == permission.slug));
    roles
        .map(|role| role.text(locale).map_or(role.slug, |text| text.label))
        .chain(own.map(|texts| texts.label.as_str()))
        .chain(permissions.map(|p| p.text(locale).map_or(p.slug, |text| text.label)))
        .collect()
}
