use staffroom_domain::{ActivityId, AddressId, Event, EventId, InvitationId, StoreId, UserId};

/// The key of a record. The adapter alone knows how it is spelled in the table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A store.
    Store(StoreId),
    /// A user's membership in a store, or the trace of it.
    Member(StoreId, UserId),
    /// The member who has an address, by the invitation that the address would have.
    Address(StoreId, InvitationId),
    /// An invitation.
    Invitation(StoreId, InvitationId),
    /// An event of a store's history.
    Event(StoreId, EventId),
    /// An event that is sent and is no part of the history.
    Notice(StoreId, EventId),
    /// An activity.
    Activity(StoreId, ActivityId),
    /// A request that came with an idempotency key.
    Idempotency(IdempotencyScope, String),
    /// A count within a window of time.
    Counter(Counter),
}

/// The place where an idempotency key is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdempotencyScope {
    /// With the store that the request changes.
    Store(StoreId),
    /// With the person whom the request changes.
    User(UserId),
}

/// A count within a window of time, which the number of the window names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Counter {
    /// Invitations that a store sends.
    StoreInvitations(StoreId, i64),
    /// Invitations that a person sends for a store.
    InviterInvitations(StoreId, UserId, i64),
    /// Stores that mail links to an address.
    RecipientStores(AddressId, i64),
    /// Changes of address that a member makes.
    AddressChanges(StoreId, UserId, i64),
}

impl Key {
    /// The key of an event.
    #[must_use]
    pub fn of_event(store: &StoreId, event: &Event) -> Self {
        if event.kind.is_history() {
            Self::Event(store.clone(), event.id)
        } else {
            Self::Notice(store.clone(), event.id)
        }
    }

    /// The kind of record, which names nobody.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Store(_) => "store",
            Self::Member(..) => "member",
            Self::Address(..) => "address",
            Self::Invitation(..) => "invitation",
            Self::Event(..) => "event",
            Self::Notice(..) => "notice",
            Self::Activity(..) => "activity",
            Self::Idempotency(..) => "idempotency record",
            Self::Counter(_) => "counter",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, IdempotencyScope, Key};
    use crate::builders::{address_key, invitation_key, member_key, shop, store_key};
    use staffroom_domain::builders::{noon, user};
    use staffroom_domain::{Event, EventActor, EventId, EventKind, OrderSummary};

    fn event(kind: EventKind) -> Event {
        let id = EventId::new(noon(), [0; 10]);
        Event { id, at: noon(), actor: EventActor::Platform, source_ip: None, kind }
    }

    #[test]
    fn an_order_is_a_notice_and_all_else_is_history() {
        let order = EventKind::OrderCreated {
            activity: "Show".to_owned().try_into().unwrap(),
            order: OrderSummary::default(),
        };
        let (order, review) = (event(order), event(EventKind::ReviewDue));
        assert_eq!(Key::of_event(&shop(), &order), Key::Notice(shop(), order.id));
        assert_eq!(Key::of_event(&shop(), &review), Key::Event(shop(), review.id));
    }

    #[test]
    fn a_kind_of_record_names_nobody() {
        let id = EventId::new(noon(), [0; 10]);
        for (key, kind) in [
            (store_key(), "store"),
            (member_key("kim"), "member"),
            (address_key("kim"), "address"),
            (invitation_key("kim"), "invitation"),
            (Key::Event(shop(), id), "event"),
            (Key::Notice(shop(), id), "notice"),
            (Key::Activity(shop(), "show".parse().unwrap()), "activity"),
            (Key::Idempotency(IdempotencyScope::User(user("kim")), "k".to_owned()), "idempotency record"),
            (Key::Counter(Counter::StoreInvitations(shop(), 1)), "counter"),
        ] {
            assert_eq!(key.kind(), kind);
        }
    }
}
