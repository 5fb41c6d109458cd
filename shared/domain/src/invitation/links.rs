//! The links that follow the first one: an invitation is resent, renewed by its invitee, or its link is copied.

use super::{
    Delivery, DeliveryChannel, ExpiryRecord, Invitation, InvitationState, Status, mails_before, mails_on_day,
    reminder, require_welcome, term,
};
use crate::durations::{INVITATION_RETENTION, RENEWAL};
use crate::{Actor, ActorRole, Field, Rejection, Restriction, Seat, Store, Timestamp};

impl Invitation {
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
            let detail = "the store's catalog no longer grants anything that this invitation offers: invite the person again";
            let field = if self.grant.roles.is_empty() { Field::Permissions } else { Field::Roles };
            return Err(Rejection::invalid(field, detail));
        }
        actor.require_held(&store.effective_permissions(&grant))?;
        let mut renewed = self.vouched_by(store, actor, now)?.renewed(store, self.channel, now)?;
        renewed.grant = grant;
        Ok(renewed)
    }

    /// The invitation with a new link and a new term, requested by its invitee. The caller must first check
    /// with [`Self::still_given`] that the grantor can still give the offer.
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
        // The invitee asks for a mail, whatever the inviter chose.
        self.renewed(store, DeliveryChannel::Mail, now)
    }

    /// The invitation with a new link in the same term, which no mail brings: the platform does, or a manager where the store's
    /// owner lets managers copy links. The latest grantor still vouches.
    ///
    /// # Errors
    /// When the actor may not, or it is not pending.
    pub fn with_copied_link(
        &self,
        store: &Store,
        actor: &Actor<'_>,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        match actor.role {
            ActorRole::Platform => {}
            ActorRole::Owner(_) | ActorRole::Member(_) => {
                actor.require_manager()?;
                if !store.settings.link_copying {
                    return Err(Rejection::Forbidden(Restriction::LinkCopyingOff));
                }
                actor.require_held(&store.effective_permissions(&self.grant))?;
            }
        }
        if self.status(now) != Status::Pending {
            return Err(Rejection::InvitationNotPending);
        }
        Ok(Self {
            sent_at: now,
            generation: self.generation + 1,
            mails_that_day: mails_before(Some(self), now),
            delivery: Delivery::None,
            changed_at: now,
            version: self.version + 1,
            ..self.clone()
        })
    }

    /// Until when it is stored: for some time after its term, and as long as its link can be renewed.
    #[must_use]
    pub fn stored_until(&self) -> Timestamp {
        (self.expires_at + INVITATION_RETENTION).max(self.invited_by.vouched_at + RENEWAL)
    }

    fn renewed(&self, store: &Store, channel: DeliveryChannel, now: Timestamp) -> Result<Self, Rejection> {
        // The offered access has ended, too, so a new invitation is needed.
        if self.access_ends_at.is_some_and(|end| end <= now) {
            return Err(Rejection::InvitationExpired);
        }
        store.require_allowed(&self.email)?;
        if self.resends >= store.catalog.limits.resends_per_invitation {
            // This limit never resets: a new invitation is needed. Retry-After is only a hint.
            return Err(Rejection::QuotaExceeded { retry_after: 86_400 });
        }
        let expires_at = term(store, self.access_ends_at, now);
        Ok(Self {
            sent_at: now,
            expires_at,
            expiry: ExpiryRecord::Due,
            remind_at: reminder(store, expires_at, now),
            generation: self.generation + 1,
            resends: self.resends + 1,
            mails_that_day: mails_on_day(Some(self), channel, store, now)?,
            delivery: channel.begun(),
            state: InvitationState::Pending(Seat::Held),
            changed_at: now,
            version: self.version + 1,
            ..self.clone()
        })
    }
}
