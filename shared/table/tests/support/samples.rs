//! Records to test with: of each kind one that has everything, and one that has as little as it can.

#![allow(clippy::unwrap_used, dead_code, reason = "test code, which not every test uses all of")]

use std::collections::BTreeSet;

use staffroom_app::{
    ErasureStage, ErasureTask, Holding, IdempotencyRecord, IdempotencyScope, IdempotencyState, Key, Listing,
    Record, RecordKind, RecordPlace, ReplacedRoles, StoredEvent, listed_member,
};
use staffroom_domain::{
    Activity, AddressId, AnswerKind, Catalog, CompactRoles, Delivery, DeliveryChannel, Departure, Digest,
    DisplayName, EmailAddress, ErasureCounts, ErasureId, EventId, ExpiryRecord, GatheredAnswer, Grant,
    Grantor, Invitation, InvitationId, InvitationState, Locale, MailKind, MailPreferences, Member,
    Membership, Metadata, MoveStage, Moved, OptOut, OptOutCause, Owner, Person, Plan, PolicySlugs, RoleTexts,
    Seat, SeatCount, Settings, Store, StoreId, StoreRoles, TimeZone, Timestamp, UserId,
};

#[path = "event_samples.rs"]
mod events;
#[path = "published_samples.rs"]
mod published;

#[allow(unused_imports, reason = "which not every test uses")]
pub use events::{event, every_event, order_created, reason};

pub fn at(seconds: i64) -> Timestamp {
    at_millis(seconds * 1000)
}

pub fn at_millis(millis: i64) -> Timestamp {
    Timestamp::from_timestamp_millis(1_800_000_000_000 + millis).unwrap()
}

pub fn store_id() -> StoreId {
    "shop".parse().unwrap()
}

pub fn user(id: &str) -> UserId {
    id.parse().unwrap()
}

pub fn email(local: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{local}@example.com")).unwrap()
}

pub fn name(text: &str) -> DisplayName {
    text.to_owned().try_into().unwrap()
}

pub fn grant(catalog_version: u64) -> Grant {
    Grant {
        roles: BTreeSet::from(["seller".parse().unwrap(), "administrator".parse().unwrap()]),
        permissions: BTreeSet::from(["reports".parse().unwrap()]),
        catalog_version,
    }
}

fn owner(id: &str) -> Owner {
    Owner { user_id: user(id), email: email("owner"), name: name("Zoé") }
}

/// A store with as little as it can have.
pub fn store() -> Store {
    let catalog = Catalog::named("whatnot").unwrap();
    Store {
        id: store_id(),
        name: name("Shop"),
        owner: owner("olga"),
        catalog,
        catalog_version: 1,
        plan: catalog.plan("default").unwrap(),
        unknown_policy: None,
        locale: Locale::default(),
        time_zone: TimeZone::UTC,
        admin_url: None,
        settings: Settings::default(),
        roles: StoreRoles::default(),
        seats: SeatCount::default(),
        departures: 0,
        review_at: None,
        created_at: at(0),
        changed_at: at(0),
        version: 1,
    }
}

pub fn full_store() -> Store {
    Store {
        time_zone: "Europe/Paris".parse().unwrap(),
        admin_url: Some("https://shop.example/admin".to_owned().try_into().unwrap()),
        settings: Settings {
            support_access: true,
            link_copying: true,
            allowed_domains: BTreeSet::from(["example.com".to_owned().try_into().unwrap()]),
        },
        roles: roles(),
        locale: Locale::parse("fr").unwrap(),
        seats: SeatCount { taken: 7, members: 4 },
        departures: 12,
        review_at: Some(at(90)),
        changed_at: at_millis(7),
        version: 4_000_000_000_000,
        ..store()
    }
}

/// The store's own roles: one that is there, and two that are gone.
pub fn roles() -> StoreRoles {
    let until = at(500).timestamp();
    let compact = CompactRoles {
        permissions: "reports shipping".to_owned(),
        roles: "analyst:1 packer:3".to_owned(),
        former: format!("clerk:{until:x}:#1 helper:{until:x} old:{until:x}:seller"),
    };
    compact.read(Some(at_millis(6))).unwrap()
}

