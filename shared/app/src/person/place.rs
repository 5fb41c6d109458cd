//! The records of a store that can name a person without being theirs, and a position among them.

use serde::{Deserialize, Serialize};
use staffroom_domain::{EventId, InvitationId, StoreId, UserId};

use crate::key::{Counter, IdempotencyScope, Key, PublishingKey};

/// A kind of record that can name a person without being found by an index. All records of a kind are walked, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// Invitations.
    Invitations,
    /// Events of the history.
    Events,
    /// Events that only cause mails.
    Notices,
    /// Answers to invitations that are gathered for others.
    Digests,
    /// Counts.
    Counters,
    /// Published events.
    Published,
    /// Remembered answers to requests.
    Answers,
}

impl RecordKind {
    /// All kinds, in the order in which they are walked.
    pub const ALL: [Self; 7] = [
        Self::Invitations,
        Self::Events,
        Self::Notices,
        Self::Digests,
        Self::Counters,
        Self::Published,
        Self::Answers,
    ];

    /// The kind after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind > self)
    }

    /// The number of records that are read, and rewritten in one transaction, which holds 4 MB. An answer to a bulk call can
    /// have nearly the 400 KB of an item.
    #[must_use]
    pub fn at_once(self) -> usize {
        match self {
            Self::Answers => 8,
            Self::Invitations
            | Self::Events
            | Self::Notices
            | Self::Digests
            | Self::Counters
            | Self::Published => 80,
        }
    }

    /// Whether a key of the store is of this kind.
    #[must_use]
    pub fn has(self, store: &StoreId, key: &Key) -> bool {
        // The key of a count says itself which store it is of, if it is of one.
        key.store() == Some(store) && RecordPlace::of(key).is_some_and(|place| place.kind() == self)
    }
}

/// A record of one of these kinds in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordPlace {
    /// An invitation.
    Invitation(InvitationId),
    /// An event of the history.
    Event(EventId),
    /// An event that only causes mails.
    Notice(EventId),
    /// The answers that are gathered for a person.
    Digest(UserId),
    /// A count.
    Counter(Counter),
    /// A published event.
    Published(u64),
    /// A remembered answer.
    Answer(String),
}

impl RecordPlace {
    /// The place of a key; `None` for other kinds of records.
    #[must_use]
    pub fn of(key: &Key) -> Option<Self> {
        match key {
            Key::Invitation(_, id) => Some(Self::Invitation(*id)),
            Key::Event(_, id) => Some(Self::Event(*id)),
            Key::Notice(_, id) => Some(Self::Notice(*id)),
            Key::Digest(_, user) => Some(Self::Digest(user.clone())),
            Key::Counter(counter) => Some(Self::Counter(counter.clone())),
            Key::Publishing(PublishingKey::Event(_, number)) => Some(Self::Published(*number)),
            Key::Idempotency(IdempotencyScope::Store(_), hash) => Some(Self::Answer(hash.clone())),
            Key::Store(_)
            | Key::StoreMetadata(_)
            | Key::Member(..)
            | Key::Address(..)
            | Key::Holder(..)
            | Key::Listed(..)
            | Key::MailPreferences(..)
            | Key::OptOut(..)
            | Key::AddressOptOut(_)
            | Key::Activity(..)
            | Key::Idempotency(IdempotencyScope::User(_), _)
            | Key::Publishing(PublishingKey::Sequence(_) | PublishingKey::Reference(_))
            | Key::Webhook(_)
            | Key::Role(..)
            | Key::ReplacedRoles(_)
            | Key::Erasure(_) => None,
        }
    }

    /// The key of the record in a store.
    #[must_use]
    pub fn key(&self, store: &StoreId) -> Key {
        let store = store.clone();
        match self {
            Self::Invitation(id) => Key::Invitation(store, *id),
            Self::Event(id) => Key::Event(store, *id),
            Self::Notice(id) => Key::Notice(store, *id),
            Self::Digest(user) => Key::Digest(store, user.clone()),
            Self::Counter(counter) => Key::Counter(counter.clone()),
            Self::Published(number) => Key::Publishing(PublishingKey::Event(store, *number)),
            Self::Answer(hash) => Key::Idempotency(IdempotencyScope::Store(store), hash.clone()),
        }
    }

    /// The kind of record.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Invitation(_) => RecordKind::Invitations,
            Self::Event(_) => RecordKind::Events,
            Self::Notice(_) => RecordKind::Notices,
            Self::Digest(_) => RecordKind::Digests,
            Self::Counter(_) => RecordKind::Counters,
            Self::Published(_) => RecordKind::Published,
            Self::Answer(_) => RecordKind::Answers,
        }
    }
}
