//! SES reports that a mail to a member did not arrive, or is unwanted.

use staffroom_domain::{AddressId, EventActor, InvitationId, MailProblem, Store, StoreId, Timestamp, UserId};

use crate::Error;
use crate::context::Context;
use crate::delivery::{AfterDelivery, commit_writes};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::opt_out;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

/// Records that mails to a member do not arrive, or are reported as spam. A complaint counts when the person is no member
/// any more or has another address, too: the store does not write to that address again.
#[derive(Debug, Clone)]
pub struct RecordMailProblem {
    /// The store.
    pub store: StoreId,
    /// The member.
    pub user: UserId,
    /// The address that the mail went to.
    pub address: AddressId,
    /// The same address by the invitation that it would have; `None` for a mail of an earlier version.
    pub recipient: Option<InvitationId>,
    /// The event that the mail was about; `None` for a mail of an earlier version.
    pub event: Option<Key>,
    /// The problem.
    pub problem: MailProblem,
    /// What it means if the mail is known to be delivered.
    pub after_delivery: AfterDelivery,
}

impl RecordMailProblem {
    /// Whether the report is an automatic reply. Of a mail of an earlier version it is not known whether it was delivered.
    fn is_reply(&self, read: &ReadResult) -> bool {
        let was_delivered = |event| read.was_delivered(event, self.address);
        self.after_delivery == AfterDelivery::IsAutomaticReply
            && self.event.as_ref().is_none_or(was_delivered)
    }
}

/// Whether an event is one of this store, and not of a closed one that had the id before.
fn is_of_store(store: &Store, event: &Key) -> bool {
    match event {
        Key::Event(_, id) | Key::Notice(_, id) => {
            i64::try_from(id.millis()).is_ok_and(|millis| store.created_at.timestamp_millis() <= millis)
        }
        _ => true,
    }
}

impl UseCase for RecordMailProblem {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        let event = match self.after_delivery {
            AfterDelivery::IsAutomaticReply => self.event.clone(),
            AfterDelivery::Counts => None,
        };
        let opt_out = match self.problem {
            MailProblem::Complained => self.recipient.map(|address| opt_out::key(&self.store, address)),
            MailProblem::Bounced => None,
        };
        ReadSet::keys([Key::Store(self.store.clone()), Key::Member(self.store.clone(), self.user.clone())])
            .and(event)
            .and(opt_out)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let is_of = |store: &&Store| self.event.as_ref().is_none_or(|event| is_of_store(store, event));
        let Some(store) = read.store(&self.store).filter(is_of).filter(|_| !self.is_reply(read)) else {
            return Ok(Outcome::Unchanged(()));
        };
        let membership = read.membership(&self.store, &self.user);
        // The member may have another address by now.
        let member = membership.member().filter(|member| AddressId::of(&member.email) == self.address);
        let after = member.and_then(|member| member.with_mail_problem(self.problem, context.now));
        let mut plan = if after.is_some() {
            Plan::in_store(store, context, EventActor::Service)
        } else {
            Plan::beside_store(&self.store, context, EventActor::Service)
        };
        let of_member = member.map(|member| InvitationId::of(&self.store, &member.email));
        if self.problem == MailProblem::Complained
            && let Some(address) = self.recipient.or(of_member)
        {
            opt_out::record_complaint(&mut plan, read, &self.store, address)?;
        }
        if let Some(after) = after {
            plan.put_member(store, membership, &after, read)?;
        }
        Ok(commit_writes(plan))
    }
}

#[cfg(test)]
mod tests;
