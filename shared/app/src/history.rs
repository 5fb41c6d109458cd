//! The history of a store: all of it, or by who did it, what it is about, its type and its time.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use staffroom_domain::{Event, EventActor, StoreId, SubjectId, UserId, bounds};

use crate::database::{Database, List};
use crate::error::Fault;
use crate::events_by::{EventsBy, TimeRange};
use crate::key::Key;
use crate::lists::PageOf;
use crate::read::ReadSet;
use crate::record::Record;

/// The number of times that a page reads on, if its filter leaves out nearly everything.
const ROUNDS: u32 = 3;

/// A list of a store's history, newest first. `None`, and no types, leave nothing out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The store.
    pub store: StoreId,
    /// Who did it.
    pub actor: Option<UserId>,
    /// What it is about.
    pub subject: Option<SubjectId>,
    /// The types, by name.
    pub types: BTreeSet<String>,
    /// When it was.
    pub times: TimeRange,
}

impl History {
    /// Whether an entry can end a page of the list.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        matches!(key, Key::Event(store, _) if *store == self.store)
    }

    /// The lists that together hold all events that pass. The subject comes first: a person does more than is about one thing.
    fn sources(&self) -> Vec<EventsBy> {
        match (&self.subject, &self.actor) {
            (Some(subject), _) => {
                vec![EventsBy::Subject(subject.clone()), EventsBy::Joined(subject.user().clone())]
            }
            (None, Some(actor)) => vec![EventsBy::Actor(actor.clone()), EventsBy::Joined(actor.clone())],
            (None, None) => vec![EventsBy::Time],
        }
    }

    /// Whether its lists have events that do not pass.
    fn is_narrow(&self) -> bool {
        !self.types.is_empty() || (self.actor.is_some() && self.subject.is_some())
    }

    fn includes(&self, event: &Event) -> bool {
        let by = match &event.actor {
            EventActor::User { user_id, .. } => Some(user_id),
            EventActor::Platform | EventActor::Invitee | EventActor::Service => None,
        };
        self.times.includes(event.at)
            && self.actor.as_ref().is_none_or(|actor| by == Some(actor))
            && self.subject.as_ref().is_none_or(|subject| event.is_about(&self.store, subject))
            && (self.types.is_empty() || self.types.contains(event.kind.type_name()))
    }
}

/// Reads a page of a history, before an event. It may be short, and then still have a next page.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn list_history<D: Database>(
    database: &D,
    list: &History,
    before: Option<&Key>,
    limit: usize,
) -> Result<PageOf<Event>, Fault> {
    let mut page = PageOf { items: Vec::new(), next: before.cloned() };
    for _ in 0..ROUNDS {
        let room = limit - page.items.len();
        let window = if list.is_narrow() { bounds::PAGE_ENTRIES } else { room };
        let (found, rest) = entries(database, list, page.next.as_ref(), window).await?;
        page.next = rest;
        let mut found = found.into_iter();
        while let Some((key, record)) = found.next() {
            if let Some(Record::Event(stored)) = record
                && list.includes(&stored.event)
            {
                page.items.push(stored.event);
            }
            if page.items.len() == limit {
                if found.len() > 0 {
                    page.next = Some(key);
                }
                break;
            }
        }
        if page.next.is_none() || page.items.len() == limit {
            break;
        }
    }
    Ok(page)
}

/// The next events of the merged lists, newest first, and where the lists go on after them; `None`: nowhere.
async fn entries<D: Database>(
    database: &D,
    list: &History,
    before: Option<&Key>,
    window: usize,
) -> Result<(Vec<(Key, Option<Record>)>, Option<Key>), Fault> {
    let sources = list.sources();
    let pages = try_join_all(sources.iter().map(async |by| {
        let source = List::Events(list.store.clone(), by.clone(), list.times);
        database.page(&source, before, window).await
    }))
    .await?;
    // A list that goes on may have events of its own behind its page, and before those of the others.
    let mut rest = pages.iter().filter_map(|page| page.next.clone()).max();
    let mut found: Vec<(Key, Option<Record>)> = pages.into_iter().flat_map(|page| page.entries).collect();
    found.sort_by(|(one, _), (other, _)| other.cmp(one));
    found.retain(|(key, _)| rest.as_ref().is_none_or(|rest| key >= rest));
    if found.len() > window {
        found.truncate(window);
        rest = found.last().map(|(key, _)| key.clone());
    }
    if sources == [EventsBy::Time] || found.is_empty() {
        return Ok((found, rest));
    }
    let read = database.read(&ReadSet::keys(found.iter().map(|(key, _)| key.clone()))).await?;
    let records = found.into_iter().map(|(key, _)| {
        let record = read.get(&key).cloned();
        (key, record)
    });
    Ok((records.collect(), rest))
}

#[cfg(test)]
mod tests;
