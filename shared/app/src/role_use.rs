//! Counts who has a role of a store's own.
//!
//! Members are found in the lists of the role, pending invitations among the held seats. It costs as much as they are, and is
//! asked only for a deletion without replacement, and for a change by a manager who holds less than the role.

use std::collections::BTreeSet;

use chrono::Duration;
use staffroom_domain::{RoleUse, Status, Timestamp, UserId, bounds, durations};

use crate::database::{Database, List};
use crate::error::Fault;
use crate::key::Key;
use crate::listing::{Listed, Listing};
use crate::read::ReadSet;
use crate::role_users::RoleUsers;

/// Keys of held seats that are read at a time.
const SEATS_AT_ONCE: usize = 1_000;

/// The largest number of reads of held seats. Invitations behind them are not counted; a role that is deleted all the same
/// confers nothing.
const SEAT_READS: u32 = 10;

/// Counts them.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub(crate) async fn count<D: Database>(
    users: &RoleUsers,
    database: &D,
    now: Timestamp,
) -> Result<RoleUse, Fault> {
    let members = members(users, database).await?;
    Ok(RoleUse { members, invitations: pending(users, database, now).await? })
}

/// The members, each with the end of their access.
async fn members<D: Database>(
    users: &RoleUsers,
    database: &D,
) -> Result<Vec<(UserId, Option<Timestamp>)>, Fault> {
    let mut listed = BTreeSet::new();
    for role in &users.spellings {
        let list = List::Listing(users.store.clone(), Listing::Role(role.clone()), String::new());
        let page = database.page(&list, None, bounds::ROLE_USES).await?;
        listed.extend(page.entries.into_iter().filter_map(|(key, _)| match key {
            Key::Listed(_, _, _, Listed::Member(user)) => Some(user),
            _ => None,
        }));
    }
    let keys = listed.iter().take(bounds::ROLE_USES);
    let read = database
        .read(&ReadSet::keys(keys.map(|user| Key::Member(users.store.clone(), user.clone()))))
        .await?;
    let members = listed.iter().filter_map(|user| read.membership(&users.store, user).member());
    let holders = members.filter(|member| users.includes(&member.grant));
    Ok(holders.map(|member| (member.user.clone(), member.access_ends_at)).collect())
}

/// The ends of the access that pending invitations offer. Every seat is held until some time, that of a pending invitation for no
/// longer than the longest term.
async fn pending<D: Database>(
    users: &RoleUsers,
    database: &D,
    now: Timestamp,
) -> Result<Vec<Option<Timestamp>>, Fault> {
    let until = now + Duration::days(durations::MAX_INVITATION_DAYS + 1);
    let list = List::ReleasableSeats(users.store.clone(), until);
    let (mut found, mut after) = (Vec::new(), None);
    for _ in 0..SEAT_READS {
        let page = database.page(&list, after.as_ref(), SEATS_AT_ONCE).await?;
        let keys = page.entries.into_iter().map(|(key, _)| key);
        let keys: Vec<Key> = keys.filter(|key| matches!(key, Key::Invitation(..))).collect();
        let read = database.read(&ReadSet::keys(keys.iter().cloned())).await?;
        for key in &keys {
            let Key::Invitation(store, id) = key else { continue };
            let pending = read.invitation(store, *id).filter(|invitation| {
                invitation.status(now) == Status::Pending && users.includes(&invitation.grant)
            });
            found.extend(pending.map(|invitation| invitation.access_ends_at));
        }
        after = page.next;
        if after.is_none() || found.len() >= bounds::ROLE_USES {
            break;
        }
    }
    found.truncate(bounds::ROLE_USES);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, grant, invitation, member, noon, store};
    use staffroom_domain::{Grant, Member, RoleUse, Store};

    use super::count;
    use crate::builders::{
        found, invitation_found, invitation_key, member_found, member_key, shop, with_roles,
    };
    use crate::database::Page;
    use crate::key::Key;
    use crate::list_entries::{listed_member, name_place};
    use crate::listing::Listing;
    use crate::role_users::RoleUsers;
    use crate::scripted::{ScriptedDatabase, ready};

    fn of() -> Store {
        with_roles(store("whatnot"), &[("packer", &["shipping"])])
    }

    fn page(keys: impl IntoIterator<Item = Key>) -> Page {
        Page { entries: keys.into_iter().map(|key| (key, None)).collect(), next: None }
    }

    #[test]
    fn members_and_pending_invitations_that_have_the_role_are_counted() {
        let shop_with_role = of();
        let kim = Member { access_ends_at: Some(day(9)), ..member("kim", &["packer"]) };
        let void = Member { grant: Grant { catalog_version: 5, ..kim.grant.clone() }, ..member("lou", &[]) };
        let moved = member("ann", &["seller"]);
        let entry = |of: &Member| {
            listed_member(&shop(), Listing::Role("packer".parse().unwrap()), name_place(of), &of.user)
        };
        let mut pending = invitation(&shop_with_role, "joe", &["packer"]);
        pending.access_ends_at = Some(day(4));
        let other = invitation(&shop_with_role, "sue", &["seller"]);
        let mut revoked = invitation(&shop_with_role, "bea", &["packer"]).superseded(noon());
        revoked.grant = grant(&["packer"], &[]);
        let database = ScriptedDatabase::reading([
            found([&kim, &void, &moved].map(member_found)),
            found([&pending, &other, &revoked].map(invitation_found)),
        ])
        .paging([
            page([&kim, &void, &moved].map(entry)),
            page(["joe", "sue", "bea"].map(invitation_key).into_iter().chain([member_key("kim")])),
        ]);
        let users = RoleUsers::of(&shop_with_role, &"packer".parse().unwrap());
        let used = ready(count(&users, &database, noon())).unwrap();
        let expected = RoleUse { members: vec![(kim.user, Some(day(9)))], invitations: vec![Some(day(4))] };
        assert_eq!(used, expected);
    }
}
