//! The invitations of a store: narrowed by status, searched by address, the newest first.
//!
//! As in [`crate::member_list`], keys are found in a list, and judged by the records, which are read after them.

use std::collections::BTreeSet;

use staffroom_domain::{AddressKey, Invitation, Status, StoreId, Timestamp, bounds};

use crate::database::{Database, List};
use crate::error::Fault;
use crate::key::Key;
use crate::list_entries;
use crate::listing::{Listed, Listing};
use crate::lists::PageOf;
use crate::read::{ReadResult, ReadSet};

/// The number of times that a page reads on, if its filter leaves out nearly everything.
const ROUNDS: u32 = 3;

/// A list of a store's invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationList {
    /// The store.
    pub store: StoreId,
    /// In which states. None means all.
    pub statuses: BTreeSet<Status>,
    /// In which order.
    pub order: InvitationOrder,
}

/// The order of a list of invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationOrder {
    /// By the time at which they were created, the newest first.
    Newest,
    /// Those whose address begins so, by address.
    Match(AddressKey),
}

impl InvitationList {
    /// Whether an entry can end a page of the list.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        let Key::Listed(store, of, place, Listed::Invitation(_)) = key else { return false };
        *store == self.store
            && *of == self.listing()
            && match &self.order {
                InvitationOrder::Newest => true,
                // Of those that match alone: a page cannot begin after another one.
                InvitationOrder::Match(start) => place.as_str().starts_with(start.as_str()),
            }
    }

    fn listing(&self) -> Listing {
        match self.order {
            InvitationOrder::Newest => Listing::Created,
            InvitationOrder::Match(_) => Listing::Invited,
        }
    }

    /// Whether an invitation is shown for this entry: an index may be behind, and then has an entry of before as well.
    fn shows(&self, entry: &Key, invitation: &Invitation, now: Timestamp) -> bool {
        let Key::Listed(_, _, place, _) = entry else { return false };
        let stands_there = match self.order {
            InvitationOrder::Newest => list_entries::created_place(invitation) == *place,
            InvitationOrder::Match(_) => true,
        };
        stands_there && (self.statuses.is_empty() || self.statuses.contains(&invitation.status(now)))
    }
}

/// Reads a page of a list of invitations, after an entry. It may be short, and then still have a next page.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn list_invitations<D: Database>(
    database: &D,
    list: &InvitationList,
    after: Option<&Key>,
    limit: usize,
    now: Timestamp,
) -> Result<PageOf<Invitation>, Fault> {
    let start = match &list.order {
        InvitationOrder::Newest => String::new(),
        InvitationOrder::Match(start) => start.as_str().to_owned(),
    };
    let source = List::Listing(list.store.clone(), list.listing(), start);
    let mut page = PageOf { items: Vec::new(), next: None };
    let mut after = after.cloned();
    for _ in 0..ROUNDS {
        let room = limit - page.items.len();
        let window = if list.statuses.is_empty() { room } else { bounds::PAGE_ENTRIES };
        let found = database.page(&source, after.as_ref(), window).await?;
        let key = |entry: &Key| match entry {
            Key::Listed(store, _, _, Listed::Invitation(id)) => Some(Key::Invitation(store.clone(), *id)),
            _ => None,
        };
        let keys: Vec<Key> = found.entries.iter().filter_map(|(entry, _)| key(entry)).collect();
        let read =
            if keys.is_empty() { ReadResult::default() } else { database.read(&ReadSet::keys(keys)).await? };
        let mut more = found.next.is_some();
        for (entry, _) in found.entries {
            if page.items.len() == limit {
                more = true;
                break;
            }
            let Key::Listed(store, _, _, Listed::Invitation(id)) = &entry else { continue };
            let shown = read.invitation(store, *id).filter(|invitation| list.shows(&entry, invitation, now));
            page.items.extend(shown.cloned());
            after = Some(entry);
        }
        page.next = after.clone().filter(|_| more);
        if !more || page.items.len() == limit {
            break;
        }
    }
    Ok(page)
}

#[cfg(test)]
mod tests;
