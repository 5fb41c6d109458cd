//! Converts records to items and items to records, one module per kind.
//!
//! The items have types of their own, apart from the domain's. An item that cannot be converted is corrupt.

mod activity;
mod attributes;
mod closed_store;
mod counter;
mod digest;
mod erasure;
mod event;
mod idempotency;
mod invitation;
mod mail_preferences;
mod member;
mod metadata;
mod opt_out;
mod publishing;
mod role;
mod store;
mod webhook;

use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::{Fault, Key, Listing, Record};

use crate::error::corrupt;
use crate::keys::{PrimaryKey, members_with};
use crate::schema::{Item, PERSON};

pub(crate) use attributes::{delivery, seconds_up};
pub(crate) use member::{ABSENT_OF_MEMBER, attributes as member_attributes};
pub(crate) use store::{ABSENT_OF_STORE, DEPARTURES_BEFORE_COUNTING, attributes as store_attributes};

const OTHER_KIND: Fault = Fault::InvalidPlan("a record is put under a key of another kind");

/// The item of a record.
pub(crate) fn to_item(key: &Key, record: &Record) -> Result<Item, Fault> {
    let mut item = match (key, record) {
        (Key::Store(_), Record::Store(store)) => store::to_item(store)?,
        (Key::StoreMetadata(_), Record::StoreMetadata(metadata)) => metadata::to_item(metadata)?,
        (Key::Store(_), Record::ClosedStore(store)) => closed_store::to_item(store)?,
        (Key::Member(store, user), Record::Membership(membership)) => {
            member::to_item(store, user, membership)?
        }
        (Key::Address(..), Record::AddressHolder(user)) | (Key::Holder(_, _, user), Record::Holder) => {
            member::holder_to_item(user)?
        }
        // An address is found by all stores' members who have it.
        (Key::Listed(_, Listing::Addresses, place, _), Record::Listed) => {
            Item::from([(PERSON.to_owned(), AttributeValue::S(members_with(place.as_str())))])
        }
        // The item has nothing beside its key.
        (Key::Listed(_, listing, ..), Record::Listed) if listing.is_stored() => Item::new(),
        (Key::Invitation(..), Record::Invitation(invitation)) => invitation::to_item(invitation)?,
        (Key::Event(store, _) | Key::Notice(store, _), Record::Event(event)) => event::to_item(store, event)?,
        (Key::Digest(store, reader), Record::Digest(digest)) => digest::to_item(store, reader, digest)?,
        (Key::MailPreferences(..), Record::MailPreferences(preferences)) => {
            mail_preferences::to_item(preferences)?
        }
        (Key::OptOut(..) | Key::AddressOptOut(_), Record::OptOut(opt_out)) => opt_out::to_item(opt_out)?,
        (Key::Activity(..), Record::Activity(activity)) => activity::to_item(activity)?,
        (Key::Role(..), Record::Role(texts)) => role::to_item(texts)?,
        (Key::ReplacedRoles(store), Record::ReplacedRoles(replaced)) => {
            role::replaced_to_item(store, replaced)?
        }
        (Key::Idempotency(..), Record::Idempotency(record)) => idempotency::to_item(record)?,
        (Key::Counter(_), Record::Count(_)) => {
            return Err(Fault::InvalidPlan("a count can only be incremented"));
        }
        (Key::Webhook(key), Record::Webhook(record)) => webhook::to_item(key, record).ok_or(OTHER_KIND)??,
        (Key::Publishing(key), Record::Publishing(record)) => {
            publishing::to_item(key, record).ok_or(OTHER_KIND)??
        }
        (Key::Erasure(_), Record::Erasure(task)) => erasure::to_item(task)?,
        (
            Key::Store(_)
            | Key::StoreMetadata(_)
            | Key::Member(..)
            | Key::Address(..)
            | Key::Holder(..)
            | Key::Listed(..)
            | Key::Invitation(..)
            | Key::Event(..)
            | Key::Notice(..)
            | Key::Digest(..)
            | Key::MailPreferences(..)
            | Key::OptOut(..)
            | Key::AddressOptOut(_)
            | Key::Activity(..)
            | Key::Role(..)
            | Key::ReplacedRoles(_)
            | Key::Idempotency(..)
            | Key::Counter(_)
            | Key::Publishing(_)
            | Key::Webhook(_)
            | Key::Erasure(_),
            _,
        ) => return Err(OTHER_KIND),
    };
    item.extend(PrimaryKey::from(key).into_item());
    Ok(item)
}

