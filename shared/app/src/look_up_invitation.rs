//! Shows what the invitation of a link offers.

use staffroom_domain::{DisplayName, Invitation, LinkClaims, Rejection, Store, Timestamp};

use crate::Error;
use crate::context::{Context, Invocation};
use crate::database::Database;
use crate::execute::{Execution, Outcome, UseCase};
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
            Ok(grantor) => grantor.membership,
            Err(unread) => return Ok(Outcome::ReadMore(unread)),
        };
        invitation.open_with_grantor(store, self.link.generation, grantor, context.now)?;
        let (grant, access_ends_at) =
            invitation.still_given(store, grantor, context.now).ok_or(Rejection::InvitationWithdrawn)?;
        let offered = Invitation { grant, access_ends_at, ..invitation.clone() };
        Ok(Outcome::Unchanged((store.clone(), offered)))
    }
}

/// Where a link came from, also one that can no longer be used. Who has a genuine link read both names in the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOrigin {
    /// The name of the store.
    pub store_name: DisplayName,
    /// The name of the grantor.
    pub invited_by: Option<DisplayName>,
}

impl LinkOrigin {
    /// The origin of a link; `None` if its store or invitation is no longer stored.
    fn of(read: &ReadResult, link: &LinkClaims) -> Option<Self> {
        let (store, invitation) = linked(read, link).ok()?;
        Some(Self { store_name: store.name.clone(), invited_by: invitation.invited_by.name.clone() })
    }
}

/// Executes a lookup. A link that is refused comes with its origin, so that its reader knows whom to ask.
///
/// # Errors
/// A fault of the database.
pub async fn look_up_invitation<D: Database>(
    database: &D,
    invocation: &Invocation,
    look_up: &LookUpInvitation,
) -> Result<Result<(Store, Invitation), (Rejection, Option<LinkOrigin>)>, Error> {
    let reads = look_up.reads(invocation.now());
    let mut execution = Box::pin(Execution::start(database, invocation, reads)).await?;
    match Box::pin(execution.finish(look_up)).await {
        Ok(found) => Ok(Ok(found)),
        Err(Error::Rejected(rejection)) => {
            Ok(Err((rejection, LinkOrigin::of(execution.read(), &look_up.link))))
        }
        Err(fault @ Error::Faulted(_)) => Err(fault),
    }
}

#[cfg(test)]
mod tests;
