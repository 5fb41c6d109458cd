//! Numbers the events of a store, so that a reader who stands behind one misses none that is published later.
//!
//! Ids of events are made before the commit, so they say nothing of the order in which readers can see the events. A number
//! is given in a transaction that requires the one before.

use staffroom_domain::{EventActor, PublicData, PublicEvent, StoreId, Timestamp, bounds, first_version};

use crate::context::Context;
use crate::error::{Error, Fault};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, PublishingKey};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::{EventReference, PublishedEvent, PublishingRecord, Record};

/// Numbers events of a store, in this order. An event that has a number already keeps it.
#[derive(Debug, Clone)]
pub struct PublishEvents {
    /// The store.
    pub store: StoreId,
    /// The events, at most [`bounds::PUBLISHED_AT_ONCE`] of them.
    pub events: Vec<PublicEvent>,
}

/// A published event with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedEvent {
    /// The event.
    pub event: PublicEvent,
    /// The event in JSON, as receivers get it.
    pub json: String,
    /// Its number among the published events of the store. Numbers rise, and may skip some. `None`: it is not kept, because its
    /// store is closed, or gone.
    pub number: Option<u64>,
}

impl UseCase for PublishEvents {
    type Answer = Vec<NumberedEvent>;

    fn reads(&self, _: Timestamp) -> ReadSet {
        let sequence = Key::Publishing(PublishingKey::Sequence(self.store.clone()));
        let store = Key::Store(self.store.clone());
        let reference = |event: &PublicEvent| Key::Publishing(PublishingKey::Reference(event.id));
        ReadSet::keys([store, sequence]).and(self.events.iter().map(reference))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        if self.events.len() > bounds::PUBLISHED_AT_ONCE {
            return Err(Fault::InvalidPlan("more events than a transaction can publish").into());
        }
        let before = read.published_number(&self.store);
        let mut last = before;
        let mut plan = Plan::outside_store(context, EventActor::Service);
        let mut answer: Vec<NumberedEvent> = Vec::with_capacity(self.events.len());
        for event in &self.events {
            if answer.iter().any(|known| known.event.id == event.id) {
                continue;
            }
            // The event may be that of a closed store whose id another one has by now.
            let is_kept = read.store(&self.store).is_some_and(|store| store.has_lived_at(event.at));
            let numbered = if !is_kept {
                NumberedEvent::not_kept(event, context.now)?
            } else if let Some(reference) = read.event_reference(event.id) {
                NumberedEvent::new(event, reference.number)?
            } else {
                // The first number is the time, so that none comes twice after the sequence was deleted.
                last = if last == 0 { first_version(context.now) } else { last + 1 };
                let numbered = NumberedEvent::new(event, last)?;
                self.put(&mut plan, &numbered, last, context.now)?;
                numbered
            };
            answer.push(numbered);
        }
        if last == before {
            return Ok(Outcome::Unchanged(answer));
        }
        plan.push(Write::Put {
            key: Key::Publishing(PublishingKey::Sequence(self.store.clone())),
            record: Record::Publishing(PublishingRecord::Sequence { number: last, at: context.now }),
            condition: Condition::of_version(before),
        })?;
        Ok(Outcome::commit(plan, answer))
    }
}

impl PublishEvents {
    fn put(
        &self,
        plan: &mut Plan,
        numbered: &NumberedEvent,
        number: u64,
        at: Timestamp,
    ) -> Result<(), Fault> {
        let (id, kind) = (numbered.event.id, numbered.event.data.type_name().to_owned());
        let event = PublishedEvent { id, kind: kind.clone(), json: numbered.json.clone(), at };
        let reference = EventReference { store: self.store.clone(), number, kind, at };
        for (key, record) in [
            (PublishingKey::Event(self.store.clone(), number), PublishingRecord::Event(Box::new(event))),
            (PublishingKey::Reference(id), PublishingRecord::Reference(reference)),
        ] {
            let (key, record) = (Key::Publishing(key), Record::Publishing(record));
            plan.push(Write::Put { key, record, condition: Condition::Absent })?;
        }
        Ok(())
    }
}

impl NumberedEvent {
    fn new(event: &PublicEvent, number: u64) -> Result<Self, Fault> {
        Self::write(event, number, Some(number))
    }

    /// An event that is only sent. Numbers begin with the time, so the time is later than those of its store.
    fn not_kept(event: &PublicEvent, now: Timestamp) -> Result<Self, Fault> {
        Self::write(event, first_version(now), None)
    }

    fn write(event: &PublicEvent, count: u64, number: Option<u64>) -> Result<Self, Fault> {
        let mut event = event.clone();
        // The version of a store does not count changes of its seats, so the number does.
        if let PublicData::SeatsChanged { .. } = event.data {
            event.version = count;
        }
        let json = serde_json::to_string(&event)
            .map_err(|_| Fault::InvalidPlan("an event that cannot be written as JSON"))?;
        Ok(Self { event, json, number })
    }
}

#[cfg(test)]
mod tests;
