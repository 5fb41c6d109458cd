//! Searches what access evaluations would allow: who may do this here, and where may this person do this?
//!
//! A page costs a bounded number of reads, however many members or stores there are. So it may have fewer entries than its
//! limit, and still have a next page.

use staffroom_domain::{ACTIVITY, Catalog, Member, Membership, Rejection, Store, StoreId, Timestamp, UserId};

use crate::access_subject::AccessSubject;
use crate::context::{Caller, Invocation};
use crate::database::{Database, List};
use crate::error::{Error, Fault};
use crate::evaluate_access::Resource;
use crate::key::Key;
use crate::lists::{self, PageOf, place_of};
use crate::member_list::{MemberFilter, MemberList, MemberOrder, Searched, list_members};
use crate::read::ReadSet;

/// The largest number of pages of the database that are searched for one page of a search.
const SEARCHED_PAGES: usize = 5;

/// Where a page of a search begins.
#[derive(Debug, Clone, Copy, Default)]
pub struct SearchFrom<'a> {
    /// The key that the page before ended with; `None` for the first page.
    pub after: Option<&'a Key>,
    /// When the store of the list was created by then, if it is a list of one store. Another store with its id has no such page.
    pub created: Option<Timestamp>,
}

/// A page of a search.
#[derive(Debug, Clone)]
pub struct SearchPage<T> {
    /// What was found.
    pub items: Vec<T>,
    /// The key after which the next page begins; `None` on the last page.
    pub next: Option<Key>,
    /// When the store of the list was created, if it is a list of one store.
    pub created: Option<Timestamp>,
}

/// Finds the people who may do something at a resource. For the platform.
#[derive(Debug, Clone)]
pub struct SearchSubjects {
    permission: String,
    resource: Resource,
}

/// What kind of resource is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResourceKind {
    /// Stores of this type: [`Catalog::resource_type`].
    Store(&'static str),
    /// Activities of every store.
    Activity,
    /// Activities of this store.
    ActivityOf(StoreId),
}

/// Finds the resources at which a person may do something.
#[derive(Debug, Clone)]
pub struct SearchResources {
    subject: AccessSubject,
    permission: String,
    kind: ResourceKind,
}

impl ResourceKind {
    /// The kind that a type means; `None` if there is no such type. `store` narrows a search for activities.
    #[must_use]
    pub fn named(kind: &str, store: Option<StoreId>) -> Option<Self> {
        match (kind, store) {
            (ACTIVITY, Some(store)) => Some(Self::ActivityOf(store)),
            (ACTIVITY, None) => Some(Self::Activity),
            (kind, _) => Catalog::store_type(kind).map(Self::Store),
        }
    }
}

impl SearchSubjects {
    /// A search of the caller.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`] for others than the platform.
    pub fn new(caller: &Caller, permission: String, resource: Resource) -> Result<Self, Rejection> {
        caller.require_platform()?;
        Ok(Self { permission, resource })
    }

    /// The list that the pages of the search follow.
    #[must_use]
    pub fn list(&self) -> MemberList {
        // A text that is not a slug names no permission. `page` lists nobody for it.
        let filter = MemberFilter { permission: self.permission.parse().ok(), ..MemberFilter::default() };
        MemberList { store: self.resource.store_id().clone(), filter, order: MemberOrder::Name }
    }

    /// A page: the owner first, then the members by name. The position after the owner is the key of the store.
    ///
    /// # Errors
    /// When the database does not answer, or a record is corrupt.
    pub async fn page<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        SearchFrom { after, created }: SearchFrom<'_>,
        limit: usize,
    ) -> Result<SearchPage<UserId>, Fault> {
        let read = database.read(&ReadSet::keys(self.resource.keys())).await?;
        let Some(store) = self.resource.store(&read).cloned() else { return Ok(nothing()) };
        let is_other = created.is_some_and(|created| created != store.created_at);
        if is_other || store.catalog.permission(&self.permission).is_none() {
            return Ok(nothing());
        }
        let created = Some(store.created_at);
        let (id, room) = (store.id.clone(), limit - usize::from(after.is_none()).min(limit));
        let entry = after.filter(|key| matches!(key, Key::Listed(..)));
        let searched = (store, Searched::Names);
        // If the page has room for the owner only, one member is read, to know whether there is a next page.
        let page =
            list_members(database, &self.list(), searched, entry, room.max(1), invocation.now()).await?;
        let next = match room {
            0 if page.members.is_empty() && page.next.is_none() => None,
            0 => Some(Key::Store(id)),
            _ => page.next,
        };
        let owner = after.is_none().then(|| page.store.owner.user_id.clone());
        let users = page.members.into_iter().take(room).map(|member| member.user);
        Ok(SearchPage { items: owner.into_iter().chain(users).collect(), next, created })
    }
}

