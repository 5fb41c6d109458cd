//! People whom the platform moves to another id: the other id has what the former one had, at once.

use staffroom_domain::{InvitationId, MailKind, StoreId, UserId};

use super::{Fate, Ledger, Offered, Place, Team};
use crate::command::Stay;

/// The people of a store whom the platform moved.
#[derive(Debug, Clone, Default)]
pub struct Moves {
    /// Each former id with the other one, as long as the former one is known for it.
    known: Vec<(UserId, UserId)>,
    /// The same of all that there were.
    all: Vec<(UserId, UserId)>,
}

impl Moves {
    /// Who had this id left by it, or the trace of the move was deleted.
    pub fn forget(&mut self, user: &UserId) {
        self.known.retain(|(from, _)| from != user);
    }

    /// Whether a person had an id before, and another one after it.
    #[must_use]
    pub fn has(&self, from: &UserId, to: &UserId) -> bool {
        self.all.iter().any(|(known, other)| (known, other) == (from, to))
    }
}

impl Team {
    /// The stay of a person: a later one has another number.
    #[must_use]
    pub fn stay(&self, user: &UserId) -> Stay {
        Stay { store: self.version, left: self.left_with(user) }
    }

    /// A person has another id.
    pub fn move_person(&mut self, from: &UserId, to: &UserId, commit: u64) {
        // Who left by one of the ids has left.
        let left = self.left_with(from).max(self.left_with(to));
        if self.owner == *from {
            self.owner = to.clone();
        }
        let place = self.member(from).cloned();
        self.take_out(from, commit);
        self.left.retain(|(known, _)| known != to);
        self.left.extend(left.map(|left| (to.clone(), left)));
        for offered in &mut self.offers {
            // The link by which they joined leads them to the team again.
            let is_theirs = place.as_ref().is_some_and(|place| place.emails.contains(&offered.email));
            if is_theirs && offered.fate == Fate::Accepted(from.clone()) {
                offered.fate = Fate::Accepted(to.clone());
            }
        }
        self.members.extend(place.map(|place| Place { user: to.clone(), ..place }));
        self.moves.known.push((from.clone(), to.clone()));
        self.moves.all.push((from.clone(), to.clone()));
    }

    /// The id that a person has now who had this one: that one, if it is on the team, or has not been moved.
    #[must_use]
    pub fn present_id<'a>(&'a self, user: &'a UserId) -> &'a UserId {
        let mut id = user;
        for _ in 0..=self.moves.known.len() {
            if self.owner == *id || self.member(id).is_some() {
                break;
            }
            let Some((_, to)) = self.moves.known.iter().find(|(from, _)| from == id) else { break };
            id = to;
        }
        id
    }

    /// The id, by now, of the person who vouches for an offer.
    #[must_use]
    pub fn voucher<'a>(&'a self, offered: &'a Offered) -> &'a UserId {
        self.present_id(&offered.by)
    }

    /// An offer names who vouches for it by another of their ids.
    pub fn name_voucher(&mut self, offer: InvitationId, by: &UserId) {
        if let Some(offered) = self.offer_mut(offer) {
            offered.by = by.clone();
        }
    }
}

impl Ledger {
    /// What a person wants of mails, and what they were told, goes with them. What is off at one of the ids is off.
    pub fn move_wishes(&mut self, store: &StoreId, from: &UserId, to: &UserId) {
        for kind in [MailKind::Answers, MailKind::Orders, MailKind::Reviews] {
            if self.unwanted.remove(&(store.clone(), from.clone(), kind)) {
                self.unwanted.insert((store.clone(), to.clone(), kind));
            }
        }
        if let Some(told) = self.gathered.remove(&(store.clone(), from.clone())) {
            let known = self.gathered.entry((store.clone(), to.clone())).or_default();
            known.at = known.at.max(told.at);
            known.answers.extend(told.answers);
        }
    }
}
