//! The platform moves a person to another id, because their identity provider gives them another one.
//!
//! The request looks for the stores and refuses the move if both ids are on one team. Each store is then dealt with by a message of
//! its own. A request that is repeated finds the stores that are left.

use std::collections::BTreeSet;
use std::future::Future;

use serde::{Deserialize, Serialize};
use staffroom_domain::{Field, InvitationId, Rejection, StoreId, UserId};

use crate::context::{Caller, Invocation};
use crate::database::Database;
use crate::error::{Error, Fault};
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::Key;
use crate::lease::{self, Lease};
use crate::lists;
use crate::read::ReadSet;

/// Stores that are read with one query.
const PAGE: usize = 1_000;

/// The largest number of pages: more than any person has.
const PAGES: usize = 100;

/// Stores whose teams are read at once: with both memberships they fit into two `BatchGetItem`.
const STORES_AT_ONCE: usize = 50;

/// Moves a person to another id.
#[derive(Debug, Clone)]
pub struct MovePerson {
    /// The platform.
    pub caller: Caller,
    /// The id that the person has had.
    pub from: UserId,
    /// The id that they have from now on.
    pub to: UserId,
}

/// A message that a person is to be moved in a store.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MoveHint {
    /// The store.
    pub store: StoreId,
    /// The id that the person has had.
    pub move_from: UserId,
    /// The id that they have from now on.
    pub move_to: UserId,
    /// The last invitation of the store that was looked at; `None` at the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<InvitationId>,
}

impl MovePerson {
    /// The stores in which the person is to be moved.
    ///
    /// # Errors
    /// When the caller is not the platform, both ids are the same, both are on one team, or the database does not answer.
    pub async fn stores<D: Database>(&self, database: &D) -> Result<BTreeSet<StoreId>, Error> {
        self.caller.require_platform()?;
        if self.from == self.to {
            return Err(Rejection::invalid(Field::To, "must be another ID").into());
        }
        let from = stores_of(database, &self.from).await?;
        let to = stores_of(database, &self.to).await?;
        let both: Vec<&StoreId> = from.intersection(&to).collect();
        for some in both.chunks(STORES_AT_ONCE) {
            self.require_apart(database, some).await?;
        }
        Ok(from)
    }

    /// Requires that none of the stores has both ids on its team. The index lags: it may still list what was moved just now.
    async fn require_apart<D: Database>(&self, database: &D, stores: &[&StoreId]) -> Result<(), Error> {
        let users = [&self.from, &self.to];
        let keys = stores.iter().flat_map(|store| {
            let members = users.map(|user| Key::Member((*store).clone(), user.clone()));
            members.into_iter().chain([Key::Store((*store).clone())])
        });
        let read = database.read(&ReadSet::keys(keys)).await?;
        let is_on_team = |store: &StoreId, user: &UserId| {
            let is_owner = read.store(store).is_some_and(|store| store.owner.user_id == *user);
            is_owner || read.membership(store, user).member().is_some()
        };
        let is_taken = |store: &&StoreId| users.iter().all(|user| is_on_team(store, user));
        if stores.iter().any(is_taken) { Err(Rejection::AlreadyMember.into()) } else { Ok(()) }
    }

    /// The messages for these stores.
    fn hints(&self, stores: &BTreeSet<StoreId>) -> impl Iterator<Item = MoveHint> {
        stores.iter().map(|store| MoveHint {
            store: store.clone(),
            move_from: self.from.clone(),
            move_to: self.to.clone(),
            after: None,
        })
    }
}

