//! Rewrites an invitation in the background, where an id or slug in it stands for another one by now. Nothing changes for those
//! concerned, so there is no event, and nobody is told.

use staffroom_domain::{EventActor, Invitation, InvitationId, Store, StoreId, Timestamp};

use crate::context::Context;
use crate::error::Error;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

/// Records that are rewritten for one message: what a worker does in some ten seconds. Another message goes on with the rest, which
/// stays due.
pub(crate) const REWRITTEN_AT_ONCE: usize = 400;

/// Rewrites an unanswered invitation by `change`, which returns `None` where nothing is to be changed.
pub(crate) struct RewriteInvitation<C> {
    pub(crate) store: StoreId,
    pub(crate) invitation: InvitationId,
    pub(crate) change: C,
}

impl<C: Fn(&Store, &Invitation) -> Option<Invitation>> UseCase for RewriteInvitation<C> {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone()), Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let invitation = read.invitation(&self.store, self.invitation);
        let unanswered = invitation.filter(|invitation| invitation.is_unanswered());
        let (Some(store), Some(before)) = (read.store(&self.store), unanswered) else {
            return Ok(Outcome::Unchanged(()));
        };
        let Some(changed) = (self.change)(store, before) else { return Ok(Outcome::Unchanged(())) };
        let after = Invitation { version: before.version + 1, changed_at: context.now, ..changed };
        let mut plan = Plan::in_store(store, context, EventActor::Service);
        plan.rewrite_invitation(before, &after)?;
        Ok(Outcome::commit(plan, ()))
    }
}
