//! A store that is closed: nobody has access, and in the end nothing is left of it.

use super::scene::Scene;
use crate::command::Command;
use crate::ledger::Ledger;
use crate::memory::{Commit, State};
use crate::promises::{CLOSED, Kept, keep};
use staffroom_app::{Key, Record, Write};

/// The platform closed a store.
pub(super) fn closed(ledger: &mut Ledger, scene: &Scene<'_>) -> Kept {
    keep(matches!(scene.command, Command::CloseStore(_)), CLOSED, || "closed by another call".to_owned())?;
    keep(ledger.team(scene.store).is_some(), CLOSED, || "a store is closed that is not there".to_owned())?;
    ledger.teams.retain(|team| team.id != *scene.store);
    ledger.closed.insert(scene.store.clone());
    Ok(())
}

/// Notes that the record of a closed store was deleted. Its id is free.
pub(super) fn note_end(ledger: &mut Ledger, commit: &Commit) -> Kept {
    for write in &commit.plan.writes {
        let Write::Delete { key: Key::Store(store), .. } = write else { continue };
        let was_closed = commit
            .before
            .iter()
            .any(|(key, record)| *key == write.key() && matches!(record, Some(Record::ClosedStore(_))));
        keep(was_closed && ledger.closed.contains(store), CLOSED, || {
            "a store is deleted that is not closed".to_owned()
        })?;
        ledger.retire(store);
    }
    Ok(())
}

/// Nobody has access to a closed store, and nothing is left of one whose record is deleted.
pub(super) fn nothing_is_left(ledger: &Ledger, state: &State) -> Kept {
    for store in &ledger.closed {
        let is_closed = matches!(state.records.get(&Key::Store(store.clone())), Some(Record::ClosedStore(_)));
        keep(is_closed, CLOSED, || format!("{} is closed, and its record is another", store.as_str()))?;
    }
    for store in &ledger.gone {
        let left = state.records.keys().find(|key| key.store() == Some(store));
        keep(left.is_none(), CLOSED, || format!("{left:?} is left of a closed store"))?;
    }
    Ok(())
}
