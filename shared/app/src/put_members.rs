//! The platform puts several members, one after the other.

use staffroom_domain::{MemberPut, Notify, Rejection, StoreId};

use crate::Error;
use crate::context::{Caller, Invocation};
use crate::database::Database;
use crate::execute::execute;
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::Key;
use crate::lease::{self, Lease};
use crate::precondition::Precondition;
use crate::put_member::{MemberIs, PutMember};
use crate::read::{ReadResult, ReadSet};

/// Puts several members. Each is a change of its own. The answer has a result for each, in order.
///
/// A call that stops half-way has no result for the members that it did not get to, and for the one at which it stopped. It can
/// be repeated with its idempotency key: it goes on where it stopped.
#[derive(Debug, Clone)]
pub struct PutMembers {
    /// The platform.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The members, and who is told of each.
    pub members: Vec<(MemberPut, Notify)>,
    /// The idempotency key of the call.
    pub key: Option<IdempotencyKey>,
}

/// The result for one member.
pub type PutResult = Result<MemberIs, Rejection>;

impl PutMembers {
    /// Executes the call. `write` serializes the answer for storage.
    ///
    /// # Errors
    /// If the caller is not the platform, there is no such store, the key is in use, or the database does not answer before
    /// anything is done.
    pub async fn execute<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        write: impl Fn(&[PutResult]) -> Option<String>,
    ) -> Result<Reply<Vec<PutResult>>, Error> {
        self.caller.require_platform()?;
        let reads = ReadSet::keys([Key::Store(self.store.clone())]);
        let is_there = |read: &ReadResult| read.require_store(&self.store).map(drop);
        let of = (&self.caller, self.key.as_ref());
        let lease = match Lease::take(database, invocation, of, reads, is_there).await? {
            Reply::Replayed(answer) => return Ok(Reply::Replayed(answer)),
            Reply::Fresh(lease) => lease,
        };
        let mut results = Vec::with_capacity(self.members.len());
        for (put, notify) in &self.members {
            let put = PutMember {
                caller: self.caller.clone(),
                store: self.store.clone(),
                required: Precondition::None,
                put: put.clone(),
                notify: *notify,
            };
            match invocation.time.run(lease::RESERVE, execute(database, invocation, &put)).await {
                Ok(member) => results.push(Ok(self.made_before(&lease, results.len(), member))),
                Err(Error::Rejected(rejection)) => results.push(Err(rejection)),
                Err(Error::Faulted(fault)) => {
                    lease.end(database, invocation, None).await;
                    if results.is_empty() {
                        return Err(fault.into());
                    }
                    tracing::error!(%fault, "a bulk call stops half-way");
                    return Ok(Reply::Fresh(results));
                }
            }
        }
        lease.end(database, invocation, write(&results)).await;
        Ok(Reply::Fresh(results))
    }

    /// The result of entry `number`. If this request added the member before it was interrupted, they are added.
    fn made_before(&self, lease: &Lease<'_>, number: usize, is: MemberIs) -> MemberIs {
        match (is, lease.resumed()) {
            (MemberIs::Replaced(store, member), Some(begun)) if member.joined_at >= begun => {
                // A second entry for a member replaces what the first one added.
                let is_first = !self.members.iter().take(number).any(|(put, _)| put.user == member.user);
                if is_first { MemberIs::Added(store, member) } else { MemberIs::Replaced(store, member) }
            }
            (is @ (MemberIs::Added(..) | MemberIs::Replaced(..)), _) => is,
        }
    }
}

#[cfg(test)]
mod tests;