/// The record of an item.
pub(crate) fn to_record(key: &Key, item: Item) -> Result<Record, Fault> {
    match key {
        Key::Store(id) if closed_store::is_one(&item) => closed_store::to_record(id, item),
        Key::Store(id) => store::to_record(id, item),
        Key::StoreMetadata(_) => metadata::to_record(item),
        Key::Member(_, user) => member::to_record(user, item),
        Key::Address(..) => member::holder_to_record(item),
        Key::Holder(..) => Ok(Record::Holder),
        Key::Listed(..) => Ok(Record::Listed),
        Key::Invitation(store, id) => invitation::to_record(store, *id, item),
        Key::Event(_, id) | Key::Notice(_, id) => event::to_record(key.kind(), *id, item),
        Key::Digest(..) => digest::to_record(item),
        Key::MailPreferences(..) => mail_preferences::to_record(item),
        Key::OptOut(..) | Key::AddressOptOut(_) => opt_out::to_record(item),
        Key::Activity(_, id) => activity::to_record(id, item),
        Key::Role(_, slug) => role::to_record(slug, item),
        Key::ReplacedRoles(_) => role::replaced_to_record(item),
        Key::Idempotency(..) => idempotency::to_record(item),
        Key::Counter(_) => counter::to_record(item),
        Key::Publishing(key) => publishing::to_record(key, item),
        Key::Webhook(key) => webhook::to_record(key, item),
        Key::Erasure(_) => erasure::to_record(item),
    }
}

/// Reads an image of an item from the table's stream.
///
/// # Errors
/// [`Fault::Corrupt`] if this version of the product does not know the key or cannot read the record, such as
/// an event of a newer version.
pub fn read_image(item: Item) -> Result<(Key, Record), Fault> {
    let key = key_of(&item)?;
    let record = to_record(&key, item)?;
    Ok((key, record))
}

