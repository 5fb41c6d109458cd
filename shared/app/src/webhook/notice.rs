//! The platform is told by mail that a webhook was disabled.

use staffroom_domain::{EventActor, EventId, Timestamp};

use super::{Mailed, WebhookNotice, WebhookRecord};
use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::{Key, WebhookKey};
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;

/// Records that SES accepted the mail about a notice, so that it is not sent again.
#[derive(Debug, Clone)]
pub struct MarkNotice {
    /// The notice.
    pub notice: EventId,
}

impl UseCase for MarkNotice {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Webhook(WebhookKey::Notice(self.notice))])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let key = Key::Webhook(WebhookKey::Notice(self.notice));
        let Some(notice) = read.webhook_notice(self.notice).filter(|notice| notice.mailed == Mailed::No)
        else {
            return Ok(Outcome::Unchanged(()));
        };
        let before = WebhookRecord::Notice(Box::new(notice.clone()));
        let after = WebhookNotice { mailed: Mailed::Yes, ..notice.clone() };
        let mut plan = Plan::outside_store(context, EventActor::Service);
        plan.push(Write::Put {
            key,
            record: Record::Webhook(WebhookRecord::Notice(Box::new(after))),
            condition: Condition::Version(before.version()),
        })?;
        Ok(Outcome::commit(plan, ()))
    }
}
