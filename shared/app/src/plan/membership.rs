//! The steps that give a membership to a person, take it away, or move it.

use std::collections::BTreeSet;

use staffroom_domain::{
    Departure, Grant, InvitationId, Member, Membership, MoveStage, Moved, SeatChange, Store, Timestamp,
    UserId, first_version,
};

use super::{Condition, Plan, Write};
use crate::error::Fault;
use crate::key::{Holding, Key};
use crate::list_entries;
use crate::read::ReadResult;
use crate::record::Record;

/// Whether a member whose access had ended has access again.
fn is_present_again(before: Option<&Member>, after: &Member, now: Timestamp) -> bool {
    before.is_some_and(|before| before.has_ended(now)) && !after.has_ended(now)
}

/// The addresses that become a member's with this change. Whoever comes back takes all of theirs again: another person can have
/// got them, since the address of a member whose access has ended is free.
pub(crate) fn claimed_addresses(
    before: Option<&Member>,
    after: &Member,
    now: Timestamp,
) -> Vec<InvitationId> {
    let is_theirs = |before: &Member, address: &InvitationId| {
        before.addresses.contains(address) && !is_present_again(Some(before), after, now)
    };
    after
        .addresses
        .iter()
        .filter(|address| before.is_none_or(|before| !is_theirs(before, address)))
        .copied()
        .collect()
}

