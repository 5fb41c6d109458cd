//! A database in memory, with the conditions, conflicts and `ALL_OLD` of DynamoDB's transactions.

mod changes;
mod closing;
mod deletion;
mod listing;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use staffroom_app::{
    CommitOutcome, Condition, Counter, DueShard, EventsBy, IdempotencyScope, Key, List, Listing, Page,
    PersonList, Plan, PublishingKey, ReadResult, ReadSet, Record, StoreCondition, StoreEvent, StoreWrite,
    StoredEvent, Write, address_place,
};
use staffroom_domain::{
    AddressId, Event, EventId, Invitation, InvitationState, Member, Membership, MoveStage, Moved, Seat,
    Store, StoreId, Timestamp, bounds,
};

use self::write::{meets, update, whole_second, written_store};
use crate::dropped::Dropped;

/// A database in memory.
#[derive(Default)]
pub struct Memory {
    state: Mutex<State>,
}

/// The records, and what became of them.
#[derive(Default)]
pub struct State {
    /// The records.
    pub records: BTreeMap<Key, Record>,
    /// The end of each counter's window, after which it is deleted.
    windows: BTreeMap<Key, Timestamp>,
    /// The records as the indexes still show them, while these lag.
    pub indexed: Option<BTreeMap<Key, Record>>,
    /// The commits that were not looked at yet.
    pub commits: Vec<Commit>,
    /// The invitations that the database deleted, as the stream brings them.
    pub deleted: Vec<Deleted>,
    /// The events as they were recorded, as the stream brings them to the publisher.
    pub streamed: Vec<(StoreId, StoredEvent)>,
    /// The events that an erasure rewrote. The stream brings nobody to `notify` for them.
    pub rewritten: BTreeSet<EventId>,
    /// The events that the database deleted: a mail about one may be marked late.
    pub deleted_events: Vec<(StoreId, Event)>,
    /// Records that an update made of nothing, as DynamoDB does: each holds some attributes only.
    pub stubs: Vec<Key>,
    /// The first difference to the real database.
    pub disagreement: Option<String>,
    /// The condition to ignore, to test whether the model finds its loss.
    pub dropped: Option<Dropped>,
}

/// An invitation that the database deleted.
#[derive(Debug, Clone)]
pub struct Deleted {
    /// The invitation, as it was.
    pub invitation: Invitation,
    /// When it was deleted.
    pub at: Timestamp,
    /// Whether its expiry was recorded, and its seat freed.
    pub settled: bool,
}

/// A transaction that was carried out.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The number of the call that it was part of.
    pub call: usize,
    /// What was written.
    pub plan: Plan,
    /// The records that it wrote, as they were before.
    pub before: Vec<(Key, Option<Record>)>,
}

/// Part of the keys of a read: a torn read finds one part now and the other after a commit of another call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// All keys.
    Whole,
    /// The keys whose place has its bit in the mask.
    In(u8),
    /// The others.
    Out(u8),
}

impl Half {
    fn has(self, place: usize) -> bool {
        match self {
            Self::Whole => true,
            Self::In(mask) => mask >> (place % 8) & 1 == 1,
            Self::Out(mask) => mask >> (place % 8) & 1 == 0,
        }
    }
}

impl Memory {
    /// The records, and what became of them.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Reads a part of the keys into `result`, and with the part `ranges` the ranges.
    pub fn read(&self, set: &ReadSet, half: Half, ranges: bool, result: &mut ReadResult) {
        for (_, key) in set.keys.iter().enumerate().filter(|(place, _)| half.has(*place)) {
            result.set(key.clone(), self.records.get(key).cloned());
        }
        if ranges && let Some((store, at)) = &set.releasable_seats {
            result.set_releasable_seats(self.releasable_seats(store, *at));
        }
        if ranges && let Some((store, limit)) = &set.first_members {
            result.set_first_members(self.members(store).take(limit + 1).cloned().collect());
        }
    }

    /// The members of a store, by user id.
    pub fn members(&self, store: &StoreId) -> impl Iterator<Item = &Member> {
        self.records.iter().filter_map(move |(key, record)| match (key, record) {
            (Key::Member(of, _), Record::Membership(Membership::Active(member))) if of == store => {
                Some(&**member)
            }
            _ => None,
        })
    }

    /// The seats that can be released by time, as the index shows them.
    pub fn releasable_seats(&self, store: &StoreId, at: Timestamp) -> Vec<Key> {
        let indexed = self.indexed.as_ref().unwrap_or(&self.records);
        let of_store = |key: &Key| match key {
            Key::Member(of, _) | Key::Invitation(of, _) => of == store,
            _ => false,
        };
        let due = |record: &Record| held_until(record).is_some_and(|until| until <= at.timestamp());
        let mut found: Vec<(&Key, &Record)> =
            indexed.iter().filter(|(key, record)| of_store(key) && due(record)).collect();
        found.sort_by_key(|(_, record)| held_until(record));
        found.into_iter().map(|(key, _)| key.clone()).take(bounds::TRANSACTION_ACTIONS - 1).collect()
    }

