use std::collections::BTreeSet;

use crate::Locale;

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// The permission to manage the team. Its holders are the managers.
const TEAM: &str = "team";

/// The type of people in access evaluations.
pub const USER: &str = "user";

/// The type of activities in access evaluations. No catalog gives it to its stores.
pub const ACTIVITY: &str = "activity";

/// The policy of a kind of store: its permissions, roles, plans, limits and mails. Compiled from
/// `shared/domain/catalogs`.
#[derive(Debug)]
pub struct Catalog {
    /// The catalog's name, which is the name of its folder.
    pub slug: &'static str,
    /// The language of a store that names none.
    pub default_locale: &'static str,
    /// Who may use an invitation's link.
    pub account: AccountRule,
    /// The term of an invitation, in days.
    pub invitation_days: i64,
    /// The type of its stores in access evaluations: `store`, unless the catalog names another.
    pub resource_type: &'static str,
    /// How long before the end of its term the invitee is reminded of an invitation, in days; `None`: never.
    pub reminder_days: Option<i64>,
    /// Where answers to mails for invitees and members go.
    pub reply_to: ReplyTo,
    /// The rules for grants.
    pub grants: GrantRule,
    /// Bounds against misuse.
    pub limits: Limits,
    /// How often the owner is asked to review who has access, in days; `None`: never.
    pub review_days: Option<i64>,
    /// The plans that stores can be on.
    pub plans: &'static [Plan],
    /// All permissions, in display order.
    pub permissions: &'static [Permission],
    /// All roles, in display order.
    pub roles: &'static [Role],
    /// The recipients of the mail about each type of event.
    pub mails: &'static [(&'static str, &'static [Recipient])],
}

/// Who may use an invitation's link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountRule {
    /// Only an account whose verified address is the invited one.
    Invited,
    /// Any signed-in account with a verified address.
    Any,
}

/// Where answers to mails for invitees and members go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyTo {
    /// To the person who invited, as long as they are on the team; about anything else than an invitation, and in their place, to
    /// the owner.
    Inviter,
    /// To the owner of the store.
    Store,
    /// To the sender's address, which is the platform's.
    None,
}

/// How many of something a grant may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// None at all.
    None,
    /// Exactly one.
    One,
    /// Any number.
    Many,
}

/// The rules for grants.
#[derive(Debug)]
pub struct GrantRule {
    /// How many roles.
    pub roles: Quantity,
    /// Whether permissions can be granted one by one.
    pub permissions: Quantity,
    /// The role of a grant without roles.
    pub default_role: Option<&'static str>,
    /// How many roles of its own a store may have. A grant may hold them even where it holds none of the catalog's.
    pub custom_roles: usize,
}

/// Bounds against misuse.
#[derive(Debug)]
pub struct Limits {
    /// Invitations that one store may send in a day.
    pub invitations_per_store_per_day: u32,
    /// Invitations that one person may send in an hour.
    pub invitations_per_inviter_per_hour: u32,
    /// How often one invitation may be sent again.
    pub resends_per_invitation: u32,
    /// Invitation mails that one address may get in a day, from all stores together.
    pub mails_per_recipient_per_day: u32,
}

/// A plan, which sets the number of seats.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    /// The plan's name.
    pub slug: &'static str,
    /// The number of seats, which the owner does not need; `None`: unlimited.
    pub seats: Option<u32>,
}

/// Something that a person may do.
#[derive(Debug)]
pub struct Permission {
    /// The permission's name.
    pub slug: &'static str,
    /// How a person gets it.
    pub kind: PermissionKind,
    texts: &'static [Text],
}

/// How a person gets a permission.
#[derive(Debug)]
pub enum PermissionKind {
    /// By a grant.
    Grantable,
    /// Only by owning the store.
    OwnerOnly,
    /// Automatically, by holding all of these permissions.
    HeldWith(&'static [&'static str]),
}

/// A named set of permissions.
#[derive(Debug)]
pub struct Role {
    /// The role's name.
    pub slug: &'static str,
    /// The permissions that it gives.
    pub permissions: &'static [&'static str],
    texts: &'static [Text],
}

/// The texts of a permission or role in one language.
#[derive(Debug)]
pub struct Text {
    /// Its name for people.
    pub label: &'static str,
    /// One sentence on what the holder may do.
    pub description: &'static str,
    /// The sections of the shop's administration to which it gives access.
    pub sections: &'static [&'static str],
}

