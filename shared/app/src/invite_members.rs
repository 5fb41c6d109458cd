//! A manager invites several people in one call.

use staffroom_domain::{Invitation, InvitationId, Offer, Rejection, Store, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context, Invocation};
use crate::database::Database;
use crate::execute::{Execution, Outcome, UseCase};
use crate::idempotency::{IdempotencyKey, Reply};
use crate::invitation_batch::{self, BATCH, InvitationBatch};
use crate::lease::{self, Lease};
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Invites several addresses, with one transaction for every nineteen. The answer has a result for each, in
/// order.
///
/// A call that stops half-way has no result for the addresses that it did not get to. It can be repeated with its idempotency
/// key: it goes on where it stopped.
#[derive(Debug, Clone)]
pub struct InviteMembers {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The addresses, and what each is offered.
    pub offers: Vec<Offer>,
    /// The idempotency key of the call.
    pub key: Option<IdempotencyKey>,
}

/// The result for one address.
pub type InvitationResult = Result<Invitation, Rejection>;

impl InviteMembers {
    /// Executes the call. `write` serializes the answer for storage.
    ///
    /// # Errors
    /// When the caller may not invite at all, or the database does not answer before anything is done.
    pub async fn execute<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        write: impl Fn(&Store, &[InvitationResult]) -> Option<String>,
    ) -> Result<Reply<(Store, Vec<InvitationResult>)>, Error> {
        let started = invocation.now();
        let reads = self.reads(started);
        let mut execution = Box::pin(Execution::start(database, invocation, reads)).await?;
        // Not later than any invitation of this call, so that its repetition knows them as its own.
        let lease = Lease::new(self.key.as_ref(), &self.caller, execution.read(), started);
        let mut results = Vec::with_capacity(self.offers.len());
        let mut store = None;
        // Without a valid offer, an empty batch checks whether the caller may invite.
        for (number, offers) in self.offers.chunks(BATCH).chain(no_offer(&self.offers)).enumerate() {
            let key = self.key.as_ref().filter(|_| number == 0);
            let batch = Batch { call: self, offers, key, lease };
            let made = Box::pin(execution.finish(&batch));
            match Box::pin(invocation.time.run(lease::RESERVE, made)).await {
                Ok(Reply::Replayed(answer)) => return Ok(Reply::Replayed(answer)),
                Ok(Reply::Fresh((of_batch, more))) => {
                    store = Some(of_batch);
                    results.extend(more);
                }
                // The caller may invite no more since the batch before, or the store is gone: nothing further is made.
                Err(Error::Rejected(rejection)) if number > 0 => {
                    results.resize(self.offers.len(), Err(rejection));
                    break;
                }
                Err(Error::Faulted(fault)) if number > 0 => {
                    tracing::error!(%fault, "a bulk call stops half-way");
                    lease.end(database, invocation, None).await;
                    let store = store.ok_or(Rejection::NotFound)?;
                    return Ok(Reply::Fresh((store, results)));
                }
                Err(error) => return Err(error),
            }
        }
        let store = store.ok_or(Rejection::NotFound)?;
        lease.end(database, invocation, write(&store, &results)).await;
        Ok(Reply::Fresh((store, results)))
    }

    fn reads(&self, now: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and(self.key.iter().map(|key| key.key.clone()))
            .and(self.offers.iter().flat_map(|offer| invitation_batch::reads(&self.store, &offer.email)))
            .and_releasable_seats(&self.store, now)
    }
}

/// One empty batch if there are no offers.
fn no_offer(offers: &[Offer]) -> impl Iterator<Item = &[Offer]> {
    offers.is_empty().then_some(offers).into_iter()
}

/// The offers of one transaction.
struct Batch<'a> {
    call: &'a InviteMembers,
    offers: &'a [Offer],
    /// Only in the first batch, which stores the key as in progress.
    key: Option<&'a IdempotencyKey>,
    lease: Lease<'a>,
}

impl UseCase for Batch<'_> {
    type Answer = Reply<(Store, Vec<InvitationResult>)>;

    fn reads(&self, now: Timestamp) -> ReadSet {
        self.call.reads(now)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.call.store, &self.call.caller, context)?;
        let actor = store.require_manager()?;
        if let Some(answer) = self.key.map_or(Ok(None), |key| key.answered(read, context.now))? {
            return Ok(Outcome::Unchanged(Reply::Replayed(answer.to_owned())));
        }
        if let Some(more) = invitation_batch::unread_addressees(read, &self.call.store, self.offers.iter()) {
            return Ok(Outcome::ReadMore(more));
        }
        let mut batch = InvitationBatch::new(&store, &actor, read)?;
        let mut results = Vec::with_capacity(self.offers.len());
        for offer in self.offers {
            results.push(match batch.add(offer) {
                Ok(invitation) => Ok(invitation),
                Err(Error::Rejected(Rejection::AlreadyInvited(id))) => {
                    self.made_before(read, id).ok_or(Rejection::AlreadyInvited(id))
                }
                Err(Error::Rejected(rejection)) => Err(rejection),
                Err(fault @ Error::Faulted(_)) => return Err(fault),
            });
        }
        let answer = Reply::Fresh((store.store.clone(), results));
        match self.key {
            Some(key) => {
                let mut plan = batch.into_plan()?;
                plan.put_idempotency(key.key.clone(), self.lease.record(key, context.now))?;
                Ok(Outcome::commit(plan, answer))
            }
            None => invitation_batch::commit(batch, answer),
        }
    }
}

impl Batch<'_> {
    /// The invitation of this address, if this request made it before it was interrupted.
    fn made_before(&self, read: &ReadResult, id: InvitationId) -> Option<Invitation> {
        let (begun, invitation) = (self.lease.resumed()?, read.invitation(&self.call.store, id)?);
        let is_ours =
            invitation.created_at >= begun && invitation.invited_by.user_id == self.call.caller.user;
        is_ours.then(|| invitation.clone())
    }
}

#[cfg(test)]
mod tests;
