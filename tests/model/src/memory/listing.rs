//! The lists in which entries have a place.

use staffroom_app::{
    Key, ListPlace, Listed, Listing, Page, Record, activity_place, address_place, created_place, joined_place,
};
use staffroom_domain::{Membership, StoreId};

use super::State;

impl State {
    /// Lets the indexes catch up if roles were deleted: the worker that rewrites those who have them comes later than an index
    /// lags.
    pub fn show_for_rewriting(&mut self) {
        if self.records.values().any(|record| matches!(record, Record::ReplacedRoles(_))) {
            self.indexed = None;
        }
    }

    /// A page of the entries of a list whose places begin with `start`.
    pub(super) fn listing(
        &self,
        (store, listing, start): (&StoreId, &Listing, &str),
        after: Option<&Key>,
        limit: usize,
    ) -> Page {
        let records =
            if listing.is_stored() { &self.records } else { self.indexed.as_ref().unwrap_or(&self.records) };
        let mut found: Vec<(ListPlace, Listed)> = records
            .iter()
            .filter_map(|(key, record)| entry(store, listing, key, record))
            .filter(|(place, _)| place.as_str().starts_with(start))
            .collect();
        found.sort();
        if listing.is_reversed() {
            found.reverse();
        }
        let is_behind = |entry: &(ListPlace, Listed)| match after {
            Some(Key::Listed(_, _, place, listed)) if listing.is_reversed() => {
                (&entry.0, &entry.1) < (place, listed)
            }
            Some(Key::Listed(_, _, place, listed)) => (&entry.0, &entry.1) > (place, listed),
            _ => true,
        };
        let mut rest = found
            .into_iter()
            .filter(is_behind)
            .map(|(place, listed)| (Key::Listed(store.clone(), listing.clone(), place, listed), None));
        let entries: Vec<(Key, Option<Record>)> = rest.by_ref().take(limit).collect();
        let next = rest.next().and_then(|_| entries.last().map(|(key, _)| key.clone()));
        Page { entries, next }
    }
}

/// The entry of a record in a list, if it has one there.
fn entry(store: &StoreId, listing: &Listing, key: &Key, record: &Record) -> Option<(ListPlace, Listed)> {
    match (listing, key, record) {
        (_, Key::Listed(of, list, place, listed), Record::Listed) if of == store && list == listing => {
            Some((place.clone(), listed.clone()))
        }
        (Listing::Joined, Key::Member(of, user), Record::Membership(Membership::Active(member)))
            if of == store =>
        {
            Some((joined_place(member), Listed::Member(user.clone())))
        }
        (Listing::LastActive, Key::Member(of, user), Record::Membership(Membership::Active(member)))
            if of == store =>
        {
            Some((activity_place(member.last_active_at), Listed::Member(user.clone())))
        }
        (Listing::Created, Key::Invitation(of, id), Record::Invitation(invitation)) if of == store => {
            Some((created_place(invitation), Listed::Invitation(*id)))
        }
        (Listing::Invited, Key::Invitation(of, id), Record::Invitation(invitation)) if of == store => {
            Some((address_place(&invitation.email), Listed::Invitation(*id)))
        }
        _ => None,
    }
}
