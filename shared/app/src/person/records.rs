//! What becomes of a record of a store that may name a person who is erased.

use staffroom_domain::{
    AddressId, DisplayName, ERASED, EmailAddress, EventActor, Invitation, InvitationState, UserId,
};

use super::mentions::Mentions;
use crate::error::Fault;
use crate::key::{Counter, Key};
use crate::plan::Condition;
use crate::record::{
    IdempotencyRecord, IdempotencyState, PublishedEvent, PublishingRecord, Record, StoredEvent,
};

/// The type of the event that alone names the person.
pub(super) const PERSON_ERASED: &str = "person.erased";

/// What becomes of a record.
#[derive(Debug, PartialEq)]
pub(super) enum Replacement {
    /// It does not name the person.
    None,
    /// It is deleted.
    Delete(Condition),
    /// It is replaced.
    Put(Box<Record>, Condition),
}

impl Replacement {
    fn put(record: Record, condition: Condition) -> Self {
        Self::Put(Box::new(record), condition)
    }
}

impl Mentions<'_> {
    /// What becomes of a record of one of the kinds of [`super::RecordKind`].
    pub(super) fn replacement(&self, key: &Key, record: &Record) -> Result<Replacement, Fault> {
        Ok(match (key, record) {
            (_, Record::Event(stored)) => self.of_event(stored)?,
            (_, Record::Invitation(invitation)) => self.of_invitation(invitation),
            (Key::Digest(_, reader), Record::Digest(_)) if self.is_user(reader) => {
                Replacement::Delete(Condition::None)
            }
            (_, Record::Digest(digest)) => {
                let mut after = digest.clone();
                let mut any = false;
                for answer in after.waiting.iter_mut().filter(|answer| self.is_address(&answer.email)) {
                    answer.email = EmailAddress::erased();
                    answer.name = erased_name(answer.name.as_ref());
                    answer.reason = None;
                    any = true;
                }
                after.version += 1;
                let condition = Condition::of_version(digest.version);
                if any { Replacement::put(Record::Digest(after), condition) } else { Replacement::None }
            }
            (Key::Counter(counter), _) if self.is_counted(counter) => Replacement::Delete(Condition::None),
            (_, Record::Publishing(PublishingRecord::Event(event))) => match self.of_published(event) {
                Some(after) => {
                    let record = Record::Publishing(PublishingRecord::Event(Box::new(after)));
                    Replacement::put(record, Condition::Present)
                }
                None => Replacement::None,
            },
            (_, Record::Idempotency(known)) => match self.of_answer(known) {
                Some(after) => Replacement::put(Record::Idempotency(after), Condition::Present),
                None => Replacement::None,
            },
            _ => Replacement::None,
        })
    }

    fn of_event(&self, stored: &StoredEvent) -> Result<Replacement, Fault> {
        let corrupt = |error| Fault::Corrupt { kind: "event", source: Box::new(error) };
        let mut after = stored.clone();
        let mut kind = serde_json::to_value(&stored.event.kind).map_err(corrupt)?;
        let mut any = self.replace(&mut kind);
        let is_actor = match &stored.event.actor {
            EventActor::User { user_id, name } if self.is_user(user_id) => {
                let name = erased_name(name.as_ref());
                after.event.actor = EventActor::User { user_id: self.alias().clone(), name };
                true
            }
            // The invitee answered by the link.
            EventActor::Invitee => any,
            EventActor::User { .. } | EventActor::Platform | EventActor::Service => false,
        };
        if is_actor {
            after.event.source_ip = None;
            any = true;
        }
        for address in self.person().addresses.iter().map(AddressId::of) {
            for marked in [&mut after.begun, &mut after.mailed, &mut after.delivered] {
                any |= marked.remove(&address);
            }
        }
        if !any {
            return Ok(Replacement::None);
        }
        after.event.kind = serde_json::from_value(kind).map_err(corrupt)?;
        let condition = Condition::Marks { mailed: stored.mailed.len(), delivered: stored.delivered.len() };
        Ok(Replacement::put(Record::Event(Box::new(after)), condition))
    }

    /// The person's own invitations are deleted when the membership ends, and others that they gave lose their name.
    fn of_invitation(&self, invitation: &Invitation) -> Replacement {
        let condition = Condition::VersionAndDelivery(invitation.version, invitation.delivery);
        let mut after = invitation.clone();
        let mut any = false;
        if self.is_user(&invitation.invited_by.user_id) {
            after.invited_by.user_id = self.alias().clone();
            after.invited_by.name = erased_name(invitation.invited_by.name.as_ref());
            // What they wrote to the invitee.
            after.note = None;
            any = true;
        }
        if let InvitationState::Accepted { by } = &invitation.state
            && self.is_user(by)
        {
            after.state = InvitationState::Accepted { by: self.alias().clone() };
            any = true;
        }
        if !any {
            return Replacement::None;
        }
        after.version += 1;
        Replacement::put(Record::Invitation(Box::new(after)), condition)
    }

    fn of_published(&self, event: &PublishedEvent) -> Option<PublishedEvent> {
        // The event that the person was erased alone names the id.
        if event.kind == PERSON_ERASED {
            return None;
        }
        self.replace_in_text(&event.json).map(|json| PublishedEvent { json, ..event.clone() })
    }

    fn of_answer(&self, known: &IdempotencyRecord) -> Option<IdempotencyRecord> {
        let IdempotencyState::Answered(answer) = &known.state else { return None };
        let answer = self.replace_in_text(answer)?;
        Some(IdempotencyRecord { state: IdempotencyState::Answered(answer), ..known.clone() })
    }

    fn is_counted(&self, counter: &Counter) -> bool {
        let is_address = |id: &AddressId| self.person().addresses.iter().any(|own| AddressId::of(own) == *id);
        let is_user = |user: &UserId| self.is_user(user);
        match counter {
            Counter::StoreInvitations(..) => false,
            Counter::InviterInvitations(_, user, _) | Counter::AddressChanges(_, user, _) => is_user(user),
            Counter::RecipientStores(address, _) => is_address(address),
            Counter::CausedMails(_, user, address, _) => is_user(user) || is_address(address),
        }
    }
}

