use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use staffroom_app::{Key, List, PublishingKey, WebhookKey};
use staffroom_domain::{InvitationId, StoreId};

use crate::error::RequestError;

/// A position in a list: the end of a page. It contains the list's name, and other lists reject it.
///
/// Base64url (RFC 4648, section 5) of the list, the kind of record, its store and its id, separated by
/// spaces. The id is the last part, because a user id may contain spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    list: String,
    position: Position,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Position {
    /// After the owner, who is the first entry of the list of members and has no record there.
    Owner(StoreId),
    /// After a record.
    Record(Key),
}

impl Cursor {
    /// The position after a record of a list; `None` if the list or the record has no cursors.
    #[must_use]
    pub fn after(list: &List, key: Key) -> Option<Self> {
        let position = Position::Record(key);
        position.parts().is_some().then_some(Self { list: name(list)?, position })
    }

    /// The position after the owner in the list of a store's members.
    #[must_use]
    pub fn after_owner(store: StoreId) -> Self {
        Self { list: MEMBERS.to_owned(), position: Position::Owner(store) }
    }

    /// The key after which the next page begins; `None` for the first record.
    #[must_use]
    pub fn key(&self) -> Option<&Key> {
        match &self.position {
            Position::Owner(_) => None,
            Position::Record(key) => Some(key),
        }
    }

    /// The cursor as it is in an answer.
    #[must_use]
    pub fn encode(&self) -> String {
        let (kind, store, id) = self.position.parts().unwrap_or_default();
        URL_SAFE_NO_PAD.encode(format!("{} {kind} {store} {id}", self.list))
    }

    /// Reads a cursor of this list.
    ///
    /// # Errors
    /// If it is not a cursor of this list.
    pub fn decode(text: &str, list: &List) -> Result<Self, RequestError> {
        Self::read(text, list)
            .ok_or_else(|| RequestError::invalid("cursor", "must be the `next_cursor` of the previous page"))
    }

    /// Reads a cursor of this list; `None` for any other text.
    pub(crate) fn read(text: &str, list: &List) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let mut parts = std::str::from_utf8(&bytes).ok()?.splitn(4, ' ');
        let list_name = name(list).filter(|name| parts.next() == Some(name.as_str()))?;
        let (kind, store, id) = (parts.next()?, parts.next()?, parts.next()?);
        let position = Position::read(kind, store, id)?;
        position.belongs_to(list).then_some(Self { list: list_name, position })
    }
}

/// The kind of record of a published event.
const PUBLISHED_EVENT: &str = "published-event";

/// The list of a store's members.
const MEMBERS: &str = "members";

/// The name of a list in its cursors, with what narrows it.
fn name(list: &List) -> Option<String> {
    let name = match list {
        List::Members(_) => MEMBERS,
        List::Invitations(_, statuses, _) => {
            let statuses = statuses.iter().fold(String::new(), |all, status| format!("{all}:{status:?}"));
            return Some(format!("invitations{statuses}"));
        }
        List::Events(_) => "events",
        List::Activities(_) => "activities",
        List::Published(_) => "published",
        List::OfUser(_) => "of-user",
        List::ActivitiesOfUser(_) => "activities-of-user",
        List::OfAddress(_) => "of-address",
        List::Webhooks => "webhooks",
        List::Deliveries(_) => "deliveries",
        List::ReleasableSeats(..) | List::Due(..) | List::Holders(..) | List::References(..) => return None,
    };
    Some(name.to_owned())
}

