//! The events that SES publishes about a mail, in the format in which EventBridge delivers them.
//!
//! Source: Amazon SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS", which also
//! lists the bounce types.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::message::Message;

/// The binary of the function that receives the events.
pub const FUNCTION: &str = "feedback";

/// An event about a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventType {
    /// The recipient's mail server accepted the mail.
    Delivery,
    /// The mail could not be delivered. SES reports a transient failure after its last attempt only.
    Bounce {
        /// Whether another attempt can succeed.
        bounce_type: BounceType,
        /// The reason.
        bounce_sub_type: BounceSubType,
    },
    /// The recipient marked the mail as spam.
    Complaint,
    /// SES accepted the mail, but did not send it because it contains a virus.
    Reject,
}

/// Whether another attempt to deliver a bounced mail can succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BounceType {
    /// SES could not determine it.
    Undetermined,
    /// It cannot.
    Permanent,
    /// It can.
    Transient,
}

/// Why a mail bounced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BounceSubType {
    Undetermined,
    General,
    NoEmail,
    Suppressed,
    OnAccountSuppressionList,
    UnsubscribedRecipient,
    MailboxFull,
    MessageTooLarge,
    CustomTimeoutExceeded,
    ContentRejected,
    AttachmentRejected,
}

/// The event about a mail.
#[must_use]
pub fn event(event_type: EventType, message: &Message, now: DateTime<Utc>) -> Value {
    let time = now.to_rfc3339_opts(SecondsFormat::Millis, true);
    let (detail_type, name) = match event_type {
        EventType::Delivery => ("Email Delivered", "Delivery"),
        EventType::Bounce { .. } => ("Email Bounced", "Bounce"),
        EventType::Complaint => ("Email Complaint Received", "Complaint"),
        EventType::Reject => ("Email Rejected", "Reject"),
    };
    let details = match event_type {
        EventType::Delivery => {
            json!({"timestamp": time, "processingTimeMillis": 500, "recipients": message.to,
                   "smtpResponse": "250 2.6.0 Message received", "reportingMTA": "local"})
        }
        EventType::Bounce { bounce_type, bounce_sub_type } => {
            json!({"feedbackId": Uuid::new_v4(), "bounceType": bounce_type, "bounceSubType": bounce_sub_type,
                   "bouncedRecipients": recipients(message, &delivery_status(bounce_type)),
                   "timestamp": time, "reportingMTA": "local"})
        }
        EventType::Complaint => {
            json!({"feedbackId": Uuid::new_v4(), "complaintFeedbackType": "abuse",
                   "complainedRecipients": recipients(message, &Map::new()), "timestamp": time})
        }
        EventType::Reject => json!({"reason": "Bad content"}),
    };
    json!({
        "version": "0",
        "id": Uuid::new_v4(),
        "detail-type": detail_type,
        "source": "aws.ses",
        "account": "000000000000",
        "time": now.to_rfc3339_opts(SecondsFormat::Secs, true),
        "region": "local",
        "resources": [],
        "detail": {"eventType": name, "mail": mail(message), name.to_lowercase(): details},
    })
}

/// The member `mail` of an event.
fn mail(message: &Message) -> Value {
    // SES reports each tag as a list, and adds tags of its own.
    let mut tags: Map<String, Value> =
        message.tags.iter().map(|(name, value)| (name.clone(), json!([value]))).collect();
    tags.insert("ses:configuration-set".to_owned(), json!([message.configuration_set]));
    let headers = [
        ("From", json!(message.from)),
        ("To", json!(message.to.join(", "))),
        ("Subject", json!(message.subject)),
    ];
    let further = message.headers.iter().map(|(name, value)| (name.as_str(), value.clone()));
    let headers: Vec<Value> = headers
        .into_iter()
        .chain(further)
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    json!({
        "timestamp": message.sent_at,
        "source": message.from,
        "sendingAccountId": "000000000000",
        "messageId": message.id,
        "destination": message.to,
        "headersTruncated": false,
        "headers": headers,
        "commonHeaders": {
            "from": [message.from], "to": message.to, "messageId": message.id, "subject": message.subject,
        },
        "tags": tags,
    })
}

