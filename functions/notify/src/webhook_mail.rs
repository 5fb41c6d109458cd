//! The mail to the platform about a webhook that was disabled. It is plain English: its readers run the platform.

use staffroom_app::{Database, Key, Mailed, MarkNotice, ReadSet, WebhookKey, WebhookNotice, execute};
use staffroom_domain::EventId;
use staffroom_mail::{Envelope, RenderedMail, SendError};
use tracing::{error, info};

use crate::app::App;
use crate::retry::RetryError;

/// Sends the mail, unless it was sent before or nobody is to get it.
pub(crate) async fn send(app: &App, id: EventId) -> Result<(), RetryError> {
    let Some(contact) = app.platform_contact.as_deref() else { return Ok(()) };
    // The stream may bring the record again, and its image is from before the mail.
    let read = app.table.read(&ReadSet::keys([Key::Webhook(WebhookKey::Notice(id))])).await?;
    let Some(notice) = read.webhook_notice(id).filter(|notice| notice.mailed == Mailed::No) else {
        return Ok(());
    };
    let envelope = Envelope { to: contact, reply_to: None, unsubscribe_url: None };
    let mail = mail(notice, app.brand.clone());
    match app.sender.send(envelope, &mail, &[("event", "webhook.disabled")]).await {
        Ok(_) => info!(webhook = %notice.webhook, "the platform was told that a webhook is disabled"),
        // A repetition would be refused as well.
        Err(SendError::Refused { code }) => {
            error!(webhook = %notice.webhook, code, "SES rejected the mail to the platform permanently");
        }
        Err(again @ SendError::TryAgain { .. }) => return Err(again.into()),
    }
    execute(&app.table, &app.invocation(), &MarkNotice { notice: id }).await?;
    Ok(())
}

fn mail(notice: &WebhookNotice, from_name: String) -> RenderedMail {
    let WebhookNotice { webhook, url, failing_since, at, .. } = notice;
    let text = format!(
        "Staffroom has disabled a webhook, because every attempt to deliver an event to it failed for five days.\n\n\
         Webhook: {webhook}\n\
         URL: {url}\n\
         Failing since: {}\n\
         Disabled at: {}\n\n\
         No events are sent to it any more. GET /webhooks/{webhook}/deliveries shows why the attempts failed. Once the \
         endpoint works, revive it with PATCH /webhooks/{webhook} {{\"enabled\": true}}, and get what it missed with \
         POST /webhooks/{webhook}/replay {{\"since\": \"{}\"}}.\n",
        failing_since.to_rfc3339(),
        at.to_rfc3339(),
        failing_since.to_rfc3339(),
    );
    let subject = format!("Staffroom has disabled the webhook {webhook}");
    RenderedMail { from_name, subject, html: String::new(), text }
}
