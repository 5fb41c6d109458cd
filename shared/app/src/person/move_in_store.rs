//! A person gets another id in a store: their membership or ownership, their standing as the one who vouches for invitations, and
//! what is kept for their mails.
//!
//! The membership goes in one transaction. The trace at the former id says where it is, so that an invitation that names that id
//! is still vouched for. Pending invitations are rewritten afterwards, for those who look at them.

use staffroom_domain::{
    Departure, EventActor, EventKind, Invitation, InvitationId, InvitationState, Member, Membership,
    MoveStage, Moved, Owner, Store, StoreId, Timestamp, UserId, first_version,
};

use super::move_person::MoveHint;
use super::place::RecordKind;
use crate::context::{Context, Invocation};
use crate::database::{Database, List};
use crate::dealt::Dealt;
use crate::error::{Error, Fault};
use crate::execute::{Outcome, UseCase, execute};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;
use crate::rewrite_invitation::{REWRITTEN_AT_ONCE, RewriteInvitation};

/// What became of a move in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moving {
    /// The person has the other id in all of the store, or was not on the team any more as the request had them.
    Done,
    /// The other id has joined the team meanwhile. Nothing is moved there.
    Taken,
    /// The person has the other id. Invitations that name the former one are left: the trace of it is due.
    Later,
}

/// Moves a person in a store. A message that comes again does nothing twice.
///
/// # Errors
/// A fault of the database. What is moved stays so.
pub async fn move_in_store<D: Database>(
    database: &D,
    invocation: &Invocation,
    hint: &MoveHint,
) -> Result<Moving, Error> {
    match execute(database, invocation, &MoveMembership { hint }).await? {
        MembershipMove::Theirs => {}
        MembershipMove::NotAsAsked => return Ok(Moving::Done),
        MembershipMove::Taken => return Ok(Moving::Taken),
    }
    match move_vouchers(database, invocation, &hint.store, &hint.move_from).await? {
        Dealt::Again { .. } => Ok(Moving::Later),
        Dealt::Done | Dealt::Expired | Dealt::NotDue => Ok(Moving::Done),
    }
}

/// Lets pending invitations name the person who vouches for them by the id that they were moved to, if that is to be done.
///
/// # Errors
/// A fault of the database. What is rewritten stays so, and the rest falls due again.
pub(crate) async fn move_vouchers<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    from: &UserId,
) -> Result<Dealt, Error> {
    let read = database.read(&ReadSet::keys([Key::Member(store.clone(), from.clone())])).await?;
    let Some(to) = vouching(read.membership(store, from)).map(|moved| moved.to.clone()) else {
        return Ok(Dealt::NotDue);
    };
    let list = List::Records(store.clone(), RecordKind::Invitations);
    let change = |_: &Store, invitation: &Invitation| vouched_by(invitation, (from, &to));
    let (mut after, mut left) = (None, REWRITTEN_AT_ONCE);
    loop {
        let page = database.page(&list, after.as_ref(), RecordKind::Invitations.at_once()).await?;
        for (_, record) in page.entries {
            let Some(Record::Invitation(invitation)) = record else { continue };
            if names(&invitation, from) {
                let rewrite = RewriteInvitation { store: store.clone(), invitation: invitation.id, change };
                execute(database, invocation, &rewrite).await?;
                left -= 1;
            }
            if left == 0 {
                return Ok(Dealt::Again { after_seconds: 0 });
            }
        }
        after = page.next;
        if after.is_none() {
            return execute(database, invocation, &EndMove { store: store.clone(), from: from.clone() })
                .await;
        }
    }
}

/// Where a person was moved, if invitations can still name the former id.
fn vouching(membership: &Membership) -> Option<&Moved> {
    match membership {
        Membership::Left(departure) => {
            departure.moved.as_ref().filter(|moved| moved.stage == MoveStage::Vouching)
        }
        Membership::Active(_) | Membership::Never => None,
    }
}

