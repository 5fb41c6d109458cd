//! Steps that several functions take within a change.

use staffroom_domain::{EventKind, Invitation, InvitationId, InvitationState, Refusal, Store, StoreId};
use staffroom_table::{Change, Quota, Snapshot};

use crate::problem::Failure;

/// Ends the invitation that an address has, if it is still open: whoever has the address is a member, or is
/// becoming one in this change. So no invitation is ever pending to a member.
///
/// # Errors
/// When an item is corrupt or does not fit.
pub fn end_invitation(
    change: &mut Change,
    snapshot: &Snapshot,
    store: &StoreId,
    address: InvitationId,
) -> Result<(), Failure> {
    let Some(invitation) = snapshot.invitation(store, address)? else {
        change.no_invitation(address);
        return Ok(());
    };
    if !matches!(invitation.state, InvitationState::Pending(_)) {
        change.invitation_unchanged(&invitation);
        return Ok(());
    }
    let ended = invitation.superseded();
    change.put_invitation(Some(&invitation), &ended)?;
    change.tell(EventKind::InvitationRevoked { invitation: (&ended).into() })?;
    Ok(())
}

/// Puts a renewed invitation, and has its new link mailed.
///
/// # Errors
/// When the address gets too much mail, or the plan has no seat for it any more.
pub fn send_again(
    change: &mut Change,
    snapshot: &Snapshot,
    store: &Store,
    before: &Invitation,
    renewed: &Invitation,
) -> Result<(), Failure> {
    let recipient = Quota::of_recipient(store, &renewed.email, renewed.sent_at);
    if snapshot.room(&recipient) == 0 {
        return Err(Refusal::QuotaExceeded { retry_after: recipient.retry_after() }.into());
    }
    change.put_invitation(Some(before), renewed)?;
    change.address_is_no_members(renewed.id);
    change.count(recipient, 1);
    change.tell(EventKind::InvitationResent { invitation: renewed.into() })?;
    change.release_expired_seats(store, snapshot)?;
    Ok(())
}
