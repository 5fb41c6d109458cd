//! A person gets another id in a store: their membership or ownership, their standing as the one who vouches for invitations, and
//! what is kept for their mails.
//!
//! The membership goes in one transaction. The trace at the former id says where it is, so that an invitation that names that id
//! is still vouched for. Pending invitations are rewritten afterwards, for those who look at them.

use staffroom_domain::{
    EventActor, EventKind, Invitation, InvitationId, InvitationState, Member, Membership, Owner, Store,
    StoreId, Timestamp, UserId,
};

use super::move_person::MoveHint;
use super::place::RecordKind;
use crate::context::{Context, Invocation};
use crate::database::{Database, List};
use crate::error::{Error, Fault};
use crate::execute::{Outcome, UseCase, execute};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// Invitations that are looked at for one message: what a worker does in some seconds. Another message goes on with the rest.
const MOST: usize = 800;

/// What became of a move in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moving {
    /// The person has the other id in all of the store, now or before, or is not known there.
    Done,
    /// The other id has joined the team meanwhile. Nothing is moved there.
    Taken,
    /// It goes on with this message.
    Again(MoveHint),
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
        Moved::Theirs => {}
        Moved::Unknown => return Ok(Moving::Done),
        Moved::Taken => return Ok(Moving::Taken),
    }
    let list = List::Records(hint.store.clone(), RecordKind::Invitations);
    let mut after = hint.after;
    for _ in 0..MOST / RecordKind::Invitations.at_once() {
        let begin = after.map(|id| Key::Invitation(hint.store.clone(), id));
        let page = database.page(&list, begin.as_ref(), RecordKind::Invitations.at_once()).await?;
        for (_, record) in page.entries {
            if let Some(Record::Invitation(invitation)) = record
                && names(&invitation, &hint.move_from)
            {
                execute(database, invocation, &MoveVoucher { hint, invitation: invitation.id }).await?;
            }
        }
        let Some(Key::Invitation(_, end)) = page.next else { return Ok(Moving::Done) };
        after = Some(end);
    }
    Ok(Moving::Again(MoveHint { after, ..hint.clone() }))
}

/// Whether this person vouches for a pending invitation.
fn names(invitation: &Invitation, user: &UserId) -> bool {
    invitation.is_unanswered() && invitation.invited_by.user_id == *user
}

/// What became of a membership or ownership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moved {
    /// The other id has it, now or before.
    Theirs,
    /// The person is not on the team.
    Unknown,
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
        let moved = Member {
            user: self.hint.move_to.clone(),
            last_departure: member.last_departure.max(before.last_departure()),
            changed_at: plan.at,
            version: member.version.max(before.version()) + 1,
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

    /// Moves what is kept for the person's mails.
    fn move_mail_records(&self, plan: &mut Plan, read: &ReadResult) -> Result<(), Fault> {
        for [from, to] in [self.of_both(Key::Digest), self.of_both(Key::MailPreferences)] {
            let (Some(record), None) = (read.get(&from), read.get(&to)) else { continue };
            let record = record.clone();
            plan.push(Write::Delete { key: from, condition: Condition::Version(record.version()) })?;
            plan.push(Write::Put { key: to, record, condition: Condition::Absent })?;
        }
        Ok(())
    }
}

impl UseCase for MoveMembership<'_> {
    type Answer = Moved;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.hint.store.clone())])
            .and(self.of_both(Key::Member))
            .and(self.of_both(Key::Digest))
            .and(self.of_both(Key::MailPreferences))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Moved>, Error> {
        let MoveHint { store, move_from, move_to, .. } = self.hint;
        let Some(store) = read.store(store) else { return Ok(Outcome::Unchanged(Moved::Unknown)) };
        let (from, to) = (read.membership(&store.id, move_from), read.membership(&store.id, move_to));
        if from.moved_to() == Some(move_to) {
            return Ok(Outcome::Unchanged(Moved::Theirs));
        }
        let is_owner = store.owner.user_id == *move_from;
        if !is_owner && from.member().is_none() {
            return Ok(Outcome::Unchanged(Moved::Unknown));
        }
        if store.owner.user_id == *move_to || to.member().is_some() {
            return Ok(Outcome::Unchanged(Moved::Taken));
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
        Ok(Outcome::commit(plan, Moved::Theirs))
    }
}

/// Lets a pending invitation name the person who vouches for it by the id that they have now.
struct MoveVoucher<'a> {
    hint: &'a MoveHint,
    invitation: InvitationId,
}

impl UseCase for MoveVoucher<'_> {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        let store = &self.hint.store;
        ReadSet::keys([Key::Store(store.clone()), Key::Invitation(store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let invitation = read.invitation(&self.hint.store, self.invitation);
        let (Some(store), Some(before)) = (read.store(&self.hint.store), invitation) else {
            return Ok(Outcome::Unchanged(()));
        };
        if !names(before, &self.hint.move_from) {
            return Ok(Outcome::Unchanged(()));
        }
        let mut after = before.clone();
        after.invited_by.user_id = self.hint.move_to.clone();
        // No membership has this version, so the person is read before the invitation is used: what they may give can have changed.
        after.invited_by.member_version = before.invited_by.member_version.map(|_| 0);
        after.version += 1;
        after.changed_at = context.now;
        let mut plan = Plan::in_store(store, context, EventActor::Platform);
        plan.rewrite_invitation(before, &after)?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests;