/// The recipients, each with these further members.
fn recipients(message: &Message, members: &Map<String, Value>) -> Vec<Value> {
    let recipient = |address: &String| {
        let mut recipient = members.clone();
        recipient.insert("emailAddress".to_owned(), json!(address));
        Value::Object(recipient)
    };
    message.to.iter().map(recipient).collect()
}

/// The delivery status of a bounced recipient, which the recipient's mail server reports (RFC 3464).
fn delivery_status(bounce_type: BounceType) -> Map<String, Value> {
    let (status, diagnostic_code) = match bounce_type {
        BounceType::Permanent => ("5.1.1", "smtp; 550 5.1.1 user unknown"),
        BounceType::Transient => ("4.4.7", "smtp; 450 4.4.7 delivery time expired"),
        // Without a status from the server, SES cannot determine the type.
        BounceType::Undetermined => return Map::new(),
    };
    let members = [("action", "failed"), ("status", status), ("diagnosticCode", diagnostic_code)];
    members.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        serde_json::from_value(json!({
            "id": "m-1", "to": ["ana@example.com"], "from": "shop@example.com", "subject": "s", "text": null,
            "html": null, "headers": {}, "tags": {"store": "s-1"}, "sent_at": "2026-03-12T19:03:58.000Z",
        }))
        .expect("a message")
    }

    fn bounce(bounce_type: BounceType, bounce_sub_type: BounceSubType) -> EventType {
        EventType::Bounce { bounce_type, bounce_sub_type }
    }

    #[test]
    fn each_event_has_the_format_of_ses() {
        let permanent = bounce(BounceType::Permanent, BounceSubType::General);
        for (event_type, name, detail_type, recipient) in [
            (EventType::Delivery, "Delivery", "Email Delivered", "/detail/delivery/recipients/0"),
            (permanent, "Bounce", "Email Bounced", "/detail/bounce/bouncedRecipients/0/emailAddress"),
            (
                EventType::Complaint,
                "Complaint",
                "Email Complaint Received",
                "/detail/complaint/complainedRecipients/0/emailAddress",
            ),
            (EventType::Reject, "Reject", "Email Rejected", "/detail/mail/destination/0"),
        ] {
            let event = event(event_type, &message(), Utc::now());
            assert_eq!(event["detail-type"], detail_type);
            assert_eq!(event["detail"]["eventType"], name);
            assert_eq!(event["detail"]["mail"]["messageId"], "m-1");
            assert_eq!(event["detail"]["mail"]["tags"]["store"], json!(["s-1"]));
            assert!(event["detail"][name.to_lowercase()].is_object());
            assert_eq!(event.pointer(recipient), Some(&json!("ana@example.com")), "{event}");
        }
    }

    #[test]
    fn a_bounce_has_its_type_and_the_status_of_that_type() {
        for (bounce_type, sub_type, name, sub_name, status) in [
            (BounceType::Permanent, BounceSubType::NoEmail, "Permanent", "NoEmail", json!("5.1.1")),
            (BounceType::Transient, BounceSubType::MailboxFull, "Transient", "MailboxFull", json!("4.4.7")),
            (
                BounceType::Undetermined,
                BounceSubType::Undetermined,
                "Undetermined",
                "Undetermined",
                Value::Null,
            ),
        ] {
            let event = event(bounce(bounce_type, sub_type), &message(), Utc::now());
            let details = &event["detail"]["bounce"];
            assert_eq!((&details["bounceType"], &details["bounceSubType"]), (&json!(name), &json!(sub_name)));
            assert_eq!(details["bouncedRecipients"][0]["status"], status);
        }
    }
}
