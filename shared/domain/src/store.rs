use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::durations::MAX_CLOCK_SKEW_SECONDS;
use crate::{
    Catalog, DisplayName, Domain, EmailAddress, FieldError, Grant, Locale, PermissionSet, PermissionSlug,
    Plan, Quantity, Rejection, RoleSlug, StoreId, StoreRoles, TimeZone, Timestamp, UserId, WebAddress,
};

/// A store, which is a tenant, with its policy and its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// The id, which the platform chose.
    pub id: StoreId,
    /// The name that is shown to people.
    pub name: DisplayName,
    /// The owner.
    pub owner: Owner,
    /// The policy.
    pub catalog: &'static Catalog,
    /// Counts the changes of catalog. A grant is valid only under the count at which it was given.
    pub catalog_version: u64,
    /// The plan.
    pub plan: &'static Plan,
    /// The stored slugs, if this version of the product does not know the catalog or the plan.
    /// [`Catalog::unknown`] and [`Plan::UNKNOWN`], which grant nothing, then take their place, until the
    /// platform puts the store again.
    pub unknown_policy: Option<PolicySlugs>,
    /// The language of the owner, and of invitations without a language.
    pub locale: Locale,
    /// The time zone that times in its mails are in.
    pub time_zone: TimeZone,
    /// The URL of its administration, to which mails and pages link.
    pub admin_url: Option<WebAddress>,
    /// The owner's settings.
    pub settings: Settings,
    /// The roles of its own.
    pub roles: StoreRoles,
    /// The seats taken.
    pub seats: SeatCount,
    /// Counts the members who left or were removed. It orders removals and invitations by commit,
    /// independently of clocks.
    pub departures: u64,
    /// When the next review of who has access is due.
    pub review_at: Option<Timestamp>,
    /// When the platform created it.
    pub created_at: Timestamp,
    /// When it last changed, or its history got its last event.
    pub changed_at: Timestamp,
    /// Counts the changes, except those of seats.
    pub version: u64,
}

/// The slugs of a catalog and a plan, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySlugs {
    /// The catalog's slug.
    pub catalog: String,
    /// The plan's slug.
    pub plan: String,
}

/// The owner of a store. The owner has all permissions and takes no seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct Owner {
    /// The person at the identity provider.
    pub user_id: UserId,
    /// The address that mail to the owner goes to; `erased` in the history, where the person was erased.
    #[serde(deserialize_with = "crate::email::or_erased")]
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::ErasableEmail"))]
    pub email: EmailAddress,
    /// The owner's name.
    pub name: DisplayName,
}

impl Owner {
    /// Whether both name the same person in the same spelling: two spellings of one address are equal, but shown apart.
    #[must_use]
    pub fn is_written_as(&self, other: &Self) -> bool {
        self == other && self.email.as_typed() == other.email.as_typed()
    }
}

/// The owner's settings of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Settings {
    /// Whether the platform's support agents may act in the store, also on behalf of its users.
    pub support_access: bool,
    /// Whether managers may copy the links of invitations.
    pub link_copying: bool,
    /// The domains whose addresses may be invited and may join. An empty list allows all domains.
    #[cfg_attr(feature = "describe", schemars(length(max = crate::bounds::ALLOWED_DOMAINS)))]
    pub allowed_domains: BTreeSet<Domain>,
}

/// The taken seats of a store, counted in the transactions that take and free them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeatCount {
    /// Those of members and pending invitations. Expired invitations and members whose access has ended count
    /// until their seats are released.
    pub taken: u32,
    /// Those of members.
    pub members: u32,
}

/// Whether a pending invitation or a member takes a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// It takes a seat.
    Held,
    /// It expired, or its access ended, and its seat was released for another.
    Released,
}

/// A change of the taken seats of a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeatChange {
    /// The change of the seats of members and invitations together.
    pub taken: i64,
    /// The change of the seats of members.
    pub members: i64,
}

impl std::ops::AddAssign for SeatChange {
    fn add_assign(&mut self, other: Self) {
        self.taken += other.taken;
        self.members += other.members;
    }
}

impl std::ops::Sub for SeatChange {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { taken: self.taken - other.taken, members: self.members - other.members }
    }
}

/// The seats that a change lacks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeatShortage {
    /// Seats that must be released by members whose access has ended.
    pub members: u32,
    /// Seats that must be released in total, including those of members.
    pub taken: u32,
}

/// Bytes of a store's record that do not depend on it: the names of the attributes, numbers, and what joins lists and objects.
const FIXED_BYTES: usize = 450;

impl Store {
    /// The catalog's slug, as it is stored.
    #[must_use]
    pub fn catalog_slug(&self) -> &str {
        self.unknown_policy.as_ref().map_or(self.catalog.slug, |stored| &stored.catalog)
    }

    /// The plan's slug, as it is stored.
    #[must_use]
    pub fn plan_slug(&self) -> &str {
        self.unknown_policy.as_ref().map_or(self.plan.slug, |stored| &stored.plan)
    }

    /// The part of a grant that is valid now: nothing, if it was given under another catalog.
    #[must_use]
    pub fn current(&self, grant: &Grant) -> Grant {
        if grant.catalog_version == self.catalog_version {
            grant.grantable(self.catalog, &self.roles)
        } else {
            Grant { catalog_version: self.catalog_version, ..Grant::default() }
        }
    }

    /// The permissions that a grant confers in this store.
    #[must_use]
    pub fn effective_permissions(&self, grant: &Grant) -> PermissionSet {
        if grant.catalog_version == self.catalog_version {
            self.catalog.effective(&self.roles, grant)
        } else {
            PermissionSet::new()
        }
    }

