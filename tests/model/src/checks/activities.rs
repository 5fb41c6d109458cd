//! Checks activities: who puts and deletes them, and what orders of theirs are told.

use super::scene::{Scene, by};
use crate::command::Command;
use crate::ledger::Team;
use crate::promises::{ACCESS, ACTIVITIES, Kept, keep};
use staffroom_app::{Announcement, Key, Write};
use staffroom_domain::{ActivityId, Event};

pub(super) fn put(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    activity: &ActivityId,
    mails: bool,
) -> Kept {
    by_manager(team, scene, event)?;
    team.activities.insert(activity.clone(), mails);
    Ok(())
}

/// An activity that is deleted was there, and nothing else changes.
pub(super) fn deleted(team: &mut Team, scene: &Scene<'_>, event: &Event, activity: &ActivityId) -> Kept {
    by_manager(team, scene, event)?;
    keep(team.activities.remove(activity).is_some(), ACTIVITIES, || "deleted, and was not there".to_owned())?;
    let is_part = |write: &Write| match write {
        Write::Delete { key: Key::Activity(_, id), .. } => id == activity,
        Write::Check { .. } | Write::Put { key: Key::Event(..), .. } => true,
        _ => false,
    };
    let other = scene.commit.plan.writes.iter().find(|write| !is_part(write)).map(Write::key);
    keep(other.is_none(), ACTIVITIES, || format!("with the activity, {other:?} changed"))
}

fn by_manager(team: &Team, scene: &Scene<'_>, event: &Event) -> Kept {
    let user = by(scene, event)?;
    keep(team.manages(user, scene.at), ACCESS, || {
        "an activity is put or deleted by a person who manages nothing".to_owned()
    })
}

/// An order is told of an activity that is there and whose orders are mailed. Announcements do not conflict with other changes,
/// so the activity may be deleted at the same time.
pub(super) fn ordered(team: &Team, scene: &Scene<'_>) -> Kept {
    let Command::Announce(announce, _) = scene.command else { return Ok(()) };
    let Announcement::OrderCreated { activity, .. } = &announce.announcement else { return Ok(()) };
    keep(scene.rivals || team.activities.get(activity) == Some(&true), ACTIVITIES, || {
        "an order of an activity that is not there, or whose orders are told to nobody".to_owned()
    })
}
