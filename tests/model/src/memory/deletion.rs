//! What the database deletes by time to live, and what the stream brings of that.

use chrono::Duration;
use staffroom_app::{Key, PublishingRecord, Record};
use staffroom_domain::{Invitation, InvitationState, Membership, Seat, StoreId, Timestamp, durations};

use super::{Deleted, State};

impl State {
    /// Keeps a deleted invitation for the stream.
    pub fn bury(&mut self, invitation: Invitation, at: Timestamp) {
        let settled = !matches!(invitation.state, InvitationState::Pending(_));
        self.deleted.push(Deleted { invitation, at, settled });
    }

    /// Notes that the expiry of a deleted invitation was recorded.
    pub fn settle(&mut self, invitation: &Invitation) {
        for deleted in self.deleted.iter_mut().filter(|deleted| deleted.invitation == *invitation) {
            deleted.settled = true;
        }
    }

    /// How many deleted invitations still hold a seat of the store.
    pub fn holding_deleted(&self, store: &StoreId) -> u32 {
        let holds = |deleted: &&Deleted| {
            !deleted.settled
                && deleted.invitation.store == *store
                && deleted.invitation.state == InvitationState::Pending(Seat::Held)
        };
        self.deleted.iter().filter(holds).fold(0, |count: u32, _| count.saturating_add(1))
    }

    /// When the database may delete a record; `None`: never.
    pub fn deletable_at(&self, key: &Key, record: &Record) -> Option<Timestamp> {
        match record {
            Record::Membership(Membership::Left(departure)) => {
                Some(departure.at + Duration::days(durations::TRACE_RETENTION_DAYS))
            }
            Record::Invitation(invitation) => {
                Some(invitation.expires_at + Duration::days(durations::INVITATION_RETENTION_DAYS))
            }
            Record::Event(stored) => {
                Some(stored.event.at + Duration::days(crate::world::retention(&stored.event.kind)))
            }
            Record::Idempotency(known) => Some(known.at + Duration::hours(durations::IDEMPOTENCY_HOURS)),
            Record::Count(_) => self.windows.get(key).copied(),
            Record::Digest(digest) => Some(digest.since + Duration::days(durations::DIGEST_RETENTION_DAYS)),
            Record::Store(_)
            | Record::ClosedStore(_)
            | Record::MailPreferences(_)
            | Record::OptOut(_)
            | Record::StoreMetadata(_)
            | Record::Membership(Membership::Active(_) | Membership::Never)
            | Record::AddressHolder(_)
            | Record::Holder
            | Record::Listed
            | Record::Activity(_)
            | Record::Role(_)
            | Record::ReplacedRoles(_) => None,
            Record::Publishing(record) => {
                Some(published_at(record) + Duration::days(durations::PUBLISHED_RETENTION_DAYS))
            }
            // The histories have no webhooks, and an erasure deletes its record at its end.
            Record::Webhook(_) | Record::Erasure(_) => None,
        }
    }
}

/// When something was published.
fn published_at(record: &PublishingRecord) -> Timestamp {
    match record {
        PublishingRecord::Sequence { at, .. } => *at,
        PublishingRecord::Event(event) => event.at,
        PublishingRecord::Reference(reference) => reference.at,
    }
}
