//! The platform makes a member without an invitation, or replaces one.

use staffroom_domain::{
    EventActor, EventKind, MailProblem, Member, MemberPut, Membership, Notify, Rejection, SeatChange, Store,
    StoreId, Timestamp,
};

use crate::Error;
use crate::addressee::require_own_addresses;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::opt_out;
use crate::plan::Plan;
use crate::precondition::Precondition;
use crate::read::{ReadResult, ReadSet};
use crate::steps::{commit_seated, supersede_invitations};

/// Puts a member.
#[derive(Debug, Clone)]
pub struct PutMember {
    /// The platform.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The version that the caller requires.
    pub required: Precondition,
    /// The member.
    pub put: MemberPut,
    /// Who is told.
    pub notify: Notify,
}

/// The store, and the member as they are now.
#[derive(Debug, Clone)]
pub enum MemberIs {
    /// They were no member.
    Added(Store, Box<Member>),
    /// They were one.
    Replaced(Store, Box<Member>),
}

/// Whether two members differ in nothing but their version, and the spelling of roles that were replaced.
fn is_same(store: &Store, before: &Member, after: &Member) -> bool {
    let as_before = Member { version: before.version, changed_at: before.changed_at, ..after.clone() };
    let before = &Member { grant: store.roles.resolved(&before.grant), ..before.clone() };
    as_before == *before && before.email.as_typed() == after.email.as_typed()
}

impl PutMember {
    /// What changed of a member; of somebody who was none, that they are one.
    fn events(&self, store: &Store, before: &Membership, after: &Member) -> Vec<EventKind> {
        let Some(before) = before.member() else {
            let (member, access_ends_at) = (after.into(), after.access_ends_at);
            return vec![EventKind::MemberAdded { member, access_ends_at, notify: self.notify }];
        };
        let mut events = Vec::new();
        let has_profile = before.name == after.name
            && before.locale == after.locale
            && before.email == after.email
            && before.email.as_typed() == after.email.as_typed();
        if !has_profile {
            let email_before = (before.email != after.email).then(|| before.email.clone());
            events.push(EventKind::MemberProfileChanged { member: after.into(), email_before });
        }
        if store.roles.resolved(&before.grant) != after.grant
            || before.access_ends_at != after.access_ends_at
            || has_profile
        {
            events.push(EventKind::MemberChanged {
                member: after.into(),
                before: store.current(&before.grant),
                access_ends_at: after.access_ends_at,
                access_ends_at_before: before.access_ends_at,
                notify: self.notify,
            });
        }
        events
    }
}

impl UseCase for PutMember {
    type Answer = MemberIs;

    fn reads(&self, _: Timestamp) -> ReadSet {
        let (store, address) = (&self.store, self.put.address(&self.store));
        ReadSet::keys([
            Key::Store(store.clone()),
            Key::Member(store.clone(), self.put.user.clone()),
            Key::Invitation(store.clone(), address),
            Key::Address(store.clone(), address),
            opt_out::key(store, address),
        ])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<MemberIs>, Error> {
        self.caller.require_platform()?;
        let store = read.require_store(&self.store)?;
        // The platform's own back end is no person, and its `me` nobody.
        if self.put.user == self.caller.user {
            return Err(Rejection::NotFound.into());
        }
        let membership = read.membership(&store.id, &self.put.user);
        self.required.check(membership.member().map(|member| member.version))?;
        let mut after = self.put.apply(store, membership, context.now)?;
        // The platform may make a member of whom complained. They are not written to, and managers see why.
        if read.has_opted_out(&store.id, self.put.address(&store.id)) {
            after.mail_problem = Some(MailProblem::Complained);
        }
        if let Some(before) = membership.member().filter(|before| is_same(store, before, &after)) {
            return Ok(Outcome::Unchanged(MemberIs::Replaced(store.clone(), Box::new(before.clone()))));
        }
        let events = self.events(store, membership, &after);
        if events.len() == 2 {
            // Each event has a version of its own.
            after.version += 1;
        }
        let mut plan = Plan::in_store(store, context, EventActor::Platform);
        if let Err(unread) = require_own_addresses(&mut plan, read, store, membership, &after)? {
            return Ok(Outcome::ReadMore(unread));
        }
        plan.put_member(store, membership, &after, read)?;
        let is_new = membership.member().is_none();
        // In the order of an acceptance and of a change.
        let (first, last) = if is_new { (events, Vec::new()) } else { (Vec::new(), events) };
        for event in first {
            plan.record_event(event)?;
        }
        // The addresses of a member whose access has ended can be invited: who comes back is not invited as well.
        if let Err(unread) = supersede_invitations(&mut plan, read, &store.id, &after.addresses)? {
            return Ok(Outcome::ReadMore(unread));
        }
        for event in last {
            plan.record_event(event)?;
        }
        let is = if is_new { MemberIs::Added } else { MemberIs::Replaced };
        let answer = is(store.clone(), Box::new(after));
        commit_seated(plan, read, store, SeatChange::default(), answer)
    }
}

#[cfg(test)]
mod tests;
