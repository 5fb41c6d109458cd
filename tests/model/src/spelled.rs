//! The traces of a person in records: ids, addresses and names in plain text, and hashes of addresses, of which each can be guessed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use staffroom_app::{Key, Listed, PublishingRecord, Record};
use staffroom_domain::{AddressId, EmailAddress, EventActor, InvitationState, Membership, UserId};

use crate::world;

/// What names a person.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    /// What stands for itself: ids, addresses and names.
    words: BTreeSet<String>,
    /// What is in no other word: hashes.
    hashes: BTreeSet<String>,
}

impl Traces {
    /// Of a person with these ids, names and addresses.
    pub fn of<'a>(
        users: impl Iterator<Item = &'a UserId>,
        names: impl Iterator<Item = &'a str>,
        addresses: impl Iterator<Item = &'a EmailAddress>,
    ) -> Self {
        let mut traces = Self::default();
        traces.words.extend(users.map(|user| user.as_str().to_owned()));
        traces.words.extend(names.map(str::to_owned));
        for email in addresses {
            traces.words.insert(email.as_typed().to_owned());
            traces.hashes.insert(format!("{:?}", AddressId::of(email)));
            let stores = (0..2).map(world::store);
            traces.hashes.extend(stores.map(|store| world::invitation(store, email).to_string()));
        }
        traces
    }

    /// The trace that a record has, if it has one.
    #[must_use]
    pub fn found(&self, key: &Key, record: &Record) -> Option<&str> {
        let text = spelled(key, record);
        let has_word = |word: &&String| {
            text.match_indices(word.as_str()).any(|(at, word)| {
                let before = text.get(..at).and_then(|text| text.chars().next_back());
                let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
                let is_end =
                    |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric() && next != '@');
                is_end(before) && is_end(after)
            })
        };
        let hash = self.hashes.iter().find(|hash| text.contains(hash.as_str()));
        hash.or_else(|| self.words.iter().find(has_word)).map(String::as_str)
    }
}

/// Everything that a record says of people, in text: what is shown of it for logs, and what is not.
fn spelled(key: &Key, record: &Record) -> String {
    // The places in a list are those of its members, which is checked by itself.
    if let Key::Listed(_, _, _, listed) = key {
        return match listed {
            Listed::Member(user) => user.as_str().to_owned(),
            Listed::Invitation(id) => id.to_string(),
        };
    }
    // The catalog of a store is no text about people, and is long.
    let mut text = match record {
        Record::Store(store) => format!("{:?}", store.owner),
        _ => format!("{key:?} {record:?}"),
    };
    let mut add = |more: &str| {
        let _ = write!(text, "\n{more}");
    };
    match record {
        Record::Store(store) => {
            add(store.owner.email.as_typed());
            add(store.owner.name.as_str());
            add(store.name.as_str());
        }
        Record::Membership(Membership::Active(member)) => {
            add(member.email.as_typed());
            add(member.name.as_ref().map_or("", |name| name.as_str()));
        }
        Record::Invitation(invitation) => {
            add(invitation.email.as_typed());
            add(invitation.invited_by.name.as_ref().map_or("", |name| name.as_str()));
            add(invitation.note.as_ref().map_or("", |note| note.as_str()));
            if let InvitationState::Declined { reason: Some(reason) } = &invitation.state {
                add(reason.as_str());
            }
        }
        Record::Event(stored) => {
            add(&serde_json::to_string(&stored.event.kind).unwrap_or_default());
            if let EventActor::User { name: Some(name), .. } = &stored.event.actor {
                add(name.as_str());
            }
        }
        Record::Digest(digest) => add(&serde_json::to_string(&digest.waiting).unwrap_or_default()),
        Record::Erasure(task) => add(&serde_json::to_string(task).unwrap_or_default()),
        Record::Publishing(PublishingRecord::Event(event)) => add(&event.json),
        Record::ClosedStore(_)
        | Record::StoreMetadata(_)
        | Record::Membership(Membership::Left(_) | Membership::Never)
        | Record::AddressHolder(_)
        | Record::Holder
        | Record::Listed
        | Record::MailPreferences(_)
        | Record::OptOut(_)
        | Record::Activity(_)
        | Record::Role(_)
        | Record::ReplacedRoles(_)
        | Record::Idempotency(_)
        | Record::Count(_)
        | Record::Publishing(PublishingRecord::Sequence { .. } | PublishingRecord::Reference(_))
        | Record::Webhook(_) => {}
    }
    text
}
