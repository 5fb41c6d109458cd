//! Shows what the invitation of a link offers.

use staffroom_domain::{Invitation, LinkClaims, Rejection, Store, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::read::{ReadResult, ReadSet};
use crate::steps::{GrantorNeed, grantor, link_keys, linked};

/// Looks up the invitation of a link. The answer is the store, and the invitation with the grant and the end
/// of access that accepting it now would give.
#[derive(Debug, Clone)]
pub struct LookUpInvitation {
    /// The link.
    pub link: LinkClaims,
}

impl UseCase for LookUpInvitation {
    type Answer = (Store, Invitation);

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys(link_keys(&self.link))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let (store, invitation) = linked(read, &self.link)?;
        let grantor = match grantor(read, store, invitation, GrantorNeed::Always, context) {
            Ok(grantor) => grantor,
            Err(unread) => return Ok(Outcome::ReadMore(unread)),
        };
        invitation.open_with_grantor(store, self.link.generation, grantor, context.now)?;
        let (grant, access_ends_at) =
            invitation.still_given(store, grantor, context.now).ok_or(Rejection::InvitationWithdrawn)?;
        let offered = Invitation { grant, access_ends_at, ..invitation.clone() };
        Ok(Outcome::Unchanged((store.clone(), offered)))
    }
}

#[cfg(test)]
mod tests;
