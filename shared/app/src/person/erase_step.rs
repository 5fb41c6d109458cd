//! One step of an erasure: what is read, and the plan that follows from it.

use std::collections::BTreeSet;

use chrono::Duration;
use staffroom_domain::{
    EventActor, EventId, EventKind, Invitation, InvitationId, InvitationState, Member, Membership,
    SeatChange, Store, StoreId, Timestamp, UserId, bounds,
};

use super::find::{Extent, find};
use super::mentions::Mentions;
use super::person_list::PersonList;
use super::place::{RecordKind, RecordPlace};
use super::records::{PERSON_ERASED, Replacement};
use super::task::{ErasureStage, ErasureTask};
use crate::context::{Context, Invocation};
use crate::database::{Database, List};
use crate::error::Fault;
use crate::key::{Holding, Key, PublishingKey};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// How often a step looks whether the event is published, before another invocation does.
const LOOKS: u32 = 20;

/// The wait before a look: the longest one, of more than half a second at most.
const LONG_WAIT: u32 = 5;

/// After how many minutes an event that is not published holds up an erasure no longer.
const PUBLISHED_MINUTES: i64 = 15;

/// Records outside of stores that one transaction deletes.
const OUTSIDE: usize = 80;

/// Invitations of a person in a store: one for each address.
const _: () = assert!(bounds::PERSON_ADDRESSES + 10 < bounds::TRANSACTION_ACTIONS);

/// What is next.
pub(super) enum Next {
    /// This plan is to be committed.
    Commit(Plan),
    /// The same, after the ledger knows the person of this task.
    Known(Box<ErasureTask>, Plan),
    /// The same, after the ledger knows that the erasure is done.
    Finished(Plan),
    /// Nothing can be done now.
    Wait,
}

/// A step of an erasure.
pub(super) struct Step<'a, D> {
    pub(super) database: &'a D,
    pub(super) invocation: &'a Invocation,
    pub(super) task: &'a ErasureTask,
}

