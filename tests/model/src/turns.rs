//! Calls in progress, alone or at the same time: each turn takes one of them to its next read or commit.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use chrono::Duration;
use staffroom_app::{IdempotencyState, Invocation, Key, MoveHint, PutResult, Record, Write};
use staffroom_domain::{EventKind, Membership, Timestamp, durations};

use crate::answers::{self, Moment};
use crate::checks;
use crate::command::{Answer, Command, MoveMessage};
use crate::ledger::{Ledger, Request};
use crate::machine::{Machine, Tally};
use crate::memory::{Commit, Memory, State};
use crate::port::{Mishap, Port};
use crate::promises::{AGREEMENT, ANSWERED, Broken, EXPORTED, NOTHING_CHANGED, TRUTH};
use crate::resolve::MadeLink;
use crate::told;

/// After how many changes of others a call may give up: one attempt less than it makes.
const ATTEMPTS: u64 = 9;

/// A call in progress.
struct Task<'a> {
    command: &'a Command,
    mishap: Mishap,
    call: usize,
    future: Pin<Box<dyn Future<Output = Answer> + Send + 'a>>,
    polls: u32,
    answer: Option<Answer>,
    /// Its commits.
    commits: Vec<Committed>,
    /// The version of what it requires a version of, when it began.
    version: Option<u64>,
}

/// A commit that a call may make although it is rejected in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Committed {
    /// Seats past their term were released.
    Sweep,
    /// An invitation ended.
    Ending,
    /// Anything else.
    Change,
}

/// The state of the promises at a moment between two turns.
struct Past {
    ledger: Ledger,
    now: Timestamp,
    versions: Vec<Option<u64>>,
}

