//! What is known of people, and of their erasures in progress.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Ledger;
use staffroom_app::Key;
use staffroom_domain::{EmailAddress, ErasureCounts, Person, StoreId, UserId};

/// What is known of people, whatever became of it.
#[derive(Default)]
pub(super) struct Known {
    /// Every address that each person had.
    pub(super) addresses: BTreeMap<UserId, BTreeSet<EmailAddress>>,
    /// The ids of people who were moved, each with the other one.
    pub(super) moves: BTreeSet<(UserId, UserId)>,
}

/// An erasure in progress.
#[derive(Default)]
pub struct Erasure {
    /// Who is erased, as far as it is known.
    pub(super) person: Person,
    /// The addresses of those whose membership it ended, beside the ones that it knows.
    pub(super) ended: BTreeSet<EmailAddress>,
    /// The stores that it dealt with, and whether the fence there gave way: it was not published in time.
    pub(super) stores: BTreeMap<StoreId, bool>,
    /// The stores where the person is.
    there: BTreeSet<StoreId>,
    /// Whether the person came to a store since it began.
    pub(super) has_returned: bool,
    /// The records that were written after that, and reports that came late.
    pub(super) excused: BTreeSet<Key>,
    /// The addresses that others have, or with which the person came back.
    pub(super) foreign: BTreeSet<EmailAddress>,
    /// The ids with which the person came back.
    pub(super) later: BTreeSet<UserId>,
    /// What it did.
    pub(super) counts: ErasureCounts,
}

impl Known {
    /// Whether two ids are of one person.
    fn are_one(&self, one: &UserId, other: &UserId) -> bool {
        let mut ids = BTreeSet::from([one.clone()]);
        for _ in 0..=self.moves.len() {
            let known = self.moves.iter().filter(|(from, to)| ids.contains(from) != ids.contains(to));
            let more: Vec<UserId> = known.flat_map(|(from, to)| [from.clone(), to.clone()]).collect();
            if more.is_empty() {
                break;
            }
            ids.extend(more);
        }
        ids.contains(other)
    }

    /// Whether somebody else has an id of this person by now, and their name with it.
    pub(super) fn is_passed_on(&self, user: &UserId, users: &BTreeSet<UserId>) -> bool {
        self.moves.iter().any(|(from, to)| from == user && !users.contains(to))
    }

    pub(super) fn had(&self, user: &UserId, email: &EmailAddress) -> bool {
        self.addresses.get(user).is_some_and(|had| had.contains(email))
    }

    /// Whether all of the ids and addresses are those of whom the request names.
    pub(super) fn are_theirs(&self, person: &Person, before: &Person) -> bool {
        let is_user = |user: &UserId| {
            before.users.iter().any(|known| self.are_one(known, user))
                || before.addresses.iter().any(|email| self.had(user, email))
        };
        let is_address = |email: &EmailAddress| {
            before.addresses.contains(email) || person.users.iter().any(|user| self.had(user, email))
        };
        person.users.iter().all(is_user) && person.addresses.iter().all(is_address)
    }
}

impl Erasure {
    /// Of this person.
    pub(super) fn of(person: Person) -> Self {
        Self { person, ..Self::default() }
    }

    /// Looks where the person is, and who else has one of their addresses. The answer is whether they came to a store.
    pub(super) fn look(&mut self, ledger: &Ledger) -> bool {
        let (users, addresses) = (&self.person.users, &self.person.addresses);
        let mut there = BTreeSet::new();
        for team in &ledger.teams {
            if team.knows(users, addresses) {
                there.insert(team.id.clone());
            }
            let places = team.members.iter().filter(|place| !users.contains(&place.user));
            let theirs = places.flat_map(|place| place.emails.iter().chain([&place.email]));
            let owners = Some(&team.owner_email).filter(|_| !users.contains(&team.owner));
            self.foreign.extend(theirs.chain(owners).filter(|email| addresses.contains(email)).cloned());
        }
        let has_come = there.iter().any(|store| !self.there.contains(store));
        self.there = there;
        has_come
    }
}
