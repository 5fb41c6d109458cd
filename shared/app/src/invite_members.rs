//! A manager invites several people in one call.

use staffroom_domain::{Invitation, InvitationId, Offer, Rejection, Store, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context, Invocation};
use crate::database::Database;
use crate::execute::{Execution, Outcome, UseCase};
use crate::idempotency::{IdempotencyKey, Reply};
use crate::invitation_batch::{self, BATCH, InvitationBatch};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::{IdempotencyState, Record};
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
        let begun = self.key.as_ref().and_then(|key| key.begun(execution.read(), started));
        let mut results = Vec::with_capacity(self.offers.len());
        let mut store = None;
        // Without a valid offer, an empty batch checks whether the caller may invite.
        for (number, offers) in self.offers.chunks(BATCH).chain(no_offer(&self.offers)).enumerate() {
            let key = self.key.as_ref().filter(|_| number == 0);
            let batch = Batch { call: self, offers, key, begun };
            match Box::pin(execution.finish(&batch)).await {
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
                    // Not later than any invitation of this call, so that its repetition knows them as its own.
                    let begun = begun.unwrap_or(started);
                    self.store_state(database, invocation, begun, IdempotencyState::Interrupted).await;
                    let store = store.ok_or(Rejection::NotFound)?;
                    return Ok(Reply::Fresh((store, results)));
                }
                Err(error) => return Err(error),
            }
        }
        let store = store.ok_or(Rejection::NotFound)?;
        if let Some(answer) = write(&store, &results) {
            let state = IdempotencyState::Answered(answer);
            self.store_state(database, invocation, begun.unwrap_or(started), state).await;
        }
        Ok(Reply::Fresh((store, results)))
    }

    fn reads(&self, now: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and(self.key.iter().map(|key| key.key.clone()))
            .and(self.offers.iter().flat_map(|offer| invitation_batch::reads(&self.store, &offer.email)))
            .and_releasable_seats(&self.store, now)
    }

    /// Best effort: if this fails, the request counts as in progress for a minute, and can be repeated after
    /// that.
    async fn store_state<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        begun: Timestamp,
        state: IdempotencyState,
    ) {
        let Some(key) = &self.key else { return };
        let context = invocation.context(&ReadResult::default());
        let mut plan = Plan::outside_store(&context, self.caller.event_actor());
        let record = Record::Idempotency(key.record(begun, context.now, state));
        // Unconditional: the key is in use until this write, so no other request writes the record.
        let written = plan.push(Write::Put { key: key.key.clone(), record, condition: Condition::None });
        if let Err(error) = async {
            database
                .commit(&{
                    written?;
                    plan
                })
                .await
        }
        .await
        {
            tracing::warn!(%error, "the request stays marked as in progress");
        }
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
    /// When the interrupted request began, if this is its repetition.
    begun: Option<Timestamp>,
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
                let record =
                    key.record(self.begun.unwrap_or(context.now), context.now, IdempotencyState::InProgress);
                plan.put_idempotency(key.key.clone(), record)?;
                Ok(Outcome::commit(plan, answer))
            }
            None => invitation_batch::commit(batch, answer),
        }
    }
}

impl Batch<'_> {
    /// The invitation of this address, if this request made it before it was interrupted.
    fn made_before(&self, read: &ReadResult, id: InvitationId) -> Option<Invitation> {
        let (begun, invitation) = (self.begun?, read.invitation(&self.call.store, id)?);
        let is_ours =
            invitation.created_at >= begun && invitation.invited_by.user_id == self.call.caller.user;
        is_ours.then(|| invitation.clone())
    }
}

#[cfg(test)]
mod tests;
