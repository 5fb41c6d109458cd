//! `/_local/ses`: the SES endpoint of the functions, and events about mails.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::json_body;
use crate::functions::Context;
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::ses::{self, BounceSubType, BounceType, ERROR_TYPE, EventType, Rejection};
use crate::stack::Stack;

/// `POST /_local/ses/v2/email/outbound-emails`: SES's operation `SendEmail`.
pub async fn send_email(State(stack): State<Arc<Stack>>, headers: HeaderMap, body: Bytes) -> Response {
    match stack.inbox.send(&body, &headers, stack.gateway.clock.now()).await {
        Ok(id) => Json(json!({"MessageId": id})).into_response(),
        Err(Rejection { status, error, message }) => {
            (status, [(ERROR_TYPE, error)], Json(json!({"message": message}))).into_response()
        }
    }
}

/// A report about a mail.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    message_id: String,
    event: EventName,
    /// For a bounce: `Permanent` if not given.
    bounce_type: Option<BounceType>,
    /// For a bounce: `General` if not given, and `Undetermined` for an undetermined bounce, as SES reports it.
    bounce_sub_type: Option<BounceSubType>,
}

#[derive(Deserialize)]
enum EventName {
    Delivery,
    Bounce,
    Complaint,
    Reject,
}

impl Report {
    fn event_type(&self) -> Result<EventType, Problem> {
        if !matches!(self.event, EventName::Bounce) {
            for (pointer, is_given) in [
                ("/bounce_type", self.bounce_type.is_some()),
                ("/bounce_sub_type", self.bounce_sub_type.is_some()),
            ] {
                if is_given {
                    return Err(Problem::field(pointer, "is allowed for the event Bounce only"));
                }
            }
        }
        Ok(match self.event {
            EventName::Delivery => EventType::Delivery,
            EventName::Bounce => {
                let bounce_type = self.bounce_type.unwrap_or(BounceType::Permanent);
                let bounce_sub_type = self.bounce_sub_type.unwrap_or(match bounce_type {
                    BounceType::Permanent | BounceType::Transient => BounceSubType::General,
                    BounceType::Undetermined => BounceSubType::Undetermined,
                });
                EventType::Bounce { bounce_type, bounce_sub_type }
            }
            EventName::Complaint => EventType::Complaint,
            EventName::Reject => EventType::Reject,
        })
    }
}

/// `POST /_local/ses/feedback`: invokes the function that receives SES's events.
pub async fn report(State(stack): State<Arc<Stack>>, body: Bytes) -> Result<StatusCode, Problem> {
    let report: Report = json_body::parse(&body)?;
    let event_type = report.event_type()?;
    let Gateway { functions, template, clock, stream_readers, .. } = &*stack.gateway;
    let Some(function) = template.functions.get(ses::FUNCTION) else {
        return Err(Problem::not_found("no function of the template receives the events of SES"));
    };
    let Some(message) = stack.inbox.find(&report.message_id) else {
        return Err(Problem::not_found("the inbox has no such mail"));
    };
    let event = ses::event(event_type, &message, clock.now());
    let context = Context { request_id: Uuid::new_v4().to_string(), limit: function.timeout };
    functions
        .invoke(ses::FUNCTION, event.to_string(), context)
        .await
        .map_err(|error| Problem::internal(&error))?;
    stream_readers.notify();
    Ok(StatusCode::ACCEPTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event_type(report: &serde_json::Value) -> Result<EventType, StatusCode> {
        let report = json_body::parse::<Report>(&report.to_string().into());
        report.and_then(|report| report.event_type()).map_err(|problem| problem.into_response().status())
    }

    #[test]
    fn a_bounce_is_permanent_and_general_unless_a_type_is_given() {
        for (report, bounce_type, bounce_sub_type) in [
            (json!({}), BounceType::Permanent, BounceSubType::General),
            (json!({"bounce_type": "Transient"}), BounceType::Transient, BounceSubType::General),
            (
                json!({"bounce_type": "Transient", "bounce_sub_type": "MailboxFull"}),
                BounceType::Transient,
                BounceSubType::MailboxFull,
            ),
            (json!({"bounce_type": "Undetermined"}), BounceType::Undetermined, BounceSubType::Undetermined),
        ] {
            let mut report = report;
            report["message_id"] = json!("m");
            report["event"] = json!("Bounce");
            assert_eq!(event_type(&report), Ok(EventType::Bounce { bounce_type, bounce_sub_type }));
        }
    }

    #[test]
    fn unknown_types_and_types_of_other_events_are_refused() {
        assert_eq!(event_type(&json!({"message_id": "m", "event": "Reject"})), Ok(EventType::Reject));
        for report in [
            json!({"message_id": "m", "event": "Bounce", "bounce_type": "Soft"}),
            json!({"message_id": "m", "event": "Bounce", "bounce_sub_type": "Soft"}),
            json!({"message_id": "m", "event": "Delivery", "bounce_type": "Permanent"}),
            json!({"message_id": "m", "event": "Complaint", "bounce_sub_type": "General"}),
            json!({"message_id": "m", "event": "Opened"}),
        ] {
            assert_eq!(event_type(&report), Err(StatusCode::UNPROCESSABLE_ENTITY));
        }
    }
}
