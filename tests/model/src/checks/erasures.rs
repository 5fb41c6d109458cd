//! Checks the erasure of a person, step by step: what it may change, and what of others it must leave alone.

use std::collections::BTreeSet;

use super::erased::Erasure;
use super::erasures_end::{is_replaced, nothing_is_left};
use super::events::{names_who_did_it, order_holds, versions_are_published};
use super::scene::{Scene, Watch};
use crate::command::{Command, ErasureWork};
use crate::ledger::{Fate, Ledger};
use crate::memory::{Commit, State};
use crate::promises::{ERASED, ERASED_ALONE, Kept, broken, keep};
use staffroom_app::{
    Counter, ErasureStage, ErasureTask, IdempotencyScope, IdempotencyState, Key, Listed, PersonRequest,
    PublishingKey, Record, StoredEvent, Write,
};
use staffroom_domain::{ErasureStatus, EventKind, InvitationState, Membership, Person, StoreId, UserId};

/// Notes what other calls do to people who are erased meanwhile.
pub(super) fn note_others(ledger: &Ledger, watch: &mut Watch, commit: &Commit, command: &Command) -> Kept {
    let written: BTreeSet<&StoreId> = commit.before.iter().filter_map(|(key, _)| key.store()).collect();
    for team in ledger.teams.iter().filter(|team| written.contains(&team.id)) {
        let places = team
            .members
            .iter()
            .flat_map(|place| place.emails.iter().chain([&place.email]).map(|email| (&place.user, email)));
        for (user, email) in places.chain([(&team.owner, &team.owner_email)]) {
            if !watch.known.had(user, email) {
                watch.known.addresses.entry(user.clone()).or_default().insert(email.clone());
            }
        }
    }
    if let Command::MoveInStore(message) = command {
        let hint = &message.hint;
        watch.known.moves.insert((hint.move_from.clone(), hint.move_to.clone()));
    }
    if let Command::BeginErasure(begin) = command {
        return begun(ledger, watch, commit, &begin.request.person);
    }
    // What was under way when the person was erased. It does not depend on the records that were rewritten.
    let is_report = matches!(
        command,
        Command::Notify(..)
            | Command::MarkMailed(..)
            | Command::Delivered(..)
            | Command::Undelivered(_)
            | Command::Expire(_)
            | Command::Announce(..)
            | Command::SetMailPreference(_)
    );
    for erasure in watch.erasures.values_mut() {
        erasure.has_returned |= erasure.look(ledger);
        let is_late = matches!(command, Command::Publish(publication)
            if erasure.stores.get(&publication.store) == Some(&true));
        for (key, _) in &commit.before {
            let is_after = key.store().is_none_or(|store| erasure.stores.contains_key(store));
            // The answer to a bulk call is stored when all of it is done.
            let is_answer = matches!(key, Key::Idempotency(..));
            if erasure.has_returned || (is_after && (is_report || is_late || is_answer)) {
                erasure.excused.insert(key.clone());
            }
        }
    }
    Ok(())
}

/// An erasure begins, or gets more stores: nothing but its own record is written.
fn begun(ledger: &Ledger, watch: &mut Watch, commit: &Commit, request: &PersonRequest) -> Kept {
    let [Write::Put { key: Key::Erasure(id), record: Record::Erasure(task), .. }] =
        commit.plan.writes.as_slice()
    else {
        return broken(ERASED_ALONE, "a request to erase a person writes more than its own record");
    };
    if let Some((_, Some(Record::Erasure(before)))) = commit.before.first() {
        let (stores, stage) = (task.stores.clone(), task.stage.clone());
        let same = ErasureTask { stores, stage, version: task.version, ..(**before).clone() };
        return keep(same == **task && before.stores.is_subset(&task.stores), ERASED_ALONE, || {
            "more than stores are added to an erasure in progress".to_owned()
        });
    }
    let mut asked = Person::default();
    match request {
        PersonRequest::User(user) => asked.users.insert(user.clone()),
        PersonRequest::Address(email) => asked.addresses.insert(email.clone()),
    };
    keep(watch.known.are_theirs(&task.person, &asked), ERASED_ALONE, || {
        format!("{:?} is another person", task.person.users)
    })?;
    let mut erasure = Erasure::of(task.person.clone());
    erasure.look(ledger);
    watch.erasures.insert(*id, erasure);
    Ok(())
}

