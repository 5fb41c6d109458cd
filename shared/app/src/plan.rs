//! A plan: the writes of one transaction, each with the condition that it was decided on.

use staffroom_domain::{
    Activity, Actor, ActorRole, AddressId, Delivery, Departure, Event, EventActor, EventId, EventKind,
    Invitation, InvitationId, Member, Membership, Rejection, SeatChange, Store, StoreId, Timestamp, UserId,
    bounds,
};

use crate::context::Context;
use crate::error::Fault;
use crate::key::Key;
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::record::{IdempotencyRecord, Record, StoredEvent};

/// The writes of one transaction. All are made, or none.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The time of the decision.
    pub at: Timestamp,
    /// What must hold of the store's record, and what happens to it; `None` where no rule of the store decides the plan.
    pub store: Option<StoreWrite>,
    /// All other writes; no key comes twice.
    pub writes: Vec<Write>,
    store_id: Option<StoreId>,
    actor: EventActor,
    source_ip: Option<String>,
    entropy: [u8; 10],
    events: u8,
}

/// What must hold of the store's record, and what happens to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreWrite {
    /// The store.
    pub id: StoreId,
    /// What must hold.
    pub condition: StoreCondition,
    /// The store as it is to be, seats and departures apart.
    pub put: Option<Box<Store>>,
    /// How the seats change.
    pub seats: SeatChange,
    /// How many members leave.
    pub departures: u64,
    /// The most seats that may be taken before the change, by members and invitations together.
    pub taken_at_most: Option<u32>,
    /// The most seats that members may take before the change.
    pub members_at_most: Option<u32>,
}

/// What must hold of a store's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreCondition {
    /// There is none.
    Absent,
    /// It has this version and, where given, this count of departures.
    Unchanged {
        /// The version.
        version: u64,
        /// The count of departures.
        departures: Option<u64>,
    },
    /// It has at least the seats that the plan frees, whatever else became of it.
    SeatsTaken,
}

impl StoreWrite {
    /// Whether the record is written, or only checked.
    #[must_use]
    pub fn is_check(&self) -> bool {
        self.put.is_none() && self.seats == SeatChange::default() && self.departures == 0
    }
}

/// One write of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Puts a record.
    Put {
        /// Where.
        key: Key,
        /// What.
        record: Record,
        /// What must hold of the record before.
        condition: Condition,
    },
    /// Deletes a record.
    Delete {
        /// Which.
        key: Key,
        /// What must hold of the record before.
        condition: Condition,
    },
    /// Requires something of a record, and leaves it as it is.
    Check {
        /// Which.
        key: Key,
        /// What must hold.
        condition: Condition,
    },
    /// Releases the seat of an invitation past its term or of a member whose access has ended by the plan's time, and counts
    /// the record's version up.
    ReleaseSeat {
        /// Which.
        key: Key,
        /// The version that the record must have, where a decision depended on it.
        version: Option<u64>,
    },
    /// Counts `more` against a limit, which the count may not pass.
    Count {
        /// The limit.
        quota: Quota,
        /// By how much.
        more: u32,
    },
    /// Sets the delivery state of the mail with the link of this generation. Does not count the version up.
    SetDelivery {
        /// The invitation.
        key: Key,
        /// The generation that the invitation must have.
        generation: u32,
        /// The states, one of which it must have.
        from: Vec<Delivery>,
        /// The state to set.
        to: Delivery,
    },
    /// Adds an address to those that were mailed about an event, which must be stored.
    MarkMailed {
        /// The event.
        key: Key,
        /// The address.
        address: AddressId,
    },
    /// Sets when a member was last active to the plan's time, if that is later.
    RecordActivity {
        /// The member.
        key: Key,
    },
}

/// What must hold of a record for a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Nothing: the last writer wins.
    None,
    /// There is no record.
    Absent,
    /// The record has this version.
    Version(u64),
    /// The invitation has this version and this delivery state, which is set without a new version.
    VersionAndDelivery(u64, Delivery),
    /// There is no record, or the address is this user's.
    AbsentOrHeldBy(UserId),
    /// There is no record, or [`IdempotencyRecord::is_free`] holds of it at the plan's time.
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
            | Self::MarkMailed { key, .. }
            | Self::RecordActivity { key } => key.clone(),
            Self::Count { quota, .. } => Key::Counter(quota.counter.clone()),
        }
    }
}

