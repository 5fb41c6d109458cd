use staffroom_domain::{InvitationId, Member, Rejection, StoreId, Timestamp};

use crate::key::Key;
use crate::plan::Plan;
use crate::read::ReadResult;
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

#[cfg(test)]
mod tests;
