//! Carries a history out, step by step, and holds each against the promises.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};

use chrono::{Duration, TimeZone as _};
use staffroom_app::{Condition, IdempotencyState, Invocation, Key, Plan, Precondition, Record, Write};
use staffroom_domain::{
    Catalog, EventActor, EventKind, InvitationId, InvitationState, Membership, Plan as StorePlan,
    PolicySlugs, StoreId, Timestamp, durations,
};

use crate::answers::{self, Moment};
use crate::command::{Answer, Command};
use crate::dropped::Dropped;
use crate::ledger::{Fate, Ledger, Request};
use crate::memory::{Memory, State};
use crate::port::{Mishap, Port};
use crate::promises::{self, Broken, Watch};
use crate::resolve::Light;
use crate::steps::{Call, History, Pass, Step};
use crate::truth::Truth;
use crate::world;

/// An answer is true.
const TRUTH: &str = "what is refused has its reason, and what is answered was so";
/// Nothing that was refused changed anything.
const NOTHING_CHANGED: &str = "nothing that was refused changed anything";
/// Without a fault of the database every call is answered.
const ANSWERED: &str = "a call is answered unless the database fails";

/// The store in memory is a database like the real one.
const AGREEMENT: &str = "the store in memory answers as the real database does";
/// How late a record of the stream is brought: a queue of those that failed keeps them for so long.
const LATEST_STREAM_DAYS: i64 = 14;

/// A history that broke a promise.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The promise, and how.
    pub broken: Broken,
    /// The steps until then, in words, where they were asked for.
    pub story: Vec<String>,
}

/// How often each command was carried out and refused, to see what the histories reach.
pub type Tally = std::collections::BTreeMap<String, u64>;

/// A world in progress.
pub struct Machine<'t> {
    memory: Memory,
    /// A real database that the store in memory is held to.
    truth: Option<&'t dyn Truth>,
    clock: Arc<AtomicI64>,
    invocation: Invocation,
    ledger: Ledger,
    watch: Watch,
    links: Vec<(StoreId, InvitationId, u32)>,
    calls: usize,
    /// When the latest commit was decided.
    latest: Timestamp,
    /// Whether the database deleted events.
    history_is_cut: bool,
    story: Option<Vec<String>>,
    tally: Option<Tally>,
}

/// A call in progress.
struct Task<'a> {
    command: &'a Command,
    mishap: Mishap,
    call: usize,
    future: Pin<Box<dyn Future<Output = Answer> + Send + 'a>>,
    polls: u32,
    answer: Option<Answer>,
    /// What it committed.
    commits: Vec<Committed>,
    /// The version of what it requires a version of, when it began.
    version: Option<u64>,
}

/// What a call may commit although it is refused in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Committed {
    /// Seats past their term were released.
    Sweep,
    /// An invitation ended.
    Ending,
    /// Anything else.
    Change,
}

/// What was promised at a moment between two turns.
struct Past {
    ledger: Ledger,
    now: Timestamp,
    versions: Vec<Option<u64>>,
}

impl<'t> Machine<'t> {
    /// A world without stores. With `story` the steps are told in words.
    #[must_use]
    pub fn new(dropped: Option<Dropped>, story: bool) -> Self {
        let clock = Arc::new(AtomicI64::new(world::beginning().timestamp_millis()));
        let shown = Arc::clone(&clock);
        let memory = Memory::default();
        memory.state().dropped = dropped;
        Self {
            memory,
            truth: None,
            invocation: Invocation {
                clock: Arc::new(move || at(shown.load(Ordering::Relaxed))),
                source_ip: None,
            },
            clock,
            ledger: Ledger::default(),
            watch: Watch::default(),
            links: Vec::new(),
            calls: 0,
            latest: world::beginning(),
            history_is_cut: false,
            story: story.then(Vec::new),
            tally: None,
        }
    }

