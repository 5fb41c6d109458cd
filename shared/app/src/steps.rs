//! Steps that several use cases share.

use std::collections::BTreeSet;

use staffroom_domain::{
    EventActor, EventKind, Invitation, InvitationId, LinkClaims, Membership, Rejection, SeatChange, Status,
    Store, StoreId, UserId,
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
/// [`Rejection::StoreClosed`]; [`Rejection::TokenTooOld`]: the token is valid, but its store or invitation is no longer stored.
pub(crate) fn linked<'a>(
    read: &'a ReadResult,
    link: &LinkClaims,
) -> Result<(&'a Store, &'a Invitation), Rejection> {
    let store = read.store_unless_closed(&link.store)?.ok_or(Rejection::TokenTooOld)?;
    // A store that has the id of a closed one is another one.
    if !store.may_have_made(link.generation) {
        return Err(Rejection::TokenTooOld);
    }
    let invitation = read.invitation(&link.store, link.invitation).ok_or(Rejection::TokenTooOld)?;
    Ok((store, invitation))
}

/// The keys that must be read for [`linked`].
pub(crate) fn link_keys(link: &LinkClaims) -> [Key; 2] {
    [Key::Store(link.store.clone()), Key::Invitation(link.store.clone(), link.invitation)]
}

/// When the grantor's membership must be read. It is never needed for the owner, whose ownership does not end
/// by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GrantorNeed {
    /// Only if the link has expired, the grantor's access has ended according to the invitation, or a role of the store's own was
    /// changed since they vouched. Otherwise
    /// a condition of the write checks that the grantor's membership is unchanged.
    IfOver,
    /// Always, for a use case that writes nothing and so has no condition.
    Always,
}

/// The person who vouches for an invitation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voucher<'a> {
    /// Their id now: the platform may have moved them since they vouched.
    user: &'a UserId,
    /// Their membership; `None`: it was not read.
    pub(crate) membership: Option<&'a Membership>,
}

/// The largest number of ids that are followed from one that a person had.
const MOVES: usize = 8;

/// Follows a person from an id that they had, as far as it is read where the platform moved them: the last id, and its membership
/// if it was read. The owner has none: the trace before says who they are, and is the last.
fn followed<'a>(
    read: &'a ReadResult,
    store: &Store,
    user: &'a UserId,
) -> (&'a UserId, Option<&'a Membership>) {
    let (mut user, mut membership) = (user, read.membership_if_read(&store.id, user));
    let owner = &store.owner.user_id;
    for _ in 0..MOVES {
        // The platform can have given the store back to an id that was moved.
        let moved = membership.filter(|_| user != owner).and_then(Membership::moved_to);
        let to = moved.filter(|to| *to != owner);
        let Some(to) = to else { break };
        (user, membership) = (to, read.membership_if_read(&store.id, to));
    }
    (user, membership)
}

/// The id that a person has now: that one, or the one that the platform moved them to since. As an error, what must be read to know.
pub(crate) fn present_id<'a>(
    read: &'a ReadResult,
    store: &Store,
    user: &'a UserId,
) -> Result<&'a UserId, ReadSet> {
    match followed(read, store, user) {
        (user, _) if *user == store.owner.user_id => Ok(user),
        (user, None) => Err(ReadSet::keys([Key::Member(store.id.clone(), user.clone())])),
        (user, membership) => Ok(membership.and_then(Membership::moved_to).unwrap_or(user)),
    }
}

impl<'a> Voucher<'a> {
    fn of(read: &'a ReadResult, store: &Store, invitation: &'a Invitation) -> Self {
        let (user, membership) = followed(read, store, &invitation.invited_by.user_id);
        Self { user, membership }
    }

    /// Whether the invitation names them by an id that they no longer have.
    fn has_moved(&self, invitation: &Invitation) -> bool {
        *self.user != invitation.invited_by.user_id
    }
}

