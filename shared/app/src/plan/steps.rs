//! The steps from which plans are built.

use chrono::SubsecRound;
use staffroom_domain::{
    Activity, Actor, ActorRole, Digest, Event, EventActor, EventId, EventKind, Invitation, InvitationId,
    Member, Metadata, RoleTexts, SeatChange, Status, Store, StoreId, UserId,
};

use super::{Condition, Plan, StoreCondition, StoreEvent, Write};
use crate::error::Fault;
use crate::key::Key;
use crate::quota::Quota;
use crate::read::ReadResult;
use crate::record::{IdempotencyRecord, Record, ReplacedRoles, StoredEvent};

impl Plan {
    /// Requires that the actor's membership is unchanged since it was read.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn by(mut self, actor: &Actor<'_>) -> Result<Self, Fault> {
        if let ActorRole::Member(member) = actor.role {
            self.require_membership(&member.user, member.version)?;
        }
        Ok(self)
    }

    /// Requires that a user's membership has this version; 0 means that nothing is stored.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn require_membership(&mut self, user: &UserId, version: u64) -> Result<(), Fault> {
        let key = Key::Member(self.store_id()?, user.clone());
        self.push(Write::Check { key, condition: Condition::of_version(version) })
    }

    /// Requires that no member has left the store since it was read. This orders every invitation before or
    /// after every removal by commit.
    ///
    /// # Errors
    /// If the plan has no store.
    pub fn require_departures(&mut self, count: u64) -> Result<(), Fault> {
        match &mut self.store_write()?.condition {
            StoreCondition::Unchanged { departures, .. } => *departures = Some(count),
            StoreCondition::Absent | StoreCondition::SeatsTaken => {}
        }
        Ok(())
    }

    /// Requires that nothing of the store changed since it was read, members and invitations included.
    ///
    /// # Errors
    /// If the plan has no store.
    pub fn require_quiet(&mut self, store: &Store) -> Result<(), Fault> {
        self.store_write()?.changed_at = Some(store.changed_at);
        Ok(())
    }

    /// Puts the store. Without `before`, it must not exist.
    ///
    /// # Errors
    /// If the plan has no store.
    pub fn put_store(&mut self, before: Option<&Store>, after: Store) -> Result<(), Fault> {
        let write = self.store_write()?;
        write.condition = match before {
            Some(before) => StoreCondition::Unchanged { version: before.version, departures: None },
            None => StoreCondition::Absent,
        };
        // Without an event, too, the put must not set `changed_at` to an earlier time.
        write.event = write.event.or(Some(StoreEvent::NotBefore(after.changed_at)));
        write.put = Some(Box::new(after));
        Ok(())
    }

    /// Makes these the metadata of the store, in a plan that puts the store: a change of them is one of the store, so the
    /// condition on the store's version covers it.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_store_metadata(
        &mut self,
        store: &StoreId,
        read: &ReadResult,
        metadata: &Metadata,
    ) -> Result<(), Fault> {
        if read.store_metadata(store) == *metadata {
            return Ok(());
        }
        let (key, condition) = (Key::StoreMetadata(store.clone()), Condition::None);
        if metadata.is_empty() {
            return self.push(Write::Delete { key, condition });
        }
        self.push(Write::Put { key, record: Record::StoreMetadata(metadata.clone()), condition })
    }

    /// Closes the store. The record of the closed one has none of the counts that other plans require, so each of them that read
    /// the store before fails, and is decided again.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn close_store(&mut self, before: &Store) -> Result<(), Fault> {
        self.push(Write::Put {
            key: Key::Store(before.id.clone()),
            record: Record::ClosedStore(Box::new(before.closed(self.at))),
            condition: Condition::Version(before.version),
        })
    }

    /// Puts an invitation in place of `before`, with the change of its seat.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_invitation(&mut self, before: Option<&Invitation>, after: &Invitation) -> Result<(), Fault> {
        let key = Key::Invitation(after.store.clone(), after.id);
        // The condition includes the delivery state, because its changes do not increment the version (that
        // would fail callers' `If-Match`).
        let condition = before.map_or(Condition::Absent, |before| {
            Condition::VersionAndDelivery(before.version, before.delivery)
        });
        let seats = after.seats() - before.map_or_else(SeatChange::default, Invitation::seats);
        if before
            .is_some_and(|before| before.status(self.at) == Status::Expired && seats == SeatChange::default())
        {
            self.retaken += after.seats();
        }
        self.push(Write::Put { key, record: Record::Invitation(Box::new(after.clone())), condition })?;
        if seats != SeatChange::default() {
            self.store_write()?.seats += seats;
        }
        Ok(())
    }

    /// Puts an invitation that keeps the seat it has, or has none.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn rewrite_invitation(&mut self, before: &Invitation, after: &Invitation) -> Result<(), Fault> {
        let key = Key::Invitation(after.store.clone(), after.id);
        let condition = Condition::VersionAndDelivery(before.version, before.delivery);
        self.push(Write::Put { key, record: Record::Invitation(Box::new(after.clone())), condition })
    }

    /// Ends an invitation whose place and seat another one takes in this plan.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn replace_invitation(&mut self, before: &Invitation, ended: &Invitation) -> Result<(), Fault> {
        self.put_invitation(Some(before), ended)?;
        self.retaken += before.seats() - ended.seats();
        Ok(())
    }

    /// Requires that an invitation is unchanged since it was read; `None`: that it does not exist.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn require_invitation(&mut self, id: InvitationId, read: Option<&Invitation>) -> Result<(), Fault> {
        let key = Key::Invitation(self.store_id()?, id);
        let condition = Condition::of_version(read.map_or(0, |invitation| invitation.version));
        self.push(Write::Check { key, condition })
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

    /// Deletes an activity.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn delete_activity(&mut self, before: &Activity) -> Result<(), Fault> {
        let key = Key::Activity(self.store_id()?, before.id.clone());
        self.push(Write::Delete { key, condition: Condition::Version(before.version) })
    }

    /// Puts the texts of a role in the place of those before.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_role(&mut self, before: Option<&RoleTexts>, after: &RoleTexts) -> Result<(), Fault> {
        let key = Key::Role(self.store_id()?, after.slug.clone());
        let condition = Condition::of_version(before.map_or(0, |before| before.version));
        self.push(Write::Put { key, record: Record::Role(Box::new(after.clone())), condition })
    }

    /// Deletes the texts of a role.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn delete_role(&mut self, before: &RoleTexts) -> Result<(), Fault> {
        let key = Key::Role(self.store_id()?, before.slug.clone());
        self.push(Write::Delete { key, condition: Condition::Version(before.version) })
    }

    /// Lets members and invitations that have replaced roles be rewritten. A later replacement begins it anew.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn rewrite_roles(&mut self, store: &Store) -> Result<(), Fault> {
        let replaced = ReplacedRoles { due_at: self.at.trunc_subsecs(0), version: store.version };
        self.push(Write::Put {
            key: Key::ReplacedRoles(store.id.clone()),
            record: Record::ReplacedRoles(replaced),
            condition: Condition::None,
        })
    }

    /// Adds to a count. The plan fails if its limit would be exceeded.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn count(&mut self, quota: Quota, more: u32) -> Result<(), Fault> {
        if more > 0 { self.push(Write::Count { quota, more }) } else { Ok(()) }
    }

    /// Records an event, which `notify` reads from the stream.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn record_event(&mut self, kind: EventKind) -> Result<(), Fault> {
        let actor = self.actor.clone();
        self.record_event_by(actor, kind)
    }

    /// Records an event whose actor is not the plan's.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn record_event_by(&mut self, actor: EventActor, kind: EventKind) -> Result<(), Fault> {
        let mut random = self.entropy;
        // The events of a plan are sorted in the order in which they were recorded: the id has the time, then
        // four bits of the first byte, then the second byte.
        let [first, second, ..] = &mut random;
        (*first, *second) = (0, self.events);
        self.events = self.events.wrapping_add(1);
        let source_ip = match actor {
            EventActor::Service => None,
            EventActor::Platform | EventActor::Invitee | EventActor::User { .. } => self.source_ip.clone(),
        };
        // What is put again after its deletion has its time as its version, and the texts of a role have no time of their own. No
        // other event of the store has the time of these.
        let has_own_time = matches!(
            kind,
            EventKind::ActivityPut { .. }
                | EventKind::ActivityDeleted { .. }
                | EventKind::RoleCreated { .. }
                | EventKind::RoleChanged { .. }
                | EventKind::RoleDeleted { .. }
        );
        let kind = kind.with_present_roles(&self.roles);
        let event = Event { id: EventId::new(self.at, random), at: self.at, actor, source_ip, kind };
        if let Some(write) = &mut self.store {
            let is_alone = has_own_time || write.departures > 0;
            let at = self.at;
            write.event = Some(if is_alone { StoreEvent::After(at) } else { StoreEvent::NotBefore(at) });
        }
        self.put_event(event, Vec::new())
    }

    /// Puts the answers that are gathered for a person.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_digest(
        &mut self,
        store: &StoreId,
        reader: &UserId,
        before: Option<&Digest>,
        after: Digest,
    ) -> Result<(), Fault> {
        self.push(Write::Put {
            key: Key::Digest(store.clone(), reader.clone()),
            record: Record::Digest(Box::new(after)),
            condition: Condition::of_version(before.map_or(0, |before| before.version)),
        })
    }

    /// Puts an event, which must not exist yet. Without `versions`, it gets those of what the plan writes
    /// ([`Plan::with_versions`]).
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_event(&mut self, event: Event, versions: Vec<u64>) -> Result<(), Fault> {
        let key = Key::of_event(&self.store_id()?, &event);
        let record = Record::Event(Box::new(StoredEvent { versions, ..StoredEvent::from(event) }));
        self.push(Write::Put { key, record, condition: Condition::Absent })
    }

    /// Stores the record of an idempotency key, unless the key is in use.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_idempotency(&mut self, key: Key, record: IdempotencyRecord) -> Result<(), Fault> {
        let condition = Condition::IdempotencyKeyFree;
        self.push(Write::Put { key, record: Record::Idempotency(record), condition })
    }

    /// Requires that no member has the invited address, or only `ended`, whose access has ended.
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
}
