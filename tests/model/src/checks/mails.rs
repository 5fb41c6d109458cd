//! Checks what decides who gets a mail: marks, preferences, problems with an address, and the count of caused mails.

use crate::command::Command;
use crate::ledger::Ledger;
use crate::memory::{Commit, State};
use crate::promises::{HISTORY, Kept, PREFERENCES, QUOTAS, broken, keep};
use crate::told::cause;
use staffroom_app::{AfterDelivery, Counter, Key, Record, Write};
use staffroom_domain::{AddressId, MailKind, MailProblem, Membership, Wish, bounds};

/// Notes the marks that a mail was sent.
pub(super) fn note_marks(ledger: &mut Ledger, commit: &Commit) {
    for write in &commit.plan.writes {
        if let Write::MarkMailed { key: Key::Event(_, event) | Key::Notice(_, event), address } = write {
            ledger.mailed.entry(*event).or_default().marked.push(*address);
        }
    }
}

/// What a person wants is what they said last.
pub(super) fn preferences_are_as_said(ledger: &mut Ledger, commit: &Commit, command: &Command) -> Kept {
    for write in &commit.plan.writes {
        let (Key::MailPreferences(store, user), Write::Put { record, .. }) = (write.key(), write) else {
            continue;
        };
        if matches!(command, Command::MoveInStore(_)) {
            continue;
        }
        let (Command::SetMailPreference(said), Record::MailPreferences(after)) = (command, record) else {
            return broken(PREFERENCES, "set by another call");
        };
        // A store that was closed meanwhile is known by nothing any more.
        let is_theirs = ledger.team(&store).is_none_or(|team| {
            let is_on_team = team.owner == user || team.member(&user).is_some();
            is_on_team && *team.present_id(&said.user) == user
        });
        keep(said.store == store && is_theirs, PREFERENCES, || {
            format!("those of {} changed", user.as_str())
        })?;
        let wish = (store.clone(), user.clone(), said.kind);
        match said.wish {
            Wish::Unwanted => ledger.unwanted.insert(wish),
            Wish::Wanted => ledger.unwanted.remove(&wish),
        };
        for kind in [MailKind::Answers, MailKind::Orders, MailKind::Reviews] {
            let is_unwanted = ledger.unwanted.contains(&(store.clone(), user.clone(), kind));
            keep(after.unwanted.contains(&kind) == is_unwanted, PREFERENCES, || {
                format!("{kind:?} of {} is not as said", user.as_str())
            })?;
        }
    }
    Ok(())
}

/// A problem is recorded of the address to which the mail went, if it still is the member's, and changes nothing else.
pub(super) fn problem_is_recorded(
    ledger: &mut Ledger,
    commit: &Commit,
    state: &State,
    command: &Command,
) -> Kept {
    let Command::RecordMailProblem(said) = command else { return Ok(()) };
    let is_reply = said.after_delivery == AfterDelivery::IsAutomaticReply;
    keep(!is_reply || commit.plan.writes.is_empty(), HISTORY, || {
        "an automatic reply is taken for a bounce".to_owned()
    })?;
    let mut about = None;
    for write in &commit.plan.writes {
        match (write, write.key()) {
            (Write::Put { .. }, Key::Member(store, user)) if store == said.store && user == said.user => {
                about = Some(write.key());
            }
            // The store writes to the address no more.
            (Write::Put { .. }, Key::OptOut(store, address))
                if store == said.store
                    && said.recipient == Some(address)
                    && said.problem == MailProblem::Complained => {}
            (Write::Check { .. }, _) => {}
            (_, other) => return broken(HISTORY, format!("a problem with a mail changed {other:?}")),
        }
    }
    let Some(key) = about else { return Ok(()) };
    let before = commit.before.iter().find(|(known, _)| *known == key).map(|(_, record)| record);
    let (
        Some(Some(Record::Membership(Membership::Active(before)))),
        Some(Record::Membership(Membership::Active(after))),
    ) = (before, state.records.get(&key))
    else {
        return broken(HISTORY, "a problem with a mail made a member");
    };
    keep(AddressId::of(&before.email) == said.address, HISTORY, || {
        "a problem with another address is the member's".to_owned()
    })?;
    keep(before.mail_problem != Some(MailProblem::Complained), HISTORY, || {
        "a complaint is forgotten".to_owned()
    })?;
    let mut other = (**after).clone();
    other.mail_problem = before.mail_problem;
    other.version = before.version;
    other.changed_at = before.changed_at;
    keep(other == **before, HISTORY, || "a problem with a mail changed more of the member".to_owned())?;
    if let Some(place) = ledger.team_mut(&said.store).and_then(|team| team.member_mut(&said.user)) {
        place.mail_problem = Some(said.problem);
    }
    Ok(())
}

/// Notes the mails that are begun, each counted once for the person who caused it.
pub(super) fn note_caused(ledger: &mut Ledger, commit: &Commit, state: &State) -> Kept {
    let mut counted = 0;
    for write in &commit.plan.writes {
        let Write::Count { quota, more } = write else { continue };
        let Counter::CausedMails(store, user, address, day) = &quota.counter else { continue };
        counted += more;
        *ledger.caused.entry((store.clone(), user.clone(), *address, *day)).or_default() += more;
        let Some(Record::Count(count)) = state.records.get(&write.key()) else { continue };
        keep(*count <= bounds::CAUSED_MAILS_WITH_LAST_NEWS, QUOTAS, || {
            format!("{} caused {count} mails to an address on a day", user.as_str())
        })?;
    }
    for write in &commit.plan.writes {
        let Write::MarkBegun { key: key @ (Key::Event(store, _) | Key::Notice(store, _)), address } = write
        else {
            continue;
        };
        let Some(Record::Event(stored)) = state.records.get(key) else { continue };
        let is_first = ledger.mailed.entry(stored.event.id).or_default().begun.insert(*address);
        let counts = is_first && cause(store, &stored.event, *address, commit.plan.at).is_some();
        keep(counted == u32::from(counts), QUOTAS, || format!("a mail is counted {counted} times"))?;
    }
    Ok(())
}
