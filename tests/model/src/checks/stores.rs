//! Checks stores: what the owner and the platform set.

use std::collections::{BTreeMap, BTreeSet};

use super::people::{only_the_owner_is_moved, store_before};
use super::roles::only_roles_change;
use crate::command::Command;
use crate::ledger::{Fate, Ledger, Moves, Roles, Team};
use crate::memory::Commit;
use crate::promises::{CATALOG, Kept, ONE_INVITATION, STORE, broken, keep};
use staffroom_app::{Authority, Record, Write};
use staffroom_domain::{EventKind, Store};

/// The store is what was put: owner, catalog and plan by the platform, settings by the owner or the platform.
pub(super) fn store_is_as_said(ledger: &mut Ledger, commit: &Commit, command: &Command, number: u64) -> Kept {
    let Some(write) = &commit.plan.store else { return Ok(()) };
    let Some(put) = write.put.as_deref() else { return Ok(()) };
    let by_platform = command.caller().is_some_and(|caller| caller.authority == Authority::Platform);
    let Some(team) = ledger.team_mut(&write.id) else {
        keep(by_platform && matches!(command, Command::PutStore(_)), STORE, || {
            "made by another call".to_owned()
        })?;
        keep(!ledger.closed.contains(&write.id), STORE, || "made while it is closed".to_owned())?;
        ledger.gone.remove(&write.id);
        ledger.teams.push(new_team(put, number));
        return Ok(());
    };
    match command {
        Command::PutStore(said) => {
            keep(by_platform, STORE, || "put by a person".to_owned())?;
            keep(put.owner == said.owner && put.catalog_slug() == said.catalog, STORE, || {
                "not as said".to_owned()
            })?;
            keep(put.settings == team.settings, STORE, || "a put changed the settings".to_owned())?;
            let to = &said.owner.user_id;
            if team.owner != *to {
                let told = events(commit).any(|kind| matches!(kind, EventKind::StoreTransferred { .. }));
                keep(told, STORE, || "another owner, and no event tells it".to_owned())?;
                if team.member(to).is_some() {
                    team.take_out(to, number);
                }
                let former = std::mem::replace(&mut team.owner, to.clone());
                team.take_out(&former, number);
            }
            team.owner_email = said.owner.email.clone();
            if team.slug != said.catalog {
                catalog_changes(team, commit)?;
                team.slug.clone_from(&said.catalog);
                team.catalogs += 1;
                // They are made of its permissions.
                team.roles = Roles::default();
            }
            team.catalog = put.catalog;
            team.limit = put.plan.seats;
            let open = team.offers.iter().any(|o| o.email == team.owner_email && o.fate == Fate::Open);
            let ends = events(commit).any(|kind| matches!(kind, EventKind::InvitationSuperseded { .. }));
            keep(!open || ends, ONE_INVITATION, || "the owner's address keeps an invitation".to_owned())
        }
        Command::ChangeStore(said) => {
            let may = by_platform || (said.plan.is_none() && said.caller.user == team.owner);
            keep(may, STORE, || "changed by a person who may not".to_owned())?;
            keep(put.owner.user_id == team.owner && put.catalog_slug() == team.slug, STORE, || {
                "owner or catalog changed, which were not named".to_owned()
            })?;
            team.settings = put.settings.clone();
            team.limit = put.plan.seats;
            Ok(())
        }
        Command::Due => keep(put.owner.user_id == team.owner && put.plan.seats == team.limit, STORE, || {
            "a review changed the store".to_owned()
        }),
        Command::CreateRoles(_) | Command::ChangeRole(_) | Command::DeleteRoles(_) => {
            let before = store_before(commit, &write.id);
            before.map_or_else(|| broken(STORE, "made by a role"), |before| only_roles_change(before, put))
        }
        Command::MoveInStore(_) => {
            let before = store_before(commit, &write.id);
            before.map_or_else(
                || broken(STORE, "made by a move"),
                |before| only_the_owner_is_moved(before, put),
            )
        }
        _ => broken(STORE, "put by another call"),
    }
}

pub(super) fn events(commit: &Commit) -> impl Iterator<Item = &EventKind> {
    commit.plan.writes.iter().filter_map(|write| match write {
        Write::Put { record: Record::Event(stored), .. } => Some(&stored.event.kind),
        _ => None,
    })
}

/// A change of catalog lists the members who lost rights.
pub(super) fn catalog_changes(team: &Team, commit: &Commit) -> Kept {
    let change = events(commit).find_map(|kind| match kind {
        EventKind::StoreChanged { catalog: Some(change), .. } => Some(change),
        _ => None,
    });
    let Some(change) = change else { return broken(CATALOG, "the catalog changed, and no event tells it") };
    for place in team.members.iter().filter(|place| team.worth(&place.given) != 0) {
        let listed = change.lost.iter().any(|lost| lost.user_id == place.user);
        keep(listed, CATALOG, || format!("{} lost what they held, and is not listed", place.user.as_str()))?;
    }
    Ok(())
}

pub(super) fn new_team(store: &Store, number: u64) -> Team {
    Team {
        id: store.id.clone(),
        owner: store.owner.user_id.clone(),
        owner_email: store.owner.email.clone(),
        catalog: store.catalog,
        slug: store.catalog_slug().to_owned(),
        catalogs: 0,
        limit: store.plan.seats,
        settings: store.settings.clone(),
        roles: Roles::default(),
        members: Vec::new(),
        left: Vec::new(),
        moves: Moves::default(),
        erased: Vec::new(),
        unnamed: BTreeSet::new(),
        activities: BTreeMap::new(),
        offers: Vec::new(),
        opted_out: BTreeSet::new(),
        version: number,
        since: store.created_at,
    }
}