impl SearchResources {
    /// A search of the caller.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`] if the caller may not ask about other people.
    pub fn new(
        caller: &Caller,
        user: UserId,
        permission: String,
        kind: ResourceKind,
    ) -> Result<Self, Rejection> {
        Ok(Self { subject: AccessSubject::named(caller, user)?, permission, kind })
    }

    /// The list that the pages of the search follow.
    #[must_use]
    pub fn list(&self) -> List {
        let user = self.subject.user().clone();
        match &self.kind {
            ResourceKind::Store(_) => List::OfUser(user),
            ResourceKind::Activity => List::ActivitiesOfUser(user),
            ResourceKind::ActivityOf(store) => List::Activities(store.clone()),
        }
    }

    /// A page, sorted by store and activity. It finds the stores that the person owns or is a member of; a support agent
    /// finds no others.
    ///
    /// # Errors
    /// When the database does not answer, or a record is corrupt.
    pub async fn page<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        SearchFrom { after, mut created }: SearchFrom<'_>,
        limit: usize,
    ) -> Result<SearchPage<Resource>, Error> {
        let (mut found, mut next) = (Vec::new(), after.cloned());
        for _ in 0..SEARCHED_PAGES {
            // One more than the limit, to know whether there is a next page.
            let room = limit + 1 - found.len();
            let page = match &self.kind {
                ResourceKind::Store(kind) => {
                    self.stores(database, invocation, kind, next.as_ref(), room).await?
                }
                ResourceKind::Activity => self.activities(database, invocation, next.as_ref(), room).await?,
                ResourceKind::ActivityOf(store) => {
                    let from = SearchFrom { after: next.as_ref(), created };
                    let page = self.activities_in(database, invocation, store, from, room).await?;
                    created = page.created;
                    PageOf { items: page.items, next: page.next }
                }
            };
            found.extend(page.items);
            next = page.next;
            if next.is_none() || found.len() > limit {
                break;
            }
        }
        if found.len() > limit {
            found.truncate(limit);
            next = found.last().map(|(place, _)| place.clone());
        }
        let items = found.into_iter().map(|(_, resource)| resource).collect();
        Ok(SearchPage { items, next, created })
    }

    async fn stores<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        kind: &'static str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<PageOf<(Key, Resource)>, Fault> {
        let user = self.subject.user();
        let page = lists::store_ids_of(database, user, after, limit).await?;
        let mine = lists::stores_of(database, user, &page.items.into_iter().collect()).await?;
        let now = invocation.now();
        let found = mine.iter().filter(|(store, member)| {
            store.catalog.resource_type == kind && self.is_held(store, member.as_ref(), now)
        });
        let found = found.map(|(store, member)| {
            let resource = Resource::Store { kind, id: store.id.clone() };
            (place_of(&store.id, user, member.is_none()), resource)
        });
        Ok(PageOf { items: found.collect(), next: page.next })
    }

    async fn activities<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<PageOf<(Key, Resource)>, Fault> {
        let now = invocation.now();
        let is_held = |store: &Store, member: Option<&Member>| self.is_held(store, member, now);
        let page = lists::activities_of(database, self.subject.user(), after, limit, is_held).await?;
        let found = page.items.into_iter().map(|(store, activity)| activity_in(&store.id, &activity.id));
        Ok(PageOf { items: found.collect(), next: page.next })
    }

    async fn activities_in<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        store: &StoreId,
        SearchFrom { after, created }: SearchFrom<'_>,
        limit: usize,
    ) -> Result<SearchPage<(Key, Resource)>, Fault> {
        let user = self.subject.user();
        let keys = [Key::Store(store.clone()), Key::Member(store.clone(), user.clone())];
        let read = database.read(&ReadSet::keys(keys)).await?;
        let is_same = |known: &&Store| created.is_none_or(|created| created == known.created_at);
        let held = read.store(store).filter(is_same).filter(|known| {
            self.subject.holds(&self.permission, known, read.membership(store, user), invocation.now())
        });
        let Some(created) = held.map(|store| store.created_at) else { return Ok(nothing()) };
        let page = lists::activities(database, store, after, limit).await?;
        let found = page.items.into_iter().map(|activity| activity_in(store, &activity.id));
        Ok(SearchPage { items: found.collect(), next: page.next, created: Some(created) })
    }

    /// Whether the person, who is the owner or this member, holds the permission.
    fn is_held(&self, store: &Store, member: Option<&Member>, now: Timestamp) -> bool {
        let member = member.cloned().map(Box::new);
        let membership = member.map_or(Membership::Never, Membership::Active);
        self.subject.holds(&self.permission, store, &membership, now)
    }
}

/// An activity with its place in a list.
fn activity_in(store: &StoreId, id: &staffroom_domain::ActivityId) -> (Key, Resource) {
    let resource = Resource::Activity { store: store.clone(), id: id.clone() };
    (Key::Activity(store.clone(), id.clone()), resource)
}

fn nothing<T>() -> SearchPage<T> {
    SearchPage { items: Vec::new(), next: None, created: None }
}

#[cfg(test)]
mod tests;