/// A worker does a step of an erasure.
pub(super) fn worked(
    ledger: &mut Ledger,
    watch: &mut Watch,
    (commit, command): (&Commit, &Command),
    state: &State,
    work: &ErasureWork,
) -> Kept {
    let key = Key::Erasure(work.id);
    let before =
        commit.before.iter().find(|(known, _)| *known == key).and_then(|(_, record)| record.as_ref());
    let (Some(Record::Erasure(before)), Some(mut erasure)) = (before, watch.erasures.remove(&work.id)) else {
        return broken(ERASED_ALONE, "a step of no erasure in progress");
    };
    let said = work.office.said(work.id);
    keep(said.is_some(), ERASED, || "the ledger does not know the erasure".to_owned())?;
    let Some(Record::Erasure(after)) = state.records.get(&key) else {
        keep(commit.plan.writes.len() == 1 && before.stage == ErasureStage::Outside, ERASED, || {
            "an erasure ends before all is done".to_owned()
        })?;
        let (said, person) =
            (said.unwrap_or_else(|| before.entry(work.office.key(), ErasureStatus::Done)), &before.person);
        keep(said.status == ErasureStatus::Done && said.counts == erasure.counts, ERASED_ALONE, || {
            format!("{:?} is said of {:?}", said.counts, erasure.counts)
        })?;
        keep(work.office.key().of_person(person).is_subset(&said.subjects), ERASED, || {
            "the ledger does not know all of the person".to_owned()
        })?;
        // What another erasure of theirs has taken already, it replaces.
        let others = watch.erasures.values().flat_map(|other| other.person.addresses.iter().cloned());
        erasure.foreign.extend(others);
        return nothing_is_left(ledger, state, &erasure, &watch.known);
    };
    keep(watch.known.are_theirs(&after.person, &erasure.person), ERASED_ALONE, || {
        format!("{:?} is another person than {:?}", after.person, erasure.person)
    })?;
    if erasure.has_returned {
        // They came back with it.
        erasure.foreign.extend(after.person.addresses.difference(&erasure.person.addresses).cloned());
        erasure.later.extend(after.person.users.difference(&erasure.person.users).cloned());
    }
    erasure.person.clone_from(&after.person);
    let step = Step { commit, command, state, before, after };
    match &before.stage {
        ErasureStage::Find => {
            step.writes_nothing_else()?;
            let knows =
                said.is_some_and(|said| work.office.key().of_person(&after.person).is_subset(&said.subjects));
            keep(knows, ERASED, || "the ledger does not know all of the person".to_owned())?;
        }
        ErasureStage::End { store, .. } => step.ended(ledger, watch, &mut erasure, store)?,
        ErasureStage::Publish { store, event, .. } => {
            step.writes_nothing_else()?;
            let reference = Key::Publishing(PublishingKey::Reference(*event));
            erasure.stores.insert(store.clone(), !state.records.contains_key(&reference));
        }
        ErasureStage::Rewrite { store, .. } => step.rewritten(ledger, &mut erasure, store)?,
        ErasureStage::Outside => step.outside(ledger)?,
    }
    erasure.look(ledger);
    watch.erasures.insert(work.id, erasure);
    Ok(())
}

/// A step of an erasure.
struct Step<'a> {
    commit: &'a Commit,
    command: &'a Command,
    state: &'a State,
    before: &'a ErasureTask,
    after: &'a ErasureTask,
}

