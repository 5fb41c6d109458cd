use std::fmt;
use std::io::Write as _;
use std::sync::Arc;

use serde_json::{Map, Value, json};

/// The CloudWatch namespace that every metric is in.
const NAMESPACE: &str = "Staffroom";

/// What is counted or measured. Its name in CloudWatch is the variant's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// SES took a mail with an invitation's link.
    InvitationsSent,
    /// Somebody joined.
    InvitationsAccepted,
    /// An invitee said no.
    InvitationsDeclined,
    /// An invitation ran out that nobody had answered, as its record was deleted, long after its term.
    InvitationsExpired,
    /// A mail came back for good.
    MailBounced,
    /// Somebody was not invited, or could not join, for want of a seat.
    SeatsRefused,
    /// From what a mail tells of, to SES taking the mail.
    MailLatency,
}

impl Metric {
    fn name(self) -> String {
        format!("{self:?}")
    }

    fn unit(self) -> &'static str {
        match self {
            Self::MailLatency => "Milliseconds",
            Self::InvitationsSent
            | Self::InvitationsAccepted
            | Self::InvitationsDeclined
            | Self::InvitationsExpired
            | Self::MailBounced
            | Self::SeatsRefused => "Count",
        }
    }
}

/// Where metrics go: lines in CloudWatch's embedded metric format, of which CloudWatch Logs makes metrics.
///
/// Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
#[derive(Clone)]
pub struct Metrics(Arc<dyn Fn(&str) + Send + Sync>);

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    /// Metrics as Lambda wants them: each line on standard output, in one piece.
    #[must_use]
    pub fn to_stdout() -> Self {
        Self::to(|line| {
            // A metric that cannot be written is no reason to fail what it counts.
            let _ = std::io::stdout().write_all(format!("{line}\n").as_bytes());
        })
    }

    /// Metrics whose lines, without their ends, are given to `write`.
    #[must_use]
    pub fn to(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }

    /// Writes what was counted or measured at a time, in milliseconds since 1970.
    pub fn record(&self, at: i64, values: &[(Metric, u64)]) {
        let metrics: Vec<Value> = values
            .iter()
            .map(|(metric, _)| json!({ "Name": metric.name(), "Unit": metric.unit() }))
            .collect();
        let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [[]], "Metrics": metrics });
        let mut line = Map::new();
        line.insert("_aws".to_owned(), json!({ "Timestamp": at, "CloudWatchMetrics": [directive] }));
        line.extend(values.iter().map(|(metric, value)| (metric.name(), (*value).into())));
        (self.0)(&Value::Object(line).to_string());
    }
}
