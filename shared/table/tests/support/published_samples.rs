//! Records of what is published, and of webhooks.

use staffroom_app::{
    EventReference, Key, Mailed, PublishedEvent, PublishingKey, PublishingRecord, Record, Replay, ReplayRest,
    WebhookKey, WebhookNotice, WebhookRecord,
};
use staffroom_domain::{
    AttemptOutcome, DeliveryId, DeliverySource, DisabledReason, EventId, ReplayId, SealedSecret, Webhook,
    WebhookDelivery, WebhookId, WebhookSecrets, WebhookState,
};

use super::{at, store_id};

/// What is published.
pub fn publishing() -> Vec<(Key, Record)> {
    let (id, kind) = (EventId::new(at(3), [3; 10]), "store.created".to_owned());
    let event = PublishedEvent { id, kind: kind.clone(), json: "{}".to_owned(), at: at(4) };
    let reference = EventReference { store: store_id(), number: 7, kind, at: at(4) };
    vec![
        (
            Key::Publishing(PublishingKey::Sequence(store_id())),
            Record::Publishing(PublishingRecord::Sequence { number: 7, at: at(4) }),
        ),
        (
            Key::Publishing(PublishingKey::Event(store_id(), 7)),
            Record::Publishing(PublishingRecord::Event(Box::new(event))),
        ),
        (
            Key::Publishing(PublishingKey::Reference(id)),
            Record::Publishing(PublishingRecord::Reference(reference)),
        ),
    ]
}

/// What webhooks need.
pub fn webhooks() -> Vec<(Key, Record)> {
    let id = WebhookId::from_bytes([5; 16]);
    let secret = |text: &str| SealedSecret::new(text.to_owned());
    let full = Webhook {
        id,
        url: "https://shop.example/hook".to_owned().try_into().unwrap(),
        types: ["member.added", "webhook.test"].map(|name| name.to_owned().try_into().unwrap()).into(),
        stores: [store_id()].into(),
        description: "the shop".to_owned().try_into().ok(),
        state: WebhookState::Disabled(DisabledReason::Gone),
        secrets: WebhookSecrets { current: secret("two"), former: Some((secret("one"), at(9))) },
        created_at: at(1),
        version: 8,
    };
    let bare = Webhook {
        types: [].into(),
        stores: [].into(),
        description: None,
        state: WebhookState::Enabled,
        secrets: WebhookSecrets { current: secret("one"), former: None },
        ..full.clone()
    };
    let event = EventId::new(at(2), [6; 10]);
    let source = DeliverySource::Published { store: store_id(), number: 7 };
    let ids = (DeliveryId::new(at(3), [7; 10]), id);
    let pending = WebhookDelivery::new(ids, (event, "member.added".to_owned()), source, at(3));
    let failed = pending.after(&AttemptOutcome::Answered(410), at(4));
    let test = WebhookDelivery { source: DeliverySource::Test, ..pending.clone() };
    let delivered = test.after(&AttemptOutcome::Answered(200), at(4));
    let rests = [
        ReplayRest::Events(vec![event]),
        ReplayRest::Since { since: at(1), hour: 500_000, part: 2, after: Some(event) },
        ReplayRest::Since { since: at(1), hour: 500_000, part: 0, after: None },
    ];
    let replay = ReplayId::new(at(3), [8; 10]);
    let replays = rests.map(|rest| {
        let replay = Replay { id: replay, webhook: id, rest, created_at: at(3), version: 1 };
        (WebhookKey::Replay(id, replay.id), WebhookRecord::Replay(Box::new(replay)))
    });
    let notices = [Mailed::No, Mailed::Yes].map(|mailed| {
        let url = "https://shop.example/hook".to_owned();
        let notice = WebhookNotice { webhook: id, url, failing_since: at(1), at: at(5), mailed };
        (WebhookKey::Notice(event), WebhookRecord::Notice(Box::new(notice)))
    });
    let mut records = vec![
        (WebhookKey::Registry, WebhookRecord::Registry { count: 2, version: 3 }),
        (WebhookKey::Health(id), WebhookRecord::Health { failing_since: at(1), version: 1 }),
        (WebhookKey::Slot(id, 3), WebhookRecord::Slot { until: at(5), version: 9 }),
    ];
    for webhook in [full, bare] {
        records.push((WebhookKey::Webhook(id), WebhookRecord::Webhook(Box::new(webhook))));
    }
    for delivery in [pending, failed, test, delivered] {
        records.push((WebhookKey::Delivery(id, delivery.id), WebhookRecord::Delivery(Box::new(delivery))));
    }
    records.extend(replays);
    records.extend(notices);
    records.into_iter().map(|(key, record)| (Key::Webhook(key), Record::Webhook(record))).collect()
}
