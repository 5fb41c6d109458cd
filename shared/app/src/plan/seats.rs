//! The seats of a plan: takes, frees and releases them, and checks them against the store's plan.

use staffroom_domain::{Rejection, SeatChange, Store};

use super::{Plan, Write};
use crate::error::{Error, Fault};
use crate::key::Key;
use crate::read::ReadResult;

/// Whether the seats of a plan fit the store's plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatCheck {
    /// They fit.
    Fits,
    /// Seats must be released, but [`crate::ReadSet::releasable_seats`] was not read.
    Unread,
}

impl Plan {
    /// Releases the seat of an invitation or member.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn release_seat(&mut self, key: Key) -> Result<(), Fault> {
        let seats = released_seats(&key);
        self.push(Write::ReleaseSeat { key, version: None })?;
        self.store_write()?.seats += seats;
        Ok(())
    }

    /// Checks that the seats fit the store's plan, and releases as many expired seats as necessary. `more`
    /// are seats that must be available but are not taken yet. Call it last, when the plan is otherwise
    /// complete.
    ///
    /// # Errors
    /// [`Rejection::SeatLimitReached`].
    pub fn settle_seats(
        &mut self,
        store: &Store,
        more: SeatChange,
        read: &ReadResult,
    ) -> Result<SeatCheck, Error> {
        let mut needed = self.store_write()?.seats;
        needed += more;
        let shortage = store.shortage(needed, self.retaken);
        if shortage.members > 0 || shortage.taken > 0 {
            let Some(releasable) = read.releasable_seats() else { return Ok(SeatCheck::Unread) };
            let releasable: Vec<&Key> = releasable.iter().filter(|key| self.may_release(key)).collect();
            let (members, others): (Vec<&Key>, Vec<&Key>) =
                releasable.into_iter().partition(|key| matches!(key, Key::Member(..)));
            let of_members = members.len().min(count(shortage.members));
            let of_others = count(shortage.taken).saturating_sub(of_members).min(others.len());
            let of_more_members = count(shortage.taken).saturating_sub(of_members + of_others);
            let released: Vec<Key> = members
                .into_iter()
                .take(of_members + of_more_members)
                .chain(others.into_iter().take(of_others))
                .cloned()
                .collect();
            if of_members < count(shortage.members) || released.len() < count(shortage.taken) {
                let limit = store.plan.seats.unwrap_or(u32::MAX);
                return Err(Rejection::SeatLimitReached { limit }.into());
            }
            for key in released {
                self.release_seat(key)?;
            }
        }
        self.limit_seats(store, needed, more)?;
        Ok(SeatCheck::Fits)
    }

    /// Requires that members take at most this number of seats before the change.
    ///
    /// # Errors
    /// If the plan has no store.
    pub fn require_members_at_most(&mut self, seats: u32) -> Result<(), Fault> {
        self.store_write()?.members_at_most = Some(seats);
        Ok(())
    }

    /// Adds the limits of the store's plan to the conditions on its record, so that the later of two
    /// concurrent plans fails if no seat is left.
    fn limit_seats(&mut self, store: &Store, needed: SeatChange, more: SeatChange) -> Result<(), Fault> {
        let Some(limit) = store.plan.seats.map(i64::from) else { return Ok(()) };
        let takes = needed.taken + self.retaken.taken > 0;
        let joins = needed.members + self.retaken.members > 0;
        let write = self.store_write()?;
        let at_most = |change: i64| u32::try_from(limit - change).ok();
        if takes {
            write.taken_at_most = at_most(write.seats.taken + more.taken);
        }
        if joins {
            write.members_at_most = at_most(write.seats.members + more.members);
        }
        Ok(())
    }

    /// Whether the plan may release this seat: not if it writes the record for another reason.
    fn may_release(&self, key: &Key) -> bool {
        self.writes.iter().all(|write| write.key() != *key || matches!(write, Write::Check { .. }))
    }

    /// Frees seats whose holder is gone.
    ///
    /// # Errors
    /// If the plan has no store.
    pub fn free_seats(&mut self, seats: SeatChange) -> Result<(), Fault> {
        self.store_write()?.seats += SeatChange::default() - seats;
        Ok(())
    }
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The change of a store's seats when the seat of the record at `key` is released.
fn released_seats(key: &Key) -> SeatChange {
    SeatChange { taken: -1, members: -i64::from(matches!(key, Key::Member(..))) }
}

#[cfg(test)]
mod tests;
