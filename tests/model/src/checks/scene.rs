//! A commit in its context.

use std::collections::{BTreeMap, HashMap};

use super::erased::{Erasure, Known};
use crate::command::Command;
use crate::ledger::Team;
use crate::memory::Commit;
use crate::promises::{BY, Broken, GRANTOR, HISTORY, Kept, SEATS, broken, keep};
use crate::world::Rights;
use staffroom_app::{Authority, Key, Record, Write};
use staffroom_domain::{
    ErasureId, Event, EventActor, EventId, Invitation, InvitationId, Member, Membership, RoleSlug, StoreId,
    Timestamp, UserId,
};

/// The past that the checks need besides the ledger.
#[derive(Default)]
pub struct Watch {
    pub(super) versions: HashMap<Key, u64>,
    pub(super) latest: HashMap<Subject, EventId>,
    pub(super) dated: HashMap<StoreId, Timestamp>,
    /// The version of what the last event about it published.
    pub(super) published: HashMap<(StoreId, staffroom_domain::Subject), u64>,
    /// The addresses that each person ever had, and all other ids that they were moved to or from.
    pub(super) known: Known,
    /// The erasures in progress.
    pub(super) erasures: BTreeMap<ErasureId, Erasure>,
    /// Whether several calls are in progress.
    pub rivals: bool,
}

impl Watch {
    /// Forgets the latest event of an invitation that the database deleted: nothing is left to date the next one after.
    pub fn forget(&mut self, invitation: &Invitation) {
        self.latest.remove(&Subject::Invitation(invitation.store.clone(), invitation.id));
    }
}

/// The subject of an event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Store(StoreId),
    Person(StoreId, UserId),
    Invitation(StoreId, InvitationId),
    Role(StoreId, RoleSlug),
}

/// A commit in its context.
pub(super) struct Scene<'a> {
    pub(super) store: &'a StoreId,
    pub(super) commit: &'a Commit,
    pub(super) command: &'a Command,
    pub(super) number: u64,
    pub(super) at: Timestamp,
    /// The latest time of a commit: the clock of another call may be ahead.
    pub(super) latest: Timestamp,
    /// Whether several calls are in progress.
    pub(super) rivals: bool,
    /// Whether the indexes are up to date.
    pub(super) indexed: bool,
}

/// The manager who vouches for what an event gives: the person who caused it or, where the platform did, the one whom it named.
pub(super) fn vouching<'a>(scene: &Scene<'a>, event: &'a Event) -> Result<&'a UserId, Broken> {
    match (scene.command, &event.actor) {
        (Command::Invite(invite, _), EventActor::Platform)
            if invite.caller.authority == Authority::Platform =>
        {
            invite.invited_by.as_ref().ok_or_else(|| Broken {
                promise: BY,
                how: "the platform invites in the name of nobody".to_owned(),
            })
        }
        _ => by(scene, event),
    }
}

/// The person who did it, for the events that people cause.
pub(super) fn by<'a>(scene: &Scene<'_>, event: &'a Event) -> Result<&'a UserId, Broken> {
    match &event.actor {
        EventActor::User { user_id, .. }
            if scene.command.caller().is_some_and(|caller| caller.user == *user_id) =>
        {
            Ok(user_id)
        }
        _ => Err(Broken { promise: BY, how: format!("{} by {:?}", event.kind.name(), event.actor) }),
    }
}

/// The invitation that a commit puts.
pub(super) fn invitation_put<'a>(scene: &Scene<'a>, id: InvitationId) -> Result<&'a Invitation, Broken> {
    let put = scene.commit.plan.writes.iter().find_map(|write| match write {
        Write::Put { key: Key::Invitation(_, known), record: Record::Invitation(invitation), .. }
            if *known == id =>
        {
            Some(&**invitation)
        }
        _ => None,
    });
    put.ok_or_else(|| Broken {
        promise: HISTORY,
        how: "an event of an invitation that is not written".to_owned(),
    })
}

/// The member that a commit puts.
pub(super) fn member_put<'a>(scene: &Scene<'a>, user: &UserId) -> Result<&'a Member, Broken> {
    let put = scene.commit.plan.writes.iter().find_map(|write| match write {
        Write::Put {
            key: Key::Member(_, known),
            record: Record::Membership(Membership::Active(member)),
            ..
        } if known == user => Some(&**member),
        _ => None,
    });
    put.ok_or_else(|| Broken { promise: HISTORY, how: "an event of a member that is not written".to_owned() })
}

/// Requires that a person can give these rights until this end at the time of the commit.
pub(super) fn can_give(
    team: &Team,
    scene: &Scene<'_>,
    user: &UserId,
    rights: Rights,
    end: Option<Timestamp>,
) -> Kept {
    match team.cannot_give(user, rights, end, scene.at) {
        None => Ok(()),
        Some(why) => broken(GRANTOR, format!("{} {why}", user.as_str())),
    }
}

pub(super) fn seats_fit(team: &Team, taken: u32, what: &str) -> Kept {
    keep(team.limit.is_none_or(|limit| taken <= limit), SEATS, || {
        format!("{what}: {taken} on {} seats", team.limit.unwrap_or_default())
    })
}
