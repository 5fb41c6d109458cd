//! Checks each commit, and the state after each step, against the promises.

mod activities;
mod closing;
mod erased;
mod erasures;
mod erasures_end;
mod events;
mod invitations;
mod links;
mod mails;
mod members;
mod people;
mod records;
mod roles;
mod scene;
mod stores;

use std::collections::BTreeSet;

use self::events::{event_is_right, names_who_did_it, order_holds, versions_are_published};
use self::mails::{note_caused, note_marks, preferences_are_as_said, problem_is_recorded};
use self::records::{
    bounds_hold, lists_are_whole, note_quotas, records_are_what_was_promised, recount, updates_go_on,
    versions_only_grow,
};
use self::scene::Scene;
use self::stores::store_is_as_said;
use crate::command::Command;
use crate::ledger::Ledger;
use crate::memory::{Commit, State};
use crate::promises::{ACCESS, Broken, HISTORY, STORE, broken, keep};
use crate::world;
use staffroom_app::{Key, Record, Write};
use staffroom_domain::{Actor, EventKind, Membership, StoreId, Timestamp, UserId};

pub(crate) use self::invitations::gives_nothing;
pub use self::scene::Watch;

/// Checks a commit against the promises, and records in the ledger what it promises.
///
/// # Errors
/// The promise that it breaks.
pub fn on_commit(
    ledger: &mut Ledger,
    watch: &mut Watch,
    commit: &Commit,
    state: &State,
    command: &Command,
) -> Result<(), Broken> {
    ledger.commits += 1;
    ledger.latest = ledger.latest.max(commit.plan.at);
    bounds_hold(commit)?;
    versions_only_grow(watch, commit, state)?;
    if let Command::Erase(work) = command {
        erasures::worked(ledger, watch, (commit, command), state, work)?;
        return counts_are_right(ledger, commit, state);
    }
    let number = ledger.commits;
    store_is_as_said(ledger, commit, command, number)?;
    for write in &commit.plan.writes {
        let Write::Put {
            key: Key::Event(store, _) | Key::Notice(store, _),
            record: Record::Event(stored),
            ..
        } = write
        else {
            continue;
        };
        let scene = Scene {
            store,
            commit,
            command,
            number,
            at: commit.plan.at,
            latest: ledger.latest,
            rivals: watch.rivals,
            indexed: state.indexed.is_none(),
        };
        order_holds(watch, &scene, &stored.event)?;
        versions_are_published(watch, &scene, stored)?;
        names_who_did_it(&scene, &stored.event)?;
        event_is_right(ledger, &scene, &stored.event)?;
    }
    closing::note_end(ledger, commit)?;
    note_marks(ledger, commit);
    note_quotas(ledger, commit)?;
    note_caused(ledger, commit, state)?;
    preferences_are_as_said(ledger, commit, command)?;
    problem_is_recorded(ledger, commit, state, command)?;
    links::opt_outs_are_as_said(ledger, commit, command)?;
    roles::roles_are_as_told(ledger, commit, state, command)?;
    roles::only_roles_are_rewritten(commit, command)?;
    roles::nobody_has_a_deleted_role(commit, state)?;
    people::mails_are_moved(ledger, commit, state, command)?;
    people::a_request_moves_nobody(commit, command)?;
    people::only_vouchers_are_rewritten(ledger, commit, command)?;
    people::nobody_vouches_by_a_former_id(commit, state)?;
    updates_go_on(commit, state)?;
    erasures::note_others(ledger, watch, commit, command)?;
    counts_are_right(ledger, commit, state)
}

/// The records are what the history tells, and are counted and listed.
fn counts_are_right(ledger: &Ledger, commit: &Commit, state: &State) -> Result<(), Broken> {
    records_are_what_was_promised(ledger, commit, state)?;
    if let Some(store) = store_of(commit) {
        recount(store, state)?;
    }
    for store in stores_of_members(commit) {
        lists_are_whole(store, state)?;
    }
    Ok(())
}

/// The stores of which a commit writes a member, or an entry of a list.
fn stores_of_members(commit: &Commit) -> BTreeSet<&StoreId> {
    let keys = commit.before.iter().map(|(key, _)| key);
    keys.filter_map(|key| match key {
        Key::Member(store, _) | Key::Listed(store, ..) => Some(store),
        _ => None,
    })
    .collect()
}

/// The store that a commit is in.
fn store_of(commit: &Commit) -> Option<&StoreId> {
    commit.plan.store.as_ref().map(|write| &write.id)
}

/// Checks after each step that everyone has exactly the promised permissions.
///
/// # Errors
/// The promise that is broken.
pub fn everyone_has_what_was_promised(ledger: &Ledger, state: &State, now: Timestamp) -> Result<(), Broken> {
    closing::nothing_is_left(ledger, state)?;
    for team in &ledger.teams {
        let Some(Record::Store(store)) = state.records.get(&Key::Store(team.id.clone())) else {
            return broken(STORE, "the store is gone");
        };
        for number in 0..5 {
            let user = world::person(number);
            let membership = match state.records.get(&Key::Member(team.id.clone(), user.clone())) {
                Some(Record::Membership(membership)) => membership,
                _ => &Membership::Never,
            };
            let held = Actor::person(store, user, membership.member(), now).ok().map(|actor| {
                actor.held().iter().fold(0, |rights, slug| rights | world::right(team.catalog, slug))
            });
            let promised = team.rights(user, now);
            keep(held == promised, ACCESS, || {
                format!(
                    "{} in {} holds {held:?}, and {promised:?} was promised",
                    user.as_str(),
                    team.id.as_str()
                )
            })?;
        }
    }
    Ok(())
}

/// Checks at the end of a history that the events alone, in their order, determine who is a member.
///
/// # Errors
/// The promise that is broken.
pub fn history_replays(ledger: &Ledger, state: &State) -> Result<(), Broken> {
    for team in &ledger.teams {
        let mut members: Vec<&UserId> = Vec::new();
        // Whose former id was another person's when that one was erased: the history has one alias for both.
        let mut shared: Vec<&UserId> = Vec::new();
        for (key, record) in &state.records {
            let (Key::Event(store, _), Record::Event(stored)) = (key, record) else { continue };
            if *store != team.id {
                continue;
            }
            match &stored.event.kind {
                EventKind::InvitationAccepted { member, .. } | EventKind::MemberAdded { member, .. }
                    if !members.contains(&&member.user_id) =>
                {
                    members.push(&member.user_id);
                }
                EventKind::MemberRemoved { member } | EventKind::MemberLeft { member } => {
                    members.retain(|user| **user != member.user_id);
                }
                EventKind::PersonMoved { user_id, moved_from }
                    if (moved_from.is_erased() && !user_id.is_erased()) || shared.contains(&moved_from) =>
                {
                    shared.push(user_id);
                }
                EventKind::PersonMoved { user_id, moved_from } => {
                    for user in members.iter_mut().filter(|user| **user == moved_from) {
                        *user = user_id;
                    }
                }
                EventKind::PersonErased { user_id } => members.retain(|user| *user != user_id),
                EventKind::StoreTransferred { to, .. } => members.retain(|user| **user != to.user_id),
                _ => {}
            }
        }
        for number in 0..5 {
            let user = world::person(number);
            let told = members.contains(&user);
            let is_unclear = team.unnamed.contains(user) || shared.contains(&user);
            keep(told == team.member(user).is_some() || is_unclear, HISTORY, || {
                format!(
                    "by the history of {}, {} is {}a member",
                    team.id.as_str(),
                    user.as_str(),
                    if told { "" } else { "not " }
                )
            })?;
        }
    }
    Ok(())
}
