//! The members of a store: filtered, searched and sorted, at the cost of a page.
//!
//! Keys are found in the lists of [`crate::Listing`], and judged by the records, which are read after them. So access that
//! ends by itself needs no write, and a list that is a moment behind shows nothing untrue.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use staffroom_domain::{
    Actor, ActorRole, DisplayName, EmailAddress, Member, MemberStatus, Membership, PermissionKind,
    PermissionSlug, RoleSlug, Search, Store, StoreId, Timestamp, UserId, bounds,
};

use crate::Error;
use crate::context::{Caller, Context};
use crate::database::{Database, List};
use crate::error::Fault;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::list_entries::{self, listed_member};
use crate::listing::{ListPlace, Listed, Listing};
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// The number of times that a page reads on, if its filter leaves out nearly everything.
const ROUNDS: u32 = 3;

/// Views the team of a store. The answer is the store, and the part of a member that the caller may search.
#[derive(Debug, Clone)]
pub struct ViewTeam {
    /// The caller.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
}

/// The part of a member that a caller may search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    /// The name.
    Names,
    /// The name and the address.
    NamesAndAddresses,
}

impl UseCase for ViewTeam {
    type Answer = (Store, Searched);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_member()?;
        let searched = if searches_addresses(&actor) { Searched::NamesAndAddresses } else { Searched::Names };
        Ok(Outcome::Unchanged((store.store.clone(), searched)))
    }
}

fn searches_addresses(actor: &Actor<'_>) -> bool {
    match actor.role {
        ActorRole::Platform | ActorRole::Owner(_) => true,
        ActorRole::Member(_) => actor.require_manager().is_ok(),
    }
}

/// What members must have to be listed; `None` leaves none out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct MemberFilter {
    /// A permission that they hold now.
    pub permission: Option<PermissionSlug>,
    /// A role that they were given.
    pub role: Option<RoleSlug>,
    /// The state of their access.
    pub status: Option<MemberStatus>,
}

/// The order of a list of members.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MemberOrder {
    /// By name.
    Name,
    /// By the time at which they joined.
    JoinedAt,
    /// By the time of their last activity, those who were never active first.
    LastActiveAt,
    /// Those who match a search: by the word that matches, then by the address that does.
    Match(Search),
}

/// A list of a store's members.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MemberList {
    /// The store.
    pub store: StoreId,
    /// Who is listed.
    pub filter: MemberFilter,
    /// In which order.
    pub order: MemberOrder,
}

/// A page of a list of members.
#[derive(Debug, Clone)]
pub struct MemberPage {
    /// The store. Whoever is in neither the list nor its owner has left.
    pub store: Store,
    /// The members.
    pub members: Vec<Member>,
    /// The entry after which the next page begins; `None` on the last page.
    pub next: Option<Key>,
}

/// A part of a list: the lists that are read at once, merged, and the text with which their places begin.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    sources: Vec<Listing>,
    start: String,
}

impl MemberFilter {
    fn includes(&self, store: &Store, member: &Member, now: Timestamp) -> bool {
        let Self { permission, role, status } = self;
        permission.as_ref().is_none_or(|slug| member.held(store, now).contains(slug.as_str()))
            && role.as_ref().is_none_or(|role| {
                let role = store.roles.resolve(role);
                role.is_some_and(|role| store.current(&member.grant).roles.contains(role))
            })
            && status.is_none_or(|status| member.status(now) == status)
    }

    /// The lists that hold all members who pass.
    fn sources(&self, store: &Store) -> Vec<Listing> {
        if let Some(role) = &self.role {
            let role = store.roles.resolve(role).unwrap_or(role);
            store.roles.spellings(role).into_iter().map(Listing::Role).collect()
        } else if let Some(permission) = &self.permission {
            giving(store, permission)
        } else {
            match self.status {
                None | Some(MemberStatus::Active | MemberStatus::Suspended) => vec![Listing::Names],
                Some(MemberStatus::Ended) => vec![Listing::Ending],
            }
        }
    }
}

/// The lists of those who may hold a permission: what they were given is recorded, what it gives the catalog and the store say. So
/// a change of a role moves nobody from list to list.
fn giving(store: &Store, permission: &PermissionSlug) -> Vec<Listing> {
    let catalog = store.catalog;
    let Some(known) = catalog.permission(permission.as_str()) else { return Vec::new() };
    let slug = match known.kind {
        PermissionKind::Grantable => permission.clone(),
        PermissionKind::OwnerOnly => return Vec::new(),
        // Who holds all of them holds the first one.
        PermissionKind::HeldWith(others) => match others.first().map(|slug| slug.parse()) {
            Some(Ok(first)) => first,
            Some(Err(_)) | None => return Vec::new(),
        },
    };
    let by_roles = catalog.roles.iter().filter(|role| role.permissions.contains(&slug.as_str()));
    let roles = by_roles.filter_map(|role| role.slug.parse().ok()).map(Listing::Role);
    let gives = |role: &RoleSlug| {
        store.permissions_of(role).is_some_and(|permissions| permissions.contains(&slug.as_str()))
    };
    let own = store.roles.standing_for(gives).cloned().map(Listing::Role);
    roles.chain(own).chain([Listing::Permission(slug.clone())]).collect()
}

