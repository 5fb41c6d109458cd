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
                    answer.name = self.erased_name(answer.name.as_ref());
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

    fn erased_name(&self, name: Option<&DisplayName>) -> Option<DisplayName> {
        name.and_then(|_| ERASED.to_owned().try_into().ok())
    }

    fn of_event(&self, stored: &StoredEvent) -> Result<Replacement, Fault> {
        let corrupt = |error| Fault::Corrupt { kind: "event", source: Box::new(error) };
        let mut after = stored.clone();
        let mut kind = serde_json::to_value(&stored.event.kind).map_err(corrupt)?;
        let mut any = self.replace(&mut kind);
        let is_actor = match &stored.event.actor {
            EventActor::User { user_id, name } if self.is_user(user_id) => {
                let name = self.erased_name(name.as_ref());
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
            any |= after.mailed.remove(&address) | after.delivered.remove(&address);
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
            after.invited_by.name = self.erased_name(invitation.invited_by.name.as_ref());
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