impl<D: Database> Step<'_, D> {
    /// What is next.
    pub(super) async fn next(&self) -> Result<Next, Fault> {
        match &self.task.stage {
            ErasureStage::Find => self.find().await,
            ErasureStage::End { store, event } => self.end(store, *event).await.map(Next::Commit),
            ErasureStage::Publish { store, event, since } => self.publish(store, *event, *since).await,
            ErasureStage::Rewrite { store, kind, after } => {
                self.rewrite(store, *kind, after.as_ref()).await.map(Next::Commit)
            }
            ErasureStage::Outside => self.outside().await,
        }
    }

    fn plan(&self, after: &ErasureTask) -> Result<Plan, Fault> {
        let context = self.invocation.context(&ReadResult::default());
        let mut plan = Plan::outside_store(&context, EventActor::Platform);
        put_task(&mut plan, self.task, after)?;
        Ok(plan)
    }

    /// Looks for the person's ids and addresses, a hundred stores in each step, and then for stores that were not dealt with.
    async fn find(&self) -> Result<Next, Fault> {
        let named: BTreeSet<StoreId> = self.task.stores.difference(&self.task.done).cloned().collect();
        let found = find(self.database, &self.task.person, &named, &self.task.looked).await?;
        let mut after = self.task.at(ErasureStage::Find);
        (after.person, after.looked) = (found.person, found.looked);
        if found.extent == Extent::Part {
            let plan = self.plan(&after)?;
            return Ok(Next::Known(Box::new(after), plan));
        }
        // Who became the owner of a store meanwhile stays there.
        let is_open = |store: &&StoreId| !found.owned.contains(*store) && !after.done.contains(*store);
        let named_first = named.iter().chain(found.stores.difference(&named));
        after.stores = named_first.filter(is_open).take(bounds::ERASURE_STORES).cloned().collect();
        after.stage = after.next_store();
        if after.stage == ErasureStage::Find {
            after.stage = ErasureStage::Outside;
        }
        let plan = self.plan(&after)?;
        Ok(Next::Known(Box::new(after), plan))
    }

    /// Ends the membership of one of the person's ids, or, when there is none left, their invitations.
    async fn end(&self, store: &StoreId, event: Option<EventId>) -> Result<Plan, Fault> {
        let task = self.task;
        let users = task.person.users.iter();
        let kept = users.flat_map(|user| {
            std::iter::once(Key::Member(store.clone(), user.clone())).chain(beside_membership(store, user))
        });
        let reads = ReadSet::keys([Key::Store(store.clone())]).and(kept);
        let mut read = self.database.read(&reads).await?;
        let Some(of) = read.store(store).cloned() else { return self.plan(&task.after_store(store)) };
        if task.person.users.contains(&of.owner.user_id) {
            return self.plan(&task.after_store(store));
        }
        let is_kept = |user: &UserId| beside_membership(store, user).iter().any(|key| read.has(key));
        let known = task.person.users.iter().find(|user| match read.membership(store, user) {
            Membership::Active(_) | Membership::Left(_) => true,
            Membership::Never => is_kept(user),
        });
        if let Some(user) = known.cloned() {
            if let Some(member) = read.membership(store, &user).member() {
                let of_address = |id: &InvitationId| {
                    [Key::Address(store.clone(), *id), Key::Invitation(store.clone(), *id)]
                };
                let of_addresses = member.addresses.iter().flat_map(of_address);
                read.merge(self.database.read(&ReadSet::keys(of_addresses)).await?);
            }
            return self.end_membership(&of, &user, event, &read);
        }
        self.end_invitations(&of, event).await
    }

    /// Ends the membership of an id, and deletes what is kept beside it. That can be there without the membership, whose trace is
    /// kept for some time only.
    fn end_membership(
        &self,
        of: &Store,
        user: &UserId,
        event: Option<EventId>,
        read: &ReadResult,
    ) -> Result<Plan, Fault> {
        let context = self.invocation.context(read);
        let mut plan = Plan::in_store(of, &context, EventActor::Platform);
        let mut after = self.task.at(ErasureStage::Find);
        match read.membership(&of.id, user) {
            Membership::Active(member) => {
                plan.remove_member(of, member, read)?;
                plan.forget_member(of, member)?;
                after.counts.memberships += 1;
                // They may have another address, or used another link, since these were looked for.
                let links = member.addresses.iter().filter_map(|id| read.invitation(&of.id, *id));
                for email in links.map(|invitation| &invitation.email).chain([&member.email]) {
                    after.learn(None, Some(email));
                }
            }
            Membership::Left(trace) => {
                plan.push(Write::Delete {
                    key: Key::Member(of.id.clone(), user.clone()),
                    condition: Condition::Version(trace.version),
                })?;
                after.learn(read.membership(&of.id, user).moved_to(), None);
            }
            Membership::Never => {}
        }
        for key in beside_membership(&of.id, user) {
            plan.push(Write::Delete { key, condition: Condition::None })?;
        }
        let event = match read.membership(&of.id, user) {
            Membership::Active(_) | Membership::Left(_) => Some(record(&mut plan, &context, user)?),
            Membership::Never => event,
        };
        after.stage = ErasureStage::End { store: of.id.clone(), event };
        put_task(&mut plan, self.task, &after)?;
        Ok(plan.with_versions())
    }

    async fn end_invitations(&self, of: &Store, event: Option<EventId>) -> Result<Plan, Fault> {
        let task = self.task;
        let ids: BTreeSet<InvitationId> =
            task.person.addresses.iter().map(|address| InvitationId::of(&of.id, address)).collect();
        let keys = ids.iter().map(|id| Key::Invitation(of.id.clone(), *id));
        let reads = ReadSet::keys([Key::Store(of.id.clone())]).and(keys);
        let read = self.database.read(&reads).await?;
        let context = self.invocation.context(&read);
        let mut plan = Plan::in_store(of, &context, EventActor::Platform);
        let mut after = task.at(ErasureStage::Find);
        for invitation in ids.iter().filter_map(|id| read.invitation(&of.id, *id)) {
            plan.delete_invitation(invitation)?;
            after.counts.invitations += u32::from(matches!(invitation.state, InvitationState::Pending(_)));
        }
        let event = match event {
            Some(event) => event,
            None => record(&mut plan, &context, task.person.users.first().unwrap_or(&task.alias))?,
        };
        after.stage = ErasureStage::Publish { store: of.id.clone(), event, since: context.now };
        put_task(&mut plan, task, &after)?;
        Ok(plan.with_versions())
    }

    /// Waits until the event is published. The stream brings a store's records in order, so that all earlier ones are published
    /// by then, and no published event that names the person comes after the rewriting.
    async fn publish(&self, store: &StoreId, event: EventId, since: Timestamp) -> Result<Next, Fault> {
        let key = Key::Publishing(PublishingKey::Reference(event));
        let begin =
            ErasureStage::Rewrite { store: store.clone(), kind: RecordKind::Invitations, after: None };
        for _ in 0..LOOKS {
            let read = self.database.read(&ReadSet::keys([key.clone(), Key::Store(store.clone())])).await?;
            let is_late = since + Duration::minutes(PUBLISHED_MINUTES) <= self.invocation.now();
            if read.has(&key) || is_late || read.store(store).is_none() {
                return self.plan(&self.task.at(begin)).map(Next::Commit);
            }
            self.database.back_off(LONG_WAIT).await;
        }
        Ok(Next::Wait)
    }

    /// Rewrites the records of a page that name the person.
    async fn rewrite(
        &self,
        store: &StoreId,
        kind: RecordKind,
        after: Option<&RecordPlace>,
    ) -> Result<Plan, Fault> {
        let task = self.task;
        let start = after.map(|place| place.key(store));
        let list = List::Records(store.clone(), kind);
        let page = self.database.page(&list, start.as_ref(), kind.at_once()).await?;
        let next = match (page.next.as_ref().and_then(RecordPlace::of), kind.next()) {
            (Some(place), _) => ErasureStage::Rewrite { store: store.clone(), kind, after: Some(place) },
            (None, Some(kind)) => ErasureStage::Rewrite { store: store.clone(), kind, after: None },
            (None, None) => ErasureStage::Find,
        };
        let mut changed = if next == ErasureStage::Find { task.after_store(store) } else { task.at(next) };
        let context = self.invocation.context(&ReadResult::default());
        let mut plan = Plan::outside_store(&context, EventActor::Platform);
        let mentions = Mentions::new(&task.person, &task.alias, task.id, store);
        for (key, record) in page.entries {
            let Some(record) = record else { continue };
            let write = match mentions.replacement(&key, &record)? {
                Replacement::None => continue,
                Replacement::Delete(condition) => Write::Delete { key, condition },
                Replacement::Put(after, condition) => {
                    changed.counts.events += u32::from(is_counted(&key, &record));
                    Write::Put { key, record: *after, condition }
                }
            };
            plan.push(write)?;
        }
        put_task(&mut plan, task, &changed)?;
        Ok(plan)
    }

    /// Deletes what is kept outside of stores; when nothing is left, the erasure is done.
    async fn outside(&self) -> Result<Next, Fault> {
        let person = &self.task.person;
        let users = person.users.iter().cloned().map(PersonList::Answers);
        let lists = users.chain(person.addresses.iter().cloned().map(PersonList::Mails));
        let mut keys = Vec::new();
        for list in lists {
            if keys.len() < OUTSIDE {
                let room = OUTSIDE - keys.len();
                let page = self.database.page(&List::OfPerson(list), None, room).await?;
                keys.extend(page.entries.into_iter().map(|(key, _)| key));
            }
        }
        let context = self.invocation.context(&ReadResult::default());
        let mut plan = Plan::outside_store(&context, EventActor::Platform);
        let is_done = keys.is_empty();
        for key in keys {
            plan.push(Write::Delete { key, condition: Condition::None })?;
        }
        if is_done {
            let condition = Condition::Version(self.task.version);
            plan.push(Write::Delete { key: Key::Erasure(self.task.id), condition })?;
            return Ok(Next::Finished(plan));
        }
        put_task(&mut plan, self.task, &self.task.at(ErasureStage::Outside))?;
        Ok(Next::Commit(plan))
    }
}

