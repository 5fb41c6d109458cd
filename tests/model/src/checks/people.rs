//! Checks a person who is moved to another id: that the other id has all that the former one had, and nothing else changes.

use super::scene::{Scene, member_put};
use crate::command::Command;
use crate::ledger::Ledger;
use crate::memory::{Commit, State};
use crate::promises::{Kept, MOVED, ONE_MEMBER, VOUCHED, broken, keep};
use staffroom_app::{Key, Record, Write};
use staffroom_domain::{Invitation, MailKind, Member, Membership, MoveStage, Owner, Store, StoreId, UserId};

/// A person has another id in a store.
pub(super) fn moved(ledger: &mut Ledger, scene: &Scene<'_>, to: &UserId, from: &UserId) -> Kept {
    let Command::MoveInStore(message) = scene.command else { return broken(MOVED, "moved by another call") };
    let hint = &message.hint;
    let is_said = hint.store == *scene.store && hint.move_from == *from && hint.move_to == *to;
    keep(is_said, MOVED, || "another person is moved than was said".to_owned())?;
    let Some(team) = ledger.team_mut(scene.store) else { return broken(MOVED, "moved in no store") };
    // Nothing says when a person left who was erased, so a message from before moves who came back within its 15 minutes.
    let was_erased = team.erased.iter().any(|(user, _)| user == from);
    keep(was_erased || message.as_of.contains(&team.stay(from)), MOVED, || {
        format!("{} is moved by a message about an earlier stay", from.as_str())
    })?;
    keep(team.owner != *to && team.member(to).is_none(), ONE_MEMBER, || {
        format!("{} is on the team for itself", to.as_str())
    })?;
    if team.owner == *from {
        let puts = scene.commit.plan.store.as_ref().and_then(|write| write.put.as_deref());
        let puts = puts.filter(|put| put.owner.user_id == *to);
        keep(puts.is_some(), MOVED, || "the owner is moved, and owns the store as before".to_owned())?;
    } else {
        keep(team.member(from).is_some(), MOVED, || format!("{} is no member", from.as_str()))?;
        let before = before(scene.commit, &Key::Member(scene.store.clone(), from.clone()));
        let Some(Record::Membership(Membership::Active(before))) = before else {
            return broken(MOVED, "the membership that is moved is not ended");
        };
        let put = member_put(scene, to)?;
        let expected = Member {
            user: to.clone(),
            last_departure: put.last_departure,
            changed_at: put.changed_at,
            version: put.version,
            ..(**before).clone()
        };
        keep(*put == expected, MOVED, || {
            format!("{} is not the member who {} was", to.as_str(), from.as_str())
        })?;
    }
    team.move_person(from, to, scene.number);
    ledger.move_wishes(scene.store, from, to);
    Ok(())
}

/// The owner has another id, and nothing else of the store is another.
pub(super) fn only_the_owner_is_moved(before: &Store, put: &Store) -> Kept {
    let owner = Owner { user_id: put.owner.user_id.clone(), ..before.owner.clone() };
    let other = Store {
        owner,
        version: put.version,
        changed_at: put.changed_at,
        seats: put.seats,
        departures: put.departures,
        ..before.clone()
    };
    keep(other == *put, MOVED, || "a move changed more of the store".to_owned())
}

fn before<'a>(commit: &'a Commit, key: &Key) -> Option<&'a Record> {
    commit.before.iter().find(|(known, _)| known == key).and_then(|(_, record)| record.as_ref())
}

/// What is kept for the mails of a person goes with them, and nothing of it stays at the former id.
pub(super) fn mails_are_moved(ledger: &Ledger, commit: &Commit, state: &State, command: &Command) -> Kept {
    let Command::MoveInStore(message) = command else { return Ok(()) };
    let (store, from, to) = (&message.hint.store, &message.hint.move_from, &message.hint.move_to);
    if before(commit, &Key::Member(store.clone(), to.clone())).is_none()
        && before(commit, &Key::Member(store.clone(), from.clone())).is_none()
    {
        return Ok(());
    }
    for key in [Key::Digest(store.clone(), from.clone()), Key::MailPreferences(store.clone(), from.clone())] {
        keep(!state.records.contains_key(&key), MOVED, || format!("{key:?} stays at the former id"))?;
    }
    let wanted = state.records.get(&Key::MailPreferences(store.clone(), to.clone()));
    for kind in [MailKind::Answers, MailKind::Orders, MailKind::Reviews] {
        let is_unwanted =
            matches!(wanted, Some(Record::MailPreferences(wanted)) if wanted.unwanted.contains(&kind));
        keep(is_unwanted == ledger.unwanted.contains(&(store.clone(), to.clone(), kind)), MOVED, || {
            format!("{kind:?} is not wanted by {} as it was before", to.as_str())
        })?;
    }
    Ok(())
}

