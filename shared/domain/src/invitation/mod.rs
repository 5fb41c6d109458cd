//! An invitation: a grant that is offered to an e-mail address. This module creates and changes it; [`links`] has the links after
//! the first one, and [`acceptance`] the use of a link.

mod acceptance;
mod links;
mod state;
#[cfg(test)]
mod tests;

use chrono::{Duration, SubsecRound};

pub use acceptance::{Acceptance, Ending, Visitor};
pub use state::{Delivery, DeliveryChannel, ExpiryRecord, Grantor, InvitationState, Status};

use crate::durations::{REMINDER_AFTER, REMINDER_BEFORE};
use crate::member::outlasts;
use crate::member_change::{regrant, require_future};
use crate::store::{first_generation, first_version};
use crate::{
    Actor, ActorRole, EmailAddress, Grant, InvitationId, Locale, Metadata, Note, PermissionSlug, Rejection,
    Restriction, RoleSlug, Seat, SeatChange, Store, StoreId, Timestamp,
};

/// A grant offered to an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Derived from store and address: an address has one invitation per store.
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
    /// When its current link expires, in whole seconds, because the index of held seats uses seconds.
    pub expires_at: Timestamp,
    /// Whether its expiry is to be recorded once the term has ended.
    pub expiry: ExpiryRecord,
    /// When its invitee is to be reminded, in whole seconds, because the index of what falls due uses seconds. `None` if the
    /// invitee was reminded, or is not to be.
    pub remind_at: Option<Timestamp>,
    /// When the member's access will end by itself.
    pub access_ends_at: Option<Timestamp>,
    /// The number of its current link. Older links are invalid.
    pub generation: u32,
    /// How often it was sent again.
    pub resends: u32,
    /// How many links the store mailed to the address on the day (UTC) of [`Self::sent_at`].
    pub mails_that_day: u32,
    /// How its links reach the invitee.
    pub channel: DeliveryChannel,
    /// The delivery state of the mail with its present link.
    pub delivery: Delivery,
    /// What the inviter writes in its mails.
    pub note: Option<Note>,
    /// What the member will have as theirs.
    pub metadata: Metadata,
    /// The state.
    pub state: InvitationState,
    /// When it last changed, except for the delivery state.
    pub changed_at: Timestamp,
    /// Counts the changes, except those of the delivery state.
    pub version: u64,
}

/// An offer by a manager.
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
    /// When the access will end; `None`: with the grantor's own access, if that ends.
    pub access_ends_at: Option<Timestamp>,
    /// What the inviter writes in the mail.
    pub note: Option<Note>,
    /// What the member will have as theirs.
    pub metadata: Metadata,
    /// How the link reaches the invitee.
    pub channel: DeliveryChannel,
}

/// A change of a pending invitation; `None` leaves a field unchanged.
#[derive(Debug, Clone, Default)]
pub struct InvitationChange {
    /// Other roles.
    pub roles: Option<Vec<RoleSlug>>,
    /// Other permissions.
    pub permissions: Option<Vec<PermissionSlug>>,
    /// Another language.
    pub locale: Option<Locale>,
    /// Another end of the access; `Some(None)`: no end of its own.
    pub access_ends_at: Option<Option<Timestamp>>,
    /// Another note; `Some(None)`: none.
    pub note: Option<Option<Note>>,
    /// Other metadata.
    pub metadata: Option<Metadata>,
}

impl Invitation {
    /// Creates an invitation. It replaces `previous`, which must have ended or expired. `addressee` is the
    /// member who has the address, if there is one.
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
        let mails_that_day = mails_on_day(previous, offer.channel, store, now)?;
        let expires_at = term(store, access_ends_at, now);
        Ok(Self {
            id: InvitationId::of(&store.id, &offer.email),
            store: store.id.clone(),
            email: offer.email.clone(),
            grant,
            locale: offer.locale.unwrap_or(store.locale),
            invited_by,
            created_at: now,
            sent_at: now,
            expires_at,
            expiry: ExpiryRecord::Due,
            remind_at: reminder(store, expires_at, now),
            access_ends_at,
            generation: previous.map_or_else(|| first_generation(now), |p| p.generation + 1),
            resends: 0,
            mails_that_day,
            channel: offer.channel,
            delivery: offer.channel.begun(),
            note: offer.note.clone(),
            metadata: offer.metadata.clone(),
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

    /// Whether its present link is mailed, as the store's first to the address on that day.
    #[must_use]
    pub fn is_first_mail_of_day(&self) -> bool {
        self.delivery == Delivery::Queued && self.mails_that_day == 1
    }

    /// Whether it has no answer yet; it may have expired.
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

    /// The invitation after it ended because its addressee is a member or the owner now, or has left.
    #[must_use]
    pub fn superseded(&self, now: Timestamp) -> Self {
        self.ended(InvitationState::Revoked, now)
    }

    /// The invitation after it ended because its grantor can no longer give any part of the offer.
    #[must_use]
    pub fn withdrawn(&self, now: Timestamp) -> Self {
        self.ended(InvitationState::Withdrawn, now)
    }

    /// The invitation after its expiry is recorded, without its seat; `None` if it has not expired, or that was recorded before.
    #[must_use]
    pub fn expired(&self, now: Timestamp) -> Option<Self> {
        let is_due = self.status(now) == Status::Expired && self.expiry == ExpiryRecord::Due;
        is_due.then(|| self.ended(InvitationState::Pending(Seat::Released), now))
    }

    /// When something about it falls due: the reminder, or the record of its expiry.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        let is_due = self.is_unanswered() && self.expiry == ExpiryRecord::Due;
        is_due.then(|| self.remind_at.map_or(self.expires_at, |remind_at| remind_at.min(self.expires_at)))
    }

    /// The invitation after its invitee was reminded; `None` if that is not due, or the invitation is not open any more.
    #[must_use]
    pub fn reminded(&self, now: Timestamp) -> Option<Self> {
        let is_due = self.status(now) == Status::Pending && self.remind_at.is_some_and(|due| due <= now);
        is_due.then(|| Self { remind_at: None, version: self.version + 1, changed_at: now, ..self.clone() })
    }

    /// Whether a reminder at `now` is of use: it can arrive, and leaves a day for the answer.
    #[must_use]
    pub fn is_worth_a_reminder(&self, now: Timestamp) -> bool {
        self.delivery.may_arrive() && self.expires_at - now >= REMINDER_BEFORE
    }

    /// The invitation after `change` by `actor`, who becomes its grantor; the same if nothing changes.
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
        if let Some(end) = change.access_ends_at {
            changed.access_ends_at = require_future(end, now)?;
        }
        if let Some(note) = change.note {
            changed.note = note;
        }
        if let Some(metadata) = change.metadata {
            changed.metadata = metadata;
        }
        if changed == *self {
            return Ok(changed);
        }
        let mut vouched = changed.vouched_by(store, actor, now)?;
        vouched.changed_at = now;
        vouched.version += 1;
        Ok(vouched)
    }

