//! Addresses that a store does not write to any more, because the person behind one reported a mail of the store as spam, and
//! those that no store invites any more, because the person asked for that.
//!
//! The former is remembered apart from invitation and member, which are replaced, removed and deleted by time. No record has
//! an address: the key has the id of the address's invitation, or of the address, which are hashes. None is a condition of a
//! write: what comes between the decision and the commit is found again before the mail is sent.

use staffroom_domain::{AddressId, EmailAddress, InvitationId, OptOut, OptOutCause, Rejection, StoreId};

use crate::error::Fault;
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::ReadResult;
use crate::record::Record;

/// The key that must be read for [`require_welcome`].
pub(crate) fn key(store: &StoreId, address: InvitationId) -> Key {
    Key::OptOut(store.clone(), address)
}

/// Requires that the person may be written to.
///
/// # Errors
/// [`Rejection::RecipientOptedOut`].
pub(crate) fn require_welcome(
    read: &ReadResult,
    store: &StoreId,
    address: InvitationId,
) -> Result<(), Rejection> {
    if read.has_opted_out(store, address) { Err(Rejection::RecipientOptedOut) } else { Ok(()) }
}

/// The key that must be read for [`require_invitable`] as well.
pub(crate) fn everywhere_key(email: &EmailAddress) -> Key {
    Key::AddressOptOut(AddressId::of(email))
}

/// Requires that the person may be invited: neither this store nor all of them are unwelcome.
///
/// # Errors
/// [`Rejection::RecipientOptedOut`].
pub(crate) fn require_invitable(
    read: &ReadResult,
    store: &StoreId,
    email: &EmailAddress,
) -> Result<(), Rejection> {
    require_welcome(read, store, InvitationId::of(store, email))?;
    if read.is_invited_by_nobody(AddressId::of(email)) { Err(Rejection::RecipientOptedOut) } else { Ok(()) }
}

/// Records a complaint, unless one is recorded already. Unconditional, because any record of it says the same.
pub(crate) fn record_complaint(
    plan: &mut Plan,
    read: &ReadResult,
    store: &StoreId,
    address: InvitationId,
) -> Result<(), Fault> {
    if read.has_opted_out(store, address) {
        return Ok(());
    }
    let opt_out = OptOut { at: plan.at, cause: OptOutCause::Complaint };
    let (key, record) = (key(store, address), Record::OptOut(opt_out));
    plan.push(Write::Put { key, record, condition: Condition::None })
}
