//! Records the delivery of mails: what `notify` and the reports of SES say.

use staffroom_domain::{
    AddressId, Delivery, Event, EventActor, EventKind, InvitationId, MailProblem, StoreId, Timestamp, UserId,
};

use crate::context::{Context, Invocation};
use crate::database::{CommitOutcome, Database};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::opt_out;
use crate::plan::{Plan, Write};
use crate::quota::Quota;
use crate::read::{ReadResult, ReadSet};
use crate::{Error, Fault};

/// Records that the mail with the link of this generation was sent or delivered. Does nothing if the link is
/// not the latest, or the mail has reached that state or a later one.
///
/// # Errors
/// When the database does not answer.
pub async fn record_delivery<D: Database>(
    database: &D,
    invocation: &Invocation,
    (store, invitation): (&StoreId, InvitationId),
    generation: u32,
    delivery: Delivery,
) -> Result<(), Fault> {
    let from = match delivery {
        Delivery::Delivered => vec![Delivery::Queued, Delivery::Sent],
        Delivery::Queued | Delivery::Sent | Delivery::Bounced | Delivery::Complained | Delivery::Failed => {
            vec![Delivery::Queued]
        }
    };
    let key = Key::Invitation(store.clone(), invitation);
    write(database, invocation, store, Write::SetDelivery { key, generation, from, to: delivery }).await
}

/// Records that SES accepted a mail about an event for this address, so that it is not sent again.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_mailed<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    event: &Event,
    address: AddressId,
) -> Result<(), Fault> {
    let key = Key::of_event(store, event);
    write(database, invocation, store, Write::MarkMailed { key, address }).await
}

/// Records that the mail about this event was delivered to this address, so that a later automatic reply is not taken for a
/// bounce.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_delivered<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    event: Key,
    address: AddressId,
) -> Result<(), Fault> {
    write(database, invocation, store, Write::MarkDelivered { key: event, address }).await
}

/// Whether a further mail that a person causes for an address is within the limit. Mails about events that no signed-in
/// person caused have none.
///
/// # Errors
/// When the database does not answer.
pub async fn may_cause_mail<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    event: &Event,
    address: AddressId,
) -> Result<bool, Fault> {
    let EventActor::User { user_id, .. } = &event.actor else { return Ok(true) };
    let quota = Quota::of_caused_mails(store, user_id, address, invocation.now());
    let read = database.read(&ReadSet::keys([Key::Counter(quota.counter.clone())])).await?;
    Ok(read.room(&quota) > 0)
}

/// Counts a mail that a person caused for an address, after it was sent: one that is tried again counts once.
///
/// # Errors
/// When the database does not answer.
pub async fn count_caused_mail<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    event: &Event,
    address: AddressId,
) -> Result<(), Fault> {
    let EventActor::User { user_id, .. } = &event.actor else { return Ok(()) };
    let quota = Quota::of_caused_mails(store, user_id, address, invocation.now());
    write(database, invocation, store, Write::Count { quota, more: 1 }).await
}

fn contention() -> Fault {
    Fault::Unavailable { reason: "another write of the same record is in progress".to_owned(), source: None }
}

/// A failed condition is not an error: another writer was first, or the record is gone.
async fn write<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    write: Write,
) -> Result<(), Fault> {
    let context = invocation.context(&ReadResult::default());
    let mut plan = Plan::beside_store(store, &context, EventActor::Service);
    plan.push(write)?;
    match database.commit(&plan).await? {
        CommitOutcome::Committed | CommitOutcome::Stale(_) => Ok(()),
        CommitOutcome::Contention => Err(contention()),
    }
}

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
        let Some(store) = read.store(&self.store) else { return Ok(Outcome::Unchanged(())) };
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

/// Commits a plan that may have nothing to write.
fn commit_writes(plan: Plan) -> Outcome<()> {
    if plan.writes.is_empty() { Outcome::Unchanged(()) } else { Outcome::commit(plan, ()) }
}

/// What the report of a mail that did not arrive means if the mail is known to be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterDelivery {
    /// The mail did not arrive after all.
    Counts,
    /// It is an automatic reply, such as an absence note.
    IsAutomaticReply,
}

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
        let Some(store) = read.store(&self.store).filter(|_| !self.is_reply(read)) else {
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
