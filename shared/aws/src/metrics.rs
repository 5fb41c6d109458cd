use std::fmt;
use std::io::Write as _;
use std::sync::Arc;

use serde_json::{Map, Value, json};

/// The CloudWatch namespace that every metric is in.
const NAMESPACE: &str = "Staffroom";
/// The dimension that they all have.
const STACK: &str = "Stack";
/// The stack of functions that no template deployed.
const UNNAMED: &str = "staffroom";

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

/// Where metrics go: lines in CloudWatch's embedded metric format, of which CloudWatch Logs makes metrics. Their
/// dimension `Stack` keeps apart what several stacks of one account count.
///
/// Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
#[derive(Clone)]
pub struct Metrics {
    stack: String,
    write: Arc<dyn Fn(&str) + Send + Sync>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    /// Metrics as Lambda wants them, each line on standard output in one piece, of the stack that the template
    /// names in `STACK_NAME`.
    #[must_use]
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Self {
        Self::to(lookup("STACK_NAME").unwrap_or_else(|| UNNAMED.to_owned()), |line| {
            // A metric that cannot be written is no reason to fail what it counts.
            let _ = std::io::stdout().write_all(format!("{line}\n").as_bytes());
        })
    }

    /// Metrics of a stack whose lines, without their ends, are given to `write`.
    #[must_use]
    pub fn to(stack: impl Into<String>, write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { stack: stack.into(), write: Arc::new(write) }
    }

    /// Writes what was counted or measured at a time, in milliseconds since 1970.
    pub fn record(&self, at: i64, values: &[(Metric, u64)]) {
        let metrics: Vec<Value> = values
            .iter()
            .map(|(metric, _)| json!({ "Name": metric.name(), "Unit": metric.unit() }))
            .collect();
        let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [[STACK]], "Metrics": metrics });
        let mut line = Map::new();
        line.insert("_aws".to_owned(), json!({ "Timestamp": at, "CloudWatchMetrics": [directive] }));
        line.insert(STACK.to_owned(), self.stack.clone().into());
        line.extend(values.iter().map(|(metric, value)| (metric.name(), (*value).into())));
        (self.write)(&Value::Object(line).to_string());
    }
}
