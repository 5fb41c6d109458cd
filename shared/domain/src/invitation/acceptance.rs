use std::collections::BTreeSet;

use super::{Delivery, Invitation, InvitationState};
use crate::member::{access_due, outlasts};
use crate::store::first_version;
use crate::{
    Account, AccountRule, Catalog, Grant, InvitationId, MailProblem, Member, Membership, Reason, Rejection,
    Seat, Store, Timestamp,
};

/// A person who uses a link, with their membership and that of the grantor.
#[derive(Debug)]
pub struct Visitor<'a> {
    /// The signed-in account.
    pub account: &'a Account,
    /// The visitor's part in the store.
    pub membership: &'a Membership,
    /// The grantor's membership. `None`: it was not read, and is assumed to be unchanged since the grantor
    /// vouched; the plan must check this by a condition.
    pub grantor: Option<&'a Membership>,
}

/// The result of a person using a link.
#[derive(Debug)]
pub enum Acceptance {
    /// The person joins.
    Joined {
        /// The invitation, accepted.
        invitation: Invitation,
        /// The new member.
        member: Box<Member>,
    },
    /// The same person used the same link before and is a member.
    AlreadyJoined(Box<Member>),
    /// The person does not join, and the invitation ends.
    Ended {
        /// The invitation, ended.
        invitation: Invitation,
        /// The reason.
        ending: Ending,
    },
}

/// Why an invitation ends when its link is used.
#[derive(Debug)]
pub enum Ending {
    /// The grantor or the catalog can no longer give any part of the offer.
    Withdrawn,
    /// Its addressee is the owner.
    Owner,
    /// Its addressee is a member, by another address.
    Member {
        /// The member with the invited address added, if they signed in with it. `None` for a forwarded link.
        changed: Option<Box<Member>>,
    },
    /// Its addressee was a member and left after a manager vouched for it.
    Left,
}

impl Ending {
    /// The rejection that the person who used the link gets.
    #[must_use]
    pub fn rejection(&self) -> Rejection {
        match self {
            Self::Withdrawn => Rejection::InvitationWithdrawn,
            Self::Owner | Self::Member { .. } => Rejection::AlreadyMember,
            Self::Left => Rejection::InvitationRevoked,
        }
    }
}

impl Invitation {
    /// Requires that the link of this generation can be used.
    ///
    /// # Errors
    /// The state of the invitation, as a rejection.
    pub fn open(&self, generation: u32, now: Timestamp) -> Result<(), Rejection> {
        if generation != self.generation {
            return Err(Rejection::InvitationRevoked);
        }
        match &self.state {
            InvitationState::Pending(_) if self.expires_at <= now => Err(Rejection::InvitationExpired),
            InvitationState::Pending(_) => Ok(()),
            InvitationState::Accepted { .. } => Err(Rejection::InvitationUsed),
            InvitationState::Declined { .. } => Err(Rejection::InvitationDeclined),
            InvitationState::Revoked => Err(Rejection::InvitationRevoked),
            InvitationState::Withdrawn => Err(Rejection::InvitationWithdrawn),
        }
    }

    /// Whether the grantor's access has ended according to the invitation. The grantor must then be read,
    /// because a manager may have extended their access.
    #[must_use]
    pub fn needs_grantor(&self, now: Timestamp) -> bool {
        self.is_unanswered() && self.invited_by.access_ends_at.is_some_and(|end| end <= now)
    }

    /// The part of the offer that the catalog and the grantor still give; `None` when nothing is left.
    #[must_use]
    pub fn still_given(
        &self,
        store: &Store,
        grantor: Option<&Membership>,
        now: Timestamp,
    ) -> Option<(Grant, Option<Timestamp>)> {
        let offer = store.current(&self.grant);
        if offer.is_empty() {
            return None;
        }
        if self.is_given_by_owner(store, grantor) {
            return Some((offer, self.access_ends_at));
        }
        match (grantor, self.invited_by.member_version) {
            (None, Some(_)) => Some((offer, self.access_ends_at)),
            // The grantor vouched as the owner, and the store has another owner now.
            (None, None) => None,
            (Some(membership), _) => {
                let grantor = membership.present(now)?;
                let held = grantor.held(store, now);
                if !Catalog::manages_team(&held) {
                    return None;
                }
                let end = if outlasts(self.access_ends_at, grantor.access_ends_at) {
                    grantor.access_ends_at
                } else {
                    self.access_ends_at
                };
                Some((store.within(&offer, &held)?, end))
            }
        }
    }

    /// Whether the store's owner vouches for it, by their id or by the one that the platform moved them to since.
    fn is_given_by_owner(&self, store: &Store, grantor: Option<&Membership>) -> bool {
        let owner = &store.owner.user_id;
        *owner == self.invited_by.user_id || grantor.and_then(Membership::moved_to) == Some(owner)
    }

