//! What can be granted, and by whom.

use staffroom_app::Announcement;
use staffroom_domain::{
    Field, FieldError, Grant, PermissionKind, PermissionSlug, Quantity, RoleSlug, Timestamp, UserId,
};

use crate::command::Command;
use crate::ledger::{Given, Offered, Team};
use crate::world::{self, Rights};

/// The grant that a command names, with the catalog's default where it names no role.
pub fn named(team: &Team, roles: &[RoleSlug], permissions: &[PermissionSlug]) -> Rights {
    let mut grant = Grant {
        roles: team.roles.resolved(roles.iter()),
        permissions: permissions.iter().cloned().collect(),
        catalog_version: 0,
    };
    if grant.roles.is_empty()
        && let Some(role) = team.catalog.grants.default_role.and_then(|role| role.parse().ok())
    {
        grant.roles.insert(role);
    }
    team.roles.rights_of(team.catalog, &grant)
}

/// Whether a command gives or takes away more than the caller holds, or for longer.
pub fn exceeds_own(
    team: &Team,
    command: &Command,
    offered: Option<&Offered>,
    user: &UserId,
    now: Timestamp,
) -> bool {
    let own = team.end_of(user);
    let beyond = |rights: Rights, end| team.cannot_give(user, rights, end, now).is_some();
    match (command, offered) {
        (Command::Resend(_), Some(offered)) => beyond(team.worth(&offered.given), offered.end.or(own)),
        (Command::ReplaceInvitation(_), Some(offered)) => {
            beyond(team.worth(&offered.given), offered.end.or(own)) || beyond(team.worth(&offered.given), own)
        }
        (Command::Revoke(_), Some(offered)) => beyond(team.worth(&offered.given), own),
        (Command::ChangeInvitation(change), Some(offered)) => {
            let after = regranted(
                team,
                &offered.given,
                change.change.roles.as_ref(),
                change.change.permissions.as_ref(),
            );
            beyond(team.worth(&offered.given) | after, offered.end.or(own))
        }
        (Command::ChangeMember(change), _) => team.member(&change.user).is_some_and(|place| {
            let after = regranted(
                team,
                &place.given,
                change.change.roles.as_ref(),
                change.change.permissions.as_ref(),
            );
            let end = change.change.access_ends_at.unwrap_or(place.end);
            beyond(team.worth(&place.given) | after, own) || beyond(0, end)
        }),
        (Command::Remove(remove), _) => {
            team.member(&remove.user).is_some_and(|place| beyond(team.worth(&place.given), own))
        }
        _ => false,
    }
}

/// The rights after a change that names roles, permissions, or neither.
fn regranted(
    team: &Team,
    before: &Given,
    roles: Option<&Vec<RoleSlug>>,
    permissions: Option<&Vec<PermissionSlug>>,
) -> Rights {
    if roles.is_none() && permissions.is_none() {
        return team.worth(before);
    }
    let current = before.under == team.catalogs;
    let kept_roles: Vec<RoleSlug> = before.grant.roles.iter().filter(|_| current).cloned().collect();
    let kept_permissions: Vec<PermissionSlug> =
        before.grant.permissions.iter().filter(|_| current).cloned().collect();
    named(team, roles.unwrap_or(&kept_roles), permissions.unwrap_or(&kept_permissions))
}

/// Whether the field was named, and cannot be granted.
pub fn grant_is_invalid(
    team: &Team,
    error: &FieldError,
    roles: Option<&Vec<RoleSlug>>,
    permissions: Option<&Vec<PermissionSlug>>,
) -> bool {
    match error.field {
        Field::Role(place) => roles.and_then(|roles| roles.get(place)).is_some_and(|role| {
            let role = team.roles.resolve(role);
            role.and_then(|role| team.roles.rights_of_role(team.catalog, role)).is_none()
        }),
        Field::Permission(place) => {
            permissions.and_then(|permissions| permissions.get(place)).is_some_and(|slug| {
                let known = team.catalog.permission(slug.as_str());
                known.is_none_or(|known| !matches!(known.kind, PermissionKind::Grantable))
            })
        }
        Field::Roles | Field::Permissions => {
            let roles = team.roles.resolved(roles.into_iter().flatten());
            let (given, alone) = (roles.len(), permissions.map_or(0, Vec::len));
            let rule = &team.catalog.grants;
            let are_own = roles.iter().all(|role| team.roles.own.contains_key(role));
            (rule.roles == Quantity::None && !are_own)
                || (rule.roles == Quantity::One && given != 1)
                || (rule.permissions == Quantity::None && alone > 0)
                || given + alone == 0
                || rule.roles == Quantity::Many && given == 0
                || rule.roles == Quantity::None && alone == 0
        }
        Field::AccessEndsAt
        | Field::Catalog
        | Field::Plan
        | Field::ActivityId
        | Field::InstalledBy
        | Field::InvitedBy
        | Field::Name
        | Field::AllowedDomains
        | Field::ReplaceWith
        | Field::Stores
        | Field::To => false,
    }
}

