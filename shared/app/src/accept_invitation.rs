//! A signed-in person accepts an invitation by its link.

use staffroom_domain::{
    Acceptance, Account, Ending, EventActor, EventKind, Invitation, InvitationId, LinkClaims, Member,
    Rejection, SeatChange, Store, Timestamp, Visitor,
};

use crate::Error;
use crate::addressee::require_own_addresses;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};
use crate::steps::{
    GrantorNeed, commit_seated, grantor, link_keys, linked, require_grantor, supersede_invitation, withdraw,
};

/// Accepts an invitation. The answer is a rejection if using the link ended the invitation instead; that
/// change is committed.
#[derive(Debug, Clone)]
pub struct AcceptInvitation {
    /// The person.
    pub caller: Caller,
    /// The person's account, with its verified address.
    pub account: Account,
    /// The link.
    pub link: LinkClaims,
}

/// A person who is a member after using a link.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The store.
    pub store: Store,
    /// The member.
    pub member: Member,
    /// Whether they joined now or before.
    pub joined: Joined,
}

/// When a person joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// With this call.
    Now,
    /// With the same link before.
    Before,
}

impl AcceptInvitation {
    /// The invitation of the person's own address, which may differ from that of the link.
    fn own(&self) -> InvitationId {
        InvitationId::of(&self.link.store, &self.account.email)
    }

    fn accepted(store: &Store, member: &Member, joined: Joined) -> Accepted {
        Accepted { store: store.clone(), member: member.clone(), joined }
    }

    fn join(
        &self,
        (mut plan, read): (Plan, &ReadResult),
        store: &Store,
        (before, accepted): (&Invitation, &Invitation),
        member: &Member,
    ) -> Result<Outcome<Result<Accepted, Rejection>>, Error> {
        let membership = read.membership(&store.id, &self.account.user);
        if let Err(unread) = require_own_addresses(&mut plan, read, store, membership, member)? {
            return Ok(Outcome::ReadMore(unread));
        }
        plan.put_invitation(Some(before), accepted)?;
        plan.put_member(store, membership, member, read)?;
        plan.record_event(EventKind::InvitationAccepted {
            invitation: accepted.into(),
            member: member.into(),
        })?;
        if self.own() != accepted.id {
            supersede_invitation(&mut plan, read, &store.id, self.own())?;
        }
        let answer = Ok(Self::accepted(store, member, Joined::Now));
        commit_seated(plan, read, store, SeatChange::default(), answer)
    }

    fn end(
        &self,
        (mut plan, read): (Plan, &ReadResult),
        store: &Store,
        (before, ended): (&Invitation, &Invitation),
        ending: &Ending,
    ) -> Result<Outcome<Result<Accepted, Rejection>>, Error> {
        match ending {
            Ending::Withdrawn => withdraw(&mut plan, before, ended)?,
            Ending::Owner | Ending::Left | Ending::Member { .. } => {
                plan.put_invitation(Some(before), ended)?;
                let kind = EventKind::InvitationSuperseded { invitation: ended.into() };
                plan.record_event_by(EventActor::Service, kind)?;
            }
        }
        let membership = read.membership(&store.id, &self.account.user);
        match ending {
            Ending::Member { changed: Some(member) } => {
                if let Err(unread) = require_own_addresses(&mut plan, read, store, membership, member)? {
                    return Ok(Outcome::ReadMore(unread));
                }
                plan.put_member(store, membership, member, read)?;
            }
            // The decision depends on this membership, so the commit requires that it is unchanged.
            Ending::Member { changed: None } | Ending::Left => {
                plan.require_membership(&self.account.user, membership.version())?;
            }
            Ending::Owner | Ending::Withdrawn => {}
        }
        Ok(Outcome::commit(plan, Err(ending.rejection())))
    }
}

impl UseCase for AcceptInvitation {
    type Answer = Result<Accepted, Rejection>;

    fn reads(&self, _: Timestamp) -> ReadSet {
        let store = &self.link.store;
        ReadSet::keys(link_keys(&self.link)).and([
            Key::Invitation(store.clone(), self.own()),
            Key::Address(store.clone(), self.own()),
            Key::Member(store.clone(), self.account.user.clone()),
        ])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let (store, invitation) = linked(read, &self.link)?;
        let grantor = match grantor(read, store, invitation, GrantorNeed::IfOver, context) {
            Ok(grantor) => grantor,
            Err(unread) => return Ok(Outcome::ReadMore(unread)),
        };
        let membership = read.membership(&store.id, &self.account.user);
        let visitor = Visitor { account: &self.account, membership, grantor: grantor.membership };
        let acceptance = invitation.accept(store, self.link.generation, &visitor, context.now)?;
        let mut plan = Plan::in_store(store, context, self.caller.event_actor());
        require_grantor(&mut plan, store, invitation, grantor)?;
        match &acceptance {
            Acceptance::AlreadyJoined(member) => {
                Ok(Outcome::Unchanged(Ok(Self::accepted(store, member, Joined::Before))))
            }
            Acceptance::Joined { invitation: accepted, member } => {
                self.join((plan, read), store, (invitation, accepted), member)
            }
            Acceptance::Ended { invitation: ended, ending } => {
                self.end((plan, read), store, (invitation, ended), ending)
            }
        }
    }
}

#[cfg(test)]
mod tests;
