use std::collections::BTreeMap;

use staffroom_domain::{InvitationId, Member, Membership, Rejection, Store, StoreId, Timestamp};

use crate::key::Key;
use crate::plan::{Plan, claimed_addresses};
use crate::read::{ReadResult, ReadSet};
use crate::{Error, Fault};

/// The member who has the invited address, if any.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Addressee<'a> {
    /// No member has the address.
    Nobody,
    /// A member has the address.
    Member(&'a Member),
}

impl<'a> Addressee<'a> {
    /// The member who has the address, or the key that must be read to know.
    pub(crate) fn find(read: &'a ReadResult, store: &StoreId, id: InvitationId) -> Result<Self, Key> {
        let Some(holder) = read.address_holder(store, id) else { return Ok(Self::Nobody) };
        match read.membership_if_read(store, holder) {
            Some(membership) => Ok(membership.member().map_or(Self::Nobody, Self::Member)),
            None => Err(Key::Member(store.clone(), holder.clone())),
        }
    }

    pub(crate) fn member(self) -> Option<&'a Member> {
        match self {
            Self::Nobody => None,
            Self::Member(member) => Some(member),
        }
    }

    /// Requires that the address can be invited: no member has it, or only one whose access has ended.
    pub(crate) fn require_free(self, plan: &mut Plan, id: InvitationId, now: Timestamp) -> Result<(), Error> {
        if self.member().is_some_and(|member| !member.has_ended(now)) {
            return Err(Rejection::AlreadyMember.into());
        }
        self.hold_free(plan, id).map_err(Error::from)
    }

    fn hold_free(self, plan: &mut Plan, id: InvitationId) -> Result<(), Fault> {
        plan.require_free_address(id, self.member())
    }
}

/// Requires that nobody else on the team has an address that becomes a member's with this change. A person whose access has ended
/// keeps none. As an error, what must be read for it.
pub(crate) fn require_own_addresses(
    plan: &mut Plan,
    read: &ReadResult,
    store: &Store,
    before: &Membership,
    after: &Member,
) -> Result<Result<(), ReadSet>, Error> {
    let claimed = claimed_addresses(before.member(), after, plan.at);
    if claimed.contains(&InvitationId::of(&store.id, &store.owner.email)) {
        return Err(Rejection::AlreadyMember.into());
    }
    let (mut unread, mut ended) = (Vec::new(), BTreeMap::new());
    for address in claimed {
        let key = Key::Address(store.id.clone(), address);
        let Some(holder) = read.address_holder(&store.id, address) else {
            if !read.was_read(&key) {
                unread.push(key);
            }
            continue;
        };
        match read.membership_if_read(&store.id, holder) {
            _ if *holder == after.user => {}
            None => unread.push(Key::Member(store.id.clone(), holder.clone())),
            Some(membership) => {
                if membership.member().is_some_and(|member| !member.has_ended(plan.at)) {
                    return Err(Rejection::AlreadyMember.into());
                }
                ended.insert(holder, membership.version());
            }
        }
    }
    if !unread.is_empty() {
        return Ok(Err(ReadSet::keys(unread)));
    }
    for (user, version) in ended {
        plan.require_membership(user, version)?;
    }
    Ok(Ok(()))
}

#[cfg(test)]
mod tests;