/// A request moves nobody by itself: it takes its idempotency key, and sends messages.
pub(super) fn a_request_moves_nobody(commit: &Commit, command: &Command) -> Kept {
    let is_of_key = |write: &Write| matches!(write.key(), Key::Idempotency(..));
    keep(!matches!(command, Command::Move(_)) || commit.plan.writes.iter().all(is_of_key), MOVED, || {
        "a request changed more than its key".to_owned()
    })
}

/// Of an invitation that the worker rewrites, the id of who vouches is another one of the same person, and the slugs of roles may
/// be others of the same roles. Nothing else is another.
pub(super) fn only_vouchers_are_rewritten(ledger: &mut Ledger, commit: &Commit, command: &Command) -> Kept {
    let tells = |write: &Write| matches!(write, Write::Put { record: Record::Event(_), .. });
    if !matches!(command, Command::MoveInStore(_) | Command::Due) || commit.plan.writes.iter().any(tells) {
        return Ok(());
    }
    for write in &commit.plan.writes {
        let Write::Put { key: key @ Key::Invitation(store, _), record: Record::Invitation(after), .. } =
            write
        else {
            continue;
        };
        let Some(Record::Invitation(before)) = before(commit, key) else {
            return broken(VOUCHED, "an invitation came");
        };
        let (by, was) = (&after.invited_by, &before.invited_by);
        if by == was && !matches!(command, Command::MoveInStore(_)) {
            continue;
        }
        let mut other = Invitation {
            invited_by: after.invited_by.clone(),
            version: after.version,
            changed_at: after.changed_at,
            ..(**before).clone()
        };
        other.invited_by.user_id = was.user_id.clone();
        other.invited_by.member_version = was.member_version;
        let is_vouched = other.invited_by == *was;
        other.invited_by = by.clone();
        other.grant.roles.clone_from(&after.grant.roles);
        keep(is_vouched && other == **after, VOUCHED, || format!("{key:?} changed otherwise"))?;
        let Some(team) = ledger.team_mut(store) else { continue };
        keep(team.moves.has(&was.user_id, &by.user_id), VOUCHED, || {
            format!("{} vouches in the place of {}", by.user_id.as_str(), was.user_id.as_str())
        })?;
        team.name_voucher(after.id, &by.user_id);
    }
    Ok(())
}

/// Once the work of a move has ended, no open invitation names the former id.
pub(super) fn nobody_vouches_by_a_former_id(commit: &Commit, state: &State) -> Kept {
    for write in &commit.plan.writes {
        let Write::Put {
            key: Key::Member(store, user),
            record: Record::Membership(Membership::Left(departure)),
            ..
        } = write
        else {
            continue;
        };
        if departure.moved.as_ref().is_none_or(|moved| moved.stage != MoveStage::Complete) {
            continue;
        }
        // What is left of a closed store is deleted; and the owner may have the id again.
        let found = state.records.get(&Key::Store(store.clone()));
        if !matches!(found, Some(Record::Store(known)) if known.owner.user_id != *user) {
            continue;
        }
        let names = |record: &Record| {
            matches!(record, Record::Invitation(invitation)
            if invitation.is_unanswered() && invitation.invited_by.user_id == *user)
        };
        let mut of_store = state.records.iter().filter(|(key, _)| key.store() == Some(store));
        keep(!of_store.any(|(_, record)| names(record)), VOUCHED, || {
            format!("an open invitation still names {}", user.as_str())
        })?;
    }
    Ok(())
}

/// The store of a commit, as it was before.
pub(super) fn store_before<'a>(commit: &'a Commit, id: &StoreId) -> Option<&'a Store> {
    match before(commit, &Key::Store(id.clone())) {
        Some(Record::Store(store)) => Some(store),
        _ => None,
    }
}
