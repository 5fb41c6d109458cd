use std::collections::BTreeSet;

use chrono::{Duration, SubsecRound};
use serde::{Deserialize, Serialize};
use staffroom_domain::{
    Activity, AddressId, ClosedStore, Digest, Event, EventId, Invitation, MailPreferences, Membership,
    Metadata, OptOut, RoleTexts, SeatChange, Store, StoreId, Timestamp, UserId, durations,
};

use crate::person::ErasureTask;
use crate::webhook::WebhookRecord;

/// A stored record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A store, with its seats.
    Store(Box<Store>),
    /// The metadata of a store.
    StoreMetadata(Metadata),
    /// A store that the platform closed.
    ClosedStore(Box<ClosedStore>),
    /// A member, or the trace of a former one; never [`Membership::Never`].
    Membership(Membership),
    /// The member who has an address.
    AddressHolder(UserId),
    /// The item of [`crate::Key::Holder`]. It has nothing beside its key.
    Holder,
    /// The item of [`crate::Key::Listed`]. It has nothing beside its key.
    Listed,
    /// An invitation.
    Invitation(Box<Invitation>),
    /// An event, with the addresses that were mailed about it.
    Event(Box<StoredEvent>),
    /// The answers to invitations that are gathered for a person.
    Digest(Box<Digest>),
    /// The mails that a person does not want.
    MailPreferences(MailPreferences),
    /// That a person does not want to be written to.
    OptOut(OptOut),
    /// An activity.
    Activity(Activity),
    /// The texts of a role of the store's own.
    Role(Box<RoleTexts>),
    /// That members and invitations have roles that were replaced.
    ReplacedRoles(ReplacedRoles),
    /// A request with an idempotency key.
    Idempotency(IdempotencyRecord),
    /// A count.
    Count(u32),
    /// What is published.
    Publishing(PublishingRecord),
    /// What webhooks need.
    Webhook(WebhookRecord),
    /// An erasure of a person in progress.
    Erasure(Box<ErasureTask>),
}

/// That members and invitations have roles that were replaced, and are to be rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplacedRoles {
    /// When it falls due, in whole seconds.
    pub due_at: Timestamp,
    /// The version of the store after the last replacement.
    pub version: u64,
}

/// A record of what is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishingRecord {
    /// The number of the event of a store that was published last.
    Sequence {
        /// The number.
        number: u64,
        /// When it was published.
        at: Timestamp,
    },
    /// A published event.
    Event(Box<PublishedEvent>),
    /// Where a published event is.
    Reference(EventReference),
}

/// An event as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedEvent {
    /// Its id.
    pub id: EventId,
    /// The name of its type.
    pub kind: String,
    /// The event in JSON, as receivers get it.
    pub json: String,
    /// When it was published.
    pub at: Timestamp,
}

/// Where a published event is, and what is chosen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventReference {
    /// The store.
    pub store: StoreId,
    /// The number among the published events of the store.
    pub number: u64,
    /// The name of its type.
    pub kind: String,
    /// When it was published.
    pub at: Timestamp,
}

/// An event, with the addresses that were mailed about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// The event.
    pub event: Event,
    /// The addresses for which a mail was begun. If SES did not take it, or nobody heard, it is begun again.
    pub begun: BTreeSet<AddressId>,
    /// The addresses for which SES accepted a mail.
    pub mailed: BTreeSet<AddressId>,
    /// The addresses whose mail servers accepted it, as far as SES reported that.
    pub delivered: BTreeSet<AddressId>,
    /// The versions of what is published of the event ([`staffroom_domain::EventKind::publications`]), in that order. Empty
    /// where nothing is published, and for events from before events were published.
    pub versions: Vec<u64>,
}

impl From<Event> for StoredEvent {
    /// An event that nobody was mailed about yet.
    fn from(event: Event) -> Self {
        let (begun, mailed, delivered) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { event, begun, mailed, delivered, versions: Vec::new() }
    }
}

/// The record of a request with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotencyRecord {
    /// The hash of the request.
    pub fingerprint: String,
    /// When the request was first begun. Invitations that its caller made since then can be its own.
    pub begun: Timestamp,
    /// When it was begun the last time, or answered.
    pub at: Timestamp,
    /// The state of the request.
    pub state: IdempotencyState,
}

/// The state of a request with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdempotencyState {
    /// It is in progress.
    InProgress,
    /// It was interrupted, and can be continued at once.
    Interrupted,
    /// It was executed, with this answer.
    Answered(String),
}

