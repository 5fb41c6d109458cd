use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use staffroom_app::{
    History, InvitationList, Key, List, Listed, Listing, MemberList, PublishingKey, RoleList, WebhookKey,
};
use staffroom_domain::{InvitationId, Store, StoreId, Timestamp};

use crate::error::RequestError;

/// A position in a list: the end of a page. It contains the list's name, and other lists reject it.
///
/// Base64url (RFC 4648, section 5) of the list, the kind of record, its store and its id, separated by
/// spaces. The id is the last part, because a user id may contain spaces. In a list of one store, an `@` and the time when the
/// store was created follow the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    list: String,
    /// When the store of the list was created, in milliseconds since 1970; `None` in a list of several stores, and in a cursor of
    /// an earlier version.
    created: Option<i64>,
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
    /// The position after a record of a list, which `narrowed` tells from the same list narrowed otherwise; `None` if the list
    /// or the record has no cursors.
    pub(crate) fn after(list: &impl Paged, narrowed: &str, key: Key) -> Option<Self> {
        let position = Position::Record(key);
        position.parts().is_some().then_some(Self { list: name(list, narrowed)?, created: None, position })
    }

    /// The position after the owner in a list of a store's members.
    pub(crate) fn after_owner(list: &MemberList, narrowed: &str) -> Option<Self> {
        let position = Position::Owner(list.store.clone());
        Some(Self { list: name(list, narrowed)?, created: None, position })
    }

    /// The same position in a list of this store, which one of another store with the same id rejects.
    #[must_use]
    pub(crate) fn in_store(self, store: &Store) -> Self {
        self.created_at(store.created_at)
    }

    /// The same position in a list of a store that was created then.
    #[must_use]
    pub(crate) fn created_at(self, created: Timestamp) -> Self {
        Self { created: Some(created.timestamp_millis()), ..self }
    }

    /// When the store of the list was created.
    #[must_use]
    pub(crate) fn created(&self) -> Option<Timestamp> {
        Timestamp::from_timestamp_millis(self.created?)
    }

    /// Whether this can be a position in a list of this store, and not of a closed one that had the id before.
    #[must_use]
    pub(crate) fn is_of(&self, store: &Store) -> bool {
        self.created.is_none_or(|created| created == store.created_at.timestamp_millis())
    }

    /// The position after a key of a list, where the key of the store stands for its owner if the list begins with them.
    pub(crate) fn after_key(list: &impl Paged, key: Key) -> Option<Self> {
        match key {
            Key::Store(store) if list.has_owner(&store) => {
                Some(Self { list: name(list, "")?, created: None, position: Position::Owner(store) })
            }
            key => Self::after(list, "", key),
        }
    }

    /// The key of the position, as [`Self::after_key`] has it.
    pub(crate) fn position_key(&self) -> Key {
        match &self.position {
            Position::Owner(store) => Key::Store(store.clone()),
            Position::Record(key) => key.clone(),
        }
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
        let created = self.created.map(|created| format!("@{created}")).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(format!("{}{created} {kind} {store} {id}", self.list))
    }

    /// Reads a cursor of this list.
    ///
    /// # Errors
    /// If it is not a cursor of this list.
    pub(crate) fn decode(text: &str, list: &impl Paged, narrowed: &str) -> Result<Self, RequestError> {
        Self::read(text, list, narrowed)
            .ok_or_else(|| RequestError::invalid("cursor", "must be the `next_cursor` of the previous page"))
    }

    /// Reads a cursor of this list; `None` for any other text.
    pub(crate) fn read(text: &str, list: &impl Paged, narrowed: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let mut parts = std::str::from_utf8(&bytes).ok()?.splitn(4, ' ');
        let of = parts.next()?;
        let (of, created) = match of.split_once('@') {
            Some((of, created)) => (of, Some(created.parse().ok()?)),
            None => (of, None),
        };
        let list_name = name(list, narrowed).filter(|name| name == of)?;
        let (kind, store, id) = (parts.next()?, parts.next()?, parts.next()?);
        let position = Position::read(kind, store, id)?;
        let belongs = match &position {
            Position::Owner(store) => list.has_owner(store),
            Position::Record(key) => list.has(key),
        };
        belongs.then_some(Self { list: list_name, created, position })
    }
}

/// The kind of record of a published event.
const PUBLISHED_EVENT: &str = "published-event";

/// A list that a call shows in pages.
pub trait Paged {
    /// Its name in cursors; `None` if it has none.
    fn name(&self) -> Option<&'static str>;

    /// Whether a page of it can end with this key.
    fn has(&self, key: &Key) -> bool;

    /// Whether it begins with the owner of this store.
    fn has_owner(&self, _: &StoreId) -> bool {
        false
    }
}

