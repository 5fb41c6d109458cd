//! The names of the lists in which events stand.

use staffroom_app::EventsBy;
use staffroom_domain::{Event, StoreId};

use crate::keys;

/// The lists in which an event of the history stands, beside that by time: that of a person in the index `list_1`, and that of
/// its subject in `list_2`.
pub(crate) fn lists_of(store: &StoreId, event: &Event) -> (Option<String>, String) {
    let person = EventsBy::person(event).and_then(|by| person_list(store, &by));
    (person, subject_list(store, &event.subject(store)))
}

/// The list of a person in the index `list_1`; `None` for a list of no person.
pub(crate) fn person_list(store: &StoreId, by: &EventsBy) -> Option<String> {
    let (what, user) = match by {
        EventsBy::Actor(user) => ("actor", user),
        EventsBy::Joined(user) => ("joined", user),
        EventsBy::Time | EventsBy::Subject(_) => return None,
    };
    Some(format!("{}#{what}#{}", keys::of_store(store), keys::encode_text(user.as_str())))
}

/// The list of a subject in the index `list_2`.
pub(crate) fn subject_list(store: &StoreId, subject: &str) -> String {
    format!("{}#subject#{}", keys::of_store(store), keys::encode_text(subject))
}
