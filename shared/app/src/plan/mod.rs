//! A plan: the writes of one transaction, each with its condition.

mod membership;
mod seats;
mod steps;
#[cfg(test)]
mod tests;
mod versions;

use staffroom_domain::{
    AddressId, Delivery, EventActor, SeatChange, Store, StoreId, StoreRoles, Timestamp, UserId, bounds,
};

pub(crate) use membership::claimed_addresses;
pub use seats::SeatCheck;

use crate::context::Context;
use crate::error::Fault;
use crate::key::Key;
use crate::quota::Quota;
use crate::record::Record;

/// The writes of one transaction. Either all are made, or none.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The time of the decision.
    pub at: Timestamp,
    /// The condition on the store's record and its change; `None` if the plan does not depend on the store.
    pub store: Option<StoreWrite>,
    /// All other writes. Each key occurs once.
    pub writes: Vec<Write>,
    store_id: Option<StoreId>,
    /// The roles of the store's own, by which its events name grants.
    roles: StoreRoles,
    actor: EventActor,
    source_ip: Option<String>,
    entropy: [u8; 10],
    events: u8,
    /// Expired seats that the plan takes again without a release in between. They do not change the count.
    retaken: SeatChange,
}

/// The condition on the store's record, and its change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreWrite {
    /// The store.
    pub id: StoreId,
    /// The condition.
    pub condition: StoreCondition,
    /// The new record, without seats and departures.
    pub put: Option<Box<Store>>,
    /// The change of the taken seats.
    pub seats: SeatChange,
    /// The number of members who leave.
    pub departures: u64,
    /// The time of the plan's event, or of its put of the store. It becomes the store's `changed_at`; the
    /// condition requires that the stored one is not later.
    pub event: Option<StoreEvent>,
    /// The time of the store's last change that is required: that nothing of the store changed since it was read.
    pub changed_at: Option<Timestamp>,
    /// The largest number of taken seats before the change, those of members and invitations together.
    pub taken_at_most: Option<u32>,
    /// The largest number of seats taken by members before the change.
    pub members_at_most: Option<u32>,
}

/// The time of a change, with its position in the store's history, whose order is that of the commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreEvent {
    /// Not before the store's last change. It may be equal: independent events can have the same millisecond.
    NotBefore(Timestamp),
    /// After the store's last change. A removal needs this, because it depends on all invitations of the store, and so does an
    /// activity: one that is deleted and put again must have a later version than its deletion.
    After(Timestamp),
}

/// A condition on a store's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreCondition {
    /// It does not exist.
    Absent,
    /// It has this version and, if given, this count of departures.
    Unchanged {
        /// The version.
        version: u64,
        /// The count of departures.
        departures: Option<u64>,
    },
    /// It has at least as many taken seats as the plan frees. Other changes of the store do not matter.
    SeatsTaken,
}

impl StoreWrite {
    /// Whether the record is only checked.
    #[must_use]
    pub fn is_check(&self) -> bool {
        self.put.is_none()
            && self.seats == SeatChange::default()
            && self.departures == 0
            && self.event.is_none()
    }
}

