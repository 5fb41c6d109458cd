use std::collections::BTreeSet;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::member::{in_future, regrant, warning};
use crate::{
    Account, AccountRule, Actor, DisplayName, EmailAddress, Grant, InvitationId, Locale, Member, Membership,
    PermissionSlug, Reason, Refusal, RoleSlug, Store, StoreId, Timestamp, UserId,
};

/// A grant offered to an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Made from store and address: an address has one invitation in a store.
    pub id: InvitationId,
    /// The store that invites.
    pub store: StoreId,
    /// Who is invited.
    pub email: EmailAddress,
    /// What is offered.
    pub grant: Grant,
    /// The language that the invitee is written to in.
    pub locale: Locale,
    /// Who vouches for it: whoever made, changed or resent it last.
    pub invited_by: Inviter,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its present link was made.
    pub sent_at: Timestamp,
    /// Until when its present link can be used.
    pub expires_at: Timestamp,
    /// When the member's access will end by itself.
    pub access_ends_at: Option<Timestamp>,
    /// Counts its links; only the latest can be used.
    pub generation: u32,
    /// How often it was sent again.
    pub resends: u32,
    /// How far the mail of its present link got.
    pub delivery: Delivery,
    /// What became of it.
    pub state: InvitationState,
    /// Counts the changes.
    pub version: u64,
}

/// Who vouches for an invitation, and the version of their membership when they did: as long as that has
/// not moved, they still are what they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inviter {
    /// Who it is.
    pub user_id: UserId,
    /// What they were called.
    pub name: Option<DisplayName>,
    /// The version of their membership; `None` for the owner.
    pub member_version: Option<u64>,
}

/// What became of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationState {
    /// Open until its term ends.
    Pending(Seat),
    /// Somebody joined with it.
    Accepted {
        /// Who joined.
        by: UserId,
    },
    /// The invitee does not want to.
    Declined {
        /// Why, if they said.
        reason: Option<Reason>,
    },
    /// Taken back.
    Revoked,
    /// Whoever vouched for it could give none of it any more.
    Withdrawn,
}

/// Whether a pending invitation counts against the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// It does.
    Held,
    /// It expired, and its seat was given to somebody else.
    Released,
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

/// How far a mail got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// To be sent.
    Queued,
    /// Taken by SES.
    Sent,
    /// Taken by the recipient's server.
    Delivered,
    /// Sent back by the recipient's server.
    Bounced,
    /// Reported as unwanted by the recipient.
    Complained,
    /// Refused by SES for good.
    Failed,
}

/// What a manager offers.
#[derive(Debug, Clone)]
pub struct Offer {
    /// To whom.
    pub email: EmailAddress,
    /// Which roles.
    pub roles: Vec<RoleSlug>,
    /// Which permissions.
    pub permissions: Vec<PermissionSlug>,
    /// In which language; `None`: the store's.
    pub locale: Option<Locale>,
    /// Until when access lasts.
    pub access_ends_at: Option<Timestamp>,
}

/// What may be changed of a pending invitation; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct InvitationChange {
    /// Other roles.
    pub roles: Option<Vec<RoleSlug>>,
    /// Other permissions.
    pub permissions: Option<Vec<PermissionSlug>>,
    /// Another language.
    pub locale: Option<Locale>,
}

/// Whoever uses a link.
#[derive(Debug)]
pub struct Invitee<'a> {
    /// Who is signed in.
    pub account: &'a Account,
    /// What they are to the store already.
    pub membership: &'a Membership,
    /// What is known of the person who vouched: `None` when it was not read, and so is taken to be as it
    /// was; the write's condition finds out if not.
    pub inviter: Option<&'a Membership>,
}

