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
        roles: roles.iter().cloned().collect(),
        permissions: permissions.iter().cloned().collect(),
        catalog_version: 0,
    };
    if grant.roles.is_empty()
        && let Some(role) = team.catalog.grants.default_role.and_then(|role| role.parse().ok())
    {
        grant.roles.insert(role);
    }
    world::rights_of(team.catalog, &grant)
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
        Field::Role(place) => roles
            .and_then(|roles| roles.get(place))
            .is_some_and(|role| team.catalog.role(role.as_str()).is_none()),
        Field::Permission(place) => {
            permissions.and_then(|permissions| permissions.get(place)).is_some_and(|slug| {
                let known = team.catalog.permission(slug.as_str());
                known.is_none_or(|known| !matches!(known.kind, PermissionKind::Grantable))
            })
        }
        Field::Roles | Field::Permissions => {
            let (given, alone) = (roles.map_or(0, Vec::len), permissions.map_or(0, Vec::len));
            let rule = &team.catalog.grants;
            (rule.roles == Quantity::None && given > 0)
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
        | Field::ReplaceWith => false,
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