pub fn role_texts() -> RoleTexts {
    RoleTexts {
        slug: "packer".parse().unwrap(),
        label: "Packer".to_owned().try_into().unwrap(),
        description: "Packs,\nand sends".to_owned().try_into().unwrap(),
        version: 7,
    }
}

pub fn of_role(texts: RoleTexts) -> (Key, Record) {
    (Key::Role(store_id(), texts.slug.clone()), Record::Role(Box::new(texts)))
}

pub fn of_replaced_roles() -> (Key, Record) {
    let replaced = ReplacedRoles { due_at: at(9), version: 4 };
    (Key::ReplacedRoles(store_id()), Record::ReplacedRoles(replaced))
}

pub fn store_of_unknown_policy() -> Store {
    Store {
        catalog: Catalog::unknown(),
        plan: Plan::UNKNOWN,
        unknown_policy: Some(PolicySlugs { catalog: "gone".to_owned(), plan: "gold".to_owned() }),
        ..store()
    }
}

/// A member with as little as they can have.
pub fn member(id: &str) -> Member {
    Member {
        user: user(id),
        email: email("kim"),
        name: None,
        locale: Locale::default(),
        grant: Grant { catalog_version: 1, ..Grant::default() },
        joined_at: at(1),
        last_active_at: None,
        access_ends_at: None,
        due_at: None,
        suspended_at: None,
        addresses: BTreeSet::new(),
        last_departure: None,
        mail_problem: None,
        metadata: Metadata::default(),
        seat: Seat::Held,
        changed_at: at(1),
        version: 1,
    }
}

pub fn full_member(id: &str) -> Member {
    let addresses = ["kim", "kim2"].map(|local| InvitationId::of(&store_id(), &email(local)));
    Member {
        name: Some(name("Kim")),
        locale: Locale::parse("fr").unwrap(),
        suspended_at: Some(at(6)),
        grant: grant(3),
        last_active_at: Some(at_millis(5)),
        access_ends_at: Some(at_millis(100_001)),
        due_at: Some(at(50)),
        last_departure: Some(3),
        mail_problem: Some(staffroom_domain::MailProblem::Bounced),
        metadata: metadata(),
        addresses: addresses.into(),
        version: 8,
        ..member(id)
    }
}

/// The trace of a member who was moved to another id.
pub fn full_trace() -> Departure {
    let moved = Some(Moved { to: user("kim-2"), stage: MoveStage::Vouching });
    Departure { moved, ..trace() }
}

pub fn trace() -> Departure {
    Departure { at: at_millis(123), departures: 12, version: 9, moved: None }
}

/// A pending invitation with as little as it can have.
pub fn invitation(local: &str) -> Invitation {
    Invitation {
        id: InvitationId::of(&store_id(), &email(local)),
        store: store_id(),
        email: email(local),
        grant: Grant { catalog_version: 1, ..Grant::default() },
        locale: Locale::default(),
        invited_by: Grantor {
            user_id: user("olga"),
            name: None,
            member_version: None,
            access_ends_at: None,
            vouched_at: at(2),
            departures: 0,
        },
        created_at: at(2),
        sent_at: at(2),
        expires_at: at(1000),
        expiry: ExpiryRecord::Due,
        remind_at: None,
        access_ends_at: None,
        generation: 1,
        resends: 0,
        mails_that_day: 1,
        channel: DeliveryChannel::Mail,
        delivery: Delivery::Queued,
        note: None,
        metadata: Metadata::default(),
        state: InvitationState::Pending(Seat::Held),
        changed_at: at(2),
        version: 1,
    }
}

fn metadata() -> Metadata {
    serde_json::from_str("{\"employee\": \"4711 \u{e9}\"}").unwrap()
}