/// The grantor, whose membership may have been read; as an error, what must be read.
pub(crate) fn grantor<'a>(
    read: &'a ReadResult,
    store: &Store,
    invitation: &'a Invitation,
    need: GrantorNeed,
    context: &Context,
) -> Result<Voucher<'a>, ReadSet> {
    let voucher = Voucher::of(read, store, invitation);
    let is_over = invitation.needs_grantor(context.now) || invitation.status(context.now) == Status::Expired;
    // A change of a role changes what its holders may give, and not their memberships.
    let may_hold_less = store.roles.changed_since(invitation.invited_by.vouched_at);
    // Who vouched as the owner and is not that any more has given the store away, or has another id.
    let was_owner = invitation.invited_by.member_version.is_none();
    let must_be_known = is_over || may_hold_less || was_owner || need == GrantorNeed::Always;
    let is_needed = voucher.has_moved(invitation) || (invitation.is_unanswered() && must_be_known);
    if voucher.membership.is_none() && is_needed && store.owner.user_id != *voucher.user {
        return Err(ReadSet::keys([Key::Member(store.id.clone(), voucher.user.clone())]));
    }
    Ok(voucher)
}

/// Requires that the grantor's membership is unchanged since it was read or, if it was not read, since they
/// vouched.
pub(crate) fn require_grantor(
    plan: &mut Plan,
    store: &Store,
    invitation: &Invitation,
    grantor: Voucher<'_>,
) -> Result<(), Fault> {
    if store.owner.user_id == *grantor.user {
        return Ok(());
    }
    let vouched = invitation.invited_by.member_version.unwrap_or(0);
    plan.require_membership(grantor.user, grantor.membership.map_or(vouched, Membership::version))
}

/// Ends the unanswered invitation of an address that belongs to a member or the owner, or will after this
/// plan. So no invitation to a member is pending.
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

/// Ends the unanswered invitations to every address of a person who is on the team after this plan. As an error, what must be
/// read for it.
pub(crate) fn supersede_invitations(
    plan: &mut Plan,
    read: &ReadResult,
    store: &StoreId,
    addresses: &BTreeSet<InvitationId>,
) -> Result<Result<(), ReadSet>, Fault> {
    let keys = addresses.iter().map(|id| Key::Invitation(store.clone(), *id));
    let unread: Vec<Key> = keys.filter(|key| !read.was_read(key)).collect();
    if !unread.is_empty() {
        return Ok(Err(ReadSet::keys(unread)));
    }
    for address in addresses {
        supersede_invitation(plan, read, store, *address)?;
    }
    Ok(Ok(()))
}

/// Withdraws an invitation of which the grantor or the catalog can no longer give any part. The event causes
/// a mail to the owner.
pub(crate) fn withdraw(plan: &mut Plan, before: &Invitation, ended: &Invitation) -> Result<(), Fault> {
    plan.put_invitation(Some(before), ended)?;
    let kind = EventKind::InvitationWithdrawn { invitation: ended.into() };
    plan.record_event_by(EventActor::Service, kind)
}

/// Puts a renewed invitation and records the event that mails its link. It checks that a seat is left for the
/// member, because the link is useless otherwise.
pub(crate) fn send_again<A>(
    mut plan: Plan,
    read: &ReadResult,
    store: &Store,
    (before, renewed): (&Invitation, &Invitation),
    answer: A,
) -> Result<Outcome<A>, Error> {
    let addressee = match Addressee::find(read, &store.id, renewed.id) {
        Ok(addressee) => addressee,
        Err(unread) => return Ok(Outcome::ReadMore(ReadSet::keys([unread]))),
    };
    let now = plan.at;
    plan.put_invitation(Some(before), renewed)?;
    addressee.require_free(&mut plan, renewed.id, now)?;
    // The store counts once a day.
    if renewed.is_first_mail_of_day() {
        let recipient = Quota::of_recipient(&renewed.email, now);
        if read.room(&recipient) == 0 {
            return Err(recipient.exceeded().into());
        }
        plan.count(recipient, 1)?;
    }
    plan.record_event(EventKind::InvitationResent { invitation: renewed.into() })?;
    commit_seated(plan, read, store, SeatChange { taken: 0, members: 1 }, answer)
}

/// Commits a complete plan if its seats fit the store's plan; `more` are those of [`Plan::settle_seats`]. Which expired seats
/// can be released is read only if some must be.
pub(crate) fn commit_seated<A>(
    mut plan: Plan,
    read: &ReadResult,
    store: &Store,
    more: SeatChange,
    answer: A,
) -> Result<Outcome<A>, Error> {
    match plan.settle_seats(store, more, read)? {
        SeatCheck::Fits => Ok(Outcome::commit(plan, answer)),
        SeatCheck::Unread => {
            Ok(Outcome::ReadMore(ReadSet::default().and_releasable_seats(&store.id, plan.at)))
        }
    }
}

#[cfg(test)]
mod tests;
