//! The platform puts several members, one after the other.

use staffroom_domain::{MemberPut, Notify, Rejection, StoreId};

use crate::Error;
use crate::context::{Caller, Invocation};
use crate::database::Database;
use crate::execute::execute;
use crate::idempotency::{IdempotencyKey, Reply};
use crate::key::Key;
use crate::precondition::Precondition;
use crate::put_member::{MemberIs, PutMember};
use crate::read::ReadSet;

/// Puts several members. Each is a change of its own, so a repetition of the call puts the others.
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
    /// Executes the call. `write` serializes the answer for storage. Of members after a fault of the database there is no
    /// result, and then the answer is not stored.
    ///
    /// # Errors
    /// If the caller is not the platform, there is no such store, or the database does not answer before anything is done.
    pub async fn execute<D: Database>(
        &self,
        database: &D,
        invocation: &Invocation,
        write: impl Fn(&[PutResult]) -> Option<String>,
    ) -> Result<Reply<Vec<PutResult>>, Error> {
        self.caller.require_platform()?;
        let keys = self.key.iter().map(|key| key.key.clone());
        let read = database.read(&ReadSet::keys([Key::Store(self.store.clone())]).and(keys)).await?;
        read.store(&self.store).ok_or(Rejection::NotFound)?;
        if let Some(key) = &self.key
            && let Some(answer) = key.answered(&read, invocation.now())?
        {
            return Ok(Reply::Replayed(answer.to_owned()));
        }
        let mut results = Vec::with_capacity(self.members.len());
        for (put, notify) in &self.members {
            let put = PutMember {
                caller: self.caller.clone(),
                store: self.store.clone(),
                required: Precondition::None,
                put: put.clone(),
                notify: *notify,
            };
            match execute(database, invocation, &put).await {
                Ok(member) => results.push(Ok(member)),
                Err(Error::Rejected(rejection)) => results.push(Err(rejection)),
                Err(Error::Faulted(fault)) if !results.is_empty() => {
                    tracing::error!(%fault, "a bulk call stops half-way");
                    return Ok(Reply::Fresh(results));
                }
                Err(error) => return Err(error),
            }
        }
        if let (Some(key), Some(text)) = (&self.key, write(&results)) {
            key.store_answer(database, invocation, &self.caller, text).await?;
        }
        Ok(Reply::Fresh(results))
    }
}

#[cfg(test)]
mod tests;