pub fn full_invitation(local: &str) -> Invitation {
    Invitation {
        remind_at: Some(at(900)),
        channel: DeliveryChannel::None,
        note: Some("See you\non Monday".to_owned().try_into().unwrap()),
        metadata: metadata(),
        grant: grant(3),
        locale: Locale::parse("fr").unwrap(),
        invited_by: Grantor {
            user_id: user("a#b%"),
            name: Some(name("Ana")),
            member_version: Some(5),
            access_ends_at: Some(at_millis(99_999)),
            vouched_at: at_millis(2_001),
            departures: 11,
        },
        sent_at: at_millis(3_001),
        access_ends_at: Some(at_millis(100_001)),
        generation: 4_000_000_000,
        resends: 3,
        mails_that_day: 4,
        delivery: Delivery::Delivered,
        changed_at: at_millis(3_002),
        version: 6,
        ..invitation(local)
    }
}

pub fn activity(id: &str) -> Activity {
    Activity { id: id.parse().unwrap(), name: name("Show"), order_notifications: true, version: 2 }
}

pub fn idempotency(state: IdempotencyState, at: Timestamp) -> (Key, Record) {
    let key = Key::Idempotency(IdempotencyScope::User(user("kim")), "hash".to_owned());
    (key, Record::Idempotency(IdempotencyRecord { fingerprint: "print".to_owned(), begun: at, at, state }))
}

pub fn of_store(store: Store) -> (Key, Record) {
    (Key::Store(store.id.clone()), Record::Store(Box::new(store)))
}

pub fn of_closed_store(store: &Store) -> (Key, Record) {
    (Key::Store(store.id.clone()), Record::ClosedStore(Box::new(store.closed(at(9)))))
}

pub fn of_member(member: Member) -> (Key, Record) {
    let key = Key::Member(store_id(), member.user.clone());
    (key, Record::Membership(Membership::Active(Box::new(member))))
}

pub fn of_trace(id: &str, departure: Departure) -> (Key, Record) {
    (Key::Member(store_id(), user(id)), Record::Membership(Membership::Left(departure)))
}

pub fn of_holder(local: &str, id: &str) -> (Key, Record) {
    let key = Key::Address(store_id(), InvitationId::of(&store_id(), &email(local)));
    (key, Record::AddressHolder(user(id)))
}

pub fn of_invitation(invitation: Invitation) -> (Key, Record) {
    let key = Key::Invitation(invitation.store.clone(), invitation.id);
    (key, Record::Invitation(Box::new(invitation)))
}

pub fn of_activity(activity: Activity) -> (Key, Record) {
    (Key::Activity(store_id(), activity.id.clone()), Record::Activity(activity))
}

pub fn of_event(event: StoredEvent) -> (Key, Record) {
    (Key::of_event(&store_id(), &event.event), Record::Event(Box::new(event)))
}

pub fn gathered_answer() -> GatheredAnswer {
    GatheredAnswer {
        event: EventId::new(at(3), [7; 10]),
        answer: AnswerKind::Accepted,
        email: email("lou"),
        name: Some(name("Lou")),
        reason: None,
    }
}

/// Answers that are gathered for a person: some that wait, or none.
pub fn of_digest(waiting: Vec<GatheredAnswer>) -> (Key, Record) {
    let digest = Digest {
        since: at(4),
        single: vec![EventId::new(at(2), [7; 10])],
        follows_digest: waiting.is_empty(),
        more: u32::from(!waiting.is_empty()),
        waiting,
        version: 7,
    };
    (Key::Digest(store_id(), user("a#b%23")), Record::Digest(Box::new(digest)))
}

pub fn of_preferences() -> (Key, Record) {
    let preferences = MailPreferences { unwanted: [MailKind::Answers, MailKind::Orders].into(), version: 3 };
    (Key::MailPreferences(store_id(), user("a#b%23")), Record::MailPreferences(preferences))
}