fn erased_name(name: Option<&DisplayName>) -> Option<DisplayName> {
    name.and_then(|_| ERASED.to_owned().try_into().ok())
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{email, invitation, member, noon, store, user};
    use staffroom_domain::{
        AddressId, ErasureId, Event, EventActor, EventId, EventKind, InvitationState, Person, UserId,
    };

    use super::{Mentions, Replacement};
    use crate::builders::shop;
    use crate::key::{Counter, Key};
    use crate::plan::Condition;
    use crate::record::{PublishedEvent, PublishingRecord, Record, StoredEvent};

    fn replaced(key: &Key, record: &Record) -> Replacement {
        let person = Person { users: [user("kim")].into(), addresses: [email("kim@example.com")].into() };
        let alias: UserId = user("erased-1");
        let mentions = Mentions::new(&person, &alias, ErasureId::from_bytes([1; 16]), &shop());
        mentions.replacement(key, record).unwrap()
    }

    fn event(actor: EventActor, kind: EventKind) -> (Key, Record) {
        let id = EventId::new(noon(), [0; 10]);
        let source_ip = Some("192.0.2.1".to_owned());
        let mut stored = StoredEvent::from(Event { id, at: noon(), actor, source_ip, kind });
        stored.mailed.insert(AddressId::of(&email("kim@example.com")));
        stored.mailed.insert(AddressId::of(&email("olga@example.com")));
        (Key::Event(shop(), id), Record::Event(Box::new(stored)))
    }

    #[test]
    fn an_event_loses_the_person_the_source_address_and_the_mark_of_the_mail() {
        let by = EventActor::User { user_id: user("kim"), name: None };
        let (key, record) = event(by, EventKind::MemberLeft { member: (&member("kim", &["seller"])).into() });
        let Replacement::Put(after, condition) = replaced(&key, &record) else { panic!("not replaced") };
        assert_eq!(condition, Condition::Marks { mailed: 2, delivered: 0 });
        let Record::Event(stored) = *after else { panic!("no event") };
        assert_eq!((stored.event.source_ip, stored.mailed.len()), (None, 1));
        assert_eq!(stored.event.actor, EventActor::User { user_id: user("erased-1"), name: None });
        let left = stored.event.kind.member().unwrap();
        assert_eq!((left.user_id.as_str(), left.email.as_typed()), ("erased-1", "erased"));

        let by = EventActor::User { user_id: user("olga"), name: None };
        let (key, mut record) = event(by, EventKind::MemberLeft { member: (&member("lou", &[])).into() });
        let Record::Event(stored) = &mut record else { panic!("no event") };
        stored.mailed.clear();
        assert_eq!(replaced(&key, &record), Replacement::None);
    }

    #[test]
    fn an_invitation_that_the_person_gave_loses_their_id() {
        let mut given = invitation(&store("whatnot"), "lou", &["seller"]);
        given.invited_by.user_id = user("kim");
        let key = Key::Invitation(shop(), given.id);
        let Replacement::Put(after, condition) = replaced(&key, &Record::Invitation(Box::new(given.clone())))
        else {
            panic!("not replaced")
        };
        assert_eq!(condition, Condition::VersionAndDelivery(given.version, given.delivery));
        let Record::Invitation(after) = *after else { panic!("no invitation") };
        assert_eq!((after.invited_by.user_id.as_str(), after.version), ("erased-1", given.version + 1));
        assert!(matches!(after.state, InvitationState::Pending(_)));
    }

    #[test]
    fn counts_of_the_person_are_deleted_and_the_event_of_the_erasure_stays() {
        let address = AddressId::of(&email("kim@example.com"));
        for (counter, is_theirs) in [
            (Counter::InviterInvitations(shop(), user("kim"), 1), true),
            (Counter::CausedMails(shop(), user("lou"), address, 1), true),
            (Counter::InviterInvitations(shop(), user("lou"), 1), false),
            (Counter::StoreInvitations(shop(), 1), false),
        ] {
            let outcome = replaced(&Key::Counter(counter), &Record::Count(1));
            assert_eq!(outcome != Replacement::None, is_theirs);
        }
        let published = |kind: &str| {
            let id = EventId::new(noon(), [0; 10]);
            let json = r#"{"subject":{"kind":"person","id":"kim"}}"#.to_owned();
            let event = PublishedEvent { id, kind: kind.to_owned(), json, at: noon() };
            Record::Publishing(PublishingRecord::Event(Box::new(event)))
        };
        let key = Key::Publishing(crate::PublishingKey::Event(shop(), 1));
        assert_eq!(replaced(&key, &published("person.erased")), Replacement::None);
        assert_ne!(replaced(&key, &published("member.left")), Replacement::None);
    }
}