impl Step<'_> {
    fn is_theirs(&self, user: &UserId) -> bool {
        self.before.person.users.contains(user)
    }

    /// Whether a name is that of this person: by one of the ids or, where nobody else has it, by an address.
    fn others(&self) -> impl Iterator<Item = (&Write, Key, Option<&Record>)> {
        let before = |key: &Key| {
            let found = self.commit.before.iter().find(|(known, _)| known == key);
            found.and_then(|(_, record)| record.as_ref())
        };
        let writes = self.commit.plan.writes.iter().map(|write| (write, write.key()));
        let others = writes.filter(|(_, key)| *key != Key::Erasure(self.before.id));
        others.map(move |(write, key)| (write, key.clone(), before(&key)))
    }

    fn writes_nothing_else(&self) -> Kept {
        keep(self.others().next().is_none() && self.commit.plan.store.is_none(), ERASED_ALONE, || {
            "a step that only looks changes records".to_owned()
        })
    }

    /// A membership or the invitations in a store end.
    fn ended(&self, ledger: &mut Ledger, watch: &mut Watch, erasure: &mut Erasure, store: &StoreId) -> Kept {
        let Some(write) = &self.commit.plan.store else { return self.writes_nothing_else() };
        keep(write.put.is_none() && write.id == *store, ERASED_ALONE, || {
            "an erasure puts a store".to_owned()
        })?;
        let number = ledger.commits;
        let addresses = &self.after.person.addresses;
        let owner = ledger.team(store).map(|team| team.owner.clone());
        keep(owner.is_some_and(|owner| !self.is_theirs(&owner)), ERASED_ALONE, || {
            "the owner of a store is erased there".to_owned()
        })?;
        for (write, key, before) in self.others() {
            let is_delete = matches!(write, Write::Delete { .. });
            match (&key, before) {
                (Key::Event(..), None) => {
                    let Write::Put { record: Record::Event(stored), .. } = write else { continue };
                    self.told(watch, (store, number), ledger, stored)?;
                }
                (Key::Member(of, user), found) if is_delete && of == store && self.is_theirs(user) => {
                    if let Some(Record::Membership(Membership::Active(member))) = found {
                        erasure.counts.memberships += 1;
                        erasure.ended.insert(member.email.clone());
                    }
                    if let Some(team) = ledger.team_mut(store) {
                        let emails = team.member(user).map(|place| place.emails.clone());
                        erasure.ended.extend(emails.into_iter().flatten());
                        team.erase_person(user, addresses, number);
                    }
                }
                (Key::Digest(of, user) | Key::MailPreferences(of, user), _)
                    if is_delete && of == store && self.is_theirs(user) =>
                {
                    ledger.forget_wishes(store, user);
                }
                (Key::Holder(of, _, user) | Key::Listed(of, _, _, Listed::Member(user)), _)
                    if is_delete && of == store && self.is_theirs(user) => {}
                (Key::Address(of, _), None) if is_delete && of == store => {}
                (Key::Address(of, _), Some(Record::AddressHolder(user)))
                    if is_delete && of == store && self.is_theirs(user) => {}
                (Key::Invitation(of, id), Some(Record::Invitation(invitation)))
                    if is_delete && of == store && addresses.contains(&invitation.email) =>
                {
                    erasure.counts.invitations +=
                        u32::from(matches!(invitation.state, InvitationState::Pending(_)));
                    watch.forget(invitation);
                    ledger.forget_mails(store, &invitation.email);
                    if let Some(offered) = ledger.team_mut(store).and_then(|team| team.offer_mut(*id)) {
                        offered.fate = Fate::Deleted;
                        // The number of a first link is its second, so one that is made in the same second is the same.
                        offered.generation = 0;
                    }
                }
                _ => return broken(ERASED_ALONE, format!("the end of a membership changed {key:?}")),
            }
        }
        if matches!(self.after.stage, ErasureStage::Publish { .. }) {
            erasure.stores.insert(store.clone(), false);
        }
        Ok(())
    }

    /// The event that a person was erased.
    fn told(
        &self,
        watch: &mut Watch,
        (store, number): (&StoreId, u64),
        ledger: &Ledger,
        stored: &StoredEvent,
    ) -> Kept {
        let EventKind::PersonErased { user_id } = &stored.event.kind else {
            return broken(ERASED_ALONE, format!("an erasure tells {}", stored.event.kind.name()));
        };
        keep(self.is_theirs(user_id) || *user_id == self.before.alias, ERASED_ALONE, || {
            format!("{} is said to be erased", user_id.as_str())
        })?;
        let scene = Scene {
            store,
            commit: self.commit,
            command: self.command,
            number,
            at: self.commit.plan.at,
            latest: ledger.latest,
            rivals: watch.rivals,
            indexed: self.state.indexed.is_none(),
        };
        order_holds(watch, &scene, &stored.event)?;
        versions_are_published(watch, &scene, stored)?;
        names_who_did_it(&scene, &stored.event)
    }

    /// Records of a store that name the person are rewritten.
    fn rewritten(&self, ledger: &mut Ledger, erasure: &mut Erasure, store: &StoreId) -> Kept {
        keep(self.commit.plan.store.is_none(), ERASED_ALONE, || {
            "the rewriting changes the store".to_owned()
        })?;
        let (person, alias) = (&self.before.person, &self.before.alias);
        let mut rewrites_history = false;
        for (write, key, before) in self.others() {
            keep(key.store() == Some(store), ERASED_ALONE, || format!("{key:?} is of another store"))?;
            let (put, before) = match (write, before) {
                (Write::Put { record, .. }, Some(before)) => (record, before),
                (Write::Delete { .. }, before) => {
                    match &key {
                        Key::Digest(_, user) if self.is_theirs(user) => ledger.forget_wishes(store, user),
                        Key::Counter(counter) if is_counted(person, counter) => ledger.forget_count(counter),
                        // Another worker was faster.
                        _ if before.is_none() => {}
                        _ => return broken(ERASED_ALONE, format!("{key:?} is deleted")),
                    }
                    continue;
                }
                _ => return broken(ERASED_ALONE, format!("{key:?} is made by the rewriting")),
            };
            keep(is_replaced(person, alias, before, put), ERASED_ALONE, || {
                format!("{key:?} became another in more than the person: {before:?} and {put:?}")
            })?;
            match (&key, before, put) {
                (Key::Event(..), Record::Event(stored), _) => {
                    rewrites_history = true;
                    let is_own = matches!(stored.event.kind, EventKind::PersonErased { .. });
                    erasure.counts.events += u32::from(!is_own);
                }
                (Key::Invitation(_, id), ..) => {
                    for user in &person.users {
                        if let Some(team) = ledger.team_mut(store) {
                            team.replace_person(user, alias, *id);
                        }
                    }
                }
                (Key::Idempotency(IdempotencyScope::Store(_), _), _, Record::Idempotency(record)) => {
                    if let (Some(known), IdempotencyState::Answered(text)) =
                        (ledger.requests.get_mut(&format!("{key:?}")), &record.state)
                    {
                        known.answer = Some(text.clone());
                    }
                }
                _ => {}
            }
        }
        // Who joined again after the membership was ended joined by an event that is rewritten, too.
        if rewrites_history && let Some(team) = ledger.team_mut(store) {
            let back = team.members.iter().map(|place| &place.user).filter(|user| self.is_theirs(user));
            let back: Vec<UserId> = back.cloned().collect();
            team.unnamed.extend(back);
        }
        Ok(())
    }

    /// What is kept of the person outside of stores is deleted.
    fn outside(&self, ledger: &mut Ledger) -> Kept {
        for (write, key, _) in self.others() {
            let is_delete = matches!(write, Write::Delete { .. });
            match &key {
                Key::Idempotency(IdempotencyScope::User(user), _) if is_delete && self.is_theirs(user) => {
                    ledger.requests.remove(&format!("{key:?}"));
                }
                Key::Counter(counter) if is_delete && is_counted(&self.before.person, counter) => {
                    ledger.forget_count(counter);
                }
                _ => return broken(ERASED_ALONE, format!("{key:?} is deleted")),
            }
        }
        Ok(())
    }
}

/// Whether a count is of the person.
fn is_counted(person: &Person, counter: &Counter) -> bool {
    let is_address = |id: &staffroom_domain::AddressId| {
        person.addresses.iter().any(|email| staffroom_domain::AddressId::of(email) == *id)
    };
    match counter {
        Counter::StoreInvitations(..) => false,
        Counter::InviterInvitations(_, user, _) | Counter::AddressChanges(_, user, _) => {
            person.users.contains(user)
        }
        Counter::RecipientStores(address, _) => is_address(address),
        Counter::CausedMails(_, user, address, _) => person.users.contains(user) || is_address(address),
    }
}
