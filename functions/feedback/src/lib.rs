//! Records the events of SES about mails to invitees and members, which EventBridge delivers: delivered, bounced, or
//! reported as spam.
//!
//! The tags of the mail, which `notify` set, identify the invitation and the link, or the member and the event. An event about
//! an older link changes nothing, apart from a complaint: the store does not write to the address again.

use std::time::Duration;

use lambda_runtime::{Error, LambdaEvent};
use serde::Deserialize;
use serde_json::Value;
use staffroom_app::{
    AfterDelivery, Clock, Invocation, Key, RecordMailProblem, RecordUndelivered, execute, mark_delivered,
    record_delivery,
};
use staffroom_aws::{Deadline, Metric, Metrics};
use staffroom_domain::{AddressId, Delivery, InvitationId, MailProblem, StoreId, UserId};
use staffroom_mail::decode_tag;
use staffroom_table::Table;
use tracing::info;

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The clock.
    pub clock: Clock,
    /// The sink of metrics.
    pub metrics: Metrics,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let table = Table::from_lookup(lookup).await?;
        let metrics = Metrics::from_lookup(lookup);
        Ok(Self { table, clock: std::sync::Arc::new(chrono::Utc::now), metrics })
    }
}

/// An event of SES. Source: SES Developer Guide, "Contents of event data that SES publishes".
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    event_type: String,
    mail: Mail,
    bounce: Option<Bounce>,
}

#[derive(Deserialize)]
struct Mail {
    #[serde(default)]
    tags: Tags,
}

#[derive(Deserialize, Default)]
struct Tags {
    #[serde(default)]
    store: Vec<String>,
    #[serde(default)]
    invitation: Vec<String>,
    #[serde(default)]
    generation: Vec<String>,
    #[serde(default)]
    member: Vec<String>,
    #[serde(default)]
    address: Vec<String>,
    #[serde(default)]
    recipient: Vec<String>,
    #[serde(default)]
    event_id: Vec<String>,
    #[serde(default)]
    notice_id: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
    #[serde(default)]
    bounce_sub_type: String,
}

/// What a report says.
enum Fate {
    Delivered,
    Undelivered(Delivery, AfterDelivery),
}

/// What a mail of a report was about.
enum Mailed {
    /// The invitation whose link it holds, and the generation of the link.
    Link(StoreId, InvitationId, u32),
    /// A member was told of something, at an address.
    Member(ToMember),
}

/// A mail to a member.
struct ToMember {
    store: StoreId,
    user: UserId,
    address: AddressId,
    recipient: Option<InvitationId>,
    event: Option<Key>,
}

impl Report {
    /// What became of the mail; `None` if the report does not say.
    fn fate(&self) -> Option<Fate> {
        match self.event_type.as_str() {
            "Delivery" => Some(Fate::Delivered),
            // SES reports a transient bounce after its last attempt, and automatic replies as one of the type
            // `General`. Source: SES Developer Guide, "Contents of event data that SES publishes", "Bounce types".
            "Bounce" => Some(Fate::Undelivered(
                Delivery::Bounced,
                match &self.bounce {
                    Some(Bounce { bounce_type, bounce_sub_type })
                        if bounce_type == "Transient" && bounce_sub_type == "General" =>
                    {
                        AfterDelivery::IsAutomaticReply
                    }
                    _ => AfterDelivery::Counts,
                },
            )),
            "Complaint" => Some(Fate::Undelivered(Delivery::Complained, AfterDelivery::Counts)),
            "Reject" => Some(Fate::Undelivered(Delivery::Failed, AfterDelivery::Counts)),
            _ => None,
        }
    }

    fn mailed(&self) -> Option<Mailed> {
        let tags = &self.mail.tags;
        let tag = |values: &[String]| values.first().and_then(|value| decode_tag(value));
        let store = tag(&tags.store)?.parse().ok()?;
        if let Some(invitation) = tag(&tags.invitation) {
            return Some(Mailed::Link(store, invitation.parse().ok()?, tag(&tags.generation)?.parse().ok()?));
        }
        let (user, address) = (tag(&tags.member)?.parse().ok()?, tag(&tags.address)?.parse().ok()?);
        // Mails of earlier versions have no further tags.
        let recipient = tag(&tags.recipient).and_then(|id| id.parse().ok());
        let id = |values: &[String]| tag(values).and_then(|id| id.parse().ok());
        let event = id(&tags.event_id).map(|id| Key::Event(store.clone(), id));
        let event = event.or_else(|| id(&tags.notice_id).map(|id| Key::Notice(store.clone(), id)));
        Some(Mailed::Member(ToMember { store, user, address, recipient, event }))
    }
}

/// How long before the end of its time an invocation stops, to report that it has failed.
const RESERVE: Duration = Duration::from_millis(500);

/// Records one report.
///
/// # Errors
/// If the table does not answer in time. EventBridge then delivers the event again.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let detail = event.payload.get("detail").cloned().unwrap_or_default();
    let report: Report = serde_json::from_value(detail)?;
    let fate = report.fate();
    if let Some(Fate::Undelivered(Delivery::Bounced, _)) = fate {
        app.metrics.record((app.clock)().timestamp_millis(), &[(Metric::MailBounced, 1)]);
    }
    let (Some(fate), Some(mailed)) = (fate, report.mailed()) else {
        info!(report = report.event_type, "the report is about no mail that is followed");
        return Ok(Value::Null);
    };
    Deadline::before(event.context.deadline(), RESERVE).run(Box::pin(record(app, mailed, fate))).await??;
    info!(report = report.event_type, "recorded");
    Ok(Value::Null)
}

/// Records what became of a mail.
async fn record(app: &App, mailed: Mailed, fate: Fate) -> Result<(), staffroom_app::Error> {
    let invocation = Invocation::unattended(&app.clock);
    match (mailed, fate) {
        (Mailed::Link(store, invitation, generation), Fate::Delivered) => {
            let id = (&store, invitation);
            record_delivery(&app.table, &invocation, id, generation, Delivery::Delivered).await?;
        }
        (Mailed::Link(store, invitation, generation), Fate::Undelivered(delivery, after_delivery)) => {
            let undelivered = RecordUndelivered { store, invitation, generation, delivery, after_delivery };
            execute(&app.table, &invocation, &undelivered).await?;
        }
        (Mailed::Member(ToMember { store, address, event, .. }), Fate::Delivered) => {
            if let Some(event) = event {
                mark_delivered(&app.table, &invocation, &store, event, address).await?;
            }
        }
        (Mailed::Member(mail), Fate::Undelivered(delivery, after_delivery)) => {
            let problem = match delivery {
                Delivery::Complained => MailProblem::Complained,
                Delivery::None
                | Delivery::Queued
                | Delivery::Sent
                | Delivery::Delivered
                | Delivery::Bounced
                | Delivery::Failed => MailProblem::Bounced,
            };
            let ToMember { store, user, address, recipient, event } = mail;
            let problem =
                RecordMailProblem { store, user, address, recipient, event, problem, after_delivery };
            execute(&app.table, &invocation, &problem).await?;
        }
    }
    Ok(())
}
