//! A grant offered to an e-mail address: what it holds, how it is made and changed. [`acceptance`] is how it is used.

mod acceptance;
#[cfg(test)]
mod tests;

use chrono::{Duration, SubsecRound};
use serde::{Deserialize, Serialize};

pub use acceptance::{Acceptance, Ending, Visitor};

use crate::durations::RENEWAL;
use crate::member::outlasts;
use crate::member_change::{regrant, require_future};
use crate::store::first_version;
use crate::{
    Actor, ActorRole, DisplayName, EmailAddress, Field, Grant, InvitationId, Locale, PermissionSlug, Reason,
    Rejection, Restriction, RoleSlug, Seat, SeatChange, Store, StoreId, Timestamp, UserId,
};

/// A grant offered to an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Made from store and address: an address has one invitation in a store.
    pub id: InvitationId,
    /// The store that invites.
    pub store: StoreId,
    /// The invited address.
    pub email: EmailAddress,
    /// The roles and permissions that are offered.
    pub grant: Grant,
    /// The language of the mail to the invitee.
    pub locale: Locale,
    /// The manager who made, changed or resent it last.
    pub invited_by: Grantor,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its present link was made.
    pub sent_at: Timestamp,
    /// Until when its present link can be used: a whole second, since the seats past their term are indexed by seconds.
    pub expires_at: Timestamp,
    /// When the member's access will end by itself.
    pub access_ends_at: Option<Timestamp>,
    /// Counts its links; only the latest can be used.
    pub generation: u32,
    /// How often it was sent again.
    pub resends: u32,
    /// How many links the store mailed to the address on the day (UTC) of [`Self::sent_at`].
    pub mails_that_day: u32,
    /// The delivery state of the mail with its present link.
    pub delivery: Delivery,
    /// What became of it.
    pub state: InvitationState,
    /// When it last changed, delivery apart.
    pub changed_at: Timestamp,
    /// Counts the changes, delivery apart.
    pub version: u64,
}

/// The manager who vouches for an invitation, as they were when they did.
///
/// While their membership has the same version, and their access has not ended, they can still give what they offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grantor {
    /// The person.
    pub user_id: UserId,
    /// Their name.
    pub name: Option<DisplayName>,
    /// The version of their membership; `None` for the owner.
    pub member_version: Option<u64>,
    /// When their own access ends.
    pub access_ends_at: Option<Timestamp>,
    /// When they vouched. An invitee renews a link no longer than [`crate::durations::RENEWAL_DAYS`] after this.
    pub vouched_at: Timestamp,
    /// The store's [`Store::departures`] when they vouched: a member who left later is not admitted by this invitation.
    pub departures: u64,
}

/// What became of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationState {
    /// Open until its term ends.
    Pending(Seat),
    /// A person joined with it.
    Accepted {
        /// The person.
        by: UserId,
    },
    /// The invitee declined.
    Declined {
        /// The reason, if the invitee gave one.
        reason: Option<Reason>,
    },
    /// A manager revoked it, or its addressee became a member in another way.
    Revoked,
    /// Its grantor could give none of it any more.
    Withdrawn,
}

/// An invitation's state as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Status {
    Pending,
    Accepted,
    Declined,
    Revoked,
    Expired,
}

/// The delivery state of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// Not sent yet.
    Queued,
    /// Accepted by SES.
    Sent,
    /// Accepted by the recipient's server.
    Delivered,
    /// Returned by the recipient's server.
    Bounced,
    /// Reported as unwanted by the recipient.
    Complained,
    /// Rejected by SES for good.
    Failed,
}

/// What a manager offers.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The address to invite.
    pub email: EmailAddress,
    /// Roles.
    pub roles: Vec<RoleSlug>,
    /// Permissions.
    pub permissions: Vec<PermissionSlug>,
    /// The language of the mail; `None`: the store's.
    pub locale: Option<Locale>,
    /// When access will end; `None`: when the grantor's own ends, if it does.
    pub access_ends_at: Option<Timestamp>,
}