/// Whether this person vouches for a pending invitation.
fn names(invitation: &Invitation, user: &UserId) -> bool {
    invitation.is_unanswered() && invitation.invited_by.user_id == *user
}

/// The invitation, naming the person who vouches for it by the id that they have now; `None` if it does not name the former one.
fn vouched_by(invitation: &Invitation, (from, to): (&UserId, &UserId)) -> Option<Invitation> {
    let mut after = names(invitation, from).then(|| invitation.clone())?;
    after.invited_by.user_id = to.clone();
    // No membership has this version, so the person is read before the invitation is used: what they may give can have changed.
    after.invited_by.member_version = invitation.invited_by.member_version.map(|_| 0);
    Some(after)
}

/// What became of a membership or ownership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MembershipMove {
    /// The other id has it, now or before.
    Theirs,
    /// The person is not on the team, or has left it since the request, whatever came after that.
    NotAsAsked,
    /// The other id is on the team for itself.
    Taken,
}

/// Moves the membership or ownership.
struct MoveMembership<'a> {
    hint: &'a MoveHint,
}

impl MoveMembership<'_> {
    fn of_both(&self, key: impl Fn(StoreId, UserId) -> Key) -> [Key; 2] {
        [&self.hint.move_from, &self.hint.move_to].map(|user| key(self.hint.store.clone(), user.clone()))
    }

    fn move_owner(&self, plan: &mut Plan, store: &Store, read: &ReadResult) -> Result<(), Fault> {
        let MoveHint { move_from, move_to, .. } = self.hint;
        let owner = Owner { user_id: move_to.clone(), ..store.owner.clone() };
        let after = Store { owner, version: store.version + 1, changed_at: plan.at, ..store.clone() };
        plan.put_store(Some(store), after)?;
        plan.require_membership(move_to, read.membership(&store.id, move_to).version())?;
        plan.remove_owner(store, read.membership(&store.id, move_from), Some(move_to))
    }

    /// As an error, what must be read.
    fn move_member(
        &self,
        plan: &mut Plan,
        (store, member): (&Store, &Member),
        read: &ReadResult,
    ) -> Result<Result<(), ReadSet>, Fault> {
        let of = |key: fn(StoreId, InvitationId) -> Key| {
            member.addresses.iter().map(move |id| key(store.id.clone(), *id))
        };
        let unread: Vec<Key> =
            of(Key::Address).chain(of(Key::Invitation)).filter(|key| !read.was_read(key)).collect();
        if !unread.is_empty() {
            return Ok(Err(ReadSet::keys(unread)));
        }
        let before = read.membership(&store.id, &self.hint.move_to);
        // Of an earlier stay by the other id the trace can be deleted, and with it the version.
        let least = if before.version() == 0 { first_version(plan.at) } else { 0 };
        let moved = Member {
            user: self.hint.move_to.clone(),
            last_departure: member.last_departure.max(before.last_departure()),
            changed_at: plan.at,
            version: (member.version.max(before.version()) + 1).max(least),
            ..member.clone()
        };
        plan.move_member(store, (member, before), &moved, read)?;
        // The link by which they joined leads them to the team again.
        for invitation in member.addresses.iter().filter_map(|id| read.invitation(&store.id, *id)) {
            if matches!(&invitation.state, InvitationState::Accepted { by } if *by == member.user) {
                let state = InvitationState::Accepted { by: moved.user.clone() };
                let after = Invitation { state, version: invitation.version + 1, ..invitation.clone() };
                plan.rewrite_invitation(invitation, &after)?;
            }
        }
        Ok(Ok(()))
    }

    /// Moves what is kept for the person's mails. Of an earlier stay, something may be kept at the other id, too.
    fn move_mail_records(&self, plan: &mut Plan, read: &ReadResult) -> Result<(), Fault> {
        let MoveHint { store, move_from: from, move_to: to, .. } = self.hint;
        let gone = |plan: &mut Plan, key: Key, version: u64| {
            plan.push(Write::Delete { key, condition: Condition::Version(version) })
        };
        if let Some(digest) = read.digest(store, from) {
            gone(plan, Key::Digest(store.clone(), from.clone()), digest.version)?;
            let there = read.digest(store, to);
            plan.put_digest(store, to, there, digest.moved(there, plan.at))?;
        }
        if let Some(preferences) = read.mail_preferences(store, from) {
            gone(plan, Key::MailPreferences(store.clone(), from.clone()), preferences.version)?;
            let there = read.mail_preferences(store, to);
            plan.push(Write::Put {
                key: Key::MailPreferences(store.clone(), to.clone()),
                record: Record::MailPreferences(preferences.moved(there, plan.at)),
                condition: Condition::of_version(there.map_or(0, |there| there.version)),
            })?;
        }
        Ok(())
    }
}

