//! The form in which a store's record keeps its roles. Each access check reads it, so it is short: a role has its permissions as
//! the bits of a number, each of which stands for a place in one list.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{FormerRole, StoreRoles};
use crate::{PermissionSlug, RoleSlug, Timestamp};

/// The roles of a store as short texts. Entries are separated by spaces, and their parts by colons; no slug has either.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompactRoles {
    /// The permissions that the roles have.
    pub permissions: String,
    /// Each role with its permissions: the bits of a number, in hexadecimal digits.
    pub roles: String,
    /// Each former role, with the second until which its slug is taken, in hexadecimal digits, and what it stands for: `#` and
    /// the place of one of the roles, or the slug of a role of the catalog.
    pub former: String,
}

/// The texts are not those of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidRoles;

impl fmt::Display for InvalidRoles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the roles of the store cannot be read")
    }
}

impl std::error::Error for InvalidRoles {}

impl From<&StoreRoles> for CompactRoles {
    fn from(roles: &StoreRoles) -> Self {
        let permissions: BTreeSet<&PermissionSlug> = roles.own.values().flatten().collect();
        let bits = |held: &BTreeSet<PermissionSlug>| {
            let places =
                permissions.iter().zip(0_u32..).filter(|(permission, _)| held.contains(**permission));
            places.filter_map(|(_, place)| 1_u64.checked_shl(place)).fold(0, |bits, bit| bits | bit)
        };
        let target = |role: &RoleSlug| match roles.own.keys().position(|own| own == role) {
            Some(place) => format!(":#{place}"),
            None => format!(":{}", role.as_str()),
        };
        let own = roles.own.iter().map(|(slug, held)| format!("{}:{:x}", slug.as_str(), bits(held)));
        let former = roles.former.iter().map(|(slug, former)| {
            let until = former.taken_until.timestamp();
            format!(
                "{}:{until:x}{}",
                slug.as_str(),
                former.stands_for.as_ref().map(target).unwrap_or_default()
            )
        });
        let permissions: Vec<&str> = permissions.iter().map(|permission| permission.as_str()).collect();
        Self {
            permissions: permissions.join(" "),
            roles: own.collect::<Vec<_>>().join(" "),
            former: former.collect::<Vec<_>>().join(" "),
        }
    }
}

impl CompactRoles {
    /// The roles, which were last changed at `changed_at`.
    ///
    /// # Errors
    /// If a text is not in the form in which it is written.
    pub fn read(&self, changed_at: Option<Timestamp>) -> Result<StoreRoles, InvalidRoles> {
        let permissions: Vec<PermissionSlug> = entries(&self.permissions)
            .map(|slug| slug.parse().ok())
            .collect::<Option<_>>()
            .ok_or(InvalidRoles)?;
        let own = entries(&self.roles).map(|entry| own(entry, &permissions));
        let own: BTreeMap<_, _> = own.collect::<Option<_>>().ok_or(InvalidRoles)?;
        let former = entries(&self.former).map(|entry| former(entry, &own));
        let former = former.collect::<Option<_>>().ok_or(InvalidRoles)?;
        Ok(StoreRoles { own, former, changed_at })
    }
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|entry| !entry.is_empty())
}

fn own(entry: &str, permissions: &[PermissionSlug]) -> Option<(RoleSlug, BTreeSet<PermissionSlug>)> {
    let (slug, bits) = entry.split_once(':')?;
    let bits = u64::from_str_radix(bits, 16).ok()?;
    let has = |place: u32| 1_u64.checked_shl(place).is_some_and(|bit| bits & bit != 0);
    let held = permissions.iter().zip(0_u32..).filter(|(_, place)| has(*place));
    Some((slug.parse().ok()?, held.map(|(permission, _)| permission.clone()).collect()))
}

fn former(entry: &str, own: &BTreeMap<RoleSlug, BTreeSet<PermissionSlug>>) -> Option<(RoleSlug, FormerRole)> {
    let mut parts = entry.splitn(3, ':');
    let slug = parts.next()?.parse().ok()?;
    let until = i64::from_str_radix(parts.next()?, 16).ok()?;
    let stands_for = match parts.next() {
        None => None,
        Some(target) => Some(match target.strip_prefix('#') {
            Some(place) => own.keys().nth(place.parse().ok()?)?.clone(),
            None => target.parse().ok()?,
        }),
    };
    Some((slug, FormerRole { stands_for, taken_until: Timestamp::from_timestamp(until, 0)? }))
}