impl Position {
    /// Kind, store and id.
    fn parts(&self) -> Option<(&'static str, String, String)> {
        let key = match self {
            Self::Owner(store) => return Some(("owner", store.as_str().to_owned(), String::new())),
            Self::Record(Key::Webhook(key)) => return webhook_parts(key),
            Self::Record(key) => key,
        };
        let (store, id) = match key {
            Key::Store(store) => (store, String::new()),
            Key::Member(store, user) => (store, user.as_str().to_owned()),
            Key::Invitation(store, id) => (store, id.to_string()),
            Key::Event(store, id) => (store, id.to_string()),
            Key::Activity(store, id) => (store, id.as_str().to_owned()),
            Key::Publishing(PublishingKey::Event(store, number)) => (store, number.to_string()),
            Key::Address(..)
            | Key::Holder(..)
            | Key::Notice(..)
            | Key::Idempotency(..)
            | Key::Counter(_)
            | Key::Publishing(PublishingKey::Sequence(_) | PublishingKey::Reference(_))
            | Key::Webhook(_) => return None,
        };
        let kind = match key {
            Key::Publishing(_) => PUBLISHED_EVENT,
            key => key.kind(),
        };
        Some((kind, store.as_str().to_owned(), id))
    }

    fn read(kind: &str, store: &str, id: &str) -> Option<Self> {
        match kind {
            "webhook" => {
                return Some(Self::Record(Key::Webhook(WebhookKey::Webhook(id.parse().ok()?))))
                    .filter(|_| store.is_empty());
            }
            "delivery" => {
                let key = WebhookKey::Delivery(store.parse().ok()?, id.parse().ok()?);
                return Some(Self::Record(Key::Webhook(key)));
            }
            _ => {}
        }
        let store: StoreId = store.parse().ok()?;
        let key = match kind {
            "owner" if id.is_empty() => return Some(Self::Owner(store)),
            "store" if id.is_empty() => Key::Store(store),
            "member" => Key::Member(store, id.parse().ok()?),
            "invitation" => Key::Invitation(store, id.parse().ok()?),
            "event" => Key::Event(store, id.parse().ok()?),
            "activity" => Key::Activity(store, id.parse().ok()?),
            PUBLISHED_EVENT => Key::Publishing(PublishingKey::Event(store, id.parse().ok()?)),
            _ => return None,
        };
        Some(Self::Record(key))
    }

    /// Whether the record can be an entry of the list.
    fn belongs_to(&self, list: &List) -> bool {
        match (list, self) {
            (List::Members(store), Self::Owner(of) | Self::Record(Key::Member(of, _)))
            | (List::Invitations(store, ..), Self::Record(Key::Invitation(of, _)))
            | (List::Events(store), Self::Record(Key::Event(of, _)))
            | (List::Activities(store), Self::Record(Key::Activity(of, _)))
            | (List::Published(store), Self::Record(Key::Publishing(PublishingKey::Event(of, _)))) => {
                store == of
            }
            (List::OfUser(_) | List::ActivitiesOfUser(_), Self::Record(Key::Store(_)))
            | (List::ActivitiesOfUser(_), Self::Record(Key::Activity(..))) => true,
            (List::OfUser(user) | List::ActivitiesOfUser(user), Self::Record(Key::Member(_, of))) => {
                user == of
            }
            (List::Webhooks, Self::Record(Key::Webhook(WebhookKey::Webhook(_)))) => true,
            (List::Deliveries(webhook), Self::Record(Key::Webhook(WebhookKey::Delivery(of, _)))) => {
                webhook == of
            }
            (List::OfAddress(email), Self::Record(Key::Invitation(store, id))) => {
                InvitationId::of(store, email) == *id
            }
            _ => false,
        }
    }
}

