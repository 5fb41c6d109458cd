//! Records the delivery of mails: what `notify` and the reports of SES say.

use staffroom_domain::{
    AddressId, Delivery, Event, EventActor, EventKind, InvitationId, MailProblem, StoreId, Timestamp, UserId,
};

use crate::context::{Context, Invocation};
use crate::database::{CommitOutcome, Database};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
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
/// about it. Does nothing if the link is not the latest, or if this is recorded already.
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
        ReadSet::keys([Key::Store(self.store.clone()), Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let (Some(store), Some(before)) =
            (read.store(&self.store), read.invitation(&self.store, self.invitation))
        else {
            return Ok(Outcome::Unchanged(()));
        };
        let is_reply =
            self.after_delivery == AfterDelivery::IsAutomaticReply && before.delivery == Delivery::Delivered;
        if is_reply {
            return Ok(Outcome::Unchanged(()));
        }
        let Some(after) = before.undelivered(self.generation, self.delivery, context.now) else {
            return Ok(Outcome::Unchanged(()));
        };
        // After an answer the failed mail is irrelevant: nobody is told, so the store does not matter.
        if !after.is_unanswered() {
            let mut plan = Plan::beside_store(&self.store, context, EventActor::Service);
            plan.put_invitation(Some(before), &after)?;
            return Ok(Outcome::commit(plan, ()));
        }
        let mut plan = Plan::in_store(store, context, EventActor::Service);
        plan.put_invitation(Some(before), &after)?;
        let invitation = (&after).into();
        plan.record_event(EventKind::InvitationUndelivered { invitation, delivery: self.delivery })?;
        Ok(Outcome::commit(plan, ()))
    }
}

/// What the report of a mail that did not arrive means if the mail is known to be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterDelivery {
    /// The mail did not arrive after all.
    Counts,
    /// It is an automatic reply, such as an absence note.
    IsAutomaticReply,
}

/// Records that mails to a member do not arrive, or are reported as spam.
#[derive(Debug, Clone)]
pub struct RecordMailProblem {
    /// The store.
    pub store: StoreId,
    /// The member.
    pub user: UserId,
    /// The address that the mail went to.
    pub address: AddressId,
    /// The problem.
    pub problem: MailProblem,
}

impl UseCase for RecordMailProblem {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone()), Key::Member(self.store.clone(), self.user.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let membership = read.membership(&self.store, &self.user);
        let (Some(store), Some(member)) = (read.store(&self.store), membership.member()) else {
            return Ok(Outcome::Unchanged(()));
        };
        // The member may have another address by now.
        if AddressId::of(&member.email) != self.address || member.mail_problem == Some(self.problem) {
            return Ok(Outcome::Unchanged(()));
        }
        let mut plan = Plan::in_store(store, context, EventActor::Service);
        let after = member.with_mail_problem(self.problem, context.now);
        plan.put_member(store, membership, &after, read)?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