    /// Makes all writes of a plan, or none.
    pub fn commit(&mut self, call: usize, plan: &Plan) -> CommitOutcome {
        let mut stale = Vec::new();
        if let Some(write) = &plan.store {
            let key = Key::Store(write.id.clone());
            let store = self.store(&write.id);
            if !self.store_holds(write, store) {
                stale.push((key.clone(), self.records.get(&key).cloned()));
            }
        }
        for write in &plan.writes {
            let key = write.key();
            let record = self.records.get(&key);
            if !self.holds(write, record, plan.at) {
                stale.push((key, record.cloned()));
            }
        }
        if !stale.is_empty() {
            return CommitOutcome::Stale(stale);
        }
        let mut before = Vec::with_capacity(plan.writes.len() + 1);
        if let Some(write) = &plan.store {
            let key = Key::Store(write.id.clone());
            before.push((key.clone(), self.records.get(&key).cloned()));
            if !write.is_check()
                && let Some(after) = written_store(write, self.store(&write.id))
            {
                self.records.insert(key, Record::Store(Box::new(after)));
            }
        }
        for write in &plan.writes {
            let key = write.key();
            before.push((key.clone(), self.records.get(&key).cloned()));
            self.write(write, key, plan.at);
        }
        self.commits.push(Commit { call, plan: plan.clone(), before });
        CommitOutcome::Committed
    }

    /// A page of a list. The lists of due records, and those of a person and an address, are indexes.
    pub fn page(&self, list: &List, after: Option<&Key>, limit: usize) -> Page {
        let (records, with_records) = match list {
            List::Listing(store, listing, start) => {
                return self.listing((store, listing, start), after, limit);
            }
            List::Events(_, EventsBy::Time, _)
            | List::Activities(_)
            | List::Published(_)
            | List::References(..)
            | List::Webhooks
            | List::Deliveries(_)
            | List::Records(..)
            | List::OfPerson(PersonList::Answers(_) | PersonList::Mails(_)) => (&self.records, true),
            List::Holders(..) => (&self.records, false),
            List::Events(..)
            | List::ReleasableSeats(..)
            | List::Due(..)
            | List::DueDeliveries(..)
            | List::OfUser(_)
            | List::ActivitiesOfUser(_)
            | List::OfAddress(_)
            | List::OfPerson(_) => (self.indexed.as_ref().unwrap_or(&self.records), false),
        };
        let is_in = |key: &Key, record: &Record| match (list, key, record) {
            (List::Events(store, by, times), Key::Event(of, _), Record::Event(stored)) => {
                let event = &stored.event;
                of == store && by.has(store, event) && times.includes(event.at)
            }
            (List::Activities(store), Key::Activity(of, _), _)
            | (List::Published(store), Key::Publishing(PublishingKey::Event(of, _)), _) => of == store,
            (List::ReleasableSeats(store, at), Key::Invitation(of, _) | Key::Member(of, _), record) => {
                of == store && held_until(record).is_some_and(|until| until <= at.timestamp())
            }
            (List::Due(shard, at), _, Record::Store(store)) => {
                DueShard::of_store(&store.id) == *shard
                    && store.review_at.is_some_and(|due| due.timestamp() <= at.timestamp())
            }
            (List::Due(shard, at), _, Record::ClosedStore(store)) => {
                DueShard::of_store(&store.id) == *shard
                    && whole_second(store.closed_at).timestamp() <= at.timestamp()
            }
            (
                List::Due(shard, at),
                Key::Member(store, user),
                Record::Membership(Membership::Active(member)),
            ) => {
                DueShard::of_member(store, user) == *shard
                    && member.due_at.is_some_and(|due| due.timestamp() <= at.timestamp())
            }
            (
                List::Due(shard, at),
                Key::Member(store, user),
                Record::Membership(Membership::Left(departure)),
            ) => {
                let is_vouching =
                    |moved: &Moved| moved.stage == MoveStage::Vouching && whole_second(departure.at) <= *at;
                DueShard::of_member(store, user) == *shard
                    && departure.moved.as_ref().is_some_and(is_vouching)
            }
            (List::Due(shard, at), Key::Invitation(_, id), Record::Invitation(invitation)) => {
                DueShard::of_invitation(*id) == *shard
                    && invitation.due_at().is_some_and(|due| due.timestamp() <= at.timestamp())
            }
            (List::Due(shard, at), Key::Digest(store, reader), Record::Digest(digest)) => {
                DueShard::of_digest(store, reader) == *shard
                    && digest.due_at().is_some_and(|due| whole_second(due).timestamp() <= at.timestamp())
            }
            (List::Due(shard, at), Key::ReplacedRoles(store), Record::ReplacedRoles(replaced)) => {
                DueShard::of_replaced_roles(store) == *shard && replaced.due_at <= *at
            }
            (List::Due(shard, at), Key::Erasure(id), Record::Erasure(task)) => {
                DueShard::of_erasure(*id) == *shard && whole_second(task.begun_at) <= *at
            }
            (List::Holders(store, holding), Key::Holder(of, held, _), Record::Holder) => {
                of == store && held == holding
            }
            (List::OfUser(user) | List::ActivitiesOfUser(user), _, Record::Store(store)) => {
                store.owner.user_id == *user
            }
            (
                List::OfUser(user) | List::ActivitiesOfUser(user),
                Key::Member(_, of),
                Record::Membership(Membership::Active(_)),
            ) => of == user,
            (List::OfAddress(email), _, Record::Invitation(invitation)) => invitation.email == *email,
            (List::Records(store, kind), key, _) => kind.has(store, key),
            (List::OfPerson(of), key, record) => is_of_person(of, key, record),
            _ => false,
        };
        let mut found: Vec<(&Key, &Record)> =
            records.iter().filter(|(key, record)| is_in(key, record)).collect();
        if matches!(list, List::Events(..)) {
            found.reverse();
        }
        let begin =
            after.and_then(|after| found.iter().position(|(key, _)| *key == after)).map_or(0, |at| at + 1);
        let rest = found.get(begin..).unwrap_or_default();
        let page = rest.get(..limit).unwrap_or(rest);
        let entries: Vec<(Key, Option<Record>)> = page
            .iter()
            .map(|(key, record)| ((*key).clone(), with_records.then(|| (*record).clone())))
            .collect();
        let next = if rest.len() > limit { entries.last().map(|(key, _)| key.clone()) } else { None };
        Page { entries, next }
    }

