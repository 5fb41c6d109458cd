//! The lists of a store's events.

use staffroom_domain::{Event, EventActor, EventKind, StoreId, SubjectId, Timestamp, UserId};

/// A list of a store's events. An event stands in the list by time, in one of the two lists of persons, if a person did it, and
/// in one list of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventsBy {
    /// All events.
    Time,
    /// What a person did, except for accepting. An index that lags.
    Actor(UserId),
    /// That a person accepted an invitation: it is about them, too. An index that lags.
    Joined(UserId),
    /// What is about this first of all ([`Event::subject`]). An index that lags.
    Subject(SubjectId),
}

impl EventsBy {
    /// The list of the person who did it; `None` if no person did.
    #[must_use]
    pub fn person(event: &Event) -> Option<Self> {
        match (&event.actor, &event.kind) {
            (_, EventKind::InvitationAccepted { member, .. }) => Some(Self::Joined(member.user_id.clone())),
            (EventActor::User { user_id, .. }, _) => Some(Self::Actor(user_id.clone())),
            (EventActor::Platform | EventActor::Invitee | EventActor::Service, _) => None,
        }
    }

    /// Whether an event of the store stands in the list.
    #[must_use]
    pub fn has(&self, store: &StoreId, event: &Event) -> bool {
        match self {
            Self::Time => true,
            Self::Actor(_) | Self::Joined(_) => Self::person(event).as_ref() == Some(self),
            Self::Subject(subject) => event.subject(store) == subject.as_str(),
        }
    }
}

/// A range of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TimeRange {
    /// From this time on.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
}

impl TimeRange {
    /// Whether the time is in it.
    #[must_use]
    pub fn includes(&self, at: Timestamp) -> bool {
        self.since.is_none_or(|since| since <= at) && self.until.is_none_or(|until| at < until)
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, invitation, member, noon, store, user};
    use staffroom_domain::{Event, EventActor, EventId, EventKind, Timestamp};

    use super::{EventsBy, TimeRange};
    use crate::builders::shop;

    fn event(actor: EventActor, kind: EventKind) -> Event {
        Event { id: EventId::new(noon(), [0; 10]), at: noon(), actor, source_ip: None, kind }
    }

    fn by(id: &str) -> EventActor {
        EventActor::User { user_id: user(id), name: None }
    }

    #[test]
    fn an_event_stands_in_one_list_of_a_person_and_in_one_of_a_subject() {
        let lou = invitation(&store("whatnot"), "lou", &["seller"]);
        let kim = (&member("kim", &["seller"])).into();
        let accepted = EventKind::InvitationAccepted { invitation: (&lou).into(), member: kim };
        let left = EventKind::MemberLeft { member: (&member("kim", &["seller"])).into() };
        for (event, person, subject) in [
            (event(by("sue"), left), Some(EventsBy::Actor(user("sue"))), "kim".to_owned()),
            (event(by("kim"), accepted), Some(EventsBy::Joined(user("kim"))), lou.id.to_string()),
            (event(EventActor::Service, EventKind::ReviewDue), None, shop().as_str().to_owned()),
        ] {
            assert_eq!(EventsBy::person(&event), person);
            assert!(EventsBy::Time.has(&shop(), &event));
            assert!(person.is_none_or(|list| list.has(&shop(), &event)));
            assert!(!EventsBy::Actor(user("max")).has(&shop(), &event));
            assert!(EventsBy::Subject(subject.parse().unwrap()).has(&shop(), &event));
            assert!(!EventsBy::Subject("max".parse().unwrap()).has(&shop(), &event));
        }
    }

    #[test]
    fn a_range_begins_with_its_first_time_and_ends_before_its_last() {
        let of = |since: Option<Timestamp>, until| TimeRange { since, until }.includes(day(2));
        assert!(of(None, None) && of(Some(day(2)), None) && of(None, Some(day(3))));
        assert!(!of(Some(day(3)), None) && !of(None, Some(day(2))));
    }
}
