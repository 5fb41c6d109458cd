//! Invitations and their links by number, and the accounts with which links are used.

use staffroom_domain::{Account, InvitationId, LinkClaims, StoreId, UserId};

use super::Light;
use crate::ledger::{Fate, Offered};
use crate::steps::{Link, OF_ADDRESS, SignedIn, Who};
use crate::world;

/// A link that was made.
#[derive(Debug, Clone)]
pub struct MadeLink {
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
    /// The number of the link.
    pub generation: u32,
    /// Whether a mail brings it.
    pub mailed: bool,
}

impl Light<'_> {
    /// The invitation of this number: from [`OF_ADDRESS`] that of an address; otherwise those that are pending first, then the unanswered, then the others.
    fn nth_offer(&self, store: &StoreId, number: u8) -> Option<&Offered> {
        let team = self.team(store)?;
        if let Some(email) = number.checked_sub(OF_ADDRESS) {
            return team.offer(world::invitation(store, world::email(email)));
        }
        let mut offers: Vec<&Offered> = team.offers.iter().collect();
        offers.sort_by_key(|offered| (!offered.is_live(self.now), offered.fate != Fate::Open));
        offers.get(usize::from(number) % offers.len().max(1)).copied()
    }

    pub(super) fn invitation(&self, store: &StoreId, number: u8) -> Option<InvitationId> {
        self.nth_offer(store, number).map(|offered| offered.id)
    }

    pub(super) fn link(&self, link: Link) -> Option<LinkClaims> {
        let store = world::store(link.store);
        let offered = self.nth_offer(store, link.which)?;
        let is_of_it = |made: &&MadeLink| made.store == *store && made.invitation == offered.id;
        let mut of_it = self.links.iter().rev().filter(is_of_it);
        let generation = of_it.nth(usize::from(link.older)).map(|made| made.generation);
        Some(LinkClaims {
            store: store.clone(),
            invitation: offered.id,
            generation: generation.unwrap_or(offered.generation),
        })
    }

    pub(super) fn account(&self, link: &LinkClaims, signed_in: SignedIn) -> Option<Account> {
        let team = self.team(&link.store)?;
        let invited = &team.offer(link.invitation)?.email;
        let number = world::number_of_email(invited)?;
        // A guest's address is that of one of the people.
        let of_invited = if number < 10 { number / 2 } else { number % 5 };
        let of = |user: &UserId| world::number_of(user);
        let (person, email) = match signed_in {
            SignedIn::Invitee => (of_invited, invited),
            SignedIn::OtherAddress => {
                (of_invited, world::email((of_invited * 2) + u8::from(number % 2 == 0)))
            }
            SignedIn::Person(person, second) => (person, world::email(person * 2 + u8::from(second))),
            SignedIn::Heir(person) => (person, invited),
            SignedIn::Owner => (of(&team.owner)?, invited),
            SignedIn::Member(number) => (of(&self.user(team, Who::Member(number)))?, invited),
        };
        Some(Account {
            user: world::person(person).clone(),
            email: email.clone(),
            name: Some(world::name(person).clone()),
            locale: None,
        })
    }
}
