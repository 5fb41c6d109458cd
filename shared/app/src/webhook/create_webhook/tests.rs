use staffroom_domain::builders::{noon, user};
use staffroom_domain::{Rejection, SealedSecret, WebhookId, bounds};

use super::CreateWebhook;
use crate::Error;
use crate::context::{Authority, Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::read::ReadResult;
use crate::record::Record;
use crate::webhook::WebhookRecord;

fn create(authority: Authority, count: u32) -> Result<usize, Error> {
    let create = CreateWebhook {
        caller: Caller { user: user("platform"), name: None, authority },
        id: WebhookId::from_bytes([1; 16]),
        url: "https://shop.example/hook".to_owned().try_into().unwrap(),
        types: [].into(),
        stores: [].into(),
        description: None,
        secret: SealedSecret::new("sealed".to_owned()),
    };
    let mut read = ReadResult::default();
    let record = Record::Webhook(WebhookRecord::Registry { count, version: 3 });
    read.set(Key::Webhook(WebhookKey::Registry), Some(record));
    let context = Context { now: noon(), source_ip: None, entropy: [0; 10] };
    match create.decide(&read, &context)? {
        Outcome::Commit(plan, webhook) => {
            assert_eq!((webhook.created_at, webhook.version > 1), (noon(), true));
            Ok(plan.writes.len())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_platform_creates_webhooks_up_to_a_limit() {
    let limit = u32::try_from(bounds::WEBHOOKS).unwrap();
    assert_eq!(create(Authority::Platform, limit - 1).unwrap(), 2, "the webhook, and their number");
    let full = create(Authority::Platform, limit);
    assert!(matches!(full, Err(Error::Rejected(Rejection::QuotaExceeded { .. }))));
    for authority in [Authority::Person, Authority::Support] {
        assert!(matches!(create(authority, 0), Err(Error::Rejected(Rejection::Forbidden(_)))));
    }
}
