//! What a write requires of a record, and what it makes of it.

use chrono::{Duration, SubsecRound as _};
use staffroom_app::{Condition, Record, StoreEvent, StoreWrite, Write};
use staffroom_domain::{InvitationState, Membership, Seat, Store, Timestamp};

/// Whether a record meets a condition at this time.
pub(super) fn meets(condition: &Condition, record: Option<&Record>, at: Timestamp) -> bool {
    match (condition, record) {
        (Condition::None, _)
        | (Condition::Absent | Condition::AbsentOrHeldBy(_) | Condition::IdempotencyKeyFree, None) => true,
        (Condition::Version(version), Some(record)) => record.version() == *version,
        (Condition::VersionAndDelivery(version, delivery), Some(Record::Invitation(invitation))) => {
            invitation.version == *version && invitation.delivery == *delivery
        }
        (Condition::AbsentOrHeldBy(user), Some(Record::AddressHolder(holder))) => holder == user,
        (Condition::IdempotencyKeyFree, Some(Record::Idempotency(known))) => known.is_free(at),
        (Condition::Present, found) => found.is_some(),
        (Condition::Marks { mailed, delivered }, Some(Record::Event(stored))) => {
            stored.mailed.len() == *mailed && stored.delivered.len() == *delivered
        }
        (
            Condition::Absent
            | Condition::Version(_)
            | Condition::VersionAndDelivery(..)
            | Condition::AbsentOrHeldBy(_)
            | Condition::Marks { .. }
            | Condition::IdempotencyKeyFree,
            _,
        ) => false,
    }
}

/// The store after a write, with its seats and departures counted on.
pub(super) fn written_store(write: &StoreWrite, before: Option<&Store>) -> Option<Store> {
    let mut after = write.put.as_deref().or(before)?.clone();
    after.review_at = after.review_at.map(whole_second);
    let (seats, departures) = before.map(|store| (store.seats, store.departures)).unwrap_or_default();
    let counted = |taken: u32, change: i64| u32::try_from(i64::from(taken) + change).unwrap_or(u32::MAX);
    after.seats.taken = counted(seats.taken, write.seats.taken);
    after.seats.members = counted(seats.members, write.seats.members);
    after.departures = departures + write.departures;
    if let Some(StoreEvent::NotBefore(at) | StoreEvent::After(at)) = write.event {
        after.changed_at = at;
    }
    Some(after)
}

/// An update of some attributes of a record.
pub(super) fn update(record: &mut Record, write: &Write, at: Timestamp) {
    match (record, write) {
        (Record::Invitation(invitation), Write::ReleaseSeat { .. }) => {
            if let InvitationState::Pending(seat) = &mut invitation.state {
                *seat = Seat::Released;
            }
            invitation.version += 1;
        }
        (Record::Membership(Membership::Active(member)), Write::ReleaseSeat { .. }) => {
            member.seat = Seat::Released;
            member.version += 1;
        }
        (Record::Invitation(invitation), Write::SetDelivery { to, .. }) => invitation.delivery = *to,
        (Record::Event(stored), Write::MarkBegun { address, .. }) => {
            stored.begun.insert(*address);
        }
        (Record::Event(stored), Write::MarkMailed { address, .. }) => {
            stored.mailed.insert(*address);
        }
        (Record::Event(stored), Write::MarkDelivered { address, .. }) => {
            stored.delivered.insert(*address);
        }
        (Record::Membership(Membership::Active(member)), Write::RecordActivity { .. }) => {
            member.last_active_at = Some(at);
        }
        _ => {}
    }
}

/// Times in indexes are in whole seconds, rounded up.
pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    let second = at.trunc_subsecs(0);
    if second == at { at } else { second + Duration::seconds(1) }
}
