//! A mail that a person causes is begun, and counted for them: an address gets so many a day because of one person.

use staffroom_domain::{AddressId, Event, EventActor, StoreId, Timestamp, bounds};

use crate::Error;
use crate::context::Context;
use crate::event_table;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::{Plan, Write};
use crate::quota::Quota;
use crate::read::{ReadResult, ReadSet};

/// Begins a mail about an event. It is counted once, however often it is tried, and before it is sent, so that mails that are sent
/// at once do not pass the limit together. Mails about events that no signed-in person caused have no limit.
#[derive(Debug, Clone)]
pub struct BeginMail {
    /// The store.
    pub store: StoreId,
    /// The event.
    pub event: Event,
    /// The recipient.
    pub address: AddressId,
}

/// What to do with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailBegun {
    /// It is to be sent now.
    Now,
    /// It is not sent: SES took it before, or nothing is kept of the event.
    NotNow,
    /// It is not sent: the person causes too many.
    TooMany,
}

impl BeginMail {
    fn quota(&self, now: Timestamp) -> Option<Quota> {
        let EventActor::User { user_id, .. } = &self.event.actor else { return None };
        let limit = if event_table::is_last_news(&self.event.kind) {
            bounds::CAUSED_MAILS_WITH_LAST_NEWS
        } else {
            bounds::CAUSED_MAILS_PER_DAY
        };
        Some(Quota::of_caused_mails(&self.store, user_id, self.address, limit, now))
    }
}

impl UseCase for BeginMail {
    type Answer = MailBegun;

    fn reads(&self, now: Timestamp) -> ReadSet {
        let counter = self.quota(now).map(|quota| Key::Counter(quota.counter));
        ReadSet::keys([Key::of_event(&self.store, &self.event)]).and(counter)
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<MailBegun>, Error> {
        let key = Key::of_event(&self.store, &self.event);
        if !read.has(&key) || read.was_mailed(&self.store, &self.event, self.address) {
            return Ok(Outcome::Unchanged(MailBegun::NotNow));
        }
        let mut plan = Plan::beside_store(&self.store, context, EventActor::Service);
        plan.push(Write::MarkBegun { key, address: self.address })?;
        let is_counted = read.was_begun(&self.store, &self.event, self.address);
        if let Some(quota) = self.quota(context.now).filter(|_| !is_counted) {
            let counter = Key::Counter(quota.counter.clone());
            if !read.was_read(&counter) {
                // The day has changed.
                return Ok(Outcome::ReadMore(ReadSet::keys([counter])));
            }
            if read.room(&quota) == 0 {
                return Ok(Outcome::Unchanged(MailBegun::TooMany));
            }
            plan.count(quota, 1)?;
        }
        Ok(Outcome::commit(plan, MailBegun::Now))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, email, member, noon, user};
    use staffroom_domain::{AddressId, Event, EventActor, EventId, EventKind, bounds};

    use super::{BeginMail, MailBegun};
    use crate::builders::{Found, context_at, count_found, found, nothing_found, shop};
    use crate::execute::UseCase;
    use crate::expect::{committed, read_more, unchanged};
    use crate::key::Key;
    use crate::plan::Write;
    use crate::quota::Quota;
    use crate::record::{Record, StoredEvent};

    fn address() -> AddressId {
        AddressId::of(&email("lou@example.com"))
    }

    fn begin(kind: EventKind, actor: EventActor) -> BeginMail {
        let id = EventId::new(noon(), [1; 10]);
        let event = Event { id, at: noon(), actor, source_ip: None, kind };
        BeginMail { store: shop(), event, address: address() }
    }

    fn by_kim() -> EventActor {
        EventActor::User { user_id: user("kim"), name: None }
    }

    fn joined() -> EventKind {
        EventKind::MemberLeft { member: (&member("lou", &["seller"])).into() }
    }

    fn removed() -> EventKind {
        EventKind::MemberRemoved { member: (&member("lou", &["seller"])).into() }
    }

    fn quota() -> Quota {
        Quota::of_caused_mails(&shop(), &user("kim"), address(), bounds::CAUSED_MAILS_PER_DAY, noon())
    }

    fn stored(begin: &BeginMail, change: impl FnOnce(&mut StoredEvent)) -> Found {
        let mut stored = StoredEvent::from(begin.event.clone());
        change(&mut stored);
        (Key::of_event(&shop(), &begin.event), Some(Record::Event(Box::new(stored))))
    }

    #[test]
    fn a_person_causes_so_many_mails_to_an_address_a_day_and_staffroom_any_number() {
        let answer = |begin: BeginMail, sent: u32| {
            let read = found([stored(&begin, |_| ()), count_found(&quota(), sent)]);
            match begin.decide(&read, &context_at(noon())) {
                Ok(crate::execute::Outcome::Unchanged(answer)) => answer,
                outcome => committed(outcome).1,
            }
        };
        let limit = bounds::CAUSED_MAILS_PER_DAY;
        assert_eq!(answer(begin(joined(), by_kim()), limit - 1), MailBegun::Now);
        assert_eq!(answer(begin(joined(), by_kim()), limit), MailBegun::TooMany);
        assert_eq!(answer(begin(joined(), EventActor::Service), limit), MailBegun::Now);
        // What the others use up does not silence the last news.
        assert_eq!(answer(begin(removed(), by_kim()), limit), MailBegun::Now);
        let last = bounds::CAUSED_MAILS_WITH_LAST_NEWS;
        assert_eq!(answer(begin(removed(), by_kim()), last), MailBegun::TooMany);
    }

    #[test]
    fn a_mail_is_counted_once_however_often_it_is_tried() {
        let begin = begin(joined(), by_kim());
        let mark = Write::MarkBegun { key: Key::of_event(&shop(), &begin.event), address: address() };
        let first = found([stored(&begin, |_| ()), count_found(&quota(), 0)]);
        let (plan, _) = committed(begin.decide(&first, &context_at(noon())));
        assert_eq!(plan.writes, [mark.clone(), Write::Count { quota: quota(), more: 1 }]);
        let again = found([stored(&begin, |stored| stored.begun.extend([address()]))]);
        let (plan, answer) = committed(begin.decide(&again, &context_at(day(1))));
        assert_eq!((plan.writes, answer), (vec![mark], MailBegun::Now));
    }

    #[test]
    fn what_was_mailed_or_is_not_kept_is_not_begun() {
        let begin = begin(joined(), by_kim());
        let mailed = stored(&begin, |stored| stored.mailed.extend([address()]));
        for event in [mailed, nothing_found(Key::of_event(&shop(), &begin.event))] {
            let read = found([event, count_found(&quota(), 0)]);
            assert_eq!(unchanged(begin.decide(&read, &context_at(noon()))), MailBegun::NotNow);
        }
        let read = found([stored(&begin, |_| ()), count_found(&quota(), 0)]);
        let more = read_more(begin.decide(&read, &context_at(day(2))));
        assert!(matches!(more.keys[..], [Key::Counter(_)]), "that of another day");
    }
}
