//! The stores in which a person holds permissions, those that they used last first.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use staffroom_domain::{Member, MemberStatus, PermissionSet, Store, StoreId, Timestamp, UserId, bounds};

use crate::database::Database;
use crate::error::Fault;
use crate::lists;

/// Stores that are read at once: with their memberships they fit into one `BatchGetItem`.
const STORES_AT_ONCE: usize = 50;

/// The largest number of pages that are read.
const PAGES: usize = bounds::CLAIMED_STORES / STORES_AT_ONCE;

/// A store in which a person holds permissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldStore {
    /// The store.
    pub store: StoreId,
    /// The permissions.
    pub permissions: PermissionSet,
}

/// Whether stores were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Omission {
    /// All of them are there.
    None,
    /// The person has more.
    Some,
}

/// The stores of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldStores {
    /// The stores, those that the person used last first.
    pub stores: Vec<HeldStore>,
    /// Whether the person has more than were read.
    pub omission: Omission,
}

/// The person's last use of a store. The greatest is the first in the list.
///
/// No activity of an owner is recorded. They have few stores, which come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LastUse {
    Member(Timestamp),
    Owner,
}

impl LastUse {
    fn of(member: Option<&Member>) -> Self {
        // A member who has not used the store yet has joined it.
        member.map_or(Self::Owner, |member| Self::Member(member.last_active_at.unwrap_or(member.joined_at)))
    }
}

/// The stores in which a person holds permissions now: those that they own, then the others by the last recorded activity. Reads at
/// most [`bounds::CLAIMED_STORES`].
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn held_stores<D: Database>(
    database: &D,
    user: &UserId,
    now: Timestamp,
) -> Result<HeldStores, Fault> {
    let (mut found, mut after, mut omission) = (Vec::new(), None, Omission::Some);
    for _ in 0..PAGES {
        let page = lists::store_ids_of(database, user, after.as_ref(), STORES_AT_ONCE).await?;
        let ids: BTreeSet<StoreId> = page.items.into_iter().collect();
        let mine = lists::stores_of(database, user, &ids).await?;
        found.extend(mine.iter().filter_map(|(store, member)| held(store, member.as_ref(), now)));
        after = page.next;
        if after.is_none() {
            omission = Omission::None;
            break;
        }
    }
    // The sort is stable: stores that were used at the same time stay in the order of their ids.
    found.sort_by_key(|(last_use, _)| Reverse(*last_use));
    Ok(HeldStores { stores: found.into_iter().map(|(_, store)| store).collect(), omission })
}

/// What a person holds in a store; `None` if they have no access.
fn held(store: &Store, member: Option<&Member>, now: Timestamp) -> Option<(LastUse, HeldStore)> {
    let permissions = match member {
        None => store.catalog.everything(),
        Some(member) => match member.status(now) {
            MemberStatus::Active => member.held(store, now),
            MemberStatus::Ended | MemberStatus::Suspended => return None,
        },
    };
    Some((LastUse::of(member), HeldStore { store: store.id.clone(), permissions }))
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use staffroom_domain::builders::{active, day, member, noon, store, user};
    use staffroom_domain::{Member, MemberStatus, Store};

    use super::{HeldStores, LastUse, Omission, PAGES, STORES_AT_ONCE, held, held_stores};
    use crate::builders::{Found, found, store_found};
    use crate::database::Page;
    use crate::key::Key;
    use crate::record::Record;
    use crate::scripted::{ScriptedDatabase, ready};

    fn named(id: &str) -> Store {
        Store { id: id.parse().unwrap(), ..store("whatnot") }
    }

    fn page(ids: &[&str], next: Option<&str>) -> Page {
        let key = |id: &&str| Key::Member(id.parse().unwrap(), user("kim"));
        Page { entries: ids.iter().map(|id| (key(id), None)).collect(), next: next.map(|id| key(&id)) }
    }

    fn membership(store: &Store, member: Member) -> [Found; 2] {
        let key = Key::Member(store.id.clone(), member.user.clone());
        [store_found(store), (key, Some(Record::Membership(active(member))))]
    }

    fn ids(held: &HeldStores) -> Vec<&str> {
        held.stores.iter().map(|held| held.store.as_str()).collect()
    }

    #[test]
    fn the_store_that_was_used_last_is_the_first_after_their_own() {
        let kim = |last: Option<i64>| Member { last_active_at: last.map(day), ..member("kim", &["seller"]) };
        let mut own = named("own");
        own.owner.user_id = user("kim");
        let of_owner = [store_found(&own), (Key::Member(own.id.clone(), user("kim")), None)];
        let stores = [("a", Some(1)), ("b", Some(3)), ("c", None), ("d", Some(3))];
        let members = stores.iter().flat_map(|(id, last)| membership(&named(id), kim(*last)));
        let database = ScriptedDatabase::reading([found(members.chain(of_owner))])
            .paging([page(&["a", "b", "c", "d", "own"], None)]);
        let held = ready(held_stores(&database, &user("kim"), day(4))).unwrap();
        assert_eq!((ids(&held), held.omission), (vec!["own", "b", "d", "a", "c"], Omission::None));
        assert!(held.stores[0].permissions.contains("payment_details"), "an owner holds everything");
        assert!(!held.stores[1].permissions.contains("payment_details"));
        assert!(held.stores[1].permissions.contains("inventory"));
    }

    #[test]
    fn who_has_no_access_holds_nothing() {
        let shop = named("a");
        let ended = Member { access_ends_at: Some(noon()), ..member("kim", &["seller"]) };
        let suspended = Member { suspended_at: Some(noon()), ..member("kim", &["seller"]) };
        for kim in [ended, suspended] {
            assert_ne!(kim.status(noon()), MemberStatus::Active);
            assert_eq!(held(&shop, Some(&kim), noon()), None);
        }
        let soon = Member { access_ends_at: Some(noon() + Duration::seconds(1)), ..member("kim", &[]) };
        assert!(held(&shop, Some(&soon), noon()).is_some(), "with no permission");
    }

    #[test]
    fn a_member_of_many_stores_is_read_in_pages_to_an_end() {
        let pages = || (0..9).map(|_| page(&["a"; STORES_AT_ONCE], Some("a")));
        let shop = membership(&named("a"), member("kim", &["seller"]));
        let database = ScriptedDatabase::reading([found(shop.clone())]).paging(pages());
        let held = ready(held_stores(&database, &user("kim"), noon())).unwrap();
        assert_eq!(held.omission, Omission::Some);
        let asked = database.asked();
        assert_eq!(asked.pages.len(), PAGES);
        assert_eq!(asked.pages[1].1, Some(shop[1].0.clone()), "after the page before");
    }

    #[test]
    fn an_owner_uses_their_store_whatever_is_recorded() {
        assert!(LastUse::of(None) > LastUse::of(Some(&member("kim", &[]))));
    }
}