/// Puts the task as it is after a step, in the place of what it was.
pub(super) fn put_task(plan: &mut Plan, before: &ErasureTask, after: &ErasureTask) -> Result<(), Fault> {
    plan.push(Write::Put {
        key: Key::Erasure(before.id),
        record: Record::Erasure(Box::new(after.clone())),
        condition: Condition::Version(before.version),
    })
}

/// What is kept of a member beside the membership, and may stay when that is gone.
fn beside_membership(store: &StoreId, user: &UserId) -> Vec<Key> {
    let holder = |holding| Key::Holder(store.clone(), holding, user.clone());
    let beside =
        [Key::Digest(store.clone(), user.clone()), Key::MailPreferences(store.clone(), user.clone())];
    beside.into_iter().chain(Holding::possible().into_iter().map(holder)).collect()
}

/// Records the event that a person was erased.
fn record(plan: &mut Plan, context: &Context, user: &UserId) -> Result<EventId, Fault> {
    plan.record_event(EventKind::PersonErased { user_id: user.clone() })?;
    let recorded = plan.writes.iter().rev().find_map(|write| match write {
        Write::Put { key: Key::Event(_, id), .. } => Some(*id),
        _ => None,
    });
    Ok(recorded.unwrap_or_else(|| EventId::new(context.now, context.entropy)))
}

