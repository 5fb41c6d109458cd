use std::sync::Arc;

use chrono::{Duration, SubsecRound};
use staffroom_domain::{DisplayName, EventActor, Rejection, Restriction, Timestamp, UserId, durations};

use crate::read::ReadResult;

/// The clock. The domain and the decisions never ask it: they get the time as an argument.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Where and when a use case is asked for.
#[derive(Clone)]
pub struct Invocation {
    /// The clock, which is read for each decision anew.
    pub clock: Clock,
    /// The address that the request came from.
    pub source_ip: Option<String>,
}

/// What a decision depends on beside the command and what was read.
#[derive(Debug, Clone)]
pub struct Context {
    /// The time of the decision, in milliseconds: after the last change of everything that was read, so that the history is
    /// in the order of the commits even where the clocks of two functions differ.
    pub now: Timestamp,
    /// The address that the request came from.
    pub source_ip: Option<String>,
    /// What tells the ids of events of the same millisecond apart.
    pub entropy: [u8; 10],
}

impl Invocation {
    /// The time, in milliseconds, as times are stored and shown.
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

/// The person or system that asks for a use case, as its verified claims say.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The caller at the identity provider.
    pub user: UserId,
    /// The caller's name, if the token has one.
    pub name: Option<DisplayName>,
    /// What the caller may do by its token alone.
    pub authority: Authority,
}

/// What a caller may do by its token alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// Nothing: a person, whose part in the store decides.
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