/// What a manager changes of a pending invitation; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct InvitationChange {
    /// Other roles.
    pub roles: Option<Vec<RoleSlug>>,
    /// Other permissions.
    pub permissions: Option<Vec<PermissionSlug>>,
    /// Another language.
    pub locale: Option<Locale>,
}

impl Invitation {
    /// Makes an invitation, in place of one that is over if the address had one. `addressee_is_member` says whether the
    /// address is that of a member whose access has not ended.
    ///
    /// # Errors
    /// When the actor may not, the catalog or the store forbids it, the address is a member's or invited, or its owner reported
    /// the store's mail as unwanted or got too many today.
    pub fn invite(
        store: &Store,
        actor: &Actor<'_>,
        offer: &Offer,
        previous: Option<&Self>,
        addressee: Option<&crate::Member>,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        actor.require_manager()?;
        let invited_by = grantor(store, actor, now)?;
        let grant = store.grant(&offer.roles, &offer.permissions).map_err(Rejection::InvalidField)?;
        let access_ends_at = require_future(offer.access_ends_at, now)?.or(actor.access_ends_at());
        actor.require_held(&store.effective_permissions(&grant))?;
        actor.require_lasting(access_ends_at)?;
        store.require_allowed(&offer.email)?;
        let is_member = addressee.is_some_and(|member| !member.has_ended(now));
        if is_member || store.owner.email == offer.email {
            return Err(Rejection::AlreadyMember);
        }
        if let Some(previous) = previous.filter(|p| p.status(now) == Status::Pending) {
            return Err(Rejection::AlreadyInvited(previous.id));
        }
        require_welcome(previous)?;
        let mails_that_day = mails_on_day(previous, store, now)?;
        Ok(Self {
            id: InvitationId::of(&store.id, &offer.email),
            store: store.id.clone(),
            email: offer.email.clone(),
            grant,
            locale: offer.locale.unwrap_or(store.locale),
            invited_by,
            created_at: now,
            sent_at: now,
            expires_at: term(store, access_ends_at, now),
            access_ends_at,
            generation: previous.map_or_else(|| first_generation(now), |p| p.generation + 1),
            resends: 0,
            mails_that_day,
            delivery: Delivery::Queued,
            state: InvitationState::Pending(Seat::Held),
            changed_at: now,
            version: previous.map_or_else(|| first_version(now), |p| p.version + 1),
        })
    }

