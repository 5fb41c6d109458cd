use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    Catalog, DisplayName, Domain, EmailAddress, FieldError, Grant, Locale, PermissionSet, PermissionSlug,
    Plan, Rejection, RoleSlug, StoreId, Timestamp, UserId, WebAddress,
};

/// A store: the tenant, with the policy it lives under and the person it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// The platform's name for it.
    pub id: StoreId,
    /// The name that people know.
    pub name: DisplayName,
    /// The person whom it belongs to.
    pub owner: Owner,
    /// The policy that it lives under.
    pub catalog: &'static Catalog,
    /// Counts the changes of catalog. A grant names the count under which it was given.
    pub catalog_version: u64,
    /// The plan that it pays for.
    pub plan: &'static Plan,
    /// The stored slugs, where this version of the product knows the catalog or the plan no more. The store then lives under
    /// [`Catalog::unknown`] or [`Plan::UNKNOWN`], which grant nothing, until the platform puts it anew.
    pub unknown_policy: Option<PolicySlugs>,
    /// The language of the owner, and of invitations that name none.
    pub locale: Locale,
    /// The address of its administration; mails and pages link there.
    pub admin_url: Option<WebAddress>,
    /// The owner's settings.
    pub settings: Settings,
    /// The seats taken.
    pub seats: SeatCount,
    /// Counts the members who left or were removed. It orders each removal against each invitation by commit, not by clock.
    pub departures: u64,
    /// When the owner is next asked to review who has access.
    pub review_at: Option<Timestamp>,
    /// When the platform first put it.
    pub created_at: Timestamp,
    /// When it last changed, or its history got its last event.
    pub changed_at: Timestamp,
    /// Counts the changes, seats apart.
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

/// The one person that a store belongs to. The owner takes no seat and may do everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The person at the identity provider.
    pub user_id: UserId,
    /// The address that mail to the owner goes to.
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
#[serde(default)]
pub struct Settings {
    /// Whether the platform's support agents may act in the store.
    pub support_access: bool,
    /// Domains that may be invited; empty: any.
    pub allowed_domains: BTreeSet<Domain>,
}

/// The seats that a store has taken, counted in the transactions that take and free them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeatCount {
    /// By members and by pending invitations together. Expired invitations and members whose access has ended count until
    /// their seats are released.
    pub taken: u32,
    /// By members.
    pub members: u32,
}

/// Whether a pending invitation, or a member, counts against the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// It does.
    Held,
    /// It expired or its access ended, and its seat was given to another.
    Released,
}

/// How the seats of a store change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeatChange {
    /// By how many are taken, by members and invitations together.
    pub taken: i64,
    /// By how many members take.
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

/// How many seats are missing for a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeatShortage {
    /// Seats that must be released by members whose access has ended.
    pub members: u32,
    /// Seats that must be released by anybody, those of members included.
    pub taken: u32,
}

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

    /// The part of a grant that counts today: nothing, where it was given under another catalog than the present one.
    #[must_use]
    pub fn current(&self, grant: &Grant) -> Grant {
        if grant.catalog_version == self.catalog_version {
            grant.grantable(self.catalog)
        } else {
            Grant { catalog_version: self.catalog_version, ..Grant::default() }
        }
    }

    /// The permissions that a grant confers in this store.
    #[must_use]
    pub fn effective_permissions(&self, grant: &Grant) -> PermissionSet {
        if grant.catalog_version == self.catalog_version {
            self.catalog.effective(grant)
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
            .grant(roles, permissions)
            .map(|grant| Grant { catalog_version: self.catalog_version, ..grant })
    }

    /// How many seats must be released before a change of the seats fits the plan. `retaken` are seats past their term that are
    /// taken anew, which changes no count. A change that takes no seat never needs one, so a plan may be smaller than the
    /// team, and then admits nobody.
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

    /// When the owner is next asked to review who has access, if that is asked at `now`.
    #[must_use]
    pub fn next_review(catalog: &Catalog, now: Timestamp) -> Option<Timestamp> {
        catalog.review_days.map(|days| now + chrono::Duration::days(days))
    }

    /// The store after its review fell due; `None` when none is due at `now`.
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

/// The version of something new at `now`: the milliseconds since 1970. A key gets each version once, even when all trace of
/// what stood there before is deleted, since nothing changes more than once in a millisecond.
#[must_use]
pub fn first_version(now: Timestamp) -> u64 {
    u64::try_from(now.timestamp_millis()).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests;
