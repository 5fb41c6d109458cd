//! Sends the mails about the events of stores. Only this function sends mails and makes links.
//!
//! The table's stream delivers each event at least once. The event's item has the addresses to which the mail
//! was sent, so a repetition sends nothing. If a mail cannot be sent now, its record is reported as failed,
//! and the stream delivers it again.

mod deliver;
mod event_mail;
mod webhook_mail;

use std::time::Duration;

use aws_lambda_events::dynamodb::{Event as Batch, EventRecord};
use chrono::TimeDelta;
use futures_util::future::join_all;
use lambda_runtime::{Error, LambdaEvent};
use serde_json::{Value, json};
use staffroom_app::{Clock, ExpireInvitation, Expiry, Fault, Invocation, Key, Record, WebhookKey, execute};
use staffroom_aws::{Deadline, Metric, Metrics, OutOfTime};
use staffroom_domain::LinkKeys;
use staffroom_mail::{SendError, Sender};
use staffroom_table::{Table, read_image};
use tokio::sync::Mutex;
use tracing::{error, warn};

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The sender of mails.
    pub sender: Sender,
    /// The keys that links are signed with.
    pub keys: LinkKeys,
    /// The platform's name, through which stores write; may be empty.
    pub brand: String,
    /// The clock.
    pub clock: Clock,
    /// The address of the join and team pages, without a slash at the end.
    pub public_url: String,
    /// Who is told that a webhook was disabled; `None`: nobody.
    pub platform_contact: Option<String>,
    /// The sink of metrics.
    pub metrics: Metrics,
    /// Held while it is decided how a person is told of an answer to an invitation.
    pub answers: Mutex<()>,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let need = |name: &str| lookup(name).ok_or_else(|| format!("{name} is not set"));
        let ses = staffroom_aws::Connection::from_lookup("SESV2", lookup)?;
        let (table, keys) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("LINK_KEYS", lookup));
        Ok(Self {
            table: table?,
            sender: Sender::new(
                move || staffroom_aws::ses(&ses),
                need("MAIL_FROM")?,
                lookup("CONFIGURATION_SET").filter(|set| !set.is_empty()),
            ),
            brand: lookup("MAIL_FROM_NAME").unwrap_or_default(),
            keys: LinkKeys::parse(&keys?).ok_or("LINK_KEYS has no valid keys")?,
            clock: std::sync::Arc::new(chrono::Utc::now),
            public_url: need("PUBLIC_URL")?.trim_end_matches('/').to_owned(),
            platform_contact: lookup("PLATFORM_CONTACT").filter(|contact| !contact.is_empty()),
            metrics: Metrics::from_lookup(lookup),
            answers: Mutex::default(),
        })
    }

    fn invocation(&self) -> Invocation {
        Invocation { clock: self.clock.clone(), source_ip: None }
    }
}