pub fn of_address_opt_out(local: &str) -> (Key, Record) {
    let opt_out = OptOut { at: at_millis(6), cause: OptOutCause::Request };
    (Key::AddressOptOut(AddressId::of(&email(local))), Record::OptOut(opt_out))
}

pub fn of_opt_out(local: &str) -> (Key, Record) {
    let opt_out = OptOut { at: at_millis(5), cause: OptOutCause::Complaint };
    (Key::OptOut(store_id(), InvitationId::of(&store_id(), &email(local))), Record::OptOut(opt_out))
}

/// Records of every kind, in every state.
/// An erasure in progress.
pub fn of_erasure() -> (Key, Record) {
    let id = ErasureId::from_bytes([7; 16]);
    let task = ErasureTask {
        id,
        person: Person { users: [user("a#b")].into(), addresses: [email("kim")].into() },
        alias: UserId::erased([8; 16]),
        stores: [store_id()].into(),
        done: BTreeSet::new(),
        looked: [store_id()].into(),
        stage: ErasureStage::Rewrite {
            store: store_id(),
            kind: RecordKind::Digests,
            after: Some(RecordPlace::Digest(user("a#b"))),
        },
        counts: ErasureCounts { memberships: 1, invitations: 2, events: 3 },
        begun_at: at_millis(7),
        version: 4,
    };
    (Key::Erasure(id), Record::Erasure(Box::new(task)))
}

pub fn every_record() -> Vec<(Key, Record)> {
    let mut released = full_member("kim");
    released.seat = Seat::Released;
    released.due_at = None;
    let mut records = vec![
        of_store(store()),
        of_store(full_store()),
        of_store(store_of_unknown_policy()),
        of_closed_store(&store()),
        of_member(member("kim")),
        of_member(full_member("a#b%23")),
        of_member(released),
        of_trace("kim", trace()),
        of_holder("kim", "a#b"),
        (Key::Holder(store_id(), Holding::Team, user("a#b")), Record::Holder),
        (
            listed_member(&store_id(), Listing::Addresses, "a#b@example.com".to_owned().into(), &user("a#b")),
            Record::Listed,
        ),
        of_digest(vec![gathered_answer()]),
        of_digest(Vec::new()),
        of_preferences(),
        (Key::StoreMetadata(store_id()), Record::StoreMetadata(metadata())),
        of_opt_out("lou"),
        of_address_opt_out("lou"),
        of_activity(activity("show")),
        of_role(role_texts()),
        of_replaced_roles(),
        idempotency(IdempotencyState::InProgress, at_millis(1)),
        idempotency(IdempotencyState::Interrupted, at_millis(1)),
        idempotency(IdempotencyState::Answered("{\"a\":\"é\"}".to_owned()), at_millis(1)),
    ];
    records.push(of_erasure());
    records.extend(published::publishing());
    records.extend(published::webhooks());
    for state in [
        InvitationState::Pending(Seat::Held),
        InvitationState::Pending(Seat::Released),
        InvitationState::Accepted { by: user("a#b") },
        InvitationState::Declined { reason: None },
        InvitationState::Declined { reason: Some(reason()) },
        InvitationState::Revoked,
        InvitationState::Withdrawn,
    ] {
        let expiries: &[ExpiryRecord] = match state {
            InvitationState::Pending(_) => &[ExpiryRecord::Due, ExpiryRecord::Done],
            _ => &[ExpiryRecord::Done],
        };
        for expiry in expiries.iter().copied() {
            records.push(of_invitation(Invitation { state: state.clone(), expiry, ..invitation("lou") }));
            records.push(of_invitation(Invitation {
                state: state.clone(),
                expiry,
                ..full_invitation("lou")
            }));
        }
    }
    for delivery in [
        Delivery::None,
        Delivery::Queued,
        Delivery::Sent,
        Delivery::Delivered,
        Delivery::Bounced,
        Delivery::Complained,
        Delivery::Failed,
    ] {
        records.push(of_invitation(Invitation { delivery, ..invitation("lou") }));
    }
    records.extend(every_event().into_iter().map(of_event));
    records
}
