use std::sync::Arc;

use chrono::{Duration, SubsecRound};
use staffroom_domain::{DisplayName, EventActor, Rejection, Restriction, Timestamp, UserId, durations};

use crate::read::ReadResult;
use crate::time_limit::TimeLimit;

/// The clock. Decisions do not read it: they get the time as an argument.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The circumstances of a request: clock, source address and time limit.
#[derive(Clone)]
pub struct Invocation {
    /// The clock, which is read again for each attempt.
    pub clock: Clock,
    /// The address that the request came from.
    pub source_ip: Option<String>,
    /// When the request must be answered.
    pub time: TimeLimit,
}

impl Invocation {
    /// The invocation of a function that no request waits for.
    #[must_use]
    pub fn unattended(clock: &Clock) -> Self {
        Self { clock: clock.clone(), source_ip: None, time: TimeLimit::default() }
    }
}

/// The input of a decision besides the command and the records.
#[derive(Debug, Clone)]
pub struct Context {
    /// The time of the decision, in milliseconds. It is later than the last change of every record that was
    /// read (but at most [`durations::MAX_CLOCK_SKEW_SECONDS`] ahead of the clock), so that the history is in
    /// the order of the commits even if the clocks of two functions differ.
    pub now: Timestamp,
    /// The address that the request came from.
    pub source_ip: Option<String>,
    /// Random bytes, which distinguish the ids of events of the same millisecond.
    pub entropy: [u8; 10],
}

impl Invocation {
    /// The current time, truncated to milliseconds like all stored times.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)().trunc_subsecs(3)
    }

    /// The context of a decision on what was read.
    #[must_use]
    pub fn context(&self, read: &ReadResult) -> Context {
        let clock = self.now();
        let skew = Duration::seconds(durations::MAX_CLOCK_SKEW_SECONDS);
        let after =
            read.latest_change().map_or(clock, |at| (at + Duration::milliseconds(1)).min(clock + skew));
        let mut entropy = [0; 10];
        if let Some(bytes) = uuid::Uuid::new_v4().as_bytes().last_chunk::<10>() {
            entropy = *bytes;
        }
        Context { now: clock.max(after), source_ip: self.source_ip.clone(), entropy }
    }
}

/// The caller of a use case, according to its verified claims.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The caller at the identity provider.
    pub user: UserId,
    /// The caller's name, if the token has one.
    pub name: Option<DisplayName>,
    /// The authority that the token alone gives.
    pub authority: Authority,
}

/// The authority that a token alone gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// None: the membership decides.
    Person,
    /// The platform's support agents.
    Support,
    /// The platform's own back end.
    Platform,
}

impl Caller {
    /// The caller, as an event names it.
    #[must_use]
    pub fn event_actor(&self) -> EventActor {
        match self.authority {
            Authority::Platform => EventActor::Platform,
            Authority::Person | Authority::Support => {
                EventActor::User { user_id: self.user.clone(), name: self.name.clone() }
            }
        }
    }

    /// Requires the platform's own back end.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`].
    pub fn require_platform(&self) -> Result<(), Rejection> {
        match self.authority {
            Authority::Platform => Ok(()),
            Authority::Person | Authority::Support => Err(Rejection::Forbidden(Restriction::PlatformOnly)),
        }
    }
}

#[cfg(test)]
mod tests;