    /// Carries out a history.
    ///
    /// # Errors
    /// The promise that it breaks.
    pub fn run(
        history: &History,
        dropped: Option<Dropped>,
        story: bool,
    ) -> Result<Option<Tally>, Box<Failure>> {
        let mut machine = Self::new(dropped, story);
        machine.carry_out(history).map_err(|broken| {
            Box::new(Failure { broken, story: machine.story.take().unwrap_or_default() })
        })?;
        Ok(machine.tally)
    }

    /// Carries a history out beside a real database. What only the store in memory can do is left out of it.
    ///
    /// # Errors
    /// The promise that it breaks, or where the database answers otherwise.
    pub fn run_beside(history: &History, truth: &'t dyn Truth, story: bool) -> Result<(), Box<Failure>> {
        let mut machine = Self::new(None, story);
        machine.truth = Some(truth);
        machine
            .carry_out(history)
            .map_err(|broken| Box::new(Failure { broken, story: machine.story.take().unwrap_or_default() }))
    }

    /// As [`Self::run`], and counts what was answered.
    ///
    /// # Errors
    /// The promise that it breaks.
    pub fn tally(history: &History) -> Result<Tally, Box<Failure>> {
        let mut machine = Self::new(None, false);
        machine.tally = Some(Tally::new());
        machine.carry_out(history).map_err(|broken| Box::new(Failure { broken, story: Vec::new() }))?;
        Ok(machine.tally.unwrap_or_default())
    }

    fn carry_out(&mut self, history: &History) -> Result<(), Broken> {
        for (number, policy) in [(0, history.policies.0), (1, history.policies.1)] {
            let Some((catalog, plan)) = world::POLICIES.get(usize::from(policy)).copied() else { continue };
            let owner = world::owner(number, false);
            let put =
                Light::put(world::store(number), owner, (catalog, plan.parse().ok()), Precondition::None);
            self.alone(&put, Mishap::None)?;
        }
        for step in &history.steps {
            self.step(step)?;
            promises::everyone_has_what_was_promised(&self.ledger, &self.memory.state(), self.now())?;
        }
        // Once the oldest events are deleted, the rest does not tell who joined before.
        if self.history_is_cut {
            Ok(())
        } else {
            promises::history_replays(&self.ledger, &self.memory.state())
        }
    }

    fn now(&self) -> Timestamp {
        self.invocation.now()
    }

    /// A call's own clock, which may be off.
    fn invocation(&self, mishap: Mishap) -> Invocation {
        let error = mishap.clock_error().num_milliseconds();
        let clock = Arc::clone(&self.clock);
        Invocation { clock: Arc::new(move || at(clock.load(Ordering::Relaxed) + error)), source_ip: None }
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        let now = self.now();
        if let Some(story) = &mut self.story {
            story.push(format!("{:?}  {}", now, line()));
        }
    }

    fn advance(&self, by: Duration) {
        self.clock.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }

    fn step(&mut self, step: &Step) -> Result<(), Broken> {
        match step {
            Step::Alone(call, mishap) => {
                let Some(command) = self.command(call) else { return Ok(()) };
                self.alone(&command, *mishap)
            }
            Step::Together(calls, schedule) => {
                let commands: Vec<(Command, Mishap)> =
                    calls.iter().filter_map(|(call, mishap)| Some((self.command(call)?, *mishap))).collect();
                self.together(&commands, schedule)
            }
            Step::Pass(pass) => {
                self.pass(*pass);
                self.tell(|| "time has passed".to_owned());
                Ok(())
            }
            Step::Delete(which) => {
                self.delete(*which);
                Ok(())
            }
            Step::Lag(_) | Step::Forget(_) if self.truth.is_some() => Ok(()),
            Step::Lag(lags) => {
                let mut state = self.memory.state();
                state.indexed = (*lags).then(|| state.records.clone());
                drop(state);
                self.tell(|| format!("the indexes {}", if *lags { "stop following" } else { "catch up" }));
                Ok(())
            }
            Step::Stream(which) => {
                let now = self.now();
                let state = self.memory.state();
                let kept = Duration::days(durations::HISTORY_RETENTION_DAYS - LATEST_STREAM_DAYS);
                // The database deletes within days, so that the event of an expiry outlives the redelivery.
                let late = |deleted: &&crate::memory::Deleted| {
                    now - deleted.at <= Duration::days(LATEST_STREAM_DAYS)
                        && deleted.invitation.expires_at + kept > now
                };
                let deleted: Vec<&crate::memory::Deleted> = state.deleted.iter().filter(late).collect();
                let chosen = deleted.get(usize::from(*which) % deleted.len().max(1));
                let Some(invitation) = chosen.map(|deleted| deleted.invitation.clone()) else {
                    return Ok(());
                };
                drop(state);
                let expiry = staffroom_app::ExpireInvitation { invitation };
                self.alone(&Command::Expire(expiry), Mishap::None)
            }
            Step::Forget(number) => {
                self.forget(*number);
                Ok(())
            }
        }
    }

