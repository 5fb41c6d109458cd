//! What the API shows. Names are the contract's.

use std::collections::BTreeSet;

use serde::Serialize;
use staffroom_domain::{
    Activity, ActivityId, Catalog, Delivery, DisplayName, EmailAddress, Event, EventActor, EventId,
    EventKind, Grant, Invitation, InvitationId, InvitationState, Locale, Member, Owner, PermissionKind,
    PermissionSet, PermissionSlug, Quantity, Reason, RoleSlug, Settings, Status, Store, StoreId, Timestamp,
    UserId, WebAddress,
};

/// A store.
#[derive(Serialize)]
pub struct StoreView<'a> {
    id: &'a StoreId,
    name: &'a str,
    owner: OwnerView<'a>,
    catalog: &'static str,
    plan: &'static str,
    locale: Locale,
    admin_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<Seats>,
    settings: &'a Settings,
    created_at: Timestamp,
}

/// Whom a store belongs to.
#[derive(Serialize)]
pub struct OwnerView<'a> {
    user_id: &'a UserId,
    email: &'a EmailAddress,
    name: &'a str,
}

impl<'a> From<&'a Owner> for OwnerView<'a> {
    fn from(owner: &'a Owner) -> Self {
        Self { user_id: &owner.user_id, email: &owner.email, name: owner.name.as_str() }
    }
}

/// The seats of a store; `limit` and `available` are null where the plan has any number.
#[derive(Serialize, Clone, Copy)]
pub struct Seats {
    limit: Option<u32>,
    members: u32,
    invited: u32,
    available: Option<u32>,
}

impl Seats {
    /// The seats as they are when `expired` of those taken are held by invitations past their term.
    #[must_use]
    pub fn of(store: &Store, expired: u32) -> Self {
        let members = store.seats.members;
        let invited = store.seats.taken.saturating_sub(members).saturating_sub(expired);
        let limit = store.plan.seats;
        Self { limit, members, invited, available: limit.map(|l| l.saturating_sub(members + invited)) }
    }
}

impl<'a> StoreView<'a> {
    /// A store, with its seats if they were counted.
    #[must_use]
    pub fn of(store: &'a Store, seats: Option<Seats>) -> Self {
        Self {
            id: &store.id,
            name: store.name.as_str(),
            owner: (&store.owner).into(),
            catalog: store.catalog.slug,
            plan: store.plan.slug,
            locale: store.locale,
            admin_url: store.admin_url.as_ref().map(WebAddress::as_str),
            seats,
            settings: &store.settings,
            created_at: store.created_at,
        }
    }
}

/// A store, to somebody who is about to join it or just did.
#[derive(Serialize)]
pub struct StoreSummary<'a> {
    id: &'a StoreId,
    name: &'a str,
    catalog: &'static str,
    locale: Locale,
    admin_url: Option<&'a str>,
}

impl<'a> From<&'a Store> for StoreSummary<'a> {
    fn from(store: &'a Store) -> Self {
        Self {
            id: &store.id,
            name: store.name.as_str(),
            catalog: store.catalog.slug,
            locale: store.locale,
            admin_url: store.admin_url.as_ref().map(WebAddress::as_str),
        }
    }
}

/// Something that is somebody's, with the store that it is in.
#[derive(Serialize)]
pub struct InStore<'a, T> {
    #[serde(flatten)]
    what: T,
    store: StoreSummary<'a>,
}

impl<'a, T> InStore<'a, T> {
    /// Shows both.
    pub fn of(what: T, store: &'a Store) -> Self {
        Self { what, store: store.into() }
    }
}

/// A grant as it was given, with what it lets its holder do.
#[derive(Serialize)]
struct GrantView<'a> {
    roles: &'a BTreeSet<RoleSlug>,
    permissions: &'a BTreeSet<PermissionSlug>,
    effective_permissions: PermissionSet,
}

/// What an owner was given, who may do everything without.
static NOTHING: Grant = Grant { roles: BTreeSet::new(), permissions: BTreeSet::new() };