/// Whether the seats of a plan fit the store's plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatCheck {
    /// They do.
    Fits,
    /// Seats must be released, and [`crate::ReadSet::releasable_seats`] was not read.
    Unread,
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
            actor,
            source_ip: context.source_ip.clone(),
            entropy: context.entropy,
            events: 0,
        }
    }

    /// A plan that holds only while the store is as it was read.
    #[must_use]
    pub fn in_store(store: &Store, context: &Context, actor: EventActor) -> Self {
        let condition = StoreCondition::Unchanged { version: store.version, departures: None };
        let write = StoreWrite::new(&store.id, condition);
        Self { store: Some(write), ..Self::beside_store(&store.id, context, actor) }
    }

    /// A plan in a store that no rule of the store decides: it does not exclude other changes of the store.
    #[must_use]
    pub fn beside_store(store: &StoreId, context: &Context, actor: EventActor) -> Self {
        Self { store_id: Some(store.clone()), ..Self::outside_store(context, actor) }
    }

    /// A plan that releases or frees seats of a store, whatever else became of the store.
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
        self.store.as_mut().ok_or(Fault::InvalidPlan("the plan is in no store"))
    }

    fn store_id(&self) -> Result<StoreId, Fault> {
        self.store_id.clone().ok_or(Fault::InvalidPlan("the plan is in no store"))
    }

    /// Requires that the actor's membership is as it was read.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn by(mut self, actor: &Actor<'_>) -> Result<Self, Fault> {
        if let ActorRole::Member(member) = actor.role {
            self.require_membership(&member.user, member.version)?;
        }
        Ok(self)
    }

    /// Requires that a user's membership has this version; 0: that nothing is stored of one.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn require_membership(&mut self, user: &UserId, version: u64) -> Result<(), Fault> {
        let key = Key::Member(self.store_id()?, user.clone());
        self.push(Write::Check { key, condition: Condition::of_version(version) })
    }

    /// Requires that nobody left the store since it was read: what was vouched for is then ordered before or after each
    /// removal by commit.
    ///
    /// # Errors
    /// When the plan is in no store.
    pub fn require_departures(&mut self, count: u64) -> Result<(), Fault> {
        match &mut self.store_write()?.condition {
            StoreCondition::Unchanged { departures, .. } => *departures = Some(count),
            StoreCondition::Absent | StoreCondition::SeatsTaken => {}
        }
        Ok(())
    }

    /// Puts the store; without `before` it must not be there.
    ///
    /// # Errors
    /// When the plan is in no store.
    pub fn put_store(&mut self, before: Option<&Store>, after: Store) -> Result<(), Fault> {
        let write = self.store_write()?;
        write.condition = match before {
            Some(before) => StoreCondition::Unchanged { version: before.version, departures: None },
            None => StoreCondition::Absent,
        };
        write.put = Some(Box::new(after));
        Ok(())
    }

    /// Puts an invitation in the place of the one before, and moves the seat that it takes or frees.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_invitation(&mut self, before: Option<&Invitation>, after: &Invitation) -> Result<(), Fault> {
        let key = Key::Invitation(after.store.clone(), after.id);
        // The delivery state is set without a new version, which would fail every If-Match.
        let condition = before.map_or(Condition::Absent, |before| {
            Condition::VersionAndDelivery(before.version, before.delivery)
        });
        let seats = after.seats() - before.map_or_else(SeatChange::default, Invitation::seats);
        self.push(Write::Put { key, record: Record::Invitation(Box::new(after.clone())), condition })?;
        self.store_write()?.seats += seats;
        Ok(())
    }

    /// Requires that an invitation is as it was read; `None`: that there is none.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn require_invitation(&mut self, id: InvitationId, read: Option<&Invitation>) -> Result<(), Fault> {
        let key = Key::Invitation(self.store_id()?, id);
        let condition = Condition::of_version(read.map_or(0, |invitation| invitation.version));
        self.push(Write::Check { key, condition })
    }

    /// Puts a member in the place of what was stored before, moves the seat that they take or free, and assigns and releases
    /// their addresses.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_member(
        &mut self,
        before: &Membership,
        after: &Member,
        read: &ReadResult,
    ) -> Result<(), Fault> {
        let store = self.store_id()?;
        let key = Key::Member(store.clone(), after.user.clone());
        let record = Record::Membership(Membership::Active(Box::new(after.clone())));
        self.push(Write::Put { key, record, condition: Condition::of_version(before.version()) })?;
        let known = before.member();
        let seats = after.seats() - known.map_or_else(SeatChange::default, Member::seats);
        self.store_write()?.seats += seats;
        if let Some(known) = known {
            let left_behind = known.addresses.difference(&after.addresses).copied();
            self.release_addresses(known, left_behind, read)?;
        }
        for address in &after.addresses {
            if known.is_none_or(|known| !known.addresses.contains(address)) {
                self.push(Write::Put {
                    key: Key::Address(store.clone(), *address),
                    record: Record::AddressHolder(after.user.clone()),
                    // The identity provider vouches for the address: the last verified claimant wins.
                    condition: Condition::None,
                })?;
            }
        }
        Ok(())
    }

    fn release_addresses(
        &mut self,
        member: &Member,
        addresses: impl Iterator<Item = InvitationId>,
        read: &ReadResult,
    ) -> Result<(), Fault> {
        let store = self.store_id()?;
        for address in addresses {
            // Another person may have shown since that it is theirs.
            if read.address_holder(&store, address).is_none_or(|holder| *holder == member.user) {
                let condition = Condition::AbsentOrHeldBy(member.user.clone());
                self.push(Write::Delete { key: Key::Address(store.clone(), address), condition })?;
            }
        }
        Ok(())
    }

    /// Removes a member, frees their seat and releases their addresses. A trace stays, so that links from before stay dead.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn remove_member(&mut self, store: &Store, member: &Member, read: &ReadResult) -> Result<(), Fault> {
        let departures = store.departures + 1;
        let departure = Departure { at: self.at, departures, version: member.version + 1 };
        self.push(Write::Put {
            key: Key::Member(store.id.clone(), member.user.clone()),
            record: Record::Membership(Membership::Left(departure)),
            condition: Condition::Version(member.version),
        })?;
        self.require_departures(store.departures)?;
        let write = self.store_write()?;
        write.departures += 1;
        write.seats += SeatChange::default() - member.seats();
        self.release_addresses(member, member.addresses.iter().copied(), read)
    }

    /// Puts an activity in the place of the one before.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_activity(&mut self, before: Option<&Activity>, after: &Activity) -> Result<(), Fault> {
        let key = Key::Activity(self.store_id()?, after.id.clone());
        let condition = Condition::of_version(before.map_or(0, |before| before.version));
        self.push(Write::Put { key, record: Record::Activity(after.clone()), condition })
    }

    /// Counts against a limit; the plan fails where that would pass it.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn count(&mut self, quota: Quota, more: u32) -> Result<(), Fault> {
        if more > 0 { self.push(Write::Count { quota, more }) } else { Ok(()) }
    }

    /// Records an event: in the history, and for those who are told.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn record_event(&mut self, kind: EventKind) -> Result<(), Fault> {
        let actor = self.actor.clone();
        self.record_event_by(actor, kind)
    }

    /// Records an event that another than the plan's actor caused.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn record_event_by(&mut self, actor: EventActor, kind: EventKind) -> Result<(), Fault> {
        let mut random = self.entropy;
        // The events of one plan sort in the order in which they were recorded.
        if let Some(first) = random.first_mut() {
            *first = self.events;
        }
        self.events = self.events.wrapping_add(1);
        let source_ip = match actor {
            EventActor::Service => None,
            EventActor::Platform | EventActor::Invitee | EventActor::User { .. } => self.source_ip.clone(),
        };
        let event = Event { id: EventId::new(self.at, random), at: self.at, actor, source_ip, kind };
        self.put_event(event)
    }

    /// Puts an event that was not recorded before.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_event(&mut self, event: Event) -> Result<(), Fault> {
        let key = Key::of_event(&self.store_id()?, &event);
        let record =
            Record::Event(Box::new(StoredEvent { event, mailed: std::collections::BTreeSet::new() }));
        self.push(Write::Put { key, record, condition: Condition::Absent })
    }

    /// Stores a request with its idempotency key, unless the key is in use.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_idempotency(&mut self, key: Key, record: IdempotencyRecord) -> Result<(), Fault> {
        let condition = Condition::IdempotencyKeyFree;
        self.push(Write::Put { key, record: Record::Idempotency(record), condition })
    }

    /// Releases the seat of an invitation or member.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn release_seat(&mut self, key: Key) -> Result<(), Fault> {
        let seats = released_seats(&key);
        self.push(Write::ReleaseSeat { key, version: None })?;
        self.store_write()?.seats += seats;
        Ok(())
    }

    /// Checks that the seats fit the store's plan, and releases as many expired ones as that needs. `more` are seats that the
    /// plan does not take but that must be there. To be called when everything else is in the plan.
    ///
    /// # Errors
    /// [`Rejection::SeatLimitReached`].
    pub fn settle_seats(
        &mut self,
        store: &Store,
        more: SeatChange,
        read: &ReadResult,
    ) -> Result<SeatCheck, crate::Error> {
        let mut needed = self.store_write()?.seats;
        needed += more;
        let shortage = store.shortage(needed);
        if shortage.members > 0 || shortage.taken > 0 {
            let Some(releasable) = read.releasable_seats() else { return Ok(SeatCheck::Unread) };
            let releasable: Vec<&Key> = releasable.iter().filter(|key| self.may_release(key)).collect();
            let (members, others): (Vec<&Key>, Vec<&Key>) =
                releasable.into_iter().partition(|key| matches!(key, Key::Member(..)));
            let of_members = members.len().min(count(shortage.members));
            let of_others = count(shortage.taken).saturating_sub(of_members).min(others.len());
            let of_more_members =
                count(shortage.taken).saturating_sub(of_members + of_others).min(members.len() - of_members);
            let released: Vec<Key> = members
                .into_iter()
                .take(of_members + of_more_members)
                .chain(others.into_iter().take(of_others))
                .cloned()
                .collect();
            if of_members < count(shortage.members) || released.len() < count(shortage.taken) {
                let limit = store.plan.seats.unwrap_or(u32::MAX);
                return Err(Rejection::SeatLimitReached { limit }.into());
            }
            for key in released {
                self.release_seat(key)?;
            }
        }
        self.limit_seats(store, needed, more)?;
        Ok(SeatCheck::Fits)
    }

    /// Puts the limits of the store's plan into the conditions on its record, so that of two plans at once the later finds
    /// the seats taken.
    fn limit_seats(&mut self, store: &Store, needed: SeatChange, more: SeatChange) -> Result<(), Fault> {
        let Some(limit) = store.plan.seats.map(i64::from) else { return Ok(()) };
        let write = self.store_write()?;
        let at_most = |change: i64| u32::try_from(limit - change).ok();
        if needed.taken > 0 {
            write.taken_at_most = at_most(write.seats.taken + more.taken);
        }
        if needed.members > 0 {
            write.members_at_most = at_most(write.seats.members + more.members);
        }
        Ok(())
    }

    /// A record that the plan writes otherwise keeps its seat.
    fn may_release(&self, key: &Key) -> bool {
        self.writes.iter().all(|write| write.key() != *key || matches!(write, Write::Check { .. }))
    }

    /// Requires that the address of an invitation is no member's, or that of a member whose access has ended.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn require_free_address(&mut self, id: InvitationId, ended: Option<&Member>) -> Result<(), Fault> {
        let key = Key::Address(self.store_id()?, id);
        let condition =
            ended.map_or(Condition::Absent, |member| Condition::AbsentOrHeldBy(member.user.clone()));
        self.push(Write::Check { key, condition })?;
        ended.map_or(Ok(()), |member| self.require_membership(&member.user, member.version))
    }

    /// Frees seats, whose holder is gone.
    ///
    /// # Errors
    /// When the plan is in no store.
    pub fn free_seats(&mut self, seats: SeatChange) -> Result<(), Fault> {
        self.store_write()?.seats += SeatChange::default() - seats;
        Ok(())
    }

    /// The number of actions that the transaction takes.
    #[must_use]
    pub fn actions(&self) -> usize {
        self.writes.len() + usize::from(self.store.is_some())
    }

    /// Requires that one transaction can hold the plan.
    ///
    /// # Errors
    /// When it cannot: every use case is bounded so that it does.
    pub fn require_size(&self) -> Result<(), Fault> {
        if self.actions() <= bounds::TRANSACTION_ACTIONS {
            Ok(())
        } else {
            Err(Fault::InvalidPlan("more actions than a transaction holds"))
        }
    }
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// How the seats of a store change when the seat of the record at `key` is released.
fn released_seats(key: &Key) -> SeatChange {
    SeatChange { taken: -1, members: -i64::from(matches!(key, Key::Member(..))) }
}

impl StoreWrite {
    fn new(id: &StoreId, condition: StoreCondition) -> Self {
        Self {
            id: id.clone(),
            condition,
            put: None,
            seats: SeatChange::default(),
            departures: 0,
            taken_at_most: None,
            members_at_most: None,
        }
    }
}

impl Condition {
    /// That a record has this version; 0: that there is none.
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
                | Self::MarkMailed { .. }
                | Self::RecordActivity { .. },
                _,
            ) => Err(Fault::InvalidPlan("a record has two conditions")),
        }
    }
}
