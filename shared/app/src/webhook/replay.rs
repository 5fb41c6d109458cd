//! A replay in progress, step by step: each step makes some deliveries and moves the replay on, so that a step that is lost or
//! comes twice does no harm.

use chrono::Duration;
use staffroom_domain::{
    DeliveryId, DeliverySource, EventActor, EventId, ReplayId, Timestamp, WebhookId, bounds, durations,
};

use super::deliver_events::{Target, put_deliveries};
use super::{DeliveryHint, Replay, ReplayRest, WebhookRecord};
use crate::context::{Context, Invocation};
use crate::database::{Database, List};
use crate::error::Error;
use crate::execute::{Outcome, UseCase, execute};
use crate::key::{Key, PublishingKey, REFERENCE_SHARDS, WebhookKey};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::{EventReference, PublishingRecord, Record};

/// The largest number of lists that a step reads. Most hours have no events.
const LISTS: u32 = 60;

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplayStep {
    /// These deliveries were made, and there is more to do.
    More(Vec<DeliveryHint>),
    /// These deliveries were made, and nothing is left.
    Done(Vec<DeliveryHint>),
}

/// Does a step of a replay.
///
/// # Errors
/// When the database does not answer, or a record is corrupt. The step can be done again.
pub async fn continue_replay<D: Database>(
    database: &D,
    invocation: &Invocation,
    webhook: WebhookId,
    replay: ReplayId,
) -> Result<ReplayStep, Error> {
    let keys = [WebhookKey::Webhook(webhook), WebhookKey::Replay(webhook, replay)].map(Key::Webhook);
    let read = database.read(&ReadSet::keys(keys)).await?;
    let Some(replay) = read.replay(webhook, replay).cloned() else { return Ok(ReplayStep::Done(Vec::new())) };
    let Some(webhook) = read.webhook(webhook) else {
        execute(database, invocation, &MoveReplay { replay, rest: None }).await?;
        return Ok(ReplayStep::Done(Vec::new()));
    };
    let (found, rest) = match replay.rest.clone() {
        ReplayRest::Events(events) => (named(database, &events).await?, None),
        ReplayRest::Since { since, hour, part, after } => {
            page(database, &replay, Position { since, hour, part, after }).await?
        }
    };
    let now = invocation.now();
    let kept = now - Duration::days(durations::PUBLISHED_RETENTION_DAYS);
    // The deliveries of a disabled webhook fail with that reason.
    let wanted = found
        .into_iter()
        .filter(|(_, reference)| reference.at > kept && webhook.asks_for(&reference.kind, &reference.store));
    let deliveries = wanted.map(|(event, reference)| {
        let EventReference { store, number, kind, .. } = reference;
        let id = DeliveryId::of_replay(replay.created_at, replay.id, event);
        let source = DeliverySource::Published { store: store.clone(), number };
        Target { event, kind, store, source }.delivery(webhook, id, now)
    });
    let hints = put_deliveries(database, invocation, deliveries.collect()).await?;
    let is_done = rest.is_none();
    execute(database, invocation, &MoveReplay { replay, rest }).await?;
    Ok(if is_done { ReplayStep::Done(hints) } else { ReplayStep::More(hints) })
}

/// Where a replay goes on.
#[derive(Debug, Clone, Copy)]
struct Position {
    since: Timestamp,
    hour: u64,
    part: u8,
    after: Option<EventId>,
}

type Found = Vec<(EventId, EventReference)>;

/// The events with these ids that are still kept.
async fn named<D: Database>(database: &D, events: &[EventId]) -> Result<Found, Error> {
    let key = |event: &EventId| Key::Publishing(PublishingKey::Reference(*event));
    let read = database.read(&ReadSet::keys(events.iter().map(key))).await?;
    let found = events.iter().filter_map(|event| Some((*event, read.event_reference(*event)?.clone())));
    Ok(found.collect())
}

/// The next events of a time, and what is left after them.
async fn page<D: Database>(
    database: &D,
    replay: &Replay,
    mut at: Position,
) -> Result<(Found, Option<ReplayRest>), Error> {
    let (end, _) = PublishingKey::hour(EventId::new(replay.created_at, [0; 10]));
    let mut found = Vec::new();
    for _ in 0..LISTS {
        if at.hour > end {
            return Ok((found, None));
        }
        let list = List::References(at.hour, at.part);
        let after = at.after.map(|event| Key::Publishing(PublishingKey::Reference(event)));
        let page = database.page(&list, after.as_ref(), bounds::DELIVERIES_AT_ONCE).await?;
        let earliest = u64::try_from(at.since.timestamp_millis()).unwrap_or_default();
        found.extend(page.entries.into_iter().filter_map(|entry| match entry {
            (
                Key::Publishing(PublishingKey::Reference(event)),
                Some(Record::Publishing(PublishingRecord::Reference(reference))),
            ) if event.millis() >= earliest => Some((event, reference)),
            _ => None,
        }));
        at.after = match page.next {
            Some(Key::Publishing(PublishingKey::Reference(event))) => Some(event),
            _ => None,
        };
        if at.after.is_none() {
            at.part += 1;
            if at.part >= REFERENCE_SHARDS {
                (at.hour, at.part) = (at.hour + 1, 0);
            }
        }
        if found.len() >= bounds::DELIVERIES_AT_ONCE {
            break;
        }
    }
    let Position { since, hour, part, after } = at;
    Ok((found, Some(ReplayRest::Since { since, hour, part, after })))
}

/// Moves a replay on, or ends it, if it is as it was read.
#[derive(Debug, Clone)]
struct MoveReplay {
    replay: Replay,
    rest: Option<ReplayRest>,
}

impl UseCase for MoveReplay {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([self.key()])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let known = read.replay(self.replay.webhook, self.replay.id);
        if known.is_none_or(|known| known.version != self.replay.version) {
            return Ok(Outcome::Unchanged(()));
        }
        let condition = Condition::Version(self.replay.version);
        let mut plan = Plan::outside_store(context, EventActor::Service);
        plan.push(match &self.rest {
            None => Write::Delete { key: self.key(), condition },
            Some(rest) => {
                let version = self.replay.version + 1;
                let replay = Replay { rest: rest.clone(), version, ..self.replay.clone() };
                let record = Record::Webhook(WebhookRecord::Replay(Box::new(replay)));
                Write::Put { key: self.key(), record, condition }
            }
        })?;
        Ok(Outcome::commit(plan, ()))
    }
}

impl MoveReplay {
    fn key(&self) -> Key {
        Key::Webhook(WebhookKey::Replay(self.replay.webhook, self.replay.id))
    }
}