/// Whether a change of a role gives, leaves or takes what the caller does not hold, or gives it for longer. Those whose access has
/// ended count here as well.
pub fn role_exceeds_own(team: &Team, command: &Command, user: &UserId, now: Timestamp) -> bool {
    let held = team.rights(user, now).unwrap_or(0);
    let rights_of = |permissions: &[PermissionSlug]| {
        world::rights(team.catalog, permissions.iter().map(PermissionSlug::as_str))
    };
    let role_rights = |role: &RoleSlug| team.roles.rights_of_role(team.catalog, role).unwrap_or(0);
    let changes = |role: &RoleSlug, has: Rights| {
        let had = role_rights(role);
        let holders = team.holders_of(role, now);
        let others = holders.members.iter().filter(|place| place.user != *user).map(|place| place.end);
        let ends: Vec<Option<Timestamp>> =
            others.chain(holders.offers.iter().map(|offered| offered.end)).collect();
        let is_longer =
            team.end_of(user).is_some_and(|own| ends.iter().any(|end| end.is_none_or(|end| end > own)));
        !ends.is_empty() && ((had | has) & !held != 0 || (has & !had != 0 && is_longer))
    };
    match command {
        Command::CreateRoles(roles) => {
            roles.first().is_some_and(|role| rights_of(&role.permissions) & !held != 0)
        }
        Command::ChangeRole(change) => {
            let had = role_rights(&change.role);
            let has = change.permissions.as_deref().map_or(had, rights_of);
            has & !had & !held != 0 || changes(&change.role, has)
        }
        Command::DeleteRoles(deletes) => deletes.iter().any(|delete| {
            let other = delete.replace_with.as_ref().and_then(|role| team.roles.resolve(role));
            other.is_some_and(|other| changes(&delete.role, role_rights(other)))
        }),
        _ => false,
    }
}

/// Whether the field that is refused cannot be what the command says.
pub fn field_is_invalid(
    team: &Team,
    command: &Command,
    offered: Option<&Offered>,
    error: &FieldError,
    now: Timestamp,
) -> bool {
    match command {
        Command::ChangeMember(change) => match error.field {
            Field::AccessEndsAt => change.change.access_ends_at.flatten().is_some_and(|end| end <= now),
            _ => grant_is_invalid(
                team,
                error,
                change.change.roles.as_ref(),
                change.change.permissions.as_ref(),
            ),
        },
        Command::PutMember(put) => match error.field {
            Field::AccessEndsAt => put.put.access_ends_at.is_some_and(|end| end <= now),
            _ => grant_is_invalid(team, error, Some(&put.put.roles), Some(&put.put.permissions)),
        },
        Command::ChangeInvitation(change) => {
            grant_is_invalid(team, error, change.change.roles.as_ref(), change.change.permissions.as_ref())
        }
        Command::Resend(_) | Command::ReplaceInvitation(_) => {
            offered.is_some_and(|offered| team.worth(&offered.given) == 0)
        }
        Command::CreateRoles(roles) => {
            roles.first().is_some_and(|role| permissions_are_invalid(team, error, &role.permissions))
        }
        Command::ChangeRole(change) => {
            change.permissions.as_ref().is_some_and(|named| permissions_are_invalid(team, error, named))
        }
        Command::DeleteRoles(deletes) => deletes.iter().any(|delete| {
            let other = delete.replace_with.as_ref().and_then(|role| team.roles.resolve(role));
            let is_role = other.is_some_and(|other| {
                *other != delete.role && team.roles.rights_of_role(team.catalog, other).is_some()
            });
            error.field == Field::ReplaceWith && delete.replace_with.is_some() && !is_role
        }),
        // The manager whom the platform names.
        Command::Invite(invite, _) => {
            let named = invite.invited_by.as_ref();
            error.field == Field::InvitedBy && named.is_some_and(|user| team.rights(user, now).is_none())
        }
        Command::ChangeStore(_) if matches!(error.field, Field::AllowedDomains | Field::Name) => {
            !team.roles.has_room()
        }
        Command::PutStore(_) | Command::ChangeStore(_) => matches!(error.field, Field::Plan | Field::Catalog),
        Command::Announce(announce, _) => match &announce.announcement {
            Announcement::OrderCreated { activity, .. } => {
                error.field == Field::ActivityId && !team.activities.contains_key(activity)
            }
            Announcement::AppInstalled { installed_by, .. } => {
                error.field == Field::InstalledBy && team.rights(installed_by, now).is_none()
            }
        },
        _ => false,
    }
}

/// Whether these cannot be the permissions of a role.
fn permissions_are_invalid(team: &Team, error: &FieldError, permissions: &[PermissionSlug]) -> bool {
    match error.field {
        Field::Permissions => permissions.is_empty(),
        Field::Permission(place) => permissions.get(place).is_some_and(|slug| {
            let known = team.catalog.permission(slug.as_str());
            known.is_none_or(|known| !matches!(known.kind, PermissionKind::Grantable))
        }),
        _ => false,
    }
}
