//! What falls due: entries of the index, and their execution.
//!
//! An entry is in the index until the transaction that deals with it. The use cases check that it is still due. So an entry
//! may be found, sent and executed any number of times, by any number of workers at the same time, and it is dealt with once.

use serde::{Deserialize, Serialize};
use staffroom_domain::{InvitationId, StoreId, Timestamp, UserId};

use crate::context::Invocation;
use crate::database::{Database, List};
use crate::dealt::Dealt;
use crate::error::{Error, Fault};
use crate::execute::execute;
use crate::invitation_due::DealWithInvitation;
use crate::key::{DueShard, Key};
use crate::person::{ErasureHint, move_vouchers};
use crate::replaced_roles::rewrite_replaced_roles;
use crate::review::deal_with_store;
use crate::send_digest::SendDigest;
use crate::tell_of_access_end::TellOfAccessEnd;
use crate::webhook::DeliveryHint;

/// Something that has fallen due. In JSON it is the body of a message from the dispatcher to the workers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Due {
    /// The owner of a store is to be asked for a review, or the store is closed and to be deleted.
    // The name in messages of earlier releases, which can still wait in the queue.
    #[serde(alias = "review")]
    Store {
        /// The store.
        store: StoreId,
    },
    /// A member is to be told that access ends, or that it has ended; or invitations name a person by the id that they had before
    /// the platform moved them.
    AccessEnd {
        /// The store.
        store: StoreId,
        /// The member.
        user: UserId,
    },
    /// A person is to be told of the answers that were gathered for them.
    Digest {
        /// The store.
        store: StoreId,
        /// The person.
        reader: UserId,
    },
    /// Members and invitations of a store have roles that were replaced.
    Roles {
        /// The store.
        store: StoreId,
    },
    /// An invitee is to be reminded of an invitation, or its expiry is to be recorded.
    // The name in messages of earlier releases, which can still wait in the queue.
    #[serde(alias = "expiry")]
    Invitation {
        /// The store.
        store: StoreId,
        /// The invitation.
        invitation: InvitationId,
    },
}

/// The entries of a shard that have fallen due, those that have been due for longest first; at most `limit` of them.
///
/// # Errors
/// When the database does not answer.
pub async fn due<D: Database>(
    database: &D,
    shard: DueShard,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<DueEntry>, Fault> {
    let page = database.page(&List::Due(shard, now), None, limit).await?;
    Ok(page.entries.into_iter().filter_map(|(key, _)| DueEntry::of(key)).collect())
}

/// An entry of the index, by who deals with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DueEntry {
    /// `work` does.
    Work(Due),
    /// `deliver` does.
    Deliver(DeliveryHint),
    /// `work` does.
    Erase(ErasureHint),
}

impl DueEntry {
    fn of(key: Key) -> Option<Self> {
        match key {
            Key::Webhook(key) => DeliveryHint::of_key(&key).map(Self::Deliver),
            Key::Erasure(erasure) => Some(Self::Erase(ErasureHint { erasure })),
            key => Due::of(key).map(Self::Work),
        }
    }
}

/// Deals with an entry, if it is still due. [`Dealt::NotDue`] is the answer to a repetition.
///
/// # Errors
/// The rejection of the use case, or a fault of the database. The entry stays in the index.
pub async fn deal_with<D: Database>(
    database: &D,
    invocation: &Invocation,
    entry: Due,
) -> Result<Dealt, Error> {
    match entry {
        Due::Store { store } => deal_with_store(database, invocation, store).await,
        Due::AccessEnd { store, user } => {
            let tell = TellOfAccessEnd { store: store.clone(), user: user.clone() };
            match execute(database, invocation, &tell).await? {
                // No member, or one of whom nothing is due. A person who was moved to another id can have left work behind.
                Dealt::NotDue => Box::pin(move_vouchers(database, invocation, &store, &user)).await,
                dealt => Ok(dealt),
            }
        }
        Due::Digest { store, reader } => execute(database, invocation, &SendDigest { store, reader }).await,
        Due::Roles { store } => Box::pin(rewrite_replaced_roles(database, invocation, &store)).await,
        Due::Invitation { store, invitation } => {
            execute(database, invocation, &DealWithInvitation { store, invitation }).await
        }
    }
}

impl Due {
    /// The store that it is about.
    #[must_use]
    pub fn store(&self) -> &StoreId {
        match self {
            Self::Store { store }
            | Self::Roles { store }
            | Self::AccessEnd { store, .. }
            | Self::Digest { store, .. }
            | Self::Invitation { store, .. } => store,
        }
    }

    /// The kind of entry, for logs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Store { .. } => "store",
            Self::AccessEnd { .. } => "access_end",
            Self::Digest { .. } => "digest",
            Self::Roles { .. } => "roles",
            Self::Invitation { .. } => "invitation",
        }
    }

    fn of(key: Key) -> Option<Self> {
        match key {
            Key::Store(store) => Some(Self::Store { store }),
            Key::Member(store, user) => Some(Self::AccessEnd { store, user }),
            Key::Digest(store, reader) => Some(Self::Digest { store, reader }),
            Key::ReplacedRoles(store) => Some(Self::Roles { store }),
            Key::Invitation(store, invitation) => Some(Self::Invitation { store, invitation }),
            Key::Address(..)
            | Key::Holder(..)
            | Key::Listed(..)
            | Key::Event(..)
            | Key::Notice(..)
            | Key::MailPreferences(..)
            | Key::OptOut(..)
            | Key::StoreMetadata(_)
            | Key::AddressOptOut(_)
            | Key::Activity(..)
            | Key::Role(..)
            | Key::Idempotency(..)
            | Key::Counter(_)
            | Key::Publishing(_)
            | Key::Webhook(_)
            | Key::Erasure(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