/// What using a link comes to.
#[derive(Debug)]
pub enum Acceptance {
    /// Somebody joins.
    Joined {
        /// The invitation, accepted.
        invitation: Invitation,
        /// The new member.
        member: Box<Member>,
    },
    /// The same person used the same link before and is a member.
    Already(Box<Member>),
    /// Nobody joins, and the invitation ends: nothing is left of what was offered, or its addressee is or was
    /// a member by another way.
    Ended {
        /// The invitation, ended.
        invitation: Invitation,
        /// The member whose address it turned out to be.
        member: Option<Box<Member>>,
        /// What whoever used the link is told.
        refusal: Refusal,
    },
}

impl Invitation {
    /// Makes an invitation, in place of one that is over if the address had one.
    ///
    /// # Errors
    /// When the actor may not, the catalog or the store forbids it, or the address is a member or invited.
    pub fn invite(
        store: &Store,
        actor: &Actor<'_>,
        offer: &Offer,
        previous: Option<&Self>,
        addressee: Option<&UserId>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        actor.must_manage_team()?;
        let invited_by = vouch(actor)?;
        let grant = store.catalog.grant(&offer.roles, &offer.permissions).map_err(Refusal::InvalidField)?;
        let access_ends_at = in_future(offer.access_ends_at, now)?;
        actor.must_hold(&store.catalog.effective(&grant))?;
        store.allows(&offer.email)?;
        if addressee.is_some() || store.owner.email == offer.email {
            return Err(Refusal::AlreadyMember);
        }
        if let Some(previous) = previous.filter(|p| p.status(now) == Status::Pending) {
            return Err(Refusal::AlreadyInvited(previous.id));
        }
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
            delivery: Delivery::Queued,
            state: InvitationState::Pending(Seat::Held),
            version: previous.map_or(1, |p| p.version + 1),
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

    /// How many seats it takes: one while it is pending and has not been made to let go.
    #[must_use]
    pub fn seats(&self) -> u32 {
        u32::from(self.state == InvitationState::Pending(Seat::Held))
    }

    /// Whether the link of this generation can be used.
    ///
    /// # Errors
    /// What became of it, if not.
    pub fn open(&self, generation: u32, now: Timestamp) -> Result<(), Refusal> {
        if generation != self.generation {
            return Err(Refusal::InvitationRevoked);
        }
        match &self.state {
            InvitationState::Pending(_) if self.expires_at <= now => Err(Refusal::InvitationExpired),
            InvitationState::Pending(_) => Ok(()),
            InvitationState::Accepted { .. } => Err(Refusal::InvitationUsed),
            InvitationState::Declined { .. } => Err(Refusal::InvitationDeclined),
            InvitationState::Revoked => Err(Refusal::InvitationRevoked),
            InvitationState::Withdrawn => Err(Refusal::InvitationWithdrawn),
        }
    }

    /// What comes of `invitee` using the link of this generation.
    ///
    /// # Errors
    /// When the link cannot be used, or not by them.
    pub fn accept(
        &self,
        store: &Store,
        generation: u32,
        invitee: &Invitee<'_>,
        now: Timestamp,
    ) -> Result<Acceptance, Refusal> {
        let account = invitee.account;
        match (&self.state, invitee.membership) {
            (InvitationState::Accepted { by }, Membership::Active(member))
                if generation == self.generation && *by == account.user =>
            {
                return Ok(Acceptance::Already(member.clone()));
            }
            _ => self.open(generation, now)?,
        }
        if store.catalog.account == AccountRule::Invited && account.email != self.email {
            return Err(Refusal::WrongAccount { invited: self.email.masked() });
        }
        if store.owner.user_id == account.user {
            return Err(Refusal::AlreadyMember);
        }
        let theirs = account.email == self.email;
        match invitee.membership {
            // The link shows that its address is the member's, too: no invitation is pending to a member.
            Membership::Active(member) if theirs => {
                let mut member = member.clone();
                member.addresses.insert(self.id);
                member.version += 1;
                return Ok(Acceptance::Ended {
                    invitation: self.superseded(),
                    member: Some(member),
                    refusal: Refusal::AlreadyMember,
                });
            }
            Membership::Active(_) => return Err(Refusal::AlreadyMember),
            // Leaving ends every invitation that was under way to the person, whatever address it went to.
            Membership::Left { at, .. } if *at >= self.sent_at && theirs => {
                return Ok(Acceptance::Ended {
                    invitation: self.superseded(),
                    member: None,
                    refusal: Refusal::InvitationRevoked,
                });
            }
            Membership::Left { at, .. } if *at >= self.sent_at => return Err(Refusal::InvitationRevoked),
            Membership::Left { .. } | Membership::Never => {}
        }
        store.allows(&account.email)?;
        let Some(grant) = self.still_given(store, invitee.inviter, now) else {
            return Ok(Acceptance::Ended {
                invitation: self.ended(InvitationState::Withdrawn),
                member: None,
                refusal: Refusal::InvitationWithdrawn,
            });
        };
        let theirs = InvitationId::of(&self.store, &account.email);
        let member = Member {
            user: account.user.clone(),
            email: account.email.clone(),
            name: account.name.clone(),
            locale: self.locale,
            grant,
            joined_at: now,
            last_active_at: None,
            access_ends_at: self.access_ends_at,
            warn_at: warning(self.access_ends_at, now),
            addresses: BTreeSet::from([self.id, theirs]),
            version: invitee.membership.version() + 1,
        };
        let invitation = self.ended(InvitationState::Accepted { by: account.user.clone() });
        Ok(Acceptance::Joined { invitation, member: Box::new(member) })
    }

    /// The part of the offer that whoever vouched for it could still give.
    fn still_given(&self, store: &Store, inviter: Option<&Membership>, now: Timestamp) -> Option<Grant> {
        let everything = || self.grant.within(&store.catalog.everything(), store.catalog);
        if store.owner.user_id == self.invited_by.user_id {
            return everything();
        }
        match (inviter, self.invited_by.member_version) {
            (None, Some(_)) => everything(),
            // They vouched as the owner, and the store has another one now.
            (None, None) => None,
            (Some(membership), _) => {
                let held = membership.member()?.held(store.catalog, now);
                if !crate::Catalog::manages_team(&held) {
                    return None;
                }
                self.grant.within(&held, store.catalog)
            }
        }
    }

    /// The invitation after its invitee declined the link of this generation.
    ///
    /// # Errors
    /// When the link cannot be used.
    pub fn decline(&self, generation: u32, reason: Option<Reason>, now: Timestamp) -> Result<Self, Refusal> {
        self.open(generation, now)?;
        let reason = reason.filter(|reason| !reason.as_str().trim().is_empty());
        Ok(self.ended(InvitationState::Declined { reason }))
    }

    /// The invitation after `actor` took it back.
    ///
    /// # Errors
    /// When the actor may not, or it is neither pending nor expired.
    pub fn revoke(&self, store: &Store, actor: &Actor<'_>) -> Result<Self, Refusal> {
        actor.must_manage_team()?;
        self.must_be_unanswered()?;
        actor.must_hold(&store.catalog.effective(&self.grant))?;
        Ok(self.superseded())
    }

    /// The invitation after it was ended because its addressee is a member now.
    #[must_use]
    pub fn superseded(&self) -> Self {
        self.ended(InvitationState::Revoked)
    }

    /// The invitation with a new link and a new term, for which `actor` vouches.
    ///
    /// # Errors
    /// When the actor may not, it is neither pending nor expired, or was sent too often.
    pub fn resend(&self, store: &Store, actor: &Actor<'_>, now: Timestamp) -> Result<Self, Refusal> {
        actor.must_manage_team()?;
        self.must_be_unanswered()?;
        actor.must_hold(&store.catalog.effective(&self.grant))?;
        let mut renewed = self.renewed(store, now)?;
        renewed.invited_by = vouch(actor)?;
        Ok(renewed)
    }

    /// The invitation with a new link and a new term, at its invitee's own request.
    ///
    /// # Errors
    /// When the link is not the latest, has not expired, or was sent too often.
    pub fn renew(&self, store: &Store, generation: u32, now: Timestamp) -> Result<Self, Refusal> {
        match self.open(generation, now) {
            Err(Refusal::InvitationExpired) => self.renewed(store, now),
            Err(other) => Err(other),
            Ok(()) => Err(Refusal::InvitationNotPending),
        }
    }

    fn renewed(&self, store: &Store, now: Timestamp) -> Result<Self, Refusal> {
        // The access that it would give is over, too: only a new invitation can give another.
        if self.access_ends_at.is_some_and(|end| end <= now) {
            return Err(Refusal::InvitationExpired);
        }
        store.allows(&self.email)?;
        if self.resends >= store.catalog.limits.resends_per_invitation {
            // Nothing but a new invitation helps; a day is when that is worth a thought.
            return Err(Refusal::QuotaExceeded { retry_after: 86_400 });
        }
        Ok(Self {
            sent_at: now,
            expires_at: term(store, self.access_ends_at, now),
            generation: self.generation + 1,
            resends: self.resends + 1,
            delivery: Delivery::Queued,
            state: InvitationState::Pending(Seat::Held),
            version: self.version + 1,
            ..self.clone()
        })
    }

    /// The invitation after `change` by `actor`, who vouches for it from then on; the same where it changes
    /// nothing.
    ///
    /// # Errors
    /// When the actor may not, it is not pending, or the catalog forbids it.
    pub fn change(
        &self,
        store: &Store,
        actor: &Actor<'_>,
        change: InvitationChange,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        actor.must_manage_team()?;
        if self.status(now) != Status::Pending {
            return Err(Refusal::InvitationNotPending);
        }
        actor.must_hold(&store.catalog.effective(&self.grant))?;
        let mut changed = self.clone();
        if change.roles.is_some() || change.permissions.is_some() {
            changed.grant = regrant(store.catalog, &self.grant, change.roles, change.permissions)?;
            actor.must_hold(&store.catalog.effective(&changed.grant))?;
        }
        changed.locale = change.locale.unwrap_or(self.locale);
        if changed != *self {
            changed.invited_by = vouch(actor)?;
            changed.version += 1;
        }
        Ok(changed)
    }

    /// The invitation after its mail was found not to have arrived; `None` when that mail held another link,
    /// or this is known.
    #[must_use]
    pub fn undelivered(&self, generation: u32, delivery: Delivery) -> Option<Self> {
        let news = generation == self.generation && delivery != self.delivery;
        news.then(|| Self { delivery, version: self.version + 1, ..self.clone() })
    }

    fn must_be_unanswered(&self) -> Result<(), Refusal> {
        match self.state {
            InvitationState::Pending(_) => Ok(()),
            InvitationState::Accepted { .. }
            | InvitationState::Declined { .. }
            | InvitationState::Revoked
            | InvitationState::Withdrawn => Err(Refusal::InvitationNotPending),
        }
    }

    fn ended(&self, state: InvitationState) -> Self {
        Self { state, version: self.version + 1, ..self.clone() }
    }
}

/// Until when a link can be used: no longer than the access that it gives.
fn term(store: &Store, access_ends_at: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let term = now + Duration::days(store.catalog.invitation_days);
    access_ends_at.map_or(term, |end| end.min(term))
}

/// The seconds since 1970 (until 2106): higher than any generation that the address had before all trace of
/// it was deleted, so that no link of then is a link of now.
fn first_generation(now: Timestamp) -> u32 {
    u32::try_from(now.timestamp()).unwrap_or(u32::MAX / 2)
}

fn vouch(actor: &Actor<'_>) -> Result<Inviter, Refusal> {
    let user_id = actor.user.ok_or(Refusal::Forbidden("the platform itself invites nobody"))?.clone();
    let member_version = match actor.standing {
        crate::Standing::Member(member) => Some(member.version),
        crate::Standing::Owner | crate::Standing::Platform => None,
    };
    Ok(Inviter { user_id, name: actor.name.cloned(), member_version })
}