impl Machine<'_> {
    /// Executes concurrent calls, turn by turn.
    pub(crate) fn together(&mut self, commands: &[(Command, Mishap)], schedule: &[u8]) -> Result<(), Broken> {
        let memory = std::mem::take(&mut self.memory);
        let invocations: Vec<Invocation> =
            commands.iter().map(|(_, mishap)| self.invocation(*mishap)).collect();
        let ports: Vec<Port<'_>> = commands
            .iter()
            .enumerate()
            .map(|(place, (_, mishap))| Port::new(&memory, self.truth, self.calls + place, *mishap))
            .collect();
        let mut tasks: Vec<Task<'_>> = commands
            .iter()
            .zip(ports.iter().zip(&invocations))
            .enumerate()
            .map(|(place, ((command, mishap), (port, invocation)))| Task {
                command,
                mishap: *mishap,
                call: self.calls + place,
                future: Box::pin(command.carry_out(port, invocation)),
                polls: 0,
                answer: None,
                commits: Vec::new(),
                version: version(command, &memory.state()),
            })
            .collect();
        self.calls += commands.len();
        let result = self.turns(&mut tasks, schedule, &memory);
        drop(tasks);
        drop(ports);
        self.memory = memory;
        result
    }

    fn turns(&mut self, tasks: &mut [Task<'_>], schedule: &[u8], memory: &Memory) -> Result<(), Broken> {
        let rivals = tasks.len() > 1 || !schedule.is_empty();
        if tasks.iter().any(|task| matches!(task.command, Command::Due)) {
            memory.state().show_for_rewriting();
        }
        if tasks.iter().any(|task| matches!(task.command, Command::Erase(_))) {
            memory.state().indexed = None;
        }
        self.watch.rivals = rivals;
        // The answer of these calls is about what was before, and in between.
        let in_parts =
            tasks.iter().any(|task| matches!(task.command, Command::PutMember(_) | Command::PutMembers(_)));
        let mut past = Vec::new();
        if rivals || in_parts {
            past.push(self.present(tasks, memory));
        }
        if rivals && self.story.is_some() {
            let names: Vec<String> = tasks.iter().map(|task| self.named(task)).collect();
            self.tell(|| format!("at the same time: {}", names.join(" | ")));
        }
        let mut turn = 0_usize;
        loop {
            let alive: Vec<usize> = tasks
                .iter()
                .enumerate()
                .filter(|(_, task)| task.answer.is_none())
                .map(|(place, _)| place)
                .collect();
            if alive.is_empty() {
                break;
            }
            let byte = schedule.get(turn).copied();
            turn += 1;
            let next = byte.map_or(turn, usize::from) % alive.len();
            if byte.is_some_and(|byte| byte >= 224) {
                self.advance(Duration::milliseconds(if byte == Some(255) { 6000 } else { 400 }));
                past.push(self.present(tasks, memory));
            }
            let Some(task) = alive.get(next).and_then(|place| tasks.get_mut(*place)) else { break };
            self.turn(task, memory, rivals)?;
            if rivals || in_parts {
                past.push(self.present(tasks, memory));
            }
        }
        for task in tasks.iter() {
            self.answered(task, memory, &past)?;
        }
        self.advance(Duration::milliseconds(3));
        Ok(())
    }

    fn named(&self, task: &Task<'_>) -> String {
        let mishap =
            if task.mishap == Mishap::None { String::new() } else { format!(" [{:?}]", task.mishap) };
        format!("{}{mishap}", task.command.describe(&self.ledger))
    }

    /// The current promises, kept for the answers of calls that are in progress.
    fn present(&self, tasks: &[Task<'_>], memory: &Memory) -> Past {
        let state = memory.state();
        let versions = tasks.iter().map(|task| version(task.command, &state)).collect();
        Past { ledger: self.ledger.clone(), now: self.now(), versions }
    }

    /// One turn of a call: until its next read or commit.
    fn turn(&mut self, task: &mut Task<'_>, memory: &Memory, rivals: bool) -> Result<(), Broken> {
        if matches!(task.mishap, Mishap::Crash(after) if task.polls > u32::from(after)) {
            task.answer = Some(Answer::Crashed);
        } else {
            task.polls += 1;
            if task.polls > 2000 {
                return Err(Broken { promise: ANSWERED, how: "a call does not end".to_owned() });
            }
            if let Poll::Ready(answer) = task.future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                task.answer = Some(answer);
            }
        }
        if let Some(how) = memory.state().disagreement.take() {
            return Err(Broken { promise: AGREEMENT, how: format!("{}: {how}", self.named(task)) });
        }
        let commits = std::mem::take(&mut memory.state().commits);
        let committed = commits.len();
        for commit in commits {
            let mut state = memory.state();
            self.latest = self.latest.max(commit.plan.at);
            task.commits.push(kind_of(&commit));
            if let Command::Expire(expiry) = task.command
                && commit.plan.writes.iter().any(|write| matches!(write, Write::Put { .. }))
            {
                state.settle(&expiry.invitation);
            }
            self.note_requests(&commit, task)?;
            let held = checks::on_commit(&mut self.ledger, &mut self.watch, &commit, &state, task.command);
            drop(state);
            if held.is_err() {
                let line = format!("{} commits", self.named(task));
                self.tell(|| line);
            }
            held?;
            self.note_links(&commit, task.command);
        }
        if rivals && self.story.is_some() && (committed > 0 || task.answer.is_some()) {
            let answer = task.answer.as_ref().map_or_else(|| "still working".to_owned(), Answer::describe);
            let line = format!("    {}: {committed} commits, {answer}", self.named(task));
            self.tell(|| line);
        }
        Ok(())
    }

    /// Notes the links that a commit sends.
    fn note_links(&mut self, commit: &Commit, command: &Command) {
        // An erasure rewrites the events of links, and sends none.
        if matches!(command, Command::Erase(_)) {
            return;
        }
        for write in &commit.plan.writes {
            let Write::Put { key: Key::Event(store, _), record: Record::Event(stored), .. } = write else {
                continue;
            };
            if let EventKind::InvitationCreated { invitation }
            | EventKind::InvitationResent { invitation }
            | EventKind::InvitationLinkCopied { invitation } = &stored.event.kind
            {
                let offered = self.ledger.team(store).and_then(|team| team.offer(invitation.id));
                self.links.push(MadeLink {
                    store: store.clone(),
                    invitation: invitation.id,
                    generation: invitation.generation,
                    mailed: offered.is_none_or(|offered| offered.mailed),
                });
            }
        }
    }

    /// Notes the messages that a request sent, each with what it can have read.
    fn note_messages(&mut self, command: &Command, past: &[Past]) {
        let Command::Move(request) = command else { return };
        let ledgers = || past.iter().map(|past| &past.ledger).chain([&self.ledger]);
        let message = |hint: MoveHint| {
            let stay = |ledger: &Ledger| ledger.team(&hint.store).map(|team| team.stay(&hint.move_from));
            MoveMessage { as_of: ledgers().filter_map(stay).collect(), hint, at: self.now() }
        };
        let sent: Vec<MoveMessage> = request.sent().into_iter().map(message).collect();
        self.messages.extend(sent);
    }

    /// Notes what is stored of a request with an idempotency key, which is carried out once in a day.
    fn note_requests(&mut self, commit: &Commit, task: &Task<'_>) -> Result<(), Broken> {
        // An erasure rewrites the answers, and carries nothing out.
        if matches!(task.command, Command::Erase(_)) {
            return Ok(());
        }
        for write in &commit.plan.writes {
            let Write::Put { key: key @ Key::Idempotency(..), record: Record::Idempotency(record), .. } =
                write
            else {
                continue;
            };
            let name = format!("{key:?}");
            let at = commit.plan.at;
            if let Some(known) = self.ledger.requests.get(&name) {
                // By the clock of whoever deleted the record, which may be ahead.
                let ahead = at + Duration::seconds(durations::MAX_CLOCK_SKEW_SECONDS);
                let over = known.at + Duration::hours(durations::IDEMPOTENCY_HOURS) <= ahead;
                let own = known.call == task.call;
                let lease = known.at + Duration::seconds(durations::IDEMPOTENCY_LEASE_SECONDS);
                let carried_out_twice =
                    !over && !own && (known.answer.is_some() || (!known.interrupted && at < lease));
                if carried_out_twice {
                    return Err(Broken {
                        promise: TRUTH,
                        how: format!("the request {name} was carried out twice"),
                    });
                }
            }
            let request = Request {
                fingerprint: record.fingerprint.clone(),
                at: record.at,
                answer: match &record.state {
                    IdempotencyState::Answered(answer) => Some(answer.clone()),
                    IdempotencyState::InProgress | IdempotencyState::Interrupted => None,
                },
                interrupted: record.state == IdempotencyState::Interrupted,
                call: task.call,
            };
            self.ledger.requests.insert(name, request);
        }
        Ok(())
    }

    /// Checks the answer of a call against the promises during it.
    fn answered(&mut self, task: &Task<'_>, memory: &Memory, past: &[Past]) -> Result<(), Broken> {
        let Some(answer) = &task.answer else { return Ok(()) };
        self.note_messages(task.command, past);
        if !self.watch.rivals && self.story.is_some() {
            let line = format!("{}: {}", self.named(task), answer.describe());
            self.tell(|| line);
        }
        if let Command::Notify(store, events) = task.command {
            let rivals = past.len() > 1;
            for (number, event) in events.iter().enumerate() {
                let (sent, doubtful) = match answer {
                    Answer::Told(told) => (told.get(number).map(Vec::as_slice).unwrap_or_default(), rivals),
                    _ => (&[][..], true),
                };
                told::note(&mut self.ledger, event.id, sent, doubtful)?;
                told::were_begun(&self.ledger, (store, event), sent)?;
            }
        }
        if let Some(tally) = &mut self.tally {
            count(tally, task.command, answer);
        }
        match answer {
            // The others changed as much meanwhile as a call has attempts.
            Answer::Fault(_)
                if past.first().is_some_and(|past| {
                    self.ledger.commits - past.ledger.commits >= ATTEMPTS + len(&task.commits)
                }) => {}
            // A single write is the caller's to try again.
            Answer::Fault(_)
                if matches!(task.mishap, Mishap::Contention(_))
                    && matches!(task.command, Command::Delivered(..) | Command::MarkMailed(..)) => {}
            Answer::Fault(fault) if !matches!(task.mishap, Mishap::AnswerLost(_)) => {
                return Err(Broken { promise: ANSWERED, how: fault.clone() });
            }
            Answer::Rejected(rejection) => {
                let several = match task.command {
                    // The key of a request is taken, and given back.
                    Command::ChangeProfile(..)
                    | Command::Due
                    | Command::Announce(_, 2..)
                    | Command::Move(_) => true,
                    Command::CreateRoles(roles) => roles.len() > 1,
                    Command::DeleteRoles(roles) => roles.len() > 1,
                    _ => false,
                };
                let allowed = |committed: &Committed| match committed {
                    Committed::Sweep => true,
                    Committed::Ending => {
                        matches!(task.command, Command::Accept(_) | Command::AcceptOwn(_) | Command::Renew(_))
                    }
                    Committed::Change => several,
                };
                if !task.commits.iter().all(allowed) {
                    let how = format!("{} was refused: {rejection:?}", self.named(task));
                    return Err(Broken { promise: NOTHING_CHANGED, how });
                }
            }
            Answer::Members(results) if !matches!(task.mishap, Mishap::AnswerLost(_)) => {
                bulk_is_complete(task, results).map_err(|promise| {
                    let how = format!("{}: {}", self.named(task), answer.describe());
                    Broken { promise, how }
                })?;
            }
            _ => {}
        }
        let changed = task.commits.contains(&Committed::Change);
        // The commit itself was checked when it was made.
        if changed
            && matches!(answer, Answer::Done)
            && !matches!(
                task.command,
                Command::PutStore(_) | Command::PutActivity(_) | Command::DeleteActivity(_)
            )
        {
            return Ok(());
        }
        let error = task.mishap.clock_error();
        let (latest, indexed) = (self.latest + Duration::milliseconds(1), memory.state().indexed.is_none());
        let buried = task.command.store().map_or(0, |store| memory.state().holding_deleted(store));
        let place = past.first().map_or(0, |past| past.versions.len() + task.call - self.calls);
        let version_at = |past: &Past| past.versions.get(place).copied().flatten();
        let states = || {
            let past = past.iter().map(|past| (&past.ledger, past.now, version_at(past)));
            past.chain([(&self.ledger, self.now(), task.version)])
        };
        // What had ended was read as of the call's beginning, also where the decision came later.
        let (begun, rivals) = (past.first().map(|past| past.now), self.watch.rivals);
        let as_of_begin = begun
            .into_iter()
            .flat_map(|begun| states().map(move |(ledger, _, version)| (ledger, begun, version)));
        let mut moments = Vec::with_capacity(2);
        for (ledger, now, version) in states().chain(as_of_begin) {
            let now = now + error;
            moments.push(Moment { ledger, now, version, buried, indexed, rivals });
            if latest > now {
                moments.push(Moment { ledger, now: latest, version, buried, indexed, rivals });
            }
        }
        let mut held = answers::is_true(answer, task.command, &moments);
        if let (Answer::Replayed(text), Some(key)) = (answer, key_of(task.command)) {
            let ledgers = past.iter().map(|past| &past.ledger).chain([&self.ledger]);
            let known = |ledger: &Ledger| ledger.requests.get(&key).and_then(|known| known.answer.clone());
            held = ledgers.filter_map(known).any(|known| known == *text);
        }
        if held {
            return Ok(());
        }
        let promise = if matches!(task.command, Command::Export(_)) { EXPORTED } else { TRUTH };
        Err(Broken { promise, how: format!("{}: {}", self.named(task), answer.describe()) })
    }
}

