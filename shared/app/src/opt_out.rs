//! Addresses that a store does not write to any more, because the person behind one reported a mail of the store as spam.
//!
//! This is remembered apart from invitation and member, which are replaced, removed and deleted by time. The record has no
//! address: its key has the id of the address's invitation, which is a hash. It is no condition of a write: a complaint that
//! comes between the decision and the commit is found again before the mail is sent.

use staffroom_domain::{InvitationId, OptOut, OptOutCause, Rejection, StoreId};

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
