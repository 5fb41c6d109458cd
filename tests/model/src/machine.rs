//! Executes a history step by step, and checks each step against the promises.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{Duration, TimeZone as _};
use staffroom_app::{ExpireInvitation, Invocation, Precondition, TimeLimit};
use staffroom_domain::{Timestamp, durations};

use crate::checks::{self, Watch};
use crate::command::{Command, MoveMessage, Office};
use crate::dropped::Dropped;
use crate::ledger::Ledger;
use crate::memory::{Deleted, Memory};
use crate::port::Mishap;
use crate::promises::Broken;
use crate::resolve::{Light, MadeLink};
use crate::steps::{Call, History, Step, TWICE};
use crate::truth::Truth;
use crate::world;

/// How late the stream may deliver a record: the queue of failed records keeps them for this time.
const LATEST_STREAM_DAYS: i64 = 14;

/// A history that broke a promise.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The promise, and how.
    pub broken: Broken,
    /// The steps until then, in words, where they were asked for.
    pub story: Vec<String>,
}

/// The number of successes and rejections of each command, to see what the histories reach.
pub type Tally = std::collections::BTreeMap<String, u64>;

/// A world in progress.
pub struct Machine<'t> {
    pub(crate) memory: Memory,
    /// A real database, which must answer like the one in memory.
    pub(crate) truth: Option<&'t dyn Truth>,
    pub(crate) clock: Arc<AtomicI64>,
    pub(crate) invocation: Invocation,
    pub(crate) ledger: Ledger,
    pub(crate) watch: Watch,
    pub(crate) links: Vec<MadeLink>,
    /// The messages that a person is to be moved.
    pub(crate) messages: Vec<MoveMessage>,
    /// The ledger of erasures.
    pub(crate) office: Arc<Office>,
    pub(crate) calls: usize,
    /// When the latest commit was decided.
    pub(crate) latest: Timestamp,
    /// Whether the database deleted events.
    pub(crate) history_is_cut: bool,
    pub(crate) story: Option<Vec<String>>,
    pub(crate) tally: Option<Tally>,
}

impl<'t> Machine<'t> {
    /// A world without stores. With `story`, the steps are described in words.
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
                time: TimeLimit::default(),
            },
            clock,
            ledger: Ledger::default(),
            watch: Watch::default(),
            links: Vec::new(),
            messages: Vec::new(),
            office: Arc::default(),
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

    /// Executes a history on a real database as well, without the steps that only the database in memory can
    /// do.
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
            checks::everyone_has_what_was_promised(&self.ledger, &self.memory.state(), self.now())?;
        }
        // Once the oldest events are deleted, the rest does not tell who joined before.
        if self.history_is_cut { Ok(()) } else { checks::history_replays(&self.ledger, &self.memory.state()) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.invocation.now()
    }

    /// The clock of a call, which may differ from the others.
    pub(crate) fn invocation(&self, mishap: Mishap) -> Invocation {
        let error = mishap.clock_error().num_milliseconds();
        let clock = Arc::clone(&self.clock);
        Invocation {
            clock: Arc::new(move || at(clock.load(Ordering::Relaxed) + error)),
            source_ip: None,
            time: TimeLimit::default(),
        }
    }

    pub(crate) fn tell(&mut self, line: impl FnOnce() -> String) {
        let now = self.now();
        if let Some(story) = &mut self.story {
            story.push(format!("{:?}  {}", now, line()));
        }
    }

    pub(crate) fn advance(&self, by: Duration) {
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
                self.pass(*pass)?;
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
                let late = |deleted: &&Deleted| {
                    now - deleted.at <= Duration::days(LATEST_STREAM_DAYS)
                        && deleted.invitation.expires_at + kept > now
                };
                let deleted: Vec<&Deleted> = state.deleted.iter().filter(late).collect();
                let chosen = deleted.get(usize::from(*which % TWICE) % deleted.len().max(1));
                let Some(invitation) = chosen.map(|deleted| deleted.invitation.clone()) else {
                    return Ok(());
                };
                drop(state);
                let expiry = (Command::Expire(ExpireInvitation { invitation }), Mishap::None);
                if *which < TWICE {
                    self.together(&[expiry], &[])
                } else {
                    self.together(&[expiry.clone(), expiry], &[0, 1, 0, 1])
                }
            }
            Step::Forget(number) => {
                self.forget(*number);
                Ok(())
            }
        }
    }

    pub(crate) fn command(&self, call: &Call) -> Option<Command> {
        let state = self.memory.state();
        let (links, messages, office) = (&self.links, &self.messages, &self.office);
        let light = Light { ledger: &self.ledger, state: &state, links, messages, office, now: self.now() };
        light.command(call)
    }

    /// Carries out a call from its beginning to its end.
    pub(crate) fn alone(&mut self, command: &Command, mishap: Mishap) -> Result<(), Broken> {
        self.together(&[(command.clone(), mishap)], &[])
    }
}

fn at(millis: i64) -> Timestamp {
    chrono::Utc.timestamp_millis_opt(millis).single().unwrap_or_default()
}