impl<'a> GrantView<'a> {
    fn of(grant: &'a Grant, effective_permissions: PermissionSet) -> Self {
        Self { roles: &grant.roles, permissions: &grant.permissions, effective_permissions }
    }

    fn owner(catalog: &Catalog) -> Self {
        Self::of(&NOTHING, catalog.everything())
    }
}

/// A member, or the owner among them.
#[derive(Serialize)]
pub struct MemberView<'a> {
    user_id: &'a UserId,
    email: &'a EmailAddress,
    name: Option<&'a str>,
    owner: bool,
    #[serde(flatten)]
    grant: GrantView<'a>,
    locale: Locale,
    joined_at: Timestamp,
    last_active_at: Option<Timestamp>,
    access_ends_at: Option<Timestamp>,
    /// What its `ETag` says; the owner has none.
    version: Option<u64>,
}

impl<'a> MemberView<'a> {
    /// A member of a store.
    #[must_use]
    pub fn of(store: &Store, member: &'a Member, now: Timestamp) -> Self {
        Self {
            user_id: &member.user,
            email: &member.email,
            name: member.name.as_ref().map(DisplayName::as_str),
            owner: false,
            grant: GrantView::of(&member.grant, member.held(store.catalog, now)),
            locale: member.locale,
            joined_at: member.joined_at,
            last_active_at: member.last_active_at,
            access_ends_at: member.access_ends_at,
            version: Some(member.version),
        }
    }

    /// The owner, who heads the list.
    #[must_use]
    pub fn owner(store: &'a Store) -> Self {
        Self {
            user_id: &store.owner.user_id,
            email: &store.owner.email,
            name: Some(store.owner.name.as_str()),
            owner: true,
            grant: GrantView::owner(store.catalog),
            locale: store.locale,
            joined_at: store.created_at,
            last_active_at: None,
            access_ends_at: None,
            version: None,
        }
    }
}

/// A store in the shop picker.
#[derive(Serialize)]
pub struct MyStoreView<'a> {
    #[serde(flatten)]
    store: StoreSummary<'a>,
    owner: bool,
    #[serde(flatten)]
    grant: GrantView<'a>,
    access_ends_at: Option<Timestamp>,
}

impl<'a> MyStoreView<'a> {
    /// A store of mine: as a member, or else as its owner.
    #[must_use]
    pub fn of(store: &'a Store, member: Option<&'a Member>, now: Timestamp) -> Self {
        let grant = match member {
            Some(member) => GrantView::of(&member.grant, member.held(store.catalog, now)),
            None => GrantView::owner(store.catalog),
        };
        Self {
            store: store.into(),
            owner: member.is_none(),
            grant,
            access_ends_at: member.and_then(|m| m.access_ends_at),
        }
    }
}

/// An invitation, to those who manage the team.
#[derive(Serialize)]
pub struct InvitationView<'a> {
    id: InvitationId,
    store_id: &'a StoreId,
    email: &'a EmailAddress,
    roles: &'a BTreeSet<RoleSlug>,
    permissions: &'a BTreeSet<PermissionSlug>,
    locale: Locale,
    status: Status,
    delivery: Delivery,
    invited_by: InviterView<'a>,
    created_at: Timestamp,
    expires_at: Timestamp,
    access_ends_at: Option<Timestamp>,
    decline_reason: Option<&'a str>,
    /// What its `ETag` says, for changes made from a list.
    version: u64,
}

#[derive(Serialize)]
struct InviterView<'a> {
    user_id: &'a UserId,
    name: Option<&'a str>,
}

impl<'a> InvitationView<'a> {
    /// An invitation as it stands at `now`.
    #[must_use]
    pub fn of(invitation: &'a Invitation, now: Timestamp) -> Self {
        Self {
            id: invitation.id,
            store_id: &invitation.store,
            email: &invitation.email,
            roles: &invitation.grant.roles,
            permissions: &invitation.grant.permissions,
            locale: invitation.locale,
            status: invitation.status(now),
            delivery: invitation.delivery,
            invited_by: InviterView {
                user_id: &invitation.invited_by.user_id,
                name: invitation.invited_by.name.as_ref().map(DisplayName::as_str),
            },
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            access_ends_at: invitation.access_ends_at,
            decline_reason: match &invitation.state {
                InvitationState::Declined { reason } => reason.as_ref().map(Reason::as_str),
                _ => None,
            },
            version: invitation.version,
        }
    }
}

