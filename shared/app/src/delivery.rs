//! Records the delivery of mails: what `notify` and the reports of SES say.

use staffroom_domain::{AddressId, Delivery, Event, EventActor, InvitationId, StoreId};

use crate::context::Invocation;
use crate::database::Database;
use crate::error::Fault;
use crate::execute::Outcome;
use crate::key::Key;
use crate::plan::{Plan, Write};
use crate::read::ReadResult;

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
        Delivery::None
        | Delivery::Queued
        | Delivery::Sent
        | Delivery::Bounced
        | Delivery::Complained
        | Delivery::Failed => vec![Delivery::Queued],
    };
    let key = Key::Invitation(store.clone(), invitation);
    write(database, invocation, store, Write::SetDelivery { key, generation, from, to: delivery }).await
}

/// Records that a mail about an event is begun for this address: SES is asked only while the table takes writes, because a mail that
/// cannot be marked afterwards is sent again.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_begun<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    event: &Event,
    address: AddressId,
) -> Result<(), Fault> {
    let key = Key::of_event(store, event);
    write(database, invocation, store, Write::MarkBegun { key, address }).await
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
    database.commit(&plan).await?.or_superseded()
}

/// What the report of a mail that did not arrive means if the mail is known to be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterDelivery {
    /// The mail did not arrive after all.
    Counts,
    /// It is an automatic reply, such as an absence note.
    IsAutomaticReply,
}

/// Commits a plan that may have nothing to write.
pub(crate) fn commit_writes(plan: Plan) -> Outcome<()> {
    if plan.writes.is_empty() { Outcome::Unchanged(()) } else { Outcome::commit(plan, ()) }
}

#[cfg(test)]
mod tests;
