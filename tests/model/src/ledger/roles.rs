//! The roles of a store's own, as they were promised. Whoever has a role that is replaced has the other one at once: the ledger
//! rewrites its grants with the event.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, SubsecRound as _};
use staffroom_domain::{
    Catalog, Grant, PermissionKind, PermissionSlug, Quantity, RoleSlug, Timestamp, UserId, bounds, durations,
};

use super::{Fate, Given, Offered, Place, Team};
use crate::world::{self, Rights};

/// The roles of a store's own.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// The roles, each with its permissions.
    pub own: BTreeMap<RoleSlug, BTreeSet<PermissionSlug>>,
    /// Those that were deleted, as long as their slugs are taken.
    pub former: BTreeMap<RoleSlug, Former>,
}

/// A role that was deleted.
#[derive(Debug, Clone)]
pub struct Former {
    /// The role that replaced it.
    pub stands_for: Option<RoleSlug>,
    /// Until when its slug is taken.
    pub until: Timestamp,
}

impl Roles {
    /// The permissions of roles and permissions in a store with these roles, computed from the catalog's text alone.
    #[must_use]
    pub fn rights_of(&self, catalog: &Catalog, grant: &Grant) -> Rights {
        let mut rights = 0;
        for role in &grant.roles {
            if catalog.grants.roles != Quantity::None || self.own.contains_key(role) {
                rights |= self.rights_of_role(catalog, role).unwrap_or(0);
            }
        }
        if catalog.grants.permissions != Quantity::None {
            rights = grant
                .permissions
                .iter()
                .fold(rights, |rights, slug| rights | world::right(catalog, slug.as_str()));
        }
        for permission in catalog.permissions {
            match permission.kind {
                PermissionKind::Grantable => {}
                PermissionKind::OwnerOnly => rights &= !world::right(catalog, permission.slug),
                PermissionKind::HeldWith(all) => {
                    rights &= !world::right(catalog, permission.slug);
                    if all.iter().all(|slug| rights & world::right(catalog, slug) != 0) {
                        rights |= world::right(catalog, permission.slug);
                    }
                }
            }
        }
        rights
    }

    /// The role that a slug stands for; `None` if it is gone.
    #[must_use]
    pub fn resolve<'a>(&'a self, role: &'a RoleSlug) -> Option<&'a RoleSlug> {
        self.former.get(role).map_or(Some(role), |former| former.stands_for.as_ref())
    }

    /// The roles that slugs stand for.
    pub fn resolved<'a>(&self, roles: impl Iterator<Item = &'a RoleSlug>) -> BTreeSet<RoleSlug> {
        roles.filter_map(|role| self.resolve(role)).cloned().collect()
    }

    /// The permissions of one of these roles, or else of the catalog's; `None` if there is no such role.
    #[must_use]
    pub fn rights_of_role(&self, catalog: &Catalog, role: &RoleSlug) -> Option<Rights> {
        if let Some(permissions) = self.own.get(role) {
            // A role of what the catalog does not know is none.
            let is_grantable = |slug: &&str| {
                let known = catalog.permissions.iter().find(|known| known.slug == *slug);
                known.is_some_and(|known| matches!(known.kind, PermissionKind::Grantable))
            };
            let permissions = permissions.iter().map(PermissionSlug::as_str).filter(is_grantable);
            let rights = world::rights(catalog, permissions);
            return (rights != 0).then_some(rights);
        }
        let known = catalog.roles.iter().find(|known| known.slug == role.as_str())?;
        Some(world::rights(catalog, known.permissions.iter().copied()))
    }

    /// Whether no role can have this slug.
    #[must_use]
    pub fn is_taken(&self, role: &RoleSlug, now: Timestamp) -> bool {
        self.own.contains_key(role) || self.former.get(role).is_some_and(|former| former.until > now)
    }

    /// A role is there with these permissions.
    pub fn put(&mut self, role: &RoleSlug, permissions: BTreeSet<PermissionSlug>, at: Timestamp) {
        self.forget(at);
        self.former.remove(role);
        self.own.insert(role.clone(), permissions);
    }

    /// A role is gone, and its slug stands for another one.
    pub fn replace(&mut self, role: &RoleSlug, by: Option<&RoleSlug>, at: Timestamp) {
        self.forget(at);
        self.own.remove(role);
        for former in self.former.values_mut().filter(|former| former.stands_for.as_ref() == Some(role)) {
            former.stands_for = by.cloned();
        }
        // In whole seconds, rounded up.
        let until = at + Duration::days(durations::ROLE_SLUG_DAYS) + Duration::milliseconds(999);
        let former = Former { stands_for: by.cloned(), until: until.trunc_subsecs(0) };
        self.former.insert(role.clone(), former);
    }

    /// Forgets the slugs that are free again.
    fn forget(&mut self, at: Timestamp) {
        self.former.retain(|_, former| former.until > at);
    }

    /// Whether the record of the store has certainly room for more: each slug takes up to thirty bytes beside itself.
    #[must_use]
    pub fn has_room(&self) -> bool {
        let bytes: usize =
            self.own.keys().chain(self.former.keys()).map(|slug| slug.as_str().len() + 31).sum();
        bytes <= bounds::STORE_BYTES / 2
    }
}

