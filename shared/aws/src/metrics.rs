use std::fmt;
use std::io::Write as _;
use std::sync::Arc;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::{Map, Value, json};

/// The CloudWatch namespace of every metric.
const NAMESPACE: &str = "Staffroom";
/// The dimension of every metric: the name of the deployed stack.
const STACK_DIMENSION: &str = "Stack";
/// The value of the dimension where `STACK_NAME` is not set.
const DEFAULT_STACK: &str = "staffroom";

/// A metric. Its name in CloudWatch is the name of the variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Mails with an invitation link that SES accepted.
    InvitationsSent,
    /// Accepted invitations.
    InvitationsAccepted,
    /// Declined invitations.
    InvitationsDeclined,
    /// Invitations that expired without an answer; counted when the expiry is recorded.
    InvitationsExpired,
    /// Mails that bounced.
    MailBounced,
    /// Requests that were refused because no seat was free.
    SeatsRefused,
    /// The time from an event until SES accepted the mail about it.
    MailLatency,
    /// Events whose mail was given up, because this version cannot read an item that the mail needs.
    EventsGivenUp,
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
            | Self::SeatsRefused
            | Self::EventsGivenUp => "Count",
        }
    }
}

/// Writes metrics as log lines in CloudWatch's embedded metric format, from which CloudWatch Logs extracts them. The
/// dimension `Stack` separates the stacks of one account.
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
    /// Writes to standard output, as Lambda expects it; the stack's name is the value of `STACK_NAME`.
    #[must_use]
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Self {
        Self::to(lookup("STACK_NAME").unwrap_or_else(|| DEFAULT_STACK.to_owned()), |line| {
            // One write per line, so that lines do not mix. Best effort: a failure must not fail the caller.
            let _ = std::io::stdout().write_all(format!("{line}\n").as_bytes());
        })
    }

    /// Passes each line, without a line break, to `write`.
    #[must_use]
    pub fn to(stack: impl Into<String>, write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { stack: stack.into(), write: Arc::new(write) }
    }

    /// Writes the values of some metrics at one time, `at`, in milliseconds since 1970. As every line of the log, this one
    /// has a level and a time, by which Lambda filters.
    pub fn record(&self, at: i64, values: &[(Metric, u64)]) {
        let metrics: Vec<Value> = values
            .iter()
            .map(|(metric, _)| json!({ "Name": metric.name(), "Unit": metric.unit() }))
            .collect();
        let directive =
            json!({ "Namespace": NAMESPACE, "Dimensions": [[STACK_DIMENSION]], "Metrics": metrics });
        let time = DateTime::from_millis(at).fmt(Format::DateTime).unwrap_or_default();
        let mut line = Map::new();
        line.insert("timestamp".to_owned(), time.into());
        line.insert("level".to_owned(), "INFO".into());
        line.insert("_aws".to_owned(), json!({ "Timestamp": at, "CloudWatchMetrics": [directive] }));
        line.insert(STACK_DIMENSION.to_owned(), self.stack.clone().into());
        line.extend(values.iter().map(|(metric, value)| (metric.name(), (*value).into())));
        (self.write)(&Value::Object(line).to_string());
    }
}