    fn store(&self, id: &StoreId) -> Option<&Store> {
        match self.records.get(&Key::Store(id.clone())) {
            Some(Record::Store(store)) => Some(store),
            _ => None,
        }
    }

    fn store_holds(&self, write: &StoreWrite, store: Option<&Store>) -> bool {
        let dropped = |what| self.dropped == Some(what);
        let at_most = |limit: Option<u32>, taken: u32| limit.is_none_or(|limit| taken <= limit);
        let condition = match (write.condition, store) {
            (StoreCondition::Absent, None) => !self.records.contains_key(&Key::Store(write.id.clone())),
            (StoreCondition::Absent, Some(_)) => dropped(Dropped::StoreAbsent),
            (StoreCondition::Unchanged { .. } | StoreCondition::SeatsTaken, None) => return false,
            (StoreCondition::Unchanged { version, departures }, Some(store)) => {
                (store.version == version || dropped(Dropped::StoreVersion))
                    && (departures.is_none_or(|departures| store.departures == departures)
                        || dropped(Dropped::StoreDepartures))
            }
            (StoreCondition::SeatsTaken, Some(store)) => {
                let freed = |taken: u32, change: i64| i64::from(taken) + change >= 0;
                freed(store.seats.taken, write.seats.taken) && freed(store.seats.members, write.seats.members)
                    || dropped(Dropped::StoreSeatsTaken)
            }
        };
        let seats = store.map(|store| store.seats).unwrap_or_default();
        let is_in_order = match (write.event, store) {
            (None, _) | (_, None) => true,
            (Some(StoreEvent::NotBefore(at)), Some(store)) => store.changed_at <= at,
            (Some(StoreEvent::After(at)), Some(store)) => store.changed_at < at,
        };
        let is_quiet = |store: &Store| write.changed_at.is_none_or(|at| store.changed_at == at);
        condition
            && store.is_none_or(is_quiet)
            && (is_in_order || dropped(Dropped::StoreEvent))
            && (at_most(write.taken_at_most, seats.taken) || dropped(Dropped::TakenAtMost))
            && (at_most(write.members_at_most, seats.members) || dropped(Dropped::MembersAtMost))
    }

