//! A delivery of an event to a webhook, and its attempts.

use chrono::{Duration, SubsecRound as _};
use serde::{Deserialize, Serialize};

use crate::{DeliveryId, EventId, StoreId, Timestamp, WebhookId, durations};

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookDelivery {
    /// Its id, which sorts by time.
    pub id: DeliveryId,
    /// The webhook.
    pub webhook: WebhookId,
    /// The event: the id of the message, which every attempt has.
    pub event_id: EventId,
    /// The type of the event.
    pub kind: String,
    /// Where the event is.
    pub source: DeliverySource,
    /// The number of attempts that were begun.
    pub attempts: u32,
    /// What became of it.
    pub state: DeliveryState,
    /// The status of the last answer, if there was one.
    pub last_status: Option<u16>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: u64,
}

/// Where the event of a delivery is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliverySource {
    /// Among the published events of a store.
    Published {
        /// The store.
        store: StoreId,
        /// Its number.
        number: u64,
    },
    /// The delivery has the event itself, in JSON, because nothing is kept of its store, which is closed.
    Inline {
        /// The event.
        event: String,
    },
    /// A test, which is made when it is sent.
    Test,
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is attempted at this time. While an attempt is in progress, this is when it counts as lost.
    Pending(Timestamp),
    /// The endpoint took it.
    Delivered,
    /// It is not attempted any more.
    Failed,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// The endpoint answered with this status.
    Answered(u16),
    /// It gave no answer, for this reason.
    NoAnswer(String),
}

impl AttemptOutcome {
    /// Whether the endpoint took the event.
    #[must_use]
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Answered(200..=299))
    }

    /// Whether the endpoint wants nothing any more. Source: Standard Webhooks, "Deliverability and reliability".
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Answered(410))
    }
}

impl WebhookDelivery {
    /// A delivery that is to be attempted now.
    #[must_use]
    pub fn new(
        (id, webhook): (DeliveryId, WebhookId),
        (event_id, kind): (EventId, String),
        source: DeliverySource,
        now: Timestamp,
    ) -> Self {
        let state = DeliveryState::Pending(now.trunc_subsecs(0));
        let (attempts, version) = (0, 1);
        let (last_status, last_error) = (None, None);
        Self {
            id,
            webhook,
            event_id,
            kind,
            source,
            attempts,
            state,
            last_status,
            last_error,
            created_at: now,
            version,
        }
    }

    /// When it is attempted next; `None` if it is not.
    #[must_use]
    pub fn next_attempt_at(&self) -> Option<Timestamp> {
        match self.state {
            DeliveryState::Pending(at) => Some(at),
            DeliveryState::Delivered | DeliveryState::Failed => None,
        }
    }

    /// Whether it is to be attempted at this time.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next_attempt_at().is_some_and(|at| at <= now)
    }

    /// The delivery with one more attempt in progress; `None` if it had all of its attempts. An attempt that is not recorded
    /// within its time counts as lost, and the next one is made.
    #[must_use]
    pub fn attempted(&self, now: Timestamp) -> Option<Self> {
        let lost_at = now.trunc_subsecs(0) + Duration::seconds(durations::ATTEMPT_LEASE_SECONDS);
        (self.attempts < attempts()).then(|| Self {
            attempts: self.attempts + 1,
            state: DeliveryState::Pending(lost_at),
            version: self.version + 1,
            ..self.clone()
        })
    }

    /// The delivery after an attempt.
    #[must_use]
    pub fn after(&self, outcome: &AttemptOutcome, now: Timestamp) -> Self {
        let (last_status, last_error) = match outcome {
            AttemptOutcome::Answered(status) if outcome.is_success() => (Some(*status), None),
            AttemptOutcome::Answered(status) => (Some(*status), Some(format!("the answer was {status}"))),
            AttemptOutcome::NoAnswer(reason) => (None, Some(reason.clone())),
        };
        let wait = usize::try_from(self.attempts)
            .ok()
            .and_then(|attempts| durations::RETRY_SECONDS.get(attempts.checked_sub(1)?))
            .filter(|_| !outcome.is_gone());
        let state = match wait {
            _ if outcome.is_success() => DeliveryState::Delivered,
            Some(seconds) => DeliveryState::Pending(now.trunc_subsecs(0) + Duration::seconds(*seconds)),
            None => DeliveryState::Failed,
        };
        Self { state, last_status, last_error, version: self.version + 1, ..self.clone() }
    }

    /// The delivery, which is not attempted any more, for this reason.
    #[must_use]
    pub fn given_up(&self, reason: &str) -> Self {
        let last_error = Some(reason.to_owned());
        Self { state: DeliveryState::Failed, last_error, version: self.version + 1, ..self.clone() }
    }
}

/// The number of attempts of a delivery.
fn attempts() -> u32 {
    u32::try_from(durations::RETRY_SECONDS.len() + 1).unwrap_or(u32::MAX)
}
