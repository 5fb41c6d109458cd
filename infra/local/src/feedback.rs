//! What SES reports about a mail, as it arrives over EventBridge.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::inbox::Message;

/// The binary of the function that hears of it.
pub const FUNCTION: &str = "feedback";

/// What happened to a mail.
#[derive(Debug, Clone, Copy, Deserialize)]
pub enum Kind {
    /// The recipient's server took it.
    Delivery,
    /// It came back for good.
    Bounce,
    /// The recipient called it spam.
    Complaint,
}

/// The event that EventBridge passes on.
#[must_use]
pub fn event(kind: Kind, message: &Message, now: DateTime<Utc>) -> Value {
    let time = now.to_rfc3339_opts(SecondsFormat::Millis, true);
    let recipients = |fields: Value| -> Vec<Value> {
        let add = |address: &String| {
            let mut recipient = fields.clone();
            if let Value::Object(recipient) = &mut recipient {
                recipient.insert("emailAddress".to_owned(), json!(address));
            }
            recipient
        };
        message.to.iter().map(add).collect()
    };
    let feedback_id = Uuid::new_v4();
    let (detail_type, name, report) = match kind {
        Kind::Delivery => (
            "Email Delivered",
            "delivery",
            json!({"timestamp": time, "processingTimeMillis": 500, "recipients": message.to,
                   "smtpResponse": "250 2.6.0 Message received", "reportingMTA": "local"}),
        ),
        Kind::Bounce => {
            let failed = json!({"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"});
            let report = json!({"feedbackId": feedback_id, "bounceType": "Permanent", "bounceSubType": "General",
                                "bouncedRecipients": recipients(failed), "timestamp": time, "reportingMTA": "local"});
            ("Email Bounced", "bounce", report)
        }
        Kind::Complaint => (
            "Email Complaint Received",
            "complaint",
            json!({"feedbackId": feedback_id, "complaintFeedbackType": "abuse",
                   "complainedRecipients": recipients(json!({})), "timestamp": time}),
        ),
    };
    // SES gives every tag as a list, with its own beside the sender's.
    let mut tags: Map<String, Value> =
        message.tags.iter().map(|(name, value)| (name.clone(), json!([value]))).collect();
    tags.insert("ses:configuration-set".to_owned(), json!([message.configuration_set]));
    let headers = [
        ("From", json!(message.from)),
        ("To", json!(message.to.join(", "))),
        ("Subject", json!(message.subject)),
    ];
    let further = message.headers.iter().map(|(name, value)| json!({"name": name, "value": value}));
    let headers: Vec<Value> = headers
        .into_iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .chain(further)
        .collect();
    let event_type = format!("{kind:?}");
    json!({
        "version": "0",
        "id": Uuid::new_v4(),
        "detail-type": detail_type,
        "source": "aws.ses",
        "account": "000000000000",
        "time": now.to_rfc3339_opts(SecondsFormat::Secs, true),
        "region": "local",
        "resources": [],
        "detail": {
            "eventType": event_type,
            "mail": {
                "timestamp": message.sent_at,
                "source": message.from,
                "sendingAccountId": "000000000000",
                "messageId": message.id,
                "destination": message.to,
                "headersTruncated": false,
                "headers": headers,
                "commonHeaders": {"from": [message.from], "to": message.to, "messageId": message.id, "subject": message.subject},
                "tags": tags,
            },
            name: report,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_as_ses_words_it() {
        let message: Message = serde_json::from_value(json!({
            "id": "m-1", "to": ["ana@example.com"], "from": "shop@example.com", "subject": "s", "text": null, "html": null,
            "headers": {}, "tags": {"store": "s-1"}, "sent_at": "2026-03-12T19:03:58.000Z",
        }))
        .expect("a message");
        for (kind, detail_type, at) in [
            (Kind::Delivery, "Email Delivered", "/detail/delivery/recipients/0"),
            (Kind::Bounce, "Email Bounced", "/detail/bounce/bouncedRecipients/0/emailAddress"),
            (
                Kind::Complaint,
                "Email Complaint Received",
                "/detail/complaint/complainedRecipients/0/emailAddress",
            ),
        ] {
            let event = event(kind, &message, Utc::now());
            assert_eq!(event["detail-type"], detail_type);
            assert_eq!(event["detail"]["eventType"], format!("{kind:?}"));
            assert_eq!(event["detail"]["mail"]["messageId"], "m-1");
            assert_eq!(event["detail"]["mail"]["tags"]["store"], json!(["s-1"]));
            assert_eq!(event.pointer(at), Some(&json!("ana@example.com")), "{event}");
        }
    }
}
