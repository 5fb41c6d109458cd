//! Whether changes of a store's own roles are rightly refused.

use staffroom_domain::{Rejection, Restriction, RoleSlug};

use super::moment::Moment;
use crate::command::Command;
use crate::ledger::Team;

/// The roles that a command is about.
fn roles_of(command: &Command) -> Vec<&RoleSlug> {
    match command {
        Command::CreateRoles(roles) => roles.iter().map(|role| &role.slug).collect(),
        Command::ChangeRole(change) => vec![&change.role],
        Command::DeleteRoles(deletes) => deletes.iter().map(|delete| &delete.role).collect(),
        _ => Vec::new(),
    }
}

/// Whether a command changes or deletes a role that is none of the store's.
pub fn is_no_role(team: &Team, command: &Command) -> bool {
    let is_none = |role: &RoleSlug| team.roles.rights_of_role(team.catalog, role).is_none();
    !matches!(command, Command::CreateRoles(_)) && roles_of(command).into_iter().any(is_none)
}

/// Whether a change of a role has the reason for which it is refused.
pub fn role_is_refused(team: &Team, command: &Command, rejection: &Rejection, moment: &Moment<'_>) -> bool {
    let roles = roles_of(command);
    let allowed = team.catalog.grants.custom_roles;
    let is_catalogs =
        |role: &&RoleSlug| !team.roles.own.contains_key(role) && team.catalog.role(role.as_str()).is_some();
    match rejection {
        Rejection::Forbidden(Restriction::NoCustomRoles) => !roles.is_empty() && allowed == 0,
        Rejection::RoleIsFixed => {
            !matches!(command, Command::CreateRoles(_)) && roles.iter().any(is_catalogs)
        }
        Rejection::RoleExists => {
            let is_taken = |role: &&RoleSlug| is_catalogs(role) || team.roles.is_taken(role, moment.now);
            matches!(command, Command::CreateRoles(_)) && roles.iter().any(is_taken)
        }
        Rejection::RoleLimitReached { limit } => {
            let is_full = team.roles.own.len() >= allowed || !team.roles.has_room();
            *limit == allowed && is_full && !roles.is_empty()
        }
        Rejection::RoleInUse { members, invitations } => {
            let Command::DeleteRoles(deletes) = command else { return false };
            let counted = |role: &RoleSlug| {
                let holders = team.holders_of(role, moment.now);
                // An index shows who is invited, and may lag.
                holders.members.len() == *members && (!moment.indexed || holders.offers.len() == *invitations)
            };
            let is_used = *members + *invitations > 0;
            is_used && deletes.iter().any(|delete| delete.replace_with.is_none() && counted(&delete.role))
        }
        _ => false,
    }
}