    /// The state as it is shown at `now`.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> Status {
        match self.state {
            InvitationState::Pending(_) if self.expires_at <= now => Status::Expired,
            InvitationState::Pending(_) => Status::Pending,
            InvitationState::Accepted { .. } => Status::Accepted,
            InvitationState::Declined { .. } => Status::Declined,
            InvitationState::Revoked | InvitationState::Withdrawn => Status::Revoked,
        }
    }

    /// The seats that it takes: one while it is pending and its seat is not released.
    #[must_use]
    pub fn seats(&self) -> SeatChange {
        SeatChange { taken: i64::from(self.state == InvitationState::Pending(Seat::Held)), members: 0 }
    }

    /// Whether it waits for an answer, in its term or past it.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        matches!(self.state, InvitationState::Pending(_))
    }

    /// The invitation after `actor` revoked it.
    ///
    /// # Errors
    /// When the actor may not, or it is neither pending nor expired.
    pub fn revoke(&self, store: &Store, actor: &Actor<'_>, now: Timestamp) -> Result<Self, Rejection> {
        actor.require_manager()?;
        self.require_unanswered()?;
        actor.require_held(&store.effective_permissions(&self.grant))?;
        Ok(self.superseded(now))
    }

    /// The invitation after it ended because its addressee is a member now.
    #[must_use]
    pub fn superseded(&self, now: Timestamp) -> Self {
        self.ended(InvitationState::Revoked, now)
    }

    /// The invitation after it ended because its grantor can give none of it any more.
    #[must_use]
    pub fn withdrawn(&self, now: Timestamp) -> Self {
        self.ended(InvitationState::Withdrawn, now)
    }

    /// The invitation with a new link and a new term, for which `actor` vouches.
    ///
    /// # Errors
    /// When the actor may not, it is neither pending nor expired, its recipient reported its mail as unwanted, it offers
    /// nothing that the catalog still grants, or it was sent too often.
    pub fn resend(&self, store: &Store, actor: &Actor<'_>, now: Timestamp) -> Result<Self, Rejection> {
        actor.require_manager()?;
        self.require_unanswered()?;
        require_welcome(Some(self))?;
        let grant = store.current(&self.grant);
        if grant.is_empty() {
            let detail =
                "the store's catalog grants none of this invitation's rights any more: change them first";
            let field = if self.grant.roles.is_empty() { Field::Permissions } else { Field::Roles };
            return Err(Rejection::invalid(field, detail));
        }
        actor.require_held(&store.effective_permissions(&grant))?;
        let mut renewed = self.vouched_by(store, actor, now)?.renewed(store, now)?;
        renewed.grant = grant;
        Ok(renewed)
    }

    /// The invitation with a new link and a new term, at its invitee's own request. Whether its grantor can still give what
    /// it offers is the caller's to check first, with [`Self::still_given`].
    ///
    /// # Errors
    /// When the link is not the latest, has not expired, or was sent too often, or a manager vouched too long ago.
    pub fn renew(&self, store: &Store, generation: u32, now: Timestamp) -> Result<Self, Rejection> {
        match self.open(generation, now) {
            Err(Rejection::InvitationExpired) => {}
            Err(other) => return Err(other),
            Ok(()) => return Err(Rejection::InvitationNotPending),
        }
        if self.invited_by.vouched_at + RENEWAL <= now {
            return Err(Rejection::InvitationExpired);
        }
        self.renewed(store, now)
    }

    fn renewed(&self, store: &Store, now: Timestamp) -> Result<Self, Rejection> {
        // The access that it would give is over, too: only a new invitation can give another.
        if self.access_ends_at.is_some_and(|end| end <= now) {
            return Err(Rejection::InvitationExpired);
        }
        store.require_allowed(&self.email)?;
        if self.resends >= store.catalog.limits.resends_per_invitation {
            // This limit never resets: a new invitation is needed. Retry-After is only a hint.
            return Err(Rejection::QuotaExceeded { retry_after: 86_400 });
        }
        Ok(Self {
            sent_at: now,
            expires_at: term(store, self.access_ends_at, now),
            generation: self.generation + 1,
            resends: self.resends + 1,
            mails_that_day: mails_on_day(Some(self), store, now)?,
            delivery: Delivery::Queued,
            state: InvitationState::Pending(Seat::Held),
            changed_at: now,
            version: self.version + 1,
            ..self.clone()
        })
    }

    /// The invitation after `change` by `actor`, who vouches for it from then on; the same where nothing changes.
    ///
    /// # Errors
    /// When the actor may not, it is not pending, the actor's own access ends before what it offers, or the catalog forbids
    /// it.
    pub fn change(
        &self,
        store: &Store,
        actor: &Actor<'_>,
        change: InvitationChange,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        actor.require_manager()?;
        if self.status(now) != Status::Pending {
            return Err(Rejection::InvitationNotPending);
        }
        actor.require_held(&store.effective_permissions(&self.grant))?;
        let mut changed = self.clone();
        if change.roles.is_some() || change.permissions.is_some() {
            changed.grant = regrant(store, &self.grant, change.roles, change.permissions)?;
            actor.require_held(&store.effective_permissions(&changed.grant))?;
        }
        changed.locale = change.locale.unwrap_or(self.locale);
        if changed == *self {
            return Ok(changed);
        }
        let mut vouched = changed.vouched_by(store, actor, now)?;
        vouched.changed_at = now;
        vouched.version += 1;
        Ok(vouched)
    }

    /// The invitation with `actor` as its grantor: one without an end takes the grantor's, one with a later end is refused.
    fn vouched_by(&self, store: &Store, actor: &Actor<'_>, now: Timestamp) -> Result<Self, Rejection> {
        let invited_by = grantor(store, actor, now)?;
        let access_ends_at = self.access_ends_at.or(invited_by.access_ends_at);
        actor.require_lasting(access_ends_at)?;
        let mut vouched = Self { invited_by, access_ends_at, ..self.clone() };
        if outlasts(Some(vouched.expires_at), access_ends_at) {
            vouched.expires_at = access_ends_at.map_or(vouched.expires_at, |end| end.trunc_subsecs(0));
        }
        Ok(vouched)
    }

    /// The invitation after its mail was found not to have arrived; `None` when that mail held another link, or this is
    /// recorded already.
    #[must_use]
    pub fn undelivered(&self, generation: u32, delivery: Delivery, now: Timestamp) -> Option<Self> {
        let is_news = generation == self.generation && delivery != self.delivery;
        is_news.then(|| Self { delivery, version: self.version + 1, changed_at: now, ..self.clone() })
    }

    fn require_unanswered(&self) -> Result<(), Rejection> {
        if self.is_unanswered() { Ok(()) } else { Err(Rejection::InvitationNotPending) }
    }

    fn ended(&self, state: InvitationState, now: Timestamp) -> Self {
        Self { state, version: self.version + 1, changed_at: now, ..self.clone() }
    }
}