/// Moves a person, once per idempotency key: `begin` sends the messages, one for each store that is found, and `write` writes the answer,
/// which is given again to a repeated request.
///
/// # Errors
/// As [`MovePerson::stores`] and `begin`, or when the key came with another request before, or the request is in progress.
pub async fn move_person_once<D: Database, B: Future<Output = Result<(), Fault>> + Send>(
    database: &D,
    invocation: &Invocation,
    command: &MovePerson,
    key: Option<&IdempotencyKey>,
    begin: impl FnOnce(Vec<MoveHint>) -> B + Send,
    write: impl Fn(&BTreeSet<StoreId>) -> Option<String>,
) -> Result<Reply<BTreeSet<StoreId>>, Error> {
    let taken = Lease::take(database, invocation, (&command.caller, key), ReadSet::default(), |_| Ok(()));
    let lease = match taken.await? {
        Reply::Replayed(answer) => return Ok(Reply::Replayed(answer)),
        Reply::Fresh(lease) => lease,
    };
    let work = Box::pin(async {
        let stores = command.stores(database).await?;
        begin(command.hints(&stores).collect()).await?;
        Ok(stores)
    });
    let stores = invocation.time.run(lease::RESERVE, work).await;
    let answer = stores.as_ref().ok().and_then(write);
    lease.end(database, invocation, answer).await;
    stores.map(Reply::Fresh)
}

/// The stores that a person owns or is a member of. The index lags by less than a second; the work itself reads the records.
async fn stores_of<D: Database>(database: &D, user: &UserId) -> Result<BTreeSet<StoreId>, Fault> {
    let (mut found, mut after) = (BTreeSet::new(), None);
    for _ in 0..PAGES {
        let page = lists::store_ids_of(database, user, after.as_ref(), PAGE).await?;
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{member, user};
    use staffroom_domain::{Field, Rejection};

    use super::{MoveHint, MovePerson};
    use crate::builders::{found, member_found, person, platform, shop};
    use crate::context::Caller;
    use crate::database::Page;
    use crate::error::Error;
    use crate::key::Key;
    use crate::scripted::{ScriptedDatabase, ready};

    fn moving(caller: Caller, to: &str) -> MovePerson {
        MovePerson { caller, from: user("ana"), to: user(to) }
    }

    fn page(users: &[&str]) -> Page {
        let entries = users.iter().map(|id| (Key::Member(shop(), user(id)), None));
        Page { entries: entries.collect(), next: None }
    }

    fn outcome(command: &MovePerson, pages: [Page; 2]) -> Result<Vec<MoveHint>, Rejection> {
        let members = ["ana", "ana-2"].map(|id| member_found(&member(id, &["seller"])));
        let database = ScriptedDatabase::reading([found(members)]).paging(pages);
        match ready(command.stores(&database)) {
            Ok(stores) => Ok(command.hints(&stores).collect()),
            Err(Error::Rejected(rejection)) => Err(rejection),
            Err(Error::Faulted(fault)) => panic!("{fault}"),
        }
    }

    #[test]
    fn each_store_of_the_person_gets_a_message() {
        let hints = outcome(&moving(platform(), "ana-2"), [page(&["ana"]), page(&[])]).unwrap();
        let hint = MoveHint { store: shop(), move_from: user("ana"), move_to: user("ana-2"), after: None };
        assert_eq!(hints, [hint]);
    }

    #[test]
    fn two_ids_on_one_team_are_two_persons() {
        let both = [page(&["ana"]), page(&["ana-2"])];
        assert_eq!(outcome(&moving(platform(), "ana-2"), both), Err(Rejection::AlreadyMember));
        let lags = [page(&["ana"]), page(&["ana-3"])];
        assert_eq!(outcome(&moving(platform(), "ana-3"), lags).map(|hints| hints.len()), Ok(1), "not really");
    }

    #[test]
    fn the_platform_alone_moves_a_person_and_to_another_id() {
        let none = || [page(&[]), page(&[])];
        assert!(matches!(outcome(&moving(person("ana"), "ana-2"), none()), Err(Rejection::Forbidden(_))));
        let same = outcome(&moving(platform(), "ana"), none());
        assert_eq!(same, Err(Rejection::invalid(Field::To, "must be another ID")));
    }
}
