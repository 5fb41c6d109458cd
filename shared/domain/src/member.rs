use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::durations::{ACCESS_WARNING, ACTIVITY};
use crate::{
    DisplayName, EmailAddress, Grant, InvitationId, Locale, Metadata, PermissionSet, Seat, SeatChange, Store,
    StoreId, Timestamp, UserId, bounds,
};

/// A signed-in person whose address the identity provider has verified.
#[derive(Debug, Clone)]
pub struct Account {
    /// The person at the identity provider.
    pub user: UserId,
    /// The verified address.
    pub email: EmailAddress,
    /// The person's name, if the identity provider knows it.
    pub name: Option<DisplayName>,
    /// The person's language, if the identity provider knows it and the product has it.
    pub locale: Option<Locale>,
}

/// A user who holds a grant in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person at the identity provider.
    pub user: UserId,
    /// The address that mail to them goes to.
    pub email: EmailAddress,
    /// Their name.
    pub name: Option<DisplayName>,
    /// The language of their mails and messages.
    pub locale: Locale,
    /// The roles and permissions that they were given.
    pub grant: Grant,
    /// When they accepted.
    pub joined_at: Timestamp,
    /// When their last access check was recorded, at most once a day.
    pub last_active_at: Option<Timestamp>,
    /// When their access ends by itself.
    pub access_ends_at: Option<Timestamp>,
    /// When they are next told of that: a week before, and then at the end itself; `None` when nothing is to be told.
    pub due_at: Option<Timestamp>,
    /// Since when a manager has suspended them: they have no access, and keep their grant and their seat.
    pub suspended_at: Option<Timestamp>,
    /// What is wrong with mails to their address, as far as it is known.
    pub mail_problem: Option<MailProblem>,
    /// What the platform or a manager notes on them.
    pub metadata: Metadata,
    /// Every address known to be theirs in this store, by the invitation it would have.
    pub addresses: BTreeSet<InvitationId>,
    /// The store's [`Store::departures`] when they last left the store; `None` for a person who never left.
    pub last_departure: Option<u64>,
    /// Whether they take a seat of the plan.
    pub seat: Seat,
    /// When it last changed, except for `last_active_at`.
    pub changed_at: Timestamp,
    /// Counts the changes, except those of `last_active_at`.
    pub version: u64,
}

/// A user's membership in a store. Ownership is not a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// Never a member, or the trace of a former membership has been deleted.
    Never,
    /// A member, whose access may have ended by itself.
    Active(Box<Member>),
    /// A former member.
    Left(Departure),
}

/// Whether a member has access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MemberStatus {
    /// They have access.
    Active,
    /// Their access has ended by itself.
    Ended,
    /// A manager has suspended them.
    Suspended,
}

/// The trace of a former member. Invitations from before it no longer admit the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// When they left or were removed.
    pub at: Timestamp,
    /// The store's [`Store::departures`] after this departure.
    pub departures: u64,
    /// Continues the versions of the membership.
    pub version: u64,
    /// Where the person is, if they did not leave: the platform moved them to another id.
    pub moved: Option<Moved>,
}

/// The other id that the platform moved a person to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The id.
    pub to: UserId,
    /// How far the move is.
    pub stage: MoveStage,
}

/// How far a move is, once the membership or ownership has gone to the other id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveStage {
    /// Pending invitations can still name the former id as that of the person who vouches for them.
    Vouching,
    /// All of them name the other id.
    Complete,
}

impl Membership {
    /// The id that the person of this one has now, if the platform moved them.
    #[must_use]
    pub fn moved_to(&self) -> Option<&UserId> {
        match self {
            Self::Left(departure) => departure.moved.as_ref().map(|moved| &moved.to),
            Self::Active(_) | Self::Never => None,
        }
    }

    /// The member, if there is one; their access may have ended.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Active(member) => Some(member),
            Self::Never | Self::Left(_) => None,
        }
    }

    /// The member, if there is one who has access.
    #[must_use]
    pub fn present(&self, now: Timestamp) -> Option<&Member> {
        self.member().filter(|member| member.status(now) == MemberStatus::Active)
    }

    /// The store's [`Store::departures`] when the person last left; `None` for a person who never left.
    #[must_use]
    pub fn last_departure(&self) -> Option<u64> {
        match self {
            Self::Active(member) => member.last_departure,
            Self::Left(departure) => Some(departure.departures),
            Self::Never => None,
        }
    }

    /// The version; 0 if nothing is stored.
    #[must_use]
    pub fn version(&self) -> u64 {
        match self {
            Self::Active(member) => member.version,
            Self::Left(departure) => departure.version,
            Self::Never => 0,
        }
    }
}