    /// What it offers, as far as the catalog still grants it, for another address.
    #[must_use]
    pub fn offer_to(&self, store: &Store, email: EmailAddress) -> Offer {
        let current = store.current(&self.grant);
        Offer {
            email,
            roles: current.roles.into_iter().collect(),
            permissions: current.permissions.into_iter().collect(),
            locale: Some(self.locale),
            access_ends_at: self.access_ends_at,
            note: self.note.clone(),
            metadata: self.metadata.clone(),
            channel: self.channel,
        }
    }

    /// The invitation with `actor` as its grantor. Without an end of access it gets that of the grantor; a
    /// later end is rejected.
    fn vouched_by(&self, store: &Store, actor: &Actor<'_>, now: Timestamp) -> Result<Self, Rejection> {
        let invited_by = grantor(store, actor, now)?;
        let access_ends_at = self.access_ends_at.or(invited_by.access_ends_at);
        actor.require_lasting(access_ends_at)?;
        let mut vouched = Self { invited_by, access_ends_at, ..self.clone() };
        if outlasts(Some(vouched.expires_at), access_ends_at) {
            vouched.expires_at = access_ends_at.map_or(vouched.expires_at, |end| end.trunc_subsecs(0));
            vouched.remind_at = self.remind_at.and_then(|_| reminder(store, vouched.expires_at, now));
        }
        Ok(vouched)
    }

    /// The invitation after its mail could not be delivered. `None` if the mail had an older link, or if this
    /// or a complaint is recorded already: SES suppresses an address that complained, and reports bounces of later mails.
    #[must_use]
    pub fn undelivered(&self, generation: u32, delivery: Delivery, now: Timestamp) -> Option<Self> {
        let is_final = self.delivery == Delivery::Complained;
        let is_news = generation == self.generation && delivery != self.delivery && !is_final;
        is_news.then(|| Self { delivery, version: self.version + 1, changed_at: now, ..self.clone() })
    }

    fn require_unanswered(&self) -> Result<(), Rejection> {
        if self.is_unanswered() { Ok(()) } else { Err(Rejection::InvitationNotPending) }
    }

    fn ended(&self, state: InvitationState, now: Timestamp) -> Self {
        // What is answered or ended does not expire.
        Self {
            state,
            expiry: ExpiryRecord::Done,
            remind_at: None,
            version: self.version + 1,
            changed_at: now,
            ..self.clone()
        }
    }
}

/// Requires that the recipient did not report the mail with the last link as unwanted. Complaints about other mails are
/// remembered apart from the invitation, by the store and the address.
fn require_welcome(previous: Option<&Invitation>) -> Result<(), Rejection> {
    match previous {
        Some(Invitation { delivery: Delivery::Complained, .. }) => Err(Rejection::RecipientOptedOut),
        Some(_) | None => Ok(()),
    }
}

const DAY: i64 = 86_400;

/// How many links the store has mailed to the address today. Days are those of UTC, as those of all limits.
fn mails_before(previous: Option<&Invitation>, now: Timestamp) -> u32 {
    let day = |at: Timestamp| at.timestamp().div_euclid(DAY);
    let before = previous.filter(|previous| day(previous.sent_at) == day(now));
    before.map_or(0, |previous| previous.mails_that_day)
}

/// How many links the store mails to the address today, with one more if it is mailed.
fn mails_on_day(
    previous: Option<&Invitation>,
    channel: DeliveryChannel,
    store: &Store,
    now: Timestamp,
) -> Result<u32, Rejection> {
    let mails = mails_before(previous, now) + channel.mails();
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

/// When the invitee is reminded of an invitation that ends at `expires_at` and is mailed at `now`; `None` if the catalog wants no
/// reminder, or it would follow the mail too soon.
fn reminder(store: &Store, expires_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let remind_at = expires_at - Duration::days(store.catalog.reminder_days?);
    (remind_at >= now + REMINDER_AFTER).then_some(remind_at)
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