/// The reason why a record must be retried.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RetryError {
    /// The table does not answer, or an item is corrupt.
    #[error(transparent)]
    Table(#[from] Fault),
    /// A use case was rejected or failed.
    #[error(transparent)]
    App(#[from] staffroom_app::Error),
    /// SES does not accept the mail now.
    #[error(transparent)]
    Mail(#[from] SendError),
    /// The invocation's time is not enough.
    #[error(transparent)]
    OutOfTime(#[from] OutOfTime),
    /// There is no key to sign links.
    #[error("there is no key to sign links")]
    NoKey,
}

/// How long before the end of its time an invocation stops, to report what is not done.
const RESERVE: Duration = Duration::from_secs(1);

/// How long an event is retried whose mail needs an item that this version cannot read. A deploy takes less, during which
/// an older version may meet items of the newer one. Lambda reads no later record before the retries end, so the mails of
/// other stores wait for that long.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

impl RetryError {
    /// Whether the record is given up at this age: an item is corrupt, which a retry does not mend.
    fn is_final(&self, age: TimeDelta) -> bool {
        let is_corrupt = matches!(
            self,
            Self::Table(Fault::Corrupt { .. })
                | Self::App(staffroom_app::Error::Faulted(Fault::Corrupt { .. }))
        );
        is_corrupt && age > PATIENCE
    }
}

/// Processes a batch of the table's stream, and returns the records that must be retried. A record that is not processed when
/// the time is over is one of them. A record whose mail needs an item that cannot be read is given up after ten minutes.
///
/// # Errors
/// When the batch cannot be read.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let deadline = Deadline::before(event.context.deadline(), RESERVE);
    let batch: Batch = serde_json::from_value(event.payload)?;
    let outcomes = join_all(batch.records.into_iter().map(|record| async {
        let sequence = record.change.sequence_number.clone();
        let written = record.change.approximate_creation_date_time;
        // Boxed: the futures of many records exist at the same time.
        let outcome = deadline.run(Box::pin(handle_record(app, deadline, record))).await;
        (sequence, written, outcome.unwrap_or_else(|out_of_time| Err(out_of_time.into())))
    }))
    .await;
    let now = (app.clock)();
    let failed: Vec<Value> = outcomes
        .into_iter()
        .filter_map(|(sequence, written, outcome)| {
            let cause = outcome.err()?;
            if cause.is_final(now - written) {
                error!(sequence, %cause, "the record is given up");
                app.metrics.record(now.timestamp_millis(), &[(Metric::EventsGivenUp, 1)]);
                return None;
            }
            warn!(sequence, %cause, "the record must be retried");
            Some(json!({ "itemIdentifier": sequence }))
        })
        .collect();
    Ok(json!({ "batchItemFailures": failed }))
}

async fn handle_record(app: &App, deadline: Deadline, record: EventRecord) -> Result<(), RetryError> {
    match record.event_name.as_str() {
        "INSERT" => match image(record.change.new_image.into()) {
            Some((Key::Event(store, _) | Key::Notice(store, _), Record::Event(stored))) => {
                // Boxed: the future is large.
                Box::pin(deliver::event(app, deadline, &store, &stored.event)).await
            }
            Some((Key::Webhook(WebhookKey::Notice(id)), _)) => webhook_mail::send(app, id).await,
            _ => Ok(()),
        },
        "REMOVE" => {
            let Some((_, Record::Invitation(invitation))) = image(record.change.old_image.into()) else {
                return Ok(());
            };
            let expire = ExpireInvitation { invitation: *invitation };
            if execute(&app.table, &app.invocation(), &expire).await? == Expiry::Recorded {
                app.metrics.record((app.clock)().timestamp_millis(), &[(Metric::InvitationsExpired, 1)]);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Reads a stream image. If this version does not know its type or cannot read it, a retry would not help, so
/// it is logged and skipped.
fn image(item: staffroom_table::Item) -> Option<(Key, Record)> {
    match read_image(item) {
        Ok(read) => Some(read),
        Err(fault) => {
            error!(%fault, "a stream record is skipped");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use staffroom_app::{Error, Fault};

    use super::{PATIENCE, RetryError};

    fn corrupt() -> Fault {
        Fault::Corrupt { kind: "store", source: "it has no plan".into() }
    }

    #[test]
    fn a_record_is_given_up_when_an_item_stays_corrupt() {
        for cause in [RetryError::Table(corrupt()), RetryError::App(Error::Faulted(corrupt()))] {
            assert!(!cause.is_final(PATIENCE), "a deploy may be in progress");
            assert!(cause.is_final(PATIENCE + TimeDelta::seconds(1)));
        }
    }

    #[test]
    fn what_can_pass_is_retried_until_lambda_gives_up() {
        let unavailable = || Fault::Unavailable { reason: "Throttled".to_owned(), source: None };
        let refused = || Fault::Refused { reason: "AccessDenied".to_owned(), source: None };
        for fault in [unavailable(), refused()] {
            assert!(!RetryError::Table(fault).is_final(TimeDelta::hours(4)));
        }
        assert!(!RetryError::NoKey.is_final(TimeDelta::hours(4)));
    }
}