/// One write of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Puts a record.
    Put {
        /// The key.
        key: Key,
        /// The record.
        record: Record,
        /// The condition on the former record.
        condition: Condition,
    },
    /// Deletes a record.
    Delete {
        /// The key.
        key: Key,
        /// The condition on the former record.
        condition: Condition,
    },
    /// Checks the condition on a record, and writes nothing.
    Check {
        /// The key.
        key: Key,
        /// The condition.
        condition: Condition,
    },
    /// Releases the seat of an expired invitation, or of a member whose access has ended, and increments the
    /// record's version. The condition requires that it is past at the plan's time.
    ReleaseSeat {
        /// The key.
        key: Key,
        /// The required version, if the decision depends on it.
        version: Option<u64>,
    },
    /// Adds `more` to a count, which must not exceed its limit.
    Count {
        /// The limit.
        quota: Quota,
        /// The increment.
        more: u32,
    },
    /// Sets the delivery state of the mail with the link of this generation. Does not increment the version.
    SetDelivery {
        /// The invitation.
        key: Key,
        /// The required generation.
        generation: u32,
        /// The permitted current states.
        from: Vec<Delivery>,
        /// The state to set.
        to: Delivery,
    },
    /// Adds an address to those for which a mail about an event was begun. The event must exist.
    MarkBegun {
        /// The event.
        key: Key,
        /// The address.
        address: AddressId,
    },
    /// Adds an address to those that were mailed about an event. The event must exist.
    MarkMailed {
        /// The event.
        key: Key,
        /// The address.
        address: AddressId,
    },
    /// Adds an address to those whose mail servers accepted the mail about an event. The event must exist.
    MarkDelivered {
        /// The event.
        key: Key,
        /// The address.
        address: AddressId,
    },
    /// Sets a member's last activity to the plan's time, if the stored one is not later.
    RecordActivity {
        /// The member.
        key: Key,
    },
}

/// A condition on a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// No condition: the last writer wins.
    None,
    /// There is no record.
    Absent,
    /// The record has this version.
    Version(u64),
    /// The invitation has this version and this delivery state, whose changes do not increment the version.
    VersionAndDelivery(u64, Delivery),
    /// There is no record, or it names this user as the holder of the address.
    AbsentOrHeldBy(UserId),
    /// There is a record.
    Present,
    /// The event exists, and so many addresses are marked as mailed and as delivered. Marks are only added.
    Marks {
        /// Those for which SES accepted a mail.
        mailed: usize,
        /// Those whose mail servers accepted it.
        delivered: usize,
    },
    /// There is no record, or [`crate::IdempotencyRecord::is_free`] is true at the plan's time.
    IdempotencyKeyFree,
}

impl Write {
    /// The key of the record that is written or checked.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Put { key, .. }
            | Self::Delete { key, .. }
            | Self::Check { key, .. }
            | Self::ReleaseSeat { key, .. }
            | Self::SetDelivery { key, .. }
            | Self::MarkBegun { key, .. }
            | Self::MarkMailed { key, .. }
            | Self::MarkDelivered { key, .. }
            | Self::RecordActivity { key } => key.clone(),
            Self::Count { quota, .. } => Key::Counter(quota.counter.clone()),
        }
    }
}

impl Plan {
    /// A plan outside any store.
    #[must_use]
    pub fn outside_store(context: &Context, actor: EventActor) -> Self {
        Self {
            at: context.now,
            store: None,
            writes: Vec::new(),
            store_id: None,
            roles: StoreRoles::default(),
            actor,
            source_ip: context.source_ip.clone(),
            entropy: context.entropy,
            events: 0,
            retaken: SeatChange::default(),
        }
    }

    /// A plan that requires the store to be unchanged since it was read.
    #[must_use]
    pub fn in_store(store: &Store, context: &Context, actor: EventActor) -> Self {
        let condition = StoreCondition::Unchanged { version: store.version, departures: None };
        let write = StoreWrite::new(&store.id, condition);
        let roles = store.roles.clone();
        Self { store: Some(write), roles, ..Self::beside_store(&store.id, context, actor) }
    }

    /// A plan in a store that does not depend on the store's record, so it does not conflict with other
    /// changes of the store.
    #[must_use]
    pub fn beside_store(store: &StoreId, context: &Context, actor: EventActor) -> Self {
        Self { store_id: Some(store.clone()), ..Self::outside_store(context, actor) }
    }

    /// A plan that releases or frees seats of a store. Other changes of the store do not matter.
    #[must_use]
    pub fn freeing_seats(store: &StoreId, context: &Context) -> Self {
        let write = StoreWrite::new(store, StoreCondition::SeatsTaken);
        Self { store: Some(write), ..Self::beside_store(store, context, EventActor::Service) }
    }