impl Plan {
    /// Puts a member in place of `before`, with the change of their seat. Assigns and releases their
    /// addresses.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn put_member(
        &mut self,
        of: &Store,
        before: &Membership,
        after: &Member,
        read: &ReadResult,
    ) -> Result<(), Fault> {
        let store = self.store_id()?;
        self.move_holdings(of, &after.user, before.member().map(|known| &known.grant), Some(&after.grant))?;
        let listed = before.member().map(|known| list_entries::entries(&store, known)).unwrap_or_default();
        self.move_entries(&listed, &list_entries::entries(&store, after))?;
        let key = Key::Member(store.clone(), after.user.clone());
        let record = Record::Membership(Membership::Active(Box::new(after.clone())));
        self.push(Write::Put { key, record, condition: Condition::of_version(before.version()) })?;
        let known = before.member();
        let seats = after.seats() - known.map_or_else(SeatChange::default, Member::seats);
        if is_present_again(known, after, self.at) && seats == SeatChange::default() {
            self.retaken += after.seats();
        }
        self.store_write()?.seats += seats;
        if let Some(known) = known {
            let left_behind = known.addresses.difference(&after.addresses).copied();
            self.release_addresses(known, left_behind, read)?;
        }
        for address in claimed_addresses(known, after, self.at) {
            // The holder as read, from whom `require_own_addresses` lets it pass on.
            let holder = read.address_holder(&store, address).unwrap_or(&after.user);
            self.push(Write::Put {
                key: Key::Address(store.clone(), address),
                record: Record::AddressHolder(after.user.clone()),
                condition: Condition::AbsentOrHeldBy(holder.clone()),
            })?;
        }
        Ok(())
    }

    fn release_addresses(
        &mut self,
        member: &Member,
        addresses: impl Iterator<Item = InvitationId>,
        read: &ReadResult,
    ) -> Result<(), Fault> {
        let store = self.store_id()?;
        for address in addresses {
            // Another person may have proved since then that the address is theirs.
            if read.address_holder(&store, address).is_none_or(|holder| *holder == member.user) {
                let condition = Condition::AbsentOrHeldBy(member.user.clone());
                self.push(Write::Delete { key: Key::Address(store.clone(), address), condition })?;
            }
        }
        Ok(())
    }

    /// Removes a member, frees their seat and releases their addresses. A trace remains, so that earlier
    /// links stay invalid.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn remove_member(&mut self, store: &Store, member: &Member, read: &ReadResult) -> Result<(), Fault> {
        self.depart(store, (&member.user, member.version), None)?;
        self.store_write()?.seats += SeatChange::default() - member.seats();
        self.move_holdings(store, &member.user, Some(&member.grant), None)?;
        self.move_entries(&list_entries::entries(&store.id, member), &BTreeSet::new())?;
        self.release_addresses(member, member.addresses.iter().copied(), read)
    }

    /// Records what a member holds by their grant now, and no longer what they held by the one of before.
    fn move_holdings(
        &mut self,
        of: &Store,
        user: &UserId,
        before: Option<&Grant>,
        after: Option<&Grant>,
    ) -> Result<(), Fault> {
        if before == after {
            return Ok(());
        }
        let store = self.store_id()?;
        let key = |holding: &Holding| Key::Holder(store.clone(), holding.clone(), user.clone());
        let holds = |grant: Option<&Grant>| grant.map(|grant| Holding::of(of, grant)).unwrap_or_default();
        let recorded = before.map(|grant| Holding::recorded(of, grant)).unwrap_or_default();
        let (held, holds) = (holds(before), holds(after));
        for gone in recorded.difference(&holds) {
            self.push(Write::Delete { key: key(gone), condition: Condition::None })?;
        }
        for new in holds.difference(&held) {
            self.push(Write::Put { key: key(new), record: Record::Holder, condition: Condition::None })?;
        }
        Ok(())
    }

    /// Moves a member in the lists.
    fn move_entries(&mut self, before: &BTreeSet<Key>, after: &BTreeSet<Key>) -> Result<(), Fault> {
        for gone in before.difference(after) {
            self.push(Write::Delete { key: gone.clone(), condition: Condition::None })?;
        }
        for new in after.difference(before) {
            let (key, record) = (new.clone(), Record::Listed);
            self.push(Write::Put { key, record, condition: Condition::None })?;
        }
        Ok(())
    }

    /// Leaves a trace of an owner who no longer owns the store, so that earlier links stay invalid for them. `moved_to` is the id
    /// that they have instead, if it is the same person.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn remove_owner(
        &mut self,
        store: &Store,
        membership: &Membership,
        moved_to: Option<&UserId>,
    ) -> Result<(), Fault> {
        self.depart(store, (&store.owner.user_id, membership.version()), moved_to)
    }

    /// Leaves a trace in the place of a membership with this version, or of none (0), and counts the departure.
    fn depart(
        &mut self,
        store: &Store,
        (user, version): (&UserId, u64),
        moved_to: Option<&UserId>,
    ) -> Result<(), Fault> {
        let counted = self.store_write()?.departures;
        let departure = Departure {
            at: self.at,
            departures: store.departures + counted + 1,
            version: if version == 0 { first_version(self.at) } else { version + 1 },
            moved: moved_to.map(|to| Moved { to: to.clone(), stage: MoveStage::Vouching }),
        };
        self.push(Write::Put {
            key: Key::Member(store.id.clone(), user.clone()),
            record: Record::Membership(Membership::Left(departure)),
            condition: Condition::of_version(version),
        })?;
        self.require_departures(store.departures)?;
        self.store_write()?.departures += 1;
        Ok(())
    }

    /// Gives a membership to another id of the same person, with its seat and its addresses. The trace at the former id says
    /// where it is.
    ///
    /// # Errors
    /// See [`Self::push`].
    pub fn move_member(
        &mut self,
        store: &Store,
        (from, before): (&Member, &Membership),
        to: &Member,
        read: &ReadResult,
    ) -> Result<(), Fault> {
        self.depart(store, (&from.user, from.version), Some(&to.user))?;
        self.push(Write::Put {
            key: Key::Member(store.id.clone(), to.user.clone()),
            record: Record::Membership(Membership::Active(Box::new(to.clone()))),
            condition: Condition::of_version(before.version()),
        })?;
        self.move_holdings(store, &from.user, Some(&from.grant), None)?;
        self.move_holdings(store, &to.user, None, Some(&from.grant))?;
        let entries = |member: &Member| list_entries::entries(&store.id, member);
        self.move_entries(&entries(from), &entries(to))?;
        for address in &to.addresses {
            // Another person may have proved since then that the address is theirs.
            if read.address_holder(&store.id, *address).is_none_or(|holder| *holder == from.user) {
                self.push(Write::Put {
                    key: Key::Address(store.id.clone(), *address),
                    record: Record::AddressHolder(to.user.clone()),
                    condition: Condition::AbsentOrHeldBy(from.user.clone()),
                })?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{member, noon, store, user};
    use staffroom_domain::{EventActor, Grant, Member, Store};

    use crate::builders::context_at;
    use crate::key::{Holding, Key};
    use crate::plan::Plan;
    use crate::read::ReadResult;

    fn holders(plan: &Plan) -> Vec<Holding> {
        let holding = |key| match key {
            Key::Holder(_, holding, holder) => (holder == user("kim")).then_some(holding),
            _ => None,
        };
        plan.writes.iter().filter_map(|write| holding(write.key())).collect()
    }

    fn removed(store: &Store, kim: &Member) -> Vec<Holding> {
        let mut plan = Plan::in_store(store, &context_at(noon()), EventActor::Platform);
        plan.remove_member(store, kim, &ReadResult::default()).unwrap();
        holders(&plan)
    }

    #[test]
    fn what_a_former_catalog_conferred_is_forgotten_with_the_member() {
        let kim = member("kim", &["administrator"]);
        assert_eq!(removed(&store("whatnot"), &kim), [Holding::Team]);
        assert_eq!(removed(&store("whatnot"), &member("kim", &["seller"])), []);
        // The store has another catalog since then, by which the grant confers nothing.
        let changed = Store { catalog_version: 2, ..store("sendcloud") };
        let possible: Vec<Holding> = Holding::possible().into_iter().collect();
        assert_eq!(possible, [Holding::Team, Holding::Role("order_notifications".parse().unwrap())]);
        assert_eq!(removed(&changed, &kim), possible);
        let later = Member { grant: Grant { catalog_version: 2, ..kim.grant }, ..kim };
        assert_eq!(removed(&changed, &later), []);
    }
}
