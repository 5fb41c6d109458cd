//! The mail about an event to one recipient.

use staffroom_app::ReadResult;
use staffroom_app::notice::Recipient;
use staffroom_domain::{
    Delivery, Event, EventActor, EventKind, Grant, Invitation, InvitationSummary, LinkClaims, Locale, Member,
    Reason, Status, Store, WebAddress,
};
use staffroom_mail::{DeliveryFailure, Mail, Order, RenderedMail, ReviewedMember, render};

use crate::{App, RetryError};

/// What a mail is written from.
pub(crate) struct Subject<'a> {
    pub(crate) store: &'a Store,
    pub(crate) event: &'a Event,
    pub(crate) read: &'a ReadResult,
    pub(crate) team: &'a [Member],
}

/// The invitation whose link the mail of an event holds.
pub(crate) fn link_of(kind: &EventKind) -> Option<&InvitationSummary> {
    if matches!(kind, EventKind::InvitationCreated { .. } | EventKind::InvitationResent { .. }) {
        kind.invitation()
    } else {
        None
    }
}

/// Writes the mail to one recipient; `None` when it is out of date.
pub(crate) fn write(
    app: &App,
    subject: &Subject<'_>,
    to: &Recipient,
) -> Result<Option<RenderedMail>, RetryError> {
    let Subject { store, event, read, team } = subject;
    let (name, admin_url) = (store.name.as_str(), store.admin_url.as_ref().map(WebAddress::as_str));
    let team_page = format!("{}/team#{}", app.public_url, store.id.as_str());
    let team_url = Some(team_page.as_str());
    let rights = |grant: &Grant| labels(store, grant, to.locale);
    let mail = match &event.kind {
        EventKind::InvitationCreated { invitation } | EventKind::InvitationResent { invitation } => {
            return invite(app, store, invitation, to, read);
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
        },
        EventKind::InvitationWithdrawn { invitation } => {
            let inviter = read.invitation(&store.id, invitation.id).and_then(|i| i.invited_by.name.as_ref());
            return Ok(Some(render(
                to.locale,
                &Mail::Withdrawn {
                    store: name,
                    email: invitation.email.as_typed(),
                    inviter: inviter.map_or("", |name| name.as_str()),
                },
            )));
        }
        EventKind::InvitationUndelivered { invitation, delivery } => Mail::Undelivered {
            store: name,
            email: invitation.email.as_typed(),
            cause: match delivery {
                Delivery::Complained => DeliveryFailure::Complained,
                Delivery::Failed => DeliveryFailure::Refused,
                Delivery::Bounced | Delivery::Queued | Delivery::Sent | Delivery::Delivered => {
                    DeliveryFailure::Bounced
                }
            },
        },
        EventKind::MemberChanged { member, before, .. } => {
            access_changed(store, event, rights(&member.grant), &rights(before))
        }
        EventKind::MemberRemoved { .. } => Mail::Removed { store: name },
        EventKind::MemberProfileChanged { member, email_before: Some(old) } => Mail::AddressChanged {
            store: name,
            member: member.name.as_ref().map_or("", |name| name.as_str()),
            old: old.as_typed(),
            new: member.email.as_typed(),
        },
        EventKind::MemberAccessEnding { access_ends_at, .. } => {
            Mail::AccessEnding { store: name, ends_at: *access_ends_at, admin_url }
        }
        EventKind::OrderCreated { activity, order } => Mail::OrderCreated {
            store: name,
            activity: activity.as_str(),
            order: Order {
                number: order.number.as_deref(),
                customer: order.customer.as_deref(),
                total: order.total.as_deref(),
            },
        },
        EventKind::AppInstalled { app } => Mail::AppInstalled {
            store: name,
            app: app.as_str(),
            member: match &event.actor {
                EventActor::User { name: Some(member), .. } => member.as_str(),
                _ => "",
            },
        },
        EventKind::ReviewDue => {
            let members = team.iter().map(|member| ReviewedMember {
                name: member.name.as_ref().map_or("", |name| name.as_str()),
                email: member.email.as_typed(),
                rights: rights(&store.current(&member.grant)),
                last_active_at: member.last_active_at,
            });
            Mail::ReviewDue { store: name, members: members.collect(), team_url }
        }
        // Nobody is told of these: see `notice::topic`.
        EventKind::MemberProfileChanged { email_before: None, .. }
        | EventKind::ActivityPut { .. }
        | EventKind::MemberLeft { .. }
        | EventKind::InvitationChanged { .. }
        | EventKind::InvitationRevoked { .. }
        | EventKind::InvitationSuperseded { .. }
        | EventKind::InvitationExpired { .. }
        | EventKind::StoreCreated
        | EventKind::StoreChanged { .. }
        | EventKind::StoreTransferred { .. }
        | EventKind::Unknown(_) => return Ok(None),
    };
    Ok(Some(render(to.locale, &mail)))
}

fn access_changed<'a>(store: &'a Store, event: &'a Event, now: Vec<&'a str>, then: &[&'a str]) -> Mail<'a> {
    Mail::AccessChanged {
        store: store.name.as_str(),
        actor: match &event.actor {
            EventActor::User { name: Some(actor), .. } => actor.as_str(),
            _ => store.owner.name.as_str(),
        },
        added: now.iter().filter(|right| !then.contains(right)).copied().collect(),
        taken: then.iter().filter(|right| !now.contains(right)).copied().collect(),
        rights: now,
        admin_url: store.admin_url.as_ref().map(WebAddress::as_str),
    }
}

fn invite(
    app: &App,
    store: &Store,
    told: &InvitationSummary,
    to: &Recipient,
    read: &ReadResult,
) -> Result<Option<RenderedMail>, RetryError> {
    let Some(invitation) = read.invitation(&store.id, told.id) else { return Ok(None) };
    // A newer link or an answer came before this mail: it would hold a dead link.
    let current = invitation.generation == told.generation
        && invitation.status(app.invocation().now()) == Status::Pending
        && invitation.delivery == Delivery::Queued;
    if !current {
        return Ok(None);
    }
    let link = link(app, invitation)?;
    let inviter = invitation.invited_by.name.as_ref().unwrap_or(&store.owner.name);
    Ok(Some(render(
        to.locale,
        &Mail::Invitation {
            store: store.name.as_str(),
            inviter: inviter.as_str(),
            rights: labels(store, &store.current(&invitation.grant), to.locale),
            link: &link,
            expires_at: invitation.expires_at,
            access_ends_at: invitation.access_ends_at,
        },
    )))
}

/// The token stands behind `#`, which no browser sends: so no server, proxy or log ever sees it.
fn link(app: &App, invitation: &Invitation) -> Result<String, RetryError> {
    let claims = LinkClaims {
        store: invitation.store.clone(),
        invitation: invitation.id,
        generation: invitation.generation,
    };
    let token = app.keys.sign(&claims).ok_or(RetryError::NoKey)?;
    Ok(format!("{}/join#{}", app.public_url, token.as_str()))
}

/// The labels of a grant's roles and permissions.
fn labels(store: &Store, grant: &Grant, locale: Locale) -> Vec<&'static str> {
    let catalog = store.catalog;
    let roles = catalog.roles.iter().filter(|role| grant.roles.iter().any(|held| held.as_str() == role.slug));
    let permissions = catalog
        .permissions
        .iter()
        .filter(|permission| grant.permissions.iter().any(|held| held.as_str() == permission.slug));
    roles
        .map(|role| role.text(locale).map_or(role.slug, |text| text.label))
        .chain(permissions.map(|p| p.text(locale).map_or(p.slug, |text| text.label)))
        .collect()
}
