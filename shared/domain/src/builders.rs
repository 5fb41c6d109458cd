//! Builders of stores, members, invitations and actors for tests: a rule's unit test is five lines.
//!
//! Each gives a sound value under the catalog `whatnot`; a test changes the fields that it is about. Only in tests, and with the
//! feature `builders` for the tests of other crates.

use std::collections::BTreeSet;

use chrono::Duration;

use crate::catalog::GrantRule;
use crate::{
    Account, AccountRule, Actor, Catalog, DeliveryChannel, EmailAddress, Grant, Invitation, InvitationId,
    Limits, Member, Membership, Metadata, Offer, Owner, Permission, PermissionKind, Plan, Quantity,
    Recipient, Role, Seat, SeatCount, Settings, Store, Timestamp, UserId,
};

/// A moment: noon on 1 March 2030, UTC.
///
/// # Panics
/// Never: it is a moment.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn noon() -> Timestamp {
    "2030-03-01T12:00:00Z".parse().expect("a time")
}

/// The moment so many days after [`noon`].
#[must_use]
pub fn day(days: i64) -> Timestamp {
    noon() + Duration::days(days)
}

/// An address.
///
/// # Panics
/// When the text is none.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

/// A user id.
///
/// # Panics
/// When the text is none.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn user(id: &str) -> UserId {
    id.parse().expect("a user id")
}

/// A store of `owner` (`owner@example.com`) under this catalog, on its first plan.
///
/// # Panics
/// When there is no such catalog.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn store(catalog: &str) -> Store {
    let catalog = Catalog::named(catalog).expect("a catalog");
    Store {
        id: "shop".parse().expect("an id"),
        name: "Shop".to_owned().try_into().expect("a name"),
        owner: Owner {
            user_id: user("owner"),
            email: email("owner@example.com"),
            name: "Camille".to_owned().try_into().expect("a name"),
        },
        catalog,
        catalog_version: 0,
        plan: catalog.plans.first().expect("a plan"),
        unknown_policy: None,
        locale: catalog.locale().unwrap_or_default(),
        time_zone: crate::TimeZone::UTC,
        admin_url: None,
        settings: Settings::default(),
        roles: crate::StoreRoles::default(),
        seats: SeatCount::default(),
        departures: 0,
        review_at: None,
        created_at: noon(),
        changed_at: noon(),
        version: 1,
    }
}

/// A catalog whose managers do not all hold the same, as those of the shipped ones do: a `head` holds everything that can be
/// granted, a `foreman` manages without `money`, and a `hand` works. Permissions are granted beside roles. `keys` come with
/// `work` and `money`, and `deed` is the owner's.
pub static RANKS: Catalog = Catalog {
    slug: "ranks",
    default_locale: "en",
    account: AccountRule::Any,
    invitation_days: 10,
    resource_type: "rank",
    reminder_days: Some(2),
    reply_to: crate::ReplyTo::Inviter,
    grants: GrantRule {
        roles: Quantity::Many,
        permissions: Quantity::Many,
        default_role: None,
        custom_roles: 3,
    },
    limits: Limits {
        invitations_per_store_per_day: 4,
        invitations_per_inviter_per_hour: 3,
        resends_per_invitation: 2,
        mails_per_recipient_per_day: 2,
    },
    review_days: None,
    plans: &[Plan { slug: "small", seats: Some(3) }],
    permissions: &[
        Permission::named("work", PermissionKind::Grantable),
        Permission::named("money", PermissionKind::Grantable),
        Permission::named("team", PermissionKind::Grantable),
        Permission::named("keys", PermissionKind::HeldWith(&["work", "money"])),
        Permission::named("deed", PermissionKind::OwnerOnly),
    ],
    roles: &[
        Role::named("head", &["work", "money", "team"]),
        Role::named("foreman", &["work", "team"]),
        Role::named("hand", &["work"]),
    ],
    mails: &[("invitation.declined", &[Recipient::Managers]), ("invitation.ending", &[Recipient::Invitee])],
};

/// A store of `owner` under [`RANKS`].
///
/// # Panics
/// Never: the catalog has a plan.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn store_of_ranks() -> Store {
    Store { catalog: &RANKS, plan: RANKS.plans.first().expect("a plan"), ..store("whatnot") }
}

/// A grant of roles and permissions under the first catalog of a store.
///
/// # Panics
/// When a text is no slug.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn grant(roles: &[&str], permissions: &[&str]) -> Grant {
    Grant {
        roles: roles.iter().map(|role| role.parse().expect("a slug")).collect(),
        permissions: permissions.iter().map(|permission| permission.parse().expect("a slug")).collect(),
        catalog_version: 0,
    }
}

/// A member `id` (`id@example.com`) with these roles, who joined at [`noon`].
#[must_use]
pub fn member(id: &str, roles: &[&str]) -> Member {
    let email = email(&format!("{id}@example.com"));
    Member {
        user: user(id),
        metadata: Metadata::default(),
        addresses: BTreeSet::from([InvitationId::of(&store("whatnot").id, &email)]),
        email,
        name: id.to_owned().try_into().ok(),
        locale: crate::Locale::default(),
        grant: grant(roles, &[]),
        joined_at: noon(),
        last_active_at: None,
        access_ends_at: None,
        due_at: None,
        suspended_at: None,
        last_departure: None,
        mail_problem: None,
        seat: Seat::Held,
        changed_at: noon(),
        version: 1,
    }
}

/// The membership of a member.
#[must_use]
pub fn active(member: Member) -> Membership {
    Membership::Active(Box::new(member))
}

/// The verified account of `id`, with the address `id@example.com`.
#[must_use]
pub fn account(id: &str) -> Account {
    Account { user: user(id), email: email(&format!("{id}@example.com")), name: None, locale: None }
}

/// The owner of a store, as an actor.
///
/// # Panics
/// Never: the owner is an actor.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn owner(store: &Store) -> Actor<'_> {
    Actor::person(store, &store.owner.user_id, None, noon()).expect("the owner")
}

/// An offer of roles to an address.
#[must_use]
pub fn offer(address: &str, roles: &[&str]) -> Offer {
    Offer {
        email: email(address),
        roles: grant(roles, &[]).roles.into_iter().collect(),
        permissions: Vec::new(),
        locale: None,
        access_ends_at: None,
        note: None,
        metadata: Metadata::default(),
        channel: DeliveryChannel::Mail,
    }
}

/// An invitation of `id@example.com` by the store's owner at [`noon`], with these roles.
///
/// # Panics
/// When the store's catalog does not grant them.
#[must_use]
#[expect(clippy::expect_used, reason = "for tests")]
pub fn invitation(store: &Store, id: &str, roles: &[&str]) -> Invitation {
    let offer = offer(&format!("{id}@example.com"), roles);
    Invitation::invite(store, &owner(store), &offer, None, None, noon()).expect("an invitation")
}
