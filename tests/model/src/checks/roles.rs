//! Checks the roles of a store's own: who changes them, who has them, and their place in the record of the store.

use std::collections::BTreeSet;

use super::scene::{Scene, by};
use crate::command::Command;
use crate::ledger::{Ledger, Team};
use crate::memory::{Commit, State};
use crate::promises::{
    ACCESS, Broken, HISTORY, Kept, REWRITTEN, ROLE_RIGHTS, ROLE_USED, ROLES, broken, keep,
};
use crate::world::{self, Rights};
use staffroom_app::{Key, Record, Write};
use staffroom_domain::{
    Event, InvitationState, Membership, PermissionKind, PermissionSlug, RoleSlug, RoleSummary, Store,
    Timestamp, UserId, bounds,
};

pub(super) fn created(team: &mut Team, scene: &Scene<'_>, event: &Event, role: &RoleSummary) -> Kept {
    let user = by_manager(team, scene, event)?;
    let Command::CreateRoles(said) = scene.command else { return broken(HISTORY, "created by another call") };
    let is_said = said.iter().any(|said| {
        said.slug == role.slug
            && said.permissions.iter().collect::<BTreeSet<_>>().into_iter().eq(&role.permissions)
    });
    keep(is_said, ROLES, || "the role is not the one that was said".to_owned())?;
    let is_free =
        team.catalog.role(role.slug.as_str()).is_none() && !team.roles.is_taken(&role.slug, scene.at);
    keep(is_free, ROLES, || format!("{} is taken", role.slug.as_str()))?;
    is_held(team, scene, user, rights(team, role)?)?;
    team.roles.put(&role.slug, role.permissions.clone(), scene.at);
    Ok(())
}

pub(super) fn changed(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    (before, after): (&RoleSummary, &RoleSummary),
) -> Kept {
    let user = by_manager(team, scene, event)?;
    let known = team.roles.own.get(&before.slug);
    keep(known == Some(&before.permissions) && before.slug == after.slug, HISTORY, || {
        format!("{} was not as the event says", before.slug.as_str())
    })?;
    let (had, has) = (rights(team, before)?, rights(team, after)?);
    is_held(team, scene, user, has & !had)?;
    may_change(team, scene, user, &before.slug, (had, has))?;
    team.roles.put(&after.slug, after.permissions.clone(), scene.at);
    Ok(())
}

pub(super) fn deleted(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    role: &RoleSummary,
    replaced_by: Option<&RoleSlug>,
) -> Kept {
    let user = by_manager(team, scene, event)?;
    let known = team.roles.own.get(&role.slug);
    keep(known == Some(&role.permissions), HISTORY, || {
        format!("{} was not as the event says", role.slug.as_str())
    })?;
    match replaced_by {
        None => {
            let holders = team.holders_of(&role.slug, scene.at);
            // An index shows who is invited, and may lag.
            let is_free = holders.members.is_empty() && (!scene.indexed || holders.offers.is_empty());
            keep(is_free, ROLE_USED, || {
                format!("{} is deleted, and {} have it", role.slug.as_str(), holders.members.len())
            })?;
        }
        Some(other) => {
            let has = team.roles.rights_of_role(team.catalog, other).filter(|_| *other != role.slug);
            let Some(has) = has else { return broken(ROLES, "replaced by no role of the store") };
            may_change(team, scene, user, &role.slug, (rights(team, role)?, has))?;
        }
    }
    team.replace_role(&role.slug, replaced_by, scene.at);
    Ok(())
}

fn by_manager<'a>(team: &Team, scene: &Scene<'_>, event: &'a Event) -> Result<&'a UserId, Broken> {
    let user = by(scene, event)?;
    keep(team.manages(user, scene.at), ACCESS, || {
        "a role is changed by a person who manages nothing".to_owned()
    })?;
    keep(team.catalog.grants.custom_roles > 0, ROLES, || "the catalog allows none".to_owned())?;
    Ok(user)
}

/// The permissions of a role, each of which can be granted.
fn rights(team: &Team, role: &RoleSummary) -> Result<Rights, Broken> {
    let is_grantable = |slug: &PermissionSlug| {
        let known = team.catalog.permissions.iter().find(|known| known.slug == slug.as_str());
        known.is_some_and(|known| matches!(known.kind, PermissionKind::Grantable))
    };
    keep(!role.permissions.is_empty() && role.permissions.iter().all(is_grantable), ROLES, || {
        format!("{} gives nothing, or what cannot be granted", role.slug.as_str())
    })?;
    Ok(world::rights(team.catalog, role.permissions.iter().map(PermissionSlug::as_str)))
}

fn is_held(team: &Team, scene: &Scene<'_>, user: &UserId, rights: Rights) -> Kept {
    let held = team.rights(user, scene.at).unwrap_or(0);
    keep(rights & !held == 0, ROLE_RIGHTS, || {
        format!("{} puts more into a role than they hold", user.as_str())
    })
}

