use chrono::Duration;

use super::{
    AttemptOutcome, DeliverySource, DeliveryState, DisabledReason, SealedSecret, Webhook, WebhookChange,
    WebhookDelivery, WebhookSecrets, WebhookState,
};
use crate::builders::{day, noon};
use crate::{DeliveryId, EventId, StoreId, WebhookId};

fn webhook() -> Webhook {
    Webhook {
        id: WebhookId::from_bytes([1; 16]),
        url: "https://shop.example/hook".to_owned().try_into().unwrap(),
        types: [].into(),
        stores: [].into(),
        description: None,
        state: WebhookState::Enabled,
        secrets: WebhookSecrets { current: SealedSecret::new("one".to_owned()), former: None },
        created_at: noon(),
        version: 7,
    }
}

fn shop() -> StoreId {
    "shop".parse().unwrap()
}

fn delivery() -> WebhookDelivery {
    let event = EventId::new(noon(), [2; 10]);
    let id = DeliveryId::new(noon(), [3; 10]);
    let source = DeliverySource::Published { store: shop(), number: 5 };
    let kind = "store.created".to_owned();
    WebhookDelivery::new((id, WebhookId::from_bytes([1; 16])), (event, kind), source, noon())
}

#[test]
fn a_webhook_wants_its_types_and_stores_while_it_is_enabled() {
    let any = webhook();
    assert!(any.wants("store.created", &shop()));
    let types = ["member.added".to_owned().try_into().unwrap()].into();
    let stores = [shop()].into();
    let some = Webhook { types, stores, ..webhook() };
    assert!(some.wants("member.added", &shop()));
    assert!(!some.wants("store.created", &shop()) && !some.wants("member.added", &"other".parse().unwrap()));
    assert!(!any.disabled(DisabledReason::Gone).wants("store.created", &shop()));
}

#[test]
fn a_change_of_nothing_makes_no_version() {
    assert_eq!(webhook().changed(&WebhookChange::default()), None);
    let description = Some("shop".to_owned().try_into().ok());
    let changed = webhook().changed(&WebhookChange { description, ..WebhookChange::default() }).unwrap();
    assert_eq!((changed.version, changed.description.is_some()), (8, true));
}

#[test]
fn a_disabled_webhook_keeps_its_reason_until_it_is_revived() {
    let gone = webhook().disabled(DisabledReason::Gone);
    let to = |state| WebhookChange { state: Some(state), ..WebhookChange::default() };
    assert_eq!(gone.changed(&to(WebhookState::Disabled(DisabledReason::ByPlatform))), None);
    let revived = gone.changed(&to(WebhookState::Enabled)).unwrap();
    assert_eq!(revived.state, WebhookState::Enabled);
}

#[test]
fn the_secret_before_signs_for_a_day() {
    let rotated = webhook().with_secret(SealedSecret::new("two".to_owned()), noon());
    let texts = |now| rotated.secrets.signing(now).into_iter().map(SealedSecret::as_str).collect::<Vec<_>>();
    assert_eq!(texts(noon()), ["two", "one"]);
    assert_eq!(texts(day(1)), ["two"]);
    assert!(!format!("{rotated:?}").contains("two"), "a secret is not shown");
}

#[test]
fn ten_attempts_take_about_seventy_six_hours() {
    let (mut now, mut delivery) = (noon(), delivery());
    let mut count = 0;
    while let Some(at) = delivery.next_attempt_at() {
        now = now.max(at);
        assert!(delivery.is_due(now) && !delivery.is_due(at - Duration::seconds(1)));
        delivery = delivery.attempted(now).unwrap();
        assert!(!delivery.is_due(now), "while it is in progress");
        delivery = delivery.after(&AttemptOutcome::Answered(500), now);
        count += 1;
    }
    assert_eq!((count, delivery.state), (10, DeliveryState::Failed));
    assert_eq!((now - noon()).num_minutes(), 75 * 60 + 35);
    assert_eq!(delivery.attempted(now), None);
}

#[test]
fn success_ends_a_delivery_and_so_does_410() {
    let delivery = delivery().attempted(noon()).unwrap();
    for (status, state) in
        [(200, DeliveryState::Delivered), (204, DeliveryState::Delivered), (410, DeliveryState::Failed)]
    {
        let after = delivery.after(&AttemptOutcome::Answered(status), noon());
        assert_eq!((after.state, after.last_status), (state, Some(status)));
    }
    let redirected = delivery.after(&AttemptOutcome::Answered(302), noon());
    assert_eq!(redirected.state, DeliveryState::Pending(noon() + Duration::seconds(5)));
    let silent = delivery.after(&AttemptOutcome::NoAnswer("it took too long".to_owned()), noon());
    assert_eq!((silent.last_status, silent.last_error.as_deref()), (None, Some("it took too long")));
}
