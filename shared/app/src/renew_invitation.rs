//! An invitee requests a new link in place of an expired one. It is mailed to the invited address only, even after a
//! complaint: this mail is asked for. The complaint stays.

use staffroom_domain::{AddressId, EventActor, LinkClaims, Rejection, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::opt_out;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::steps::{GrantorNeed, grantor, link_keys, linked, require_grantor, send_again, withdraw};

/// Renews an expired invitation. The answer is a rejection if this withdrew the invitation instead; that
/// change is committed.
#[derive(Debug, Clone)]
pub struct RenewInvitation {
    /// The expired link.
    pub link: LinkClaims,
}

impl UseCase for RenewInvitation {
    type Answer = Result<(), Rejection>;

    fn reads(&self, now: Timestamp) -> ReadSet {
        ReadSet::keys(link_keys(&self.link)).and_releasable_seats(&self.link.store, now)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let (store, before) = linked(read, &self.link)?;
        let grantor = match grantor(read, store, before, GrantorNeed::IfOver, context) {
            Ok(grantor) => grantor,
            Err(unread) => return Ok(Outcome::ReadMore(unread)),
        };
        let now = context.now;
        let mut plan = Plan::in_store(store, context, EventActor::Invitee);
        require_grantor(&mut plan, store, before, grantor)?;
        let opened = before.open_with_grantor(store, self.link.generation, grantor.membership, now);
        let is_given = before.still_given(store, grantor.membership, now).is_some();
        match opened {
            Err(Rejection::InvitationWithdrawn) if before.is_unanswered() => {}
            Err(Rejection::InvitationExpired) if !is_given => {}
            Ok(()) | Err(_) => {
                let renewed = before.renew(store, self.link.generation, now)?;
                let everywhere = opt_out::everywhere_key(&before.email);
                if !read.was_read(&everywhere) {
                    return Ok(Outcome::ReadMore(ReadSet::keys([everywhere])));
                }
                // Who reported a mail as unwanted asks for this one; who wants no invitation by anybody gets none.
                if read.is_invited_by_nobody(AddressId::of(&before.email)) {
                    return Err(Rejection::RecipientOptedOut.into());
                }
                return send_again(plan, read, store, (before, &renewed), Ok(()));
            }
        }
        withdraw(&mut plan, before, &before.withdrawn(now))?;
        Ok(Outcome::commit(plan, Err(Rejection::InvitationWithdrawn)))
    }
}

#[cfg(test)]
mod tests;
