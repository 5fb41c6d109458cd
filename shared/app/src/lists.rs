//! Reads pages of lists, and what belongs to a person in all stores.

use std::collections::{BTreeMap, BTreeSet};

use staffroom_domain::{
    Activity, AddressId, EmailAddress, Invitation, InvitationId, LinkClaims, Member, Metadata, RoleSlug,
    RoleTexts, SeatCount, Store, StoreId, Timestamp, UserId, Webhook,
};

use futures_util::future::{try_join, try_join_all};

use crate::answerable::is_withdrawn;
use crate::context::Invocation;
use crate::database::{Database, List, Page};
use crate::error::Fault;
use crate::key::{Holding, Key};
use crate::listing::{Listed, Listing};
use crate::read::ReadSet;
use crate::record::Record;
use crate::webhook::WebhookRecord;

/// A page of one kind of record.
#[derive(Debug, Clone)]
pub struct PageOf<T> {
    /// The records.
    pub items: Vec<T>,
    /// The key after which the next page begins; `None` on the last page.
    pub next: Option<Key>,
}

impl<T> PageOf<T> {
    pub(crate) fn of(page: Page, read: impl Fn(Record) -> Option<T>) -> Self {
        let items = page.entries.into_iter().filter_map(|(_, record)| read(record?)).collect();
        Self { items, next: page.next }
    }
}

/// The largest number of stores in the list of a person, far above the number in which anyone works.
const MOST_STORES: usize = 2_000;

/// The first members of a store, by user id.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn first_members<D: Database>(
    database: &D,
    store: &StoreId,
    limit: usize,
) -> Result<Vec<Member>, Fault> {
    let read = database.read(&ReadSet::default().and_first_members(store, limit)).await?;
    Ok(read.first_members().unwrap_or_default().iter().take(limit).cloned().collect())
}

/// A page of a store's activities, by id.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn activities<D: Database>(
    database: &D,
    store: &StoreId,
    after: Option<&Key>,
    limit: usize,
) -> Result<PageOf<Activity>, Fault> {
    let page = database.page(&List::Activities(store.clone()), after, limit).await?;
    Ok(PageOf::of(page, |record| match record {
        Record::Activity(activity) => Some(activity),
        _ => None,
    }))
}

/// A page of the webhooks, by id.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn webhooks<D: Database>(
    database: &D,
    after: Option<&Key>,
    limit: usize,
) -> Result<PageOf<Webhook>, Fault> {
    let page = database.page(&List::Webhooks, after, limit).await?;
    Ok(PageOf::of(page, |record| match record {
        Record::Webhook(WebhookRecord::Webhook(webhook)) => Some(*webhook),
        _ => None,
    }))
}

/// A page of the stores that a person owns or is a member of, sorted by id, as of a moment ago.
///
/// # Errors
/// When the database does not answer.
pub async fn store_ids_of<D: Database>(
    database: &D,
    user: &UserId,
    after: Option<&Key>,
    limit: usize,
) -> Result<PageOf<StoreId>, Fault> {
    let page = database.page(&List::OfUser(user.clone()), after, limit).await?;
    let items = page.entries.iter().filter_map(|(key, _)| store_of(key)).collect();
    Ok(PageOf { items, next: page.next })
}

/// Those of these stores that the person owns or is a member of, each with the membership.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn stores_of<D: Database>(
    database: &D,
    user: &UserId,
    stores: &BTreeSet<StoreId>,
) -> Result<Vec<(Store, Option<Member>)>, Fault> {
    let keys = |id: &StoreId| [Key::Store(id.clone()), Key::Member(id.clone(), user.clone())];
    let mut read = database.read(&ReadSet::keys(stores.iter().flat_map(keys))).await?;
    // An owner who is also a member, or a listed store without either, indicates half of another change, so
    // it is read again.
    let torn: Vec<&StoreId> = stores
        .iter()
        .filter(|id| {
            let is_owner = read.store(id).is_some_and(|store| store.owner.user_id == *user);
            is_owner == read.membership(id, user).member().is_some()
        })
        .collect();
    if !torn.is_empty() {
        read.merge(database.read(&ReadSet::keys(torn.into_iter().flat_map(keys))).await?);
    }
    let mine = stores.iter().filter_map(|id| {
        let store = read.store(id)?;
        let member = read.membership(id, user).member();
        let is_owner = store.owner.user_id == *user;
        (is_owner || member.is_some()).then(|| (store.clone(), member.filter(|_| !is_owner).cloned()))
    });
    Ok(mine.collect())
}

/// The largest number of stores whose activities are read for one page.
const STORES_AT_ONCE: usize = 20;

/// Where a store stands in the list of a person's stores.
pub(crate) fn place_of(store: &StoreId, user: &UserId, is_owner: bool) -> Key {
    if is_owner { Key::Store(store.clone()) } else { Key::Member(store.clone(), user.clone()) }
}