fn len(commits: &[Committed]) -> u64 {
    u64::try_from(commits.len()).unwrap_or(u64::MAX)
}

/// The version of what a command requires a version of.
fn version(command: &Command, state: &State) -> Option<u64> {
    let key = match command {
        Command::Resend(resend) => Key::Invitation(resend.store.clone(), resend.invitation),
        Command::ChangeInvitation(change) => Key::Invitation(change.store.clone(), change.invitation),
        Command::ReplaceInvitation(replace) => {
            Key::Invitation(replace.change.store.clone(), replace.change.invitation)
        }
        Command::Revoke(revoke) => Key::Invitation(revoke.store.clone(), revoke.invitation),
        Command::ChangeMember(change) => Key::Member(change.store.clone(), change.user.clone()),
        Command::PutMember(put) => Key::Member(put.store.clone(), put.put.user.clone()),
        Command::Remove(remove) => Key::Member(remove.store.clone(), remove.user.clone()),
        Command::PutStore(put) => Key::Store(put.store.clone()),
        Command::CloseStore(close) => Key::Store(close.store.clone()),
        Command::ChangeStore(change) => Key::Store(change.store.clone()),
        Command::PutActivity(put) => Key::Activity(put.store.clone(), put.activity.clone()),
        Command::DeleteActivity(delete) => Key::Activity(delete.store.clone(), delete.activity.clone()),
        Command::CopyLink(copy) => Key::Invitation(copy.store.clone(), copy.invitation),
        Command::ChangeRole(change) => Key::Role(change.store.clone(), change.role.clone()),
        Command::DeleteRoles(deletes) => {
            let [delete] = deletes.as_slice() else { return None };
            Key::Role(delete.store.clone(), delete.role.clone())
        }
        _ => return None,
    };
    // The trace of a former member is no resource.
    let is_trace = |record: &&Record| matches!(record, Record::Membership(Membership::Left(_)));
    state.records.get(&key).filter(|record| !is_trace(record)).map(Record::version)
}

