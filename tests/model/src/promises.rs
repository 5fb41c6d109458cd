//! What Staffroom promises, in plain words. Each commit, each answer and the state after each step is held against it.

use std::collections::HashMap;

use chrono::Duration;
use staffroom_app::{Authority, Key, Record, Write};
use staffroom_domain::{
    Actor, Delivery, Event, EventActor, EventId, EventKind, Invitation, InvitationId, InvitationState,
    InvitationSummary, Member, MemberSummary, Membership, Seat, Store, StoreId, Timestamp, UserId, bounds,
    durations,
};

use crate::command::Command;
use crate::ledger::{Fate, Given, Ledger, Offered, Place, Team, day};
use crate::memory::{Commit, State};
use crate::world::{self, Rights};

/// A promise that was broken, with how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The promise.
    pub promise: &'static str,
    /// How it was broken.
    pub how: String,
}

type Kept = Result<(), Broken>;

fn broken(promise: &'static str, how: impl Into<String>) -> Kept {
    Err(Broken { promise, how: how.into() })
}

fn keep(holds: bool, promise: &'static str, how: impl FnOnce() -> String) -> Kept {
    if holds { Ok(()) } else { broken(promise, how()) }
}

// The promises, as they are named when one is broken.
/// A plan's seats are never exceeded: nobody is let in, invited or sent a link beyond them, also after the plan shrank.
const SEATS: &str = "no more people than the plan has seats for";
/// The store's count of seats is what a recount gives.
const RECOUNT: &str = "the count of seats equals a recount";
/// Nobody gives what they do not hold at that moment, nor for longer than they hold it.
const GRANTOR: &str = "nobody holds what the grantor did not hold at that moment, nor for longer";
/// Who left or was removed is out until a manager invites them anew, whatever link or address they use.
const REMOVED: &str = "who was removed is out until invited anew";
/// An address has at most one live invitation, and none where it is the owner's or a member's.
const ONE_INVITATION: &str = "one live invitation per address, and none to who is on the team";
/// A person has at most one part in a store.
const ONE_MEMBER: &str = "one member per person, and the owner is none";
/// After an end of access nothing works that needs it, and before it everything does.
const ACCESS: &str = "a person may do what was promised, until the end that was promised";
/// A link works once, until its term ends, and only the latest.
const LINK: &str = "only the latest link works, once, in its term, for the person whom it is for";
/// The history tells, in its own order, what became of each person and invitation.
const HISTORY: &str = "the history replays to the state";
/// The history is in an order that the commits agree with.
const ORDER: &str = "the history is in the order of the commits";
/// A version never comes twice for a key.
const VERSIONS: &str = "a version never comes twice for a key";
/// Every list and every transaction stays under its bound.
const BOUNDS: &str = "every record stays under its bound, and every transaction under a hundred actions";
/// Each event names who did it.
const BY: &str = "each event names who did it";
/// A change of catalog takes every grant away, and tells who lost what.
const CATALOG: &str = "equal slugs of two catalogs are no right, and the event lists who lost what";
/// Everything that is offered or joined with holds something that the catalog grants.
const SOMETHING: &str = "who joins or is sent a link is given something that the catalog grants";
/// Only those change a store who may.
const STORE: &str = "a store is what its owner and the platform said";
/// A member's address is of a domain that the store allows.
const DOMAINS: &str = "a new address is of an allowed domain";
/// No limit against misuse is passed.
const QUOTAS: &str = "no limit against misuse is passed";
/// The state of a mail's delivery never goes back, nor does a member's last activity, and no record has attributes only.
const UPDATES: &str = "a delivery and an activity never go back, and nothing is updated that is not there";
/// A member is warned before access ends, once, and the owner asked for reviews.
const WARNINGS: &str = "a member is warned once, in time";

/// What the promises need to remember of the past beside the ledger.
#[derive(Default)]
pub struct Watch {
    versions: HashMap<Key, u64>,
    latest: HashMap<Subject, EventId>,
    dated: HashMap<StoreId, Timestamp>,
    /// Whether several calls are in progress.
    pub rivals: bool,
}

impl Watch {
    /// Forgets the latest event of an invitation that the database deleted: nothing is left to date the next one after.
    pub fn forget(&mut self, invitation: &Invitation) {
        self.latest.remove(&Subject::Invitation(invitation.store.clone(), invitation.id));
    }
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Subject {
    Store(StoreId),
    Person(StoreId, UserId),
    Invitation(StoreId, InvitationId),
}

/// A commit in its context.
struct Scene<'a> {
    store: &'a StoreId,
    commit: &'a Commit,
    command: &'a Command,
    number: u64,
    at: Timestamp,
    /// The latest time of a commit: the clock of another call may be ahead.
    latest: Timestamp,
    /// Whether several calls are in progress.
    rivals: bool,
}

/// Holds a commit against the promises, and notes in the ledger what was promised by it.
///
/// # Errors
/// The promise that it breaks.
pub fn on_commit(
    ledger: &mut Ledger,
    watch: &mut Watch,
    commit: &Commit,
    state: &State,
    command: &Command,
) -> Result<(), Broken> {
    ledger.commits += 1;
    ledger.latest = ledger.latest.max(commit.plan.at);
    bounds_hold(commit)?;
    versions_only_grow(watch, commit, state)?;
    let number = ledger.commits;
    store_is_as_said(ledger, commit, command, number)?;
    for write in &commit.plan.writes {
        let Write::Put {
            key: Key::Event(store, _) | Key::Notice(store, _),
            record: Record::Event(stored),
            ..
        } = write
        else {
            continue;
        };
        let scene = Scene {
            store,
            commit,
            command,
            number,
            at: commit.plan.at,
            latest: ledger.latest,
            rivals: watch.rivals,
        };
        order_holds(watch, &scene, &stored.event)?;
        names_who_did_it(&scene, &stored.event)?;
        event_is_right(ledger, &scene, &stored.event)?;
    }
    note_quotas(ledger, commit)?;
    updates_go_on(commit, state)?;
    records_are_what_was_promised(ledger, commit, state)?;
    if let Some(store) = store_of(commit) {
        recount(store, state)?;
    }
    Ok(())
}