impl MemberList {
    /// Whether the owner, who comes first, is listed for who may search this.
    #[must_use]
    pub fn has_owner(&self, store: &Store, searched: Searched) -> bool {
        let Self { filter: MemberFilter { permission, role, status }, .. } = self;
        let matches = match &self.order {
            MemberOrder::Match(search) => {
                search.matches(Some(store.owner.name.as_str()), searched.address(&store.owner.email))
            }
            MemberOrder::Name | MemberOrder::JoinedAt | MemberOrder::LastActiveAt => true,
        };
        matches
            && role.is_none()
            && permission.as_ref().is_none_or(|slug| store.catalog.permission(slug.as_str()).is_some())
            && status.is_none_or(|status| status == MemberStatus::Active)
    }

    /// Whether an entry of this kind can end a page of the list.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        let Key::Listed(store, listing, place, Listed::Member(_)) = key else { return false };
        *store == self.store
            && match &self.order {
                MemberOrder::Name => matches!(
                    listing,
                    Listing::Names | Listing::Ending | Listing::Role(_) | Listing::Permission(_)
                ),
                MemberOrder::JoinedAt => *listing == Listing::Joined,
                MemberOrder::LastActiveAt => *listing == Listing::LastActive,
                // Of those that match alone: a page cannot begin after another one.
                MemberOrder::Match(search) => match listing {
                    Listing::Words => {
                        search.word().is_some_and(|word| place.as_str().starts_with(word.as_str()))
                    }
                    Listing::Addresses => {
                        search.address().is_some_and(|start| place.as_str().starts_with(start.as_str()))
                    }
                    _ => false,
                },
            }
    }

    /// Whether some of the entries are left out.
    fn is_narrow(&self) -> bool {
        self.filter != MemberFilter::default() || matches!(self.order, MemberOrder::Match(_))
    }

    /// The parts of the list, one after another.
    fn parts(&self, store: &Store, searched: Searched) -> Vec<Part> {
        let all = |sources| vec![Part { sources, start: String::new() }];
        match &self.order {
            MemberOrder::Name => all(self.filter.sources(store)),
            MemberOrder::JoinedAt => all(vec![Listing::Joined]),
            MemberOrder::LastActiveAt => all(vec![Listing::LastActive]),
            MemberOrder::Match(search) => {
                let word = search.word().map(|word| (Listing::Words, word.as_str()));
                let address = search.address().filter(|_| searched == Searched::NamesAndAddresses);
                let address = address.map(|start| (Listing::Addresses, start.as_str()));
                let part = |(listing, start): (Listing, &str)| Part {
                    sources: vec![listing],
                    start: start.to_owned(),
                };
                word.into_iter().chain(address).map(part).collect()
            }
        }
    }

    /// Whether a member is shown for this entry. There is one entry at most for which a member is, so nobody comes twice; and
    /// nobody is shown for an entry that a change has made untrue.
    fn shows(&self, within: &Within<'_>, entry: &Key, member: &Member) -> bool {
        let Key::Listed(_, listing, place, _) = entry else { return false };
        let name = member.name.as_ref().map(DisplayName::as_str);
        let stands_there = match &self.order {
            MemberOrder::Name => list_entries::name_place(member) == *place,
            // An index may be behind, and an activity moves on: the record says when it was.
            MemberOrder::JoinedAt | MemberOrder::LastActiveAt => true,
            MemberOrder::Match(search) => {
                let word = name.and_then(|name| search.first_match(name)).as_ref().map(ListPlace::from);
                let matches = search.matches(name, within.searched.address(&member.email));
                matches
                    && match word {
                        Some(word) => *listing == Listing::Words && word == *place,
                        None => {
                            *listing == Listing::Addresses
                                && list_entries::address_place(&member.email) == *place
                        }
                    }
            }
        };
        stands_there && self.filter.includes(within.store, member, within.now)
    }
}

impl Searched {
    fn address(self, email: &EmailAddress) -> Option<&EmailAddress> {
        match self {
            Self::Names => None,
            Self::NamesAndAddresses => Some(email),
        }
    }
}

/// What a member is judged by.
struct Within<'a> {
    store: &'a Store,
    searched: Searched,
    now: Timestamp,
}

/// Entries of merged lists, in order, once each.
struct Entries {
    keys: Vec<Key>,
    /// Whether there are more behind them.
    more: bool,
}

