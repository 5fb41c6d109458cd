//! Checks records: versions, limits and counts, and that they agree with the history.

use std::collections::BTreeSet;

use super::scene::Watch;
use crate::ledger::{Fate, Ledger, day};
use crate::memory::{Commit, State};
use crate::promises::{
    BOUNDS, HISTORY, Kept, LISTS, ONE_MEMBER, QUOTAS, RECOUNT, UPDATES, VERSIONS, broken, keep,
};
use crate::world;
use staffroom_app::{Key, Record, Write, entries};
use staffroom_domain::{
    Delivery, EventActor, EventKind, InvitationState, Membership, Seat, SeatCount, StoreId, bounds,
};

pub(super) fn bounds_hold(commit: &Commit) -> Kept {
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
pub(super) fn version_of(record: &Record) -> u64 {
    record.version()
}

pub(super) fn versions_only_grow(watch: &mut Watch, commit: &Commit, state: &State) -> Kept {
    for (key, before) in &commit.before {
        if !matches!(
            key,
            Key::Store(_)
                | Key::Member(..)
                | Key::Invitation(..)
                | Key::Activity(..)
                | Key::Role(..)
                | Key::MailPreferences(..)
        ) {
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

/// The part of a record whose changes need a new version: not counts and `changed_at` of a store, deliveries, and activity.
pub(super) fn shown(record: &Record) -> Record {
    let mut record = record.clone();
    match &mut record {
        Record::Store(store) => {
            store.seats = SeatCount::default();
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

/// An update of some attributes goes on from what was there.
pub(super) fn updates_go_on(commit: &Commit, state: &State) -> Kept {
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
            (Write::Put { record: Record::Invitation(after), .. }, Some(Record::Invitation(before)))
                if after.generation == before.generation =>
            {
                keep(how_far(after.delivery) >= how_far(before.delivery), UPDATES, || {
                    format!("{:?} became {:?} by a put", before.delivery, after.delivery)
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

/// The order of delivery states. A failed delivery is final.
pub(super) fn how_far(delivery: Delivery) -> u8 {
    match delivery {
        Delivery::None | Delivery::Queued => 0,
        Delivery::Sent => 1,
        Delivery::Delivered => 2,
        Delivery::Bounced | Delivery::Complained | Delivery::Failed => 3,
    }
}

/// Counts everything that has a limit, and checks the limits.
pub(super) fn note_quotas(ledger: &mut Ledger, commit: &Commit) -> Kept {
    let at = commit.plan.at;
    for write in &commit.plan.writes {
        // A complaint counts once the invitation is answered, too, of which no event tells.
        if let Write::Put { key: Key::Invitation(store, id), record: Record::Invitation(put), .. } = write
            && let Some(offered) = ledger.team_mut(store).and_then(|team| team.offer_mut(*id))
        {
            offered.unwanted = put.delivery == Delivery::Complained;
        }
        if let Write::Put { key: Key::OptOut(store, address), .. } = write
            && let Some(team) = ledger.team_mut(store)
        {
            team.opted_out.insert(*address);
        }
        let Write::Put { key: Key::Event(store, _), record: Record::Event(stored), .. } = write else {
            continue;
        };
        let limits = ledger.team(store).map(|team| &team.catalog.limits);
        let Some(limits) = limits else { continue };
        match &stored.event.kind {
            EventKind::InvitationCreated { invitation } | EventKind::InvitationResent { invitation } => {
                let offered = ledger.team(store).and_then(|team| team.offer(invitation.id));
                if offered.is_some_and(|offered| !offered.mailed) {
                    continue;
                }
                let number = world::number_of_email(&invitation.email).unwrap_or(u8::MAX);
                let mails = ledger.mails.entry((number, day(at), store.clone())).or_default();
                *mails += 1;
                let mails = *mails;
                keep(mails <= limits.mails_per_recipient_per_day, QUOTAS, || {
                    format!("{mails} mails of a store to an address on a day")
                })?;
                let mailing = ledger.stores_that_mailed(number, day(at));
                keep(mailing <= bounds::STORES_PER_RECIPIENT_PER_DAY, QUOTAS, || {
                    format!("mails of {mailing} stores to an address on a day")
                })?;
            }
            // The platform changes as much as it likes.
            EventKind::MemberProfileChanged { member, email_before: Some(_) }
                if stored.event.actor != EventActor::Platform =>
            {
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
pub(super) fn records_are_what_was_promised(ledger: &Ledger, commit: &Commit, state: &State) -> Kept {
    for (key, _) in &commit.before {
        match key {
            Key::Member(store, user) => {
                let Some(team) = ledger.team(store) else { continue };
                let place = team.member(user);
                match (state.records.get(key), place) {
                    (Some(Record::Membership(Membership::Active(member))), Some(place)) => {
                        let same = team.is_as_given(&member.grant, &place.given)
                            && member.access_ends_at == place.end
                            && member.email == place.email
                            && member.mail_problem == place.mail_problem;
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
                // What is answered is not rewritten.
                let same = open == (offered.fate == Fate::Open)
                    && (!open || team.is_as_given(&invitation.grant, &offered.given))
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

/// Counts the entries of the lists of a store anew.
pub(super) fn lists_are_whole(id: &StoreId, state: &State) -> Kept {
    let belong: BTreeSet<Key> = state.members(id).flat_map(|member| entries(id, member)).collect();
    let is_entry = |(key, _): &(&Key, &Record)| matches!(key, Key::Listed(store, ..) if store == id);
    let listed: BTreeSet<Key> = state.records.iter().filter(is_entry).map(|(key, _)| key.clone()).collect();
    keep(belong == listed, LISTS, || {
        let (missing, more) = (belong.difference(&listed), listed.difference(&belong));
        format!("missing {:?}, and too many {:?}", missing.collect::<Vec<_>>(), more.collect::<Vec<_>>())
    })
}

/// Recounts the seats of a store.
pub(super) fn recount(id: &StoreId, state: &State) -> Kept {
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
