//! SES reports that the mail with a link did not arrive, or is unwanted.

use staffroom_domain::{Delivery, EventActor, EventKind, InvitationId, Store, StoreId, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::delivery::{AfterDelivery, commit_writes};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::opt_out;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

/// Records that the mail with the link of this generation could not be delivered, with an event for the mail
/// about it. Does nothing if the link is not the latest, or if this is recorded already. A complaint counts about any link, also
/// of an invitation that is not stored any more: the store does not write to the address again.
#[derive(Debug, Clone)]
pub struct RecordUndelivered {
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
    /// The generation of the link.
    pub generation: u32,
    /// The delivery state of the mail.
    pub delivery: Delivery,
    /// What it means if the mail is known to be delivered.
    pub after_delivery: AfterDelivery,
}

impl UseCase for RecordUndelivered {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        let opt_out =
            (self.delivery == Delivery::Complained).then(|| opt_out::key(&self.store, self.invitation));
        ReadSet::keys([Key::Store(self.store.clone()), Key::Invitation(self.store.clone(), self.invitation)])
            .and(opt_out)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        // The first generation is the time, so a link of a closed store that had the id before has an earlier one.
        let is_older = |created: u32| self.generation < created;
        let is_of = |store: &&Store| !u32::try_from(store.created_at.timestamp()).is_ok_and(is_older);
        let Some(store) = read.store(&self.store).filter(is_of) else { return Ok(Outcome::Unchanged(())) };
        let change = read.invitation(&self.store, self.invitation).and_then(|before| {
            let is_reply = self.after_delivery == AfterDelivery::IsAutomaticReply
                && before.delivery == Delivery::Delivered;
            let after = before.undelivered(self.generation, self.delivery, context.now);
            after.filter(|_| !is_reply).map(|after| (before, after))
        });
        // After an answer the failed mail is irrelevant: nobody is told, so the store does not matter.
        let is_told = change.as_ref().is_some_and(|(_, after)| after.is_unanswered());
        let mut plan = if is_told {
            Plan::in_store(store, context, EventActor::Service)
        } else {
            Plan::beside_store(&self.store, context, EventActor::Service)
        };
        if self.delivery == Delivery::Complained {
            opt_out::record_complaint(&mut plan, read, &self.store, self.invitation)?;
        }
        if let Some((before, after)) = change {
            plan.put_invitation(Some(before), &after)?;
            if is_told {
                let invitation = (&after).into();
                plan.record_event(EventKind::InvitationUndelivered { invitation, delivery: self.delivery })?;
            }
        }
        Ok(commit_writes(plan))
    }
}

#[cfg(test)]
mod tests;
