//! The platform moves a person to another id, because their identity provider gives them another one.
//!
//! The request looks for the stores and refuses the move if both ids are on one team. Each store is then dealt with by a message of
//! its own. A request that is repeated finds the stores that are left.

use std::collections::BTreeSet;
use std::future::Future;

use serde::{Deserialize, Serialize};
use staffroom_domain::{Field, Rejection, StoreId, Timestamp, UserId};

use crate::context::{Caller, Invocation};
use crate::database::Database;
use crate::error::{Error, Fault};
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::Key;
use crate::lease;
use crate::lists;
use crate::read::{ReadResult, ReadSet};

/// Stores that are read with one query.
const PAGE: usize = 1_000;

/// The largest number of pages: more than any person has.
const PAGES: usize = 100;

/// Stores whose teams are read at once: with both memberships they fit into one `BatchGetItem`.
const STORES_AT_ONCE: usize = 33;

/// What stands for the caller in a path, so that nobody who has it as an id could be named.
const CALLER: &str = "me";

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
    /// The store's departures when the former id last left it, as the request read them; `None`: it never did. A message that comes
    /// again later, when the person has come back to that id, moves nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_departure: Option<u64>,
    /// When the store was made. A message that comes when it is closed and another one has its id moves nobody there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_made_at: Option<Timestamp>,
}

impl MovePerson {
    /// The messages: one for each store in which the person is to be moved.
    ///
    /// # Errors
    /// When the caller is not the platform, both ids are the same, both are on one team, or the database does not answer.
    pub async fn hints<D: Database>(&self, database: &D) -> Result<Vec<MoveHint>, Error> {
        self.caller.require_platform()?;
        if self.from == self.to || self.to.as_str() == CALLER {
            return Err(Rejection::invalid(Field::To, "must be another ID, and not `me`").into());
        }
        let stores: Vec<StoreId> = stores_of(database, &self.from).await?.into_iter().collect();
        let mut hints = Vec::new();
        for some in stores.chunks(STORES_AT_ONCE) {
            hints.extend(self.hints_of(database, some).await?);
        }
        Ok(hints)
    }

    /// The messages for those of the stores that have the person on their team. The index lags: it may still list others.
    async fn hints_of<D: Database>(&self, database: &D, stores: &[StoreId]) -> Result<Vec<MoveHint>, Error> {
        let users = [&self.from, &self.to];
        let keys = stores.iter().flat_map(|store| {
            let members = users.map(|user| Key::Member(store.clone(), user.clone()));
            members.into_iter().chain([Key::Store(store.clone())])
        });
        let reads = ReadSet::keys(keys);
        match self.hints_by(stores, &database.read(&reads).await?) {
            Ok(hints) if hints.len() == stores.len() => Ok(hints),
            // The read may contain half of a move or a transfer in progress, so that both ids seem to be there, or neither. A
            // second one confirms it.
            Ok(_) | Err(_) => Ok(self.hints_by(stores, &database.read(&reads).await?)?),
        }
    }

    fn hints_by(&self, stores: &[StoreId], read: &ReadResult) -> Result<Vec<MoveHint>, Rejection> {
        // Members are left of a store that is closed, until all of it is deleted.
        let is_on_team = |id: &StoreId, user: &UserId| {
            let is_member = || read.membership(id, user).member().is_some();
            read.store(id).is_some_and(|store| store.owner.user_id == *user || is_member())
        };
        let theirs: Vec<&StoreId> = stores.iter().filter(|store| is_on_team(store, &self.from)).collect();
        if theirs.iter().any(|store| is_on_team(store, &self.to)) {
            return Err(Rejection::AlreadyMember);
        }
        let hint = |store: &StoreId| MoveHint {
            store: store.clone(),
            move_from: self.from.clone(),
            move_to: self.to.clone(),
            last_departure: read.membership(store, &self.from).last_departure(),
            store_made_at: read.store(store).map(|store| store.created_at),
        };
        Ok(theirs.into_iter().map(hint).collect())
    }
}

