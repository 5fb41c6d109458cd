//! Records what SES reports about an invitation's mail, as it comes over EventBridge: that it was delivered,
//! came back, or was called unwanted.
//!
//! Which mail it was stands in the tags that `notify` sent it with. A report of an older link, or of a mail
//! that is none of ours, changes nothing.

use lambda_runtime::{Error, LambdaEvent};
use serde::Deserialize;
use serde_json::Value;
use staffroom_aws::{Metric, Metrics};
use staffroom_domain::{Clock, Delivery, InvitationId, StoreId};
use staffroom_mail::decode_tag;
use staffroom_table::Table;
use tracing::info;

/// What the function works with, made once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// What time it is.
    pub clock: Clock,
    /// What is counted of it.
    pub metrics: Metrics,
}

impl App {
    /// Reads what Lambda and the template set.
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

/// What SES publishes. Source: SES Developer Guide, "Contents of event data that SES publishes".
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
    /// How far the mail got; `None` when this does not tell.
    fn delivery(&self) -> Option<Delivery> {
        match self.event_type.as_str() {
            "Delivery" => Some(Delivery::Delivered),
            // SES goes on trying after a transient one.
            "Bounce" if self.bounce.as_ref().is_some_and(|b| b.bounce_type == "Transient") => None,
            "Bounce" => Some(Delivery::Bounced),
            "Complaint" => Some(Delivery::Complained),
            _ => None,
        }
    }

    /// The invitation whose mail it was, and which of its links that held.
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

/// Deals with one report.
///
/// # Errors
/// When the table does not answer: EventBridge brings the report again.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let detail = event.payload.get("detail").cloned().unwrap_or_default();
    let report: Report = serde_json::from_value(detail)?;
    let now = (app.clock)();
    // Mails that hold no link bounce, too.
    if report.delivery() == Some(Delivery::Bounced) {
        app.metrics.record(now.timestamp_millis(), &[(Metric::MailBounced, 1)]);
    }
    let (Some(delivery), Some((store, invitation, generation))) = (report.delivery(), report.link()) else {
        info!(report = report.event_type, "tells nothing of an invitation");
        return Ok(Value::Null);
    };
    if delivery == Delivery::Delivered {
        app.table.record_delivery(&store, invitation, generation, delivery).await?;
    } else {
        app.table.record_undelivered(&store, invitation, generation, delivery, now).await?;
    }
    info!(store = store.as_str(), report = report.event_type, "recorded");
    Ok(Value::Null)
}
