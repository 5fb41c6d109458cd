//! The answers that were gathered for a person in an hour are told in one mail.

use staffroom_domain::{EventActor, EventKind, StoreId, Timestamp, UserId};

use crate::Error;
use crate::context::Context;
use crate::dealt::Dealt;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

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
        plan.put_digest(&self.store, &self.reader, Some(before), after)?;
        plan.record_event(EventKind::AnswersGathered {
            reader: self.reader.clone(),
            answers: before.waiting.clone(),
            more: before.more,
        })?;
        Ok(Outcome::commit(plan, Dealt::Done))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, noon, user};
    use staffroom_domain::{EventKind, Telling};

    use super::{Dealt, SendDigest};
    use crate::builders::{context_at, found, shop};
    use crate::execute::UseCase;
    use crate::expect::{committed, event, put, unchanged};
    use crate::key::Key;
    use crate::plan::{Condition, Write};
    use crate::record::Record;
    use crate::tell_of_answer::tests::{address, digest_key, joined, tell};

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
}
