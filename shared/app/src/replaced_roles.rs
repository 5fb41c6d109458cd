//! Rewrites members and invitations that have roles which were replaced.
//!
//! Until then their slugs stand for the other roles, so nothing depends on when it happens. Each is rewritten in a transaction of
//! its own. Whoever is rewritten has left the list of the replaced role, so a worker that begins anew finds the others.

use staffroom_domain::{
    EventActor, Invitation, InvitationId, Member, RoleSlug, Store, StoreId, Timestamp, UserId,
};

use crate::context::{Context, Invocation};
use crate::database::{Database, List};
use crate::error::Error;
use crate::execute::{Outcome, UseCase, execute};
use crate::key::Key;
use crate::listing::{Listed, Listing};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::review::Dealt;

/// Members or invitations that are read at a time.
const AT_ONCE: usize = 100;

/// Rewrites all members and invitations of a store that have replaced roles, if that is to be done.
///
/// # Errors
/// A fault of the database. What is rewritten stays so, and the rest falls due again.
pub(crate) async fn rewrite_replaced_roles<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
) -> Result<Dealt, Error> {
    let keys = [Key::Store(store.clone()), Key::ReplacedRoles(store.clone())];
    let read = database.read(&ReadSet::keys(keys)).await?;
    let Some(begun) = read.replaced_roles(store) else { return Ok(Dealt::NotDue) };
    if let Some(known) = read.store(store) {
        let replaced: Vec<RoleSlug> = known.roles.replaced().cloned().collect();
        for role in &replaced {
            rewrite_members(database, invocation, store, role).await?;
        }
        if !replaced.is_empty() {
            rewrite_invitations(database, invocation, store).await?;
        }
    }
    // A role that was replaced meanwhile has put the record anew, and falls due again.
    execute(database, invocation, &EndRewriting { store: store.clone(), version: begun.version }).await
}

async fn rewrite_members<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    role: &RoleSlug,
) -> Result<(), Error> {
    let list = List::Listing(store.clone(), Listing::Role(role.clone()), String::new());
    let mut after = None;
    loop {
        let page = database.page(&list, after.as_ref(), AT_ONCE).await?;
        for (key, _) in page.entries {
            if let Key::Listed(_, _, _, Listed::Member(user)) = key {
                execute(database, invocation, &RewriteMember { store: store.clone(), user }).await?;
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

async fn rewrite_invitations<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
) -> Result<(), Error> {
    let list = List::Listing(store.clone(), Listing::Created, String::new());
    let mut after = None;
    loop {
        let page = database.page(&list, after.as_ref(), AT_ONCE).await?;
        let ids = page.entries.iter().filter_map(|(key, _)| match key {
            Key::Listed(_, _, _, Listed::Invitation(id)) => Some(*id),
            _ => None,
        });
        let ids: Vec<InvitationId> = ids.collect();
        let keys = ids.iter().map(|id| Key::Invitation(store.clone(), *id));
        let read = database.read(&ReadSet::keys([Key::Store(store.clone())]).and(keys)).await?;
        let Some(known) = read.store(store) else { return Ok(()) };
        for id in ids {
            if read
                .invitation(store, id)
                .is_some_and(|invitation| rewritten_offer(known, invitation).is_some())
            {
                execute(database, invocation, &RewriteInvitation { store: store.clone(), invitation: id })
                    .await?;
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// The member with the roles that the slugs of their grant stand for; `None` if those are the same, or void.
fn rewritten(store: &Store, member: &Member, now: Timestamp) -> Option<Member> {
    let grant = store.roles.resolved(&member.grant);
    let is_due = member.grant.catalog_version == store.catalog_version && grant != member.grant;
    is_due.then(|| Member { grant, version: member.version + 1, changed_at: now, ..member.clone() })
}

/// What an unanswered invitation offers, with the roles that its slugs stand for; `None` if those are the same, or void.
fn rewritten_offer(store: &Store, invitation: &Invitation) -> Option<staffroom_domain::Grant> {
    let grant = store.roles.resolved(&invitation.grant);
    let is_due = invitation.is_unanswered()
        && invitation.grant.catalog_version == store.catalog_version
        && grant != invitation.grant;
    is_due.then_some(grant)
}

/// Rewrites a member.
struct RewriteMember {
    store: StoreId,
    user: UserId,
}

impl UseCase for RewriteMember {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone()), Key::Member(self.store.clone(), self.user.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let membership = read.membership(&self.store, &self.user);
        let (Some(store), Some(member)) = (read.store(&self.store), membership.member()) else {
            return Ok(Outcome::Unchanged(()));
        };
        let Some(after) = rewritten(store, member, context.now) else { return Ok(Outcome::Unchanged(())) };
        // What the member may do stays the same, so there is no event, and nobody is told.
        let mut plan = Plan::in_store(store, context, EventActor::Service);
        plan.put_member(store, membership, &after, read)?;
        Ok(Outcome::commit(plan, ()))
    }
}

/// Rewrites an invitation.
struct RewriteInvitation {
    store: StoreId,
    invitation: InvitationId,
}

impl UseCase for RewriteInvitation {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.clone()), Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let invitation = read.invitation(&self.store, self.invitation);
        let (Some(store), Some(before)) = (read.store(&self.store), invitation) else {
            return Ok(Outcome::Unchanged(()));
        };
        let Some(grant) = rewritten_offer(store, before) else { return Ok(Outcome::Unchanged(())) };
        let after =
            Invitation { grant, version: before.version + 1, changed_at: context.now, ..before.clone() };
        let mut plan = Plan::in_store(store, context, EventActor::Service);
        plan.rewrite_invitation(before, &after)?;
        Ok(Outcome::commit(plan, ()))
    }
}

/// Ends the rewriting, unless a role was replaced since it began.
struct EndRewriting {
    store: StoreId,
    version: u64,
}

impl UseCase for EndRewriting {
    type Answer = Dealt;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::ReplacedRoles(self.store.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Dealt>, Error> {
        if read.replaced_roles(&self.store).is_none_or(|replaced| replaced.version != self.version) {
            return Ok(Outcome::Unchanged(Dealt::Done));
        }
        let mut plan = Plan::beside_store(&self.store, context, EventActor::Service);
        let key = Key::ReplacedRoles(self.store.clone());
        plan.push(Write::Delete { key, condition: Condition::Version(self.version) })?;
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

#[cfg(test)]
mod tests;
