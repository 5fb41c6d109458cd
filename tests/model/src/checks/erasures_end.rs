//! Checks what is left of a person when their erasure has ended, and what a rewritten record may have lost.

use std::collections::BTreeSet;

use serde_json::Value;

use super::erased::{Erasure, Known};
use crate::ledger::Ledger;
use crate::memory::State;
use crate::promises::{ERASED, Kept, keep};
use crate::spelled::Traces;
use crate::world;
use staffroom_app::{Key, PublishingRecord, Record};
use staffroom_domain::{
    DisplayName, ERASED as IN_THEIR_PLACE, EmailAddress, Invitation, InvitationState, Membership, Person,
    UserId,
};

/// Nothing is left of the person in the stores that the erasure dealt with, and outside of all stores, but what they wanted and
/// what came after they came back. In the other stores they have nothing, unless they came or own the store.
pub(super) fn nothing_is_left(ledger: &Ledger, state: &State, erasure: &Erasure, known: &Known) -> Kept {
    let users = &erasure.person.users.difference(&erasure.later).cloned().collect::<BTreeSet<UserId>>();
    let addresses: BTreeSet<EmailAddress> = erasure.person.addresses.union(&erasure.ended).cloned().collect();
    let addresses: BTreeSet<EmailAddress> = addresses.difference(&erasure.foreign).cloned().collect();
    for team in &ledger.teams {
        let is_there = team.knows(users, &addresses);
        keep(erasure.has_returned || users.contains(&team.owner) || !is_there, ERASED, || {
            format!("{users:?} stay on the team of {}, or invited", team.id.as_str())
        })?;
    }
    let own = users.iter().filter(|user| !known.is_passed_on(user, users));
    let names = own.filter_map(world::number_of).map(world::name);
    let names: Vec<&str> =
        names.filter(|name| !is_others(state, users, name)).map(DisplayName::as_str).collect();
    let traces = Traces::of(users.iter(), names.into_iter(), addresses.iter());
    for (key, record) in &state.records {
        let is_dealt_with = key.store().is_none_or(|store| erasure.stores.contains_key(store));
        let is_allowed = match (key, record) {
            // They asked for it, and it names nobody.
            (Key::OptOut(..) | Key::AddressOptOut(_), _) => true,
            // Another erasure of the same person is in progress, and deletes it.
            (Key::Erasure(_), _) => true,
            // It tells the receivers whom to erase.
            (_, Record::Publishing(PublishingRecord::Event(event))) => event.kind == "person.erased",
            _ => false,
        };
        if !is_dealt_with || is_allowed || erasure.excused.contains(key) {
            continue;
        }
        let found = traces.found(key, record);
        keep(found.is_none(), ERASED, || format!("{} is left in {key:?}", found.unwrap_or_default()))?;
    }
    Ok(())
}

/// Whether somebody else has a name: who was moved from an id, or the owner of a store.
fn is_others(state: &State, users: &BTreeSet<UserId>, name: &DisplayName) -> bool {
    state.records.values().any(|record| match record {
        Record::Store(store) => !users.contains(&store.owner.user_id) && store.owner.name == *name,
        Record::Membership(Membership::Active(member)) => {
            !users.contains(&member.user) && member.name.as_ref() == Some(name)
        }
        _ => false,
    })
}

/// Whether a record lost nothing but what names the person.
pub(super) fn is_replaced(person: &Person, alias: &UserId, before: &Record, after: &Record) -> bool {
    let differ = |before: Value, after: Value| is_same_but_for(person, alias, &before, &after);
    match (before, after) {
        (Record::Invitation(before), Record::Invitation(after)) => is_rewritten(person, alias, before, after),
        (Record::Event(before), Record::Event(after)) => {
            before.event.id == after.event.id
                && before.versions == after.versions
                && after.mailed.is_subset(&before.mailed)
                && differ(json(&before.event.kind), json(&after.event.kind))
                && differ(json(&before.event.actor), json(&after.event.actor))
        }
        (Record::Digest(before), Record::Digest(after)) => {
            differ(json(&before.waiting), json(&after.waiting))
        }
        (
            Record::Publishing(PublishingRecord::Event(before)),
            Record::Publishing(PublishingRecord::Event(after)),
        ) => {
            let parsed = |text: &str| serde_json::from_str(text).unwrap_or_default();
            before.id == after.id && differ(parsed(&before.json), parsed(&after.json))
        }
        (Record::Idempotency(before), Record::Idempotency(after)) => before.fingerprint == after.fingerprint,
        _ => false,
    }
}

fn json<T: serde::Serialize>(part: &T) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

/// Of an invitation which the person gave, their id and name are others, and of one by which they joined, their id.
fn is_rewritten(person: &Person, alias: &UserId, before: &Invitation, after: &Invitation) -> bool {
    let mut expected = before.clone();
    if person.users.contains(&before.invited_by.user_id) {
        expected.invited_by.user_id = alias.clone();
        expected.invited_by.name.clone_from(&after.invited_by.name);
        expected.note = None;
    }
    if matches!(&before.state, InvitationState::Accepted { by } if person.users.contains(by)) {
        expected.state = InvitationState::Accepted { by: alias.clone() };
    }
    expected.version = after.version;
    expected == *after
}

/// Whether two values differ only where one names the person, and the other nobody.
fn is_same_but_for(person: &Person, alias: &UserId, before: &Value, after: &Value) -> bool {
    let is_same = |before: &Value, after: &Value| is_same_but_for(person, alias, before, after);
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let both = before.iter().zip(after);
            before.len() == after.len() && both.into_iter().all(|(b, a)| b.0 == a.0 && is_same(b.1, a.1))
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(b, a)| is_same(b, a))
        }
        (Value::String(before), Value::String(after)) if before != after => {
            let was_user = person.users.iter().any(|user| user.as_str() == before);
            // The id of an invitation becomes another one.
            let is_id = before.len() == 36 && after.len() == 36;
            (was_user && after == alias.as_str()) || after == IN_THEIR_PLACE || is_id
        }
        _ => before == after,
    }
}