/// Moves a person, once per idempotency key: `begin` sends the messages, and `write` writes the answer about their number, which is
/// given again to a repeated request.
///
/// # Errors
/// As [`MovePerson::hints`] and `begin`, or when the key came with another request before, or the request is in progress.
pub async fn move_person_once<D: Database, B: Future<Output = Result<(), Fault>> + Send>(
    database: &D,
    invocation: &Invocation,
    command: &MovePerson,
    key: Option<&IdempotencyKey>,
    begin: impl FnOnce(Vec<MoveHint>) -> B + Send,
    write: impl Fn(usize) -> Option<String>,
) -> Result<Reply<usize>, Error> {
    let work = Box::pin(async {
        let hints = command.hints(database).await?;
        let stores = hints.len();
        begin(hints).await?;
        Ok(stores)
    });
    lease::once(database, invocation, (&command.caller, key), work, |stores| write(*stores)).await
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
    use staffroom_domain::builders::{member, store, user};
    use staffroom_domain::{Field, Rejection};

    use super::{MoveHint, MovePerson};
    use crate::builders::{found, member_found, person, platform, shop, store_found};
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

    fn outcome(command: &MovePerson, listed: Page, members: &[&str]) -> Result<Vec<MoveHint>, Rejection> {
        let members = members.iter().map(|id| member_found(&member(id, &["seller"])));
        let read = found(members.chain([store_found(&store("whatnot"))]));
        let database = ScriptedDatabase::reading([read]).paging([listed]);
        match ready(command.hints(&database)) {
            Ok(hints) => Ok(hints),
            Err(Error::Rejected(rejection)) => Err(rejection),
            Err(Error::Faulted(fault)) => panic!("{fault}"),
        }
    }

    #[test]
    fn each_store_of_the_person_gets_a_message_that_says_what_it_was_decided_on() {
        let moving = moving(platform(), "ana-2");
        let hint = MoveHint {
            store: shop(),
            move_from: user("ana"),
            move_to: user("ana-2"),
            last_departure: None,
            store_made_at: Some(store("whatnot").created_at),
        };
        assert_eq!(outcome(&moving, page(&["ana"]), &["ana"]), Ok(vec![hint]));
        assert_eq!(outcome(&moving, page(&["ana"]), &[]), Ok(vec![]), "the index lags");
        let closed = found([member_found(&member("ana", &["seller"])), member_found(&member("ana-2", &[]))]);
        let database = ScriptedDatabase::reading([closed]).paging([page(&["ana"])]);
        assert_eq!(ready(moving.hints(&database)).ok(), Some(vec![]), "the store is closed");
        let owner = MovePerson { from: user("owner"), ..moving };
        assert_eq!(outcome(&owner, page(&["owner"]), &[]).map(|hints| hints.len()), Ok(1));
    }

    #[test]
    fn two_ids_on_one_team_are_two_persons() {
        let both = outcome(&moving(platform(), "ana-2"), page(&["ana"]), &["ana", "ana-2"]);
        assert_eq!(both, Err(Rejection::AlreadyMember));
        let owner = outcome(&moving(platform(), "owner"), page(&["ana"]), &["ana"]);
        assert_eq!(owner, Err(Rejection::AlreadyMember));
    }

    #[test]
    fn a_read_that_contains_half_of_a_move_in_progress_refuses_nothing() {
        let team = |ids: &[&str]| {
            let members = ids.iter().map(|id| member_found(&member(id, &["seller"])));
            found(members.chain([store_found(&store("whatnot"))]))
        };
        let database = ScriptedDatabase::reading([team(&["ana", "ana-2"]), team(&["ana-2"])]);
        let database = database.paging([page(&["ana"])]);
        let hints = ready(moving(platform(), "ana-2").hints(&database));
        assert_eq!(hints.map(|hints| hints.len()).ok(), Some(0));
        // Half of a transfer: neither the owner nor a member.
        let database = ScriptedDatabase::reading([team(&[]), team(&["ana"])]).paging([page(&["ana"])]);
        let hints = ready(moving(platform(), "ana-2").hints(&database));
        assert_eq!(hints.map(|hints| hints.len()).ok(), Some(1));
    }

    #[test]
    fn the_platform_alone_moves_a_person_and_to_another_id() {
        let none = |command: &MovePerson| outcome(command, page(&[]), &[]);
        assert!(matches!(none(&moving(person("ana"), "ana-2")), Err(Rejection::Forbidden(_))));
        for to in ["ana", "me"] {
            let refused = none(&moving(platform(), to));
            assert_eq!(refused, Err(Rejection::invalid(Field::To, "must be another ID, and not `me`")));
        }
    }
}
