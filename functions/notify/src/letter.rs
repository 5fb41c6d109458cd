//! What is written about an event.

use staffroom_domain::{
    Catalog, Delivery, Event, EventActor, EventKind, Grant, Invitation, InvitationSummary, Locale,
    MemberSummary, Opened, Reason, Status, Store, WebAddress,
};
use staffroom_mail::{Mail, Order, Rendered, Reviewed, Undelivered, render};
use staffroom_table::Snapshot;

use crate::recipients::Recipient;
use crate::{About, Again, App};

/// Under which name the catalogs say who is told of such an event; `None` when nobody ever is.
pub(crate) fn topic(kind: &EventKind) -> Option<&'static str> {
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
        | EventKind::MemberProfileChanged { .. }
        | EventKind::ActivityPut { .. }
        | EventKind::MemberLeft { .. }
        | EventKind::InvitationChanged { .. }
        | EventKind::InvitationRevoked { .. }
        | EventKind::InvitationExpired { .. }
        | EventKind::StoreCreated
        | EventKind::StoreChanged { .. }
        | EventKind::StoreTransferred { .. } => None,
    }
}

/// The invitation that an event is about.
pub(crate) fn invitation_of(kind: &EventKind) -> Option<&InvitationSummary> {
    match kind {
        EventKind::InvitationCreated { invitation }
        | EventKind::InvitationResent { invitation }
        | EventKind::InvitationChanged { invitation, .. }
        | EventKind::InvitationRevoked { invitation }
        | EventKind::InvitationAccepted { invitation, .. }
        | EventKind::InvitationDeclined { invitation, .. }
        | EventKind::InvitationWithdrawn { invitation }
        | EventKind::InvitationExpired { invitation }
        | EventKind::InvitationUndelivered { invitation, .. } => Some(invitation),
        _ => None,
    }
}

/// The member that an event is about.
pub(crate) fn member_of(kind: &EventKind) -> Option<&MemberSummary> {
    match kind {
        EventKind::InvitationAccepted { member, .. }
        | EventKind::MemberChanged { member, .. }
        | EventKind::MemberRemoved { member }
        | EventKind::MemberProfileChanged { member, .. }
        | EventKind::MemberAccessEnding { member, .. }
        | EventKind::MemberLeft { member } => Some(member),
        _ => None,
    }
}

/// The invitation whose link the mail of an event holds.
pub(crate) fn link_of(kind: &EventKind) -> Option<&InvitationSummary> {
    match kind {
        EventKind::InvitationCreated { invitation } | EventKind::InvitationResent { invitation } => {
            Some(invitation)
        }
        _ => None,
    }
}

/// Writes the mail to one recipient; `None` when there is nothing to say any more.
pub(crate) fn write(app: &App, about: &About<'_>, to: &Recipient) -> Result<Option<Rendered>, Again> {
    let About { store, event, snapshot, team } = about;
    let (name, admin_url) = (store.name.as_str(), store.admin_url.as_ref().map(WebAddress::as_str));
    let team_page = format!("{}/team#{}", app.public_url, store.id.as_str());
    let team_url = Some(team_page.as_str());
    let rights = |grant: &Grant| labels(store.catalog, grant, to.locale);
    let mail = match &event.kind {
        EventKind::InvitationCreated { invitation } | EventKind::InvitationResent { invitation } => {
            return invite(app, store, invitation, to, snapshot);
        }
        EventKind::InvitationAccepted { member, .. } => Mail::Accepted {
            store: name,
            member: member.name.as_ref().map_or("", |name| name.as_str()),
            email: member.email.as_typed(),
            team_url,
        },
        EventKind::InvitationDeclined { invitation, reason } => Mail::Declined {
            store: name,
            email: invitation.email.as_typed(),
            reason: reason.as_ref().map(Reason::as_str),
        },
        EventKind::InvitationWithdrawn { invitation } => {
            let inviter = snapshot.invitation(&store.id, invitation.id)?.and_then(|i| i.invited_by.name);
            return Ok(Some(render(
                to.locale,
                &Mail::Withdrawn {
                    store: name,
                    email: invitation.email.as_typed(),
                    inviter: inviter.as_ref().map_or("", |name| name.as_str()),
                },
            )));
        }
        EventKind::InvitationUndelivered { invitation, delivery } => Mail::Undelivered {
            store: name,
            email: invitation.email.as_typed(),
            cause: match delivery {
                Delivery::Complained => Undelivered::Complained,
                Delivery::Failed => Undelivered::Refused,
                Delivery::Bounced | Delivery::Queued | Delivery::Sent | Delivery::Delivered => {
                    Undelivered::Bounced
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
            let members = team.iter().map(|member| Reviewed {
                name: member.name.as_ref().map_or("", |name| name.as_str()),
                email: member.email.as_typed(),
                rights: rights(&member.grant),
                last_active_at: member.last_active_at,
            });
            Mail::ReviewDue { store: name, members: members.collect(), team_url }
        }
        // What nobody is told of: `topic`.
        _ => return Ok(None),
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
    said: &InvitationSummary,
    to: &Recipient,
    snapshot: &Snapshot,
) -> Result<Option<Rendered>, Again> {
    let Some(invitation) = snapshot.invitation(&store.id, said.id)? else { return Ok(None) };
    // A newer link, or an answer, overtook this mail: it would hold a dead link.
    let current = invitation.generation == said.generation
        && invitation.status((app.clock)()) == Status::Pending
        && invitation.delivery == Delivery::Queued;
    if !current {
        return Ok(None);
    }
    let link = link(app, &invitation)?;
    let inviter = invitation.invited_by.name.as_ref().unwrap_or(&store.owner.name);
    Ok(Some(render(
        to.locale,
        &Mail::Invitation {
            store: store.name.as_str(),
            inviter: inviter.as_str(),
            rights: labels(store.catalog, &invitation.grant, to.locale),
            link: &link,
            expires_at: invitation.expires_at,
            access_ends_at: invitation.access_ends_at,
        },
    )))
}

/// The token stands behind `#`, which no browser sends: so no server, proxy or log ever sees it.
fn link(app: &App, invitation: &Invitation) -> Result<String, Again> {
    let opened = Opened {
        store: invitation.store.clone(),
        invitation: invitation.id,
        generation: invitation.generation,
    };
    let token = app.keys.sign(&opened).ok_or(Again::NoKey)?;
    Ok(format!("{}/join#{}", app.public_url, token.as_str()))
}

/// What a grant's roles and permissions are called.
fn labels(catalog: &'static Catalog, grant: &Grant, locale: Locale) -> Vec<&'static str> {
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