/// Requires that the recipient did not report the mail with the last link as unwanted.
fn require_welcome(previous: Option<&Invitation>) -> Result<(), Rejection> {
    match previous {
        Some(Invitation { delivery: Delivery::Complained, .. }) => Err(Rejection::RecipientOptedOut),
        Some(_) | None => Ok(()),
    }
}

/// How many links the store mails to the address today, with one more. Days are those of UTC, as those of all limits.
fn mails_on_day(previous: Option<&Invitation>, store: &Store, now: Timestamp) -> Result<u32, Rejection> {
    const DAY: i64 = 86_400;
    let day = |at: Timestamp| at.timestamp().div_euclid(DAY);
    let before = previous.filter(|previous| day(previous.sent_at) == day(now));
    let mails = before.map_or(0, |previous| previous.mails_that_day) + 1;
    if mails > store.catalog.limits.mails_per_recipient_per_day {
        let left = DAY - now.timestamp().rem_euclid(DAY);
        return Err(Rejection::QuotaExceeded { retry_after: u32::try_from(left).unwrap_or(u32::MAX) });
    }
    Ok(mails)
}

/// Until when a link can be used: the catalog's term up to the next whole second, and no longer than the access that it gives.
fn term(store: &Store, access_ends_at: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let term = now + Duration::days(store.catalog.invitation_days) + Duration::milliseconds(999);
    access_ends_at.map_or(term, |end| end.min(term)).trunc_subsecs(0)
}

/// The seconds since 1970 (until 2106): higher than any generation that the address had before all trace of it was deleted,
/// so that no link of then opens an invitation of now.
fn first_generation(now: Timestamp) -> u32 {
    u32::try_from(now.timestamp()).unwrap_or(u32::MAX / 2)
}

fn grantor(store: &Store, actor: &Actor<'_>, now: Timestamp) -> Result<Grantor, Rejection> {
    let user_id = actor.user().ok_or(Rejection::Forbidden(Restriction::GrantorNeeded))?.clone();
    let member_version = match actor.role {
        ActorRole::Member(member) => Some(member.version),
        ActorRole::Owner(_) | ActorRole::Platform => None,
    };
    Ok(Grantor {
        user_id,
        name: actor.name.cloned(),
        member_version,
        access_ends_at: actor.access_ends_at(),
        vouched_at: now,
        departures: store.departures,
    })
}
