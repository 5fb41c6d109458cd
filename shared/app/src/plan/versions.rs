//! The versions of what a plan's events are about. Receivers of published events order the changes of one thing by them.

use staffroom_domain::{EventKind, PersonalData, Subject, SubjectKind, first_version};

use super::{Condition, Plan, Write};
use crate::key::Key;
use crate::record::Record;

impl Plan {
    /// The plan, each of whose events has the versions of what it is about: those that the plan writes. Several events about one
    /// thing have consecutive versions, the last of which is written: receivers skip an event whose version they know.
    #[must_use]
    pub fn with_versions(mut self) -> Self {
        let (written, at) = (self.written_versions(), self.at);
        // From the last event to the first: how many were about each thing.
        let mut later: Vec<Subject> = Vec::new();
        for write in self.writes.iter_mut().rev() {
            let Write::Put { key: Key::Event(store, _), record: Record::Event(stored), .. } = write else {
                continue;
            };
            if stored.versions.is_empty() {
                let subjects = subjects(&stored.event.kind, store);
                let version = |subject: &Subject| {
                    // A person is no record that is written.
                    let of_person = (subject.kind == SubjectKind::Person).then(|| first_version(at));
                    let known = written.iter().find(|(of, _)| of == subject).map(|(_, last)| *last);
                    let last = known.or(of_person)?;
                    let after: u64 = later.iter().filter(|known| *known == subject).map(|_| 1).sum();
                    Some(last.saturating_sub(after))
                };
                let versions: Option<Vec<u64>> = subjects.iter().map(version).collect();
                stored.versions = versions.unwrap_or_default();
                later.extend(subjects);
            }
        }
        self
    }

    /// What the plan writes of that events are about, with its version after that.
    fn written_versions(&self) -> Vec<(Subject, u64)> {
        let store = self.store.as_ref().and_then(|write| write.put.as_deref());
        let mut written: Vec<(Subject, u64)> =
            store.into_iter().map(|store| (Subject::store(&store.id), store.version)).collect();
        for write in &self.writes {
            let (key, version) = match write {
                Write::Put { key, record, .. } => (key, record.version()),
                Write::Delete { key, condition: Condition::Version(version) } => (key, version + 1),
                Write::Delete { .. }
                | Write::Check { .. }
                | Write::ReleaseSeat { .. }
                | Write::Count { .. }
                | Write::SetDelivery { .. }
                | Write::MarkBegun { .. }
                | Write::MarkMailed { .. }
                | Write::MarkDelivered { .. }
                | Write::RecordActivity { .. } => continue,
            };
            written.extend(subject_of(key).map(|subject| (subject, version)));
        }
        written
    }
}

/// What is published of an event is about these.
fn subjects(kind: &EventKind, store: &staffroom_domain::StoreId) -> Vec<Subject> {
    let publications = kind.publications(store, PersonalData::Omit);
    publications.into_iter().map(|publication| publication.subject).collect()
}

/// The record of a key, as the subject of events.
fn subject_of(key: &Key) -> Option<Subject> {
    match key {
        Key::Member(_, user) => Some(Subject::member(user)),
        Key::Invitation(_, id) => Some(Subject::invitation(*id)),
        Key::Activity(_, id) => Some(Subject::activity(id)),
        Key::Role(_, slug) => Some(Subject::role(slug)),
        // Only a store that is closed is among the plan's other writes.
        Key::Store(id) => Some(Subject::store(id)),
        Key::Address(..)
        | Key::Holder(..)
        | Key::Listed(..)
        | Key::Event(..)
        | Key::Notice(..)
        | Key::Digest(..)
        | Key::MailPreferences(..)
        | Key::OptOut(..)
        | Key::StoreMetadata(_)
        | Key::AddressOptOut(_)
        | Key::ReplacedRoles(_)
        | Key::Idempotency(..)
        | Key::Counter(_)
        | Key::Publishing(_)
        | Key::Webhook(_)
        | Key::Erasure(_) => None,
    }
}