/// Whether the rewriting of a record counts: that of an event of the history, apart from the event of the erasure itself.
fn is_counted(key: &Key, record: &Record) -> bool {
    match (key, record) {
        (Key::Event(..), Record::Event(stored)) => stored.event.kind.name() != PERSON_ERASED,
        _ => false,
    }
}

impl Plan {
    /// Leaves no trace of a member whom the plan removes.
    fn forget_member(&mut self, store: &Store, member: &Member) -> Result<(), Fault> {
        let key = Key::Member(store.id.clone(), member.user.clone());
        let removed = self.writes.iter_mut().find(|write| write.key() == key);
        let removed = removed.ok_or(Fault::InvalidPlan("the plan does not remove the member"))?;
        *removed = Write::Delete { key, condition: Condition::Version(member.version) };
        Ok(())
    }

    /// Deletes an invitation, and frees its seat.
    fn delete_invitation(&mut self, invitation: &Invitation) -> Result<(), Fault> {
        let seats = SeatChange::default() - invitation.seats();
        self.push(Write::Delete {
            key: Key::Invitation(invitation.store.clone(), invitation.id),
            condition: Condition::VersionAndDelivery(invitation.version, invitation.delivery),
        })?;
        if let Some(write) = &mut self.store {
            write.seats += seats;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{noon, store, user};
    use staffroom_domain::{ErasureCounts, ErasureId, MailKind, MailPreferences, Person, UserId, Wish};

    use super::{ErasureStage, ErasureTask, Next, Step};
    use crate::builders::{found, invocation, member_key, nothing_found, shop, store_found};
    use crate::key::Key;
    use crate::plan::{Condition, Write};
    use crate::record::Record;
    use crate::scripted::{ScriptedDatabase, ready};

    #[test]
    fn what_is_kept_of_a_person_without_a_membership_goes_and_is_no_event() {
        let key = Key::MailPreferences(shop(), user("kim"));
        let kept = MailPreferences::with(None, MailKind::Reviews, Wish::Unwanted, noon());
        let read = found([
            store_found(&store("whatnot")),
            nothing_found(member_key("kim")),
            (key.clone(), kept.map(Record::MailPreferences)),
        ]);
        let (database, invocation) = (ScriptedDatabase::reading([read]), invocation(noon()));
        let task = ErasureTask {
            id: ErasureId::from_bytes([1; 16]),
            person: Person { users: [user("kim")].into(), addresses: [].into() },
            alias: UserId::erased([2; 16]),
            stores: [shop()].into(),
            done: [].into(),
            looked: [].into(),
            stage: ErasureStage::End { store: shop(), event: None },
            counts: ErasureCounts::default(),
            begun_at: noon(),
            version: 1,
        };
        let step = Step { database: &database, invocation: &invocation, task: &task };
        let Next::Commit(plan) = ready(step.next()).unwrap() else { panic!("a plan") };
        assert!(plan.writes.contains(&Write::Delete { key, condition: Condition::None }));
        assert!(!plan.writes.iter().any(|write| matches!(write.key(), Key::Event(..))));
    }
}
