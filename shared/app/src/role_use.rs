//! Counts who has a role of a store's own.
//!
//! Members are found in the lists of the role, pending invitations among the held seats. It costs as much as they are, and is
//! asked only for a deletion without replacement, and for a change by a manager who holds less than the role.

use std::collections::BTreeSet;

use chrono::Duration;
use staffroom_domain::{Grant, RoleSlug, RoleUse, Status, Store, StoreId, Timestamp, bounds, durations};

use crate::database::{Database, List};
use crate::error::Fault;
use crate::key::Key;
use crate::listing::{Listed, Listing};
use crate::read::ReadSet;

/// Keys of held seats that are read at a time.
const SEATS_AT_ONCE: usize = 1_000;

/// The largest number of reads of held seats. Invitations behind them are not counted; a role that is deleted all the same
/// confers nothing.
const SEAT_READS: u32 = 10;

/// Those who have a role, in whatever spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleUsers {
    store: StoreId,
    spellings: Vec<RoleSlug>,
    catalog_version: u64,
}

impl RoleUsers {
    /// Those who have a role of the store.
    #[must_use]
    pub(crate) fn of(store: &Store, role: &RoleSlug) -> Self {
        let spellings = store.roles.spellings(role);
        Self { store: store.id.clone(), spellings, catalog_version: store.catalog_version }
    }

    fn includes(&self, grant: &Grant) -> bool {
        grant.catalog_version == self.catalog_version
            && self.spellings.iter().any(|role| grant.roles.contains(role))
    }

    /// Counts them.
    ///
    /// # Errors
    /// When the database does not answer, or a record is corrupt.
    pub(crate) async fn count<D: Database>(&self, database: &D, now: Timestamp) -> Result<RoleUse, Fault> {
        let mut used = RoleUse::default();
        let mut users = BTreeSet::new();
        for role in &self.spellings {
            let list = List::Listing(self.store.clone(), Listing::Role(role.clone()), String::new());
            let page = database.page(&list, None, bounds::ROLE_USES).await?;
            users.extend(page.entries.into_iter().filter_map(|(key, _)| match key {
                Key::Listed(_, _, _, Listed::Member(user)) => Some(user),
                _ => None,
            }));
        }
        let keys = users.iter().take(bounds::ROLE_USES);
        let keys = keys.map(|user| Key::Member(self.store.clone(), user.clone()));
        let read = database.read(&ReadSet::keys(keys)).await?;
        let members = users.iter().filter_map(|user| read.membership(&self.store, user).member());
        let holders = members.filter(|member| self.includes(&member.grant));
        used.members = holders.map(|member| (member.user.clone(), member.access_ends_at)).collect();
        used.invitations = self.pending(database, now).await?;
        Ok(used)
    }

    /// The ends of the access that pending invitations offer. Every seat is held until some time; those of pending invitations
    /// for no longer than the longest term.
    async fn pending<D: Database>(
        &self,
        database: &D,
        now: Timestamp,
    ) -> Result<Vec<Option<Timestamp>>, Fault> {
        let until = now + Duration::days(durations::MAX_INVITATION_DAYS + 1);
        let list = List::ReleasableSeats(self.store.clone(), until);
        let (mut found, mut after) = (Vec::new(), None);
        for _ in 0..SEAT_READS {
            let page = database.page(&list, after.as_ref(), SEATS_AT_ONCE).await?;
            let keys = page.entries.into_iter().map(|(key, _)| key);
            let keys: Vec<Key> = keys.filter(|key| matches!(key, Key::Invitation(..))).collect();
            let read = database.read(&ReadSet::keys(keys.iter().cloned())).await?;
            for key in &keys {
                let Key::Invitation(store, id) = key else { continue };
                let invitation = read.invitation(store, *id);
                let pending = invitation.filter(|invitation| {
                    invitation.status(now) == Status::Pending && self.includes(&invitation.grant)
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
}