/// Kind, webhook and id of a record of webhooks that a list has.
fn webhook_parts(key: &WebhookKey) -> Option<(&'static str, String, String)> {
    match key {
        WebhookKey::Webhook(id) => Some((key.kind(), String::new(), id.to_string())),
        WebhookKey::Delivery(webhook, id) => Some((key.kind(), webhook.to_string(), id.to_string())),
        WebhookKey::Registry
        | WebhookKey::Health(_)
        | WebhookKey::Slot(..)
        | WebhookKey::Replay(..)
        | WebhookKey::Notice(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use staffroom_app::{DueShard, Key, List};
    use staffroom_domain::{EmailAddress, EventId, InvitationId, Status, StoreId, Timestamp};

    use super::Cursor;

    fn store(id: &str) -> StoreId {
        id.parse().unwrap()
    }

    /// Every list that has cursors, with records that it holds.
    fn lists(of: &str) -> Vec<(List, Vec<Key>)> {
        let of = store(of);
        let email = EmailAddress::parse("ana@example.com").unwrap();
        let invitation = Key::Invitation(of.clone(), InvitationId::of(&of, &email));
        let event = EventId::new(Timestamp::UNIX_EPOCH, [7; 10]);
        let member = |user: &str| Key::Member(of.clone(), user.parse().unwrap());
        vec![
            (
                List::Members(of.clone()),
                vec![member("a#b"), member("#owner"), member("a b  c "), member("owner")],
            ),
            (List::Invitations(of.clone(), BTreeSet::new(), Timestamp::UNIX_EPOCH), vec![invitation.clone()]),
            (List::Events(of.clone()), vec![Key::Event(of.clone(), event)]),
            (List::Activities(of.clone()), vec![Key::Activity(of.clone(), "show".parse().unwrap())]),
            (List::OfUser("ana".parse().unwrap()), vec![Key::Store(of.clone()), member("ana")]),
            (List::OfAddress(email), vec![invitation.clone()]),
            (
                List::ActivitiesOfUser("ana".parse().unwrap()),
                vec![
                    Key::Activity(of.clone(), "show".parse().unwrap()),
                    Key::Store(of.clone()),
                    member("ana"),
                ],
            ),
            (
                List::Invitations(of.clone(), BTreeSet::from([Status::Pending]), Timestamp::UNIX_EPOCH),
                vec![invitation],
            ),
        ]
    }

    #[test]
    fn a_cursor_leads_back_to_its_record() {
        for (list, keys) in lists("demo") {
            for key in keys {
                let text = Cursor::after(&list, key.clone()).unwrap().encode();
                assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{text}");
                assert_eq!(Cursor::decode(&text, &list).unwrap().key(), Some(&key));
            }
        }
        let members = List::Members(store("demo"));
        let owner = Cursor::after_owner(store("demo"));
        let read = Cursor::decode(&owner.encode(), &members).unwrap();
        assert_eq!((&read, read.key()), (&owner, None));
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let (mine, theirs) = (lists("demo"), lists("other"));
        for (number, (list, keys)) in mine.iter().enumerate() {
            let text = Cursor::after(list, keys[0].clone()).unwrap().encode();
            for (other, (another, _)) in mine.iter().enumerate() {
                assert_eq!(Cursor::decode(&text, another).is_ok(), number == other, "{list:?} {another:?}");
            }
            // The lists of a user and of an address are over all stores.
            if number < 4 {
                assert!(Cursor::decode(&text, &theirs[number].0).is_err(), "{list:?}");
            }
        }
        let owner = Cursor::after_owner(store("demo")).encode();
        assert!(Cursor::decode(&owner, &List::Members(store("other"))).is_err());
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let list = List::Members(store("demo"));
        let good = Cursor::after(&list, Key::Member(store("demo"), "ana".parse().unwrap())).unwrap().encode();
        assert!(Cursor::decode(&good, &list).is_ok());
        let long = "A".repeat(6000);
        for text in ["", "x", "' or 1=1", "eyJhIjoxfQ", "null", &long, &good[1..]] {
            assert!(Cursor::decode(text, &list).is_err(), "{text}");
        }
    }

    #[test]
    fn lists_that_no_call_shows_have_no_cursors() {
        let key = Key::Store(store("demo"));
        assert_eq!(
            Cursor::after(&List::Due(DueShard::of_store(&store("demo")), Timestamp::UNIX_EPOCH), key.clone()),
            None
        );
        let idempotent = Key::Counter(staffroom_app::Counter::StoreInvitations(store("demo"), 1));
        assert_eq!(Cursor::after(&List::Members(store("demo")), idempotent), None);
    }
}
