//! Rewrites members and invitations that have roles which were deleted.
//!
//! Until then their slugs stand for the other roles, so nothing depends on when it happens. A role that was not replaced leaves
//! them, too: an invitation that has expired can have it, and must not offer a later role with the same slug. Each is rewritten in
//! a transaction of its own. Whoever is rewritten has left the list of the replaced role, so a worker that begins anew finds the others.

use staffroom_domain::{EventActor, Grant, Invitation, Member, RoleSlug, Store, StoreId, Timestamp, UserId};

use crate::context::{Context, Invocation};
use crate::database::{Database, List};
use crate::dealt::Dealt;
use crate::error::Error;
use crate::execute::{Outcome, UseCase, execute};
use crate::key::Key;
use crate::listing::{Listed, Listing};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::rewrite_invitation::{REWRITTEN_AT_ONCE, RewriteInvitation};

/// Members or invitations that are read at a time.
const AT_ONCE: usize = 100;

/// Rewrites members and invitations of a store that have replaced roles, if that is to be done.
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
    let deleted: Vec<RoleSlug> =
        read.store(store).map(|known| known.roles.deleted().cloned().collect()).unwrap_or_default();
    let mut lists: Vec<Listing> = deleted.into_iter().map(Listing::Role).collect();
    if !lists.is_empty() {
        lists.push(Listing::Created);
    }
    let mut left = REWRITTEN_AT_ONCE;
    for listing in lists {
        left = rewrite_listed(database, invocation, (store, listing), left).await?;
        if left == 0 {
            return Ok(Dealt::Again { after_seconds: 0 });
        }
    }
    // A role that was deleted meanwhile has put the record anew, and falls due again.
    execute(database, invocation, &EndRewriting { store: store.clone(), version: begun.version }).await
}

/// Rewrites those who stand in a list, up to `left`. Returns how many more may be rewritten.
async fn rewrite_listed<D: Database>(
    database: &D,
    invocation: &Invocation,
    (store, listing): (&StoreId, Listing),
    mut left: usize,
) -> Result<usize, Error> {
    let list = List::Listing(store.clone(), listing, String::new());
    let mut after = None;
    loop {
        let page = database.page(&list, after.as_ref(), AT_ONCE).await?;
        let listed = page.entries.into_iter().filter_map(|(key, _)| match key {
            Key::Listed(_, _, _, Listed::Member(user)) => Some(Key::Member(store.clone(), user)),
            Key::Listed(_, _, _, Listed::Invitation(id)) => Some(Key::Invitation(store.clone(), id)),
            _ => None,
        });
        let listed: Vec<Key> = listed.collect();
        let keys = [Key::Store(store.clone())];
        let read = database.read(&ReadSet::keys(keys).and(listed.iter().cloned())).await?;
        let Some(known) = read.store(store) else { return Ok(left) };
        for key in listed {
            let store = store.clone();
            match key {
                Key::Member(_, user) if has_replaced_role(known, read.membership(&store, &user).member()) => {
                    execute(database, invocation, &RewriteMember { store, user }).await?;
                }
                Key::Invitation(_, invitation)
                    if offers_replaced_role(known, read.invitation(&store, invitation)) =>
                {
                    let rewrite = RewriteInvitation { store, invitation, change: with_present_roles };
                    execute(database, invocation, &rewrite).await?;
                }
                _ => continue,
            }
            left -= 1;
            if left == 0 {
                return Ok(left);
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(left);
        }
    }
}

fn has_replaced_role(store: &Store, member: Option<&Member>) -> bool {
    member.is_some_and(|member| rewritten(store, &member.grant).is_some())
}

fn offers_replaced_role(store: &Store, invitation: Option<&Invitation>) -> bool {
    let unanswered = invitation.filter(|invitation| invitation.is_unanswered());
    unanswered.is_some_and(|invitation| with_present_roles(store, invitation).is_some())
}

fn with_present_roles(store: &Store, invitation: &Invitation) -> Option<Invitation> {
    rewritten(store, &invitation.grant).map(|grant| Invitation { grant, ..invitation.clone() })
}

/// The grant with the roles that its slugs stand for; `None` if those are the same, or void.
fn rewritten(store: &Store, grant: &Grant) -> Option<Grant> {
    let resolved = store.roles.resolved(grant);
    (grant.catalog_version == store.catalog_version && resolved != *grant).then_some(resolved)
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
        let Some(grant) = rewritten(store, &member.grant) else { return Ok(Outcome::Unchanged(())) };
        let after = Member { grant, version: member.version + 1, changed_at: context.now, ..member.clone() };
        // What the member may do stays the same, so there is no event, and nobody is told.
        let mut plan = Plan::in_store(store, context, EventActor::Service);
        plan.put_member(store, membership, &after, read)?;
        Ok(Outcome::commit(plan, ()))
    }
}

/// Ends the rewriting, unless a role was deleted since it began.
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