/// A page of the activities of those stores of a person that `is_shown` takes, sorted by store and id. It gets each store with
/// the person's membership; `None` is the owner's.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn activities_of<D: Database>(
    database: &D,
    user: &UserId,
    after: Option<&Key>,
    limit: usize,
    is_shown: impl Fn(&Store, Option<&Member>) -> bool,
) -> Result<PageOf<(Store, Activity)>, Fault> {
    // The page before may have ended within the activities of a store.
    let (within, after) = match after {
        Some(key @ Key::Activity(store, _)) => {
            let own = stores_of(database, user, &BTreeSet::from([store.clone()])).await?;
            let is_owner = own.first().is_some_and(|(_, member)| member.is_none());
            (Some((store.clone(), key.clone())), Some(place_of(store, user, is_owner)))
        }
        other => (None, other.cloned()),
    };
    let page = store_ids_of(database, user, after.as_ref(), STORES_AT_ONCE.min(limit)).await?;
    let ids: BTreeSet<StoreId> =
        within.iter().map(|(store, _)| store.clone()).chain(page.items.iter().cloned()).collect();
    let after = |id: &StoreId| within.as_ref().filter(|(store, _)| store == id).map(|(_, key)| key);
    let reads = ids.iter().map(|id| activities(database, id, after(id), limit));
    let (mine, found_there) = try_join(stores_of(database, user, &ids), try_join_all(reads)).await?;
    let (mut shown, mut next) = (Vec::new(), page.next);
    for (id, found) in ids.iter().zip(&found_there) {
        let own = mine.iter().find(|(store, member)| store.id == *id && is_shown(store, member.as_ref()));
        let Some((store, member)) = own else { continue };
        let room = limit - shown.len();
        shown.extend(found.items.iter().take(room).map(|activity| (store.clone(), activity.clone())));
        let end = found.items.get(..room).and_then(<[_]>::last).or_else(|| found.items.last());
        let has_more = found.items.len() > room || found.next.is_some();
        if let (true, Some(end)) = (has_more, end) {
            next = Some(Key::Activity(id.clone(), end.id.clone()));
            break;
        }
        if shown.len() == limit {
            // The next page begins with the store after this one.
            next = Some(place_of(id, user, member.is_none()));
            break;
        }
    }
    Ok(PageOf { items: shown, next })
}

/// The largest number of reads that find who gives the invitations of a page: ids of persons who were moved are followed.
const GRANTOR_READS: usize = 3;

/// A page of the invitations of an address, with the stores that invite, sorted by store. They are in any state, but an unanswered
/// one that nobody gives any more is left out, because no link of it works.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn invitations_of<D: Database>(
    database: &D,
    invocation: &Invocation,
    email: &EmailAddress,
    after: Option<&Key>,
    limit: usize,
) -> Result<PageOf<(Store, Invitation)>, Fault> {
    let page = database.page(&List::OfAddress(email.clone()), after, limit).await?;
    let stores: BTreeSet<StoreId> = page.entries.iter().filter_map(|(key, _)| store_of(key)).collect();
    let invitation = |id: &StoreId| InvitationId::of(id, email);
    let keys =
        stores.iter().flat_map(|id| [Key::Store(id.clone()), Key::Invitation(id.clone(), invitation(id))]);
    let mut read = database.read(&ReadSet::keys(keys)).await?;
    let found: Vec<(Store, Invitation)> = stores
        .iter()
        .filter_map(|id| Some((read.store(id)?.clone(), read.invitation(id, invitation(id))?.clone())))
        .collect();
    let mut items = Vec::new();
    for _ in 0..=GRANTOR_READS {
        let (context, mut unread) = (invocation.context(&read), ReadSet::default());
        items.clear();
        for (store, invitation) in &found {
            match is_withdrawn(&read, store, invitation, &context) {
                Ok(true) => {}
                Ok(false) => items.push((store.clone(), invitation.clone())),
                Err(more) => unread.keys.extend(more.keys),
            }
        }
        if unread.keys.is_empty() {
            break;
        }
        read.merge(database.read(&unread).await?);
    }
    Ok(PageOf { items, next: page.next })
}

/// The claims of the present link of an invitation to this address, whatever became of it; `None` where the address has no such
/// invitation, as of a moment ago.
///
/// # Errors
/// When the database does not answer, or the record is corrupt.
pub async fn link_of<D: Database>(
    database: &D,
    email: &EmailAddress,
    invitation: InvitationId,
) -> Result<Option<LinkClaims>, Fault> {
    let page = database.page(&List::OfAddress(email.clone()), None, MOST_STORES).await?;
    // The id is made of the store and the address, so it tells the store.
    let stores = page.entries.iter().filter_map(|(key, _)| store_of(key));
    let Some(store) = stores.into_iter().find(|store| InvitationId::of(store, email) == invitation) else {
        return Ok(None);
    };
    let read = database.read(&ReadSet::keys([Key::Invitation(store.clone(), invitation)])).await?;
    let generation = read.invitation(&store, invitation).map(|invitation| invitation.generation);
    Ok(generation.map(|generation| LinkClaims { store, invitation, generation }))
}

