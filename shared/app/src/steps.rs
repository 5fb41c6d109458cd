//! Steps that several use cases take.

use staffroom_domain::{
    EventActor, EventKind, Invitation, InvitationId, LinkClaims, Membership, Rejection, SeatChange, Status,
    Store, StoreId,
};

use crate::addressee::Addressee;
use crate::context::Context;
use crate::execute::Outcome;
use crate::key::Key;
use crate::plan::{Plan, SeatCheck};
use crate::quota::Quota;
use crate::read::{ReadResult, ReadSet};
use crate::{Error, Fault};

/// The store and the invitation of a link.
///
/// # Errors
/// [`Rejection::TokenTooOld`]: the token is genuine, and its store or invitation is stored no more.
pub(crate) fn linked<'a>(
    read: &'a ReadResult,
    link: &LinkClaims,
) -> Result<(&'a Store, &'a Invitation), Rejection> {
    let store = read.store(&link.store).ok_or(Rejection::TokenTooOld)?;
    let invitation = read.invitation(&link.store, link.invitation).ok_or(Rejection::TokenTooOld)?;
    Ok((store, invitation))
}

/// What must be read for [`linked`].
pub(crate) fn link_keys(link: &LinkClaims) -> [Key; 2] {
    [Key::Store(link.store.clone()), Key::Invitation(link.store.clone(), link.invitation)]
}

/// When the grantor's part in the store must be read. The owner's never is: ownership does not end by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GrantorNeed {
    /// Where the link or, by what the invitation says, the grantor's access is over: it decides which of the two is told. A
    /// condition of the write holds that the grantor is as they were, otherwise.
    IfOver,
    /// Each time: nothing is written that would have a condition.
    Always,
}

/// The grantor's part in the store, if it was read; or what must be read.
pub(crate) fn grantor<'a>(
    read: &'a ReadResult,
    store: &Store,
    invitation: &Invitation,
    need: GrantorNeed,
    context: &Context,
) -> Result<Option<&'a Membership>, ReadSet> {
    let user = &invitation.invited_by.user_id;
    let known = read.membership_if_read(&store.id, user);
    let is_over = invitation.needs_grantor(context.now) || invitation.status(context.now) == Status::Expired;
    let is_needed = invitation.is_unanswered() && (is_over || need == GrantorNeed::Always);
    if known.is_none() && is_needed && store.owner.user_id != *user {
        return Err(ReadSet::keys([Key::Member(store.id.clone(), user.clone())]));
    }
    Ok(known)
}

/// Requires that the grantor is as they were read or, where they were not read, as they were when they vouched.
pub(crate) fn require_grantor(
    plan: &mut Plan,
    store: &Store,
    invitation: &Invitation,
    grantor: Option<&Membership>,
) -> Result<(), Fault> {
    let vouched = &invitation.invited_by;
    if store.owner.user_id == vouched.user_id {
        return Ok(());
    }
    let version = grantor.map_or(vouched.member_version.unwrap_or(0), Membership::version);
    plan.require_membership(&vouched.user_id, version)
}

/// Ends the invitation that an address has, if it is unanswered: the address is a member's or the owner's, or becomes one's
/// in this plan. So no invitation is pending to a member.
pub(crate) fn supersede_invitation(
    plan: &mut Plan,
    read: &ReadResult,
    store: &StoreId,
    address: InvitationId,
) -> Result<(), Fault> {
    let invitation = read.invitation(store, address);
    match invitation.filter(|invitation| invitation.is_unanswered()) {
        Some(invitation) => {
            let ended = invitation.superseded(plan.at);
            plan.put_invitation(Some(invitation), &ended)?;
            let kind = EventKind::InvitationSuperseded { invitation: (&ended).into() };
            plan.record_event_by(EventActor::Service, kind)
        }
        None => plan.require_invitation(address, invitation),
    }
}

/// Withdraws an invitation whose grantor, or the catalog, gives none of it any more. The owner is told by the event.
pub(crate) fn withdraw(plan: &mut Plan, before: &Invitation, ended: &Invitation) -> Result<(), Fault> {
    plan.put_invitation(Some(before), ended)?;
    let kind = EventKind::InvitationWithdrawn { invitation: ended.into() };
    plan.record_event_by(EventActor::Service, kind)
}

/// Puts a renewed invitation, and has its new link mailed. The plan's seats are settled: a link is of use only where a seat
/// for its member is left.
pub(crate) fn send_again<A>(
    mut plan: Plan,
    read: &ReadResult,
    store: &Store,
    (before, renewed): (&Invitation, &Invitation),
    answer: A,
) -> Result<Outcome<A>, Error> {
    let now = plan.at;
    let addressee = match Addressee::find(read, &store.id, renewed.id) {
        Ok(addressee) => addressee,
        Err(unread) => return Ok(Outcome::ReadMore(ReadSet::keys([unread]))),
    };
    plan.put_invitation(Some(before), renewed)?;
    addressee.require_free(&mut plan, renewed.id, now)?;
    // The store counts once a day.
    if renewed.mails_that_day == 1 {
        let recipient = Quota::of_recipient(&renewed.email, now);
        if read.room(&recipient) == 0 {
            return Err(recipient.exceeded().into());
        }
        plan.count(recipient, 1)?;
    }
    plan.record_event(EventKind::InvitationResent { invitation: renewed.into() })?;
    match plan.settle_seats(store, SeatChange { taken: 0, members: 1 }, read)? {
        SeatCheck::Fits => Ok(Outcome::commit(plan, answer)),
        SeatCheck::Unread => Ok(Outcome::ReadMore(ReadSet::default().and_releasable_seats(&store.id, now))),
    }
}

#[cfg(test)]
mod tests;