/// Reads a page of a list of members, after an entry. It may be short, and then still have a next page.
///
/// The page has the store as it is read with the members, after their keys: a store from before may have another owner, who
/// is then on neither.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn list_members<D: Database>(
    database: &D,
    list: &MemberList,
    (store, searched): (Store, Searched),
    after: Option<&Key>,
    limit: usize,
    now: Timestamp,
) -> Result<MemberPage, Fault> {
    let parts = list.parts(&store, searched);
    let mut page = MemberPage { store, members: Vec::new(), next: None };
    let is_begun = |part: &Part| matches!(after, Some(Key::Listed(_, of, ..)) if part.sources.contains(of));
    let mut number = parts.iter().position(is_begun).unwrap_or_default();
    let mut after = after.cloned();
    for round in 0..ROUNDS {
        let Some(part) = parts.get(number) else { break };
        let room = limit - page.members.len();
        // Where all entries match, the first round fills the page. Else the others read more at once.
        let window = if list.is_narrow() && round > 0 { bounds::PAGE_ENTRIES } else { room };
        let within_part = after.as_ref().filter(|after| is_within(part, after));
        let mut found = entries(database, &list.store, part, within_part, window).await?;
        let read = read_members(database, &list.store, &found.keys).await?;
        // Without its store, a list has no members.
        let Some(fresh) = read.store(&list.store) else { break };
        page.store = fresh.clone();
        let within = Within { store: fresh, searched, now };
        for key in std::mem::take(&mut found.keys) {
            if page.members.len() == limit {
                found.more = true;
                break;
            }
            let shown = member_of(&read, &key)
                .filter(|member| member.user != fresh.owner.user_id && list.shows(&within, &key, member));
            page.members.extend(shown.cloned());
            after = Some(key);
        }
        number += usize::from(!found.more);
        page.next = after.clone().filter(|_| number < parts.len());
        if page.members.len() == limit {
            break;
        }
    }
    Ok(page)
}

/// Whether an entry is of this part of a list.
fn is_within(part: &Part, entry: &Key) -> bool {
    match entry {
        Key::Listed(_, Listing::Words | Listing::Addresses, ..) => {
            matches!(entry, Key::Listed(_, of, ..) if part.sources.contains(of))
        }
        _ => true,
    }
}

/// The first entries of a part, after one of them: up to `window`.
async fn entries<D: Database>(
    database: &D,
    store: &StoreId,
    part: &Part,
    after: Option<&Key>,
    window: usize,
) -> Result<Entries, Fault> {
    let pages = try_join_all(part.sources.iter().map(async |source| {
        let after = match after {
            Some(Key::Listed(_, _, place, Listed::Member(user))) => {
                Some(listed_member(store, source.clone(), place.clone(), user))
            }
            _ => None,
        };
        let list = List::Listing(store.clone(), source.clone(), part.start.clone());
        database.page(&list, after.as_ref(), window).await
    }))
    .await?;
    // A list that goes on may have entries of its own behind its page, before those of the others.
    let ends = pages.iter().filter(|page| page.next.is_some());
    let end = ends.filter_map(|page| page.entries.last().and_then(|(key, _)| position(key))).min().map(owned);
    let mut more = pages.iter().any(|page| page.next.is_some());
    let mut found: Vec<Key> = pages.into_iter().flat_map(|page| page.entries).map(|(key, _)| key).collect();
    found.sort_by(|one, other| position(one).cmp(&position(other)));
    found.dedup_by(|one, other| position(one) == position(other));
    if let Some(end) = end {
        found.retain(|key| position(key).map(owned).is_some_and(|at| at <= end));
    }
    more |= found.len() > window;
    found.truncate(window);
    Ok(Entries { keys: found, more })
}

/// Where an entry stands among those of the merged lists.
fn position(key: &Key) -> Option<(&ListPlace, &Listed)> {
    match key {
        Key::Listed(_, _, place, listed) => Some((place, listed)),
        _ => None,
    }
}

fn owned((place, listed): (&ListPlace, &Listed)) -> (ListPlace, Listed) {
    (place.clone(), listed.clone())
}

/// The store and the members of these entries.
async fn read_members<D: Database>(
    database: &D,
    store: &StoreId,
    entries: &[Key],
) -> Result<ReadResult, Fault> {
    let users: BTreeSet<&UserId> = entries.iter().filter_map(user_of).collect();
    let members = users.iter().map(|user| Key::Member(store.clone(), (*user).clone()));
    let mut read = database.read(&ReadSet::keys([Key::Store(store.clone())]).and(members)).await?;
    // A read is not isolated. A trace from after the store was read may be that of a member who owns it now.
    let departures = users.iter().filter_map(|user| match read.membership(store, user) {
        Membership::Left(departure) => Some(departure.departures),
        Membership::Active(_) | Membership::Never => None,
    });
    let latest = departures.max().unwrap_or_default();
    if read.store(store).is_some_and(|store| store.departures < latest) {
        read.merge(database.read(&ReadSet::keys([Key::Store(store.clone())])).await?);
    }
    Ok(read)
}

fn user_of(entry: &Key) -> Option<&UserId> {
    match entry {
        Key::Listed(_, _, _, Listed::Member(user)) => Some(user),
        _ => None,
    }
}

fn member_of<'a>(read: &'a ReadResult, entry: &Key) -> Option<&'a Member> {
    let Key::Listed(store, _, _, Listed::Member(user)) = entry else { return None };
    read.membership(store, user).member()
}

#[cfg(test)]
mod tests;
