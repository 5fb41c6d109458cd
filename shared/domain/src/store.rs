use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    Catalog, DisplayName, Domain, EmailAddress, Locale, Plan, Refusal, StoreId, Timestamp, UserId, WebAddress,
};

/// A store: the tenant, with the policy it lives under and the person it belongs to.
#[derive(Debug, Clone)]
pub struct Store {
    /// The platform's name for it.
    pub id: StoreId,
    /// What people call it.
    pub name: DisplayName,
    /// Whom it belongs to.
    pub owner: Owner,
    /// The policy it lives under.
    pub catalog: &'static Catalog,
    /// What it pays for.
    pub plan: &'static Plan,
    /// The language of the owner, and of invitations that name none.
    pub locale: Locale,
    /// Where its administration is; mails and pages link there.
    pub admin_url: Option<WebAddress>,
    /// What the owner decides.
    pub settings: Settings,
    /// The seats taken.
    pub seats: SeatCount,
    /// When the owner is next asked to look through who has access.
    pub review_at: Option<Timestamp>,
    /// When the platform first put it.
    pub created_at: Timestamp,
    /// Counts the changes, seats apart.
    pub version: u64,
}

/// The one person that a store belongs to. The owner takes no seat and may do everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Who it is at the identity provider.
    pub user_id: UserId,
    /// Where mail to the owner goes.
    pub email: EmailAddress,
    /// What the owner is called.
    pub name: DisplayName,
}

/// What the owner decides about a store.
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
    /// By members and by pending invitations together, expired ones included until they are let go.
    pub taken: u32,
    /// By members.
    pub members: u32,
}

impl Store {
    /// How many seats held by expired invitations must be let go so that `more` can be taken.
    ///
    /// # Errors
    /// [`Refusal::SeatLimitReached`] when even all `expired` of them would not do.
    pub fn seats_to_free(&self, more: u32, expired: u32) -> Result<u32, Refusal> {
        let Some(limit) = self.plan.seats else { return Ok(0) };
        let short = (self.seats.taken + more).saturating_sub(limit);
        if more == 0 {
            Ok(0)
        } else if short > expired {
            Err(Refusal::SeatLimitReached { limit })
        } else {
            Ok(short)
        }
    }

    /// When the owner is next asked to look through who has access, if that is asked at `now`.
    #[must_use]
    pub fn next_review(catalog: &Catalog, now: Timestamp) -> Option<Timestamp> {
        catalog.review_days.map(|days| now + chrono::Duration::days(days))
    }

    /// The store after its review fell due; `None` when none is due at `now`.
    #[must_use]
    pub fn reviewed(&self, now: Timestamp) -> Option<Self> {
        self.review_at.filter(|due| *due <= now)?;
        let review_at = Self::next_review(self.catalog, now);
        Some(Self { review_at, version: self.version + 1, ..self.clone() })
    }

    /// Whether the store takes addresses of this domain.
    ///
    /// # Errors
    /// [`Refusal::DomainNotAllowed`] when it does not.
    pub fn allows(&self, email: &EmailAddress) -> Result<(), Refusal> {
        let allowed = &self.settings.allowed_domains;
        if allowed.is_empty() || allowed.contains(&email.domain()) {
            Ok(())
        } else {
            Err(Refusal::DomainNotAllowed)
        }
    }
}