impl IdempotencyRecord {
    /// Whether another request may replace this record at `now`: it has expired, or the request was
    /// interrupted.
    #[must_use]
    pub fn is_free(&self, now: Timestamp) -> bool {
        self.is_over(now) || self.is_unfinished(now)
    }

    /// Whether it has expired. DynamoDB deletes items late, so the time in the record decides.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.at + Duration::hours(durations::IDEMPOTENCY_HOURS) <= now
    }

    /// Whether it was interrupted: it has no answer, and it said so or has been in progress for too long.
    #[must_use]
    pub fn is_unfinished(&self, now: Timestamp) -> bool {
        match self.state {
            IdempotencyState::Interrupted => true,
            IdempotencyState::InProgress => {
                self.at + Duration::seconds(durations::IDEMPOTENCY_LEASE_SECONDS) <= now
            }
            IdempotencyState::Answered(_) => false,
        }
    }
}

impl Record {
    /// When the record last changed, if its kind stores that. Later changes must have a later time.
    #[must_use]
    pub fn changed_at(&self) -> Option<Timestamp> {
        match self {
            Self::Store(store) => Some(store.changed_at),
            Self::ClosedStore(store) => Some(store.closed_at),
            Self::Membership(Membership::Active(member)) => Some(member.changed_at),
            Self::Membership(Membership::Left(departure)) => Some(departure.at),
            Self::Invitation(invitation) => Some(invitation.changed_at),
            Self::Membership(Membership::Never)
            | Self::AddressHolder(_)
            | Self::Holder
            | Self::Listed
            | Self::Event(_)
            | Self::Digest(_)
            | Self::MailPreferences(_)
            | Self::OptOut(_)
            | Self::StoreMetadata(_)
            | Self::Activity(_)
            | Self::Role(_)
            | Self::ReplacedRoles(_)
            | Self::Idempotency(_)
            | Self::Count(_)
            | Self::Publishing(_)
            | Self::Webhook(_)
            | Self::Erasure(_) => None,
        }
    }

    /// Whether the record holds a seat that can be released at `now`: an expired invitation, or a member
    /// whose access has ended. The index has whole seconds, so an end within a second counts from the next
    /// one on.
    #[must_use]
    pub fn is_releasable(&self, now: Timestamp) -> bool {
        let now = now.trunc_subsecs(0);
        match self {
            Self::Invitation(invitation) => {
                invitation.seats() != SeatChange::default() && invitation.expires_at <= now
            }
            Self::Membership(Membership::Active(member)) => {
                member.seats() != SeatChange::default() && member.has_ended(now)
            }
            Self::Membership(Membership::Left(_) | Membership::Never)
            | Self::Store(_)
            | Self::ClosedStore(_)
            | Self::AddressHolder(_)
            | Self::Holder
            | Self::Listed
            | Self::Event(_)
            | Self::Digest(_)
            | Self::MailPreferences(_)
            | Self::OptOut(_)
            | Self::StoreMetadata(_)
            | Self::Activity(_)
            | Self::Role(_)
            | Self::ReplacedRoles(_)
            | Self::Idempotency(_)
            | Self::Count(_)
            | Self::Publishing(_)
            | Self::Webhook(_)
            | Self::Erasure(_) => false,
        }
    }

    /// The version that conditions compare; 0 if the kind has none.
    #[must_use]
    pub fn version(&self) -> u64 {
        match self {
            Self::Store(store) => store.version,
            Self::ClosedStore(store) => store.version,
            Self::Membership(membership) => membership.version(),
            Self::Invitation(invitation) => invitation.version,
            Self::Activity(activity) => activity.version,
            Self::Role(texts) => texts.version,
            Self::ReplacedRoles(replaced) => replaced.version,
            Self::Digest(digest) => digest.version,
            Self::MailPreferences(preferences) => preferences.version,
            Self::Publishing(PublishingRecord::Sequence { number, .. }) => *number,
            Self::Webhook(record) => record.version(),
            Self::Erasure(task) => task.version,
            Self::AddressHolder(_)
            | Self::Holder
            | Self::Listed
            | Self::Event(_)
            | Self::OptOut(_)
            | Self::StoreMetadata(_)
            | Self::Idempotency(_)
            | Self::Count(_)
            | Self::Publishing(PublishingRecord::Event(_) | PublishingRecord::Reference(_)) => 0,
        }
    }
}

#[cfg(test)]
mod tests;