/// A recipient of the mail about an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// The invited address.
    Invitee,
    /// The grantor of the invitation.
    Inviter,
    /// The owner and every member who holds `team`.
    Managers,
    /// The member whom the event is about.
    Member,
    /// The store's owner.
    Owner,
    /// The owner before the event, at the address of then.
    FormerOwner,
    /// The person for whom the event gathered answers.
    Reader,
    /// Every member who was given this role.
    HoldersOf(&'static str),
}

/// A set of permissions, as slugs of one catalog.
pub type PermissionSet = BTreeSet<&'static str>;

impl Permission {
    /// A permission without texts, for the tests' own catalog.
    #[cfg(any(test, feature = "builders"))]
    pub(crate) const fn named(slug: &'static str, kind: PermissionKind) -> Self {
        Self { slug, kind, texts: &[] }
    }

    /// How it is shown in `locale`.
    #[must_use]
    pub fn text(&self, locale: Locale) -> Option<&'static Text> {
        self.texts.get(locale.index())
    }
}

impl Role {
    /// A role without texts, for the tests' own catalog.
    #[cfg(any(test, feature = "builders"))]
    pub(crate) const fn named(slug: &'static str, permissions: &'static [&'static str]) -> Self {
        Self { slug, permissions, texts: &[] }
    }

    /// How it is shown in `locale`.
    #[must_use]
    pub fn text(&self, locale: Locale) -> Option<&'static Text> {
        self.texts.get(locale.index())
    }
}

impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl Eq for Catalog {}

impl Plan {
    /// The plan of a store whose stored plan is unknown to this version of the product. It has no seats.
    pub const UNKNOWN: &'static Plan = &Plan { slug: "", seats: Some(0) };
}

/// See [`Catalog::unknown`].
static UNKNOWN: Catalog = Catalog {
    slug: "",
    default_locale: "en",
    account: AccountRule::Invited,
    invitation_days: 0,
    resource_type: "store",
    reminder_days: None,
    reply_to: ReplyTo::None,
    grants: GrantRule {
        roles: Quantity::None,
        permissions: Quantity::None,
        default_role: None,
        custom_roles: 0,
    },
    limits: Limits {
        invitations_per_store_per_day: 0,
        invitations_per_inviter_per_hour: 0,
        resends_per_invitation: 0,
        mails_per_recipient_per_day: 0,
    },
    review_days: None,
    plans: &[],
    permissions: &[Permission { slug: TEAM, kind: PermissionKind::OwnerOnly, texts: &[] }],
    roles: &[],
    mails: &[],
};

impl Catalog {
    /// The catalog of a store whose stored catalog is unknown to this version of the product. It grants
    /// nothing, until the platform puts the store under a known one. The owner still manages the team, so
    /// that members can be removed.
    #[must_use]
    pub fn unknown() -> &'static Catalog {
        &UNKNOWN
    }

    /// Every catalog that is shipped.
    #[must_use]
    pub fn all() -> &'static [Catalog] {
        CATALOGS
    }

    /// The catalog of this name.
    #[must_use]
    pub fn named(slug: &str) -> Option<&'static Catalog> {
        CATALOGS.iter().find(|c| c.slug == slug)
    }

    /// The type of this name, if a catalog gives it to its stores.
    #[must_use]
    pub fn store_type(kind: &str) -> Option<&'static str> {
        CATALOGS.iter().map(|catalog| catalog.resource_type).find(|known| *known == kind)
    }

    /// The plan of this name.
    #[must_use]
    pub fn plan(&self, slug: &str) -> Option<&'static Plan> {
        self.plans.iter().find(|p| p.slug == slug)
    }

    /// The permission of this name.
    #[must_use]
    pub fn permission(&self, slug: &str) -> Option<&'static Permission> {
        self.permissions.iter().find(|p| p.slug == slug)
    }

    /// The role of this name.
    #[must_use]
    pub fn role(&self, slug: &str) -> Option<&'static Role> {
        self.roles.iter().find(|r| r.slug == slug)
    }

    /// The language of a store that names none.
    #[must_use]
    pub fn locale(&self) -> Option<Locale> {
        Locale::parse(self.default_locale)
    }

    /// The recipients of the mail about this type of event.
    #[must_use]
    pub fn recipients(&self, event: &str) -> &'static [Recipient] {
        self.mails.iter().find(|(of, _)| *of == event).map_or(&[], |(_, recipients)| recipients)
    }

    /// The permissions of the owner: all of them.
    #[must_use]
    pub fn everything(&self) -> PermissionSet {
        self.permissions.iter().map(|p| p.slug).collect()
    }

    /// Whether a holder of these permissions manages the team.
    #[must_use]
    pub fn manages_team(held: &PermissionSet) -> bool {
        held.contains(TEAM)
    }
}

#[cfg(test)]
mod tests;
