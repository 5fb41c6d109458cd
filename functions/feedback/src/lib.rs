//! Records the events of SES about invitation mails, which EventBridge delivers: delivered, bounced, or
//! reported as spam.
//!
//! The tags of the mail, which `notify` set, identify the invitation and the link. An event about an older
//! link, or about another kind of mail, changes nothing.

use lambda_runtime::{Error, LambdaEvent};
use serde::Deserialize;
use serde_json::Value;
use staffroom_app::{Clock, Invocation, RecordUndelivered, execute, record_delivery};
use staffroom_aws::{Metric, Metrics};
use staffroom_domain::{Delivery, InvitationId, StoreId};
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
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
}

impl Report {
    /// The delivery state in the event; `None` if it has none.
    fn delivery(&self) -> Option<Delivery> {
        match self.event_type.as_str() {
            "Delivery" => Some(Delivery::Delivered),
            // SES itself retries after a transient bounce.
            "Bounce" if self.bounce.as_ref().is_some_and(|b| b.bounce_type == "Transient") => None,
            "Bounce" => Some(Delivery::Bounced),
            "Complaint" => Some(Delivery::Complained),
            _ => None,
        }
    }

    /// The invitation whose mail it was, and the generation of its link.
    fn link(&self) -> Option<(StoreId, InvitationId, u32)> {
        let tags = &self.mail.tags;
        let tag = |values: &[String]| values.first().and_then(|value| decode_tag(value));
        Some((
            tag(&tags.store)?.parse().ok()?,
            tag(&tags.invitation)?.parse().ok()?,
            tag(&tags.generation)?.parse().ok()?,
        ))
    }
}

/// Records one report.
///
/// # Errors
/// If the table does not answer. EventBridge then delivers the event again.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let detail = event.payload.get("detail").cloned().unwrap_or_default();
    let report: Report = serde_json::from_value(detail)?;
    let now = (app.clock)();
    // Mails without a link bounce, too.
    if report.delivery() == Some(Delivery::Bounced) {
        app.metrics.record(now.timestamp_millis(), &[(Metric::MailBounced, 1)]);
    }
    let (Some(delivery), Some((store, invitation, generation))) = (report.delivery(), report.link()) else {
        info!(report = report.event_type, "the report is not about an invitation");
        return Ok(Value::Null);
    };
    let invocation = Invocation { clock: app.clock.clone(), source_ip: None };
    if delivery == Delivery::Delivered {
        record_delivery(&app.table, &invocation, (&store, invitation), generation, delivery).await?;
    } else {
        let undelivered = RecordUndelivered { store: store.clone(), invitation, generation, delivery };
        execute(&app.table, &invocation, &undelivered).await?;
    }
    info!(store = store.as_str(), report = report.event_type, "recorded");
    Ok(Value::Null)
}
