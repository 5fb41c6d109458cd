//! Calls about the roles of a store's own, and grants that name them.

use staffroom_app::{ChangeRole, CreateRole, DeleteRole, Key};
use staffroom_domain::{Description, PermissionSlug, RoleLabel, RoleSlug};

use super::Light;
use crate::command::Command;
use crate::ledger::Team;
use crate::steps::{BY_SLUG, Call};
use crate::world;

impl Light<'_> {
    pub(super) fn about_roles(&self, call: &Call) -> Option<Command> {
        Some(match call {
            Call::CreateRole { store, by, role, permissions, more } => {
                let (store, caller) = self.caller(*store, *by)?;
                let permissions = world::permissions(self.team(store)?.catalog, *permissions);
                let create = |slug: &RoleSlug| CreateRole {
                    caller: caller.clone(),
                    store: store.clone(),
                    slug: slug.clone(),
                    label: label("A role"),
                    description: Description::none(),
                    permissions: permissions.clone(),
                };
                let numbers = (0..=*more).map(|further| role.saturating_add(further));
                Command::CreateRoles(numbers.map(|number| create(world::role(number))).collect())
            }
            Call::ChangeRole { store, by, role, permissions, label: names, required } => {
                let (store, caller) = self.caller(*store, *by)?;
                let team = self.team(store)?;
                let role = role_of(team, *role).clone();
                Command::ChangeRole(ChangeRole {
                    caller,
                    store: store.clone(),
                    required: self.required(*required, &Key::Role(store.clone(), role.clone())),
                    role,
                    label: names.then(|| label("Another label")),
                    description: None,
                    permissions: permissions.map(|mask| world::permissions(team.catalog, mask)),
                })
            }
            Call::DeleteRole { store, by, role, replace_with, required, more } => {
                let (store, caller) = self.caller(*store, *by)?;
                let team = self.team(store)?;
                let replace_with = replace_with.map(|other| role_of(team, other).clone());
                let delete = |role: &RoleSlug| DeleteRole {
                    caller: caller.clone(),
                    store: store.clone(),
                    role: role.clone(),
                    replace_with: replace_with.clone(),
                    required: self.required(*required, &Key::Role(store.clone(), role.clone())),
                };
                let numbers = (0..=*more).map(|further| role.saturating_add(further));
                Command::DeleteRoles(numbers.map(|number| delete(role_of(team, number))).collect())
            }
            _ => return None,
        })
    }

    /// A grant with one of the store's own roles or, now and then, one that was replaced; `None` if it has neither.
    pub(super) fn own_rights(team: &Team, number: u8) -> Option<(Vec<RoleSlug>, Vec<PermissionSlug>)> {
        let own: Vec<&RoleSlug> = team.roles.own.keys().chain(team.roles.former.keys()).collect();
        let role = (*own.get(usize::from(number % 4) % own.len().max(1))?).clone();
        let (roles, permissions) = world::nth(world::offers(team.catalog.slug), number);
        // Every other grant holds a role alone.
        let beside = (number / 4) % 2 == 1;
        let roles = roles.iter().filter(|_| beside).filter_map(|slug| slug.parse().ok());
        let permissions = permissions.iter().filter(|_| beside).filter_map(|slug| slug.parse().ok());
        Some((std::iter::once(role).chain(roles).collect(), permissions.collect()))
    }
}

/// The role of this number, or the slug from [`BY_SLUG`].
fn role_of(team: &Team, number: u8) -> &RoleSlug {
    let own: Vec<&RoleSlug> = team.roles.own.keys().collect();
    match number.checked_sub(BY_SLUG) {
        Some(slug) => world::role(slug),
        None => {
            own.get(usize::from(number) % own.len().max(1)).copied().unwrap_or_else(|| world::role(number))
        }
    }
}

fn label(text: &str) -> RoleLabel {
    RoleLabel::try_from(text.to_owned()).unwrap_or_else(|_| unreachable!("a sound label"))
}
