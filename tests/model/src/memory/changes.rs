//! What the stream of changes brings of events.

use staffroom_app::{Key, Record};

use super::State;

impl State {
    /// Notes an event that is put: it is a new one, or rewritten.
    pub(super) fn note_event(&mut self, key: &Key, record: &Record) {
        let Record::Event(stored) = record else { return };
        if self.records.contains_key(key) {
            self.rewritten.insert(stored.event.id);
        } else if let Key::Event(store, _) = key {
            self.streamed.push((store.clone(), (**stored).clone()));
        }
    }
}