/// An event of a store's history.
#[derive(Serialize)]
pub struct EventView<'a> {
    id: EventId,
    at: Timestamp,
    actor: &'a EventActor,
    source_ip: Option<&'a str>,
    #[serde(flatten)]
    kind: &'a EventKind,
}

impl<'a> From<&'a Event> for EventView<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            id: event.id,
            at: event.at,
            actor: &event.actor,
            source_ip: event.source_ip.as_deref(),
            kind: &event.kind,
        }
    }
}

/// A catalog in one language.
#[derive(Serialize)]
pub struct CatalogView {
    slug: &'static str,
    locale: Locale,
    grants: GrantRuleView,
    invitation_days: i64,
    /// The types of events that somebody is told of by mail.
    mails: Vec<&'static str>,
    permissions: Vec<PermissionView>,
    roles: Vec<RoleView>,
}

/// What a grant holds: what a form has to ask for.
#[derive(Serialize)]
struct GrantRuleView {
    roles: &'static str,
    permissions: &'static str,
    default_role: Option<&'static str>,
}

/// How many of something a grant may hold, as catalogs spell it.
fn quantity(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::None => "none",
        Quantity::One => "one",
        Quantity::Many => "many",
    }
}

#[derive(Serialize)]
struct PermissionView {
    slug: &'static str,
    label: &'static str,
    description: &'static str,
    sections: &'static [&'static str],
    owner_only: bool,
    grantable: bool,
}

#[derive(Serialize)]
struct RoleView {
    slug: &'static str,
    label: &'static str,
    description: &'static str,
    permissions: &'static [&'static str],
}

impl CatalogView {
    /// The catalog in `locale`.
    #[must_use]
    pub fn of(catalog: &'static Catalog, locale: Locale) -> Self {
        let permissions = catalog.permissions.iter().map(|permission| {
            let text = permission.text(locale);
            PermissionView {
                slug: permission.slug,
                label: text.map_or(permission.slug, |t| t.label),
                description: text.map_or("", |t| t.description),
                sections: text.map_or(&[], |t| t.sections),
                owner_only: matches!(permission.kind, PermissionKind::OwnerOnly),
                grantable: matches!(permission.kind, PermissionKind::Grantable),
            }
        });
        let roles = catalog.roles.iter().map(|role| {
            let text = role.text(locale);
            RoleView {
                slug: role.slug,
                label: text.map_or(role.slug, |t| t.label),
                description: text.map_or("", |t| t.description),
                permissions: role.permissions,
            }
        });
        Self {
            slug: catalog.slug,
            locale,
            grants: GrantRuleView {
                roles: quantity(catalog.grants.roles),
                permissions: quantity(catalog.grants.permissions),
                default_role: catalog.grants.default_role,
            },
            invitation_days: catalog.invitation_days,
            mails: catalog.mails.iter().map(|(event, _)| *event).collect(),
            permissions: permissions.collect(),
            roles: roles.collect(),
        }
    }
}

/// An activity of a store.
#[derive(Serialize)]
pub struct ActivityView<'a> {
    id: &'a ActivityId,
    store_id: &'a StoreId,
    name: &'a str,
    order_notifications: bool,
    /// What its `ETag` says: activities are listed only.
    version: u64,
}

impl<'a> ActivityView<'a> {
    /// An activity of `store`.
    #[must_use]
    pub fn of(store: &'a StoreId, activity: &'a Activity) -> Self {
        Self {
            id: &activity.id,
            store_id: store,
            name: activity.name.as_str(),
            order_notifications: activity.order_notifications,
            version: activity.version,
        }
    }
}