/// The store that a commit is in.
fn store_of(commit: &Commit) -> Option<&StoreId> {
    commit.plan.store.as_ref().map(|write| &write.id)
}

fn bounds_hold(commit: &Commit) -> Kept {
    let plan = &commit.plan;
    let actions = plan.writes.len() + usize::from(plan.store.is_some());
    keep(actions <= 100, BOUNDS, || format!("{actions} actions"))?;
    for write in &plan.writes {
        let Write::Put { record, .. } = write else { continue };
        match record {
            Record::Membership(Membership::Active(member)) => {
                let addresses = member.addresses.len();
                keep(addresses <= bounds::MEMBER_ADDRESSES, BOUNDS, || {
                    format!("a member with {addresses} addresses")
                })?;
            }
            Record::Event(stored) => {
                if let EventKind::StoreChanged { catalog: Some(change), .. } = &stored.event.kind {
                    keep(change.lost.len() <= bounds::LISTED_LOSSES, BOUNDS, || {
                        "too many losses are listed".to_owned()
                    })?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The version that a caller may require of a record.
fn version_of(record: &Record) -> u64 {
    record.version()
}

fn versions_only_grow(watch: &mut Watch, commit: &Commit, state: &State) -> Kept {
    for (key, before) in &commit.before {
        if !matches!(key, Key::Store(_) | Key::Member(..) | Key::Invitation(..) | Key::Activity(..)) {
            continue;
        }
        let Some(after) = state.records.get(key) else { continue };
        let version = version_of(after);
        let same = before.as_ref().is_some_and(|before| shown(before) == shown(after));
        let last = watch.versions.get(key).copied().unwrap_or(0);
        if same {
            continue;
        }
        keep(version > last, VERSIONS, || format!("{key:?} has version {version} after {last}"))?;
        watch.versions.insert(key.clone(), version);
    }
    Ok(())
}

/// What of a record is under its version: all but the counts and the last event of a store, the delivery of a mail, and activity.
fn shown(record: &Record) -> Record {
    let mut record = record.clone();
    match &mut record {
        Record::Store(store) => {
            store.seats = staffroom_domain::SeatCount::default();
            store.departures = 0;
            // The time of the store's last event, too.
            store.changed_at = store.created_at;
        }
        Record::Invitation(invitation) => invitation.delivery = Delivery::Queued,
        Record::Membership(Membership::Active(member)) => member.last_active_at = None,
        _ => {}
    }
    record
}

fn order_holds(watch: &mut Watch, scene: &Scene<'_>, event: &Event) -> Kept {
    // An expiry is dated by when the term ended, however late the database deletes.
    if matches!(event.kind, EventKind::InvitationExpired { .. }) {
        return Ok(());
    }
    // What a rule of the store decides stands in the order of the commits; an announcement excludes nothing.
    if scene.commit.plan.store.is_some() {
        let last = watch.dated.insert(scene.store.clone(), event.at);
        keep(last.is_none_or(|last| last <= event.at), ORDER, || {
            format!("{} of {:?} after an event of {last:?}", event.kind.name(), event.at)
        })?;
    }
    let store = || scene.store.clone();
    let mut subjects = Vec::with_capacity(3);
    if let Some(invitation) = event.kind.invitation() {
        subjects.push(Subject::Invitation(store(), invitation.id));
    }
    if let Some(member) = event.kind.member() {
        subjects.push(Subject::Person(store(), member.user_id.clone()));
    }
    if let EventKind::StoreTransferred { from, to } = &event.kind {
        subjects.push(Subject::Person(store(), from.user_id.clone()));
        subjects.push(Subject::Person(store(), to.user_id.clone()));
    }
    if matches!(
        event.kind,
        EventKind::StoreTransferred { .. } | EventKind::StoreChanged { .. } | EventKind::StoreCreated
    ) {
        subjects.push(Subject::Store(store()));
    }
    for subject in subjects {
        let last = watch.latest.get(&subject);
        keep(last.is_none_or(|last| *last < event.id), ORDER, || {
            format!("{} of {subject:?} stands before an event that was committed earlier", event.kind.name())
        })?;
        watch.latest.insert(subject, event.id);
    }
    Ok(())
}

/// The person who did it, for the events that people cause.
fn by<'a>(scene: &Scene<'_>, event: &'a Event) -> Result<&'a UserId, Broken> {
    match &event.actor {
        EventActor::User { user_id, .. }
            if scene.command.caller().is_some_and(|caller| caller.user == *user_id) =>
        {
            Ok(user_id)
        }
        _ => Err(Broken { promise: BY, how: format!("{} by {:?}", event.kind.name(), event.actor) }),
    }
}

fn names_who_did_it(scene: &Scene<'_>, event: &Event) -> Kept {
    let by_platform = scene.command.caller().is_some_and(|caller| caller.authority == Authority::Platform);
    let right = match &event.kind {
        EventKind::StoreCreated | EventKind::StoreTransferred { .. } => event.actor == EventActor::Platform,
        EventKind::StoreChanged { .. } | EventKind::ActivityPut { .. } if by_platform => {
            event.actor == EventActor::Platform
        }
        EventKind::InvitationSuperseded { .. }
        | EventKind::InvitationWithdrawn { .. }
        | EventKind::InvitationExpired { .. }
        | EventKind::InvitationUndelivered { .. }
        | EventKind::MemberAccessEnding { .. }
        | EventKind::ReviewDue => event.actor == EventActor::Service,
        EventKind::InvitationDeclined { .. } => {
            matches!(event.actor, EventActor::Invitee | EventActor::User { .. })
        }
        EventKind::InvitationResent { .. } if matches!(scene.command, Command::Renew(_)) => {
            event.actor == EventActor::Invitee
        }
        EventKind::OrderCreated { .. } => event.actor == EventActor::Platform,
        EventKind::AppInstalled { .. } => matches!(event.actor, EventActor::User { .. }),
        EventKind::StoreChanged { .. }
        | EventKind::ActivityPut { .. }
        | EventKind::InvitationCreated { .. }
        | EventKind::InvitationResent { .. }
        | EventKind::InvitationChanged { .. }
        | EventKind::InvitationRevoked { .. }
        | EventKind::InvitationAccepted { .. }
        | EventKind::MemberChanged { .. }
        | EventKind::MemberRemoved { .. }
        | EventKind::MemberProfileChanged { .. }
        | EventKind::MemberLeft { .. } => by(scene, event).is_ok(),
    };
    keep(right, BY, || format!("{} by {:?}", event.kind.name(), event.actor))
}

/// The invitation that a commit puts.
fn invitation_put<'a>(scene: &Scene<'a>, id: InvitationId) -> Result<&'a Invitation, Broken> {
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
fn member_put<'a>(scene: &Scene<'a>, user: &UserId) -> Result<&'a Member, Broken> {
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

/// Holds an event against what was promised before, and notes what it promises.
fn event_is_right(ledger: &mut Ledger, scene: &Scene<'_>, event: &Event) -> Kept {
    let Some(team) = ledger.team_mut(scene.store) else {
        return keep(matches!(event.kind, EventKind::StoreCreated), HISTORY, || {
            "an event of no store".to_owned()
        });
    };
    match &event.kind {
        EventKind::StoreCreated | EventKind::StoreChanged { .. } | EventKind::StoreTransferred { .. } => {
            Ok(())
        }
        EventKind::InvitationCreated { invitation } => created(team, scene, event, invitation),
        EventKind::InvitationResent { invitation } => match by(scene, event) {
            Ok(user) => resent(team, scene, user, invitation),
            Err(_) => renewed(team, scene, invitation),
        },
        EventKind::InvitationChanged { invitation, .. } => invitation_changed(team, scene, event, invitation),
        EventKind::InvitationRevoked { invitation } => revoked(team, scene, event, invitation),
        EventKind::InvitationSuperseded { invitation } => superseded(team, scene, invitation),
        EventKind::InvitationAccepted { invitation, member } => accepted(team, scene, invitation, member),
        EventKind::InvitationDeclined { invitation, .. } => declined(team, scene, invitation),
        EventKind::InvitationWithdrawn { invitation } => withdrawn(team, scene, invitation),
        EventKind::InvitationExpired { invitation } => expired(team, scene, invitation),
        EventKind::InvitationUndelivered { invitation, .. } => {
            keep(team.offer(invitation.id).is_some_and(|offered| offered.fate == Fate::Open), HISTORY, || {
                "a mail that did not arrive is told of an invitation that is answered".to_owned()
            })
        }
        EventKind::MemberChanged { member, .. } => member_changed(team, scene, event, member),
        EventKind::MemberRemoved { member } => removed(team, scene, event, member),
        EventKind::MemberLeft { member } => {
            keep(
                *by(scene, event)? == member.user_id && team.member(&member.user_id).is_some(),
                HISTORY,
                || "a person left who was no member".to_owned(),
            )?;
            team.take_out(&member.user_id, scene.number);
            Ok(())
        }
        EventKind::MemberProfileChanged { member, email_before } => {
            profile_changed(team, scene, event, member, email_before.is_some())
        }
        EventKind::MemberAccessEnding { member, access_ends_at } => {
            let place = team.present(&member.user_id, scene.at);
            let promised = place.and_then(|place| place.end);
            keep(promised == Some(*access_ends_at) && *access_ends_at > scene.at, WARNINGS, || {
                format!("warned of {access_ends_at}, when the end is {promised:?}")
            })
        }
        EventKind::ActivityPut { .. } => {
            let user = by(scene, event)?;
            keep(team.manages(user, scene.at), ACCESS, || {
                "an activity is put by a person who manages nothing".to_owned()
            })
        }
        EventKind::AppInstalled { .. } => match &event.actor {
            // Announcements exclude nothing, so that the person may leave at the same time.
            EventActor::User { user_id, .. } if !scene.rivals => {
                keep(team.rights(user_id, scene.at).is_some(), ACCESS, || {
                    "an app is installed by a person without access".to_owned()
                })
            }
            _ => Ok(()),
        },
        EventKind::OrderCreated { .. } | EventKind::ReviewDue => Ok(()),
    }
}

/// Requires that a person can give these rights until this end at the time of the commit.
fn can_give(team: &Team, scene: &Scene<'_>, user: &UserId, rights: Rights, end: Option<Timestamp>) -> Kept {
    match team.cannot_give(user, rights, end, scene.at) {
        None => Ok(()),
        Some(why) => broken(GRANTOR, format!("{} {why}", user.as_str())),
    }
}

fn created(team: &mut Team, scene: &Scene<'_>, event: &Event, summary: &InvitationSummary) -> Kept {
    let (put, user, at) = (invitation_put(scene, summary.id)?, by(scene, event)?, scene.at);
    let before = team.offer(summary.id);
    keep(before.is_none_or(|before| !before.is_live(at)), ONE_INVITATION, || {
        "the address has a live invitation".to_owned()
    })?;
    keep(
        team.owner_email != summary.email && team.present_with(&summary.email, at).is_none(),
        ONE_INVITATION,
        || "the address is a member's or the owner's".to_owned(),
    )?;
    let offered = Offered {
        id: summary.id,
        email: summary.email.clone(),
        by: user.clone(),
        by_end: team.end_of(user),
        at,
        commit: scene.number,
        given: Given { grant: put.grant.clone(), under: team.catalogs },
        end: put.access_ends_at,
        until: put.expires_at,
        generation: put.generation,
        resends: 0,
        fate: Fate::Open,
    };
    offer_is_right(team, scene, &offered, user)?;
    let latest = before.map_or(0, |before| before.generation);
    keep(offered.generation > latest, LINK, || "a new invitation opens with an old link".to_owned())?;
    let allowed = &team.settings.allowed_domains;
    keep(allowed.is_empty() || allowed.contains(&summary.email.domain()), DOMAINS, || "invited".to_owned())?;
    team.offers.retain(|known| known.id != offered.id);
    team.offers.push(offered);
    // It takes a seat, also where it takes over that of an expired one, and so must fit.
    seats_fit(team, team.members_present(scene.latest) + team.offers_live(scene.latest, None), "invited")
}

/// What is sent to an invitee holds something, no more and for no longer than its grantor holds it, in a term within both.
fn offer_is_right(team: &Team, scene: &Scene<'_>, offered: &Offered, user: &UserId) -> Kept {
    let rights = team.worth(&offered.given);
    keep(rights != 0, SOMETHING, || "an offer of nothing".to_owned())?;
    can_give(team, scene, user, rights, offered.end)?;
    let longest = scene.at + Duration::days(team.catalog.invitation_days) + Duration::seconds(1);
    keep(offered.until <= longest && offered.end.is_none_or(|end| offered.until <= end), LINK, || {
        format!("a term until {}", offered.until)
    })
}

fn seats_fit(team: &Team, taken: u32, what: &str) -> Kept {
    keep(team.limit.is_none_or(|limit| taken <= limit), SEATS, || {
        format!("{what}: {taken} on {} seats", team.limit.unwrap_or_default())
    })
}

fn link_is_sent(team: &mut Team, scene: &Scene<'_>, put: &Invitation, vouched: Option<&UserId>) -> Kept {
    let at = scene.at;
    let Some(before) = team.offer(put.id).cloned() else { return broken(LINK, "a link of no invitation") };
    keep(before.fate == Fate::Open, LINK, || "a link of an invitation that is answered".to_owned())?;
    let under = if vouched.is_some() { team.catalogs } else { before.given.under };
    keep(before.given.under == team.catalogs, CATALOG, || {
        "a link of an offer of another catalog".to_owned()
    })?;
    let after = Offered {
        by: vouched.unwrap_or(&before.by).clone(),
        by_end: vouched.map_or(before.by_end, |user| team.end_of(user)),
        at: if vouched.is_some() { at } else { before.at },
        commit: if vouched.is_some() { scene.number } else { before.commit },
        given: Given { grant: put.grant.clone(), under },
        end: put.access_ends_at,
        until: put.expires_at,
        generation: put.generation,
        resends: before.resends + 1,
        ..before.clone()
    };
    keep(after.generation > before.generation, LINK, || "the new link is the old one".to_owned())?;
    keep(team.worth(&after.given) & !team.worth(&before.given) == 0, GRANTOR, || {
        "the offer grew".to_owned()
    })?;
    keep(
        team.owner_email != put.email && team.present_with(&put.email, at).is_none(),
        ONE_INVITATION,
        || "the address is a member's or the owner's".to_owned(),
    )?;
    offer_is_right(team, scene, &after, &after.by)?;
    let members = team.members_present(scene.latest);
    seats_fit(team, members + 1, "sent a link, without a place to join on")?;
    if !before.is_live(at) {
        seats_fit(team, members + 1 + team.offers_live(scene.latest, Some(put.id)), "sent a link")?;
    }
    let allowed = &team.settings.allowed_domains;
    keep(allowed.is_empty() || allowed.contains(&put.email.domain()), DOMAINS, || "sent a link".to_owned())?;
    keep(after.resends <= team.catalog.limits.resends_per_invitation, QUOTAS, || {
        "sent again too often".to_owned()
    })?;
    if let Some(known) = team.offer_mut(put.id) {
        *known = after;
    }
    Ok(())
}

fn resent(team: &mut Team, scene: &Scene<'_>, user: &UserId, summary: &InvitationSummary) -> Kept {
    link_is_sent(team, scene, invitation_put(scene, summary.id)?, Some(user))
}

/// Renews by the invitee: what counts is when a manager last vouched, and that they still could.
fn renewed(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let (put, at) = (invitation_put(scene, summary.id)?, scene.at);
    let Some(before) = team.offer(summary.id) else { return broken(LINK, "renewed, and there is none") };
    let Command::Renew(renewal) = scene.command else {
        return broken(BY, "an invitee renews by another call");
    };
    keep(renewal.link.generation == before.generation && at >= before.until, LINK, || {
        "renewed with an old link, or before its term ended".to_owned()
    })?;
    keep(at < before.at + Duration::days(durations::RENEWAL_DAYS), LINK, || {
        format!("renewed long after {}, when a manager last vouched", before.at)
    })?;
    let grantor = before.by.clone();
    keep(team.manages(&grantor, at), GRANTOR, || format!("{} vouches no more", grantor.as_str()))?;
    link_is_sent_by_invitee(team, scene, put)
}

/// As [`link_is_sent`], but the grantor may hold a part of the offer only: the rest is cut when the person joins.
fn link_is_sent_by_invitee(team: &mut Team, scene: &Scene<'_>, put: &Invitation) -> Kept {
    let Some(before) = team.offer(put.id) else { return broken(LINK, "renewed, and there is none") };
    let (worth, held) = (team.worth(&before.given), team.rights(&before.by, scene.at).unwrap_or(0));
    keep(worth & held != 0, GRANTOR, || format!("{} holds nothing of it", before.by.as_str()))?;
    let (by, commit) = (before.by.clone(), before.commit);
    let cut = team.cannot_give(&by, worth, before.end, scene.at).is_some();
    if !cut {
        return link_is_sent(team, scene, put, None);
    }
    // The parts of the promise that do not look at the grantor.
    let before = before.clone();
    let members = team.members_present(scene.latest);
    let others = team.offers_live(scene.latest, Some(put.id));
    seats_fit(team, members + 1 + others, "sent a link")?;
    keep(put.generation > before.generation, LINK, || "the new link is the old one".to_owned())?;
    if let Some(known) = team.offer_mut(put.id) {
        *known = Offered {
            until: put.expires_at,
            generation: put.generation,
            resends: before.resends + 1,
            commit,
            by,
            ..before
        };
    }
    Ok(())
}

/// Whether a change names rights, so that they are given anew.
fn regrants(command: &Command) -> bool {
    match command {
        Command::ChangeInvitation(change) => {
            change.change.roles.is_some() || change.change.permissions.is_some()
        }
        Command::ChangeMember(change) => change.change.roles.is_some() || change.change.permissions.is_some(),
        _ => false,
    }
}

fn invitation_changed(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    summary: &InvitationSummary,
) -> Kept {
    let (put, user, at) = (invitation_put(scene, summary.id)?, by(scene, event)?, scene.at);
    let Some(before) = team.offer(summary.id).cloned() else {
        return broken(LINK, "changed, and there is none");
    };
    keep(before.is_live(at), LINK, || "changed when it was not pending".to_owned())?;
    can_give(team, scene, user, team.worth(&before.given), None.or(team.end_of(user)))?;
    let under = if regrants(scene.command) { team.catalogs } else { before.given.under };
    let after = Offered {
        by: user.clone(),
        by_end: team.end_of(user),
        at,
        commit: scene.number,
        given: Given { grant: put.grant.clone(), under },
        end: put.access_ends_at,
        until: put.expires_at,
        ..before.clone()
    };
    can_give(team, scene, user, team.worth(&after.given), after.end)?;
    keep(put.generation == before.generation && after.until <= before.until, LINK, || {
        "a change made a new link or a longer term".to_owned()
    })?;
    if regrants(scene.command) {
        keep(team.worth(&after.given) != 0, SOMETHING, || "an offer of nothing".to_owned())?;
    }
    if let Some(known) = team.offer_mut(put.id) {
        *known = after;
    }
    Ok(())
}

fn end_offer(team: &mut Team, id: InvitationId, fate: Fate, what: &str) -> Kept {
    match team.offer_mut(id) {
        Some(offered) if offered.fate == Fate::Open => {
            offered.fate = fate;
            Ok(())
        }
        _ => broken(HISTORY, format!("{what}, and it was not open")),
    }
}

fn revoked(team: &mut Team, scene: &Scene<'_>, event: &Event, summary: &InvitationSummary) -> Kept {
    let user = by(scene, event)?;
    if let Some(offered) = team.offer(summary.id) {
        can_give(team, scene, user, team.worth(&offered.given), team.end_of(user))?;
    }
    end_offer(team, summary.id, Fate::Revoked, "revoked")
}

/// An invitation ends by itself only where its addressee is on the team, or was removed after it.
fn superseded(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let at = scene.at;
    let on_team = team.owner_email == summary.email
        || team.present_with(&summary.email, at).is_some()
        || team.members.iter().any(|place| place.email == summary.email);
    let by_link = match scene.command {
        Command::Accept(accept) if accept.link.invitation == summary.id => {
            let user = &accept.account.user;
            let is_in = team.rights(user, at).is_some();
            if is_in && accept.account.email == summary.email && team.owner != *user {
                team.claim(&user.clone(), &summary.email, false);
            }
            let vouched = team.offer(summary.id).map_or(0, |offered| offered.commit);
            let left_after = team.left_with(user).is_some_and(|left| left > vouched);
            is_in || (accept.account.email == summary.email && left_after)
        }
        Command::Accept(accept) => accept.account.email == summary.email,
        Command::ChangeProfile(_, profiles) => {
            profiles.iter().any(|profile| profile.email.as_ref() == Some(&summary.email))
        }
        Command::PutStore(put) => put.owner.email == summary.email,
        _ => false,
    };
    keep(on_team || by_link, HISTORY, || "superseded, and the address is no member's".to_owned())?;
    end_offer(team, summary.id, Fate::Revoked, "superseded")
}

fn declined(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let Command::Decline(decline) = scene.command else { return broken(BY, "declined by another call") };
    let usable = team
        .offer(summary.id)
        .is_some_and(|offered| offered.is_live(scene.at) && offered.generation == decline.link.generation);
    keep(usable, LINK, || "declined with a link that does not work".to_owned())?;
    end_offer(team, summary.id, Fate::Declined, "declined")
}

/// An invitation is withdrawn only where its grantor, or the catalog, gives none of it.
fn withdrawn(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    if let Some(offered) = team.offer(summary.id) {
        keep(gives_nothing(team, offered, scene.at), HISTORY, || {
            format!("withdrawn, and {} can give it", offered.by.as_str())
        })?;
    }
    end_offer(team, summary.id, Fate::Withdrawn, "withdrawn")
}

/// Whether nothing is left of an offer: its grantor is gone, manages no more, holds none of it, or the catalog grants none.
#[must_use]
pub fn gives_nothing(team: &Team, offered: &Offered, now: Timestamp) -> bool {
    let worth = team.worth(&offered.given);
    let held = team.rights(&offered.by, now).unwrap_or(0);
    // A role is given as a whole.
    let role_held = |role: &staffroom_domain::RoleSlug| {
        team.catalog.role(role.as_str()).is_some_and(|role| {
            role.permissions.iter().all(|slug| held & world::right(team.catalog, slug) != 0)
        })
    };
    let permission_held =
        |slug: &staffroom_domain::PermissionSlug| held & world::right(team.catalog, slug.as_str()) != 0;
    let grant = &offered.given.grant;
    let part = grant.roles.iter().any(role_held) || grant.permissions.iter().any(permission_held);
    worth == 0 || !team.manages(&offered.by, now) || !part
}

fn expired(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary) -> Kept {
    let same = team.offer(summary.id).is_some_and(|offered| offered.generation == summary.generation);
    if let Command::Expire(expiry) = scene.command {
        keep(expiry.invitation.is_unanswered(), HISTORY, || "an answered invitation expired".to_owned())?;
    }
    // The address may have been invited anew since.
    if same && let Some(offered) = team.offer_mut(summary.id) {
        keep(offered.until <= scene.at, HISTORY, || "expired in its term".to_owned())?;
        offered.fate = Fate::Deleted;
    }
    Ok(())
}

fn accepted(team: &mut Team, scene: &Scene<'_>, summary: &InvitationSummary, member: &MemberSummary) -> Kept {
    let Command::Accept(accept) = scene.command else { return broken(BY, "accepted by another call") };
    let (put, at, user) = (member_put(scene, &member.user_id)?, scene.at, &accept.account.user);
    keep(member.user_id == *user && member.email == accept.account.email, HISTORY, || {
        "the event names another person or address than the one who joined".to_owned()
    })?;
    keep(team.rights(user, at).is_none(), ONE_MEMBER, || "a member or the owner joined again".to_owned())?;
    let Some(offered) = team.offer(summary.id).cloned() else {
        return broken(LINK, "joined by no invitation");
    };
    keep(offered.is_live(at) && offered.generation == accept.link.generation, LINK, || {
        format!(
            "joined by link {}, when {} is the latest, until {}",
            accept.link.generation, offered.generation, offered.until
        )
    })?;
    let any = team.catalog.account == staffroom_domain::AccountRule::Any;
    keep(any || accept.account.email == offered.email, LINK, || "joined with another address".to_owned())?;
    let allowed = &team.settings.allowed_domains;
    keep(allowed.is_empty() || allowed.contains(&put.email.domain()), DOMAINS, || "joined".to_owned())?;
    keep(team.left_with(user).is_none_or(|left| left < offered.commit), REMOVED, || {
        format!("{} joined by an invitation from before", user.as_str())
    })?;
    let given = Given { grant: put.grant.clone(), under: offered.given.under };
    let rights = team.worth(&given);
    keep(rights != 0, SOMETHING, || "joined with nothing".to_owned())?;
    keep(rights & !team.worth(&offered.given) == 0, GRANTOR, || "more than was offered".to_owned())?;
    keep(put.grant.roles.len() + put.grant.permissions.len() > 0, SOMETHING, || {
        "joined with nothing".to_owned()
    })?;
    keep(!ends_later(put.access_ends_at, offered.end), GRANTOR, || "for longer than was offered".to_owned())?;
    can_give(team, scene, &offered.by, rights, put.access_ends_at)?;
    if let Some(known) = team.offer_mut(summary.id) {
        known.fate = Fate::Accepted(user.clone());
    }
    // Whoever was invited anew is no longer out.
    team.left.retain(|(known, _)| known != user);
    team.members.retain(|place| place.user != *user);
    team.members.push(Place {
        user: user.clone(),
        email: accept.account.email.clone(),
        emails: Vec::new(),
        given,
        end: put.access_ends_at,
    });
    team.claim(user, &accept.account.email, true);
    seats_fit(team, team.members_present(scene.latest), "joined")
}

fn ends_later(end: Option<Timestamp>, than: Option<Timestamp>) -> bool {
    match (end, than) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(end), Some(than)) => end > than,
    }
}

fn member_changed(team: &mut Team, scene: &Scene<'_>, event: &Event, member: &MemberSummary) -> Kept {
    let (put, user, at) = (member_put(scene, &member.user_id)?, by(scene, event)?, scene.at);
    let Some(before) = team.member(&member.user_id).cloned() else {
        return broken(ONE_MEMBER, "changed, and is no member");
    };
    let under = if regrants(scene.command) { team.catalogs } else { before.given.under };
    let after =
        Place { given: Given { grant: put.grant.clone(), under }, end: put.access_ends_at, ..before.clone() };
    let (held, holds) = (team.worth(&before.given), team.worth(&after.given));
    let own = team.end_of(user);
    can_give(team, scene, user, held | holds, own)?;
    if holds & !held != 0 || ends_later(after.end, before.end) {
        can_give(team, scene, user, holds, after.end)?;
    }
    if regrants(scene.command) {
        keep(holds != 0, SOMETHING, || "a change to nothing".to_owned())?;
    } else {
        keep(put.grant == before.given.grant, GRANTOR, || "rights changed that were not named".to_owned())?;
    }
    let revived = before.has_ended(at) && !after.has_ended(at);
    if let Some(place) = team.member_mut(&member.user_id) {
        *place = after;
    }
    if revived { seats_fit(team, team.members_present(scene.latest), "given a new end") } else { Ok(()) }
}

fn removed(team: &mut Team, scene: &Scene<'_>, event: &Event, member: &MemberSummary) -> Kept {
    let user = by(scene, event)?;
    let Some(place) = team.member(&member.user_id) else {
        return broken(ONE_MEMBER, "removed, and is no member");
    };
    can_give(team, scene, user, team.worth(&place.given), team.end_of(user))?;
    team.take_out(&member.user_id, scene.number);
    Ok(())
}

fn profile_changed(
    team: &mut Team,
    scene: &Scene<'_>,
    event: &Event,
    member: &MemberSummary,
    other: bool,
) -> Kept {
    let user = by(scene, event)?.clone();
    keep(user == member.user_id, BY, || "a profile changed by another person".to_owned())?;
    let Some(place) = team.member(&user) else { return broken(ONE_MEMBER, "changed, and is no member") };
    let changes = place.email != member.email;
    keep(changes == other, HISTORY, || "a change of address that is not told".to_owned())?;
    if changes {
        let allowed = &team.settings.allowed_domains;
        keep(allowed.is_empty() || allowed.contains(&member.email.domain()), DOMAINS, || {
            "changed".to_owned()
        })?;
        team.claim(&user, &member.email, true);
        if let Some(place) = team.member_mut(&user) {
            place.email = member.email.clone();
        }
    }
    Ok(())
}

/// The store is what was put: owner, catalog and plan by the platform, settings by the owner or the platform.
fn store_is_as_said(ledger: &mut Ledger, commit: &Commit, command: &Command, number: u64) -> Kept {
    let Some(write) = &commit.plan.store else { return Ok(()) };
    let Some(put) = write.put.as_deref() else { return Ok(()) };
    let by_platform = command.caller().is_some_and(|caller| caller.authority == Authority::Platform);
    let Some(team) = ledger.team_mut(&write.id) else {
        keep(by_platform && matches!(command, Command::PutStore(_)), STORE, || {
            "made by another call".to_owned()
        })?;
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
                team.owner = to.clone();
            }
            team.owner_email = said.owner.email.clone();
            if team.slug != said.catalog {
                catalog_changes(team, commit)?;
                team.slug.clone_from(&said.catalog);
                team.catalogs += 1;
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
        _ => broken(STORE, "put by another call"),
    }
}

fn events(commit: &Commit) -> impl Iterator<Item = &EventKind> {
    commit.plan.writes.iter().filter_map(|write| match write {
        Write::Put { record: Record::Event(stored), .. } => Some(&stored.event.kind),
        _ => None,
    })
}

/// A change of catalog tells who lost what.
fn catalog_changes(team: &Team, commit: &Commit) -> Kept {
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

fn new_team(store: &Store, number: u64) -> Team {
    Team {
        id: store.id.clone(),
        owner: store.owner.user_id.clone(),
        owner_email: store.owner.email.clone(),
        catalog: store.catalog,
        slug: store.catalog_slug().to_owned(),
        catalogs: 0,
        limit: store.plan.seats,
        settings: store.settings.clone(),
        members: Vec::new(),
        left: Vec::new(),
        offers: Vec::new(),
        version: number,
    }
}

/// An update of some attributes goes on from what was there.
fn updates_go_on(commit: &Commit, state: &State) -> Kept {
    keep(state.stubs.is_empty(), UPDATES, || format!("{:?} was updated, and was not there", state.stubs))?;
    for write in &commit.plan.writes {
        let key = write.key();
        let before =
            commit.before.iter().find(|(known, _)| *known == key).and_then(|(_, record)| record.as_ref());
        match (write, before) {
            (Write::SetDelivery { generation, to, .. }, Some(Record::Invitation(before))) => {
                let known = how_far(before.delivery);
                keep(*generation == before.generation && how_far(*to) > known, UPDATES, || {
                    format!(
                        "{:?} of link {} became {to:?} of link {generation}",
                        before.delivery, before.generation
                    )
                })?;
            }
            (Write::RecordActivity { .. }, Some(Record::Membership(Membership::Active(before)))) => {
                keep(before.last_active_at.is_none_or(|last| last < commit.plan.at), UPDATES, || {
                    format!("last active at {:?} became {:?}", before.last_active_at, commit.plan.at)
                })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// How far a mail got. What did not arrive is known for good.
fn how_far(delivery: Delivery) -> u8 {
    match delivery {
        Delivery::Queued => 0,
        Delivery::Sent => 1,
        Delivery::Delivered => 2,
        Delivery::Bounced | Delivery::Complained | Delivery::Failed => 3,
    }
}

/// Counts what is limited, and holds it against the limits.
fn note_quotas(ledger: &mut Ledger, commit: &Commit) -> Kept {
    let at = commit.plan.at;
    for write in &commit.plan.writes {
        let Write::Put { key: Key::Event(store, _), record: Record::Event(stored), .. } = write else {
            continue;
        };
        let limits = ledger.team(store).map(|team| &team.catalog.limits);
        let Some(limits) = limits else { continue };
        match &stored.event.kind {
            EventKind::InvitationCreated { invitation } | EventKind::InvitationResent { invitation } => {
                let number = world::number_of_email(&invitation.email).unwrap_or(u8::MAX);
                let mails = ledger.mails.entry((number, day(at))).or_default();
                *mails += 1;
                let mails = *mails;
                keep(mails <= limits.mails_per_recipient_per_day, QUOTAS, || {
                    format!("{mails} mails to an address on a day")
                })?;
            }
            EventKind::MemberProfileChanged { member, email_before: Some(_) } => {
                let key = (store.clone(), member.user_id.clone(), day(at));
                let changes = ledger.address_changes.entry(key).or_default();
                *changes += 1;
                let changes = *changes;
                keep(changes <= bounds::ADDRESS_CHANGES_PER_DAY, QUOTAS, || {
                    format!("{changes} changes of address on a day")
                })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// From the history alone one can tell who is a member, who is invited, and what is offered.
fn records_are_what_was_promised(ledger: &Ledger, commit: &Commit, state: &State) -> Kept {
    for (key, _) in &commit.before {
        match key {
            Key::Member(store, user) => {
                let Some(team) = ledger.team(store) else { continue };
                let place = team.member(user);
                match (state.records.get(key), place) {
                    (Some(Record::Membership(Membership::Active(member))), Some(place)) => {
                        let same = member.grant.roles == place.given.grant.roles
                            && member.grant.permissions == place.given.grant.permissions
                            && member.access_ends_at == place.end
                            && member.email == place.email;
                        keep(same, HISTORY, || format!("{} is not what the history tells", user.as_str()))?;
                    }
                    (None | Some(Record::Membership(Membership::Left(_))), None) => {}
                    _ => {
                        return broken(
                            HISTORY,
                            format!("{} joined or left, and no event tells it", user.as_str()),
                        );
                    }
                }
            }
            Key::Invitation(store, id) => {
                let Some(team) = ledger.team(store) else { continue };
                let offered = team.offer(*id).filter(|offered| offered.fate != Fate::Deleted);
                let (invitation, offered) = match (state.records.get(key), offered) {
                    (Some(Record::Invitation(invitation)), Some(offered)) => (invitation, offered),
                    (None, None) => continue,
                    _ => return broken(HISTORY, "an invitation came or went, and no event tells it"),
                };
                let open = matches!(invitation.state, InvitationState::Pending(_));
                let same = open == (offered.fate == Fate::Open)
                    && invitation.grant.roles == offered.given.grant.roles
                    && invitation.grant.permissions == offered.given.grant.permissions
                    && invitation.expires_at == offered.until
                    && invitation.access_ends_at == offered.end
                    && invitation.generation == offered.generation;
                keep(same, HISTORY, || "an invitation is not what the history tells".to_owned())?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Counts the seats of a store anew.
fn recount(id: &StoreId, state: &State) -> Kept {
    let (mut taken, mut members) = (0, 0);
    let Some(Record::Store(store)) = state.records.get(&Key::Store(id.clone())) else { return Ok(()) };
    for (key, record) in &state.records {
        match (key, record) {
            (Key::Member(of, user), Record::Membership(Membership::Active(member))) if of == id => {
                keep(store.owner.user_id != *user, ONE_MEMBER, || "the owner is a member, too".to_owned())?;
                if member.seat == Seat::Held {
                    taken += 1;
                    members += 1;
                }
            }
            (Key::Invitation(of, _), Record::Invitation(invitation))
                if of == id && invitation.state == InvitationState::Pending(Seat::Held) =>
            {
                taken += 1;
            }
            (Key::Event(..) | Key::Notice(..), _) => break,
            _ => {}
        }
    }
    // An invitation that the database deleted holds its seat until the stream brings that.
    let deleted = state.holding_deleted(id);
    keep(store.seats.taken == taken + deleted && store.seats.members == members, RECOUNT, || {
        format!("{:?}, and a recount gives {} and {members}", store.seats, taken + deleted)
    })
}

/// After each step: everyone may do what was promised to them, and nothing else.
///
/// # Errors
/// The promise that is broken.
pub fn everyone_has_what_was_promised(ledger: &Ledger, state: &State, now: Timestamp) -> Result<(), Broken> {
    for team in &ledger.teams {
        let Some(Record::Store(store)) = state.records.get(&Key::Store(team.id.clone())) else {
            return broken(STORE, "the store is gone");
        };
        for number in 0..5 {
            let user = world::person(number);
            let membership = match state.records.get(&Key::Member(team.id.clone(), user.clone())) {
                Some(Record::Membership(membership)) => membership,
                _ => &Membership::Never,
            };
            let held = Actor::person(store, user, membership.member(), now).ok().map(|actor| {
                actor.held().iter().fold(0, |rights, slug| rights | world::right(team.catalog, slug))
            });
            let promised = team.rights(user, now);
            keep(held == promised, ACCESS, || {
                format!(
                    "{} in {} holds {held:?}, and {promised:?} was promised",
                    user.as_str(),
                    team.id.as_str()
                )
            })?;
        }
    }
    Ok(())
}

/// At the end of a history: read in its own order, it tells who is a member.
///
/// # Errors
/// The promise that is broken.
pub fn history_replays(ledger: &Ledger, state: &State) -> Result<(), Broken> {
    for team in &ledger.teams {
        let mut members: Vec<&UserId> = Vec::new();
        for (key, record) in &state.records {
            let (Key::Event(store, _), Record::Event(stored)) = (key, record) else { continue };
            if *store != team.id {
                continue;
            }
            match &stored.event.kind {
                EventKind::InvitationAccepted { member, .. } if !members.contains(&&member.user_id) => {
                    members.push(&member.user_id);
                }
                EventKind::MemberRemoved { member } | EventKind::MemberLeft { member } => {
                    members.retain(|user| **user != member.user_id);
                }
                EventKind::StoreTransferred { to, .. } => members.retain(|user| **user != to.user_id),
                _ => {}
            }
        }
        for number in 0..5 {
            let user = world::person(number);
            let told = members.contains(&user);
            keep(told == team.member(user).is_some(), HISTORY, || {
                format!(
                    "by the history of {}, {} is {}a member",
                    team.id.as_str(),
                    user.as_str(),
                    if told { "" } else { "not " }
                )
            })?;
        }
    }
    Ok(())
}