    fn holds(&self, write: &Write, record: Option<&Record>, at: Timestamp) -> bool {
        if self.dropped.is_some_and(|dropped| dropped.ignores(write)) {
            return true;
        }
        match write {
            Write::Put { condition, .. }
            | Write::Delete { condition, .. }
            | Write::Check { condition, .. } => {
                let whole = meets(condition, record, at);
                match condition {
                    Condition::VersionAndDelivery(version, _)
                        if self.dropped.is_some_and(|dropped| dropped.ignores_delivery(write)) =>
                    {
                        meets(&Condition::Version(*version), record, at)
                    }
                    _ => whole,
                }
            }
            Write::ReleaseSeat { version, .. } => {
                let due = record.and_then(held_until).is_some_and(|until| until <= at.timestamp());
                let same =
                    version.is_none_or(|version| record.is_some_and(|record| record.version() == version));
                let dropped = |what| self.dropped == Some(what);
                (due || (dropped(Dropped::ReleaseSeatTime) && record.is_some()))
                    && (same || dropped(Dropped::ReleaseSeatVersion))
            }
            Write::Count { quota, more } => {
                let Some(Record::Count(count)) = record else { return *more <= quota.limit };
                count + more <= quota.limit
            }
            Write::SetDelivery { generation, from, .. } => matches!(
                record,
                Some(Record::Invitation(invitation))
                    if (invitation.generation == *generation || self.dropped == Some(Dropped::DeliveryGeneration))
                        && (from.contains(&invitation.delivery) || self.dropped == Some(Dropped::DeliveryFrom))
            ),
            Write::MarkBegun { .. } | Write::MarkMailed { .. } | Write::MarkDelivered { .. } => {
                matches!(record, Some(Record::Event(_)))
            }
            Write::RecordActivity { .. } => matches!(
                record,
                Some(Record::Membership(Membership::Active(member)))
                    if member.last_active_at.is_none_or(|last| last < at)
            ),
        }
    }

    fn write(&mut self, write: &Write, key: Key, at: Timestamp) {
        match write {
            Write::Put { record, .. } => {
                let mut record = record.clone();
                let kept = self.records.get(&key).and_then(last_active_at);
                if let Record::Membership(Membership::Active(member)) = &mut record {
                    // The attribute is written by `RecordActivity` alone.
                    member.last_active_at = kept;
                    member.due_at = member.due_at.map(whole_second);
                }
                self.note_event(&key, &record);
                self.records.insert(key, record);
            }
            Write::Delete { .. } => {
                self.records.remove(&key);
            }
            Write::Check { .. } => {}
            Write::Count { quota, more } => {
                let count = match self.records.get(&key) {
                    Some(Record::Count(count)) => *count,
                    _ => 0,
                };
                self.windows.insert(key.clone(), quota.ends_at);
                self.records.insert(key, Record::Count(count + more));
            }
            Write::ReleaseSeat { .. }
            | Write::SetDelivery { .. }
            | Write::MarkBegun { .. }
            | Write::MarkMailed { .. }
            | Write::MarkDelivered { .. }
            | Write::RecordActivity { .. } => match self.records.get_mut(&key) {
                Some(record) => update(record, write, at),
                None => self.stubs.push(key),
            },
        }
    }

    /// The events of a store, the oldest first.
    pub fn events(&self, store: &StoreId) -> impl Iterator<Item = &Event> {
        self.records.iter().filter_map(move |(key, record)| match (key, record) {
            (Key::Event(of, _) | Key::Notice(of, _), Record::Event(stored)) if of == store => {
                Some(&stored.event)
            }
            _ => None,
        })
    }
}

/// Whether a record stands in a list by person.
fn is_of_person(list: &PersonList, key: &Key, record: &Record) -> bool {
    match (list, key, record) {
        (PersonList::Left(user), Key::Member(_, of), Record::Membership(Membership::Left(_))) => of == user,
        (PersonList::WithAddress(email), Key::Listed(_, Listing::Addresses, place, _), _) => {
            *place == address_place(email)
        }
        (PersonList::OwnersAddress(email), _, Record::Store(store)) => store.owner.email == *email,
        (PersonList::Answers(user), Key::Idempotency(IdempotencyScope::User(of), _), _) => of == user,
        (PersonList::Mails(email), Key::Counter(Counter::RecipientStores(of, _)), _) => {
            *of == AddressId::of(email)
        }
        _ => false,
    }
}

fn last_active_at(record: &Record) -> Option<Timestamp> {
    match record {
        Record::Membership(Membership::Active(member)) => member.last_active_at,
        _ => None,
    }
}

/// Until when a record holds its seat, in whole seconds as the index has it, rounded up: a seat that is still of use is not
/// released.
fn held_until(record: &Record) -> Option<i64> {
    let until = match record {
        Record::Invitation(invitation) if invitation.state == InvitationState::Pending(Seat::Held) => {
            invitation.expires_at
        }
        Record::Membership(Membership::Active(member)) if member.seat == Seat::Held => {
            member.access_ends_at?
        }
        _ => return None,
    };
    Some(whole_second(until).timestamp())
}