/// Whether the person behind an address is invited by nobody any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptedOut {
    /// They asked for that.
    Yes,
    /// They did not.
    No,
}

/// Whether no store invites this address any more.
///
/// # Errors
/// When the database does not answer.
pub async fn opted_out<D: Database>(database: &D, email: &EmailAddress) -> Result<OptedOut, Fault> {
    let address = AddressId::of(email);
    let read = database.read(&ReadSet::keys([Key::AddressOptOut(address)])).await?;
    Ok(if read.is_invited_by_nobody(address) { OptedOut::Yes } else { OptedOut::No })
}

/// The largest number of holders of one thing who are told of an event.
const MOST_HOLDERS: usize = 1_000;

/// The members who hold something, as it is recorded, or have a role of the store's own that confers it: whether they still do,
/// their memberships say.
///
/// # Errors
/// When the database does not answer.
pub async fn holders<D: Database>(
    database: &D,
    store: &Store,
    holding: &Holding,
) -> Result<Vec<UserId>, Fault> {
    let recorded = List::Holders(store.id.clone(), holding.clone());
    let by_roles = holding.by_roles(store).cloned().map(Listing::Role);
    let by_roles = by_roles.map(|listing| List::Listing(store.id.clone(), listing, String::new()));
    let lists: Vec<List> = std::iter::once(recorded).chain(by_roles).collect();
    let pages = try_join_all(lists.iter().map(|list| database.page(list, None, MOST_HOLDERS))).await?;
    let user = |key| match key {
        Key::Holder(_, _, user) | Key::Listed(_, _, _, Listed::Member(user)) => Some(user),
        _ => None,
    };
    let users: BTreeSet<UserId> =
        pages.into_iter().flat_map(|page| page.entries).filter_map(|(key, _)| user(key)).collect();
    Ok(users.into_iter().collect())
}

/// The texts of those of a store's own roles that `is_wanted`.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn role_texts<D: Database>(
    database: &D,
    store: &Store,
    is_wanted: impl Fn(&RoleSlug) -> bool,
) -> Result<BTreeMap<RoleSlug, RoleTexts>, Fault> {
    let wanted: Vec<&RoleSlug> =
        store.roles.iter().map(|(slug, _)| slug).filter(|slug| is_wanted(slug)).collect();
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let keys = wanted.iter().map(|slug| Key::Role(store.id.clone(), (*slug).clone()));
    let read = database.read(&ReadSet::keys(keys)).await?;
    let texts =
        wanted.into_iter().filter_map(|slug| Some((slug.clone(), read.role(&store.id, slug)?.clone())));
    Ok(texts.collect())
}

/// The store of a key that a list of a person's records can have. Answers, counts and what is published stand in none of them.
fn store_of(key: &Key) -> Option<StoreId> {
    match key {
        Key::Idempotency(..) | Key::Counter(_) | Key::Publishing(_) => None,
        key => key.store().cloned(),
    }
}

/// What is shown of a store beside its record: the seats that can be released, and its metadata. Both are read at once.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn seats_and_metadata<D: Database>(
    database: &D,
    store: &StoreId,
    now: Timestamp,
) -> Result<(SeatCount, Metadata), Fault> {
    let set = ReadSet::keys([Key::StoreMetadata(store.clone())]);
    let (seats, read) = try_join(count_releasable_seats(database, store, now), database.read(&set)).await?;
    Ok((seats, read.store_metadata(store)))
}

/// The number of records that [`count_releasable_seats`] reads at a time.
const COUNTED_AT_ONCE: usize = 1000;

/// The largest number of reads of [`count_releasable_seats`].
const COUNTS: u32 = 10;

/// The number of a store's taken seats that can be released at `now`, counted up to ten thousand.
///
/// # Errors
/// When the database does not answer.
pub async fn count_releasable_seats<D: Database>(
    database: &D,
    store: &StoreId,
    now: Timestamp,
) -> Result<SeatCount, Fault> {
    let list = List::ReleasableSeats(store.clone(), now);
    let mut count = SeatCount::default();
    let mut after = None;
    for _ in 0..COUNTS {
        let page = database.page(&list, after.as_ref(), COUNTED_AT_ONCE).await?;
        for (key, _) in &page.entries {
            count.taken += 1;
            count.members += u32::from(matches!(key, Key::Member(..)));
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests;
