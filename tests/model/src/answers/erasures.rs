//! Whether the answers about a person who is to be erased, or whose data are exported, are right.

use std::collections::BTreeSet;

use serde_json::Value;
use staffroom_app::{ExportPage, Exported, PersonRequest};
use staffroom_domain::{EmailAddress, Rejection, StoreId, UserId};

use super::moment::Moment;
use crate::command::ErasureBegin;
use crate::ledger::{Fate, Ledger, Team};

/// The ids of whom a request names: who has that id, or that address, and the ids to which they were moved.
fn users(ledger: &Ledger, request: &PersonRequest) -> BTreeSet<UserId> {
    let mut users = BTreeSet::new();
    match request {
        PersonRequest::User(user) => {
            users.insert(user.clone());
        }
        PersonRequest::Address(email) => {
            for team in &ledger.teams {
                users.extend(Some(&team.owner).filter(|_| team.owner_email == *email).cloned());
                let places = team.members.iter().filter(|place| place.email == *email);
                users.extend(places.map(|place| place.user.clone()));
            }
        }
    }
    users
}

fn has_been(team: &Team, owner: &UserId, users: &BTreeSet<UserId>) -> bool {
    users.contains(owner) || users.iter().any(|user| team.present_id(user) == owner)
}

/// Whether an erasure may begin: at some moment the person owns no store. An index shows the stores, and may lag.
pub fn is_begun(moments: &[Moment<'_>], begin: &ErasureBegin) -> bool {
    let owns_nothing = |moment: &Moment<'_>| {
        let users = users(moment.ledger, &begin.request.person);
        moment.ledger.teams.iter().all(|team| !users.contains(&team.owner))
    };
    moments.iter().any(|moment| !moment.indexed || owns_nothing(moment))
}

/// Whether an erasure is rightly refused: the person owns each of the stores that are named, by one of their ids.
pub fn is_refused(moment: &Moment<'_>, begin: &ErasureBegin, rejection: &Rejection) -> bool {
    let Rejection::OwnsStores(stores) = rejection else { return false };
    let users = users(moment.ledger, &begin.request.person);
    let is_owned = |store: &StoreId| {
        let teams = || moment.ledger.teams.iter();
        let owner = moment.ledger.team(store).map(|team| &team.owner);
        // Who was moved in one store has both ids in all of them.
        owner.is_some_and(|owner| {
            let is_other = |team: &Team| {
                has_been(team, owner, &users)
                    || users.iter().any(|user| team.moves.has(user, owner) || team.moves.has(owner, user))
            };
            users.contains(owner) || teams().any(is_other) || is_linked(moment.ledger, owner, &users)
        })
    };
    // A store that is closed may still say who was moved there.
    !stores.is_empty() && (!moment.ledger.closed.is_empty() || stores.iter().all(is_owned))
}

/// Whether ids are those of one person, by several moves.
fn is_linked(ledger: &Ledger, owner: &UserId, users: &BTreeSet<UserId>) -> bool {
    let mut linked = users.clone();
    for _ in 0..crate::world::PEOPLE.len() {
        for team in &ledger.teams {
            for number in 0..5 {
                let other = crate::world::person(number);
                let is_one = |user: &UserId| team.moves.has(user, other) || team.moves.has(other, user);
                if linked.iter().any(is_one) {
                    linked.insert(other.clone());
                }
            }
        }
    }
    linked.contains(owner)
}

/// Whether an export has each place and each invitation that the person has all the time, and none of anybody else.
pub fn is_exported(moments: &[Moment<'_>], request: &PersonRequest, pages: &[ExportPage]) -> bool {
    let items = || pages.iter().flat_map(|page| &page.items);
    let is_theirs = |item: &Exported| {
        let text = |name: &str| item.data.get(name).and_then(Value::as_str);
        match item.kind {
            "member" | "owner" => text("user_id").is_some_and(|id| {
                pages.iter().any(|page| page.person.users.iter().any(|user| user.as_str() == id))
            }),
            "invitation" => text("email").is_some_and(|email| {
                let is_it = |known: &EmailAddress| known.as_typed() == email;
                pages.iter().any(|page| page.person.addresses.iter().any(is_it))
            }),
            _ => true,
        }
    };
    let has = |store: &StoreId, kind: &str, name: &str, text: &str| {
        items().any(|item| {
            let is_it = item.data.get(name).and_then(Value::as_str) == Some(text);
            is_it && item.kind == kind && item.store.as_ref() == Some(store)
        })
    };
    let is_complete = |moment: &Moment<'_>| {
        let users = users(moment.ledger, request);
        moment.ledger.teams.iter().all(|team| {
            let places = team.members.iter().filter(|place| users.contains(&place.user));
            let addresses: BTreeSet<&EmailAddress> = match request {
                PersonRequest::User(_) => places.clone().map(|place| &place.email).collect(),
                PersonRequest::Address(email) => BTreeSet::from([email]),
            };
            let offers = team
                .offers
                .iter()
                .filter(|offer| offer.fate != Fate::Deleted && addresses.contains(&offer.email));
            let mut places = places;
            places.all(|place| has(&team.id, "member", "user_id", place.user.as_str()))
                && offers
                    .into_iter()
                    .all(|offer| has(&team.id, "invitation", "email", offer.email.as_typed()))
                && (!users.contains(&team.owner) || has(&team.id, "owner", "user_id", team.owner.as_str()))
        })
    };
    items().all(is_theirs)
        && moments.iter().any(|moment| !moment.indexed || moment.rivals || is_complete(moment))
}