/// Whoever others have the role from holds all of it, before and after, and for as long as they.
fn may_change(
    team: &Team,
    scene: &Scene<'_>,
    user: &UserId,
    role: &RoleSlug,
    (had, has): (Rights, Rights),
) -> Kept {
    let holders = team.holders_of(role, scene.at);
    let present = holders.members.iter().filter(|place| place.user != *user && !place.has_ended(scene.at));
    let invited = holders.offers.iter().filter(|_| scene.indexed);
    let ends: Vec<Option<Timestamp>> =
        present.map(|place| place.end).chain(invited.map(|offered| offered.end)).collect();
    if ends.is_empty() {
        return Ok(());
    }
    let held = team.rights(user, scene.at).unwrap_or(0);
    keep((had | has) & !held == 0, ROLE_RIGHTS, || {
        format!("{} changes what others hold, and does not hold all of it", user.as_str())
    })?;
    let lasts = team.end_of(user).is_none_or(|own| ends.iter().all(|end| end.is_some_and(|end| end <= own)));
    keep(has & !had == 0 || lasts, ROLE_RIGHTS, || {
        format!("others get something for longer than {} has access", user.as_str())
    })
}

/// Of a store that a call about roles puts, the roles alone are others.
pub(super) fn only_roles_change(before: &Store, put: &Store) -> Kept {
    let other = Store {
        roles: before.roles.clone(),
        version: before.version,
        changed_at: before.changed_at,
        seats: before.seats,
        departures: before.departures,
        ..put.clone()
    };
    keep(other == *before, ROLES, || "a role changed more of the store".to_owned())
}

/// The record of a store has the roles of its history, and each has its texts.
pub(super) fn roles_are_as_told(ledger: &Ledger, commit: &Commit, state: &State, command: &Command) -> Kept {
    let Some(write) = commit.plan.store.as_ref().filter(|write| write.put.is_some()) else { return Ok(()) };
    let (Some(team), Some(Record::Store(store))) =
        (ledger.team(&write.id), state.records.get(&Key::Store(write.id.clone())))
    else {
        return Ok(());
    };
    keep(store.roles.iter().eq(team.roles.own.iter()), ROLES, || "not those of the history".to_owned())?;
    let allowed = team.catalog.grants.custom_roles;
    let is_known = store.unknown_policy.is_none();
    keep(!is_known || store.roles.len() <= allowed, ROLES, || format!("{} of {allowed}", store.roles.len()))?;
    // The platform says what it likes.
    let is_small = store.stored_bytes() <= bounds::STORE_BYTES || matches!(command, Command::PutStore(_));
    keep(is_small, ROLES, || format!("{} bytes", store.stored_bytes()))?;
    let texts =
        |(role, _): (&RoleSlug, _)| state.records.contains_key(&Key::Role(write.id.clone(), role.clone()));
    keep(store.roles.iter().all(texts), ROLES, || "a role has no texts".to_owned())
}

/// Once the rewriting of a store's roles has ended, nobody has a role that was deleted.
pub(super) fn nobody_has_a_deleted_role(commit: &Commit, state: &State) -> Kept {
    for write in &commit.plan.writes {
        let Write::Delete { key: Key::ReplacedRoles(id), .. } = write else { continue };
        let Some(Record::Store(store)) = state.records.get(&Key::Store(id.clone())) else { continue };
        let deleted: Vec<&RoleSlug> = store.roles.deleted().collect();
        for (key, record) in state.records.iter().filter(|(key, _)| key.store() == Some(id)) {
            let grant = match record {
                Record::Membership(Membership::Active(member)) => &member.grant,
                Record::Invitation(invitation) if matches!(invitation.state, InvitationState::Pending(_)) => {
                    &invitation.grant
                }
                _ => continue,
            };
            let has = deleted.iter().any(|role| grant.roles.contains(*role));
            keep(!has || grant.catalog_version != store.catalog_version, REWRITTEN, || {
                format!("{key:?} has one")
            })?;
        }
    }
    Ok(())
}

/// The worker changes the roles of a member, and nothing else.
pub(super) fn only_roles_are_rewritten(commit: &Commit, command: &Command) -> Kept {
    let tells = |write: &Write| matches!(write, Write::Put { record: Record::Event(_), .. });
    if !matches!(command, Command::Due) || commit.plan.writes.iter().any(tells) {
        return Ok(());
    }
    for write in &commit.plan.writes {
        let Write::Put { key, record: Record::Membership(Membership::Active(after)), .. } = write else {
            continue;
        };
        let before =
            commit.before.iter().find(|(known, _)| known == key).and_then(|(_, found)| found.as_ref());
        let Some(Record::Membership(Membership::Active(before))) = before else {
            return broken(REWRITTEN, "a member came");
        };
        let mut other = (**after).clone();
        other.grant.roles.clone_from(&before.grant.roles);
        other.version = before.version;
        other.changed_at = before.changed_at;
        other.due_at = before.due_at;
        other.last_active_at = before.last_active_at;
        keep(other == **before, REWRITTEN, || format!("{key:?} changed otherwise"))?;
    }
    Ok(())
}