    /// The grant of these roles and permissions, if the catalog allows it.
    ///
    /// # Errors
    /// One error for each entry that cannot be granted.
    pub fn grant(
        &self,
        roles: &[RoleSlug],
        permissions: &[PermissionSlug],
    ) -> Result<Grant, Vec<FieldError>> {
        self.catalog
            .grant(&self.roles, roles, permissions)
            .map(|grant| Grant { catalog_version: self.catalog_version, ..grant })
    }

    /// The permissions of one of the store's roles, its own or the catalog's; `None` if it has no such role.
    #[must_use]
    pub fn permissions_of(&self, role: &RoleSlug) -> Option<Vec<&'static str>> {
        self.catalog.permissions_of(&self.roles, role)
    }

    /// The part of a grant that a holder of `held` can give; see [`Grant::within`].
    #[must_use]
    pub fn within(&self, grant: &Grant, held: &PermissionSet) -> Option<Grant> {
        grant.within(held, self.catalog, &self.roles)
    }

    /// How many roles a grant may hold: any number of the store's own ones, where the catalog has none.
    #[must_use]
    pub fn role_quantity(&self) -> Quantity {
        match self.catalog.grants.roles {
            Quantity::None if !self.roles.is_empty() => Quantity::Many,
            quantity => quantity,
        }
    }

    /// The bytes that its record takes at most, also after each of its roles was replaced.
    #[must_use]
    pub fn stored_bytes(&self) -> usize {
        // A user id is also in the key of the index `people`, where each `#` and `%` takes three bytes.
        let key = self.owner.user_id.as_str();
        let key = key.len() + 2 * key.bytes().filter(|byte| b"#%".contains(byte)).count();
        let owner = &self.owner;
        let domains: usize =
            self.settings.allowed_domains.iter().map(|domain| domain.as_str().len() + 2).sum();
        let texts = [
            self.id.as_str(),
            self.name.as_str(),
            owner.user_id.as_str(),
            owner.email.as_typed(),
            owner.name.as_str(),
            self.catalog_slug(),
            self.plan_slug(),
            self.locale.as_str(),
            self.time_zone.as_str(),
            self.admin_url.as_ref().map_or("", |url| url.as_str()),
        ];
        let texts: usize = texts.iter().map(|text| text.len()).sum();
        let longest_role = self.catalog.roles.iter().map(|role| role.slug.len()).max().unwrap_or_default();
        FIXED_BYTES + key + texts + domains + self.roles.stored_bytes(longest_role)
    }

    /// The seats that must be released before a change fits the plan. `retaken` are expired seats that the
    /// change takes again, which does not change the count. A change that takes no seat needs none, so a plan
    /// may be smaller than the team; it then admits no new member.
    #[must_use]
    pub fn shortage(&self, change: SeatChange, retaken: SeatChange) -> SeatShortage {
        let Some(limit) = self.plan.seats.map(i64::from) else { return SeatShortage::default() };
        let missing = |taken: u32, more: i64| u32::try_from(i64::from(taken) + more - limit).unwrap_or(0);
        SeatShortage {
            members: if change.members + retaken.members > 0 {
                missing(self.seats.members, change.members)
            } else {
                0
            },
            taken: if change.taken + retaken.taken > 0 { missing(self.seats.taken, change.taken) } else { 0 },
        }
    }

    /// Whether a link of this generation can be one of this store: those of a closed store with the same id were made before it.
    #[must_use]
    pub fn may_have_made(&self, generation: u32) -> bool {
        generation >= first_generation(self.created_at)
    }

    /// Whether a mail about what happened then, to the second, can be one of this store. The clock that dated it may be behind the
    /// one that dated the store; what a closed store with the id told is older than that.
    #[must_use]
    pub fn may_have_told(&self, at: Timestamp) -> bool {
        at.timestamp() + MAX_CLOCK_SKEW_SECONDS >= self.created_at.timestamp()
    }

    /// The time of the next review, if one takes place at `now`.
    #[must_use]
    pub fn next_review(catalog: &Catalog, now: Timestamp) -> Option<Timestamp> {
        catalog.review_days.map(|days| now + chrono::Duration::days(days))
    }

    /// The store after a review that is due; `None` if none is due at `now`.
    #[must_use]
    pub fn reviewed(&self, now: Timestamp) -> Option<Self> {
        self.review_at.filter(|due| *due <= now)?;
        let review_at = Self::next_review(self.catalog, now);
        Some(Self { review_at, version: self.version + 1, changed_at: now, ..self.clone() })
    }

    /// Requires that the store allows addresses of this domain.
    ///
    /// # Errors
    /// [`Rejection::DomainNotAllowed`].
    pub fn require_allowed(&self, email: &EmailAddress) -> Result<(), Rejection> {
        let allowed = &self.settings.allowed_domains;
        if allowed.is_empty() || allowed.contains(&email.domain()) {
            Ok(())
        } else {
            Err(Rejection::DomainNotAllowed)
        }
    }
}

/// The first generation of a new item: the seconds since 1970 (until 2106). It exceeds every generation that
/// the address had before its item was deleted, so that old links stay invalid.
pub(crate) fn first_generation(now: Timestamp) -> u32 {
    u32::try_from(now.timestamp()).unwrap_or(u32::MAX / 2)
}

/// The first version of a new item: the milliseconds since 1970. So a key never has the same version twice,
/// even if its item is deleted and created again, because an item changes at most once per millisecond.
#[must_use]
pub fn first_version(now: Timestamp) -> u64 {
    u64::try_from(now.timestamp_millis()).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests;
