//! Answers to invitations are told one by one at first, and then gathered: at most one mail an hour for a person in a store.

use staffroom_domain::{
    AddressId, Digest, Event, EventActor, EventKind, GatheredAnswer, Store, StoreId, Telling, Timestamp,
    UserId, bounds,
};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;
use crate::review::Dealt;

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
        plan.push(put(&self.store, &self.reader, before, after))?;
        if telling == Telling::Gathered {
            let key = Key::of_event(&self.store, &self.event);
            plan.push(Write::MarkMailed { key, address: self.address })?;
        }
        Ok(Outcome::commit(plan, telling))
    }
}

/// Records that answers were gathered for a person, so that they are told of them, and begins another hour.
#[derive(Debug, Clone)]
pub struct SendDigest {
    /// The store.
    pub store: StoreId,
    /// The person.
    pub reader: UserId,
}

impl UseCase for SendDigest {
    type Answer = Dealt;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Digest(self.store.clone(), self.reader.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Dealt>, Error> {
        let before = read.digest(&self.store, &self.reader);
        let told = before.and_then(|before| Some((before, before.told(context.now)?)));
        let Some((before, after)) = told else { return Ok(Outcome::Unchanged(Dealt::NotDue)) };
        let mut plan = Plan::beside_store(&self.store, context, EventActor::Service);
        plan.push(put(&self.store, &self.reader, Some(before), after))?;
        plan.record_event(EventKind::AnswersGathered {
            reader: self.reader.clone(),
            answers: before.waiting.clone(),
            more: before.more,
        })?;
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

fn put(store: &StoreId, reader: &UserId, before: Option<&Digest>, after: Digest) -> Write {
    Write::Put {
        key: Key::Digest(store.clone(), reader.clone()),
        record: Record::Digest(Box::new(after)),
        condition: Condition::of_version(before.map_or(0, |before| before.version)),
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, invitation, member, noon, store, user};
    use staffroom_domain::{AddressId, Event, EventActor, EventId, EventKind, Store, Telling, builders};

    use super::{SendDigest, TellOfAnswer};
    use crate::builders::{context_at, found, nothing_found, shop};
    use crate::execute::UseCase;
    use crate::expect::{committed, event, put, unchanged};
    use crate::key::Key;
    use crate::plan::{Condition, Write};
    use crate::record::{Record, StoredEvent};
    use crate::review::Dealt;

    fn joined(number: u8) -> Event {
        let kind = EventKind::InvitationAccepted {
            invitation: (&invitation(&store("whatnot"), "lou", &["seller"])).into(),
            member: (&member("lou", &["seller"])).into(),
        };
        Event {
            id: EventId::new(noon(), [number; 10]),
            at: noon(),
            actor: EventActor::Service,
            source_ip: None,
            kind,
        }
    }

    fn address() -> AddressId {
        AddressId::of(&builders::email("kim@example.com"))
    }

    fn tell(number: u8) -> TellOfAnswer {
        TellOfAnswer::of(&store("whatnot"), &joined(number), 11, &user("kim"), address()).unwrap()
    }

    fn digest_key() -> Key {
        Key::Digest(shop(), user("kim"))
    }

    #[test]
    fn the_first_three_answers_are_told_alone_and_the_fourth_is_gathered_and_told_later() {
        let mut digest = None;
        for number in 0..4 {
            let read = found([(digest_key(), digest.clone())]);
            let (plan, telling) = committed(tell(number).decide(&read, &context_at(noon())));
            assert_eq!(telling, if number < 3 { Telling::Alone } else { Telling::Gathered });
            let mark = Write::MarkMailed { key: Key::of_event(&shop(), &joined(number)), address: address() };
            assert_eq!(plan.writes.contains(&mark), telling == Telling::Gathered);
            let (record, condition) = put(&plan, &digest_key());
            let version = digest.as_ref().map_or(0, Record::version);
            assert_eq!(*condition, Condition::of_version(version));
            digest = Some(record.clone());
        }
        let send = SendDigest { store: shop(), reader: user("kim") };
        let read = found([(digest_key(), digest)]);
        assert_eq!(unchanged(send.decide(&read, &context_at(noon()))), Dealt::NotDue);
        let (plan, dealt) = committed(send.decide(&read, &context_at(day(1))));
        assert_eq!(dealt, Dealt::Done);
        let EventKind::AnswersGathered { reader, answers, more } = event(&plan).kind else {
            panic!("another event")
        };
        assert_eq!((reader, answers.len(), more), (user("kim"), 1, 0));
        let read = found([(digest_key(), Some(put(&plan, &digest_key()).0.clone()))]);
        assert_eq!(unchanged(send.decide(&read, &context_at(day(2)))), Dealt::NotDue);
    }

    #[test]
    fn an_answer_that_was_told_is_not_told_again() {
        let stored = StoredEvent { mailed: [address()].into(), ..StoredEvent::from(joined(1)) };
        let key = Key::of_event(&shop(), &joined(1));
        let read = found([(key, Some(Record::Event(Box::new(stored)))), nothing_found(digest_key())]);
        assert_eq!(unchanged(tell(1).decide(&read, &context_at(noon()))), Telling::Gathered);
    }

    #[test]
    fn only_answers_are_gathered_and_only_where_the_catalog_says_so() {
        let of = |store: Store, event: Event| TellOfAnswer::of(&store, &event, 11, &user("kim"), address());
        let few = TellOfAnswer::of(&store("whatnot"), &joined(1), 10, &user("kim"), address());
        assert!(few.is_none(), "few are told of each");
        assert!(of(builders::store_of_ranks(), joined(1)).is_none());
        let removed = EventKind::MemberRemoved { member: (&member("lou", &[])).into() };
        assert!(of(store("whatnot"), Event { kind: removed, ..joined(1) }).is_none());
    }
}
