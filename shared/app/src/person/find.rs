//! Finds the ids, the addresses and the stores of a person, by the indexes.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use staffroom_domain::{
    EmailAddress, Event, EventKind, Membership, Owner, Person, StoreId, SubjectId, UserId, bounds,
};

use super::person_list::PersonList;
use crate::database::{Database, List};
use crate::error::Fault;
use crate::events_by::{EventsBy, TimeRange};
use crate::key::Key;
use crate::read::ReadSet;
use crate::record::Record;

/// Whom a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonRequest {
    /// A person at the identity provider.
    User(UserId),
    /// An address.
    Address(EmailAddress),
}

/// The largest number of entries of a list that are looked at.
const ENTRIES: usize = 2_000;

/// The largest number of stores whose history is looked through at once for ids and addresses of a person.
const STORES: usize = 100;

/// Of how many stores the history is read concurrently.
const STORES_AT_ONCE: usize = 16;

/// The largest number of events of a list by person that are looked through for their addresses.
const EVENTS: usize = 100;

/// A person and the stores that know them.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) person: Person,
    /// All stores that know them.
    pub(super) stores: BTreeSet<StoreId>,
    /// The stores that they own.
    pub(super) owned: BTreeSet<StoreId>,
    /// The stores whose history was looked through for each of their ids, those of before included.
    pub(super) looked: BTreeSet<StoreId>,
    /// Whether those are all.
    pub(super) extent: Extent,
}

/// Whether all stores were looked through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Extent {
    /// Others can have more ids and addresses.
    #[default]
    Part,
    /// Nothing more can be found.
    Whole,
}

/// The ids and addresses of the person whom a request names.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn find_person<D: Database>(database: &D, request: &PersonRequest) -> Result<Person, Fault> {
    let mut person = Person::default();
    match request {
        PersonRequest::User(user) => {
            person.users.insert(user.clone());
        }
        PersonRequest::Address(address) => {
            person.addresses.insert(address.clone());
            person.users = users_of(database, address).await?;
        }
    }
    Ok(person)
}

/// The members and owners who have an address.
async fn users_of<D: Database>(database: &D, address: &EmailAddress) -> Result<BTreeSet<UserId>, Fault> {
    let lists = [PersonList::WithAddress(address.clone()), PersonList::OwnersAddress(address.clone())];
    let mut keys = Vec::new();
    for list in lists {
        let page = database.page(&List::OfPerson(list), None, ENTRIES).await?;
        keys.extend(page.entries.into_iter().filter_map(|(key, _)| record_of(key)));
    }
    let read = database.read(&ReadSet::keys(keys.clone())).await?;
    // The index lags, and has the beginning of a long address only.
    let users = keys.iter().filter_map(|key| match read.get(key)? {
        Record::Store(store) if store.owner.email == *address => Some(store.owner.user_id.clone()),
        Record::Membership(Membership::Active(member)) if member.email == *address => {
            Some(member.user.clone())
        }
        _ => None,
    });
    Ok(users.collect())
}

/// The record of an entry.
fn record_of(key: Key) -> Option<Key> {
    match key {
        Key::Listed(store, _, _, crate::listing::Listed::Member(user)) => Some(Key::Member(store, user)),
        key @ Key::Store(_) => Some(key),
        _ => None,
    }
}

/// How often the ids that are found are looked for in turn: a person who is moved again and again has as many ids.
const MOVES: usize = 64;

/// Finds what the indexes know of a person, by each id that they have had, and looks through the history of the next stores, which
/// are not in `looked`. `more` are stores that are added.
pub(super) async fn find<D: Database>(
    database: &D,
    person: &Person,
    more: &BTreeSet<StoreId>,
    looked: &BTreeSet<StoreId>,
) -> Result<Found, Fault> {
    let (mut known, mut looked) = (person.clone(), looked.clone());
    for _ in 0..MOVES {
        let (found, next) = find_by_ids(database, &known, more, &looked).await?;
        let others = other_ids(database, &found.person.users, &next).await?;
        if others.is_subset(&found.person.users) {
            return Ok(found);
        }
        // No store was looked through for the new ids.
        known = found.person;
        known.users.extend(others);
        looked.clear();
    }
    Ok(find_by_ids(database, &known, more, &looked).await?.0)
}