impl Member {
    /// Whether access has ended by itself.
    #[must_use]
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.access_ends_at.is_some_and(|end| end <= now)
    }

    /// Whether the member has access. An end is an end for a suspended member, too.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> MemberStatus {
        match self.suspended_at {
            _ if self.has_ended(now) => MemberStatus::Ended,
            Some(_) => MemberStatus::Suspended,
            None => MemberStatus::Active,
        }
    }

    /// The permissions that the member holds now.
    #[must_use]
    pub fn held(&self, store: &Store, now: Timestamp) -> PermissionSet {
        match self.status(now) {
            MemberStatus::Active => store.effective_permissions(&self.grant),
            MemberStatus::Ended | MemberStatus::Suspended => PermissionSet::new(),
        }
    }

    /// The seats that the member takes.
    #[must_use]
    pub fn seats(&self) -> SeatChange {
        match self.seat {
            Seat::Held => SeatChange { taken: 1, members: 1 },
            Seat::Released => SeatChange::default(),
        }
    }

    /// The member with another name, language or address; `None` when nothing changes.
    #[must_use]
    pub fn with_profile(&self, store: &StoreId, profile: &Profile, now: Timestamp) -> Option<Self> {
        let mut changed = self.clone();
        if let Some(name) = &profile.name {
            changed.name = Some(name.clone());
        }
        changed.locale = profile.locale.unwrap_or(self.locale);
        if let Some(email) = &profile.email {
            // The former address is released: it may belong to another person later.
            if *email != self.email {
                changed.addresses = BTreeSet::from([InvitationId::of(store, email)]);
            }
            if *email != self.email {
                changed.mail_problem = None;
            }
            changed.email = email.clone();
        }
        let same = changed == *self && changed.email.as_typed() == self.email.as_typed();
        changed.version += 1;
        changed.changed_at = now;
        (!same).then_some(changed)
    }

    /// The member whose address has a problem; `None` if this is known, or a complaint, which is final.
    #[must_use]
    pub fn with_mail_problem(&self, problem: MailProblem, now: Timestamp) -> Option<Self> {
        let is_news = match self.mail_problem {
            None => true,
            Some(MailProblem::Bounced) => problem != MailProblem::Bounced,
            Some(MailProblem::Complained) => false,
        };
        let after = || Self {
            mail_problem: Some(problem),
            version: self.version + 1,
            changed_at: now,
            ..self.clone()
        };
        is_news.then(after)
    }

    /// The member with one more address that they proved to own, unless the largest number is reached.
    #[must_use]
    pub fn with_address(&self, address: InvitationId, now: Timestamp) -> Self {
        let mut changed = self.clone();
        if changed.addresses.len() < bounds::MEMBER_ADDRESSES {
            changed.addresses.insert(address);
        }
        changed.version += 1;
        changed.changed_at = now;
        changed
    }

    /// The member after they are told that access ends or has ended; `None` when nothing is due at `now`. With the end their seat
    /// is free.
    #[must_use]
    pub fn fall_due(&self, now: Timestamp) -> Option<(Self, AccessDue)> {
        let end = self.access_ends_at?;
        self.due_at.filter(|due| *due <= now)?;
        let (due_at, seat, due) = if end <= now {
            (None, Seat::Released, AccessDue::Ended(end))
        } else {
            (Some(end), self.seat, AccessDue::Ending(end))
        };
        Some((Self { due_at, seat, version: self.version + 1, changed_at: now, ..self.clone() }, due))
    }

    /// Whether activity at `now` is to be recorded.
    #[must_use]
    pub fn is_active_again(&self, now: Timestamp) -> bool {
        self.last_active_at.is_none_or(|last| last + ACTIVITY <= now)
    }
}

/// What is wrong with mails to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailProblem {
    /// Mails to the member's address do not arrive.
    Bounced,
    /// The member reported one as spam.
    Complained,
}

/// What a member is to be told of the end of their access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessDue {
    /// It ends then.
    Ending(Timestamp),
    /// It ended then.
    Ended(Timestamp),
}

/// What people say of themselves; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Another name.
    pub name: Option<DisplayName>,
    /// Another language.
    pub locale: Option<Locale>,
    /// Another address, which the identity provider has verified.
    pub email: Option<EmailAddress>,
}

/// When to tell a member next of the end of their access: a week before, or at the end when there is no week left.
pub(crate) fn access_due(access_ends_at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let end = access_ends_at.filter(|end| *end > now)?;
    let warning = end.checked_sub_signed(ACCESS_WARNING).filter(|warning| *warning > now);
    Some(warning.unwrap_or(end))
}

/// Whether access until `end` lasts longer than access until `other`. `None` has no end.
pub(crate) fn outlasts(end: Option<Timestamp>, other: Option<Timestamp>) -> bool {
    match (end, other) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(end), Some(other)) => end > other,
    }
}

#[cfg(test)]
mod tests;
