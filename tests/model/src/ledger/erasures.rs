//! People who are erased: they have left, and nothing is remembered of what they wanted or caused.

use std::collections::BTreeSet;

use staffroom_app::Counter;
use staffroom_domain::{AddressId, EmailAddress, StoreId, UserId};

use super::{Fate, Ledger, Offered, Team};
use crate::world;

impl Team {
    /// Whether a person left after an offer was made, so that they cannot join by it. Of a person who was erased nothing says that
    /// an address is theirs which was not known to be.
    #[must_use]
    pub fn is_out(&self, user: &UserId, offered: &Offered) -> bool {
        let is_known = self
            .erased
            .iter()
            .filter(|(known, _)| known == user)
            .all(|(_, addresses)| addresses.contains(&offered.email));
        is_known && self.left_with(user).is_some_and(|left| left > offered.commit)
    }

    /// A person is erased who was a member, or had left.
    pub fn erase_person(&mut self, user: &UserId, addresses: &BTreeSet<EmailAddress>, commit: u64) {
        if self.member(user).is_some() {
            self.take_out(user, commit);
        }
        self.moves.forget(user);
        self.erased.push((user.clone(), addresses.clone()));
    }

    /// Others stand where an erased person stood who vouched, or joined, for an offer.
    pub fn replace_person(&mut self, user: &UserId, alias: &UserId, offer: staffroom_domain::InvitationId) {
        let Some(offered) = self.offer_mut(offer) else { return };
        if offered.by == *user {
            offered.by = alias.clone();
        }
        if offered.fate == Fate::Accepted(user.clone()) {
            offered.fate = Fate::Accepted(alias.clone());
        }
    }

    /// Whether one of these people is on the team, or one of these addresses is invited.
    #[must_use]
    pub fn knows(&self, users: &BTreeSet<UserId>, addresses: &BTreeSet<EmailAddress>) -> bool {
        users.contains(&self.owner)
            || self.members.iter().any(|place| users.contains(&place.user))
            || self.offers.iter().any(|offer| offer.fate == Fate::Open && addresses.contains(&offer.email))
    }
}

impl Ledger {
    /// Forgets what a person wanted of mails, and what they were told.
    pub fn forget_wishes(&mut self, store: &StoreId, user: &UserId) {
        self.unwanted.retain(|(of, known, _)| (of, known) != (store, user));
        self.gathered.remove(&(store.clone(), user.clone()));
    }

    /// Forgets the links that a store mailed to an address.
    pub fn forget_mails(&mut self, store: &StoreId, email: &EmailAddress) {
        let number = world::number_of_email(email).unwrap_or(u8::MAX);
        self.mails.retain(|(to, _, of), _| (*to, of) != (number, store));
    }

    /// Forgets a count that is deleted.
    pub fn forget_count(&mut self, counter: &Counter) {
        match counter {
            Counter::AddressChanges(store, user, day) => {
                self.address_changes.remove(&(store.clone(), user.clone(), *day));
            }
            Counter::CausedMails(store, user, address, day) => {
                self.caused.remove(&(store.clone(), user.clone(), *address, *day));
            }
            Counter::RecipientStores(address, day) => {
                let is_it = |number: u8| AddressId::of(world::email(number)) == *address;
                self.mails.retain(|(to, on, _), _| on != day || !is_it(*to));
            }
            Counter::StoreInvitations(..) | Counter::InviterInvitations(..) => {}
        }
    }
}