    /// Whether the grantor's own access has ended, which makes the link invalid before its term ends.
    fn grantor_has_ended(&self, store: &Store, grantor: Option<&Membership>, now: Timestamp) -> bool {
        if self.is_given_by_owner(store, grantor) {
            return false;
        }
        match grantor {
            None => self.needs_grantor(now),
            Some(membership) => {
                let is_known_to_end = self.needs_grantor(now) || membership.member().is_some();
                is_known_to_end && membership.present(now).is_none()
            }
        }
    }

    /// Requires that the link of this generation can be used and that its grantor's access has not ended.
    ///
    /// # Errors
    /// The state of the invitation, as a rejection. The grantor's end is looked at before the link's term.
    pub fn open_with_grantor(
        &self,
        store: &Store,
        generation: u32,
        grantor: Option<&Membership>,
        now: Timestamp,
    ) -> Result<(), Rejection> {
        match self.open(generation, now) {
            Ok(()) | Err(Rejection::InvitationExpired) if self.grantor_has_ended(store, grantor, now) => {
                Err(Rejection::InvitationWithdrawn)
            }
            opened => opened,
        }
    }

    /// The result of `visitor` using the link of this generation. The caller must check the seats.
    ///
    /// # Errors
    /// When the link cannot be used, or not by this person.
    pub fn accept(
        &self,
        store: &Store,
        generation: u32,
        visitor: &Visitor<'_>,
        now: Timestamp,
    ) -> Result<Acceptance, Rejection> {
        let account = visitor.account;
        // A link gives no access to a suspended member, not even one to another of their addresses. If their access has ended as
        // well, a manager can invite them again, and a link from before the suspension stays dead.
        let member = visitor.membership.member();
        let present = member.filter(|member| !member.has_ended(now));
        let is_vouched_for = |suspended_at| present.is_none() && suspended_at < self.invited_by.vouched_at;
        if member.and_then(|member| member.suspended_at).is_some_and(|at| !is_vouched_for(at)) {
            return Err(Rejection::MemberSuspended);
        }
        if let (InvitationState::Accepted { by }, Some(member)) = (&self.state, present)
            && generation == self.generation
            && *by == account.user
        {
            return Ok(Acceptance::AlreadyJoined(Box::new(member.clone())));
        }
        match self.open_with_grantor(store, generation, visitor.grantor, now) {
            Err(Rejection::InvitationWithdrawn) if self.is_unanswered() => {
                return Ok(Acceptance::Ended { invitation: self.withdrawn(now), ending: Ending::Withdrawn });
            }
            opened => opened?,
        }
        let is_theirs = account.email == self.email;
        if store.catalog.account == AccountRule::Invited && !is_theirs {
            return Err(Rejection::WrongAccount { invited: self.email.masked() });
        }
        if store.owner.user_id == account.user {
            return Ok(Acceptance::Ended { invitation: self.superseded(now), ending: Ending::Owner });
        }
        if let Some(member) = present {
            let changed = is_theirs.then(|| Box::new(member.with_address(self.id, now)));
            let ending = Ending::Member { changed };
            return Ok(Acceptance::Ended { invitation: self.superseded(now), ending });
        }
        let last_departure = visitor.membership.last_departure();
        if last_departure.is_some_and(|count| self.invited_by.departures < count) {
            // Leaving ends all pending invitations to the person, to any of their addresses. They stay ended if
            // the person comes back and that access ends.
            return if is_theirs {
                Ok(Acceptance::Ended { invitation: self.superseded(now), ending: Ending::Left })
            } else {
                Err(Rejection::InvitationRevoked)
            };
        }
        store.require_allowed(&account.email)?;
        let Some((grant, access_ends_at)) = self.still_given(store, visitor.grantor, now) else {
            return Ok(Acceptance::Ended { invitation: self.withdrawn(now), ending: Ending::Withdrawn });
        };
        let version = visitor.membership.version();
        let member = Member {
            user: account.user.clone(),
            email: account.email.clone(),
            name: account.name.clone(),
            locale: self.locale,
            grant,
            joined_at: now,
            last_active_at: None,
            access_ends_at,
            due_at: access_due(access_ends_at, now),
            // A forwarded link binds the invited address to nobody: only the verified one is theirs.
            addresses: BTreeSet::from([InvitationId::of(&self.store, &account.email)]),
            last_departure,
            suspended_at: None,
            mail_problem: (is_theirs && self.delivery == Delivery::Complained)
                .then_some(MailProblem::Complained),
            metadata: self.metadata.clone(),
            seat: Seat::Held,
            changed_at: now,
            version: if version == 0 { first_version(now) } else { version + 1 },
        };
        let invitation = self.ended(InvitationState::Accepted { by: account.user.clone() }, now);
        Ok(Acceptance::Joined { invitation, member: Box::new(member) })
    }

    /// The invitation after its invitee declined the link of this generation.
    ///
    /// # Errors
    /// When the link cannot be used.
    pub fn decline(
        &self,
        store: &Store,
        generation: u32,
        grantor: Option<&Membership>,
        reason: Option<Reason>,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        self.open_with_grantor(store, generation, grantor, now)?;
        let reason = reason.filter(|reason| !reason.as_str().trim().is_empty());
        Ok(self.ended(InvitationState::Declined { reason }, now))
    }
}

#[cfg(test)]
mod tests;