impl Paged for MemberList {
    fn name(&self) -> Option<&'static str> {
        Some("members")
    }

    fn has(&self, key: &Key) -> bool {
        Self::has(self, key)
    }

    fn has_owner(&self, store: &StoreId) -> bool {
        self.store == *store
    }
}

impl Paged for InvitationList {
    fn name(&self) -> Option<&'static str> {
        Some("invitations")
    }

    fn has(&self, key: &Key) -> bool {
        Self::has(self, key)
    }
}

impl Paged for History {
    fn name(&self) -> Option<&'static str> {
        Some("events")
    }

    fn has(&self, key: &Key) -> bool {
        Self::has(self, key)
    }
}

impl Paged for RoleList {
    fn name(&self) -> Option<&'static str> {
        Some("roles")
    }

    fn has(&self, key: &Key) -> bool {
        matches!(key, Key::Role(store, _) if *store == self.store)
    }
}

impl Paged for List {
    fn name(&self) -> Option<&'static str> {
        match self {
            Self::Activities(_) => Some("activities"),
            Self::OfUser(_) => Some("of-user"),
            Self::ActivitiesOfUser(_) => Some("activities-of-user"),
            Self::OfAddress(_) => Some("of-address"),
            Self::Published(_) => Some("published"),
            Self::Webhooks => Some("webhooks"),
            Self::Deliveries(_) => Some("deliveries"),
            Self::Events(..)
            | Self::Listing(..)
            | Self::ReleasableSeats(..)
            | Self::Due(..)
            | Self::DueDeliveries(..)
            | Self::Holders(..)
            | Self::References(..)
            | Self::Records(..)
            | Self::OfPerson(_) => None,
        }
    }

    fn has(&self, key: &Key) -> bool {
        match (self, key) {
            (Self::Activities(store), Key::Activity(of, _))
            | (Self::Published(store), Key::Publishing(PublishingKey::Event(of, _))) => store == of,
            (Self::Deliveries(webhook), Key::Webhook(WebhookKey::Delivery(of, _))) => webhook == of,
            (Self::Webhooks, Key::Webhook(WebhookKey::Webhook(_)))
            | (Self::OfUser(_) | Self::ActivitiesOfUser(_), Key::Store(_))
            | (Self::ActivitiesOfUser(_), Key::Activity(..)) => true,
            (Self::OfUser(user) | Self::ActivitiesOfUser(user), Key::Member(_, of)) => user == of,
            (Self::OfAddress(email), Key::Invitation(store, id)) => InvitationId::of(store, email) == *id,
            _ => false,
        }
    }
}

fn name(list: &impl Paged, narrowed: &str) -> Option<String> {
    let name = list.name()?;
    Some(if narrowed.is_empty() { name.to_owned() } else { format!("{name}:{narrowed}") })
}

/// The kind of an entry of a list, whose id is the list's name, the place and the id, separated by spaces.
const ENTRY: &str = "entry";

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
            Key::Role(store, slug) => (store, slug.as_str().to_owned()),
            Key::Listed(store, listing, place, listed) => {
                let id = match listed {
                    Listed::Member(user) => format!("{listing} {} {}", place.as_str(), user.as_str()),
                    Listed::Invitation(id) => format!("{listing} {} {id}", place.as_str()),
                };
                return Some((ENTRY, store.as_str().to_owned(), id));
            }
            Key::Publishing(PublishingKey::Event(store, number)) => (store, number.to_string()),
            Key::Address(..)
            | Key::Holder(..)
            | Key::Notice(..)
            | Key::Digest(..)
            | Key::MailPreferences(..)
            | Key::OptOut(..)
            | Key::StoreMetadata(_)
            | Key::AddressOptOut(_)
            | Key::ReplacedRoles(_)
            | Key::Idempotency(..)
            | Key::Counter(_)
            | Key::Publishing(PublishingKey::Sequence(_) | PublishingKey::Reference(_))
            | Key::Webhook(_)
            | Key::Erasure(_) => return None,
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
            "role" => Key::Role(store, id.parse().ok()?),
            PUBLISHED_EVENT => Key::Publishing(PublishingKey::Event(store, id.parse().ok()?)),
            ENTRY => {
                let mut parts = id.splitn(3, ' ');
                let listing: Listing = parts.next()?.parse().ok()?;
                let (place, id) = (parts.next()?.to_owned(), parts.next()?);
                let listed = match listing {
                    Listing::Created | Listing::Invited => Listed::Invitation(id.parse().ok()?),
                    Listing::Names
                    | Listing::Ending
                    | Listing::Role(_)
                    | Listing::Permission(_)
                    | Listing::Words
                    | Listing::Addresses
                    | Listing::Joined
                    | Listing::LastActive => Listed::Member(id.parse().ok()?),
                };
                Key::Listed(store, listing, place.into(), listed)
            }
            _ => return None,
        };
        Some(Self::Record(key))
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
mod tests;