/// As [`find`], for so many hundred stores.
pub(super) async fn find_in<D: Database>(
    database: &D,
    person: &Person,
    more: &BTreeSet<StoreId>,
    hundreds: usize,
) -> Result<Found, Fault> {
    let mut found = find(database, person, more, &BTreeSet::new()).await?;
    for _ in 1..hundreds {
        if found.extent == Extent::Whole {
            break;
        }
        found = find(database, &found.person, more, &found.looked).await?;
    }
    Ok(found)
}

/// The ids that a person was moved to or from in these stores.
async fn other_ids<D: Database>(
    database: &D,
    users: &BTreeSet<UserId>,
    stores: &[StoreId],
) -> Result<BTreeSet<UserId>, Fault> {
    let mut others = BTreeSet::new();
    for some in stores.chunks(STORES_AT_ONCE) {
        let found = try_join_all(some.iter().map(|store| other_ids_in(database, users, store))).await?;
        others.extend(found.into_iter().flatten());
    }
    Ok(others)
}

async fn other_ids_in<D: Database>(
    database: &D,
    users: &BTreeSet<UserId>,
    store: &StoreId,
) -> Result<BTreeSet<UserId>, Fault> {
    let mut others = BTreeSet::new();
    let mut keys: Vec<Key> = users.iter().map(|user| Key::Member(store.clone(), user.clone())).collect();
    for user in users {
        let Ok(subject) = user.as_str().parse::<SubjectId>() else { continue };
        let list = List::Events(store.clone(), EventsBy::Subject(subject), TimeRange::default());
        let page = database.page(&list, None, EVENTS).await?;
        keys.extend(page.entries.into_iter().map(|(key, _)| key));
    }
    let read = database.read(&ReadSet::keys(keys.clone())).await?;
    for record in keys.iter().filter_map(|key| read.get(key)) {
        match record {
            Record::Membership(membership) => others.extend(membership.moved_to().cloned()),
            Record::Event(stored) => {
                if let EventKind::PersonMoved { user_id, moved_from } = &stored.event.kind
                    && users.contains(user_id)
                    // Who was erased by that id is nobody.
                    && !moved_from.is_erased()
                {
                    others.insert(moved_from.clone());
                }
            }
            _ => {}
        }
    }
    Ok(others)
}

/// What the known ids lead to, and the stores that were looked through now.
async fn find_by_ids<D: Database>(
    database: &D,
    person: &Person,
    more: &BTreeSet<StoreId>,
    looked: &BTreeSet<StoreId>,
) -> Result<(Found, Vec<StoreId>), Fault> {
    let mut found = Found { person: person.clone(), stores: more.clone(), ..Found::default() };
    for user in &person.users {
        let own = List::OfUser(user.clone());
        let left = List::OfPerson(PersonList::Left(user.clone()));
        let mut keys = Vec::new();
        for list in [own, left] {
            keys.extend(database.page(&list, None, ENTRIES).await?.entries.into_iter().map(|(key, _)| key));
        }
        let owned: Vec<StoreId> = keys.iter().filter_map(owned_by).collect();
        found.owned.extend(confirm_owner(database, user, owned).await?);
        found.stores.extend(keys.iter().filter_map(|key| key.store().cloned()));
    }
    // The addresses of each store lead to invitations in others.
    let mut open = found.stores.difference(looked);
    let next: Vec<StoreId> = open.by_ref().take(STORES).cloned().collect();
    found.extent = if open.next().is_none() { Extent::Whole } else { Extent::Part };
    found.looked = looked.iter().chain(&next).cloned().collect();
    for some in next.chunks(STORES_AT_ONCE) {
        let of_each = some.iter().map(|store| addresses_in(database, store, &person.users));
        found.person.addresses.extend(try_join_all(of_each).await?.into_iter().flatten());
    }
    while found.person.addresses.len() > bounds::PERSON_ADDRESSES {
        found.person.addresses.pop_last();
    }
    for address in &found.person.addresses {
        let page = database.page(&List::OfAddress(address.clone()), None, ENTRIES).await?;
        found.stores.extend(page.entries.iter().filter_map(|(key, _)| key.store().cloned()));
    }
    // An address that the request names stays, whatever was found.
    found.person.addresses.extend(person.addresses.iter().cloned());
    found.stores.extend(found.owned.iter().cloned());
    Ok((found, next))
}

