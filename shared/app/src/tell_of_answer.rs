//! Answers to invitations are told one by one at first, and then gathered: at most one mail an hour for a person in a store.

use staffroom_domain::{
    AddressId, Digest, Event, EventActor, GatheredAnswer, Store, StoreId, Telling, Timestamp, UserId, bounds,
};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Plan, Write};
use crate::read::{ReadResult, ReadSet};

/// The key in a catalog's `[mails]` without which its stores gather nothing.
const TOPIC: &str = "invitation.answers_gathered";

/// Whether a person is told of the event alone, or with other answers: decides it, and keeps an answer that is gathered.
#[derive(Debug, Clone)]
pub struct TellOfAnswer {
    /// The store.
    pub store: StoreId,
    /// The event.
    pub event: Event,
    /// The answer that the event tells of.
    pub answer: GatheredAnswer,
    /// The person who is told.
    pub reader: UserId,
    /// Their address.
    pub address: AddressId,
}

impl TellOfAnswer {
    /// How to tell `reader` of the event; `told` is the number of its readers. `None` if the store's catalog gathers nothing,
    /// the event has few readers, or it is no answer.
    #[must_use]
    pub fn of(
        store: &Store,
        event: &Event,
        told: usize,
        reader: &UserId,
        address: AddressId,
    ) -> Option<Self> {
        if store.catalog.recipients(TOPIC).is_empty() || told <= bounds::TOLD_SINGLY {
            return None;
        }
        Some(Self {
            store: store.id.clone(),
            event: event.clone(),
            answer: event.answer()?,
            reader: reader.clone(),
            address,
        })
    }
}

impl UseCase for TellOfAnswer {
    type Answer = Telling;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([
            Key::of_event(&self.store, &self.event),
            Key::Digest(self.store.clone(), self.reader.clone()),
        ])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Telling>, Error> {
        // An earlier attempt gathered it, or its mail was sent.
        if read.was_mailed(&self.store, &self.event, self.address) {
            return Ok(Outcome::Unchanged(Telling::Gathered));
        }
        let before = read.digest(&self.store, &self.reader);
        let (telling, after) = Digest::tell(before, self.answer.clone(), context.now);
        let Some(after) = after else { return Ok(Outcome::Unchanged(telling)) };
        let mut plan = Plan::beside_store(&self.store, context, EventActor::Service);
        plan.put_digest(&self.store, &self.reader, before, after)?;
        if telling == Telling::Gathered {
            let key = Key::of_event(&self.store, &self.event);
            plan.push(Write::MarkMailed { key, address: self.address })?;
        }
        Ok(Outcome::commit(plan, telling))
    }
}

#[cfg(test)]
pub(crate) mod tests;