fn key_of(command: &Command) -> Option<String> {
    match command {
        Command::Invite(_, key) => key.as_ref().map(|key| format!("{:?}", key.key)),
        Command::InviteMany(many) => many.key.as_ref().map(|key| format!("{:?}", key.key)),
        Command::PutMembers(many) => many.key.as_ref().map(|key| format!("{:?}", key.key)),
        Command::Move(request) => request.key.as_ref().map(|key| format!("{:?}", key.key)),
        _ => None,
    }
}

/// Whether a bulk call came to its end, and changed nothing for the entries that it rejected: the promise that is broken.
fn bulk_is_complete(task: &Task<'_>, results: &[PutResult]) -> Result<(), &'static str> {
    let Command::PutMembers(many) = task.command else { return Err(TRUTH) };
    if results.len() != many.members.len() {
        return Err(ANSWERED);
    }
    let changes = task.commits.iter().filter(|committed| **committed == Committed::Change).count();
    // A key is taken at first, and given back with the answer.
    let of_key = if many.key.is_some() { 2 } else { 0 };
    let done = results.iter().filter(|result| result.is_ok()).count();
    if changes > done + of_key { Err(NOTHING_CHANGED) } else { Ok(()) }
}

fn kind_of(commit: &Commit) -> Committed {
    let mut kind = Committed::Sweep;
    for write in &commit.plan.writes {
        match write {
            Write::ReleaseSeat { .. } | Write::Check { .. } => {}
            Write::Put { record: Record::Event(stored), .. } => match &stored.event.kind {
                EventKind::InvitationSuperseded { .. } | EventKind::InvitationWithdrawn { .. } if kind == Committed::Sweep => {
                    kind = Committed::Ending;
                }
                EventKind::InvitationSuperseded { .. } | EventKind::InvitationWithdrawn { .. } => {}
                _ => return Committed::Change,
            },
            _ if commit.plan.writes.iter().any(|write| {
                matches!(write, Write::Put { record: Record::Event(stored), .. }
                    if matches!(stored.event.kind, EventKind::InvitationSuperseded { .. } | EventKind::InvitationWithdrawn { .. }))
            }) => {}
            _ => return Committed::Change,
        }
    }
    if commit.plan.store.as_ref().is_some_and(|store| store.put.is_some()) { Committed::Change } else { kind }
}

fn count(tally: &mut Tally, command: &Command, answer: &Answer) {
    let debug = format!("{command:?}");
    let name = debug.split(['(', ' ']).next().unwrap_or_default();
    let what = match answer {
        Answer::Rejected(rejection) => {
            let text = format!("{rejection:?}");
            format!("refused {}", text.split(['(', ' ']).next().unwrap_or_default())
        }
        Answer::Fault(_) => "failed".to_owned(),
        Answer::Crashed => "crashed".to_owned(),
        _ => "done".to_owned(),
    };
    *tally.entry(format!("{name}: {what}")).or_default() += 1;
}