    fn command(&self, call: &Call) -> Option<Command> {
        let state = self.memory.state();
        Light { ledger: &self.ledger, state: &state, links: &self.links, now: self.now() }.command(call)
    }

    /// Carries out a call from its beginning to its end.
    fn alone(&mut self, command: &Command, mishap: Mishap) -> Result<(), Broken> {
        self.together(&[(command.clone(), mishap)], &[])
    }

    /// Carries out calls at the same time, turn by turn.
    fn together(&mut self, commands: &[(Command, Mishap)], schedule: &[u8]) -> Result<(), Broken> {
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
        self.watch.rivals = rivals;
        let mut past = Vec::new();
        if rivals {
            past.push(self.present(tasks, memory));
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
            if rivals {
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

    /// What is promised now, kept for the answers of calls that are in progress.
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
            let held = promises::on_commit(&mut self.ledger, &mut self.watch, &commit, &state, task.command);
            drop(state);
            if held.is_err() {
                let line = format!("{} commits", self.named(task));
                self.tell(|| line);
            }
            held?;
            self.note_links(&commit);
        }
        if rivals && (committed > 0 || task.answer.is_some()) {
            let answer = task.answer.as_ref().map_or_else(|| "still working".to_owned(), Answer::describe);
            let line = format!("    {}: {committed} commits, {answer}", self.named(task));
            self.tell(|| line);
        }
        Ok(())
    }

    /// Notes the links that a commit sends.
    fn note_links(&mut self, commit: &crate::memory::Commit) {
        for write in &commit.plan.writes {
            let Write::Put { key: Key::Event(store, _), record: Record::Event(stored), .. } = write else {
                continue;
            };
            if let EventKind::InvitationCreated { invitation } | EventKind::InvitationResent { invitation } =
                &stored.event.kind
            {
                self.links.push((store.clone(), invitation.id, invitation.generation));
            }
        }
    }

    /// Notes what is stored of a request with an idempotency key, which is carried out once in a day.
    fn note_requests(&mut self, commit: &crate::memory::Commit, task: &Task<'_>) -> Result<(), Broken> {
        for write in &commit.plan.writes {
            let Write::Put { key: key @ Key::Idempotency(..), record: Record::Idempotency(record), .. } =
                write
            else {
                continue;
            };
            let name = format!("{key:?}");
            let at = commit.plan.at;
            if let Some(known) = self.ledger.requests.get(&name) {
                let over = known.at + Duration::hours(durations::IDEMPOTENCY_HOURS) <= at;
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

    /// Holds the answer of a call against what was promised while it went on.
    fn answered(&mut self, task: &Task<'_>, memory: &Memory, past: &[Past]) -> Result<(), Broken> {
        let Some(answer) = &task.answer else { return Ok(()) };
        if past.is_empty() {
            let line = format!("{}: {}", self.named(task), answer.describe());
            self.tell(|| line);
        }
        if let Some(tally) = &mut self.tally {
            count(tally, task.command, answer);
        }
        match answer {
            Answer::Fault(fault) if !matches!(task.mishap, Mishap::AnswerLost(_)) => {
                return Err(Broken { promise: ANSWERED, how: fault.clone() });
            }
            Answer::Rejected(rejection) => {
                let several = matches!(task.command, Command::ChangeProfile(..) | Command::Due);
                let allowed = |committed: &Committed| match committed {
                    Committed::Sweep => true,
                    Committed::Ending => matches!(task.command, Command::Accept(_) | Command::Renew(_)),
                    Committed::Change => several,
                };
                if !task.commits.iter().all(allowed) {
                    let how = format!("{} was refused: {rejection:?}", self.named(task));
                    return Err(Broken { promise: NOTHING_CHANGED, how });
                }
            }
            _ => {}
        }
        let changed = task.commits.contains(&Committed::Change);
        // What was changed was held against the promises when it was committed.
        if changed
            && matches!(answer, Answer::Done)
            && !matches!(task.command, Command::PutStore(_) | Command::PutActivity(_))
        {
            return Ok(());
        }
        let error = task.mishap.clock_error();
        let (latest, indexed) = (self.latest + Duration::milliseconds(1), memory.state().indexed.is_none());
        let buried = task.command.store().map_or(0, |store| memory.state().holding_deleted(store));
        let is_true = |ledger: &Ledger, now: Timestamp, version| {
            let at = |now| Moment { ledger, now, version, buried, indexed };
            let now = now + error;
            answers::is_true(answer, task.command, &at(now))
                || (latest > now && answers::is_true(answer, task.command, &at(latest)))
        };
        let place = past.first().map_or(0, |past| past.versions.len() + task.call - self.calls);
        let mut held = past
            .iter()
            .any(|past| is_true(&past.ledger, past.now, past.versions.get(place).copied().flatten()));
        held = held || is_true(&self.ledger, self.now(), task.version);
        // What had ended was read as of the call's beginning, also where the decision came later.
        if let Some(begun) = past.first().map(|past| past.now).filter(|_| !held) {
            held = past
                .iter()
                .any(|past| is_true(&past.ledger, begun, past.versions.get(place).copied().flatten()))
                || is_true(&self.ledger, begun, task.version);
        }
        if let (Answer::Replayed(text), Some(key)) = (answer, key_of(task.command)) {
            let known = self.ledger.requests.get(&key);
            held = known.is_some_and(|known| known.answer.as_ref() == Some(text));
        }
        if held {
            return Ok(());
        }
        Err(Broken { promise: TRUTH, how: format!("{}: {}", self.named(task), answer.describe()) })
    }

    fn pass(&mut self, pass: Pass) {
        match pass {
            Pass::Milliseconds(number) => self.advance(Duration::milliseconds(number.into())),
            Pass::Hours(number) => self.advance(Duration::hours(number.into())),
            Pass::Days(number) => self.advance(Duration::days(number.into())),
            Pass::ToEnd(number, after) => {
                let now = self.now();
                let mut ends = self.ends();
                ends.retain(|end| *end > now + Duration::seconds(3));
                ends.sort();
                ends.dedup();
                if let Some(end) = ends.get(usize::from(number) % ends.len().max(1)) {
                    let until = *end + Duration::milliseconds(after.into()) - now;
                    self.advance(until.max(Duration::zero()));
                }
            }
        }
    }

    /// Every end that is to come.
    fn ends(&self) -> Vec<Timestamp> {
        let mut ends = Vec::new();
        for record in self.memory.state().records.values() {
            match record {
                Record::Store(store) => ends.extend(store.review_at),
                Record::Membership(Membership::Active(member)) => {
                    ends.extend(member.access_ends_at);
                    ends.extend(member.warn_at);
                }
                Record::Invitation(invitation) if matches!(invitation.state, InvitationState::Pending(_)) => {
                    ends.push(invitation.expires_at);
                    ends.extend(invitation.access_ends_at);
                    ends.push(invitation.invited_by.vouched_at + Duration::days(durations::RENEWAL_DAYS));
                }
                _ => {}
            }
        }
        ends
    }

    /// Deletes what the database may delete.
    fn delete(&mut self, which: u8) {
        let now = self.now();
        let mut state = self.memory.state();
        let due: Vec<Key> = state
            .records
            .iter()
            .filter(|(key, record)| state.deletable_at(key, record).is_some_and(|at| at <= now))
            .map(|(key, _)| key.clone())
            .collect();
        let chosen: Vec<Key> = match which {
            255 => due,
            number => due.get(usize::from(number) % due.len().max(1)).cloned().into_iter().collect(),
        };
        let mut lines = Vec::new();
        for key in chosen {
            let Some(record) = state.records.remove(&key) else { continue };
            if let Some(truth) = self.truth {
                let _ = truth.commit(&deletion(&key, now));
            }
            lines.push(format!("the database deletes {key:?}"));
            self.history_is_cut |= matches!(key, Key::Event(..));
            if let Record::Invitation(invitation) = record {
                if let Some(offered) =
                    self.ledger.team_mut(&invitation.store).and_then(|team| team.offer_mut(invitation.id))
                {
                    offered.fate = Fate::Deleted;
                }
                self.watch.forget(&invitation);
                state.bury(*invitation, now);
            }
        }
        drop(state);
        for line in lines {
            self.tell(|| line);
        }
    }

    /// Forgets the catalog or the plan of a store, as an older version of the product would.
    fn forget(&mut self, number: u8) {
        let id = world::store(number);
        let mut state = self.memory.state();
        let Some(Record::Store(store)) = state.records.get_mut(&Key::Store(id.clone())) else { return };
        let Some(team) = self.ledger.team_mut(id) else { return };
        let slugs =
            PolicySlugs { catalog: store.catalog_slug().to_owned(), plan: store.plan_slug().to_owned() };
        store.unknown_policy = Some(slugs);
        store.catalog = Catalog::unknown();
        store.plan = StorePlan::UNKNOWN;
        team.catalog = Catalog::unknown();
        team.limit = StorePlan::UNKNOWN.seats;
        drop(state);
        self.tell(|| format!("the catalog and the plan of {} are known no more", id.as_str()));
    }
}

/// The plan that deletes a record, as the time to live does.
fn deletion(key: &Key, now: Timestamp) -> Plan {
    let context = staffroom_app::Context { now, source_ip: None, entropy: [0; 10] };
    let mut plan = Plan::outside_store(&context, EventActor::Service);
    // A plan of one write takes it.
    let _ = plan.push(Write::Delete { key: key.clone(), condition: Condition::None });
    plan
}

fn at(millis: i64) -> Timestamp {
    chrono::Utc.timestamp_millis_opt(millis).single().unwrap_or_default()
}

/// The version of what a command requires a version of.
fn version(command: &Command, state: &State) -> Option<u64> {
    let key = match command {
        Command::Resend(resend) => Key::Invitation(resend.store.clone(), resend.invitation),
        Command::ChangeInvitation(change) => Key::Invitation(change.store.clone(), change.invitation),
        Command::Revoke(revoke) => Key::Invitation(revoke.store.clone(), revoke.invitation),
        Command::ChangeMember(change) => Key::Member(change.store.clone(), change.user.clone()),
        Command::Remove(remove) => Key::Member(remove.store.clone(), remove.user.clone()),
        Command::PutStore(put) => Key::Store(put.store.clone()),
        Command::ChangeStore(change) => Key::Store(change.store.clone()),
        Command::PutActivity(put) => Key::Activity(put.store.clone(), put.activity.clone()),
        _ => return None,
    };
    state.records.get(&key).map(Record::version)
}

fn key_of(command: &Command) -> Option<String> {
    match command {
        Command::Invite(_, key) => key.as_ref().map(|key| format!("{:?}", key.key)),
        Command::InviteMany(many) => many.key.as_ref().map(|key| format!("{:?}", key.key)),
        _ => None,
    }
}

fn kind_of(commit: &crate::memory::Commit) -> Committed {
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