/// The key of an item.
pub(crate) fn key_of(item: &Item) -> Result<Key, Fault> {
    PrimaryKey::of_item(item)
        .and_then(|key| key.parse())
        .ok_or_else(|| corrupt("unknown", "this version does not know its key"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use aws_sdk_dynamodb::types::AttributeValue;
    use staffroom_app::{Counter, Fault, Key, Record};
    use staffroom_domain::{EventKind, Membership, Seat, bounds};

    use super::{ABSENT_OF_MEMBER, ABSENT_OF_STORE, Item, read_image, seconds_up, to_item, to_record};
    use crate::samples;

    fn without(key: &Key, record: &Record, attributes: &[&str]) -> Record {
        let mut item = to_item(key, record).unwrap();
        for attribute in attributes {
            assert!(item.remove(*attribute).is_some(), "{attribute}");
        }
        to_record(key, item).unwrap()
    }

    fn member_of(record: Record) -> staffroom_domain::Member {
        match record {
            Record::Membership(Membership::Active(member)) => *member,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_record_is_read_back_from_its_item() {
        for (key, record) in samples::every_record() {
            let item = to_item(&key, &record).unwrap();
            assert!(item.values().all(|value| !value.is_null()), "an index takes no null: {item:?}");
            assert_eq!(to_record(&key, item.clone()).unwrap(), record);
            assert_eq!(read_image(item).unwrap(), (key, record));
        }
    }

    #[test]
    fn a_record_is_put_at_a_key_of_its_own_kind_only() {
        let records = samples::every_record();
        for (key, _) in &records {
            for (other, record) in records.iter().filter(|(other, _)| other.kind() != key.kind()) {
                let both_events =
                    [key, other].iter().all(|key| matches!(key, Key::Event(..) | Key::Notice(..)));
                let both_opt_outs =
                    [key, other].iter().all(|key| matches!(key, Key::OptOut(..) | Key::AddressOptOut(_)));
                let is_alike = both_events || both_opt_outs;
                assert!(is_alike || to_item(key, record).is_err(), "{record:?} at {key:?}");
            }
        }
        let never = Record::Membership(Membership::Never);
        assert!(to_item(&Key::Member(samples::store_id(), samples::user("kim")), &never).is_err());
    }

    #[test]
    fn what_an_update_removes_is_what_an_item_may_lack() {
        let lacking = |full: Item, bare: &Item| -> BTreeSet<String> {
            full.into_keys().filter(|name| !bare.contains_key(name)).collect()
        };
        let known = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();

        let (key, full) = samples::of_store(samples::full_store());
        let bare = to_item(&key, &samples::of_store(samples::store()).1).unwrap();
        assert_eq!(lacking(to_item(&key, &full).unwrap(), &bare), known(&ABSENT_OF_STORE));

        let (key, full) = samples::of_member(samples::full_member("kim"));
        let bare = to_item(&key, &samples::of_member(samples::member("kim")).1).unwrap();
        let trace = to_item(&key, &samples::of_trace("kim", samples::full_trace()).1).unwrap();
        let mut lacked = lacking(to_item(&key, &full).unwrap(), &bare);
        assert!(lacked.remove("last_active_at"), "which an update never touches");
        lacked.extend(lacking(trace, &bare));
        assert_eq!(lacked, known(&ABSENT_OF_MEMBER));
    }

    /// The bytes of an attribute. Source: DynamoDB Developer Guide, "DynamoDB item sizes and formats".
    fn bytes(value: &AttributeValue) -> usize {
        match value {
            AttributeValue::S(text) => text.len(),
            AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
            AttributeValue::Bool(_) => 1,
            AttributeValue::L(list) => 3 + list.iter().map(|one| 1 + bytes(one)).sum::<usize>(),
            AttributeValue::M(map) => {
                3 + map.iter().map(|(name, one)| 1 + name.len() + bytes(one)).sum::<usize>()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_item_of_a_store_is_no_larger_than_its_rules_reckon() {
        let mut large = samples::full_store();
        large.name = samples::name(&"\u{10348}".repeat(bounds::NAME_CHARACTERS));
        large.owner.user_id = samples::user(&"#".repeat(bounds::USER_ID_BYTES));
        large.owner.name = large.name.clone();
        large.admin_url =
            Some(format!("https://{}", "a".repeat(bounds::WEB_ADDRESS_BYTES - 8)).try_into().unwrap());
        large.settings.allowed_domains = (0..bounds::ALLOWED_DOMAINS)
            .map(|number| format!("d{number}.example.com").try_into().unwrap())
            .collect();
        (large.seats.taken, large.seats.members) = (u32::MAX, u32::MAX);
        (large.departures, large.catalog_version) = (u64::MAX / 2, u64::MAX / 2);
        for store in [samples::store(), samples::full_store(), samples::store_of_unknown_policy(), large] {
            let (key, record) = samples::of_store(store.clone());
            let item = to_item(&key, &record).unwrap();
            let size: usize = item.iter().map(|(name, value)| name.len() + bytes(value)).sum();
            assert!(size <= store.stored_bytes(), "{size} and {}: {item:?}", store.stored_bytes());
        }
    }

    #[test]
    fn a_seat_is_held_until_the_second_after_its_end() {
        let held = |record: (Key, Record)| to_item(&record.0, &record.1).unwrap().remove("held_until");
        let second = AttributeValue::N(samples::at(101).timestamp().to_string());
        assert_eq!(held(samples::of_member(samples::full_member("kim"))), Some(second));
        assert_eq!(held(samples::of_member(samples::member("kim"))), None, "their access never ends");
        let mut released = samples::full_member("kim");
        released.seat = Seat::Released;
        assert_eq!(held(samples::of_member(released)), None);
        assert_eq!(seconds_up(samples::at(7)), samples::at(7).timestamp());
    }

    #[test]
    fn an_item_from_before_the_newer_attributes_is_read() {
        let (key, record) = samples::of_store(samples::full_store());
        let Record::Store(store) = without(&key, &record, &["catalog_version", "changed_at", "departures"])
        else {
            panic!("no store");
        };
        assert_eq!((store.catalog_version, store.departures), (0, 1));
        assert_eq!(store.changed_at, store.created_at);

        let (key, record) = samples::of_member(samples::full_member("kim"));
        let member = member_of(without(&key, &record, &["catalog_version", "changed_at", "held_until"]));
        assert_eq!((member.grant.catalog_version, member.changed_at), (0, member.joined_at));
        assert_eq!(member.seat, Seat::Held, "seats of members were not released then");

        let (key, record) = samples::of_trace("kim", samples::full_trace());
        let Record::Membership(Membership::Left(trace)) = without(&key, &record, &["departures"]) else {
            panic!("no trace");
        };
        let (key, record) = samples::of_invitation(samples::full_invitation("lou"));
        let newer = ["catalog_version", "inviter_access_ends_at", "vouched_at", "departures", "changed_at"];
        let Record::Invitation(invitation) = without(&key, &record, &newer) else { panic!("no invitation") };
        let grantor = &invitation.invited_by;
        assert_eq!((grantor.vouched_at, grantor.access_ends_at), (invitation.sent_at, None));
        assert_eq!(invitation.changed_at, invitation.sent_at);
        assert!(grantor.departures < trace.departures, "a link from then admits no former member from then");
        assert!(trace.departures <= store.departures, "an invitation from now does");
    }

    #[test]
    fn a_plan_that_the_catalog_has_no_more_is_unknown_by_itself() {
        let (key, record) = samples::of_store(samples::store());
        let mut item = to_item(&key, &record).unwrap();
        item.insert("plan".to_owned(), AttributeValue::S("gold".to_owned()));
        let Record::Store(store) = to_record(&key, item).unwrap() else { panic!("no store") };
        assert_eq!((store.catalog.slug, store.plan.seats), ("whatnot", Some(0)));
        assert_eq!((store.catalog_slug(), store.plan_slug()), ("whatnot", "gold"));
    }

    #[test]
    fn an_item_that_does_not_hold_what_its_kind_must_is_corrupt() {
        let (key, record) = samples::of_event(samples::event(1, EventKind::StoreCreated));
        let mut item = to_item(&key, &record).unwrap();
        let kind =
            AttributeValue::M([("type".to_owned(), AttributeValue::S("member.left".to_owned()))].into());
        item.insert("event".to_owned(), kind);
        assert!(matches!(read_image(item), Err(Fault::Corrupt { kind: "event", .. })));

        let (key, record) = samples::of_invitation(samples::full_invitation("lou"));
        let mut item = to_item(&key, &record).unwrap();
        item.insert("state".to_owned(), AttributeValue::S("accepted".to_owned()));
        assert!(matches!(to_record(&key, item), Err(Fault::Corrupt { kind: "invitation", .. })));

        assert!(matches!(read_image(Item::new()), Err(Fault::Corrupt { kind: "unknown", .. })));
    }

    #[test]
    fn a_counter_is_read_and_never_put() {
        let key = Key::Counter(Counter::StoreInvitations(samples::store_id(), 7));
        let item = Item::from([("count".to_owned(), AttributeValue::N("41".to_owned()))]);
        assert_eq!(to_record(&key, item).unwrap(), Record::Count(41));
        assert!(to_item(&key, &Record::Count(1)).is_err());
    }
}