    /// Adds a write. A check of a record that is also written is merged into that write.
    ///
    /// # Errors
    /// When the record is written twice, or under two conditions.
    pub fn push(&mut self, write: Write) -> Result<(), Fault> {
        let key = write.key();
        let Some(other) = self.writes.iter_mut().find(|other| other.key() == key) else {
            self.writes.push(write);
            return Ok(());
        };
        match (&mut *other, write) {
            (known, write) if *known == write => {}
            (Write::Check { condition, .. }, write) => {
                let condition = condition.clone();
                *other = write.holding(condition)?;
            }
            (_, Write::Check { condition, .. }) => *other = other.clone().holding(condition)?,
            _ => return Err(Fault::InvalidPlan("a record is written twice")),
        }
        Ok(())
    }

    fn store_write(&mut self) -> Result<&mut StoreWrite, Fault> {
        self.store.as_mut().ok_or(Fault::InvalidPlan("the plan has no store"))
    }

    fn store_id(&self) -> Result<StoreId, Fault> {
        self.store_id.clone().ok_or(Fault::InvalidPlan("the plan has no store"))
    }

    /// The number of actions that the transaction takes.
    #[must_use]
    pub fn actions(&self) -> usize {
        self.writes.len() + usize::from(self.store.is_some())
    }

    /// Requires that one transaction can hold the plan.
    ///
    /// # Errors
    /// If it cannot. This would be a defect: every use case is bounded.
    pub fn require_size(&self) -> Result<(), Fault> {
        if self.actions() <= bounds::TRANSACTION_ACTIONS {
            Ok(())
        } else {
            Err(Fault::InvalidPlan("more actions than a transaction holds"))
        }
    }
}

impl StoreWrite {
    fn new(id: &StoreId, condition: StoreCondition) -> Self {
        Self {
            id: id.clone(),
            condition,
            put: None,
            seats: SeatChange::default(),
            departures: 0,
            event: None,
            changed_at: None,
            taken_at_most: None,
            members_at_most: None,
        }
    }
}

impl Condition {
    /// The condition that a record has this version; 0 means that there is no record.
    #[must_use]
    pub fn of_version(version: u64) -> Self {
        if version == 0 { Self::Absent } else { Self::Version(version) }
    }

    /// Both conditions as one.
    fn and(self, other: Self) -> Result<Self, Fault> {
        match (self, other) {
            (Self::None, condition) | (condition, Self::None) => Ok(condition),
            (known, condition) if known == condition => Ok(known),
            (Self::VersionAndDelivery(version, delivery), Self::Version(other))
            | (Self::Version(other), Self::VersionAndDelivery(version, delivery))
                if version == other =>
            {
                Ok(Self::VersionAndDelivery(version, delivery))
            }
            _ => Err(Fault::InvalidPlan("a record has two conditions")),
        }
    }
}

impl Write {
    /// The same write under a further condition.
    fn holding(self, further: Condition) -> Result<Self, Fault> {
        match (self, further) {
            (Self::Put { key, record, condition }, further) => {
                Ok(Self::Put { key, record, condition: condition.and(further)? })
            }
            (Self::Delete { key, condition }, further) => {
                Ok(Self::Delete { key, condition: condition.and(further)? })
            }
            (Self::Check { key, condition }, further) => {
                Ok(Self::Check { key, condition: condition.and(further)? })
            }
            (Self::ReleaseSeat { key, version: None }, Condition::Version(version)) => {
                Ok(Self::ReleaseSeat { key, version: Some(version) })
            }
            (
                Self::ReleaseSeat { .. }
                | Self::Count { .. }
                | Self::SetDelivery { .. }
                | Self::MarkBegun { .. }
                | Self::MarkMailed { .. }
                | Self::MarkDelivered { .. }
                | Self::RecordActivity { .. },
                _,
            ) => Err(Fault::InvalidPlan("a record has two conditions")),
        }
    }
}