/// Those who have a role.
#[derive(Debug, Default)]
pub struct RoleHolders<'a> {
    /// The members, those whose access has ended included.
    pub members: Vec<&'a Place>,
    /// The invitations whose links can be used.
    pub offers: Vec<&'a Offered>,
}

impl RoleHolders<'_> {
    /// Whether nobody has it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.offers.is_empty()
    }
}

impl Team {
    /// A grant, as it is given under a catalog: with the roles that its slugs stand for.
    #[must_use]
    pub fn given(&self, grant: &Grant, under: u32) -> Given {
        Given { grant: self.resolved(grant, under), under }
    }

    fn resolved(&self, grant: &Grant, under: u32) -> Grant {
        if under == self.catalogs {
            Grant { roles: self.roles.resolved(grant.roles.iter()), ..grant.clone() }
        } else {
            grant.clone()
        }
    }

    /// Whether a grant of a record, of whatever spelling, is the one that was given. One of a former catalog confers nothing, and
    /// its roles stay as they were spelled.
    #[must_use]
    pub fn is_as_given(&self, grant: &Grant, given: &Given) -> bool {
        let same_roles =
            given.under != self.catalogs || self.roles.resolved(grant.roles.iter()) == given.grant.roles;
        same_roles && grant.permissions == given.grant.permissions
    }

    /// Those who have a role.
    #[must_use]
    pub fn holders_of(&self, role: &RoleSlug, now: Timestamp) -> RoleHolders<'_> {
        let has = |given: &Given| given.under == self.catalogs && given.grant.roles.contains(role);
        RoleHolders {
            members: self.members.iter().filter(|place| has(&place.given)).collect(),
            offers: self
                .offers
                .iter()
                .filter(|offered| offered.is_live(now) && has(&offered.given))
                .collect(),
        }
    }

    /// Everyone who has a role has another one in its place, or none.
    pub fn replace_role(&mut self, role: &RoleSlug, by: Option<&RoleSlug>, at: Timestamp) {
        let catalogs = self.catalogs;
        let places = self.members.iter_mut().map(|place| &mut place.given);
        let open = self.offers.iter_mut().filter(|offered| offered.fate == Fate::Open);
        for given in places.chain(open.map(|offered| &mut offered.given)) {
            if given.under == catalogs && given.grant.roles.remove(role) {
                given.grant.roles.extend(by.cloned());
            }
        }
        self.roles.replace(role, by, at);
    }

    /// Whether somebody beside `user` has a role, or can have it by a link.
    #[must_use]
    pub fn others_hold(&self, role: &RoleSlug, user: &UserId, now: Timestamp) -> bool {
        let holders = self.holders_of(role, now);
        holders.members.iter().any(|place| place.user != *user && !place.has_ended(now))
            || !holders.offers.is_empty()
    }
}
