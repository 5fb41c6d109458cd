//! The mails that a person does not want from a store.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::EventKind;
use crate::Timestamp;
use crate::store::first_version;

/// A kind of mail that its reader can switch off. All others tell their reader something of their own access, or must reach the
/// owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// That people join or decline.
    Answers,
    /// That an order was placed.
    Orders,
    /// The request to review who has access.
    Reviews,
}

impl MailKind {
    /// The kind of the mail about an event; `None` if it cannot be switched off.
    #[must_use]
    pub fn of(event: &EventKind) -> Option<Self> {
        match event {
            EventKind::InvitationAccepted { .. }
            | EventKind::InvitationDeclined { .. }
            | EventKind::AnswersGathered { .. } => Some(Self::Answers),
            EventKind::OrderCreated { .. } => Some(Self::Orders),
            EventKind::ReviewDue => Some(Self::Reviews),
            EventKind::StoreCreated
            | EventKind::StoreChanged { .. }
            | EventKind::StoreTransferred { .. }
            | EventKind::StoreClosed
            | EventKind::InvitationCreated { .. }
            | EventKind::InvitationResent { .. }
            | EventKind::InvitationLinkCopied { .. }
            | EventKind::InvitationChanged { .. }
            | EventKind::InvitationRevoked { .. }
            | EventKind::InvitationSuperseded { .. }
            | EventKind::InvitationWithdrawn { .. }
            | EventKind::InvitationExpired { .. }
            | EventKind::InvitationEnding { .. }
            | EventKind::InvitationUndelivered { .. }
            | EventKind::MemberAdded { .. }
            | EventKind::MemberChanged { .. }
            | EventKind::MemberSuspended { .. }
            | EventKind::MemberResumed { .. }
            | EventKind::MemberRemoved { .. }
            | EventKind::MemberLeft { .. }
            | EventKind::MemberProfileChanged { .. }
            | EventKind::MemberAccessEnding { .. }
            | EventKind::MemberAccessEnded { .. }
            | EventKind::ActivityPut { .. }
            | EventKind::ActivityDeleted { .. }
            | EventKind::RoleCreated { .. }
            | EventKind::RoleChanged { .. }
            | EventKind::RoleDeleted { .. }
            | EventKind::AppInstalled { .. }
            | EventKind::PersonErased { .. }
            | EventKind::PersonMoved { .. }
            | EventKind::Unknown(_) => None,
        }
    }
}

/// Whether a person wants a kind of mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// They get it.
    Wanted,
    /// They do not.
    Unwanted,
}

/// The kinds of mail that a person does not want from a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailPreferences {
    /// The kinds.
    pub unwanted: BTreeSet<MailKind>,
    /// Counts the changes.
    pub version: u64,
}

impl MailPreferences {
    /// The preferences after a wish; `None` if they are the same.
    #[must_use]
    pub fn with(before: Option<&Self>, kind: MailKind, wish: Wish, now: Timestamp) -> Option<Self> {
        let mut unwanted = before.map(|before| before.unwanted.clone()).unwrap_or_default();
        let changed = match wish {
            Wish::Unwanted => unwanted.insert(kind),
            Wish::Wanted => unwanted.remove(&kind),
        };
        let version = before.map_or_else(|| first_version(now), |before| before.version + 1);
        changed.then_some(Self { unwanted, version })
    }

    /// The preferences of a person who is moved to an id at which they had `there` before: what is off at one of the ids is off.
    #[must_use]
    pub fn moved(&self, there: Option<&Self>, now: Timestamp) -> Self {
        let known = there.map_or(0, |there| there.version);
        let unwanted = there.into_iter().chain([self]).flat_map(|each| each.unwanted.iter().copied());
        Self {
            unwanted: unwanted.collect(),
            version: self.version.max(known).saturating_add(1).max(first_version(now)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MailKind, MailPreferences, Wish};
    use crate::builders::noon;

    #[test]
    fn a_wish_is_kept_until_it_is_taken_back() {
        let with =
            |before: Option<&MailPreferences>, kind, wish| MailPreferences::with(before, kind, wish, noon());
        assert_eq!(with(None, MailKind::Orders, Wish::Wanted), None);
        let one = with(None, MailKind::Orders, Wish::Unwanted).unwrap();
        assert_eq!(with(Some(&one), MailKind::Orders, Wish::Unwanted), None, "as before");
        let two = with(Some(&one), MailKind::Answers, Wish::Unwanted).unwrap();
        assert_eq!(two.version, one.version + 1);
        let back = with(Some(&two), MailKind::Orders, Wish::Wanted).unwrap();
        assert_eq!(back.unwanted, [MailKind::Answers].into());
    }

    #[test]
    fn what_was_off_by_either_id_stays_off_for_who_is_moved() {
        let off = |kind| MailPreferences::with(None, kind, Wish::Unwanted, noon()).unwrap();
        let (here, there) = (off(MailKind::Orders), off(MailKind::Reviews));
        let moved = here.moved(Some(&there), noon());
        assert_eq!(moved.unwanted, [MailKind::Orders, MailKind::Reviews].into());
        assert_eq!((moved.version, here.moved(None, noon()).unwanted), (here.version + 1, here.unwanted));
    }
}