/// Those of the stores that the person still owns.
async fn confirm_owner<D: Database>(
    database: &D,
    user: &UserId,
    stores: Vec<StoreId>,
) -> Result<BTreeSet<StoreId>, Fault> {
    let read = database.read(&ReadSet::keys(stores.iter().cloned().map(Key::Store))).await?;
    let is_owner = |id: &StoreId| read.store(id).is_some_and(|store| store.owner.user_id == *user);
    Ok(stores.into_iter().filter(is_owner).collect())
}

/// The addresses of a person in a store: their own, those of the links that they used, and former ones.
async fn addresses_in<D: Database>(
    database: &D,
    store: &StoreId,
    users: &BTreeSet<UserId>,
) -> Result<BTreeSet<EmailAddress>, Fault> {
    let mut addresses = BTreeSet::new();
    for user in users {
        addresses.extend(addresses_of_user(database, store, user).await?);
    }
    Ok(addresses)
}

async fn addresses_of_user<D: Database>(
    database: &D,
    store: &StoreId,
    user: &UserId,
) -> Result<BTreeSet<EmailAddress>, Fault> {
    let mut addresses = BTreeSet::new();
    let read = database.read(&ReadSet::keys([Key::Member(store.clone(), user.clone())])).await?;
    if let Some(member) = read.membership(store, user).member() {
        addresses.insert(member.email.clone());
        let keys: Vec<Key> = member.addresses.iter().map(|id| Key::Invitation(store.clone(), *id)).collect();
        let read = database.read(&ReadSet::keys(keys)).await?;
        let invitations = member.addresses.iter().filter_map(|id| read.invitation(store, *id));
        addresses.extend(invitations.map(|invitation| invitation.email.clone()));
    }
    let subjects = [user.as_str(), store.as_str()].into_iter().filter_map(|id| id.parse::<SubjectId>().ok());
    let lists = subjects.map(EventsBy::Subject).chain([EventsBy::Joined(user.clone())]);
    let mut events = Vec::new();
    for by in lists {
        let list = List::Events(store.clone(), by, TimeRange::default());
        let page = database.page(&list, None, EVENTS).await?;
        events.extend(page.entries.into_iter().map(|(key, _)| key));
    }
    let read = database.read(&ReadSet::keys(events.clone())).await?;
    for key in &events {
        if let Some(Record::Event(stored)) = read.get(key) {
            addresses.extend(addresses_of(&stored.event, user));
        }
    }
    addresses.remove(&EmailAddress::erased());
    Ok(addresses)
}

/// The addresses of a person that an event has. The invited address is not among them: a link can be used by another person than
/// the invited one.
fn addresses_of(event: &Event, user: &UserId) -> Vec<EmailAddress> {
    let mut found = Vec::new();
    if let Some(member) = event.kind.member().filter(|member| member.user_id == *user) {
        found.push(member.email.clone());
        if let EventKind::MemberProfileChanged { email_before: Some(before), .. } = &event.kind {
            found.push(before.clone());
        }
    }
    let mut owners: Vec<&Owner> = Vec::new();
    if let EventKind::StoreTransferred { from, to } = &event.kind {
        owners.extend([from, to]);
    } else if let EventKind::StoreChanged { owner: Some(change), .. } = &event.kind {
        owners.extend([&change.from, &change.to]);
    }
    found.extend(owners.into_iter().filter(|owner| owner.user_id == *user).map(|owner| owner.email.clone()));
    found
}

fn owned_by(key: &Key) -> Option<StoreId> {
    if let Key::Store(store) = key { Some(store.clone()) } else { None }
}