impl UseCase for MoveMembership<'_> {
    type Answer = MembershipMove;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.hint.store.clone())])
            .and(self.of_both(Key::Member))
            .and(self.of_both(Key::Digest))
            .and(self.of_both(Key::MailPreferences))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<MembershipMove>, Error> {
        let MoveHint { store, move_from, move_to, last_departure, store_made_at } = self.hint;
        let is_it = |store: &&Store| store_made_at.is_none_or(|at| at == store.created_at);
        let Some(store) = read.store(store).filter(is_it) else {
            return Ok(Outcome::Unchanged(MembershipMove::NotAsAsked));
        };
        let (from, to) = (read.membership(&store.id, move_from), read.membership(&store.id, move_to));
        let is_owner = store.owner.user_id == *move_from;
        if !is_owner && from.member().is_none() {
            let is_moved = from.moved_to() == Some(move_to);
            return Ok(Outcome::Unchanged(if is_moved {
                MembershipMove::Theirs
            } else {
                MembershipMove::NotAsAsked
            }));
        }
        // A trace that was deleted meanwhile is of no later departure.
        if from.last_departure().is_some_and(|last| *last_departure != Some(last)) {
            return Ok(Outcome::Unchanged(MembershipMove::NotAsAsked));
        }
        if store.owner.user_id == *move_to || to.member().is_some() {
            // The read may contain half of this move, made for the same message at the same time.
            return Ok(Outcome::Unconfirmed(MembershipMove::Taken));
        }
        let mut plan = Plan::in_store(store, context, EventActor::Platform);
        match from {
            Membership::Active(member) => {
                if let Err(unread) = self.move_member(&mut plan, (store, member), read)? {
                    return Ok(Outcome::ReadMore(unread));
                }
            }
            Membership::Left(_) | Membership::Never => self.move_owner(&mut plan, store, read)?,
        }
        self.move_mail_records(&mut plan, read)?;
        plan.record_event(EventKind::PersonMoved {
            user_id: move_to.clone(),
            moved_from: move_from.clone(),
        })?;
        Ok(Outcome::commit(plan, MembershipMove::Theirs))
    }
}

/// Ends a move: no invitation names the former id any more.
struct EndMove {
    store: StoreId,
    from: UserId,
}

impl UseCase for EndMove {
    type Answer = Dealt;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Member(self.store.clone(), self.from.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Dealt>, Error> {
        let membership = read.membership(&self.store, &self.from);
        let (Membership::Left(before), Some(moved)) = (membership, vouching(membership)) else {
            return Ok(Outcome::Unchanged(Dealt::NotDue));
        };
        let moved = Some(Moved { stage: MoveStage::Complete, ..moved.clone() });
        let after = Departure { moved, version: before.version + 1, ..before.clone() };
        let mut plan = Plan::beside_store(&self.store, context, EventActor::Platform);
        plan.push(Write::Put {
            key: Key::Member(self.store.clone(), self.from.clone()),
            record: Record::Membership(Membership::Left(after)),
            condition: Condition::Version(before.version),
        })?;
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

#[cfg(test)]
mod tests;
