use staffroom_domain::builders::{noon, user};
use staffroom_domain::{
    DisabledReason, SealedSecret, Webhook, WebhookChange, WebhookId, WebhookSecrets, WebhookState,
};

use super::ChangeWebhook;
use crate::context::{Authority, Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::plan::Write;
use crate::precondition::Precondition;
use crate::read::ReadResult;
use crate::record::Record;
use crate::webhook::WebhookRecord;

fn change(state: WebhookState, change: WebhookChange) -> Option<Vec<Write>> {
    let id = WebhookId::from_bytes([1; 16]);
    let webhook = Webhook {
        id,
        url: "https://shop.example/hook".to_owned().try_into().unwrap(),
        types: [].into(),
        stores: [].into(),
        description: None,
        state,
        secrets: WebhookSecrets { current: SealedSecret::new("sealed".to_owned()), former: None },
        created_at: noon(),
        version: 7,
    };
    let mut read = ReadResult::default();
    let record = Record::Webhook(WebhookRecord::Webhook(Box::new(webhook)));
    read.set(Key::Webhook(WebhookKey::Webhook(id)), Some(record));
    let caller = Caller { user: user("platform"), name: None, authority: Authority::Platform };
    let use_case = ChangeWebhook { caller, webhook: id, required: Precondition::None, change };
    let context = Context { now: noon(), source_ip: None, entropy: [0; 10] };
    match use_case.decide(&read, &context).unwrap() {
        Outcome::Commit(plan, _) => Some(plan.writes),
        Outcome::Unchanged(_) => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_revived_or_moved_webhook_counts_its_failures_anew() {
    let to = |state| WebhookChange { state: Some(state), ..WebhookChange::default() };
    let disabled = WebhookState::Disabled(DisabledReason::Failing);
    let moved = "https://shop.example/other".to_owned().try_into().unwrap();
    let moved = WebhookChange { url: Some(moved), ..WebhookChange::default() };
    for changed in [change(disabled, to(WebhookState::Enabled)), change(WebhookState::Enabled, moved)] {
        let is_health =
            |write: &Write| matches!(write, Write::Delete { key: Key::Webhook(WebhookKey::Health(_)), .. });
        assert!(changed.unwrap().iter().any(is_health));
    }
    assert_eq!(change(WebhookState::Enabled, to(WebhookState::Enabled)), None, "nothing changes");
    assert_eq!(change(WebhookState::Enabled, to(disabled)).unwrap().len(), 1);
}
